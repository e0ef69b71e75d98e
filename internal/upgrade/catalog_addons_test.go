package upgrade

import "testing"

func addonCatalog(t *testing.T) Catalog {
	t.Helper()
	return Catalog{Addons: []AddonFacts{
		{Name: "metrics-server", Charts: []string{"metrics-server"}, Images: []string{"metrics-server"},
			ChartVersions: []ChartVersion{{Chart: "metrics-server", Version: "3.12.1", App: addonVersion(t, "0.7.1")}}},
		{Name: "ingress-nginx", Charts: []string{"ingress-nginx"}, Images: []string{"ingress-nginx/controller"}},
		{Name: "aws-load-balancer-controller", Charts: []string{"aws-load-balancer-controller"}, Images: []string{"aws-load-balancer-controller"},
			ChartVersions:  []ChartVersion{{Chart: "aws-load-balancer-controller", Version: "v1.4.8", App: addonVersion(t, "v2.4.7")}},
			ChartIsAppFrom: addonVersion(t, "3.0.0")},
	}}
}

func TestAddonOfImage(t *testing.T) {
	catalog := addonCatalog(t)
	for repository, want := range map[string]string{
		"metrics-server": "metrics-server",
		"registry.k8s.io/metrics-server/metrics-server":                   "metrics-server",
		"proxy.corp/k8s/metrics-server":                                   "metrics-server",
		"localhost:5000/metrics-server":                                   "metrics-server",
		"localhost:5000/mirror/metrics-server:v0.7.1":                     "metrics-server",
		"proxy.corp/metrics-server@sha256:0a1b":                           "metrics-server",
		"proxy.corp/metrics-server:v0.7.1@sha256:0a1b":                    "metrics-server",
		"bitnami/metrics-server":                                          "metrics-server",
		"registry.k8s.io/ingress-nginx/controller":                        "ingress-nginx",
		"1234.dkr.ecr.eu-west-1.amazonaws.com/m/ingress-nginx/controller": "ingress-nginx",

		"": "", "controller": "", "proxy.corp/other/controller": "", "my-metrics-server": "",
		"proxy.corp/my-ingress-nginx/controller": "", "metrics-server/sidecar": "", "metrics-server:5000/app": "",
	} {
		got, ok := catalog.AddonOfImage(repository)
		if ok != (want != "") || got.Name != want {
			t.Errorf("%q: got %q, want %q", repository, got.Name, want)
		}
	}
}

func TestAddonOfChart(t *testing.T) {
	catalog := addonCatalog(t)
	for chart, want := range map[string]string{
		"metrics-server":                                                "metrics-server",
		"metrics-server/metrics-server":                                 "metrics-server",
		"oci://public.ecr.aws/bitnami/metrics-server":                   "metrics-server",
		"oci://proxy.corp:5000/charts/metrics-server:3.12.1":            "metrics-server",
		"./charts/metrics-server":                                       "metrics-server",
		"./charts/metrics-server/":                                      "metrics-server",
		"../metrics-server-3.12.1.tgz":                                  "metrics-server",
		"https://proxy.corp/charts/metrics-server-v3.12.1-rc.1.tgz?x=1": "metrics-server",
		"https://proxy.corp/charts/metrics-server.tgz":                  "metrics-server",

		"": "", "/": "", "metrics-server-crds": "", "server": "", ".tgz": "", "-.tgz": "", "charts/metrics-server/sub": "",
	} {
		got, ok := catalog.AddonOfChart(chart)
		if ok != (want != "") || got.Name != want {
			t.Errorf("%q: got %q, want %q", chart, got.Name, want)
		}
	}
}

func TestAppOfChart(t *testing.T) {
	catalog := addonCatalog(t)
	for _, test := range []struct{ addon, chart, version, want string }{
		{"metrics-server", "metrics-server", "3.12.1", "0.7.1"},
		{"metrics-server", "./charts/metrics-server", "v3.12.1", "0.7.1"},
		{"aws-load-balancer-controller", "eks/aws-load-balancer-controller", "1.4.8", "v2.4.7"},
		{"aws-load-balancer-controller", "aws-load-balancer-controller", "3.0.0", "3.0.0"},
		{"aws-load-balancer-controller", "aws-load-balancer-controller", "3.9.1", "3.9.1"},
		{"aws-load-balancer-controller", "aws-load-balancer-controller", "2.9.9", ""},
		{"metrics-server", "metrics-server", "3.99.0", ""},
		{"metrics-server", "metrics-server", "", ""},
		{"metrics-server", "other", "3.12.1", ""},
		{"metrics-server", "bitnami/metrics-server", "3.12.1", ""},
		{"metrics-server", "oci://registry-1.docker.io/bitnamicharts/metrics-server", "3.12.1", ""},
	} {
		facts, _ := catalog.Addon(test.addon)
		got, ok := facts.AppOfChart(test.chart, test.version)
		if ok != (test.want != "") || got.String() != test.want {
			t.Errorf("%s %s: got %q, want %q", test.chart, test.version, got, test.want)
		}
	}
}

func TestAddonRange(t *testing.T) {
	limits := AddonRange{From: addonVersion(t, "0.10"), Before: addonVersion(t, "0.18"), Oldest: minor(t, "1.19"), Newest: minor(t, "1.32")}
	for text, want := range map[string]bool{"0.9.9": false, "v0.10.0": true, "0.17.0-eksbuild.3": true, "0.18.0": false, "v0.18.0-eksbuild.1": false} {
		if got := limits.Holds(addonVersion(t, text)); got != want {
			t.Errorf("holds %s: %t", text, got)
		}
	}
	tested, newest := limits, limits
	tested.TestedOldest, tested.TestedNewest, newest.TestedNewest = true, true, true
	for _, test := range []struct {
		minor                         string
		runs, limit, newest, anywhere bool
	}{
		{"1.18", false, true, true, false},
		{"1.19", true, false, false, false},
		{"1.32", true, false, false, false},
		{"1.33", false, true, false, false},
	} {
		at := minor(t, test.minor)
		if limits.Runs(at) != test.runs || limits.Refuses(at) != test.limit || newest.Refuses(at) != test.newest || tested.Refuses(at) != test.anywhere {
			t.Errorf("%s: runs %t, refuses %t, %t, %t", test.minor, limits.Runs(at), limits.Refuses(at), newest.Refuses(at), tested.Refuses(at))
		}
	}
	if open := (AddonRange{}); !open.Runs(minor(t, "1.99")) || open.Refuses(minor(t, "1.99")) || !open.Holds(addonVersion(t, "0.0.1")) {
		t.Error("a range without bounds excludes something")
	}
}
