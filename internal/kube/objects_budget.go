package kube

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// budgetOf is a PodDisruptionBudget as the domain has it, and what the disruption
// controller last found of it.
func budgetOf(given *podDisruptionBudget, source upgrade.Source) (upgrade.PodDisruptionBudget, upgrade.KubeDisruption) {
	if given == nil {
		return upgrade.PodDisruptionBudget{}, upgrade.KubeDisruption{}
	}
	namespace := upgrade.Namespaced(given.Namespace)
	budget := &upgrade.Budget{
		MinAvailable:   shareClaim(given.Spec.MinAvailable, atPath(source, "spec.minAvailable")),
		MaxUnavailable: shareClaim(given.Spec.MaxUnavailable, atPath(source, "spec.maxUnavailable")),
		Selector:       selectorClaim(given.Spec.Selector, atPath(source, "spec.selector")),
		GroupVersion:   "policy/v1",
	}
	found := &given.Status
	return upgrade.PodDisruptionBudget{
			Address:   upgrade.ObjectName("PodDisruptionBudget", namespace, given.Name),
			Namespace: namespace, Name: given.Name, Action: upgrade.NoAction, Before: budget, After: budget,
		}, upgrade.KubeDisruption{
			Namespace: namespace, Name: given.Name,
			Allowed: int(found.DisruptionsAllowed), Healthy: int(found.CurrentHealthy),
			Desired: int(found.DesiredHealthy), Expected: int(found.ExpectedPods),
			Current: found.ObservedGeneration >= given.Generation,
		}
}

// selectorClaim claims a label selector. One that is there and empty is known: it
// picks all.
func selectorClaim(given *metav1.LabelSelector, source upgrade.Source) upgrade.Claim[upgrade.LabelSelector] {
	if given == nil {
		return upgrade.NoClaim[upgrade.LabelSelector](source)
	}
	selector := selectorOf(given)
	return upgrade.Claim[upgrade.LabelSelector]{Knowledge: upgrade.Known, Value: selector, Text: selector.String(), Source: source}
}

func selectorOf(given *metav1.LabelSelector) upgrade.LabelSelector {
	selector := upgrade.LabelSelector{MatchLabels: given.MatchLabels}
	for _, r := range given.MatchExpressions {
		selector.Requirements = append(selector.Requirements, upgrade.Requirement{Key: r.Key, Operator: string(r.Operator), Values: r.Values})
	}
	return selector
}

// autoscalerOf is a HorizontalPodAutoscaler as the domain has it.
func autoscalerOf(given *horizontalPodAutoscaler, source upgrade.Source) upgrade.PodAutoscaler {
	if given == nil {
		return upgrade.PodAutoscaler{}
	}
	namespace := upgrade.Namespaced(given.Namespace)
	return upgrade.PodAutoscaler{
		Address:   upgrade.ObjectName("HorizontalPodAutoscaler", namespace, given.Name),
		Namespace: namespace, Name: given.Name, Action: upgrade.NoAction,
		TargetKind: given.Spec.ScaleTargetRef.Kind, TargetName: given.Spec.ScaleTargetRef.Name,
		MinReplicas: numberClaim(given.Spec.MinReplicas, atPath(source, "spec.minReplicas")),
	}
}
