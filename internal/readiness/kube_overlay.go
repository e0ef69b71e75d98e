package readiness

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// tellRunningWorkloads gives the workloads of a plan the pods that run. A plan is made
// from a state, which may be older than what runs, and an apply leaves as it is what
// the plan does not change. Lone pods and ReplicaSets stay as the plan has them, for
// only their metadata are read.
func tellRunningWorkloads(planned, running []upgrade.Workload) {
	there := byKey(running, workloadKey)
	for i := range planned {
		workload := &planned[i]
		is, runs := there[workloadKey(*workload)]
		if !runs || workload.Before == nil || is.Before == nil || !readInFull(workload.Kind) {
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
	there := byKey(running, budgetKey)
	for i := range planned {
		budget := &planned[i]
		is, runs := there[budgetKey(*budget)]
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
	there := byKey(running, autoscalerKey)
	for i := range planned {
		autoscaler := &planned[i]
		if is, runs := there[autoscalerKey(*autoscaler)]; runs && !autoscaler.Action.Changes() {
			autoscaler.TargetKind, autoscaler.TargetName, autoscaler.MinReplicas = is.TargetKind, is.TargetName, is.MinReplicas
		}
	}
}

// readInFull tells the kinds whose pods are read with all that rules ask of them.
func readInFull(kind upgrade.WorkloadKind) bool {
	return kind == upgrade.Deployment || kind == upgrade.StatefulSet || kind == upgrade.DaemonSet
}

// byKey gives objects by what tells them apart, without those that have no name.
func byKey[T any](objects []T, key func(T) objectKey) map[objectKey]T {
	found := make(map[objectKey]T, len(objects))
	for _, object := range objects {
		if of := key(object); of.name != "" {
			found[of] = object
		}
	}
	return found
}
