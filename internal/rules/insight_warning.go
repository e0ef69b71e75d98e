package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var insightWarning = upgrade.Rule{
	Name:  "insight-warning",
	Title: "an EKS upgrade insight for the target warns, or cannot tell",
	Why: "The status WARNING speaks of what a later version breaks, and UNKNOWN says that EKS could not look. A status or a category that EKS added after this release cannot be judged: " +
		"it is shown, and the verdict stays open.",
	Remediation: "Read the insight in the EKS console, and do what it recommends.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   aboutInsights,
	Bad:         "# EKS says UNKNOWN of \"Kubelet version skew\"\ncluster_version = \"1.35\"",
	Good:        "# all insights for 1.35 have the status PASSING\ncluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeInsights(subject, func(view insightView) upgrade.Outcome {
			var outcome upgrade.Outcome
			for _, insight := range view.insights {
				if !known(insight) {
					finding := view.finding(insight, unknownInsight(insight))
					outcome.Add(finding)
					outcome.AddNotJudged(upgrade.NotJudged{Address: view.cluster.Address, Reason: finding.Message, AffectsVerdict: true})
				} else if insight.Status == insightWarns {
					outcome.Add(view.finding(insight, "says WARNING of the upgrade insight "+inQuotes(nameOf(insight))))
				}
			}
			return outcome
		})
	},
}

// unknownInsight says what of an insight cannot be judged.
func unknownInsight(insight upgrade.Insight) string {
	name, status := inQuotes(nameOf(insight)), inQuotes(insight.Status)
	switch {
	case insight.Category != upgradeReadiness:
		return fmt.Sprintf("has the insight %s of the category %s with the status %s; this release does not know the category", name, inQuotes(insight.Category), status)
	case insight.Status == "UNKNOWN":
		return fmt.Sprintf("says UNKNOWN of the upgrade insight %s: it could not look", name)
	default:
		return fmt.Sprintf("gives the upgrade insight %s the status %s, which this release does not know", name, status)
	}
}
