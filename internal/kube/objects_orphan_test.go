package kube

import (
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestOrphans(t *testing.T) {
	for name, test := range map[string]struct {
		metadata string
		pod, set bool
	}{
		"alone":              {`{}`, true, true},
		"owned, not managed": {`{"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"a","uid":"1"}]}`, true, true},
		"no controller":      {`{"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"a","uid":"1","controller":false}]}`, true, true},
		"managed":            {`{"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"a","uid":"1"},{"apiVersion":"apps/v1","kind":"Deployment","name":"a","uid":"2","controller":true}]}`, false, false},
		"static":             {`{"annotations":{"kubernetes.io/config.mirror":"3f"}}`, false, true},
		"going":              {`{"deletionTimestamp":"2026-10-01T08:00:00Z"}`, false, false},
	} {
		object := decoded[partialObject](t, `{"metadata":`+test.metadata+`}`)
		if _, is := orphanPodOf(object, testSource); is != test.pod {
			t.Errorf("%s: pod %t", name, is)
		}
		if _, is := orphanReplicaSetOf(object, testSource); is != test.set {
			t.Errorf("%s: ReplicaSet %t", name, is)
		}
	}
}

// Of an orphan all is unknown that its metadata do not tell, and says why.
func TestOrphanKnows(t *testing.T) {
	object := decoded[partialObject](t, `{"metadata":{"name":"debug","namespace":"shop","labels":{"app":"debug"},"annotations":{"a":"b"}}}`)
	pod, _ := orphanPodOf(object, testSource)
	if pod.Address != "Pod shop/debug" || pod.Kind != upgrade.Pod || pod.After != pod.Before || pod.After.PodLabels.Value["app"] != "debug" || pod.After.Annotations.Value["a"] != "b" || pod.After.Replicas.Knowledge != upgrade.Absent {
		t.Errorf("%+v\n%+v", pod, pod.After)
	}
	set, _ := orphanReplicaSetOf(object, testSource)
	if set.Address != "ReplicaSet shop/debug" || set.Kind != upgrade.ReplicaSet || set.After.Replicas.Knowledge != upgrade.Unknown || set.After.PodLabels.Knowledge != upgrade.Unknown || set.After.Annotations.Knowledge != upgrade.Unknown {
		t.Errorf("%+v\n%+v", set, set.After)
	}
	for kind, workload := range map[string]upgrade.Workload{"Pod": pod, "ReplicaSet": set} {
		pods := workload.After
		want := "only the metadata of the " + kind + " was read"
		for field, reason := range map[string]string{
			"node selector": pods.NodeSelector.Reason, "affinity": pods.RequiredNodes.Reason, "tolerations": pods.Tolerations.Reason, "containers": pods.Containers.Reason,
		} {
			if reason != want {
				t.Errorf("%s, %s: reason %q, want %q", kind, field, reason, want)
			}
		}
		if pods.Containers.Knowledge != upgrade.Unknown || !isFromTestSource(pods.Containers.Source) {
			t.Errorf("%+v", pods.Containers)
		}
	}
}
