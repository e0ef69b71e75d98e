package readiness

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// objectKey tells objects of a cluster apart.
type objectKey struct{ kind, namespace, name string }

func keyOf(kind, namespace, name string) objectKey {
	return objectKey{kind, upgrade.Namespaced(namespace), name}
}

// addKubeObjects adds the objects that run and that the plan does not hold: budgets
// and drains are judged by all of them.
func addKubeObjects(question *kubeQuestion, kube upgrade.Kube) {
	placed := &question.cluster.Placed
	placed.Workloads = withOthers(placed.Workloads, kube.Workloads, func(w upgrade.Workload) objectKey { return keyOf(string(w.Kind), w.Namespace, w.Name) })
	placed.Budgets = withOthers(placed.Budgets, kube.Budgets, func(b upgrade.PodDisruptionBudget) objectKey { return keyOf("", b.Namespace, b.Name) })
	placed.Autoscalers = withOthers(placed.Autoscalers, kube.Autoscalers, func(a upgrade.PodAutoscaler) objectKey { return keyOf("", a.Namespace, a.Name) })
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
