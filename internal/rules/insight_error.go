package rules

import (
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// quietAfter is how long a deprecated API must not have been used before its
// insight, which looks back 30 days, is taken as mended.
const quietAfter = 7 * 24 * time.Hour

var insightError = upgrade.Rule{
	Name:  "insight-error",
	Title: "an EKS upgrade insight for the target has the status ERROR",
	Why: "EKS looks into the cluster itself: at its audit log for APIs that the next version does not serve, at kubelets, kube-proxy and add-ons. An insight with the status ERROR says that something will break. " +
		"EKS may take the upgrade all the same. The insight on deprecated APIs looks back 30 days and stays red after the last use, so one that was not seen for 7 days is a warning.",
	Remediation: "Do what the insight recommends, refresh it, and plan again.",
	Severity:    upgrade.Error,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   aboutInsights,
	Bad:         "# EKS says ERROR of \"Deprecated APIs removed in Kubernetes v1.35\"\ncluster_version = \"1.35\"",
	Good:        "# all insights for 1.35 have the status PASSING\ncluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeInsights(subject, func(view insightView) upgrade.Outcome {
			var outcome upgrade.Outcome
			for _, insight := range view.insights {
				if insight.Status != insightErrs || !known(insight) {
					continue
				}
				finding := view.finding(insight, "says ERROR of the upgrade insight "+inQuotes(nameOf(insight)))
				if quiet(insight, view.live.ReadAt) {
					finding.Severity = upgrade.Warning
					finding.Message += " The last use is more than 7 days ago."
				}
				outcome.Add(finding)
			}
			return outcome
		})
	},
}

// quiet tells whether all uses of deprecated APIs that an insight names are long
// ago. One whose day EKS does not tell may be of today.
func quiet(insight upgrade.Insight, now time.Time) bool {
	seen := false
	for _, deprecation := range insight.Deprecations {
		for _, client := range deprecation.ClientStats {
			if client.LastRequest.IsZero() || now.Sub(client.LastRequest) <= quietAfter {
				return false
			}
			seen = true
		}
	}
	return seen && len(insight.Addons) == 0
}
