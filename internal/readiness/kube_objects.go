package readiness

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// addKubeObjects adds the objects that run and that the plan does not hold: budgets
// and drains are judged by all of them. Of those that it does hold, what runs is what
// is there before the apply.
func addKubeObjects(question *kubeQuestion, kube upgrade.Kube) {
	placed := &question.cluster.Placed
	tellRunningWorkloads(placed.Workloads, kube.Workloads)
	tellRunningBudgets(placed.Budgets, kube.Budgets)
	tellRunningAutoscalers(placed.Autoscalers, kube.Autoscalers)
	placed.Workloads = withOthers(placed.Workloads, kube.Workloads, upgrade.Workload.ObjectName)
	placed.Budgets = withOthers(placed.Budgets, kube.Budgets, upgrade.PodDisruptionBudget.ObjectName)
	placed.Autoscalers = withOthers(placed.Autoscalers, kube.Autoscalers, upgrade.PodAutoscaler.ObjectName)
}

// withOthers gives the objects of a plan, and those that run besides.
func withOthers[T any](planned, running []T, name func(T) string) []T {
	held := map[string]bool{}
	for _, object := range planned {
		held[name(object)] = true
	}
	all := planned[:len(planned):len(planned)]
	for _, object := range running {
		if !held[name(object)] {
			all = append(all, object)
		}
	}
	return all
}
