package rules

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// judgeDoubleBudgets finds pods that two budgets are for: the eviction API
// refuses them whatever the budgets allow.
func judgeDoubleBudgets(outcome *upgrade.Outcome, place drainPlace) {
	for _, workload := range place.drained {
		if !workload.Kind.Scales() {
			continue
		}
		if budgets := place.budgetsOf(workload.Workload, atRest); len(budgets) > 1 {
			outcome.Add(doubleFinding(workload, budgets))
			continue
		}
		if budgets := place.budgetsOf(workload.Workload, moment{}); len(budgets) > 1 {
			judgeDoubleOnTheWay(outcome, place, workload, budgets)
		}
	}
}

func doubleFinding(workload drainedWorkload, budgets []upgrade.PodDisruptionBudget) upgrade.Finding {
	names := make([]string, 0, len(budgets))
	for _, budget := range budgets {
		names = append(names, calledBudget(budget))
	}
	finding := upgrade.Finding{
		Address: budgets[0].Address,
		Fact:    fmt.Sprintf("%s has %d budgets", inShort(workload.Workload), len(budgets)),
		Message: fmt.Sprintf("The pods of %s have %d PodDisruptionBudgets: %s. The eviction API refuses a pod that has more than one, so no drain ends.",
			called(workload.Workload), len(budgets), strings.Join(names, ", ")),
		Remediation: "Leave one budget for the pods: remove the others, or narrow their selectors.",
	}
	softenForced(&finding, []drainedWorkload{workload})
	return finding
}

// judgeDoubleOnTheWay judges pods that lose their second budget in this plan.
func judgeDoubleOnTheWay(outcome *upgrade.Outcome, place drainPlace, workload drainedWorkload, budgets []upgrade.PodDisruptionBudget) {
	drains := drainSteps([]drainedWorkload{workload})
	worst := unreachable
	for _, budget := range budgets {
		for _, drain := range drains {
			if budget.Action.Changes() {
				worst = max(worst, passes(place.environment, drain, leaving(budget.Address, budget.Action)))
			}
		}
	}
	if worst == unreachable {
		return
	}
	finding := doubleFinding(workload, budgets)
	if worst == possible {
		finding.Severity = upgrade.Warning
	}
	finding.Fact += " on the way"
	finding.Message += fmt.Sprintf(" The plan mends that, but nothing makes it happen before nodes are drained: %s.", addressesOf(drains))
	finding.Remediation = "Apply the change of the budgets first."
	outcome.Add(finding)
}

// budgetsOf lists the budgets that certainly are for a workload's pods, where it
// has any.
func (p drainPlace) budgetsOf(workload upgrade.Workload, when moment) []upgrade.PodDisruptionBudget {
	pods := podsAt(workload, when)
	if pods == nil {
		return nil
	}
	if replicas := p.ReplicasOf(workload, *pods); replicas.IsKnown() && replicas.Value == 0 {
		return nil
	}
	var found []upgrade.PodDisruptionBudget
	for _, budget := range p.budgets[upgrade.Namespaced(workload.Namespace)] {
		limits := limitsAt(budget, when)
		if limits == nil {
			continue
		}
		if selected, _ := limits.Selects(pods.PodLabels); selected {
			found = append(found, budget)
		}
	}
	return found
}
