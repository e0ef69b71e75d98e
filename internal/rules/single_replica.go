package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const nodeDrainGuide = "https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/"

var singleReplica = upgrade.Rule{
	Name:  "single-replica",
	Title: "one replica: its service stops while its node is drained",
	Why: "A drain evicts a pod, and only then does its controller make another. With one replica nobody answers until the new pod is scheduled, has pulled its image and is ready. " +
		"A budget does not help: it can only keep the one pod where it is, and so block the drain.",
	Remediation: "Run two replicas or more, and spread them over nodes. If a pause is fine, waive the finding.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   nodeDrainGuide,
	Bad:         deploymentExample(`replicas = "1"`),
	Good:        deploymentExample(`replicas = "2"`),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		disturbed(&outcome, subject.Environment, func(place place, workload upgrade.Workload, pods upgrade.PodController) {
			if workload.Kind != upgrade.Deployment && workload.Kind != upgrade.StatefulSet {
				return
			}
			switch replicas := place.ReplicasOf(workload, pods); {
			case !replicas.IsKnown() && replicas.Knowledge != upgrade.Absent:
				outcome.AddNotJudged(upgrade.NotJudged{Address: workload.Address, Reason: replicas.Reason})
			case replicas.Value == 1:
				outcome.Add(upgrade.Finding{
					Address: workload.Address, Attribute: replicas.Source.Name(), Source: replicas.Source, Fact: inShort(workload),
					Message: fmt.Sprintf("%s runs %s. %s", called(workload), shownCount(replicas, "replica"), pauseOf(place, workload)),
				})
			}
		})
		return outcome
	},
}

// pauseOf says when a single pod is missing.
func pauseOf(place place, workload upgrade.Workload) string {
	if place.isDrained(workload) {
		return "While its node is drained it stops, and it is back when a new pod is ready elsewhere."
	}
	return "The plan moves it to other nodes. If the new pod does not become ready there, nothing else serves."
}
