package rules

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// moment says of two objects which of them the apply has changed already.
type moment struct {
	budgetAfter, podsAfter bool
}

// atRest is the state that the apply leaves.
var atRest = moment{true, true}

// drainPlace is a place where nodes go, with what that means for its workloads.
type drainPlace struct {
	place
	environment upgrade.Environment
	workloads   map[string][]drainedWorkload
	// drained are the workloads whose nodes go, in the order of the plan.
	drained []drainedWorkload
	budgets map[string][]upgrade.PodDisruptionBudget
}

// drainedWorkload is a workload with the node groups whose drain it may meet.
type drainedWorkload struct {
	upgrade.Workload
	groups  []upgrade.NodeGroup
	drained bool
}

// drainPlaceOf finds out once for every workload what drains it.
func drainPlaceOf(environment upgrade.Environment, p place) drainPlace {
	drains := drainPlace{place: p, environment: environment, workloads: map[string][]drainedWorkload{}, budgets: map[string][]upgrade.PodDisruptionBudget{}}
	for _, workload := range p.Workloads {
		groups, drained := p.drainOf(workload)
		found := drainedWorkload{workload, groups, drained}
		namespace := upgrade.Namespaced(workload.Namespace)
		drains.workloads[namespace] = append(drains.workloads[namespace], found)
		if drained {
			drains.drained = append(drains.drained, found)
		}
	}
	for _, budget := range p.Budgets {
		namespace := upgrade.Namespaced(budget.Namespace)
		drains.budgets[namespace] = append(drains.budgets[namespace], budget)
	}
	return drains
}

// budgetState is what a budget means for drains at one moment.
type budgetState struct {
	// blocks tells that no pod of workloads may be evicted.
	blocks bool
	// workloads are those whose pods are to be evicted and that the budget is for.
	workloads []drainedWorkload
	// pods is how many the budget counts; -1 where that does not matter or may not
	// be printed.
	pods int
	// unknown says why it cannot be told, or is "".
	unknown string
	// unmatched tells that the budget is for no workload that is known, or with lone
	// for none that goes but pods without a controller, and counted that the cluster tells
	// of its pods all the same.
	unmatched, lone, counted bool
	// uncountable are workloads that the budget is for as well and that keep the
	// disruption controller from counting.
	uncountable []drainedWorkload
}

// stateOf judges a budget at a moment.
func (p drainPlace) stateOf(budget upgrade.PodDisruptionBudget, when moment) budgetState {
	limits := limitsAt(budget, when)
	if limits == nil {
		return budgetState{}
	}
	matched := p.matchedBy(budget, *limits, when)
	switch {
	case matched.unknown != "":
		return budgetState{unknown: matched.unknown}
	case len(matched.scaled) == 0 && len(matched.others) == 0:
		disruption, counted := p.disruption(budget)
		if counted && disruption.Expected == 0 {
			return budgetState{}
		}
		return budgetState{unmatched: true, counted: counted, blocks: limits.NeverAllows(), pods: -1}
	case len(matched.drained) == 0 && len(matched.lone) == 0:
		return budgetState{}
	case limits.NeverAllows():
		return budgetState{blocks: true, lone: len(matched.drained) == 0, workloads: append(matched.drained, matched.lone...), pods: -1}
	case len(matched.drained) == 0:
		return p.loneState(budget, *limits, matched)
	case matched.uncounted != "":
		return budgetState{unknown: matched.uncounted}
	}
	allowed := limits.DisruptionsAllowed(matched.pods)
	uncountable := matched.uncountableBy(*limits)
	switch {
	case !allowed.IsKnown():
		return budgetState{unknown: allowed.Reason}
	case len(uncountable) > 0:
		return budgetState{workloads: matched.drained, uncountable: uncountable}
	case allowed.Value == 0 && len(matched.others) > 0:
		return budgetState{unknown: "the budget is also for " + called(matched.others[0].Workload) + ", and " + p.holder() + " does not tell how many pods that has"}
	case matched.sensitive:
		return budgetState{blocks: allowed.Value == 0, workloads: matched.drained, pods: -1}
	default:
		return budgetState{blocks: allowed.Value == 0, workloads: matched.drained, pods: matched.pods}
	}
}

// loneState is about pods that no controller makes, where no others of the budget
// go. How many the budget counts, the cluster alone tells.
func (p drainPlace) loneState(budget upgrade.PodDisruptionBudget, limits upgrade.Budget, matched matchedPods) budgetState {
	disruption, counted := p.disruption(budget)
	return budgetState{
		unmatched: true, lone: true, counted: counted, workloads: matched.lone, pods: -1,
		blocks: counted && disruption.Expected == 0 && isRelative(limits),
	}
}

// isRelative tells whether a limit is relative to the pods that the controllers of
// the budget's pods are to run. The disruption controller counts no pod then that
// has no controller, and where it counts none it lets none go
// (kubernetes/kubernetes, pkg/controller/disruption, getExpectedScale;
// https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors).
func isRelative(limits upgrade.Budget) bool {
	return limits.MaxUnavailable.IsKnown() || limits.MinAvailable.Value.Percent
}

// matchedPods are the pods that a budget is for at a moment.
type matchedPods struct {
	// scaled run replicas, others do not; those without pods are left out of
	// drained, which are the scaled ones whose nodes go.
	scaled, others, drained []drainedWorkload
	// lone are those of others that are pods without a controller, and that go.
	lone []drainedWorkload
	// pods is how many the scaled ones have, and uncounted why that is not known.
	pods      int
	uncounted string
	// sensitive marks a number of pods that may not be printed.
	sensitive bool
	// unknown says why it is not known which pods the budget is for, or is "".
	unknown string
}

// uncountableBy lists the workloads whose pods a relative limit cannot count: the
// disruption controller asks the controller of each pod for its scale, which
// DaemonSets and Jobs do not have, and then lets no pod go (kubernetes/kubernetes,
// pkg/controller/disruption, failSafe).
func (m matchedPods) uncountableBy(limits upgrade.Budget) []drainedWorkload {
	if !isRelative(limits) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(m.others), func(workload drainedWorkload) bool { return workload.Kind == upgrade.Pod })
}

func (p drainPlace) matchedBy(budget upgrade.PodDisruptionBudget, limits upgrade.Budget, when moment) matchedPods {
	var matched matchedPods
	for _, workload := range p.workloads[upgrade.Namespaced(budget.Namespace)] {
		pods := podsAt(workload.Workload, when)
		if pods == nil {
			continue
		}
		selected, unknown := limits.Selects(pods.PodLabels)
		switch {
		case unknown != "":
			matched.unknown = unknown
		case !selected:
		case !workload.Kind.Scales():
			matched.others = append(matched.others, workload)
			if workload.Kind == upgrade.Pod && workload.drained {
				matched.lone = append(matched.lone, workload)
			}
		default:
			matched.scaled = append(matched.scaled, workload)
			replicas := p.ReplicasOf(workload.Workload, *pods)
			if !replicas.IsKnown() {
				matched.uncounted = replicas.Reason
			}
			matched.pods += replicas.Value
			matched.sensitive = matched.sensitive || replicas.Sensitive
			if (!replicas.IsKnown() || replicas.Value > 0) && workload.drained {
				matched.drained = append(matched.drained, workload)
			}
		}
	}
	return matched
}

func podsAt(workload upgrade.Workload, when moment) *upgrade.PodController {
	if when.podsAfter {
		return workload.After
	}
	return workload.Before
}

// limitsAt is what a budget says at a moment; nil where there is none then.
func limitsAt(budget upgrade.PodDisruptionBudget, when moment) *upgrade.Budget {
	if when.budgetAfter {
		return budget.After
	}
	return budget.Before
}

// drainSteps are the steps of the apply that drain nodes of the workloads.
func drainSteps(workloads []drainedWorkload) []upgrade.Step {
	var steps []upgrade.Step
	for _, workload := range workloads {
		for _, group := range workload.groups {
			if step := leaving(group.Address, group.Action); !slices.Contains(steps, step) {
				steps = append(steps, step)
			}
		}
	}
	return steps
}

// forced tells whether every drain of the workloads goes over the budgets: EKS
// then deletes the pods that it cannot evict. A drain of a group that goes takes
// no such setting.
func forced(workloads []drainedWorkload) bool {
	return everyDrain(workloads, func(group upgrade.NodeGroup) bool {
		return !group.Action.Destroys() && group.After != nil && group.After.ForceUpdate.Value
	})
}

// everyDrain tells whether workloads meet drains, and something holds for the node
// groups of all of them.
func everyDrain(workloads []drainedWorkload, holds func(upgrade.NodeGroup) bool) bool {
	any := false
	for _, workload := range workloads {
		for _, group := range workload.groups {
			if !holds(group) {
				return false
			}
			any = true
		}
	}
	return any
}
