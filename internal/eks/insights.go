package eks

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const listInsights = "eks:ListInsights"

func (c *Client) insightsOf(ctx context.Context, on *connection, cluster string, filter InsightFilter) listRead[upgrade.Insight] {
	return listOnce(ctx, on, &c.insights, request{action: listInsights}, func(ctx context.Context) listRead[upgrade.Insight] {
		return on.readInsights(ctx, cluster, filter)
	}, cluster, filter.key())
}

func (c *connection) readInsights(ctx context.Context, cluster string, filter InsightFilter) listRead[upgrade.Insight] {
	next := func(ctx context.Context, token *string) ([]types.InsightSummary, *string, error) {
		output, err := c.api.ListInsights(ctx, &eks.ListInsightsInput{
			ClusterName: aws.String(cluster), Filter: filter.wire(), MaxResults: aws.Int32(pageSize), NextToken: token,
		})
		if err != nil {
			return nil, nil, err
		}
		return output.Insights, output.NextToken, nil
	}
	return describeAll(ctx, c, request{action: listInsights}, "insights", next, func(summary types.InsightSummary) (upgrade.Insight, bool, *failure) {
		return c.describeInsight(ctx, cluster, summary)
	})
}

// describeInsight gives what the list says where the details cannot be read.
func (c *connection) describeInsight(ctx context.Context, cluster string, summary types.InsightSummary) (upgrade.Insight, bool, *failure) {
	id := aws.ToString(summary.Id)
	known := summarised(summary)
	what := request{action: "eks:DescribeInsight", subject: "insight " + upgrade.Quote(known.Name)}
	if id == "" {
		return known, true, c.bad(request{action: listInsights, subject: what.subject}, "an insight has no id")
	}
	var output *eks.DescribeInsightOutput
	failed := c.send(ctx, what, func(ctx context.Context) (err error) {
		output, err = c.api.DescribeInsight(ctx, &eks.DescribeInsightInput{ClusterName: aws.String(cluster), Id: aws.String(id)})
		return err
	})
	if failed != nil {
		return known, true, failed
	}
	if output.Insight == nil {
		return known, true, c.bad(what, "it holds no insight")
	}
	return insight(id, output.Insight), true, nil
}

func summarised(summary types.InsightSummary) upgrade.Insight {
	status, reason := statusAndReason(summary.InsightStatus)
	return upgrade.Insight{
		ID:                aws.ToString(summary.Id),
		Name:              aws.ToString(summary.Name),
		Category:          string(summary.Category),
		KubernetesVersion: aws.ToString(summary.KubernetesVersion),
		Status:            status,
		Reason:            reason,
		Description:       aws.ToString(summary.Description),
		LastRefresh:       moment(summary.LastRefreshTime),
		LastTransition:    moment(summary.LastTransitionTime),
	}
}

func insight(id string, from *types.Insight) upgrade.Insight {
	status, reason := statusAndReason(from.InsightStatus)
	whole := upgrade.Insight{
		ID:                id,
		Name:              aws.ToString(from.Name),
		Category:          string(from.Category),
		KubernetesVersion: aws.ToString(from.KubernetesVersion),
		Status:            status,
		Reason:            reason,
		Description:       aws.ToString(from.Description),
		Recommendation:    aws.ToString(from.Recommendation),
		LastRefresh:       moment(from.LastRefreshTime),
		LastTransition:    moment(from.LastTransitionTime),
		AdditionalInfo:    from.AdditionalInfo,
	}
	for _, resource := range from.Resources {
		status, reason := statusAndReason(resource.InsightStatus)
		whole.Resources = append(whole.Resources, upgrade.InsightResource{
			ARN:                   aws.ToString(resource.Arn),
			KubernetesResourceURI: aws.ToString(resource.KubernetesResourceUri),
			Status:                status,
			Reason:                reason,
		})
	}
	if details := from.CategorySpecificSummary; details != nil {
		for _, detail := range details.DeprecationDetails {
			whole.Deprecations = append(whole.Deprecations, deprecation(detail))
		}
		for _, addon := range details.AddonCompatibilityDetails {
			whole.Addons = append(whole.Addons, upgrade.InsightAddon{Name: aws.ToString(addon.Name), CompatibleVersions: addon.CompatibleVersions})
		}
	}
	return whole
}

func deprecation(detail types.DeprecationDetail) upgrade.InsightDeprecation {
	found := upgrade.InsightDeprecation{
		Usage:                          aws.ToString(detail.Usage),
		ReplacedWith:                   aws.ToString(detail.ReplacedWith),
		StopServingVersion:             aws.ToString(detail.StopServingVersion),
		StartServingReplacementVersion: aws.ToString(detail.StartServingReplacementVersion),
	}
	for _, client := range detail.ClientStats {
		found.ClientStats = append(found.ClientStats, upgrade.InsightClient{
			UserAgent:          aws.ToString(client.UserAgent),
			RequestsLast30Days: int(client.NumberOfRequestsLast30Days),
			LastRequest:        moment(client.LastRequestTime),
		})
	}
	return found
}

func statusAndReason(status *types.InsightStatus) (text, reason string) {
	if status == nil {
		return "", ""
	}
	return string(status.Status), aws.ToString(status.Reason)
}

// moment gives a time in UTC, and the zero time where there is none.
func moment(at *time.Time) time.Time {
	if at == nil {
		return time.Time{}
	}
	return at.UTC()
}

// wire gives the filter as EKS takes it, and nil where nothing is narrowed.
func (f InsightFilter) wire() *types.InsightsFilter {
	if len(f.Categories)+len(f.Statuses)+len(f.KubernetesVersions) == 0 {
		return nil
	}
	filter := &types.InsightsFilter{KubernetesVersions: f.KubernetesVersions}
	for _, category := range f.Categories {
		filter.Categories = append(filter.Categories, types.Category(category))
	}
	for _, status := range f.Statuses {
		filter.Statuses = append(filter.Statuses, types.InsightStatusValue(status))
	}
	return filter
}

func (f InsightFilter) key() string {
	// Marshal cannot fail: a filter holds texts.
	text, _ := json.Marshal(f)
	return string(text)
}
