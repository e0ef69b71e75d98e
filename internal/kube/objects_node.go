package kube

import (
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Labels that EKS gives to nodes
// (https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html).
const (
	nodeGroupLabel   = "eks.amazonaws.com/nodegroup"
	computeTypeLabel = "eks.amazonaws.com/compute-type"
)

// nodeOf is a node as the domain has it. The kube-proxy version that a node tells
// is left out: the kubelet writes its own there
// (https://github.com/kubernetes/enhancements/issues/4004).
func nodeOf(node *node) upgrade.KubeNode {
	if node == nil {
		return upgrade.KubeNode{}
	}
	return upgrade.KubeNode{
		Name:          node.Name,
		Kubelet:       node.Status.NodeInfo.KubeletVersion,
		NodeGroup:     node.Labels[nodeGroupLabel],
		OS:            node.Status.NodeInfo.OSImage,
		Labels:        node.Labels,
		Taints:        taintsOf(node.Spec.Taints),
		Ready:         isReady(node.Status.Conditions),
		Unschedulable: node.Spec.Unschedulable,
		Fargate:       node.Labels[computeTypeLabel] == "fargate",
		AutoMode:      node.Labels[computeTypeLabel] == "auto",
	}
}

// isReady is false where the condition is not there, or unknown: then the kubelet
// has not been heard of.
func isReady(conditions []nodeCondition) bool {
	for _, condition := range conditions {
		if condition.Type == "Ready" {
			return condition.Status == "True"
		}
	}
	return false
}

// passingTaints are how the keys of taints begin that say how a node is just now,
// and not what it is for. Kubernetes, the Cluster Autoscaler and Karpenter set and
// lift them by themselves
// (https://kubernetes.io/docs/reference/labels-annotations-taints/).
var passingTaints = []string{
	"node.kubernetes.io/",
	"node.cloudprovider.kubernetes.io/",
	"ToBeDeletedByClusterAutoscaler",
	"DeletionCandidateOfClusterAutoscaler",
	"karpenter.sh/disrupted",
	"karpenter.sh/disruption",
	"karpenter.sh/unregistered",
}

// taintsOf are the taints of a node that it has by its node group.
func taintsOf(taints []taint) []upgrade.Taint {
	var found []upgrade.Taint
	for _, taint := range taints {
		if !passes(taint.Key) {
			found = append(found, upgrade.Taint{Key: taint.Key, Value: taint.Value, Effect: taint.Effect})
		}
	}
	return found
}

func passes(taint string) bool {
	for _, beginning := range passingTaints {
		if strings.HasPrefix(taint, beginning) {
			return true
		}
	}
	return false
}
