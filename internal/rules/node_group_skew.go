package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

const versionSkewPolicy = "https://kubernetes.io/releases/version-skew-policy/"

var nodeGroupSkew = upgrade.Rule{
	Name:  "node-group-skew",
	Title: "a node group is too many minors behind its control plane",
	Why: "Kubernetes and EKS allow a kubelet three minors behind the API server (two below 1.25). A group at that limit blocks the next upgrade of the control plane, so max_node_group_skew " +
		"is 1 unless a team sets it otherwise. At rest max_node_group_skew counts; in the states on the way, what EKS allows.",
	Remediation: "Upgrade the node group before the control plane moves on.",
	Severity:    upgrade.Error,
	Concern:     upgrade.NodeGroupConcern,
	Since:       "0.1.0",
	Reference:   versionSkewPolicy,
	Bad:         "cluster_version = \"1.36\"\nblue            = { version = \"1.34\" }",
	Good:        "cluster_version = \"1.36\"\nblue            = { version = \"1.35\" }",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		outcome := judgeSkew(subject, func(step skewStep) []upgrade.Finding {
			if step.goes() {
				return onTheWay(step)
			}
			limit := min(subject.Policy.MaxNodeGroupSkew, upgrade.KubeletLimit(step.After.NodeGroup))
			if lag(step.After) <= limit {
				return onTheWay(step)
			}
			finding := step.finding()
			finding.Severity = step.severity(lag)
			finding.Fact = fmt.Sprintf("%s %s, control plane %s", groupName(step.Group), step.After.NodeGroup, step.After.ControlPlane)
			finding.Message = fmt.Sprintf("Node group %s of %s would be at %s and its control plane at %s: %s apart, where %s.",
				groupName(step.Group), step.Environment, withSource(step.GroupVersion), withSource(step.ControlPlane),
				wording.Count(lag(step.After), "minor"), limitInWords(subject.Policy.MaxNodeGroupSkew, step.After.NodeGroup))
			finding.Remediation = catchUp(step)
			if finding.Severity == upgrade.Error {
				return []upgrade.Finding{finding}
			}
			finding.Message += " It is not further apart than before."
			return append(onTheWay(step), finding)
		})
		for _, group := range subject.Environment.Unjoined {
			if !group.Moves() && !group.Action.Destroys() && !aimed(subject.Environment) {
				continue
			}
			outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: "node group " + groupName(group) + ": its cluster is not in the plan, or the plan does not tell which one it is"})
		}
		return outcome
	},
}

// onTheWay finds a state between the two ends that EKS does not allow and that
// is worse than the one before.
func onTheWay(step skewStep) []upgrade.Finding {
	pair, reached := step.underNewControlPlane()
	if reached == unreachable || lag(pair) <= upgrade.KubeletLimit(pair.NodeGroup) || lag(pair) <= step.before(lag) {
		return nil
	}
	finding := step.finding()
	finding.Severity = reached.severity()
	finding.Fact = fmt.Sprintf("%s %s, control plane %s on the way", groupName(step.Group), pair.NodeGroup, pair.ControlPlane)
	finding.Message = fmt.Sprintf("While this is applied, the control plane of %s %s at %s before node group %s has left %s: %s apart, where EKS allows %d.",
		step.Environment, reached.inWords("is", "may be"), withSource(step.ControlPlane), groupName(step.Group), withSource(step.Group.CurrentVersion()), wording.Count(lag(pair), "minor"), upgrade.KubeletLimit(pair.NodeGroup))
	finding.Remediation = catchUp(step)
	return []upgrade.Finding{finding}
}

// lag is how many minors the node group is behind; 0 where it is not.
func lag(pair upgrade.Pair) int {
	if !pair.NodeGroup.Older(pair.ControlPlane) {
		return 0
	}
	return upgrade.Distance(pair.NodeGroup, pair.ControlPlane)
}

func limitInWords(setting int, kubelet upgrade.Minor) string {
	if allowed := upgrade.KubeletLimit(kubelet); allowed < setting {
		return fmt.Sprintf("Kubernetes allows %d for a kubelet below %s", allowed, upgrade.FirstMinorWithSkewOfThree)
	}
	return fmt.Sprintf("max_node_group_skew allows %d (EKS itself allows %d)", setting, upgrade.KubeletLimit(kubelet))
}

// catchUp says how the group gets near its control plane, in steps that are
// legal one by one.
func catchUp(step skewStep) string {
	if step.goes() {
		return "First remove the node group, and apply. Then upgrade the control plane."
	}
	if step.Before != nil && step.Before.NodeGroup.Older(step.Before.ControlPlane) && step.After.ControlPlane.Newer(step.Before.ControlPlane) {
		return fmt.Sprintf("First bring the node group to its present control plane: %s, leave the control plane at %s, and apply. Then upgrade the control plane.",
			step.editGroup(step.Before.ControlPlane), step.Before.ControlPlane)
	}
	target := step.reachable()
	if step.Current.IsKnown() && step.Current.Value == target {
		return fmt.Sprintf("%s, where its control plane is.", wording.Sentence(step.editGroup(target)))
	}
	return fmt.Sprintf("%s, together with the control plane at %s.", wording.Sentence(step.editGroup(target)), target)
}
