package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var forceUpdate = upgrade.Rule{
	Name:  "force-update",
	Title: "a version changes while force_update_version is set",
	Why: "On a cluster, force_update_version overrides the checks that EKS makes before it updates the control plane. On a node group it makes EKS end pods that a PodDisruptionBudget protects: " +
		"a drain that would have stopped goes on and takes the service down.",
	Remediation: "Leave force_update_version out, and mend what the check or the budget says. Set it for one apply where you must.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.NodeGroupConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html",
	Bad: `resource "aws_eks_node_group" "blue" {
  cluster_name         = aws_eks_cluster.this.name
  node_group_name      = "blue"
  version              = "1.35"
  force_update_version = true
}`,
	Good: `resource "aws_eks_node_group" "blue" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "blue"
  version         = "1.35"
}`,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, place := range places(subject.Environment) {
			if place.cluster == nil || place.cluster.Action.Destroys() || place.current.Knowledge == upgrade.Absent || !place.cluster.Moves() {
				continue
			}
			outcome = addForced(outcome, place.cluster.ForceUpdate, place.cluster.Address, "control plane",
				fmt.Sprintf("The control plane of %s is updated with force_update_version: EKS skips its own checks of what would break.", subject.Environment.Name))
		}
		for _, group := range updatedGroups(subject.Environment) {
			outcome = addForced(outcome, group.After.ForceUpdate, group.Address, "node group "+groupName(group),
				fmt.Sprintf("Node group %s of %s is updated with force_update_version: EKS ends pods whatever their PodDisruptionBudget says.", groupName(group), subject.Environment.Name))
		}
		return outcome
	},
}

// addForced reports a force_update_version that is set.
func addForced(outcome upgrade.Outcome, forced upgrade.Claim[bool], address, fact, message string) upgrade.Outcome {
	switch {
	case forced.IsKnown() && forced.Value:
		outcome.Add(upgrade.Finding{Address: address, Attribute: forced.Source.Name(), Source: forced.Source, Fact: fact, Message: message})
	case forced.Knowledge == upgrade.Unknown && forced.Reason != "":
		outcome.AddNotJudged(upgrade.NotJudged{Address: address, Reason: fact + ": " + forced.Reason})
	}
	return outcome
}
