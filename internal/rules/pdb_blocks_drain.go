package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const budgetGuide = "https://kubernetes.io/docs/tasks/run-application/configure-pdb/"

var pdbBlocksDrain = upgrade.Rule{
	Name:  "pdb-blocks-drain",
	Title: "a PodDisruptionBudget allows no eviction",
	Why: "EKS drains a node before it replaces it, and asks the API to evict each pod. A budget that allows no eviction refuses every time, also when all pods are healthy. " +
		"After 15 minutes the update of the node group ends with PodEvictionFailure, with some nodes new and some old.",
	Remediation: "Leave room for one pod to go: minAvailable below the number of replicas, or maxUnavailable of 1 or more.",
	Severity:    upgrade.Error,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   budgetGuide,
	Standing:    true,
	Bad:         "# the Deployment has 3 replicas\n" + budgetExample(`min_available = "3"`),
	Good:        "# the Deployment has 3 replicas\n" + budgetExample(`max_unavailable = "1"`),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, place := range places(subject.Environment) {
			if !place.drainsAny() {
				judgePerhapsDrained(&outcome, subject.Environment, place)
				continue
			}
			outcome.NotJudged = append(outcome.NotJudged, place.unreadLists(workloadLists, lonePodLists, autoscalerLists, budgetLists)...)
			drains := drainPlaceOf(subject.Environment, place)
			for _, budget := range place.Budgets {
				judgeBudget(&outcome, drains, budget)
			}
			judgeDoubleBudgets(&outcome, drains)
		}
		return outcome
	},
}

// drainsAny tells whether nodes go at all: those of node groups, or all where a
// target is given and the plan holds no node groups.
func (p place) drainsAny() bool {
	return p.drains() || (p.aimed && len(p.cluster.NodeGroups) == 0)
}

// judgePerhapsDrained lists the budgets that would block drains, where nodes go
// in one of several clusters and nobody can tell whether the budget is there.
func judgePerhapsDrained(outcome *upgrade.Outcome, environment upgrade.Environment, place place) {
	if !place.draining {
		return
	}
	place.aimed = true
	drains := drainPlaceOf(environment, place)
	for _, budget := range place.Budgets {
		if state := drains.stateOf(budget, atRest); state.blocks || state.unknown != "" {
			outcome.AddNotJudged(upgrade.NotJudged{Address: budget.Address, Reason: whichCluster, AffectsVerdict: true})
		}
	}
}

func judgeBudget(outcome *upgrade.Outcome, place drainPlace, budget upgrade.PodDisruptionBudget) {
	rest := place.stateOf(budget, atRest)
	switch {
	case rest.unknown != "":
		outcome.AddNotJudged(upgrade.NotJudged{Address: budget.Address, Reason: rest.unknown, AffectsVerdict: true})
	case rest.blocks:
		outcome.Add(blockedFinding(place, budget, rest))
	case len(rest.uncountable) > 0:
		outcome.Add(uncountableFinding(budget, rest))
	case rest.unmatched && rest.counted:
		judgeBudgetOnTheWay(outcome, place, budget)
	case rest.unmatched:
		reason := "the plan holds no workload that the budget is for, so how many pods it counts is not known"
		if rest.lone {
			reason = "the budget is for " + calledAll(rest.workloads) + " without a controller, and " + place.holder() + " does not tell how many pods it counts"
		}
		outcome.AddNotJudged(upgrade.NotJudged{Address: budget.Address, Reason: reason})
		judgeBudgetOnTheWay(outcome, place, budget)
	default:
		judgeBudgetOnTheWay(outcome, place, budget)
	}
}

// blockedFinding is about a budget that blocks drains when the apply is over.
func blockedFinding(place drainPlace, budget upgrade.PodDisruptionBudget, state budgetState) upgrade.Finding {
	finding := budgetFinding(budget, budget.After)
	limit := limitOf(*budget.After, state.pods)
	if state.lone && !budget.After.NeverAllows() {
		limit += ", against which Kubernetes counts no pod without a controller"
	}
	finding.Message = fmt.Sprintf("PodDisruptionBudget %s lets no pod go: %s. %s", calledBudget(budget), limit, place.consequenceOf(state.workloads))
	finding.Remediation = roomFor(state)
	softenForced(&finding, state.workloads)
	return finding
}

// softenForced lowers a finding about drains that budgets do not stop.
func softenForced(finding *upgrade.Finding, workloads []drainedWorkload) {
	if forced(workloads) {
		finding.Severity = upgrade.Warning
		finding.Message += " The node group's force_update_version lets EKS delete the pods over the budget."
	}
}

// uncountableFinding is about a budget that is relative to a number of pods which
// nobody can tell. While such a pod runs, it lets no pod go.
func uncountableFinding(budget upgrade.PodDisruptionBudget, state budgetState) upgrade.Finding {
	finding := budgetFinding(budget, budget.After)
	finding.Severity = upgrade.Warning
	finding.Fact += " also for " + inShort(state.uncountable[0].Workload)
	finding.Message = fmt.Sprintf("PodDisruptionBudget %s is for pods of %s, and also of %s. Kubernetes cannot count the latter against maxUnavailable or a percentage, and while such pods run the budget lets no pod go.",
		calledBudget(budget), calledAll(state.workloads), calledAll(state.uncountable))
	finding.Remediation = "Narrow the budget's selector to one workload."
	return finding
}
