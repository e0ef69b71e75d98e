package rules

import (
	"fmt"
	"strconv"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const probeGuide = "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"

var readinessProbeMissing = upgrade.Rule{
	Name:  "readiness-probe-missing",
	Title: "a container has no readiness probe",
	Why: "Without a readiness probe a pod counts as ready as soon as its containers have started. A drain then goes on to the next node, and a rolling update to the next pod, while nothing answers yet; " +
		"and a budget counts pods as healthy that are not.",
	Remediation: "Give the container a readiness probe that answers only when it can serve.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   probeGuide,
	Bad:         probeExample("liveness_probe"),
	Good:        probeExample("readiness_probe"),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeProbes(subject.Environment, "readiness", "counts as ready as soon as it has started: drains and rollouts do not wait until it serves",
			func(c upgrade.Container) upgrade.Claim[bool] { return c.Readiness })
	},
}

var livenessProbeMissing = upgrade.Rule{
	Name:  "liveness-probe-missing",
	Title: "a container has no liveness probe",
	Why: "Without a liveness probe a container that hangs is never restarted. After an upgrade many pods start at once, on new nodes, which is when a start hangs. " +
		"Not every container needs one: a process that ends when it fails is restarted anyway.",
	Remediation: "Give the container a liveness probe, or waive the finding where the process ends by itself.",
	Severity:    upgrade.Info,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   probeGuide,
	Bad:         probeExample("readiness_probe"),
	Good:        probeExample("liveness_probe"),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeProbes(subject.Environment, "liveness", "is not restarted when it hangs",
			func(c upgrade.Container) upgrade.Claim[bool] { return c.Liveness })
	},
}

// judgeProbes finds the containers without a probe of a kind, which have the
// consequence.
func judgeProbes(environment upgrade.Environment, kind, consequence string, probeOf func(upgrade.Container) upgrade.Claim[bool]) upgrade.Outcome {
	var outcome upgrade.Outcome
	disturbed(&outcome, environment, func(place place, workload upgrade.Workload, pods upgrade.PodController) {
		if !serves(place, workload, pods) || place.isForeignAddon(workload) {
			return
		}
		if claim := pods.Containers; claim.Knowledge == upgrade.Unknown || claim.Knowledge == upgrade.Invalid {
			outcome.AddNotJudged(upgrade.NotJudged{Address: workload.Address, Reason: claim.Reason})
			return
		}
		for i, container := range pods.Containers.Value {
			name := container.Name
			if pods.Containers.Sensitive || name == "" {
				name = strconv.Itoa(i + 1)
			}
			switch probe := probeOf(container); {
			case probe.Knowledge == upgrade.Unknown || probe.Knowledge == upgrade.Invalid:
				outcome.AddNotJudged(upgrade.NotJudged{Address: workload.Address, Reason: probe.Reason})
			case !probe.Value:
				outcome.Add(upgrade.Finding{
					Address: workload.Address, Attribute: probe.Source.Name(), Source: probe.Source,
					Fact:    inShort(workload) + " container " + name,
					Message: fmt.Sprintf("Container %s of %s has no %s probe. It %s.", name, called(workload), kind, consequence),
				})
			}
		}
	})
	return outcome
}

// serves tells whether the pods of a workload go on running, and there are any.
func serves(place place, workload upgrade.Workload, pods upgrade.PodController) bool {
	switch workload.Kind {
	case upgrade.DaemonSet:
		return true
	case upgrade.Deployment, upgrade.StatefulSet:
		replicas := place.ReplicasOf(workload, pods)
		return !replicas.IsKnown() || replicas.Value > 0
	default:
		return false
	}
}
