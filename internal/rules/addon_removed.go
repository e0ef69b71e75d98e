package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var addonRemoved = upgrade.Rule{
	Name:  "addon-removed",
	Title: "an add-on that the cluster cannot do without is removed",
	Why: "Without the VPC CNI new pods get no address, without CoreDNS no names, and without kube-proxy no Service routes on new nodes. " +
		"Destroying an aws_eks_addon deletes its software too, unless preserve is set.",
	Remediation: "Keep the add-on. To take it out of Terraform alone, set preserve = true in one apply and remove it in the next, or use a removed block.",
	Severity:    upgrade.Error,
	Concern:     upgrade.AddonConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/removing-an-add-on.html",
	Bad: `# aws_eks_addon.coredns was here
resource "aws_eks_addon" "vpc_cni" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "vpc-cni"
}`,
	Good: `resource "aws_eks_addon" "vpc_cni" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "vpc-cni"
}

resource "aws_eks_addon" "coredns" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "coredns"
}`,
	Standing: true,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, in := range places(subject.Environment) {
			if in.cluster != nil && (in.cluster.Action.Replaces() || in.cluster.AutoMode.Value) {
				continue // a new cluster has its own, and Auto Mode has them built in
			}
			for _, addon := range in.Addons {
				facts, _ := subject.Catalog.Addon(addon.Name)
				if facts.Essential && !addon.Preserve {
					outcome.Findings = append(outcome.Findings, addonGone(subject.Environment, in, addon, facts.Title)...)
				}
			}
		}
		return outcome
	},
}

// addonGone is about an add-on that is not there after the apply, or not all the
// while.
func addonGone(environment upgrade.Environment, in place, addon upgrade.Addon, title string) []upgrade.Finding {
	finding := addonFinding(addon, addon.Current)
	finding.Fact = addon.Name
	switch {
	case addon.Action == upgrade.DeleteThenCreate:
		finding.Severity = upgrade.Warning
		finding.Fact += " removed for a while"
		finding.Message = fmt.Sprintf("The plan of %s destroys %s before it makes it anew. In between the cluster is without it.", environment.Name, title)
		finding.Remediation = "Update the add-on in place. If it has to be made anew, set preserve = true in an apply before, so that its software stays."
	case !addon.Removed():
		return nil
	default:
		heir, gap := heirOf(environment, in, addon)
		switch {
		case heir == "":
			finding.Message = fmt.Sprintf("The plan of %s removes %s from the cluster, and nothing in the plan takes its place.", environment.Name, title)
		case gap == unreachable:
			return nil
		default:
			finding.Severity = upgrade.Warning
			finding.Fact += " removed for a while"
			finding.Message = fmt.Sprintf("The plan of %s removes %s and makes it anew as %s. In between the cluster may be without it.", environment.Name, title, heir)
			finding.Remediation = "For a resource that was renamed, add a moved block. Otherwise set preserve = true in an apply before, so that the software stays."
		}
	}
	return []upgrade.Finding{finding}
}

// heirOf is the address at which an add-on that goes is there in another way,
// and whether the apply passes through a state with neither; "" where it is not.
func heirOf(environment upgrade.Environment, in place, gone upgrade.Addon) (string, reach) {
	heir, gap := "", certain
	for _, addon := range in.Addons {
		if addon.Name != gone.Name || addon.Removed() {
			continue
		}
		reached := unreachable
		if addon.Current.Knowledge == upgrade.Absent || addon.Action.Replaces() {
			reached = passes(environment, leaving(gone.Address, gone.Action), coming(addon.Address))
		}
		if heir == "" || reached < gap {
			heir, gap = addon.Address, reached
		}
	}
	return heir, gap
}
