package rules

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var amiUnsupported = upgrade.Rule{
	Name:  "ami-unsupported",
	Title: "the AMI type has no image for the target",
	Why: "AWS stops building a family of images at some Kubernetes version: Amazon Linux 2 has none from 1.33 on. EKS then refuses to update the node group. " +
		"A change of ami_type replaces the group, so it is to be made before the version is due.",
	Remediation: "Make a node group with a family that goes on, such as AL2023_x86_64_STANDARD or BOTTLEROCKET_x86_64, move the pods, and remove the old one.",
	Severity:    upgrade.Error,
	Concern:     upgrade.NodeGroupConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html",
	Bad: `resource "aws_eks_node_group" "blue" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "blue"
  version         = "1.33"
  ami_type        = "AL2_x86_64"
}`,
	Good: `resource "aws_eks_node_group" "blue" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "blue"
  version         = "1.33"
  ami_type        = "AL2023_x86_64_STANDARD"
}`,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, place := range places(subject.Environment) {
			if place.cluster == nil || !place.upgrades() {
				continue
			}
			for _, group := range place.cluster.NodeGroups {
				if group.After != nil && group.Action != upgrade.Delete {
					outcome = judgeImage(outcome, subject, place, group)
				}
			}
		}
		return outcome
	},
}

func judgeImage(outcome upgrade.Outcome, subject upgrade.Subject, in place, group upgrade.NodeGroup) upgrade.Outcome {
	version, controlPlane := groupVersion(group), in.asked
	if version.Knowledge == upgrade.Absent {
		version = controlPlane
	}
	for _, fact := range subject.Catalog.AMIs {
		past := canCompare(version) && version.Value.Newer(fact.Last)
		ahead := canCompare(controlPlane) && controlPlane.Value.Newer(fact.Last)
		undecided := !canCompare(version) && version.Knowledge != upgrade.Absent
		image, of := ofFamily(*group.After, fact)
		switch {
		case of == upgrade.Absent || (!past && !ahead && !undecided):
		case of == upgrade.Unknown:
			outcome.AddNotJudged(upgrade.NotJudged{
				Address: group.Address, Reason: "node group " + groupName(group) + ": " + reasonOf(image.Reason, image.Source.Name()), AffectsVerdict: past,
			})
		case undecided && !ahead:
			outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: whyNotCompared(version)})
		default:
			outcome.Add(imageFinding(subject.Environment, group, image, fact, version, controlPlane))
		}
	}
	return outcome
}

// ofFamily tells whether a group's images are of a family, by the AMI type or
// the image itself, and the claim that tells it. A launch template's own image
// counts before the AMI type.
func ofFamily(settings upgrade.NodeSettings, fact upgrade.AMIFact) (upgrade.Claim[string], upgrade.Knowledge) {
	if image := settings.Image; image.IsKnown() {
		for _, path := range fact.Paths {
			if strings.Contains(image.Value, path) {
				return image, upgrade.Known
			}
		}
		return image, upgrade.Absent
	}
	if settings.CustomAMI.IsKnown() && settings.CustomAMI.Value {
		return settings.Image, upgrade.Absent // an image of one's own
	}
	switch family := settings.AMIType; {
	case family.IsKnown() && strings.HasPrefix(family.Value, fact.Prefix):
		return family, upgrade.Known
	case family.IsKnown() || family.Knowledge == upgrade.Absent:
		return family, upgrade.Absent
	default:
		return family, upgrade.Unknown
	}
}

func imageFinding(environment upgrade.Environment, group upgrade.NodeGroup, image upgrade.Claim[string], fact upgrade.AMIFact, version, controlPlane upgrade.VersionClaim) upgrade.Finding {
	finding := upgrade.Finding{
		Address: group.Address, Attribute: image.Source.Name(), Source: image.Source,
		Fact:        fmt.Sprintf("%s %s, %s %s", groupName(group), version.Value, image.Source.Name(), image.Shown()),
		Remediation: fact.Advice,
	}
	last := fmt.Sprintf("The last Kubernetes version with images of %s is %s.", fact.Title, fact.Last)
	switch current := group.CurrentVersion(); {
	case canCompare(version) && version.Value.Newer(fact.Last):
		finding.Message = fmt.Sprintf("Node group %s of %s would be at %s with %s %s. %s", groupName(group), environment.Name, withSource(version), image.Source.Name(), image.Shown(), last)
		if current.IsKnown() && current.Value == version.Value && !group.Action.Changes() {
			finding.Severity = upgrade.Warning
			finding.Message += " It is so already."
		}
	default:
		finding.Severity = upgrade.Warning
		finding.Fact = fmt.Sprintf("%s cannot follow to %s, %s %s", groupName(group), controlPlane.Value, image.Source.Name(), image.Shown())
		finding.Message = fmt.Sprintf("The control plane of %s goes to %s. Node group %s has %s %s and cannot follow. %s",
			environment.Name, withSource(controlPlane), groupName(group), image.Source.Name(), image.Shown(), last)
	}
	return finding
}
