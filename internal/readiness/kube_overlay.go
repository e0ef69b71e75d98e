package readiness

import (
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// tellRunningWorkloads gives the workloads of a plan the pods that run. A plan is made
// from a state, which may be older than what runs, and an apply leaves as it is what
// the plan does not change. Lone pods and ReplicaSets stay as the plan has them, for
// only their metadata are read.
func tellRunningWorkloads(planned, running []upgrade.Workload) {
	there := byName(running, upgrade.Workload.ObjectName)
	for i := range planned {
		workload := &planned[i]
		is, runs := there[workload.ObjectName()]
		if !runs || workload.Before == nil || is.Before == nil || !workload.Kind.ReadInFull() {
			continue
		}
		before := *is.Before
		// A plan writes it out in another way than the Kubernetes API, and it is only
		// compared with what the plan leaves.
		before.OtherAffinity = workload.Before.OtherAffinity
		before.Replicas.Sensitive = workload.Before.Replicas.Sensitive // most likely the same value
		workload.Planned, workload.Before = workload.Before, &before
		if workload.After != nil && !workload.Action.Changes() {
			workload.After = &before
		}
	}
}

// tellRunningBudgets gives the budgets of a plan the limits that hold in the cluster,
// as tellRunningWorkloads does.
func tellRunningBudgets(planned, running []upgrade.PodDisruptionBudget) {
	there := byName(running, upgrade.PodDisruptionBudget.ObjectName)
	for i := range planned {
		budget := &planned[i]
		is, runs := there[budget.ObjectName()]
		if !runs || budget.Before == nil || is.Before == nil {
			continue
		}
		before := *is.Before
		secret := budget.Before.MinAvailable.Sensitive || budget.Before.MaxUnavailable.Sensitive
		before.MinAvailable.Sensitive, before.MaxUnavailable.Sensitive = secret, secret
		budget.Planned, budget.Before = budget.Before, &before
		if budget.After != nil && !budget.Action.Changes() {
			budget.After = &before
		}
	}
}

// tellRunningAutoscalers gives the autoscalers of a plan that it leaves as they are
// what they do in the cluster. An autoscaler has no value before the apply.
func tellRunningAutoscalers(planned, running []upgrade.PodAutoscaler) {
	there := byName(running, upgrade.PodAutoscaler.ObjectName)
	for i := range planned {
		autoscaler := &planned[i]
		if is, runs := there[autoscaler.ObjectName()]; runs && !autoscaler.Action.Changes() {
			autoscaler.TargetKind, autoscaler.TargetName, autoscaler.MinReplicas = is.TargetKind, is.TargetName, is.MinReplicas
		}
	}
}

// byName gives objects by what tells them apart, without those that have no name.
func byName[T any](objects []T, name func(T) string) map[string]T {
	found := make(map[string]T, len(objects))
	for _, object := range objects {
		if of := name(object); !strings.HasSuffix(of, "/") {
			found[of] = object
		}
	}
	return found
}
