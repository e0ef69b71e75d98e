package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var nodeGroupNewer = upgrade.Rule{
	Name:  "node-group-newer",
	Title: "a node group is newer than its control plane",
	Why: "A kubelet may never be newer than the API server. EKS refuses to create or update a node group above its control plane, whatever max_node_group_skew says. " +
		"The control plane is updated before its node groups, so a legal step never passes such a state.",
	Remediation: "Upgrade the control plane first, or hold the node group back.",
	Severity:    upgrade.Error,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
	Bad:         "cluster_version = \"1.34\"\nblue            = { version = \"1.35\" }",
	Good:        "cluster_version = \"1.35\"\nblue            = { version = \"1.35\" }",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeSkew(subject, func(step skewStep) []upgrade.Finding {
			if ahead(step.After) == 0 {
				return nil
			}
			finding := step.finding()
			finding.Severity = step.severity(ahead)
			finding.Fact = fmt.Sprintf("%s %s > %s", step.Group.Name, step.After.NodeGroup, step.After.ControlPlane)
			finding.Message = fmt.Sprintf("Node group %s of %s would be at %s, newer than its control plane at %s. EKS refuses a node group that is newer than its control plane.",
				step.Group.Name, step.Environment, withSource(step.GroupVersion), withSource(step.ControlPlane))
			finding.Remediation = fallBack(step)
			return []upgrade.Finding{finding}
		})
	},
}

// ahead is how many minors the node group is newer; 0 where it is not.
func ahead(pair upgrade.Pair) int {
	if !pair.NodeGroup.Newer(pair.ControlPlane) {
		return 0
	}
	return upgrade.Distance(pair.NodeGroup, pair.ControlPlane)
}

// fallBack says how the two come together: by the node group where it may still
// be held back, and by the control plane where the group is there already,
// because a node group does not go down.
func fallBack(step skewStep) string {
	target := step.reachable()
	there := step.Group.CurrentVersion()
	switch {
	case !there.IsKnown() || !there.Value.Newer(target):
		if !step.After.NodeGroup.Newer(target) {
			return fmt.Sprintf("%s: a control plane does not go down.", wording.Sentence(edit(step.ControlPlane, target)))
		}
		return fmt.Sprintf("%s, which is as far as the control plane can be next.", wording.Sentence(edit(step.GroupVersion, target)))
	case step.Current.IsKnown():
		return fmt.Sprintf("Bring the control plane up, one minor at a time: %s. The node group is newer already, and a node group does not go down.",
			edit(step.ControlPlane, step.Current.Value.Next()))
	default:
		return "Bring the control plane up: the node group is newer already, and a node group does not go down."
	}
}
