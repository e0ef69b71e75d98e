package kube

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// mirrorAnnotation marks what the API server shows of a static pod.
const mirrorAnnotation = "kubernetes.io/config.mirror"

// orphanPodOf is a pod that nothing makes anew once its node is drained; false
// where a controller does, or where it is the mirror of a static pod, which the
// kubelet of its node makes. One that is being deleted does not count.
func orphanPodOf(pod *partialObject, source upgrade.Source) (upgrade.Workload, bool) {
	if !isOrphan(pod) || pod.Annotations[mirrorAnnotation] != "" {
		return upgrade.Workload{}, false
	}
	known := unreadPods("Pod", source, "spec.")
	known.PodLabels = labelsClaim(pod.Labels, atPath(source, "metadata.labels"))
	known.Annotations = labelsClaim(pod.Annotations, atPath(source, "metadata.annotations"))
	known.Replicas = upgrade.NoClaim[int](known.Replicas.Source)
	return runningWorkload(upgrade.Pod, &pod.objectMeta, known), true
}

// orphanReplicaSetOf is a ReplicaSet that no Deployment updates; false where
// something does.
func orphanReplicaSetOf(replicaSet *partialObject, source upgrade.Source) (upgrade.Workload, bool) {
	if !isOrphan(replicaSet) {
		return upgrade.Workload{}, false
	}
	return runningWorkload(upgrade.ReplicaSet, &replicaSet.objectMeta, unreadPods("ReplicaSet", source, "spec.template.spec.")), true
}

// isOrphan tells whether an object stays, and no controller makes it anew.
func isOrphan(object *partialObject) bool {
	return object != nil && object.DeletionTimestamp == "" &&
		!slices.ContainsFunc(object.OwnerReferences, func(owner ownerReference) bool { return owner.Controller })
}

// unreadPods is a workload of which only the metadata were read. It has no
// strategy. The kinds of its volumes, which a claim does not hold, are none.
func unreadPods(kind string, source upgrade.Source, pod string) *upgrade.PodController {
	reason := "only the metadata of the " + kind + " was read"
	return &upgrade.PodController{
		Replicas:       upgrade.UnknownClaim[int](reason, atPath(source, replicasPath)),
		Strategy:       upgrade.NoClaim[string](source),
		MaxUnavailable: upgrade.NoClaim[upgrade.Share](source),
		PodLabels:      upgrade.UnknownClaim[map[string]string](reason, atPath(source, "spec.template.metadata.labels")),
		NodeSelector:   upgrade.UnknownClaim[map[string]string](reason, atPath(source, pod+"nodeSelector")),
		RequiredNodes:  upgrade.UnknownClaim[[]upgrade.NodeTerm](reason, atPath(source, pod+requiredNodesPath)),
		Tolerations:    upgrade.UnknownClaim[[]upgrade.Toleration](reason, atPath(source, pod+"tolerations")),
		Containers:     upgrade.UnknownClaim[[]upgrade.Container](reason, atPath(source, pod+"containers")),
		Annotations:    upgrade.UnknownClaim[map[string]string](reason, atPath(source, "spec.template.metadata.annotations")),
	}
}
