package plan

import (
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func autoscalerWith(image string) string {
	return `{"metadata":[{"name":"cluster-autoscaler","namespace":"kube-system"}],"spec":[{"template":[{"spec":[{"container":[{"name":"sidecar","image":"busybox:1"},{"name":"main","image":` + image + `}]}]}]}]}`
}

func TestImageAddons(t *testing.T) {
	const old, unknownImage = `"r/cluster-autoscaler:v1.28.0"`, `{"spec":[{"template":[{"spec":[{"container":[{},{"image":true}]}]}]}]}`
	for _, test := range []struct {
		name, actions, before, after, unknown string
		action                                upgrade.Action
		current, asked                        string
		reason                                string
	}{
		{name: "new", actions: `["create"]`, after: `"localhost:5000/mirror/cluster-autoscaler:v1.29.0@sha256:ab"`, action: upgrade.Create, asked: "v1.29.0"},
		{name: "moved on", actions: `["update"]`, before: old, after: `"r/cluster-autoscaler:v1.29.0"`, action: upgrade.Update, current: "v1.28.0", asked: "v1.29.0"},
		{name: "by digest", actions: `["create"]`, after: `"r/cluster-autoscaler@sha256:ab"`, action: upgrade.Create, reason: "no version in the image reference"},
		{name: "without a version", actions: `["create"]`, after: `"r/cluster-autoscaler:latest"`, action: upgrade.Create, reason: `the image's tag "latest" names no version`},
		{name: "destroyed", actions: `["delete"]`, before: old, action: upgrade.Delete, current: "v1.28.0"},
		{name: "another image now", actions: `["update"]`, before: old, after: `"busybox:2"`, action: upgrade.Delete, current: "v1.28.0"},
		{name: "only now", actions: `["update"]`, before: `"busybox:2"`, after: `"r/cluster-autoscaler:v1.29.0"`, action: upgrade.Create, asked: "v1.29.0"},
		{name: "not known now", actions: `["update"]`, before: old, after: "null", unknown: unknownImage, action: upgrade.Update, current: "v1.28.0", reason: "*"},
		{name: "never known", actions: `["create"]`, after: "null", unknown: unknownImage, action: upgrade.Create, reason: "*"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, after := "null", "null"
			if test.before != "" {
				before = autoscalerWith(test.before)
			}
			if test.after != "" {
				after = autoscalerWith(test.after)
			}
			placed := placedChange(t, changeOf(t, "kubernetes_deployment.anything", test.actions, before, after, test.unknown))
			if len(placed.Addons) != 1 {
				t.Fatalf("add-ons %+v", placed.Addons)
			}
			addon := placed.Addons[0]
			if addon.Name != "cluster-autoscaler" || addon.Kind != upgrade.ImageAddon || addon.Action != test.action || addon.Address != "kubernetes_deployment.anything" {
				t.Errorf("%+v", addon)
			}
			if addon.Current.Value.String() != test.current || addon.Asked.Value.String() != test.asked {
				t.Errorf("versions %+v -> %+v", addon.Current, addon.Asked)
			}
			if test.reason == "*" && addon.Asked.Reason == "" || test.reason != "*" && addon.Asked.Reason != test.reason {
				t.Errorf("reason %q, want %q", addon.Asked.Reason, test.reason)
			}
			if test.asked != "" && addon.Attribute != "spec.template.spec.container[1].image" {
				t.Errorf("attribute %s", addon.Attribute)
			}
		})
	}
}

func TestImageThatIsNoLongerKnownInAWorkloadOfAnyName(t *testing.T) {
	rename := func(text string) string {
		return strings.ReplaceAll(text, `"name":"cluster-autoscaler"`, `"name":"scaler"`)
	}
	for _, unknown := range []string{
		`{"spec":[{"template":[{"spec":[{"container":[{},{"image":true}]}]}]}]}`,
		`{"spec":[{"template":[{"spec":[{"container":true}]}]}]}`,
	} {
		placed := placedChange(t, changeOf(t, "kubernetes_deployment.x", `["update"]`, rename(autoscalerWith(`"r/cluster-autoscaler:v1.28.0"`)), rename(autoscalerWith("null")), unknown))
		if len(placed.Addons) != 1 {
			t.Fatalf("add-ons %+v", placed.Addons)
		}
		if addon := placed.Addons[0]; addon.Action != upgrade.Update || addon.Asked.Knowledge != upgrade.Unknown || addon.Asked.Reason == "" || addon.Current.Text != "v1.28.0" {
			t.Errorf("%+v", addon)
		}
	}
}

func TestImagesThatAreNoAddon(t *testing.T) {
	const template = `{"template":[{"spec":[{"init_container":[{"name":"i","image":"r/cluster-autoscaler:v1"}],"container":[{"name":"c","image":"busybox:1"}]}]}]}`
	for _, text := range []string{
		changeOf(t, "kubernetes_deployment.x", `["create"]`, "", `{"metadata":[{"name":"x"}],"spec":[`+template+`]}`, ""),
		changeOf(t, "kubernetes_job_v1.x", `["create"]`, "", `{"metadata":[{"name":"x"}],"spec":[`+strings.ReplaceAll(template, "busybox:1", "r/cluster-autoscaler:v1.29.0")+`]}`, ""),
	} {
		if addons := placedChange(t, text).Addons; len(addons) != 0 {
			t.Errorf("add-ons %+v", addons)
		}
	}
}

func TestSensitiveImage(t *testing.T) {
	text := `{"address":"kubernetes_deployment.x","type":"kubernetes_deployment","change":{"actions":["create"],"after":` + autoscalerWith(`"r/cluster-autoscaler:canary"`) + `,
		"after_sensitive":{"spec":[{"template":[{"spec":[{"container":[{},{"image":true}]}]}]}]}}}`
	asked := placedChange(t, text).Addons[0].Asked
	if !asked.Sensitive || asked.Knowledge != upgrade.Unknown || strings.Contains(asked.Reason, "canary") {
		t.Errorf("%+v", asked)
	}
}
