package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var rollingUpdateUnavailable = upgrade.Rule{
	Name:  "rolling-update-unavailable",
	Title: "a rolling update lets all replicas go at once (maxUnavailable)",
	Why: "A rolling update may take away as many pods as maxUnavailable says before new ones are ready. Where that is all of them, it is no rolling update: a version that does not start, " +
		"or nodes that are not there yet, stop the service.",
	Remediation: "Set max_unavailable below the number of replicas, such as 25%, or 0 together with max_surge.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable",
	Bad:         deploymentExample("replicas = \"3\"\nstrategy {\n  rolling_update {\n    max_unavailable = \"100%\"\n  }\n}"),
	Good:        deploymentExample("replicas = \"3\"\nstrategy {\n  rolling_update {\n    max_unavailable = \"25%\"\n  }\n}"),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		disturbed(&outcome, subject.Environment, func(place place, workload upgrade.Workload, pods upgrade.PodController) {
			if !rolls(workload.Kind, pods) {
				return
			}
			share := pods.MaxUnavailable
			all, reason := lettingAllGo(workload.Kind, pods, place.ReplicasOf(workload, pods))
			switch {
			case reason != "":
				outcome.AddNotJudged(upgrade.NotJudged{Address: workload.Address, Reason: reason})
			case all:
				outcome.Add(upgrade.Finding{
					Address: workload.Address, Attribute: share.Source.Name(), Source: share.Source, Fact: inShort(workload),
					Message: fmt.Sprintf("%s may lose all its pods at once in an update: its maxUnavailable is %s.", called(workload), shownShare(share)),
				})
			}
		})
		return outcome
	},
}

// rolls tells whether an update of the workload replaces its pods bit by bit.
func rolls(kind upgrade.WorkloadKind, pods upgrade.PodController) bool {
	switch kind {
	case upgrade.Deployment, upgrade.StatefulSet, upgrade.DaemonSet:
		return pods.Strategy.Knowledge != upgrade.Known || pods.Strategy.Value == "RollingUpdate"
	default:
		return false
	}
}

// lettingAllGo tells whether a rolling update may take all pods at once, or why
// that is not known. A Deployment's percentage is rounded down. How many pods a
// DaemonSet has nobody tells, so only a percentage is all of them.
func lettingAllGo(kind upgrade.WorkloadKind, pods upgrade.PodController, replicas upgrade.Claim[int]) (bool, string) {
	share := pods.MaxUnavailable
	switch {
	case share.Knowledge == upgrade.Unknown || share.Knowledge == upgrade.Invalid:
		return false, share.Reason
	case !share.IsKnown():
		return false, ""
	case share.Value.Percent && share.Value.Number >= 100:
		return kind == upgrade.DaemonSet || !replicas.IsKnown() || replicas.Value > 0, ""
	case kind == upgrade.DaemonSet || share.Value.Percent:
		return false, ""
	case !replicas.IsKnown():
		return false, replicas.Reason
	default:
		return replicas.Value > 0 && share.Value.Number >= replicas.Value, ""
	}
}
