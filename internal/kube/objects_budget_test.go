package kube

import (
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestBudget(t *testing.T) {
	budget, disruption := budgetOf(decoded[podDisruptionBudget](t, `{"metadata":{"name":"checkout","namespace":"shop","generation":2},
		"spec":{"minAvailable":"50%","selector":{"matchLabels":{"app":"checkout"},"matchExpressions":[{"key":"tier","operator":"In","values":["web"]}]}},
		"status":{"observedGeneration":2,"disruptionsAllowed":1,"currentHealthy":3,"desiredHealthy":2,"expectedPods":4,
			"conditions":[{"type":"DisruptionAllowed","status":"True","reason":"SufficientPods"}]}}`), testSource)
	after := budget.After
	if budget.Address != "PodDisruptionBudget shop/checkout" || budget.Before != after || budget.Action != upgrade.NoAction || after.GroupVersion != "policy/v1" {
		t.Errorf("%+v", budget)
	}
	if after.MinAvailable.Value != (upgrade.Share{Number: 50, Percent: true}) || after.MaxUnavailable.Knowledge != upgrade.Absent {
		t.Errorf("%+v", after)
	}
	if after.Selector.Text != "app=checkout, tier In (web)" || !after.Selector.Value.Matches(map[string]string{"app": "checkout", "tier": "web"}) || after.Selector.Value.Matches(map[string]string{"app": "checkout"}) {
		t.Errorf("%+v", after.Selector)
	}
	if want := (upgrade.KubeDisruption{Namespace: "shop", Name: "checkout", Allowed: 1, Healthy: 3, Desired: 2, Expected: 4, Current: true}); disruption != want {
		t.Errorf("got %+v, want %+v", disruption, want)
	}
	for _, source := range []upgrade.Source{after.MinAvailable.Source, after.MaxUnavailable.Source, after.Selector.Source} {
		if !isFromTestSource(source) {
			t.Errorf("%+v", source)
		}
	}
}

func TestBudgetSelectors(t *testing.T) {
	labels := upgrade.Claim[map[string]string]{Knowledge: upgrade.Known, Value: map[string]string{"app": "a"}}
	for name, test := range map[string]struct {
		spec      string
		knowledge upgrade.Knowledge
		selects   bool
	}{
		"none":  {`{"maxUnavailable":1}`, upgrade.Absent, false},
		"null":  {`{"selector":null}`, upgrade.Absent, false},
		"empty": {`{"selector":{}}`, upgrade.Known, true},
		"other": {`{"selector":{"matchLabels":{"app":"b"}}}`, upgrade.Known, false},
	} {
		budget, _ := budgetOf(decoded[podDisruptionBudget](t, `{"metadata":{"name":"a"},"spec":`+test.spec+`}`), testSource)
		selects, why := budget.After.Selects(labels)
		if budget.After.Selector.Knowledge != test.knowledge || selects != test.selects || why != "" {
			t.Errorf("%s: %+v, selects %t", name, budget.After.Selector, selects)
		}
	}
}

// A status of an older budget says nothing of this one.
func TestBudgetNotSeenYet(t *testing.T) {
	_, disruption := budgetOf(decoded[podDisruptionBudget](t, `{"metadata":{"name":"a","generation":3},"status":{"observedGeneration":2,"disruptionsAllowed":1}}`), testSource)
	if disruption.Current || disruption.Namespace != "default" {
		t.Errorf("%+v", disruption)
	}
}

func TestAutoscaler(t *testing.T) {
	autoscaler := autoscalerOf(decoded[horizontalPodAutoscaler](t, `{"metadata":{"name":"checkout","namespace":"shop"},
		"spec":{"minReplicas":2,"maxReplicas":9,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"checkout"}}}`), testSource)
	if autoscaler.Address != "HorizontalPodAutoscaler shop/checkout" || autoscaler.TargetKind != "Deployment" || autoscaler.TargetName != "checkout" ||
		autoscaler.MinReplicas.Value != 2 || !isFromTestSource(autoscaler.MinReplicas.Source) {
		t.Errorf("%+v", autoscaler)
	}
	bare := autoscalerOf(decoded[horizontalPodAutoscaler](t, `{"metadata":{"name":"a"}}`), testSource)
	if bare.MinReplicas.Knowledge != upgrade.Absent || bare.Namespace != "default" {
		t.Errorf("%+v", bare)
	}
}
