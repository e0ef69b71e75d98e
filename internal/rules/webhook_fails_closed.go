package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var webhookFailsClosed = upgrade.Rule{
	Name:  "webhook-fails-closed",
	Title: "an admission webhook that fails closed is asked about its own pods",
	Why: "With failurePolicy Fail the API server refuses each new pod while the webhook does not answer. When the webhook's own pods are evicted in a drain, new ones are needed to answer, " +
		"and the webhook that is not there keeps them from being made. Then no evicted pod of the whole cluster comes back.",
	Remediation: "Exempt the webhook's own namespace, with a namespaceSelector on kubernetes.io/metadata.name.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.WorkloadConcern,
	Since:       "0.1.0",
	Reference:   "https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/",
	Bad: `resource "kubernetes_validating_webhook_configuration_v1" "policies" {
  metadata {
    name = "policies"
  }
  webhook {
    name                      = "pods.policies.example.com"
    failure_policy            = "Fail"
    side_effects              = "None"
    admission_review_versions = ["v1"]
    rule {
      api_groups   = [""]
      api_versions = ["v1"]
      operations   = ["CREATE"]
      resources    = ["pods"]
    }
    client_config {
      service {
        namespace = "policies"
        name      = "webhook"
      }
    }
  }
}`,
	Good: `resource "kubernetes_validating_webhook_configuration_v1" "policies" {
  metadata {
    name = "policies"
  }
  webhook {
    name                      = "pods.policies.example.com"
    failure_policy            = "Fail"
    side_effects              = "None"
    admission_review_versions = ["v1"]
    namespace_selector {
      match_expressions {
        key      = "kubernetes.io/metadata.name"
        operator = "NotIn"
        values   = ["policies"]
      }
    }
    rule {
      api_groups   = [""]
      api_versions = ["v1"]
      operations   = ["CREATE"]
      resources    = ["pods"]
    }
    client_config {
      service {
        namespace = "policies"
        name      = "webhook"
      }
    }
  }
}`,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeKube(subject, []kubeList{webhookLists}, place.drainsAny, func(in place, kube upgrade.Kube) upgrade.Outcome {
			var outcome upgrade.Outcome
			for _, webhook := range kube.Webhooks {
				// One that answers at a URL runs elsewhere. One that is asked only about
				// what is labelled for it is seldom asked about its own pods.
				if webhook.FailsClosed && webhook.Pods && !webhook.Exempt && !webhook.OptIn && webhook.Service != "" {
					outcome.Add(webhookFinding(in, kube, webhook))
				}
			}
			return outcome
		})
	},
}

func webhookFinding(in place, kube upgrade.Kube, webhook upgrade.KubeWebhook) upgrade.Finding {
	finding := kubeFinding(in, kube)
	finding.Address = webhook.Configuration
	finding.Fact = wording.Plain(webhook.Name)
	finding.Message = fmt.Sprintf("%s in %s asks the webhook %s about each new pod, and refuses the pod where Service %s does not answer. Nodes are drained in this upgrade. When the pods behind that Service are evicted, no new ones can be made.",
		wording.Plain(webhook.Configuration), kube.Source().Ref, wording.Plain(webhook.Name), wording.Plain(webhook.Service))
	finding.Remediation = "Exempt the namespace of the Service with a namespaceSelector (kubernetes.io/metadata.name NotIn), run two replicas or more on different nodes with a PodDisruptionBudget, or set failurePolicy to Ignore for the time of the upgrade."
	return finding
}
