package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var evictionBlockedNow = upgrade.Rule{
	Name:  "eviction-blocked-now",
	Title: "a PodDisruptionBudget lets no pod go just now",
	Why: "A budget that has room by its numbers has none while pods that it counts are not healthy: the disruption controller then allows 0 disruptions, and the API refuses each eviction. " +
		"A drain that begins now waits until the pods are healthy again, and the update of a managed node group fails after 15 minutes.",
	Remediation: "See to the pods of the budget that are not healthy before nodes are drained.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   budgetGuide,
	Bad:         "# of the 3 pods one is not healthy, so that 0 disruptions are allowed\n" + budgetExample(`max_unavailable = "1"`),
	Good:        "# all 3 pods are healthy\n" + budgetExample(`max_unavailable = "1"`),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeKube(subject, []kubeList{workloadLists, budgetLists}, place.drainsAny, func(in place, kube upgrade.Kube) upgrade.Outcome {
			var outcome upgrade.Outcome
			drains := drainPlaceOf(subject.Environment, in)
			for _, budget := range in.Budgets {
				judgeNow(&outcome, drains, kube, budget)
			}
			return outcome
		})
	},
}

// judgeNow judges what the disruption controller says of a budget whose pods are to
// be drained. Where the budget blocks by its numbers, pdb-blocks-drain speaks, or
// knows that the plan mends it in time.
func judgeNow(outcome *upgrade.Outcome, drains drainPlace, kube upgrade.Kube, budget upgrade.PodDisruptionBudget) {
	disruption, told := kube.Disruption(budget.Namespace, budget.Name)
	if !told || disruption.Expected == 0 || disruption.Allowed > 0 || budget.After == nil {
		return
	}
	rest := drains.stateOf(budget, atRest)
	switch {
	case rest.blocks || len(rest.uncountable) > 0 || drains.stateOf(budget, moment{}).blocks:
		return
	case len(rest.workloads) == 0 && !rest.unmatched && rest.unknown == "":
		return // its pods are on no nodes that go
	case !disruption.Current:
		outcome.AddNotJudged(upgrade.NotJudged{Address: budget.Address,
			Reason: fmt.Sprintf("the disruption controller of %s has not looked yet at PodDisruptionBudget %s as it is now", kube.Source().Ref, calledBudget(budget))})
		return
	}
	finding := upgrade.Finding{Address: budget.Address, Attribute: "status.disruptionsAllowed", Source: kube.Source()}
	finding.Source.Attribute = finding.Attribute
	finding.Fact = fmt.Sprintf("%s, %d of %s healthy", budget.Name, disruption.Healthy, wording.Count(disruption.Expected, "pod"))
	finding.Message = fmt.Sprintf("PodDisruptionBudget %s lets no pod go now: by %s %d of its %s healthy, and %d must stay. %s",
		calledBudget(budget), kube.Source().Ref, disruption.Healthy, wording.Count(disruption.Expected, "pod")+are(disruption.Healthy), disruption.Desired, waitsOf(rest))
	finding.Remediation = "See why pods are not healthy (kubectl get pods, kubectl describe poddisruptionbudget), and mend that before the nodes are drained."
	if disruption.Healthy >= disruption.Expected {
		finding.Remediation = roomNow(rest)
	}
	softenForced(&finding, rest.workloads)
	outcome.Add(finding)
}

// roomNow says how a pod can go where all of a budget are healthy and must stay. A
// budget that an operator makes cannot be changed, and one pod cannot go and stay.
func roomNow(state budgetState) string {
	const another = "Run another replica, or move the pod by hand (a switchover for a database)."
	if state.lone {
		return another + " A minAvailable below the number of pods leaves room too."
	}
	return another + " Where the budget is yours to change, minAvailable below the number of pods or maxUnavailable of 1 or more leaves room too."
}

func are(count int) string {
	if count == 1 {
		return " is"
	}
	return " are"
}

// waitsOf says which drain waits.
func waitsOf(state budgetState) string {
	if len(state.workloads) == 0 {
		return "If its pods are on nodes that are replaced in this upgrade, their drain waits."
	}
	return "The nodes of " + calledAll(state.workloads) + " are replaced in this upgrade, and their drain waits until that changes."
}
