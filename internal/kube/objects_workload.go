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
	replicas := numberClaim(spec.Replicas, atPath(source, replicasPath))
	return runningWorkload(upgrade.Deployment, &deployment.objectMeta, podControllerOf(replicas, "spec.strategy", spec.Strategy, &spec.Template, source))
}

// daemonSetOf is a DaemonSet as the domain has it. It has no number of replicas.
func daemonSetOf(daemonSet *daemonSet, source upgrade.Source) upgrade.Workload {
	if daemonSet == nil {
		return upgrade.Workload{}
	}
	spec := &daemonSet.Spec
	replicas := upgrade.NoClaim[int](atPath(source, replicasPath))
	return runningWorkload(upgrade.DaemonSet, &daemonSet.objectMeta, podControllerOf(replicas, updateStrategyPath, spec.UpdateStrategy, &spec.Template, source))
}

// statefulSetOf is a StatefulSet as the domain has it.
func statefulSetOf(statefulSet *statefulSet, source upgrade.Source) upgrade.Workload {
	if statefulSet == nil {
		return upgrade.Workload{}
	}
	spec := &statefulSet.Spec
	replicas := numberClaim(spec.Replicas, atPath(source, replicasPath))
	return runningWorkload(upgrade.StatefulSet, &statefulSet.objectMeta, podControllerOf(replicas, updateStrategyPath, spec.UpdateStrategy, &spec.Template, source))
}

const (
	replicasPath       = "spec.replicas"
	updateStrategyPath = "spec.updateStrategy"
)

// runningWorkload is a workload that nothing is done to. What it waits for does
// not matter: no apply waits for it.
func runningWorkload(kind upgrade.WorkloadKind, meta *objectMeta, pods *upgrade.PodController) upgrade.Workload {
	return upgrade.Workload{
		Address: upgrade.ObjectName(string(kind), meta.Namespace, meta.Name), Kind: kind,
		Namespace: upgrade.Namespaced(meta.Namespace), Name: meta.Name,
		Action: upgrade.NoAction, Before: pods, After: pods, WaitsForRollout: true,
	}
}

// podControllerOf is what a workload says of its pods. strategyPath is where it says
// how it replaces them.
func podControllerOf(replicas upgrade.Claim[int], strategyPath string, strategy rolloutOfWorkload, template *podTemplate, source upgrade.Source) *upgrade.PodController {
	const pod = "spec.template.spec."
	spec := &template.Spec
	var maxUnavailable *intstr.IntOrString
	if strategy.RollingUpdate != nil {
		maxUnavailable = strategy.RollingUpdate.MaxUnavailable
	}
	return &upgrade.PodController{
		Replicas:       replicas,
		Strategy:       textClaim(strategy.Type, atPath(source, strategyPath+".type")),
		MaxUnavailable: shareClaim(maxUnavailable, atPath(source, strategyPath+".rollingUpdate.maxUnavailable")),
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
