package rules

import (
	"cmp"
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var addonBehind = upgrade.Rule{
	Name:        "addon-behind",
	Title:       "a newer version of an add-on exists for the target",
	Why:         "EKS does not update add-ons when the control plane moves. An old version may run on, but it gets no fixes, and each upgrade brings it nearer to one that it does not support.",
	Remediation: "Update the add-on after the control plane.",
	Severity:    upgrade.Info,
	Concern:     upgrade.AddonConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html",
	Bad: `# the cluster goes to 1.33
resource "aws_eks_addon" "coredns" {
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = "coredns"
  addon_version = "v1.10.1-eksbuild.6"
}`,
	Good: `# the cluster goes to 1.33
resource "aws_eks_addon" "coredns" {
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = "coredns"
  addon_version = "v1.12.4-eksbuild.1"
}`,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for in, addon := range addonsAtTarget(subject.Environment) {
			version := settled(addon)
			facts, _ := subject.Catalog.Addon(addon.Name)
			latest, known := latestFor(facts, in.asked.Value)
			since := fmt.Sprintf("for which %s exists as of %s", latest, subject.Catalog.Date)
			if offer, asked := in.offer(addon, in.asked.Value); asked {
				latest, known = upgrade.ParseAddonVersion(offer.Default)
				since = fmt.Sprintf("for which EKS installs %s by default", latest)
			}
			if addon.Kind != upgrade.EKSAddon || !known || !version.IsKnown() || version.Value.Compare(latest) >= 0 {
				continue
			}
			finding := addonFinding(addon, version)
			finding.Fact = fmt.Sprintf("%s %s, %s is newer", addon.Name, version.Shown(), latest)
			title := cmp.Or(facts.Title, addon.Name)
			finding.Message = fmt.Sprintf("%s would have %s %s at Kubernetes %s, %s.",
				subject.Environment.Name, title, version.Shown(), withSource(in.asked), since)
			finding.Remediation = fmt.Sprintf("Update %s towards %s.", title, latest)
			if in.current.IsKnown() && in.current.Value != in.asked.Value {
				finding.Remediation = fmt.Sprintf("Update %s towards %s after the control plane.", title, latest)
			}
			outcome.Add(finding)
		}
		return outcome
	},
}

// latestFor is the newest version of an add-on that the catalog knows for a
// Kubernetes minor, and false where it knows none.
func latestFor(facts upgrade.AddonFacts, minor upgrade.Minor) (upgrade.AddonVersion, bool) {
	for _, latest := range facts.Latest {
		if latest.Kubernetes == minor {
			return latest.Version, true
		}
	}
	return upgrade.AddonVersion{}, false
}
