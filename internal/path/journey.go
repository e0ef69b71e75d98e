package path

import (
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// state is what runs at rest between two steps. A group's version is zero where it
// is not known.
type state struct {
	controlPlane upgrade.Minor
	groups       []upgrade.Minor
	addons       []string
}

func (s state) clone() state {
	s.groups, s.addons = slices.Clone(s.groups), slices.Clone(s.addons)
	return s
}

func (s state) equals(other state) bool {
	return s.controlPlane == other.controlPlane && slices.Equal(s.groups, other.groups) && slices.Equal(s.addons, other.addons)
}

// journey is the way of one cluster. The groups and add-ons of its states are in
// the order of its own.
type journey struct {
	question Question
	cluster  upgrade.Cluster
	groups   []upgrade.NodeGroup
	addons   []upgrade.Addon
	// start is what runs, asked what the tfvars ask for, and goal where to go.
	start, asked, goal state
	// together tells that what was asked for at once is done at once, as far as
	// that is legal.
	together bool
	notes    []string
}

func newJourney(question Question, cluster upgrade.Cluster) journey {
	j := journey{question: question, cluster: cluster, together: question.Target.IsZero()}
	j.start.controlPlane, j.asked.controlPlane = cluster.CurrentVersion().Value, cluster.AskedVersion().Value
	for _, group := range cluster.NodeGroups {
		if leavesVersionOpen(group) {
			if note := openNote(group); note != "" {
				j.notes = append(j.notes, note)
			}
			continue
		}
		j.groups = append(j.groups, group)
		j.start.groups = append(j.start.groups, j.running(group))
		j.asked.groups = append(j.asked.groups, group.AskedVersion().Value)
	}
	for _, addon := range cluster.Addons {
		version, ok := runningVersion(addon)
		switch {
		case addon.Asked.Source.FromCluster(): // stands in no file that a step edits
		case ok && settable(question.Catalog, addon):
			j.addons = append(j.addons, addon)
			j.start.addons = append(j.start.addons, version.String())
			j.asked.addons = append(j.asked.addons, addon.Asked.Value.String())
		default:
			j.notes = append(j.notes, leftNotes(question.Catalog, addon)...)
		}
	}
	j.goal = j.asked.clone()
	if !j.together {
		j.goal.controlPlane = question.Target
		for i := range j.goal.groups {
			j.goal.groups[i] = question.Target
		}
		j.goal.addons = slices.Clone(j.start.addons)
	}
	return j
}

// running is the version that a node group runs. Where nothing tells it on the way
// to a target, what the tfvars ask for is what is likeliest.
func (j journey) running(group upgrade.NodeGroup) upgrade.Minor {
	current, asked := group.CurrentVersion(), group.AskedVersion()
	switch {
	case current.IsKnown() || j.together || current.Knowledge == upgrade.Absent:
		return current.Value
	case asked.Value.Newer(j.start.controlPlane):
		return j.start.controlPlane
	default:
		return asked.Value
	}
}

// openNote says of a node group without a version what becomes of it.
func openNote(group upgrade.NodeGroup) string {
	switch {
	case group.Action == upgrade.Delete || group.Deposed:
		return ""
	case group.SelfManaged:
		return fmt.Sprintf("EKS does not update the nodes of %s: replace them after each step of the control plane.", group.Name)
	default:
		return fmt.Sprintf("Node group %s sets no version. It stays where it is until somebody updates it; a version in the tfvars makes it part of the path.", group.Name)
	}
}

// leftNotes say of an add-on of the tfvars why no step sets its version, where that
// may be missed.
func leftNotes(catalog upgrade.Catalog, addon upgrade.Addon) []string {
	facts, _ := catalog.Addon(addon.Name)
	position := addon.Asked.Source.Position()
	switch {
	case position == "":
		return nil
	case addon.Asked.Knowledge == upgrade.Unknown:
		return []string{fmt.Sprintf("Add-on %s is not edited: %s.", addon.Name, addon.Asked.Reason)}
	case facts.FollowsMinor && addon.Asked.IsKnown():
		return []string{fmt.Sprintf("Add-on %s is not edited: %s at %s is not numbered after a Kubernetes version. It may be that of its chart.", addon.Name, addon.Asked.Shown(), position)}
	default:
		return nil
	}
}

// mostSteps is more than any way has: each step moves at least one thing up a
// minor, and there are fewer than a hundred minors.
const mostSteps = 1000

// steps goes the whole way.
func (j journey) steps() []Step {
	var steps []Step
	from, asked := j.start, j.asked
	for len(steps) < mostSteps {
		to := j.advance(from)
		if to.equals(from) && (len(steps) > 0 || to.equals(asked)) {
			break
		}
		steps = append(steps, j.step(from, asked, to))
		if to.equals(from) {
			break
		}
		from, asked = to, to
	}
	return steps
}

// advance gives the state after the next legal step: the same one where there is
// none to take.
func (j journey) advance(from state) state {
	if !j.goal.controlPlane.Newer(from.controlPlane) {
		return j.settle(from)
	}
	to := from.clone()
	to.controlPlane = from.controlPlane.Next()
	to.groups = j.groupsUnder(from, to.controlPlane, j.together)
	catchUp := false
	for i := range to.groups {
		switch {
		case !j.tooFarBehind(from, to, i):
		case from.groups[i].Older(from.controlPlane) && !from.groups[i].IsZero():
			catchUp = true
		default:
			to.groups[i] = to.controlPlane
		}
	}
	addons, first := j.addonsFor(from, to.controlPlane)
	if catchUp || first {
		return j.prepare(from, to, addons, first)
	}
	to.addons = addons
	return to
}

// prepare is the step before one of the control plane that would leave node groups
// too far behind, or add-ons that do not run on the new minor.
func (j journey) prepare(from, refused state, addons []string, addonsFirst bool) state {
	to := from.clone()
	to.groups = j.groupsUnder(from, from.controlPlane, j.together)
	for i := range to.groups {
		if j.tooFarBehind(from, refused, i) && from.groups[i].Older(from.controlPlane) {
			to.groups[i] = from.controlPlane
		}
	}
	to.addons = addons
	if !addonsFirst {
		to.addons = j.addonsAtRest(from)
	}
	return to
}

// settle takes the node groups, and the add-ons that follow, where they are to go
// under a control plane that has no way left.
func (j journey) settle(from state) state {
	to := from.clone()
	to.groups = j.groupsUnder(from, from.controlPlane, true)
	to.addons = j.addonsAtRest(from)
	return to
}

// groupsUnder are the versions of the node groups under a control plane. They go
// as far as is asked where they move, and never down or beyond the control plane.
func (j journey) groupsUnder(from state, controlPlane upgrade.Minor, move bool) []upgrade.Minor {
	groups := slices.Clone(from.groups)
	for i, is := range from.groups {
		goal := j.goal.groups[i]
		if goal.Newer(controlPlane) {
			goal = controlPlane
		}
		if is.IsZero() || move && goal.Newer(is) {
			groups[i] = goal
		}
	}
	return groups
}

// tooFarBehind tells whether a step leaves a node group too many minors behind at
// rest, or on the way, and further than before.
func (j journey) tooFarBehind(from, to state, i int) bool {
	was, is := from.groups[i], to.groups[i]
	before := lag(from.controlPlane, was)
	atRest := lag(to.controlPlane, is)
	onTheWay := lag(to.controlPlane, was)
	return atRest > min(j.question.Policy.MaxNodeGroupSkew, upgrade.KubeletLimit(is)) && (was.IsZero() || atRest >= before) ||
		!was.IsZero() && onTheWay > upgrade.KubeletLimit(was) && onTheWay > before
}

// lag is how many minors a kubelet is behind; 0 where it is not, or not known.
func lag(controlPlane, kubelet upgrade.Minor) int {
	if kubelet.IsZero() || !kubelet.Older(controlPlane) {
		return 0
	}
	return upgrade.Distance(controlPlane, kubelet)
}
