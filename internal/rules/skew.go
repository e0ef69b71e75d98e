package rules

import (
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// skewStep is the way of one node group and its control plane from what is
// there to what is asked.
type skewStep struct {
	Environment string
	Group       upgrade.NodeGroup
	// GroupVersion and ControlPlane are the claims that After comes from.
	GroupVersion upgrade.VersionClaim
	ControlPlane upgrade.VersionClaim
	// Current is the control plane's version that is there.
	Current upgrade.VersionClaim
	// Before is nil where it is not known or the group is new.
	Before *upgrade.Pair
	After  upgrade.Pair
}

// judgeSkew runs a check over each node group whose version and whose control
// plane's version will be known. A group whose version was set until now and
// no longer is stays where it is in this step; one that never had a version
// follows its control plane.
func judgeSkew(subject upgrade.Subject, check func(skewStep) []upgrade.Finding) upgrade.Outcome {
	var outcome upgrade.Outcome
	for _, cluster := range subject.Environment.Clusters {
		for _, group := range cluster.NodeGroups {
			version, controlPlane := group.AskedVersion(), cluster.AskedVersion()
			if version.Knowledge == upgrade.Absent {
				if version = group.CurrentVersion(); !version.IsKnown() {
					continue
				}
			}
			if controlPlane.Knowledge == upgrade.Absent {
				continue
			}
			if uncertain, is := firstUncertain(version, controlPlane); is {
				outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: whyNotCompared(uncertain), AffectsVerdict: true})
				continue
			}
			step := skewStep{
				Environment:  subject.Environment.Name,
				Group:        group,
				GroupVersion: version,
				ControlPlane: controlPlane,
				Current:      cluster.CurrentVersion(),
				After:        upgrade.Pair{ControlPlane: controlPlane.Value, NodeGroup: version.Value},
			}
			if was := group.CurrentVersion(); step.Current.IsKnown() && was.IsKnown() {
				step.Before = &upgrade.Pair{ControlPlane: step.Current.Value, NodeGroup: was.Value}
			}
			outcome.Findings = append(outcome.Findings, check(step)...)
		}
	}
	return outcome
}

// firstUncertain is the first of the claims that compares with nothing.
func firstUncertain(claims ...upgrade.VersionClaim) (upgrade.VersionClaim, bool) {
	for _, claim := range claims {
		if !canCompare(claim) {
			return claim, true
		}
	}
	return upgrade.VersionClaim{}, false
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

// reachable is where the control plane can be after one legal step towards what
// is asked: not two minors up, and not down.
func (s skewStep) reachable() upgrade.Minor {
	asked := s.After.ControlPlane
	switch {
	case !s.Current.IsKnown():
		return asked
	case asked.Older(s.Current.Value):
		return s.Current.Value
	case asked.Newer(s.Current.Value) && upgrade.Distance(asked, s.Current.Value) > 1:
		return s.Current.Value.Next()
	default:
		return asked
	}
}

// finding is a finding about the node group's version, without words yet.
func (s skewStep) finding() upgrade.Finding {
	return upgrade.Finding{
		Address: s.Group.Address, Attribute: s.GroupVersion.Source.Name(), Source: s.GroupVersion.Source, NextStep: true,
	}
}
