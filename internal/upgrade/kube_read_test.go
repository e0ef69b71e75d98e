package upgrade

import "testing"

var kubeSource = Kube{Context: "prod"}.Source()

func kubernetes(text string) VersionClaim { return ClaimVersion(text, kubeSource) }

// The cluster knows what is there, whichever way it is asked; all other baselines
// were only told of it.
func TestCurrentVersionOfKubernetes(t *testing.T) {
	for name, test := range map[string]struct {
		current []VersionClaim
		want    VersionClaim
		newest  VersionClaim
	}{
		"it wins over a newer state":        {claims(state("1.35"), kubernetes("1.34")), kubernetes("1.34"), state("1.35")},
		"it wins over a newer commit":       {claims(kubernetes("1.34"), git("1.36")), kubernetes("1.34"), kubernetes("1.34")},
		"no answer is none":                 {claims(state("1.34"), unclear(kubeSource)), state("1.34"), state("1.34")},
		"EKS and Kubernetes: the newer":     {claims(eks("1.34"), kubernetes("1.35")), kubernetes("1.35"), kubernetes("1.35")},
		"Kubernetes and EKS: the newer":     {claims(kubernetes("1.34"), eks("1.35")), eks("1.35"), eks("1.35")},
		"both the same: the first":          {claims(eks("1.34"), kubernetes("1.34")), eks("1.34"), eks("1.34")},
		"an explicit baseline wins over it": {claims(kubernetes("1.34"), baseline("1.33")), baseline("1.33"), baseline("1.33")},
	} {
		cluster := Cluster{Current: test.current}
		if got := cluster.CurrentVersion(); got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
		if got := cluster.NewestBaseline(); got != test.newest {
			t.Errorf("%s: the newest baseline is %+v, want %+v", name, got, test.newest)
		}
	}
}

func TestMinorOfKubernetes(t *testing.T) {
	for text, want := range map[string]string{
		"v1.34.2-eks-a737599": "1.34", "v1.34.1": "1.34", "1.34": "1.34", "v1.33.5+k3s1": "1.33", "v1.9.0": "1.9",
		"1.34+": "1.34", "": "none", "v2.0.0": "none", "latest": "none", "v1": "none", "v1.034.1": "none", "v1.340": "none", "v1.34_2": "none",
	} {
		kube := &Kube{Version: text}
		minor, told := kube.Minor()
		node, same := KubeNode{Kubelet: text}.Minor()
		if minor.String() != want || told != (want != "none") || kube.Unread() == told || node != minor || same != told {
			t.Errorf("%q: got %s, %t; want %s", text, minor, told, want)
		}
	}
	if (*Kube)(nil).Unread() {
		t.Error("what was not asked is not unread")
	}
}

// What was asked and did not answer may be anything, unless EKS told the version.
func TestPendingWhereKubernetesDidNotTell(t *testing.T) {
	for name, test := range map[string]struct {
		live *Live
		kube *Kube
		want bool
	}{
		"not asked":               {nil, nil, false},
		"told":                    {nil, &Kube{Version: "v1.34.2"}, false},
		"refused":                 {nil, &Kube{}, true},
		"refused, and EKS told":   {&Live{Version: "1.34"}, &Kube{}, false},
		"refused, by EKS as well": {&Live{}, &Kube{}, true},
	} {
		cluster := clusterOf(state("1.34"), asks("1.34"))
		cluster.Live, cluster.Kube = test.live, test.kube
		if got := cluster.Pending(); got != test.want {
			t.Errorf("%s: pending is %t, want %t", name, got, test.want)
		}
		report := Report{Environments: []EnvironmentReport{{Environment: Environment{Clusters: []Cluster{cluster}}}}}
		if got := report.Unreadable(); got != (test.kube != nil && test.kube.Version == "") {
			t.Errorf("%s: unreadable is %t", name, got)
		}
	}
}

func TestDisruption(t *testing.T) {
	kube := &Kube{Disruptions: []KubeDisruption{{Namespace: "default", Name: "a", Allowed: 1}, {Namespace: "shop", Name: "a", Allowed: 2}}}
	for _, test := range []struct {
		kube            *Kube
		namespace, name string
		allowed         int
		told            bool
	}{{kube, "", "a", 1, true}, {kube, "shop", "a", 2, true}, {kube, "shop", "b", 0, false}, {nil, "shop", "a", 0, false}} {
		if got, told := test.kube.Disruption(test.namespace, test.name); got.Allowed != test.allowed || told != test.told {
			t.Errorf("%s/%s: got %+v, %t", test.namespace, test.name, got, told)
		}
	}
}
