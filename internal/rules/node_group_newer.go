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
		"Terraform updates the control plane before the node groups that refer to it. Without such a reference, or depends_on, " +
		"it may begin with the nodes, and the plan passes such a state on the way.",
	Remediation: "Upgrade the control plane first, or hold the node group back.",
	Severity:    upgrade.Error,
	Concern:     upgrade.NodeGroupConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
	Bad:         "cluster_version = \"1.34\"\nblue            = { version = \"1.35\" }",
	Good:        "cluster_version = \"1.35\"\nblue            = { version = \"1.35\" }",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeSkew(subject, func(step skewStep) []upgrade.Finding {
			if step.goes() {
				return nil
			}
			if ahead(step.After) == 0 {
				return nodesFirst(step)
			}
			finding := step.finding()
			finding.Severity = step.severity(ahead)
			finding.Fact = fmt.Sprintf("%s %s > %s", groupName(step.Group), step.After.NodeGroup, step.After.ControlPlane)
			finding.Message = fmt.Sprintf("Node group %s of %s would be at %s, newer than its control plane at %s. %s",
				groupName(step.Group), step.Environment, withSource(step.GroupVersion), withSource(step.ControlPlane), whyNotNewer(step.Group))
			finding.Remediation = fallBack(step)
			return []upgrade.Finding{finding}
		})
	},
}

// nodesFirst finds nodes that may come to a version before their control plane
// does.
func nodesFirst(step skewStep) []upgrade.Finding {
	pair, reached := step.underOldControlPlane()
	if reached == unreachable || ahead(pair) <= step.before(ahead) {
		return nil
	}
	finding := step.finding()
	finding.Severity = reached.severity()
	finding.Fact = fmt.Sprintf("%s %s > %s on the way", groupName(step.Group), pair.NodeGroup, pair.ControlPlane)
	finding.Message = fmt.Sprintf("By the configuration, node group %s of %s %s to %s before its control plane has left %s. %s",
		groupName(step.Group), step.Environment, reached.inWords("comes", "may come"), withSource(step.GroupVersion), withSource(step.Current), whyNotNewer(step.Group))
	finding.Remediation = fmt.Sprintf("Let the node group refer to its cluster (cluster_name = %s.name), or add depends_on, so that the control plane goes first.", step.Cluster.Address)
	return []upgrade.Finding{finding}
}

// whyNotNewer says who minds a node that is newer than its control plane.
func whyNotNewer(group upgrade.NodeGroup) string {
	if group.SelfManaged {
		return "Kubernetes does not support a kubelet that is newer than its API server."
	}
	return "EKS refuses a node group that is newer than its control plane."
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
			return fmt.Sprintf("%s: a control plane does not go down.", wording.Sentence(step.editControlPlane(target)))
		}
		return fmt.Sprintf("%s, which is as far as the control plane can be next.", wording.Sentence(step.editGroup(target)))
	case step.Current.IsKnown():
		return fmt.Sprintf("Bring the control plane up, one minor at a time: %s. The node group is newer already, and a node group does not go down.",
			step.editControlPlane(step.Current.Value.Next()))
	default:
		return "Bring the control plane up: the node group is newer already, and a node group does not go down."
	}
}
