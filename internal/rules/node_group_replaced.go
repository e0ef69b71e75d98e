package rules

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var nodeGroupReplaced = upgrade.Rule{
	Name:  "node-group-replaced",
	Title: "the plan replaces or removes a node group",
	Why: "instance_types, ami_type, disk_size, subnet_ids and some others cannot change in place: Terraform destroys the node group and makes another. Unless told otherwise it destroys first. " +
		"Then all nodes of the group go at once, and their pods have nowhere to run until the new nodes are ready.",
	Remediation: "Make the new node group first, move the pods, and remove the old one in a later apply.",
	Severity:    upgrade.Error,
	Concern:     upgrade.NodeGroupConcern,
	Since:       "0.1.0",
	Reference:   "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy",
	Bad: `# instance_types was ["m5.large"]
resource "aws_eks_node_group" "blue" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "blue"
  instance_types  = ["m6i.large"]
}`,
	Good: `# instance_types was ["m5.large"]
resource "aws_eks_node_group" "blue" {
  cluster_name           = aws_eks_cluster.this.name
  node_group_name_prefix = "blue-"
  instance_types         = ["m6i.large"]

  lifecycle {
    create_before_destroy = true
  }
}`,
	Standing: true,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		if subject.Environment.Plan == nil {
			return outcome
		}
		for _, cluster := range subject.Environment.Clusters {
			if cluster.Action.Destroys() {
				continue // cluster-replaced says it
			}
			for _, group := range cluster.NodeGroups {
				if group.Action.Destroys() {
					outcome.Add(replacedFinding(subject.Environment, cluster, group))
				}
			}
		}
		return outcome
	},
}

func replacedFinding(environment upgrade.Environment, cluster upgrade.Cluster, group upgrade.NodeGroup) upgrade.Finding {
	finding := upgrade.Finding{Address: group.Address, Attribute: strings.Join(group.ReplacedBy, ", ")}
	if group.Deposed {
		finding.Severity = upgrade.Warning
		finding.Fact = groupName(group) + " leftover removed"
		finding.Message = fmt.Sprintf("The plan of %s removes a node group that an earlier replacement of %s has left behind (a deposed object): all its nodes go.", environment.Name, groupName(group))
		finding.Remediation = "See that the pods have moved off its nodes."
		return finding
	}
	because := becauseOf(group.ReplacedBy)
	switch group.Action {
	case upgrade.DeleteThenCreate:
		finding.Fact = groupName(group) + " destroyed before the new one"
		finding.Message = fmt.Sprintf("The plan of %s destroys node group %s before it makes the new one%s. All its nodes go at once, and their pods wait until new nodes are ready.",
			environment.Name, groupName(group), because)
		finding.Remediation = "Add a second node group and move the pods before this one goes; or set create_before_destroy, with node_group_name_prefix in place of node_group_name, because two groups cannot have one name."
		if len(group.ReplacedBy) > 0 {
			finding.Remediation += fmt.Sprintf(" To keep the group, set %s back.", strings.Join(group.ReplacedBy, " and "))
		}
	case upgrade.CreateThenDelete:
		finding.Severity = upgrade.Warning
		finding.Fact = groupName(group) + " replaced"
		finding.Message = fmt.Sprintf("The plan of %s replaces node group %s%s. The new nodes come first, and then all the old ones go in one step.", environment.Name, groupName(group), because)
		finding.Remediation = "See that the pods have budgets and run on the new nodes too. To be in control of the move, remove the old node group in a later apply."
	default:
		return removedGroupFinding(environment, cluster, group, finding)
	}
	if empty(group) && finding.Severity == upgrade.Off {
		finding.Severity = upgrade.Warning
		finding.Message += " It has no nodes now."
	}
	return finding
}

// removedGroupFinding is about a node group that goes. What matters is whether the
// groups that the same plan makes are there before.
func removedGroupFinding(environment upgrade.Environment, cluster upgrade.Cluster, group upgrade.NodeGroup, finding upgrade.Finding) upgrade.Finding {
	finding.Severity = upgrade.Warning
	finding.Fact = groupName(group) + " removed"
	finding.Message = fmt.Sprintf("The plan of %s removes node group %s: all its nodes go.", environment.Name, groupName(group))
	finding.Remediation = "Move the pods off its nodes first, and remove the group in an apply of its own."
	heirs, reached := heirsOf(environment, cluster, group)
	if len(heirs) == 0 {
		return finding
	}
	finding.Remediation = fmt.Sprintf("Make %s in one apply and remove %s in a later one.", strings.Join(heirs, " and "), groupName(group))
	switch reached {
	case certain:
		finding.Message += fmt.Sprintf(" It goes before %s is there.", strings.Join(heirs, " or "))
		if !empty(group) {
			finding.Severity = upgrade.Off
		}
	case possible:
		finding.Message += fmt.Sprintf(" Nothing in the configuration makes that wait until %s is there.", strings.Join(heirs, " or "))
	case unreachable:
		finding.Message += fmt.Sprintf(" That waits until %s is there, and not until the pods have moved.", strings.Join(heirs, " and "))
	}
	return finding
}

// heirsOf names the node groups that a plan makes besides removing one, and says
// whether the apply passes through a state without the one and all the others.
func heirsOf(environment upgrade.Environment, cluster upgrade.Cluster, group upgrade.NodeGroup) ([]string, reach) {
	var heirs []string
	neither := certain
	for _, other := range cluster.NodeGroups {
		if other.Action != upgrade.Create {
			continue
		}
		heirs = append(heirs, "node group "+groupName(other))
		neither = min(neither, passes(environment, leaving(group.Address, group.Action), coming(other.Address)))
	}
	return heirs, neither
}

// empty tells a node group that certainly has no nodes now.
func empty(group upgrade.NodeGroup) bool {
	return group.Before != nil && group.Before.DesiredSize.IsKnown() && group.Before.DesiredSize.Value == 0
}
