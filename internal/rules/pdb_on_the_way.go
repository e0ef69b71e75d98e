package rules

import (
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// judgeBudgetOnTheWay judges a budget that is fine in the end, at the moments
// before, while nodes may be drained already.
func judgeBudgetOnTheWay(outcome *upgrade.Outcome, place drainPlace, budget upgrade.PodDisruptionBudget) {
	drains := drainSteps(append(place.stateOf(budget, moment{}).workloads, place.stateOf(budget, moment{budgetAfter: true}).workloads...))
	var blocked []drainedWorkload
	free := false
	for _, when := range place.momentsOf(budget, drains) {
		state := place.stateOf(budget, when)
		if state.blocks && !state.unmatched {
			blocked = append(blocked, state.workloads...)
		} else {
			free = true
		}
	}
	if len(blocked) > 0 {
		reached := certain
		if free {
			reached = possible
		}
		outcome.Add(blockedOnTheWay(budget, drains, blocked, reached))
	}
}

// momentsOf lists the moments at which nodes can be drained: the stages of the
// budget by those of its pods.
func (p drainPlace) momentsOf(budget upgrade.PodDisruptionBudget, drains []upgrade.Step) []moment {
	var moments []moment
	for _, budgetAfter := range stagesOf(p.environment, leaving(budget.Address, budget.Action), budget.Action.Changes(), drains) {
		for _, podsAfter := range p.podStages(budget, drains) {
			moments = append(moments, moment{budgetAfter, podsAfter})
		}
	}
	return moments
}

// blockedOnTheWay is about a budget that the plan mends, too late or perhaps too
// late for a drain.
func blockedOnTheWay(budget upgrade.PodDisruptionBudget, drains []upgrade.Step, blocked []drainedWorkload, reached reach) upgrade.Finding {
	limits, mends := budget.Before, fmt.Sprintf("gives PodDisruptionBudget %s room", calledBudget(budget))
	switch {
	case limits == nil:
		limits = budget.After
	case budget.After == nil:
		mends = fmt.Sprintf("removes PodDisruptionBudget %s", calledBudget(budget))
	}
	finding := budgetFinding(budget, limits)
	finding.Severity = reached.severity()
	finding.Fact += " on the way"
	finding.Message = fmt.Sprintf("The plan %s, but the apply %s nodes before: %s. Until then the budget lets no pod of %s go, and the drain waits for it.",
		mends, reached.inWords("drains", "may drain"), addressesOf(drains), calledAll(blocked))
	finding.Remediation = "Apply the change of the budget and its pods first."
	if !slices.ContainsFunc(drains, func(s upgrade.Step) bool { return s.Destroys }) {
		finding.Remediation += fmt.Sprintf(" In one apply, let %s depend on it with depends_on.", addressesOf(drains))
	}
	softenForced(&finding, blocked)
	return finding
}

// stagesOf says in which of its stages, before (false) and after (true) its
// step, an object can be when nodes are drained.
func stagesOf(environment upgrade.Environment, step upgrade.Step, changes bool, drains []upgrade.Step) []bool {
	if !changes {
		return []bool{true}
	}
	before, after := false, false
	for _, drain := range drains {
		switch passes(environment, drain, step) {
		case certain:
			before = true
		case possible:
			before, after = true, true
		default:
			after = true
		}
	}
	var stages []bool
	if before {
		stages = append(stages, false)
	}
	if after {
		stages = append(stages, true)
	}
	return stages
}

// podStages is stagesOf for the workloads that a budget is for, before or after.
func (p drainPlace) podStages(budget upgrade.PodDisruptionBudget, drains []upgrade.Step) []bool {
	var before, after bool
	for _, workload := range p.workloads[upgrade.Namespaced(budget.Namespace)] {
		if !workload.Action.Changes() || !isFor(budget, workload.Workload) {
			continue
		}
		stages := stagesOf(p.environment, leaving(workload.Address, workload.Action), true, drains)
		before = before || slices.Contains(stages, false)
		after = after || slices.Contains(stages, true)
	}
	switch {
	case before && after:
		return []bool{false, true}
	case before:
		return []bool{false}
	default:
		return []bool{true}
	}
}

// isFor tells whether a budget of the same namespace is for the pods of a
// workload at any moment.
func isFor(budget upgrade.PodDisruptionBudget, workload upgrade.Workload) bool {
	for _, limits := range []*upgrade.Budget{budget.Before, budget.After} {
		for _, pods := range []*upgrade.PodController{workload.Before, workload.After} {
			if limits == nil || pods == nil {
				continue
			}
			if selected, _ := limits.Selects(pods.PodLabels); selected {
				return true
			}
		}
	}
	return false
}
