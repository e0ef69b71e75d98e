package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var nodeGroupDowngrade = upgrade.Rule{
	Name:        "node-group-downgrade",
	Title:       "a node group's version goes down",
	Why:         "EKS refuses to update a managed node group to an older version. The likeliest cause is a branch that does not hold the last upgrade yet.",
	Remediation: "Bring the branch up to date, or make a second node group at the older version and move the pods.",
	Severity:    upgrade.Error,
	Concern:     upgrade.NodeGroupConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
	Bad:         "# node group blue is at 1.35\nblue = { version = \"1.34\" }",
	Good:        "# node group blue is at 1.35\nblue = { version = \"1.35\" }",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, cluster := range subject.Environment.Clusters {
			for _, group := range cluster.NodeGroups {
				if !updatedByEKS(cluster, group) {
					continue
				}
				asked, current := group.AskedVersion(), group.CurrentVersion()
				if gap, is := stepGap(group); is {
					outcome.AddNotJudged(gap)
				}
				if !canCompare(asked) || !current.IsKnown() || !asked.Value.Older(current.Value) {
					continue
				}
				finding := groupFinding(group)
				finding.NextStep = true
				finding.Fact = fmt.Sprintf("%s %s -> %s", groupName(group), current.Value, asked.Value)
				finding.Message = fmt.Sprintf("Node group %s of %s is asked to go down to %s. Its current version is %s. EKS refuses this.",
					groupName(group), subject.Environment.Name, withSource(asked), withSource(current))
				finding.Remediation = fmt.Sprintf("%s. If the file is older than the node group, this branch is behind: merge or rebase first. "+
					"To run older nodes on purpose, add a second node group and move the pods.", wording.Sentence(edit(asked, group.Address, current.Value)))
				outcome.Add(finding)
			}
		}
		return outcome
	},
}

// updatedByEKS tells whether a node group that changes its version does so by an
// update of EKS: a group that goes, that another takes the place of, or that
// Auto Scaling makes is not updated.
func updatedByEKS(cluster upgrade.Cluster, group upgrade.NodeGroup) bool {
	return !cluster.Action.Destroys() && !group.Action.Destroys() && !group.SelfManaged
}

// stepGap says why the step of a node group cannot be judged, where it cannot. A
// group that is new, or whose version is not set, takes no step.
func stepGap(group upgrade.NodeGroup) (upgrade.NotJudged, bool) {
	asked, current := group.AskedVersion(), group.CurrentVersion()
	switch {
	case asked.Knowledge == upgrade.Absent || current.Knowledge == upgrade.Absent:
		return upgrade.NotJudged{}, false
	case !canCompare(asked):
		return upgrade.NotJudged{Address: group.Address, Reason: whyNotCompared(asked), AffectsVerdict: true}, true
	case !current.IsKnown():
		return upgrade.NotJudged{Address: group.Address, Reason: "node group " + groupName(group) + ": " + current.Reason}, true
	default:
		return upgrade.NotJudged{}, false
	}
}
