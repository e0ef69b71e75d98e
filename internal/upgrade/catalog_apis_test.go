package upgrade

import "testing"

func addonVersion(t testing.TB, text string) AddonVersion {
	t.Helper()
	v, ok := ParseAddonVersion(text)
	if !ok {
		t.Fatalf("%q is no version", text)
	}
	return v
}

func TestAPIGoes(t *testing.T) {
	gone := API{GroupVersion: "policy/v1beta1", Kind: "PodDisruptionBudget", Component: Kubernetes, DeprecatedIn: addonVersion(t, "1.21"), RemovedIn: addonVersion(t, "1.25")}
	stays := API{GroupVersion: "v1", Kind: "Endpoints", Component: Kubernetes, DeprecatedIn: addonVersion(t, "1.33")}
	foreign := API{GroupVersion: "cert-manager.io/v1alpha2", Kind: "Issuer", Component: "cert-manager", DeprecatedIn: addonVersion(t, "v1.4.0"), RemovedIn: addonVersion(t, "v1.6.0")}
	for _, test := range []struct {
		name                string
		api                 API
		version             AddonVersion
		deprecated, removed bool
	}{
		{"before", gone, addonVersion(t, "1.20"), false, false},
		{"deprecated", gone, addonVersion(t, "1.21"), true, false},
		{"the last", gone, addonVersion(t, "1.24"), true, false},
		{"the first without", gone, addonVersion(t, "1.25"), true, true},
		{"long after", gone, addonVersion(t, "1.37"), true, true},
		{"a single digit", gone, addonVersion(t, "1.9"), false, false},
		{"no version", gone, AddonVersion{}, false, false},
		{"no end", stays, addonVersion(t, "1.99"), true, false},
		{"another component", foreign, addonVersion(t, "v1.5.9"), true, false},
		{"another component that no longer has it", foreign, addonVersion(t, "v1.6.0"), true, true},
		{"two digits are more than one", foreign, addonVersion(t, "1.16.2"), true, true},
	} {
		if got := test.api.DeprecatedFrom(test.version); got != test.deprecated {
			t.Errorf("%s: deprecated is %t", test.name, got)
		}
		if got := test.api.RemovedFrom(test.version); got != test.removed {
			t.Errorf("%s: removed is %t", test.name, got)
		}
	}
}

func TestAPIOf(t *testing.T) {
	catalog := Catalog{APIs: []API{
		{GroupVersion: "authentication.istio.io/v1alpha1", Component: "istio", Source: "all kinds"},
		{GroupVersion: "authentication.istio.io/v1alpha1", Kind: "Policy", Component: "istio", Source: "one kind"},
		{GroupVersion: "rbac.istio.io", Kind: "AuthorizationPolicies", Component: "istio", Source: "group"},
		{GroupVersion: "policy/v1beta1", Kind: "PodDisruptionBudget", Component: Kubernetes, Source: "budget"},
		{GroupVersion: "v1", Kind: "Endpoints", Component: Kubernetes, Source: "core"},
	}}
	for _, test := range []struct{ groupVersion, kind, want string }{
		{"policy/v1beta1", "PodDisruptionBudget", "budget"},
		{"policy/v1", "PodDisruptionBudget", ""},
		{"policy/v1beta1", "Eviction", ""},
		{"policy", "PodDisruptionBudget", ""},
		{"v1", "Endpoints", "core"},
		{"v1", "Pod", ""},
		{"authentication.istio.io/v1alpha1", "Policy", "one kind"},
		{"authentication.istio.io/v1alpha1", "MeshPolicy", "all kinds"},
		{"rbac.istio.io/v1alpha1", "AuthorizationPolicies", "group"},
		{"rbac.istio.io", "AuthorizationPolicies", "group"},
		{"rbac.istio.io/v1alpha1", "ServiceRole", ""},
		{"", "", ""},
	} {
		api, ok := catalog.APIOf(test.groupVersion, test.kind)
		if ok != (test.want != "") || api.Source != test.want {
			t.Errorf("%s %s: got %q, want %q", test.groupVersion, test.kind, api.Source, test.want)
		}
	}
}

func TestResourceAPIsOf(t *testing.T) {
	catalog := Catalog{ResourceAPIs: []ResourceAPI{
		{ResourceType: "kubernetes_horizontal_pod_autoscaler", GroupVersion: "autoscaling/v2beta2", When: WhenMetricOrBehavior},
		{ResourceType: "kubernetes_ingress", GroupVersion: "extensions/v1beta1"},
		{ResourceType: "kubernetes_horizontal_pod_autoscaler", GroupVersion: "autoscaling/v1"},
	}}
	if got := catalog.ResourceAPIsOf("kubernetes_horizontal_pod_autoscaler"); len(got) != 2 || got[0].When == "" || got[1].When != "" {
		t.Errorf("got %v", got)
	}
	if got := catalog.ResourceAPIsOf("kubernetes_manifest"); got != nil {
		t.Errorf("got %v of a type that is not there", got)
	}
}
