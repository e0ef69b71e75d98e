package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const deploymentGuide = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy"

var recreateStrategy = upgrade.Rule{
	Name:  "recreate-strategy",
	Title: "Recreate: all old pods go before any new one",
	Why: "With the strategy Recreate every change of the pod template stops all pods first. Where the same apply changes nodes and the workload, nothing serves until new pods run, " +
		"and they may have to wait for new nodes. If they do not start, there is no old pod left.",
	Remediation: "Use RollingUpdate, unless two versions must not run at once (a volume that one node holds, for one). Then waive the finding, and plan for the pause.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   deploymentGuide,
	Bad:         deploymentExample("replicas = \"3\"\nstrategy {\n  type = \"Recreate\"\n}"),
	Good:        deploymentExample("replicas = \"3\"\nstrategy {\n  type = \"RollingUpdate\"\n}"),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		disturbed(&outcome, subject.Environment, func(place place, workload upgrade.Workload, pods upgrade.PodController) {
			replicas := place.ReplicasOf(workload, pods)
			if workload.Kind != upgrade.Deployment || (replicas.IsKnown() && replicas.Value == 0) {
				return
			}
			switch strategy := pods.Strategy; {
			case strategy.Knowledge == upgrade.Unknown || strategy.Knowledge == upgrade.Invalid:
				outcome.AddNotJudged(upgrade.NotJudged{Address: workload.Address, Reason: strategy.Reason})
			case strategy.IsKnown() && strategy.Value == "Recreate":
				outcome.Add(upgrade.Finding{
					Address: workload.Address, Attribute: strategy.Source.Name(), Source: strategy.Source, Fact: inShort(workload),
					Message: fmt.Sprintf("%s has the strategy %s, so a change of it stops all its pods before a new one starts. In this apply its nodes change.", called(workload), shownValue(strategy)),
				})
			}
		})
		return outcome
	},
}
