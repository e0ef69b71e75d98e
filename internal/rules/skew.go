package rules

import (
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// skewStep is the way of one node group and its control plane from what is
// there to what is asked.
type skewStep struct {
	Environment string
	Group       upgrade.NodeGroup
	Cluster     upgrade.Cluster
	// GroupVersion and ControlPlane are the claims that After comes from.
	GroupVersion upgrade.VersionClaim
	ControlPlane upgrade.VersionClaim
	// Current is the control plane's version that is there.
	Current upgrade.VersionClaim
	// Before is nil where it is not known or the group is new.
	Before *upgrade.Pair
	// After is what the step leaves; without a version of the node group where
	// the group goes, or one that follows the control plane takes its place.
	After upgrade.Pair
	// OldNodes says whether the new control plane meets the nodes of before, and
	// NewNodes whether the old one meets the nodes of after.
	OldNodes, NewNodes reach
}

// goes tells whether the step takes the nodes away and leaves none of a version
// of their own.
func (s skewStep) goes() bool { return s.After.NodeGroup.IsZero() }

// judgeSkew runs a check over each node group whose version and whose control
// plane's version will be known, and over those that go. A group whose version
// was set until now and no longer is stays where it is in this step; one that
// never had a version follows its control plane.
func judgeSkew(subject upgrade.Subject, check func(skewStep) []upgrade.Finding) upgrade.Outcome {
	var outcome upgrade.Outcome
	for _, cluster := range subject.Environment.Clusters {
		if cluster.Action == upgrade.Delete {
			continue
		}
		for _, group := range cluster.NodeGroups {
			version, controlPlane := groupVersion(group), cluster.AskedVersion()
			if followsAnew(group) {
				version = group.CurrentVersion()
			}
			if version.Knowledge == upgrade.Absent || controlPlane.Knowledge == upgrade.Absent {
				if reason, is := untold(group); is && cluster.Pending() {
					outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: reason, AffectsVerdict: true})
				}
				continue
			}
			if uncertain, is := firstUncertain(version, controlPlane); is {
				if group.SelfManaged && !judgedNow(subject.Environment, cluster) {
					continue
				}
				outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: whyNotCompared(uncertain), AffectsVerdict: !group.SelfManaged})
				continue
			}
			outcome.Findings = append(outcome.Findings, check(newSkewStep(subject.Environment, cluster, group, version, controlPlane))...)
		}
	}
	return outcome
}

// judgedNow tells whether a version of a cluster is changing, or was given to
// judge by. Nobody asks otherwise for what a plan never tells.
func judgedNow(environment upgrade.Environment, cluster upgrade.Cluster) bool {
	return cluster.Pending() || aimed(environment)
}

// aimed tells whether a version was given to judge a plan by.
func aimed(environment upgrade.Environment) bool {
	return environment.Plan != nil && !environment.Plan.Target.IsZero()
}

// groupVersion is the version that a node group will have; for one that goes,
// the version that it has. It is absent where the group follows its control
// plane, as one does that is made without a version.
func groupVersion(group upgrade.NodeGroup) upgrade.VersionClaim {
	if asked := group.AskedVersion(); asked.Knowledge != upgrade.Absent && group.Action != upgrade.Delete {
		return asked
	}
	if current := group.CurrentVersion(); current.IsKnown() && !followsAnew(group) {
		return current
	}
	return upgrade.NoClaim[upgrade.Minor](upgrade.Source{})
}

// untold is why the version of a node group that stays as it is cannot be told,
// where the cluster has the group and gives no version, as EKS does of one with an
// image of its own.
func untold(group upgrade.NodeGroup) (reason string, is bool) {
	current := group.CurrentVersion()
	return current.Reason, current.Source.FromCluster() && !current.IsKnown() && current.Knowledge != upgrade.Absent
}

// followsAnew tells a node group in whose place another is made that follows the
// control plane: the old nodes have their version until they go.
func followsAnew(group upgrade.NodeGroup) bool {
	return group.Action.Replaces() && group.AskedVersion().Knowledge == upgrade.Absent
}

func newSkewStep(environment upgrade.Environment, cluster upgrade.Cluster, group upgrade.NodeGroup, version, controlPlane upgrade.VersionClaim) skewStep {
	step := skewStep{
		Environment:  environment.Name,
		Group:        group,
		Cluster:      cluster,
		GroupVersion: version,
		ControlPlane: controlPlane,
		Current:      cluster.CurrentVersion(),
		After:        upgrade.Pair{ControlPlane: controlPlane.Value, NodeGroup: version.Value},
	}
	if cluster.Action.Replaces() {
		// Another control plane takes the place of the one that is there.
		step.Current = upgrade.NoClaim[upgrade.Minor](upgrade.Source{})
	}
	if was := group.CurrentVersion(); step.Current.IsKnown() && was.IsKnown() {
		step.Before = &upgrade.Pair{ControlPlane: step.Current.Value, NodeGroup: was.Value}
	}
	if group.Action == upgrade.Delete || followsAnew(group) {
		step.After.NodeGroup = upgrade.Minor{}
	}
	step.OldNodes, step.NewNodes = meetings(environment, cluster, group)
	return step
}

// meetings says which nodes may meet which control plane on the way. EKS makes
// the control plane go first. Where nothing in a plan's configuration puts the
// two in that order, Terraform may start with the nodes, which EKS then refuses.
// A version that was given to judge by is not in the plan, nor is its order.
func meetings(environment upgrade.Environment, cluster upgrade.Cluster, group upgrade.NodeGroup) (oldNodes, newNodes reach) {
	plan := environment.Plan
	given := plan == nil || plan.Sequence == nil || (!plan.Target.IsZero() && group.Action != upgrade.Delete)
	if given {
		return certain, unreachable
	}
	controlPlane := coming(cluster.Address)
	return passes(environment, controlPlane, leaving(group.Address, group.Action)), passes(environment, coming(group.Address), controlPlane)
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

// before is how far apart the two were, by a distance; 0 where that is not known
// or the group is new.
func (s skewStep) before(distance func(upgrade.Pair) int) int {
	if s.Before == nil {
		return 0
	}
	return distance(*s.Before)
}

// underNewControlPlane is the state in which the control plane has moved and the
// nodes have not; unreachable where they do not both move.
func (s skewStep) underNewControlPlane() (upgrade.Pair, reach) {
	if s.Before == nil || s.Before.ControlPlane == s.After.ControlPlane || s.Before.NodeGroup == s.After.NodeGroup {
		return upgrade.Pair{}, unreachable
	}
	return upgrade.Pair{ControlPlane: s.After.ControlPlane, NodeGroup: s.Before.NodeGroup}, s.OldNodes
}

// underOldControlPlane is the state in which the nodes have moved, or were made,
// and the control plane has not; unreachable where they do not both move.
func (s skewStep) underOldControlPlane() (upgrade.Pair, reach) {
	if s.goes() || !s.Current.IsKnown() || s.Current.Value == s.After.ControlPlane {
		return upgrade.Pair{}, unreachable
	}
	if s.Before != nil && s.Before.NodeGroup == s.After.NodeGroup {
		return upgrade.Pair{}, unreachable
	}
	return upgrade.Pair{ControlPlane: s.Current.Value, NodeGroup: s.After.NodeGroup}, s.NewNodes
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

// editControlPlane tells how to give the control plane another version.
func (s skewStep) editControlPlane(version upgrade.Minor) string {
	return edit(s.ControlPlane, s.Cluster.Address, version)
}

// editGroup tells how to give the node group another version.
func (s skewStep) editGroup(version upgrade.Minor) string {
	return edit(s.GroupVersion, s.Group.Address, version)
}

// finding is a finding about the node group's version, without words yet.
func (s skewStep) finding() upgrade.Finding {
	return upgrade.Finding{
		Address: s.Group.Address, Attribute: s.GroupVersion.Source.Name(), Source: s.GroupVersion.Source, NextStep: true,
	}
}
