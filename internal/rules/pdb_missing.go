package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var pdbMissing = upgrade.Rule{
	Name:  "pdb-missing",
	Title: "a workload of two or more replicas has no PodDisruptionBudget",
	Why: "Replicas that happen to run on the same node, or on nodes that are drained at once, are all evicted together. A budget makes a drain wait until enough of them run elsewhere: " +
		"EKS respects it in the update of a node group.",
	Remediation: "Add a budget with maxUnavailable 1 for its pods.",
	Severity:    upgrade.Info,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   budgetGuide,
	Bad:         deploymentExample(`replicas = "2"`),
	Good:        deploymentExample(`replicas = "2"`) + "\n\n" + budgetExample(`max_unavailable = "1"`),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, place := range places(subject.Environment) {
			if place.drainsAny() {
				outcome.NotJudged = append(outcome.NotJudged, place.unreadLists(workloadLists, lonePodLists, budgetLists)...)
			}
			if len(place.unreadLists(budgetLists)) > 0 {
				continue // any budget may be there
			}
			for _, workload := range place.Workloads {
				if workload.After != nil && place.isDrained(workload) && isProtectable(workload.Kind) {
					judgeUnprotected(&outcome, place, workload)
				}
			}
		}
		return outcome
	},
}

// isProtectable tells the kinds that people give budgets.
func isProtectable(kind upgrade.WorkloadKind) bool {
	return kind == upgrade.Deployment || kind == upgrade.StatefulSet || kind == upgrade.ReplicaSet
}

func judgeUnprotected(outcome *upgrade.Outcome, place place, workload upgrade.Workload) {
	replicas := place.ReplicasOf(workload, *workload.After)
	if !replicas.IsKnown() {
		outcome.AddNotJudged(upgrade.NotJudged{Address: workload.Address, Reason: replicas.Reason})
		return
	}
	if replicas.Value < 2 {
		return
	}
	for _, budget := range place.Budgets {
		if budget.After == nil || upgrade.Namespaced(budget.Namespace) != upgrade.Namespaced(workload.Namespace) {
			continue
		}
		selected, unknown := budget.After.Selects(workload.After.PodLabels)
		if selected {
			return
		}
		if unknown != "" {
			outcome.AddNotJudged(upgrade.NotJudged{Address: workload.Address, Reason: unknown})
			return
		}
	}
	outcome.Add(upgrade.Finding{
		Address: workload.Address, Fact: inShort(workload),
		Message: fmt.Sprintf("%s runs %s, and no PodDisruptionBudget of %s is for its pods. A drain may evict all of them at once.", called(workload), shownCount(replicas, "replica"), place.holder()),
	})
}
