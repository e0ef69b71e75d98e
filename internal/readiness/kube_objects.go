package readiness

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// objectKey tells objects of a cluster apart.
type objectKey struct{ kind, namespace, name string }

func keyOf(kind, namespace, name string) objectKey {
	return objectKey{kind, upgrade.Namespaced(namespace), name}
}

func workloadKey(w upgrade.Workload) objectKey { return keyOf(string(w.Kind), w.Namespace, w.Name) }

func budgetKey(b upgrade.PodDisruptionBudget) objectKey { return keyOf("", b.Namespace, b.Name) }

func autoscalerKey(a upgrade.PodAutoscaler) objectKey { return keyOf("", a.Namespace, a.Name) }

// addKubeObjects adds the objects that run and that the plan does not hold: budgets
// and drains are judged by all of them. Of those that it does hold, what runs is what
// is there before the apply.
func addKubeObjects(question *kubeQuestion, kube upgrade.Kube) {
	placed := &question.cluster.Placed
	tellRunningWorkloads(placed.Workloads, kube.Workloads)
	tellRunningBudgets(placed.Budgets, kube.Budgets)
	tellRunningAutoscalers(placed.Autoscalers, kube.Autoscalers)
	placed.Workloads = withOthers(placed.Workloads, kube.Workloads, workloadKey)
	placed.Budgets = withOthers(placed.Budgets, kube.Budgets, budgetKey)
	placed.Autoscalers = withOthers(placed.Autoscalers, kube.Autoscalers, autoscalerKey)
}

// withOthers gives the objects of a plan, and those that run besides.
func withOthers[T any](planned, running []T, key func(T) objectKey) []T {
	held := map[objectKey]bool{}
	for _, object := range planned {
		held[key(object)] = true
	}
	all := planned[:len(planned):len(planned)]
	for _, object := range running {
		if !held[key(object)] {
			all = append(all, object)
		}
	}
	return all
}
