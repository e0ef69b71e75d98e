package ekstest

import (
	"net/http"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// insightFilter is the filter of ListInsights.
type insightFilter struct {
	Categories         []string `json:"categories"`
	KubernetesVersions []string `json:"kubernetesVersions"`
	Statuses           []string `json:"statuses"`

	// invalid tells that the body is no JSON of the right shape.
	invalid bool
}

// What a filter may name. What an insight holds is not held to this: EKS may add
// to it at any time.
var (
	categories = []string{"UPGRADE_READINESS", "MISCONFIGURATION", "ROLLBACK_READINESS"}
	statuses   = []string{"PASSING", "WARNING", "ERROR", "UNKNOWN"}
)

func (f insightFilter) keeps(insight upgrade.Insight) bool {
	return keeps(f.Categories, insight.Category) &&
		keeps(f.KubernetesVersions, insight.KubernetesVersion) &&
		keeps(f.Statuses, insight.Status)
}

func keeps(list []string, text string) bool { return len(list) == 0 || slices.Contains(list, text) }

func listInsights(x *exchange, cluster Cluster) answer {
	if x.filter.invalid {
		return failure(http.StatusBadRequest, "SerializationException", "")
	}
	if !known(x.filter.Categories, categories) || !known(x.filter.Statuses, statuses) {
		return failureOf(http.StatusBadRequest, "InvalidParameterException", "The filter is not valid.", cluster.Name)
	}
	summaries := []object{}
	for _, insight := range cluster.Insights {
		if x.filter.keeps(insight) {
			summaries = append(summaries, insightSummary(insight))
		}
	}
	return page(x, "insights", summaries)
}

func known(asked, all []string) bool {
	return !slices.ContainsFunc(asked, func(text string) bool { return !slices.Contains(all, text) })
}

// insightSummary is what the list and the description have in common.
func insightSummary(insight upgrade.Insight) object {
	return object{
		"id":                 insight.ID,
		"name":               insight.Name,
		"category":           insight.Category,
		"kubernetesVersion":  orNull(insight.KubernetesVersion),
		"lastRefreshTime":    epoch(insight.LastRefresh),
		"lastTransitionTime": epoch(insight.LastTransition),
		"description":        insight.Description,
		"insightStatus":      object{"status": insight.Status, "reason": orNull(insight.Reason)},
	}
}

func describeInsight(x *exchange, cluster Cluster) answer {
	for _, insight := range cluster.Insights {
		if insight.ID == x.call.Name {
			return goodJSON(object{"insight": insightDetails(insight)})
		}
	}
	return notFound(cluster.Name, "No insight found for id: "+x.call.Name+".")
}

func insightDetails(insight upgrade.Insight) object {
	details := insightSummary(insight)
	details["recommendation"] = orNull(insight.Recommendation)
	information := object{}
	for key, value := range insight.AdditionalInfo {
		information[key] = value
	}
	details["additionalInfo"] = information
	resources := []object{}
	for _, resource := range insight.Resources {
		resources = append(resources, object{
			"arn":                   orNull(resource.ARN),
			"kubernetesResourceUri": orNull(resource.KubernetesResourceURI),
			"insightStatus":         object{"status": resource.Status, "reason": orNull(resource.Reason)},
		})
	}
	details["resources"] = resources
	addons := []object{}
	for _, addon := range insight.Addons {
		addons = append(addons, object{"name": addon.Name, "compatibleVersions": texts(addon.CompatibleVersions)})
	}
	details["categorySpecificSummary"] = object{
		"deprecationDetails":        deprecations(insight.Deprecations),
		"addonCompatibilityDetails": addons,
	}
	return details
}

func deprecations(list []upgrade.InsightDeprecation) []object {
	result := []object{}
	for _, deprecation := range list {
		clients := []object{}
		for _, client := range deprecation.ClientStats {
			clients = append(clients, object{
				"userAgent":                  client.UserAgent,
				"numberOfRequestsLast30Days": client.RequestsLast30Days,
				"lastRequestTime":            epoch(client.LastRequest),
			})
		}
		result = append(result, object{
			"usage":                          deprecation.Usage,
			"replacedWith":                   orNull(deprecation.ReplacedWith),
			"stopServingVersion":             orNull(deprecation.StopServingVersion),
			"startServingReplacementVersion": orNull(deprecation.StartServingReplacementVersion),
			"clientStats":                    clients,
		})
	}
	return result
}
