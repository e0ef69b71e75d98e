package kube

import (
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// deploymentOf is a Deployment as the domain has it.
func deploymentOf(deployment *deployment, source upgrade.Source) upgrade.Workload {
	if deployment == nil {
		return upgrade.Workload{}
	}
	spec := &deployment.Spec
	strategy := updateStrategy{field: "spec.strategy", kind: spec.Strategy.Type}
	if rolling := spec.Strategy.RollingUpdate; rolling != nil {
		strategy.maxUnavailable = rolling.MaxUnavailable
	}
	pods := podControllerOf(numberClaim(spec.Replicas, atPath(source, replicasPath)), strategy, &spec.Template, source)
	return runningWorkload(upgrade.Deployment, &deployment.objectMeta, pods)
}

// daemonSetOf is a DaemonSet as the domain has it. It has no number of replicas.
func daemonSetOf(daemonSet *daemonSet, source upgrade.Source) upgrade.Workload {
	if daemonSet == nil {
		return upgrade.Workload{}
	}
	spec := &daemonSet.Spec
	strategy := updateStrategy{field: "spec.updateStrategy", kind: spec.UpdateStrategy.Type}
	if rolling := spec.UpdateStrategy.RollingUpdate; rolling != nil {
		strategy.maxUnavailable = rolling.MaxUnavailable
	}
	pods := podControllerOf(upgrade.NoClaim[int](atPath(source, replicasPath)), strategy, &spec.Template, source)
	return runningWorkload(upgrade.DaemonSet, &daemonSet.objectMeta, pods)
}

// statefulSetOf is a StatefulSet as the domain has it.
func statefulSetOf(statefulSet *statefulSet, source upgrade.Source) upgrade.Workload {
	if statefulSet == nil {
		return upgrade.Workload{}
	}
	spec := &statefulSet.Spec
	strategy := updateStrategy{field: "spec.updateStrategy", kind: spec.UpdateStrategy.Type}
	if rolling := spec.UpdateStrategy.RollingUpdate; rolling != nil {
		strategy.maxUnavailable = rolling.MaxUnavailable
	}
	pods := podControllerOf(numberClaim(spec.Replicas, atPath(source, replicasPath)), strategy, &spec.Template, source)
	return runningWorkload(upgrade.StatefulSet, &statefulSet.objectMeta, pods)
}

const replicasPath = "spec.replicas"

// updateStrategy is how a workload replaces its pods.
type updateStrategy struct {
	// field is where it stands in the object.
	field string
	// kind is RollingUpdate, Recreate or OnDelete.
	kind           string
	maxUnavailable *intstr.IntOrString
}

// runningWorkload is a workload that nothing is done to. What it waits for does
// not matter: no apply waits for it.
func runningWorkload(kind upgrade.WorkloadKind, meta *objectMeta, pods *upgrade.PodController) upgrade.Workload {
	return upgrade.Workload{
		Address: objectAddress(string(kind), meta.Namespace, meta.Name), Kind: kind,
		Namespace: upgrade.Namespaced(meta.Namespace), Name: meta.Name,
		Action: upgrade.NoAction, Before: pods, After: pods, WaitsForRollout: true,
	}
}

// podControllerOf is what a workload says of its pods.
func podControllerOf(replicas upgrade.Claim[int], strategy updateStrategy, template *podTemplate, source upgrade.Source) *upgrade.PodController {
	const pod = "spec.template.spec."
	spec := &template.Spec
	return &upgrade.PodController{
		Replicas:       replicas,
		Strategy:       textClaim(strategy.kind, atPath(source, strategy.field+".type")),
		MaxUnavailable: shareClaim(strategy.maxUnavailable, atPath(source, strategy.field+".rollingUpdate.maxUnavailable")),
		PodLabels:      labelsClaim(template.Labels, atPath(source, "spec.template.metadata.labels")),
		NodeSelector:   labelsClaim(spec.NodeSelector, atPath(source, pod+"nodeSelector")),
		RequiredNodes:  requiredNodes(spec.Affinity, atPath(source, pod+requiredNodesPath)),
		OtherAffinity:  otherAffinity(spec.Affinity),
		Tolerations:    tolerationsClaim(spec.Tolerations, atPath(source, pod+"tolerations")),
		Containers:     containersClaim(spec, pod, source),
		Annotations:    labelsClaim(template.Annotations, atPath(source, "spec.template.metadata.annotations")),
		VolumeKinds:    volumeKinds(spec.Volumes),
	}
}
