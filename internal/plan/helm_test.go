package plan

import (
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestReleaseWithoutManifest(t *testing.T) {
	for _, test := range []struct {
		name, actions, before, after, sensitive, want string
	}{
		{"new", `["create"]`, "null", `{"chart":"./chart","manifest":null}`, "", "the plan does not hold the manifest of chart ./chart; set manifest = true in the experiments of the helm provider"},
		{"as it is", `["no-op"]`, `{"chart":"c"}`, `{"chart":"c"}`, "", "the plan does not hold the manifest of chart c; set manifest = true in the experiments of the helm provider"},
		{"secret chart", `["create"]`, "null", `{"chart":"canary"}`, `{"chart":true}`, "the plan does not hold the chart's manifest; set manifest = true in the experiments of the helm provider"},
		{"destroyed", `["delete"]`, `{"chart":"c"}`, "null", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := changeOf(t, "helm_release.x", test.actions, test.before, test.after, "")
			if test.sensitive != "" {
				text = strings.Replace(text, `"change":{`, `"change":{"after_sensitive":`+test.sensitive+`,`, 1)
			}
			placed := placedChange(t, text)
			if test.want == "" {
				if len(placed.Opaque) != 0 {
					t.Errorf("opaque %+v", placed.Opaque)
				}
				return
			}
			if len(placed.Opaque) != 1 || placed.Opaque[0].Decides || placed.Opaque[0].Reason != test.want {
				t.Errorf("opaque %+v, want %q", placed.Opaque, test.want)
			}
		})
	}
}

func TestReleaseWithUnknownManifest(t *testing.T) {
	for _, test := range []struct {
		name, provider, before string
		decides                bool
	}{
		{"without the experiment", `{}`, "null", false},
		{"block that is on", `{"experiments":[{"manifest":{"constant_value":true}}]}`, "null", true},
		{"object that is on", `{"experiments":{"constant_value":{"manifest":true}}}`, "null", true},
		{"off", `{"experiments":{"constant_value":{"manifest":false}}}`, "null", false},
		{"of a variable", `{"experiments":[{"manifest":{"references":["var.x"]}}]}`, "null", true},
		{"shown before", `{}`, `{"chart":"c","manifest":"{}"}`, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := objectsDocument(t, changeOf(t, "helm_release.x", `["update"]`, test.before, `{"chart":"c"}`, `{"manifest":true,"metadata":true}`))
			d.configuration = []byte(`{"provider_config":{"module.a:helm.b":{"name":"helm","alias":"b","expressions":` + test.provider + `}},"root_module":{}}`)
			opaque := d.placed(Options{Catalog: objectsCatalog(t)})[""].Opaque
			if len(opaque) != 1 || opaque[0].Decides != test.decides {
				t.Errorf("%+v, want one that decides: %t", opaque, test.decides)
			}
		})
	}
}

func TestReleaseManifest(t *testing.T) {
	manifest := marshalled(t, `{
		"poddisruptionbudget.policy/policy/v1beta1/b":{"apiVersion":"policy/v1beta1","kind":"PodDisruptionBudget","metadata":{"name":"b"}},
		"deployment.apps/apps/v1/a":{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"replicas":2}},
		"clusterrole.rbac.authorization.k8s.io/rbac.authorization.k8s.io/v1/r":{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"r"}}}`)
	after := `{"chart":"c","namespace":"apps","wait":true,"values":["a: secret"],"manifest":` + manifest + `}`
	text := `{"address":"helm_release.x","type":"helm_release","change":{"actions":["update"],"before":{"chart":"c","namespace":"apps","manifest":` + marshalled(t, `{}`) + `},"after":` + after + `,"after_sensitive":{"repository_password":true,"values":[%MARK%]}}}`
	for _, test := range []struct {
		mark      string
		sensitive bool
	}{{"false", false}, {"true", true}} {
		placed := placedChange(t, strings.ReplaceAll(text, "%MARK%", test.mark))
		if len(placed.APIObjects) != 3 || len(placed.Opaque) != 0 {
			t.Fatalf("%+v", placed)
		}
		if role := placed.APIObjects[0]; role.Kind != "ClusterRole" || role.Namespace != "" || role.Address != "helm_release.x" {
			t.Errorf("%+v", role)
		}
		workload := placed.Workloads[0]
		if workload.Namespace != "apps" || workload.Action != upgrade.Create || !workload.WaitsForRollout || workload.Before != nil {
			t.Errorf("%+v", workload)
		}
		if workload.After.Replicas.Sensitive != test.sensitive || placed.APIObjects[1].GroupVersion.Sensitive {
			t.Errorf("marks %+v %+v", workload.After.Replicas, placed.APIObjects[1])
		}
		if placed.Budgets[0].Namespace != "apps" {
			t.Errorf("%+v", placed.Budgets[0])
		}
	}
}

func TestReleaseManifestOfOtherProviders(t *testing.T) {
	for name, manifest := range map[string]string{
		"a template that rendered nothing": `{"//":null,"deployment.apps/apps/v1/a":{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},
			"spec":{"template":{"spec":{"containers":[{"name":"app","image":"app:1"},{"name":"proxy","image":"proxy:1"}]}}}}}`,
		"lists that are keyed by name": `{"deployment.apps/apps/v1/a":{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},
			"spec":{"template":{"spec":{"containers":{"proxy":{"name":"proxy","image":"proxy:1"},"app":{"name":"app","image":"app:1"}}}}}}}`,
	} {
		placed := placedChange(t, changeOf(t, "helm_release.x", `["create"]`, "null", `{"chart":"c","manifest":`+marshalled(t, manifest)+`}`, ""))
		if len(placed.Opaque) != 0 || len(placed.Workloads) != 1 {
			t.Errorf("%s: %+v", name, placed)
			continue
		}
		containers := placed.Workloads[0].After.Containers.Value
		if len(containers) != 2 || containers[0].Name != "app" || containers[1].Image.Value != "proxy:1" {
			t.Errorf("%s: containers %+v", name, containers)
		}
	}
}

func TestReleaseAddonVersions(t *testing.T) {
	values := func(documents ...string) string { return `"values":` + marshalled(t, documents) }
	for _, test := range []struct {
		name, after, unknown string
		want, attribute      string
		reason               string
	}{
		{"by the chart", `{"chart":"metrics-server","version":"3.12.0"}`, "", "0.7.0", "version", ""},
		{"from a registry", `{"chart":"oci://registry.example.com/charts/metrics-server","version":"v3.12.0"}`, "", "0.7.0", "version", ""},
		{"a range of charts", `{"chart":"metrics-server","version":"~> 3.12"}`, "", "", "version", "version ~> 3.12 of the chart is a range, of which Helm takes the newest at apply"},
		{"from its own repository", `{"chart":"metrics-server","repository":"https://kubernetes-sigs.github.io/metrics-server/","version":"3.12.0"}`, "", "0.7.0", "version", ""},
		{"from a packager's repository", `{"chart":"metrics-server","repository":"https://charts.bitnami.com/bitnami","version":"3.12.0"}`, "", "", "version", "the catalog does not know which version of metrics-server is in version 3.12.0 of its chart"},
		{"chart not known", `{"chart":"metrics-server","version":"99.0.0"}`, "", "", "version", "the catalog does not know which version of metrics-server is in version 99.0.0 of its chart"},
		{"not pinned", `{"chart":"metrics-server","version":null}`, `{"version":true}`, "", "version", "nothing pins the chart's version, so that Helm takes the newest at apply"},
		{"what Helm reports, v2", `{"chart":"metrics-server","version":"99.0.0","metadata":[{"chart":"metrics-server","version":"99.0.0","app_version":"9.9.0"}]}`, "", "9.9.0", "version", ""},
		{"what Helm reports, v3", `{"chart":"metrics-server","version":"99.0.0","metadata":{"version":"99.0.0","app_version":"9.9.0"}}`, "", "9.9.0", "version", ""},
		{"reported of another version", `{"chart":"metrics-server","version":"3.12.0","metadata":[{"version":"99.0.0","app_version":"9.9.0"}]}`, "", "0.7.0", "version", ""},
		{"from a folder once installed", `{"chart":"./chart","version":"3.12.0","metadata":[{"chart":"metrics-server","version":"3.12.0","app_version":"0.7.0"}]}`, "", "0.7.0", "version", ""},
		{"tag in values", `{"chart":"metrics-server","version":"3.12.0",` + values("image: {tag: v0.6.4}", "replicas: 2") + `}`, "", "v0.6.4", "values", ""},
		{"last values win", `{"chart":"metrics-server","version":"3.12.0",` + values("image: {tag: v0.6.3}", "image: {tag: v0.6.4}") + `}`, "", "v0.6.4", "values", ""},
		{"set wins", `{"chart":"metrics-server","version":"3.12.0","set":[{"name":"image.tag","value":"v0.6.2"}],` + values("image: {tag: v0.6.4}") + `}`, "", "v0.6.2", "set", ""},
		{"tag at its chart's place", `{"chart":"karpenter","version":"1.0.0","set":[{"name":"controller.image.tag","value":"1.0.1"}]}`, "", "1.0.1", "set", ""},
		{"tag without a version", `{"chart":"metrics-server","version":"3.12.0","set":[{"name":"image.tag","value":"latest"}]}`, "", "", "set", `the image's tag "latest" names no version`},
		{"tag not known", `{"chart":"metrics-server","version":"3.12.0","set":[{"name":"image.tag"}]}`, `{"set":[{"value":true}]}`, "", "set", "*"},
		{"other value not known", `{"chart":"metrics-server","version":"3.12.0","set":[{"name":"role"}]}`, `{"set":[{"value":true}]}`, "0.7.0", "version", ""},
		{"values not known", `{"chart":"metrics-server","version":"3.12.0","values":[null]}`, `{"values":[true]}`, "", "values", "*"},
		{"values broken", `{"chart":"metrics-server","version":"3.12.0",` + values("a: [") + `}`, "", "", "values", "values cannot be read as YAML"},
		{"seen in the manifest", `{"chart":"metrics-server","version":"99.0.0","manifest":` + marshalled(t, `{"k":{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"m"},"spec":{"template":{"spec":{"containers":[{"name":"m","image":"r/metrics-server:v0.8.0"}]}}}}}`) + `}`, "", "v0.8.0", "manifest", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			placed := placedChange(t, changeOf(t, "helm_release.x", `["create"]`, "", test.after, test.unknown))
			if len(placed.Addons) != 1 {
				t.Fatalf("add-ons %+v", placed.Addons)
			}
			addon := placed.Addons[0]
			if addon.Kind != upgrade.ChartAddon || addon.Current.Knowledge != upgrade.Absent || addon.Action != upgrade.Create || addon.Attribute != test.attribute {
				t.Errorf("%+v", addon)
			}
			if got := addon.Asked.Value.String(); got != test.want {
				t.Errorf("version %q (%s), want %q", got, addon.Asked.Reason, test.want)
			}
			if test.reason == "*" && addon.Asked.Reason == "" || test.reason != "*" && addon.Asked.Reason != test.reason {
				t.Errorf("reason %q, want %q", addon.Asked.Reason, test.reason)
			}
		})
	}
}

func TestReleaseAddonBeforeAndAfter(t *testing.T) {
	const before, after = `{"chart":"cluster-autoscaler","version":"9.36.0","set":[{"name":"image.tag","value":"v1.29.0"}],"metadata":[{"chart":"cluster-autoscaler","version":"9.36.0","app_version":"1.29.9"}]}`, `{"chart":"cluster-autoscaler","version":"9.37.0","set":null}`
	for _, test := range []struct {
		actions, after string
		action         upgrade.Action
		asked          string
	}{
		{`["update"]`, after, upgrade.Update, "1.30.0"},
		{`["update"]`, `{"chart":"cluster-autoscaler","version":"9.36.0","timeout":600}`, upgrade.Update, "1.29.9"},
		{`["delete"]`, "null", upgrade.Delete, ""},
		{`["forget"]`, "null", upgrade.Forget, "v1.29.0"},
	} {
		addon := placedChange(t, changeOf(t, "helm_release.x", test.actions, before, test.after, "")).Addons[0]
		if addon.Name != "cluster-autoscaler" || addon.Action != test.action || addon.Current.Text != "v1.29.0" || addon.Asked.Text != test.asked {
			t.Errorf("%s: %+v", test.actions, addon)
		}
	}
}
