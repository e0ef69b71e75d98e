package kube

import (
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// validatingWebhooksOf are the webhooks of a configuration as the domain has them.
func validatingWebhooksOf(configuration *webhookConfiguration) []upgrade.KubeWebhook {
	return webhooksOf("ValidatingWebhookConfiguration", configuration)
}

// mutatingWebhooksOf are the webhooks of a configuration as the domain has them.
func mutatingWebhooksOf(configuration *webhookConfiguration) []upgrade.KubeWebhook {
	return webhooksOf("MutatingWebhookConfiguration", configuration)
}

func webhooksOf(kind string, configuration *webhookConfiguration) []upgrade.KubeWebhook {
	if configuration == nil {
		return nil
	}
	var found []upgrade.KubeWebhook
	for i := range configuration.Webhooks {
		found = append(found, webhook{configuration: kind + " " + configuration.Name, admissionWebhook: &configuration.Webhooks[i]}.inDomain())
	}
	return found
}

// webhook is one of a configuration.
type webhook struct {
	configuration string
	*admissionWebhook
}

func (w webhook) inDomain() upgrade.KubeWebhook {
	found := upgrade.KubeWebhook{
		Configuration: w.configuration,
		Name:          w.Name,
		// Fail is the default of admissionregistration.k8s.io/v1.
		FailsClosed: w.FailurePolicy == nil || *w.FailurePolicy == "Fail",
		Pods:        slices.ContainsFunc(w.Rules, matchesNewPods),
		OptIn:       optsIn(w.NamespaceSelector) || optsIn(w.ObjectSelector),
	}
	if service := w.ClientConfig.Service; service != nil {
		found.Service = service.Namespace + "/" + service.Name
		found.Exempt = w.leavesOut(service.Namespace)
	}
	return found
}

// matchesNewPods tells whether a rule holds for the creation of a pod, as the API
// server has it
// (k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/rules). There a
// resource such as pods/* is for pods too, and not only for what is below them.
func matchesNewPods(rule webhookRule) bool {
	if rule.Scope != nil && *rule.Scope != "*" && *rule.Scope != "Namespaced" {
		return false
	}
	pods := func(given string) bool {
		resource, subresource, _ := strings.Cut(given, "/")
		return (resource == "pods" || resource == "*") && (subresource == "" || subresource == "*")
	}
	return hasOrAll(rule.Operations, "CREATE") && hasOrAll(rule.APIGroups, "") &&
		hasOrAll(rule.APIVersions, "v1") && slices.ContainsFunc(rule.Resources, pods)
}

// hasOrAll tells whether a list holds a text, or * for all of them.
func hasOrAll(list []string, text string) bool {
	return slices.Contains(list, text) || slices.Contains(list, "*")
}

// leavesOut tells whether the webhook is surely not asked about its own pods,
// which run in a namespace. Two things are taken for sure:
//
//   - Its namespaceSelector does not hold for the label with the namespace's name.
//     Every namespace has that one. The others are not read, so that a selector of
//     theirs leaves nothing out.
//   - Its objectSelector names an application that it does not hold for. Webhooks
//     that are asked about pods leave their own out so, as the AWS Load Balancer
//     Controller does with app.kubernetes.io/name NotIn
//     (aws-load-balancer-controller). The pods' labels are not compared, since the
//     Service that leads to them is not read. Labels of another kind leave nothing
//     out for sure; see optsIn for those that opt in.
//
// A matchCondition is an expression that only the API server can evaluate, and
// leaves nothing out either.
func (w webhook) leavesOut(namespace string) bool {
	return w.NamespaceSelector != nil && !mayHoldForNamespace(selectorOf(w.NamespaceSelector), namespace) ||
		w.ObjectSelector != nil && slices.ContainsFunc(w.ObjectSelector.MatchExpressions, excludesApplication)
}

// namespaceLabel is one that every namespace has, with its name.
const namespaceLabel = "kubernetes.io/metadata.name"

// mayHoldForNamespace judges what a selector asks of the namespace's name.
func mayHoldForNamespace(selector upgrade.LabelSelector, namespace string) bool {
	own := map[string]string{namespaceLabel: namespace}
	if name, asked := selector.MatchLabels[namespaceLabel]; asked && name != namespace {
		return false
	}
	for _, requirement := range selector.Requirements {
		if requirement.Key == namespaceLabel && !requirement.Holds(own) {
			return false
		}
	}
	return true
}

// optsIn tells whether a selector holds only for what carries a label other than the
// name that every namespace has. Who installs such a webhook labels what it is for:
// Istio's are for istio-injection In (enabled) on the namespace or
// sidecar.istio.io/inject In (true) on the pod. The labels of the webhook's own
// namespace and pods are not read, and the webhook seldom asks for its own. To take
// them for labelled would be a false alarm in each cluster that runs Istio.
func optsIn(selector *metav1.LabelSelector) bool {
	if selector == nil {
		return false
	}
	for key := range selector.MatchLabels {
		if key != namespaceLabel {
			return true
		}
	}
	return slices.ContainsFunc(selector.MatchExpressions, func(r metav1.LabelSelectorRequirement) bool {
		return r.Key != namespaceLabel && (r.Operator == metav1.LabelSelectorOpIn || r.Operator == metav1.LabelSelectorOpExists)
	})
}

// applicationLabels name the application that a pod is of.
var applicationLabels = append([]string{"app.kubernetes.io/instance"}, addonLabels...)

func excludesApplication(r metav1.LabelSelectorRequirement) bool {
	return r.Operator == metav1.LabelSelectorOpNotIn && slices.Contains(applicationLabels, r.Key)
}
