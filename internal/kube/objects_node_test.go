package kube

import (
	"reflect"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestNode(t *testing.T) {
	for _, test := range []struct {
		name, object string
		want         upgrade.KubeNode
	}{
		{
			name: "of a node group",
			object: `{"metadata":{"name":"ip-10-0-1-7","labels":{"eks.amazonaws.com/nodegroup":"blue","pool":"blue"}},
				"spec":{"providerID":"aws:///eu-west-1a/i-1","taints":[{"key":"pool","value":"blue","effect":"NoSchedule"}]},
				"status":{"conditions":[{"type":"MemoryPressure","status":"False"},{"type":"Ready","status":"True"}],
				"nodeInfo":{"kubeletVersion":"v1.34.1-eks-113cf36","kubeProxyVersion":"v1.34.1-eks-113cf36","osImage":"Amazon Linux 2023.9.20251020"}}}`,
			want: upgrade.KubeNode{
				Name: "ip-10-0-1-7", Kubelet: "v1.34.1-eks-113cf36", NodeGroup: "blue", OS: "Amazon Linux 2023.9.20251020", Ready: true,
				Labels: map[string]string{"eks.amazonaws.com/nodegroup": "blue", "pool": "blue"},
				Taints: []upgrade.Taint{{Key: "pool", Value: "blue", Effect: "NoSchedule"}},
			},
		},
		{
			name: "drained, and not heard of",
			object: `{"metadata":{"name":"a"},"spec":{"unschedulable":true,"taints":[
				{"key":"node.kubernetes.io/unschedulable","effect":"NoSchedule","timeAdded":"2026-10-01T08:00:00Z"},
				{"key":"node.kubernetes.io/unreachable","effect":"NoExecute"},
				{"key":"node.cloudprovider.kubernetes.io/shutdown","effect":"NoSchedule"},
				{"key":"ToBeDeletedByClusterAutoscaler","value":"1764000000","effect":"NoSchedule"},
				{"key":"karpenter.sh/disrupted","effect":"NoSchedule"}]},
				"status":{"conditions":[{"type":"Ready","status":"Unknown"}]}}`,
			want: upgrade.KubeNode{Name: "a", Unschedulable: true},
		},
		{
			name:   "of Fargate",
			object: `{"metadata":{"name":"fargate-ip-10-0-1-8","labels":{"eks.amazonaws.com/compute-type":"fargate"}},"spec":{"taints":[{"key":"eks.amazonaws.com/compute-type","value":"fargate","effect":"NoSchedule"}]}}`,
			want: upgrade.KubeNode{
				Name: "fargate-ip-10-0-1-8", Fargate: true, Labels: map[string]string{"eks.amazonaws.com/compute-type": "fargate"},
				Taints: []upgrade.Taint{{Key: "eks.amazonaws.com/compute-type", Value: "fargate", Effect: "NoSchedule"}},
			},
		},
		{
			name:   "of Auto Mode",
			object: `{"metadata":{"name":"i-0a","labels":{"eks.amazonaws.com/compute-type":"auto"}},"status":{"conditions":[{"type":"Ready","status":"False"}]}}`,
			want:   upgrade.KubeNode{Name: "i-0a", AutoMode: true, Labels: map[string]string{"eks.amazonaws.com/compute-type": "auto"}},
		},
		{name: "empty", object: `{}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := nodeOf(decoded[node](t, test.object)); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}
