package rules

import (
	"fmt"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// staleAfter is twice the day in which EKS refreshes insights by itself.
const staleAfter = 48 * time.Hour

var insightStale = upgrade.Rule{
	Name:  "insight-stale",
	Title: "EKS upgrade insights were last refreshed more than 48 hours ago",
	Why: "EKS refreshes its insights once a day. An older one does not know what was changed since, so that PASSING may be about a cluster that is no more. " +
		"A refresh that lies in the future, by a clock that is ahead, is not old.",
	Remediation: "Refresh the insights in the EKS console or with \"aws eks start-insights-refresh\", and plan again.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   aboutInsights,
	Bad:         "# the insights for 1.35 are five days old\ncluster_version = \"1.35\"",
	Good:        "# the insights for 1.35 are of this morning\ncluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeInsights(subject, func(view insightView) upgrade.Outcome {
			var outcome upgrade.Outcome
			if finding, is := view.stale(); is {
				outcome.Add(finding)
			}
			return outcome
		})
	},
}

// stale is one finding on all insights that are old, or of which EKS does not
// tell how old they are.
func (v insightView) stale() (upgrade.Finding, bool) {
	var names []string
	var oldest time.Time
	undated := false
	for _, insight := range v.insights {
		refreshed := insight.LastRefresh
		if !refreshed.IsZero() && v.live.ReadAt.Sub(refreshed) <= staleAfter {
			continue
		}
		names = append(names, nameOf(insight))
		undated = undated || refreshed.IsZero()
		if oldest.IsZero() || !refreshed.IsZero() && refreshed.Before(oldest) {
			oldest = refreshed
		}
	}
	if len(names) == 0 {
		return upgrade.Finding{}, false
	}
	finding := clusterFinding(v.cluster)
	when := "EKS does not tell when"
	if !undated {
		when = "the oldest on " + oldest.UTC().Format(time.RFC3339)
		finding.Fact = "since " + oldest.UTC().Format(time.DateOnly)
	} else {
		finding.Fact = "without a date"
	}
	finding.Message = fmt.Sprintf("%s is to go to Kubernetes %s, and upgrade insights of %s were not refreshed in the last 48 hours (%s): %s.",
		v.subject.Environment.Name, withSource(v.cluster.AskedVersion()), v.live.Source().Ref, when, someOf(names))
	return finding, true
}
