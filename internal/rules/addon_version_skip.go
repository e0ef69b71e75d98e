package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var addonVersionSkip = upgrade.Rule{
	Name:        "addon-version-skip",
	Title:       "an add-on that must go one minor at a time skips one",
	Why:         "AWS advises to update the VPC CNI by one minor at a time. A greater step skips what a version in between prepares, such as a change of its custom resources, and pods may get no addresses on the way.",
	Remediation: "Go through the minors in between, one apply for each.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.AddonConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html",
	Bad: `# vpc-cni is at v1.16.0-eksbuild.1
resource "aws_eks_addon" "vpc_cni" {
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = "vpc-cni"
  addon_version = "v1.19.0-eksbuild.1"
}`,
	Good: `# vpc-cni is at v1.16.0-eksbuild.1
resource "aws_eks_addon" "vpc_cni" {
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = "vpc-cni"
  addon_version = "v1.17.1-eksbuild.1"
}`,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, in := range addonPlaces(subject.Environment) {
			for _, addon := range in.Addons {
				facts, _ := subject.Catalog.Addon(addon.Name)
				version := settled(addon)
				if !facts.OneMinorAtATime || !addon.Current.IsKnown() || !version.IsKnown() {
					continue
				}
				from, to := addon.Current, version
				skipped := minorsApart(from.Value, to.Value) - 1
				if skipped < 1 {
					continue
				}
				finding := addonFinding(addon, version)
				finding.Fact = fmt.Sprintf("%s %s -> %s", addon.Name, from.Shown(), to.Shown())
				finding.Message = fmt.Sprintf("The plan of %s takes %s from %s to %s. AWS advises to go one minor at a time.",
					subject.Environment.Name, facts.Title, from.Shown(), to.Shown())
				if !from.Sensitive && !to.Sensitive {
					finding.Remediation = fmt.Sprintf("Update to %s first, apply, and go on from there.", nextMinorOf(from.Value, to.Value))
				}
				outcome.Add(finding)
			}
		}
		return outcome
	},
}

// minorsApart is the number of minors between two versions of an add-on; 0 where
// they are of different majors, which nothing is said of.
func minorsApart(a, b upgrade.AddonVersion) int {
	majorA, minorA := a.MajorMinor()
	majorB, minorB := b.MajorMinor()
	if majorA != majorB {
		return 0
	}
	return max(minorA-minorB, minorB-minorA)
}

// nextMinorOf names the minor after one version on the way to another.
func nextMinorOf(from, to upgrade.AddonVersion) string {
	major, minor := from.MajorMinor()
	step := 1
	if to.Compare(from) < 0 {
		step = -1
	}
	return fmt.Sprintf("a %d.%d", major, minor+step)
}
