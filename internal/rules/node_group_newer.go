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
		"It is judged for the end of the apply and for the states on the way.",
	Remediation: "Upgrade the control plane first, or hold the node group back.",
	Severity:    upgrade.Error,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
	Bad:         "cluster_version = \"1.34\"\nblue            = { version = \"1.35\" }",
	Good:        "cluster_version = \"1.35\"\nblue            = { version = \"1.35\" }",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeSkew(subject, func(step skewStep) (upgrade.Finding, bool) {
			excess := func(pair upgrade.Pair) int {
				if pair.NodeGroup.Newer(pair.ControlPlane) {
					return upgrade.Distance(pair.NodeGroup, pair.ControlPlane)
				}
				return 0
			}
			if excess(step.After) == 0 {
				return onTheWayNewer(step, excess)
			}
			finding := groupFinding(step.Group)
			finding.NextStep = true
			finding.Severity = step.severity(excess)
			finding.Fact = fmt.Sprintf("%s %s > %s", step.Group.Name, step.After.NodeGroup, step.After.ControlPlane)
			finding.Message = fmt.Sprintf("Node group %s of %s is asked to be at %s, newer than its control plane at %s. EKS refuses a node group that is newer than its control plane.",
				step.Group.Name, subject.Environment.Name, withSource(step.Group.AskedVersion()), withSource(step.ControlPlane))
			finding.Remediation = fmt.Sprintf("%s, the control plane's version, until the control plane itself is upgraded.",
				wording.Sentence(edit(step.Group.AskedVersion(), step.After.ControlPlane)))
			return finding, true
		})
	},
}

// onTheWayNewer finds a state between the two ends in which the node group is
// newer and was not before.
func onTheWayNewer(step skewStep, excess func(upgrade.Pair) int) (upgrade.Finding, bool) {
	for _, pair := range step.interim() {
		if excess(pair) == 0 || excess(pair) <= excess(*step.Before) {
			continue
		}
		finding := groupFinding(step.Group)
		finding.NextStep = true
		finding.Fact = fmt.Sprintf("%s %s > %s on the way", step.Group.Name, pair.NodeGroup, pair.ControlPlane)
		finding.Message = fmt.Sprintf("While this is applied, node group %s at %s meets a control plane at %s: the control plane changes first.",
			step.Group.Name, pair.NodeGroup, pair.ControlPlane)
		return finding, true
	}
	return upgrade.Finding{}, false
}
