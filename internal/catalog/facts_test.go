package catalog

import (
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestEveryFactHasSource(t *testing.T) {
	catalog := Embedded()
	sources := map[string][]string{}
	for _, api := range catalog.APIs {
		sources["apis"] = append(sources["apis"], api.Source)
	}
	for _, api := range catalog.ResourceAPIs {
		sources["resource_apis"] = append(sources["resource_apis"], api.Source)
	}
	for _, ami := range catalog.AMIs {
		sources["amis"] = append(sources["amis"], ami.Source)
	}
	for _, note := range catalog.Notes {
		sources["notes"] = append(sources["notes"], note.Source)
	}
	for _, addon := range catalog.Addons {
		sources["addons"] = append(sources["addons"], addon.Source)
		for _, fact := range addon.Ranges {
			sources["ranges"] = append(sources["ranges"], fact.Source)
		}
		for _, fact := range addon.Needs {
			sources["needs"] = append(sources["needs"], fact.Source)
		}
		for _, fact := range addon.Latest {
			sources["latest"] = append(sources["latest"], fact.Source)
		}
		for _, fact := range addon.ChartVersions {
			sources["chart_versions"] = append(sources["chart_versions"], fact.Source)
		}
		if addon.Retired.Text != "" {
			sources["retired"] = append(sources["retired"], addon.Retired.Source)
		}
	}
	for _, section := range []string{"apis", "resource_apis", "amis", "notes", "addons", "ranges", "needs", "latest", "chart_versions", "retired"} {
		if len(sources[section]) == 0 {
			t.Errorf("there are no %s", section)
		}
		for i, source := range sources[section] {
			if source == "" {
				t.Errorf("%s[%d] has no source", section, i)
			}
		}
	}
}

// Texts that reports print keep to plain sentences.
func TestTextsOfFacts(t *testing.T) {
	for _, addon := range Embedded().Addons {
		for _, need := range addon.Needs {
			if strings.HasSuffix(need.Why, ".") {
				t.Errorf("%s: %q ends in a full stop", addon.Name, need.Why)
			}
		}
	}
	for _, note := range Embedded().Notes {
		for _, text := range []string{note.Says, note.Do} {
			if !strings.HasSuffix(text, ".") {
				t.Errorf("%s: %q is no sentence", note.Name, text)
			}
		}
	}
}

func addonVersion(t *testing.T, text string) upgrade.AddonVersion {
	t.Helper()
	version, ok := upgrade.ParseAddonVersion(text)
	if !ok {
		t.Fatalf("%q is no version", text)
	}
	return version
}

func TestEmbeddedAPIs(t *testing.T) {
	for _, test := range []struct {
		groupVersion, kind, serves, refuses, replacement string
	}{
		{"policy/v1beta1", "PodDisruptionBudget", "1.24", "1.25", "policy/v1"},
		{"extensions/v1beta1", "Ingress", "1.21", "1.22", "networking.k8s.io/v1"},
		{"networking.k8s.io/v1beta1", "IngressClass", "1.21", "1.22", "networking.k8s.io/v1"},
		{"autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.25", "1.26", "autoscaling/v2"},
		{"flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", "1.31", "1.32", "flowcontrol.apiserver.k8s.io/v1"},
		{"networking.k8s.io/v1beta1", "ServiceCIDR", "1.36", "1.37", "networking.k8s.io/v1"},
		{"apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", "1.21", "1.22", "apiextensions.k8s.io/v1"},
	} {
		api, ok := Embedded().APIOf(test.groupVersion, test.kind)
		if !ok || api.RemovedFrom(addonVersion(t, test.serves)) || !api.RemovedFrom(addonVersion(t, test.refuses)) || api.ReplacementGroupVersion != test.replacement {
			t.Errorf("%s %s: %+v", test.groupVersion, test.kind, api)
		}
	}
	if api, ok := Embedded().APIOf("cert-manager.io/v1alpha2", "Issuer"); !ok || api.OfKubernetes() || !api.RemovedFrom(addonVersion(t, "v1.6.0")) {
		t.Errorf("cert-manager's Issuer: %+v", api)
	}
	if api, ok := Embedded().APIOf("authentication.istio.io/v1alpha1", "Policy"); !ok || api.Component != "istio" {
		t.Errorf("a kind of istio: %+v", api)
	}
	if api, ok := Embedded().APIOf("apps/v1", "Deployment"); ok {
		t.Errorf("apps/v1 Deployment goes: %+v", api)
	}
}

// An API of another component is one of an add-on that the catalog knows, or
// nothing could tell its version.
func TestComponentsAreNamed(t *testing.T) {
	for _, api := range Embedded().APIs {
		if _, ok := Embedded().Addon(api.Component); !ok && !api.OfKubernetes() && api.Component != "istio" {
			t.Errorf("%s %s is of %q, which is no add-on", api.GroupVersion, api.Kind, api.Component)
		}
	}
}

func TestEmbeddedResourceAPIs(t *testing.T) {
	for resourceType, want := range map[string]string{
		"kubernetes_pod_disruption_budget":               "policy/v1beta1",
		"kubernetes_pod_disruption_budget_v1":            "policy/v1",
		"kubernetes_ingress":                             "extensions/v1beta1",
		"kubernetes_deployment":                          "apps/v1",
		"kubernetes_horizontal_pod_autoscaler":           "autoscaling/v2beta2 when metric or behavior, autoscaling/v1",
		"kubernetes_validating_webhook_configuration":    "admissionregistration.k8s.io/v1 discovered",
		"kubernetes_validating_webhook_configuration_v1": "admissionregistration.k8s.io/v1 discovered",
		"kubernetes_mutating_webhook_configuration":      "admissionregistration.k8s.io/v1 discovered",
		"kubernetes_mutating_webhook_configuration_v1":   "admissionregistration.k8s.io/v1",
		"kubernetes_manifest":                            "",
		"helm_release":                                   "",
	} {
		var got []string
		for _, api := range Embedded().ResourceAPIsOf(resourceType) {
			text := api.GroupVersion
			if api.When != "" {
				text += " when " + api.When
			}
			if api.Discovered {
				text += " discovered"
			}
			got = append(got, text)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: got %v, want %s", resourceType, got, want)
		}
	}
}

func TestEmbeddedAddonsAreRecognised(t *testing.T) {
	for image, want := range map[string]string{
		"602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni":                      "vpc-cni",
		"602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns":                         "coredns",
		"docker.io/coredns/coredns":                                                        "coredns",
		"602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/kube-proxy":                      "kube-proxy",
		"registry.k8s.io/kube-proxy":                                                       "kube-proxy",
		"public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver":                                 "aws-ebs-csi-driver",
		"public.ecr.aws/efs-csi-driver/amazon/aws-efs-csi-driver":                          "aws-efs-csi-driver",
		"registry.k8s.io/autoscaling/cluster-autoscaler":                                   "cluster-autoscaler",
		"k8s.gcr.io/autoscaling/cluster-autoscaler-arm64":                                  "cluster-autoscaler",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/mirror/cluster-autoscaler":           "cluster-autoscaler",
		"bitnami/cluster-autoscaler":                                                       "cluster-autoscaler",
		"public.ecr.aws/eks/aws-load-balancer-controller":                                  "aws-load-balancer-controller",
		"602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon/aws-load-balancer-controller": "aws-load-balancer-controller",
		"proxy.corp/aws-load-balancer-controller":                                          "aws-load-balancer-controller",
		"docker.io/amazon/aws-alb-ingress-controller":                                      "aws-load-balancer-controller",
		"registry.k8s.io/metrics-server/metrics-server":                                    "metrics-server",
		"proxy.corp/k8s/metrics-server":                                                    "metrics-server",
		"bitnami/metrics-server":                                                           "metrics-server",
		"quay.io/jetstack/cert-manager-controller":                                         "cert-manager",
		"public.ecr.aws/karpenter/controller":                                              "karpenter",
		"registry.k8s.io/ingress-nginx/controller":                                         "ingress-nginx",
		"registry.k8s.io/external-dns/external-dns":                                        "external-dns",
		"quay.io/argoproj/argocd":                                                          "argo-cd",

		"quay.io/jetstack/cert-manager-webhook": "", "amazon-k8s-cni-init": "", "proxy.corp/controller": "", "nginx": "",
		"registry.k8s.io/ingress-nginx/kube-webhook-certgen": "", "registry.k8s.io/kube-state-metrics/kube-state-metrics": "",
	} {
		if facts, ok := Embedded().AddonOfImage(image); ok != (want != "") || facts.Name != want {
			t.Errorf("%s: got %q, want %q", image, facts.Name, want)
		}
	}
	for chart, want := range map[string]string{
		"aws-vpc-cni": "vpc-cni", "autoscaler/cluster-autoscaler": "cluster-autoscaler", "oci://public.ecr.aws/karpenter/karpenter": "karpenter",
		"./charts/metrics-server": "metrics-server", "jetstack/cert-manager": "cert-manager", "argo/argo-cd": "argo-cd",
		"karpenter-crd": "", "prometheus": "",
	} {
		if facts, ok := Embedded().AddonOfChart(chart); ok != (want != "") || facts.Name != want {
			t.Errorf("chart %s: got %q, want %q", chart, facts.Name, want)
		}
	}
}

// An image or a chart belongs to one add-on.
func TestIdentitiesAreUnique(t *testing.T) {
	owners := map[string]string{}
	for _, addon := range Embedded().Addons {
		for _, identity := range append(append([]string{}, addon.Images...), "addon "+addon.Name) {
			if owner, taken := owners[identity]; taken {
				t.Errorf("%s is of %s and of %s", identity, owner, addon.Name)
			}
			owners[identity] = addon.Name
		}
		for _, chart := range addon.Charts {
			if owner, taken := owners["chart "+chart]; taken {
				t.Errorf("chart %s is of %s and of %s", chart, owner, addon.Name)
			}
			owners["chart "+chart] = addon.Name
		}
	}
}

func TestEmbeddedCharts(t *testing.T) {
	for _, test := range []struct{ chart, version, want string }{
		{"metrics-server", "3.12.1", "0.7.1"},
		{"metrics-server", "3.8.3", "0.6.2"},
		{"aws-load-balancer-controller", "1.4.8", "v2.4.7"},
		{"aws-load-balancer-controller", "3.5.0", "v3.5.0"},
		{"aws-load-balancer-controller", "3.99.0", "3.99.0"},
		{"aws-load-balancer-controller", "1.99.0", ""},
		{"cluster-autoscaler", "9.37.0", "1.30.0"},
		{"karpenter", "1.0.5", "1.0.5"},
		{"cert-manager", "v1.16.2", "1.16.2"},
		{"aws-vpc-cni", "1.99.0", "1.99.0"},
		{"ingress-nginx", "4.15.1", "1.15.1"},
	} {
		facts, _ := Embedded().AddonOfChart(test.chart)
		got, ok := facts.AppOfChart(test.chart, test.version)
		if ok != (test.want != "") || got.String() != test.want {
			t.Errorf("%s %s: got %q, want %q", test.chart, test.version, got, test.want)
		}
	}
}

// refuses tells whether a need that rules out, or a range, is against a version
// on a minor.
func refuses(facts upgrade.AddonFacts, version upgrade.AddonVersion, at upgrade.Minor) bool {
	for _, need := range facts.Needs {
		if need.Severity == upgrade.Off && !at.Older(need.Kubernetes) && version.Compare(need.AtLeast) < 0 {
			return true
		}
	}
	for _, fact := range facts.Ranges {
		if fact.Holds(version) && fact.Refuses(at) {
			return true
		}
	}
	return false
}

func TestEmbeddedCompatibility(t *testing.T) {
	for _, test := range []struct {
		addon, version, at string
		want               bool
	}{
		{"vpc-cni", "v1.11.4-eksbuild.1", "1.25", false},
		{"vpc-cni", "v1.11.4-eksbuild.1", "1.26", true},
		{"vpc-cni", "v1.12.0-eksbuild.1", "1.26", false},
		{"vpc-cni", "v1.15.0-eksbuild.1", "1.30", false},
		{"aws-load-balancer-controller", "v2.4.0", "1.21", false},
		{"aws-load-balancer-controller", "v2.4.0", "1.22", true},
		{"aws-load-balancer-controller", "v2.4.6", "1.24", false},
		{"aws-load-balancer-controller", "v2.4.6", "1.25", true},
		{"aws-load-balancer-controller", "v2.4.7", "1.25", false},
		{"aws-load-balancer-controller", "v2.5.0", "1.21", true},
		{"aws-load-balancer-controller", "v2.11.0", "1.37", false},
		{"metrics-server", "0.6.4", "1.24", true},
		{"metrics-server", "0.6.4", "1.34", false},
		{"metrics-server", "v0.7.1", "1.26", true},
		{"metrics-server", "v0.7.1", "1.27", false},
		{"metrics-server", "0.3.6", "1.22", true},
		{"metrics-server", "0.8.0", "1.30", true},
		{"karpenter", "0.37.0", "1.30", false},
		{"karpenter", "0.37.0", "1.31", true},
		{"karpenter", "1.0.4", "1.31", true},
		{"karpenter", "1.0.5", "1.31", false},
		{"karpenter", "1.13.0", "1.37", false},
		{"cert-manager", "1.12.0", "1.34", false},
		{"ingress-nginx", "1.9.4", "1.30", false},
		{"external-dns", "0.17.0", "1.32", false},
		{"external-dns", "0.17.0", "1.33", true},
		{"external-dns", "0.18.0", "1.33", false},
		{"coredns", "v1.11.3-eksbuild.1", "1.32", false},
	} {
		facts, ok := Embedded().Addon(test.addon)
		if !ok {
			t.Fatalf("no add-on %s", test.addon)
		}
		if got := refuses(facts, addonVersion(t, test.version), minor(t, test.at)); got != test.want {
			t.Errorf("%s %s on %s: refused is %t", test.addon, test.version, test.at, got)
		}
	}
}

func TestEmbeddedAddonTraits(t *testing.T) {
	for name, want := range map[string]struct{ eks, essential, follows, oneAtATime bool }{
		"vpc-cni":                      {true, true, false, true},
		"coredns":                      {true, true, false, false},
		"kube-proxy":                   {true, true, true, false},
		"eks-pod-identity-agent":       {true, false, false, true},
		"metrics-server":               {true, false, false, false},
		"cluster-autoscaler":           {false, false, true, false},
		"aws-load-balancer-controller": {false, false, false, false},
	} {
		facts, ok := Embedded().Addon(name)
		if !ok || facts.EKS != want.eks || facts.Essential != want.essential || facts.FollowsMinor != want.follows || facts.OneMinorAtATime != want.oneAtATime {
			t.Errorf("%s: %t %+v", name, ok, facts.Name)
		}
	}
	if facts, _ := Embedded().Addon("ingress-nginx"); facts.Retired.Text == "" || facts.Retired.Date.IsZero() {
		t.Errorf("ingress-nginx is not retired: %+v", facts.Retired)
	}
	autoscaler, _ := Embedded().Addon("cluster-autoscaler")
	for _, latest := range autoscaler.Latest {
		if of, ok := latest.Version.Kubernetes(); !ok || of != latest.Kubernetes {
			t.Errorf("the Cluster Autoscaler for %s is %s", latest.Kubernetes, latest.Version)
		}
	}
	if len(autoscaler.Latest) != 16 {
		t.Errorf("%d minors have a Cluster Autoscaler, want 16", len(autoscaler.Latest))
	}
}

func TestEmbeddedAMIs(t *testing.T) {
	facts := Embedded().AMIs
	if len(facts) != 1 || facts[0].Last != minor(t, "1.32") {
		t.Fatalf("got %+v", facts)
	}
	for text, want := range map[string]bool{
		"/aws/service/eks/optimized-ami/1.33/amazon-linux-2/recommended/image_id":                    true,
		"/aws/service/eks/optimized-ami/1.33/amazon-linux-2-gpu/recommended/image_id":                true,
		"/aws/service/eks/optimized-ami/1.33/amazon-linux-2-arm64/recommended/image_id":              true,
		"/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/image_id": false,
		"amazon-eks-node-1.32-v20250101":                                                             true,
		"amazon-eks-gpu-node-1.32-v20250101":                                                         true,
		"amazon-eks-arm64-node-1.32-v20250101":                                                       true,
		"amazon-eks-node-al2023-x86_64-standard-1.32-v20250101":                                      false,
		"bottlerocket-aws-k8s-1.33-x86_64-v1.19.0":                                                   false,
	} {
		got := false
		for _, path := range facts[0].Paths {
			got = got || strings.Contains(text, path)
		}
		if got != want {
			t.Errorf("%s: Amazon Linux 2 is %t", text, got)
		}
	}
}

func TestEmbeddedNotes(t *testing.T) {
	want := map[string]struct{ from, sign string }{
		"p2-instances": {"1.25", "p2."}, "seccomp-annotations": {"1.27", "seccomp.security.alpha.kubernetes.io/pod"},
		"kubelet-container-runtime": {"1.27", "--container-runtime"}, "kubelet-keep-terminated-pod-volumes": {"1.31", "--keep-terminated-pod-volumes"},
		"kubelet-cgroup-driver": {"1.34", "--cgroup-driver"}, "kubelet-pod-infra-container-image": {"1.35", "--pod-infra-container-image"},
		"kube-proxy-ipvs": {"1.35", "ipvs"}, "git-repo-volumes": {"1.36", "gitRepo"}, "ingress-nginx-retired": {"none", "ingress-nginx"},
	}
	for _, note := range Embedded().Notes {
		if expected, ok := want[note.Name]; !ok || note.Kubernetes.String() != expected.from || note.Signs[0] != expected.sign || note.Severity == upgrade.Off {
			t.Errorf("%s: from %s, signs %v, %s", note.Name, note.Kubernetes, note.Signs, note.Severity)
		}
		delete(want, note.Name)
	}
	if len(want) != 0 {
		t.Errorf("missing: %v", want)
	}
}
