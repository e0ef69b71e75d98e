package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var nodeGroupUpdateAll = upgrade.Rule{
	Name:  "node-group-update-all",
	Title: "the update settings let all nodes of a group go at once",
	Why: "update_config says how many nodes of a group EKS takes away at a time while it updates the group. With all of them, every pod of the group is evicted in the same minutes; " +
		"budgets slow that down, and what has none stops.",
	Remediation: "Set max_unavailable, or max_unavailable_percentage, to a part of the group, such as 33 percent.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.NodeGroupConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html",
	Bad: `resource "aws_eks_node_group" "blue" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "blue"
  version         = "1.35"

  scaling_config {
    desired_size = 3
    min_size     = 3
    max_size     = 6
  }
  update_config {
    max_unavailable = 3
  }
}`,
	Good: `resource "aws_eks_node_group" "blue" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "blue"
  version         = "1.35"

  scaling_config {
    desired_size = 3
    min_size     = 3
    max_size     = 6
  }
  update_config {
    max_unavailable = 1
  }
}`,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, group := range updatedGroups(subject.Environment) {
			unavailable, size := group.After.MaxUnavailable, group.After.DesiredSize
			switch {
			case unavailable.Knowledge == upgrade.Absent:
			case !unavailable.IsKnown():
				outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: "node group " + groupName(group) + ": " + reasonOf(unavailable.Reason, "max_unavailable")})
			case !size.IsKnown() && !unavailable.Value.Percent:
				outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: "node group " + groupName(group) + ": " + reasonOf(size.Reason, "desired_size")})
			case letsAllGo(unavailable.Value, size):
				outcome.Add(updateAllFinding(subject.Environment, group))
			}
		}
		return outcome
	},
}

// updatedGroups lists the managed node groups whose nodes an update of a plan
// takes away.
func updatedGroups(environment upgrade.Environment) []upgrade.NodeGroup {
	var found []upgrade.NodeGroup
	for _, place := range places(environment) {
		for _, group := range place.going {
			if updatedByEKS(*place.cluster, group) && group.After != nil {
				found = append(found, group)
			}
		}
	}
	return found
}

// letsAllGo tells whether a group of two or more nodes may lose all of them at
// once. One node cannot go in parts.
func letsAllGo(unavailable upgrade.Share, size upgrade.Claim[int]) bool {
	if size.IsKnown() && size.Value < 2 {
		return false
	}
	if unavailable.Percent {
		return unavailable.Number >= 100
	}
	return unavailable.Number >= size.Value
}

func updateAllFinding(environment upgrade.Environment, group upgrade.NodeGroup) upgrade.Finding {
	unavailable, size := group.After.MaxUnavailable, group.After.DesiredSize
	of := "its nodes"
	if size.IsKnown() && !size.Sensitive {
		of = fmt.Sprintf("its %d nodes", size.Value)
	}
	limit := shownShare(unavailable)
	return upgrade.Finding{
		Address: group.Address, Attribute: unavailable.Source.Name(), Source: unavailable.Source,
		Fact: fmt.Sprintf("%s %s", groupName(group), limit),
		Message: fmt.Sprintf("The plan updates node group %s of %s, and its update settings let %s of %s go at once. That is all of them.",
			groupName(group), environment.Name, limit, of),
	}
}

// reasonOf is why a value is not known, whether or not its reader said so.
func reasonOf(reason, attribute string) string {
	if reason == "" {
		return attribute + " is not known"
	}
	return reason
}
