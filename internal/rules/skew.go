package rules

import (
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// skewStep is the way of one node group and its control plane from what is
// there to what is asked.
type skewStep struct {
	Group upgrade.NodeGroup
	// ControlPlane is the claim that After.ControlPlane comes from.
	ControlPlane upgrade.VersionClaim
	// Before is nil where it is not known or the group is new.
	Before *upgrade.Pair
	After  upgrade.Pair
}

// judgeSkew runs a check over each node group whose version and whose control
// plane's version will be known. A group without a version follows its control
// plane and is not compared.
func judgeSkew(subject upgrade.Subject, check func(skewStep) (upgrade.Finding, bool)) upgrade.Outcome {
	var outcome upgrade.Outcome
	for _, cluster := range subject.Environment.Clusters {
		for _, group := range cluster.NodeGroups {
			asked, controlPlane := group.AskedVersion(), cluster.AskedVersion()
			if asked.Knowledge == upgrade.Absent || controlPlane.Knowledge == upgrade.Absent {
				continue
			}
			if !canCompare(asked) {
				outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: whyNotCompared(asked), AffectsVerdict: true})
				continue
			}
			if !canCompare(controlPlane) {
				outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: whyNotCompared(controlPlane), AffectsVerdict: true})
				continue
			}
			step := skewStep{
				Group:        group,
				ControlPlane: controlPlane,
				After:        upgrade.Pair{ControlPlane: controlPlane.Value, NodeGroup: asked.Value},
			}
			if current, was := cluster.CurrentVersion(), group.CurrentVersion(); current.IsKnown() && was.IsKnown() {
				step.Before = &upgrade.Pair{ControlPlane: current.Value, NodeGroup: was.Value}
			}
			if finding, found := check(step); found {
				outcome.Add(finding)
			}
		}
	}
	return outcome
}

// severity of a bad state at the end of the step: a step that lessens what was
// bad before, or leaves both versions as they were, is a warning.
func (s skewStep) severity(distance func(upgrade.Pair) int) upgrade.Severity {
	if s.Before != nil && (distance(s.After) < distance(*s.Before) || *s.Before == s.After) {
		return upgrade.Warning
	}
	return upgrade.Error
}

// interim lists the states between the two ends; none where the start is not
// known.
func (s skewStep) interim() []upgrade.Pair {
	if s.Before == nil {
		return nil
	}
	return upgrade.InterimPairs(*s.Before, s.After, upgrade.OrderOf(upgrade.ControlPlaneChange, upgrade.NodeGroupChange))
}
