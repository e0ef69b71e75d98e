package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var pdbReplaced = upgrade.Rule{
	Name:  "pdb-replaced",
	Title: "a budget is deleted and made anew while nodes are replaced",
	Why: "The Kubernetes provider cannot change min_available or max_unavailable in place: it deletes the budget and makes another. In between nothing protects the pods, " +
		"and a drain that is under way may evict all of them.",
	Remediation: "Change the budget in an apply of its own, before the one that replaces nodes.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   "https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/pod_disruption_budget_v1",
	Bad:         "# in the same apply as a new version of the node group; it was \"1\" before\n" + budgetExample(`max_unavailable = "2"`),
	Good:        "# in the same apply as a new version of the node group, as before\n" + budgetExample(`max_unavailable = "1"`),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, place := range places(subject.Environment) {
			if !place.drainsAny() {
				continue
			}
			for _, budget := range place.Budgets {
				if !budget.Action.Replaces() || budget.After == nil {
					continue
				}
				finding := budgetFinding(budget, budget.After)
				finding.Message = fmt.Sprintf("The plan replaces PodDisruptionBudget %s, and nodes in the same apply. Between its deletion and its creation a drain may evict all pods that it is for.",
					calledBudget(budget))
				outcome.Add(finding)
			}
		}
		return outcome
	},
}
