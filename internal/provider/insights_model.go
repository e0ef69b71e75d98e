package provider

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const statusPassing = "PASSING"

// insightStatuses are those that EKS has for insights now.
var insightStatuses = []string{statusPassing, "WARNING", "ERROR", "UNKNOWN"}

type insightsModel struct {
	ClusterName        types.String   `tfsdk:"cluster_name"`
	Region             types.String   `tfsdk:"region"`
	Categories         types.Set      `tfsdk:"categories"`
	Statuses           types.Set      `tfsdk:"statuses"`
	KubernetesVersions types.Set      `tfsdk:"kubernetes_versions"`
	Passing            types.Bool     `tfsdk:"passing"`
	Counts             types.Map      `tfsdk:"counts"`
	Insights           []insightModel `tfsdk:"insights"`
}

type insightModel struct {
	ID                 types.String            `tfsdk:"id"`
	Name               types.String            `tfsdk:"name"`
	Category           types.String            `tfsdk:"category"`
	KubernetesVersion  types.String            `tfsdk:"kubernetes_version"`
	Status             types.String            `tfsdk:"status"`
	Reason             types.String            `tfsdk:"reason"`
	Description        types.String            `tfsdk:"description"`
	Recommendation     types.String            `tfsdk:"recommendation"`
	LastRefreshTime    types.String            `tfsdk:"last_refresh_time"`
	LastTransitionTime types.String            `tfsdk:"last_transition_time"`
	AdditionalInfo     map[string]string       `tfsdk:"additional_info"`
	Resources          []insightResourceModel  `tfsdk:"resources"`
	Deprecations       []deprecationModel      `tfsdk:"deprecations"`
	Addons             []compatibleAddonsModel `tfsdk:"addons"`
}

type insightResourceModel struct {
	ARN                   types.String `tfsdk:"arn"`
	KubernetesResourceURI types.String `tfsdk:"kubernetes_resource_uri"`
	Status                types.String `tfsdk:"status"`
	Reason                types.String `tfsdk:"reason"`
}

type deprecationModel struct {
	Usage                          types.String      `tfsdk:"usage"`
	ReplacedWith                   types.String      `tfsdk:"replaced_with"`
	StopServingVersion             types.String      `tfsdk:"stop_serving_version"`
	StartServingReplacementVersion types.String      `tfsdk:"start_serving_replacement_version"`
	ClientStats                    []clientStatModel `tfsdk:"client_stats"`
}

type clientStatModel struct {
	UserAgent          types.String `tfsdk:"user_agent"`
	RequestsLast30Days types.Int64  `tfsdk:"requests_last_30_days"`
	LastRequestTime    types.String `tfsdk:"last_request_time"`
}

type compatibleAddonsModel struct {
	Name               types.String `tfsdk:"name"`
	CompatibleVersions []string     `tfsdk:"compatible_versions"`
}

// leaveOut makes what EKS would say null.
func (m *insightsModel) leaveOut() {
	m.Passing, m.Counts, m.Insights = types.BoolNull(), types.MapNull(types.Int64Type), nil
}

// fill takes what EKS said.
func (m *insightsModel) fill(ctx context.Context, insights []upgrade.Insight, diags *diag.Diagnostics) {
	insights = slices.Clone(insights)
	slices.SortFunc(insights, func(a, b upgrade.Insight) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	counts := map[string]int64{}
	for _, status := range insightStatuses {
		counts[status] = 0
	}
	m.Insights = []insightModel{}
	for _, insight := range insights {
		counts[insight.Status]++
		m.Insights = append(m.Insights, insightModelOf(insight))
	}
	m.Passing = types.BoolValue(passed(insights, textsOf(ctx, m.Statuses, diags)))
	value, more := types.MapValueFrom(ctx, types.Int64Type, counts)
	m.Counts = value
	diags.Append(more...)
}

func insightModelOf(insight upgrade.Insight) insightModel {
	model := insightModel{
		ID:                 types.StringValue(insight.ID),
		Name:               types.StringValue(insight.Name),
		Category:           types.StringValue(insight.Category),
		KubernetesVersion:  textOrNull(insight.KubernetesVersion),
		Status:             types.StringValue(insight.Status),
		Reason:             textOrNull(insight.Reason),
		Description:        textOrNull(insight.Description),
		Recommendation:     textOrNull(insight.Recommendation),
		LastRefreshTime:    rfc3339(insight.LastRefresh),
		LastTransitionTime: rfc3339(insight.LastTransition),
		AdditionalInfo:     map[string]string{},
		Resources:          []insightResourceModel{},
		Deprecations:       []deprecationModel{},
		Addons:             []compatibleAddonsModel{},
	}
	if insight.AdditionalInfo != nil {
		model.AdditionalInfo = insight.AdditionalInfo
	}
	for _, resource := range insight.Resources {
		model.Resources = append(model.Resources, insightResourceModel{
			ARN:                   textOrNull(resource.ARN),
			KubernetesResourceURI: textOrNull(resource.KubernetesResourceURI),
			Status:                textOrNull(resource.Status),
			Reason:                textOrNull(resource.Reason),
		})
	}
	for _, deprecation := range insight.Deprecations {
		model.Deprecations = append(model.Deprecations, deprecationModelOf(deprecation))
	}
	for _, addon := range insight.Addons {
		versions := addon.CompatibleVersions
		if versions == nil {
			versions = []string{}
		}
		model.Addons = append(model.Addons, compatibleAddonsModel{Name: types.StringValue(addon.Name), CompatibleVersions: versions})
	}
	return model
}

func deprecationModelOf(deprecation upgrade.InsightDeprecation) deprecationModel {
	model := deprecationModel{
		Usage:                          textOrNull(deprecation.Usage),
		ReplacedWith:                   textOrNull(deprecation.ReplacedWith),
		StopServingVersion:             textOrNull(deprecation.StopServingVersion),
		StartServingReplacementVersion: textOrNull(deprecation.StartServingReplacementVersion),
		ClientStats:                    []clientStatModel{},
	}
	for _, client := range deprecation.ClientStats {
		model.ClientStats = append(model.ClientStats, clientStatModel{
			UserAgent:          textOrNull(client.UserAgent),
			RequestsLast30Days: types.Int64Value(int64(client.RequestsLast30Days)),
			LastRequestTime:    rfc3339(client.LastRequest),
		})
	}
	return model
}
