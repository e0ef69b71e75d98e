package rules

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var deprecatedAPIUsed = upgrade.Rule{
	Name:  "deprecated-api-used",
	Title: "something asked for an API that the target does not serve",
	Why: "The API server counts who asks for deprecated APIs, whoever it is: controllers, CI jobs, kubectl, and Terraform. After the upgrade such requests fail. " +
		"The metric apiserver_requested_deprecated_apis counts from the start of the API server on, of which EKS runs several, and it does not tell who asked.",
	Remediation: "Find out who asks for the API, and move it to the one that takes its place.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.APIConcern,
	Since:       "0.1.0",
	Reference:   "https://kubernetes.io/blog/2020/09/03/warnings/",
	Bad:         "# flowcontrol.apiserver.k8s.io/v1beta3 was asked for since the API server was started\ncluster_version = \"1.32\"",
	Good:        "# no API that 1.32 removes was asked for\ncluster_version = \"1.32\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeKube(subject, []kubeList{usageMetric}, place.upgrades, func(in place, kube upgrade.Kube) upgrade.Outcome {
			var outcome upgrade.Outcome
			if !canCompare(in.asked) {
				return outcome // kubelet-skew and the rules on versions say why
			}
			running, _ := kube.Minor()
			for _, use := range kube.DeprecatedUses {
				if use.RemovedIn.Newer(running) && !use.RemovedIn.Newer(in.asked.Value) {
					outcome.Add(deprecatedUseFinding(subject, in, kube, use))
				}
			}
			return outcome
		})
	},
}

func deprecatedUseFinding(subject upgrade.Subject, in place, kube upgrade.Kube, use upgrade.KubeDeprecatedUse) upgrade.Finding {
	name := wording.Plain(use.GroupVersion + " " + use.Resource)
	finding := kubeFinding(in, kube)
	finding.Fact = name
	finding.Message = fmt.Sprintf("%s is to be at Kubernetes %s, and since the API server that answered was started something has asked it for %s, which Kubernetes %s and later do not serve (%s). The metric does not tell who asked, nor when.",
		subject.Environment.Name, withSource(in.asked), name, use.RemovedIn, kube.Source().Ref)
	finding.Remediation = "Find out who asks: the audit log of the cluster has requests with the annotation k8s.io/deprecated, and the EKS upgrade insight on deprecated APIs names the clients of the last 30 days."
	if instead := replacementOf(subject.Catalog, use); instead != "" {
		finding.Remediation += " Move it to " + instead + "."
	}
	return finding
}

// replacementOf is the API version that takes the place of one that was used; empty
// where the catalog does not tell.
func replacementOf(catalog upgrade.Catalog, use upgrade.KubeDeprecatedUse) string {
	resource, _, _ := strings.Cut(use.Resource, "/")
	for _, api := range catalog.APIs {
		if api.GroupVersion == use.GroupVersion && api.OfKubernetes() && pluralOf(api.Kind) == resource {
			return api.ReplacementGroupVersion
		}
	}
	return ""
}

// pluralOf is what the resource of a kind is called, as Kubernetes' own are.
func pluralOf(kind string) string {
	singular := strings.ToLower(kind)
	stem, y := strings.CutSuffix(singular, "y")
	switch {
	case y && !strings.HasSuffix(stem, "a") && !strings.HasSuffix(stem, "e") && !strings.HasSuffix(stem, "o"):
		return stem + "ies"
	case singular == "endpoints":
		return singular
	case strings.HasSuffix(singular, "s"):
		return singular + "es"
	default:
		return singular + "s"
	}
}
