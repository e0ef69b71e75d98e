package kube

import (
	"fmt"
	"testing"
)

func TestWebhook(t *testing.T) {
	const podRule = `{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["pods"],"scope":"*"}`
	rule := func(operations, groups, versions, resources string) string {
		return fmt.Sprintf(`{"operations":[%s],"apiGroups":[%s],"apiVersions":[%s],"resources":[%s]}`, operations, groups, versions, resources)
	}
	const service = `"clientConfig":{"caBundle":"Cg==","service":{"namespace":"policies","name":"policy-webhook","path":"/v1","port":443}}`
	for _, test := range []struct {
		name, webhook        string
		closed, pods, exempt bool
		url, optIn           bool
	}{
		{name: "pods", webhook: service + `,"failurePolicy":"Fail","rules":[` + podRule + `]`, closed: true, pods: true},
		{name: "default policy", webhook: service + `,"rules":[` + podRule + `]`, closed: true, pods: true},
		{name: "fails open", webhook: service + `,"failurePolicy":"Ignore","rules":[` + podRule + `]`, pods: true},
		{name: "behind a URL", webhook: `"clientConfig":{"url":"https://policy.example"},"rules":[` + podRule + `]`, closed: true, pods: true, url: true},
		{name: "everything", webhook: service + `,"rules":[` + rule(`"*"`, `"*"`, `"*"`, `"*/*"`) + `]`, closed: true, pods: true},
		{name: "all resources", webhook: service + `,"rules":[` + rule(`"UPDATE","CREATE"`, `"","apps"`, `"v1"`, `"deployments","*"`) + `]`, closed: true, pods: true},
		{name: "pods and below", webhook: service + `,"rules":[` + rule(`"CREATE"`, `""`, `"v1"`, `"pods/*"`) + `]`, closed: true, pods: true},
		{name: "the second rule", webhook: service + `,"rules":[` + rule(`"DELETE"`, `""`, `"v1"`, `"pods"`) + `,` + podRule + `]`, closed: true, pods: true},
		{name: "below pods", webhook: service + `,"rules":[` + rule(`"CREATE"`, `""`, `"v1"`, `"pods/eviction","*/scale"`) + `]`, closed: true},
		{name: "updates", webhook: service + `,"rules":[` + rule(`"UPDATE","DELETE"`, `""`, `"v1"`, `"pods"`) + `]`, closed: true},
		{name: "another group", webhook: service + `,"rules":[` + rule(`"CREATE"`, `"apps"`, `"*"`, `"*"`) + `]`, closed: true},
		{name: "another version", webhook: service + `,"rules":[` + rule(`"CREATE"`, `""`, `"v1beta1"`, `"pods"`) + `]`, closed: true},
		{name: "of clusters", webhook: service + `,"rules":[{"operations":["*"],"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"scope":"Cluster"}]`, closed: true},
		{name: "of namespaces", webhook: service + `,"rules":[{"operations":["*"],"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"scope":"Namespaced"}]`, closed: true, pods: true},
		{name: "no rules", webhook: service, closed: true},

		{name: "not in its own namespace", webhook: service + `,"namespaceSelector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["kube-system","policies"]}]}`, closed: true, exempt: true},
		{name: "in other namespaces only", webhook: service + `,"namespaceSelector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"In","values":["shop"]}]}`, closed: true, exempt: true},
		{name: "in one other namespace", webhook: service + `,"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"shop"}}`, closed: true, exempt: true},
		{name: "one of two requirements", webhook: service + `,"namespaceSelector":{"matchExpressions":[{"key":"team","operator":"Exists"},{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["policies"]}]}`, closed: true, exempt: true, optIn: true},
		{name: "not in another namespace", webhook: service + `,"namespaceSelector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["kube-system"]}]}`, closed: true},
		{name: "in its own namespace", webhook: service + `,"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"policies"}}`, closed: true},
		{name: "by a label that is not read", webhook: service + `,"namespaceSelector":{"matchExpressions":[{"key":"admission.gatekeeper.sh/ignore","operator":"DoesNotExist"}]}`, closed: true},
		{name: "all namespaces", webhook: service + `,"namespaceSelector":{},"objectSelector":{}`, closed: true},
		{name: "not its own application", webhook: service + `,"objectSelector":{"matchExpressions":[{"key":"app.kubernetes.io/name","operator":"NotIn","values":["aws-load-balancer-controller"]}]}`, closed: true, exempt: true},
		{name: "who opts in", webhook: service + `,"objectSelector":{"matchLabels":{"inject":"yes"}}`, closed: true, optIn: true},
		{name: "who does not opt out", webhook: service + `,"objectSelector":{"matchExpressions":[{"key":"inject","operator":"NotIn","values":["no"]}]}`, closed: true},
		{name: "one application", webhook: service + `,"objectSelector":{"matchExpressions":[{"key":"app","operator":"In","values":["shop"]}]}`, closed: true, optIn: true},
		{name: "Istio, by namespace", webhook: service + `,"namespaceSelector":{"matchExpressions":[{"key":"istio-injection","operator":"In","values":["enabled"]}]},"objectSelector":{"matchExpressions":[{"key":"sidecar.istio.io/inject","operator":"NotIn","values":["false"]}]}`, closed: true, optIn: true},
		{name: "Istio, by pod", webhook: service + `,"namespaceSelector":{"matchExpressions":[{"key":"istio-injection","operator":"DoesNotExist"},{"key":"istio.io/rev","operator":"DoesNotExist"}]},"objectSelector":{"matchExpressions":[{"key":"sidecar.istio.io/inject","operator":"In","values":["true"]},{"key":"istio.io/rev","operator":"DoesNotExist"}]}`, closed: true, optIn: true},
		{name: "a labelled namespace", webhook: service + `,"namespaceSelector":{"matchLabels":{"policies":"on"}}`, closed: true, optIn: true},
		{name: "a condition", webhook: service + `,"matchConditions":[{"name":"own","expression":"request.namespace != 'policies'"}]`, closed: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := `{"metadata":{"name":"policies"},"webhooks":[{"name":"check.policies.example",` + test.webhook + `}]}`
			validating := validatingWebhooksOf(decoded[webhookConfiguration](t, text))
			mutating := mutatingWebhooksOf(decoded[webhookConfiguration](t, text))
			if len(validating) != 1 || len(mutating) != 1 {
				t.Fatalf("%+v, %+v", validating, mutating)
			}
			got := validating[0]
			if got.Configuration != "ValidatingWebhookConfiguration policies" || mutating[0].Configuration != "MutatingWebhookConfiguration policies" {
				t.Errorf("%q, %q", got.Configuration, mutating[0].Configuration)
			}
			want := "policies/policy-webhook"
			if test.url {
				want = ""
			}
			if got.Name != "check.policies.example" || got.Service != want || got.FailsClosed != test.closed || got.Pods != test.pods || got.Exempt != test.exempt || got.OptIn != test.optIn {
				t.Errorf("got %+v, want %+v", got, test)
			}
			mutating[0].Configuration = got.Configuration
			if mutating[0] != got {
				t.Errorf("mutating %+v, validating %+v", mutating[0], got)
			}
		})
	}
}
