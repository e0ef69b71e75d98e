package kube

import (
	"encoding/json"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// mapAnything decodes an answer as each kind of object and maps it.
func mapAnything(t *testing.T, data []byte, facts upgrade.Catalog) {
	t.Helper()
	of(data, func(o *node) { nodeOf(o) })
	of(data, func(o *deployment) {
		checkWorkload(t, deploymentOf(o, testSource))
		addonsOf(upgrade.Deployment, &o.objectMeta, &o.Spec.Template, facts, testSource)
	})
	of(data, func(o *daemonSet) {
		checkWorkload(t, daemonSetOf(o, testSource))
		addonsOf(upgrade.DaemonSet, &o.objectMeta, &o.Spec.Template, facts, testSource)
	})
	of(data, func(o *statefulSet) {
		checkWorkload(t, statefulSetOf(o, testSource))
		addonsOf(upgrade.StatefulSet, &o.objectMeta, &o.Spec.Template, facts, testSource)
	})
	of(data, func(o *podDisruptionBudget) {
		budget, _ := budgetOf(o, testSource)
		budget.After.DisruptionsAllowed(7)
		budget.After.Selects(upgrade.Claim[map[string]string]{Knowledge: upgrade.Known})
	})
	of(data, func(o *horizontalPodAutoscaler) { autoscalerOf(o, testSource) })
	of(data, func(o *webhookConfiguration) { validatingWebhooksOf(o) })
	of(data, func(o *webhookConfiguration) { mutatingWebhooksOf(o) })
	of(data, func(o *partialObject) {
		orphanPodOf(o, testSource)
		orphanReplicaSetOf(o, testSource)
	})
}

func of[T any](data []byte, use func(*T)) {
	object := new(T)
	if json.Unmarshal(data, object) == nil {
		use(object)
	}
}

// checkWorkload refuses claims that say neither what they know nor why they do
// not.
func checkWorkload(t *testing.T, workload upgrade.Workload) {
	t.Helper()
	pods := workload.After
	if pods == nil || workload.Before != pods || workload.Namespace == "" {
		t.Fatalf("%+v", workload)
	}
	if share := pods.MaxUnavailable; (share.Knowledge == upgrade.Unknown || share.Knowledge == upgrade.Invalid) && share.Reason == "" {
		t.Errorf("%+v", share)
	}
	pods.NodeTerms()
}

func FuzzObjects(f *testing.F) {
	facts := catalog.Embedded()
	for _, test := range addonCases(f) {
		f.Add([]byte(test.Object))
	}
	f.Add([]byte(checkout))
	f.Add([]byte(`null`))
	f.Add([]byte(`{"metadata":null,"spec":{"template":null,"selector":{"matchExpressions":[{"operator":"Gt","values":["x"]}]},"maxUnavailable":"999999999%"}}`))
	f.Add([]byte(`{"webhooks":[{"clientConfig":{"service":{}},"rules":[{}],"namespaceSelector":{"matchExpressions":[{}]},"objectSelector":{"matchExpressions":[{}]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { mapAnything(t, data, facts) })
}

// A list may hold nothing where an object should be.
func TestObjectsOfNothing(t *testing.T) {
	facts := catalog.Embedded()
	mapAnything(t, []byte(`{}`), facts)
	nodeOf(nil)
	deploymentOf(nil, testSource)
	daemonSetOf(nil, testSource)
	statefulSetOf(nil, testSource)
	budgetOf(nil, testSource)
	autoscalerOf(nil, testSource)
	if found := addonsOf(upgrade.Deployment, nil, nil, facts, testSource); found != nil {
		t.Errorf("%+v", found)
	}
	if validatingWebhooksOf(nil) != nil || mutatingWebhooksOf(nil) != nil {
		t.Error("webhooks of nothing")
	}
	if _, is := orphanPodOf(nil, testSource); is {
		t.Error("a pod of nothing")
	}
	if _, is := orphanReplicaSetOf(nil, testSource); is {
		t.Error("a ReplicaSet of nothing")
	}
}
