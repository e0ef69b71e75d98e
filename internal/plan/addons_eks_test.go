package plan

import (
	"fmt"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestEKSAddons(t *testing.T) {
	const (
		old   = `{"cluster_name":"a","addon_name":"vpc-cni","addon_version":"v1.15.4-eksbuild.1","preserve":true}`
		newer = `{"cluster_name":"a","addon_name":"vpc-cni","addon_version":"v1.16.0-eksbuild.1","preserve":true}`
		unset = `{"cluster_name":"a","addon_name":"vpc-cni"}`
	)
	config := func(expressions string) string {
		return `{"resources":[{"address":"aws_eks_addon.x","mode":"managed","type":"aws_eks_addon","name":"x","expressions":` + expressions + `},
			{"address":"data.aws_eks_addon_version.x","mode":"data","type":"aws_eks_addon_version","name":"x","expressions":{}}]}`
	}
	for name, test := range map[string]struct {
		actions                               []string
		before, after, unknown, configuration string
		want                                  string
		preserve                              bool
	}{
		"updated":                {actions: []string{"update"}, before: old, after: newer, want: "update: v1.15.4-eksbuild.1 -> v1.16.0-eksbuild.1", preserve: true},
		"destroyed":              {actions: []string{"delete"}, before: old, want: "delete: v1.15.4-eksbuild.1 -> none", preserve: true},
		"forgotten":              {actions: []string{"forget"}, before: old, want: "forget: v1.15.4-eksbuild.1 -> v1.15.4-eksbuild.1", preserve: true},
		"new, EKS chooses":       {actions: []string{"create"}, after: unset, unknown: `{"addon_version":true}`, configuration: config(`{}`), want: "create: none -> none"},
		"kept":                   {actions: []string{"update"}, before: old, after: unset, unknown: `{"addon_version":true}`, configuration: config(`{}`), want: "update: v1.15.4-eksbuild.1 -> v1.15.4-eksbuild.1", preserve: true},
		"not a version":          {actions: []string{"create"}, after: `{"cluster_name":"a","addon_name":"vpc-cni","addon_version":"latest"}`, want: "create: none -> invalid latest"},
		"the newest, read later": {actions: []string{"update"}, before: old, after: unset, unknown: `{"addon_version":true}`, configuration: config(`{"addon_version":{"references":["data.aws_eks_addon_version.x.version","data.aws_eks_addon_version.x"]}}`), want: "update: v1.15.4-eksbuild.1 -> unknown", preserve: true},
	} {
		t.Run(name, func(t *testing.T) {
			plan := groupPlan(plannedResource{address: "aws_eks_addon.x", actions: test.actions, before: test.before, after: test.after, unknown: test.unknown},
				plannedResource{address: "data.aws_eks_addon_version.x", actions: []string{"read"}, after: `{}`, unknown: `{"version":true}`})
			plan.configuration = test.configuration
			addon := theOnly(t, theOnly(t, plan.environment(t).Clusters).Addons)
			compareLines(t, []string{describedAddon(addon)}, []string{"addon aws_eks_addon.x vpc-cni " + test.want})
			if addon.Preserve != test.preserve || addon.Kind != upgrade.EKSAddon || addon.Attribute != "addon_version" {
				t.Errorf("got %+v", addon)
			}
		})
	}
}

// The add-ons of a count move up where one goes, and none may be lost on the way.
func TestAddonReplacedByAnother(t *testing.T) {
	plan := groupPlan(plannedResource{address: "aws_eks_addon.x", actions: []string{"delete", "create"}, replaces: `[["addon_name"]]`,
		before: `{"cluster_name":"a","addon_name":"vpc-cni","addon_version":"v1.15.4-eksbuild.1","preserve":true}`,
		after:  `{"cluster_name":"a","addon_name":"coredns","addon_version":"v1.10.1-eksbuild.6","preserve":false}`})
	found := theOnly(t, plan.environment(t).Clusters).Addons
	compareLines(t, []string{describedAddon(found[0]), describedAddon(found[1])}, []string{
		"addon aws_eks_addon.x vpc-cni delete: v1.15.4-eksbuild.1 -> none",
		"addon aws_eks_addon.x coredns create: none -> v1.10.1-eksbuild.6",
	})
	if !found[0].Preserve {
		t.Error("the add-on that goes is destroyed with the settings that it has now")
	}
}

// The version that a data source finds for a Kubernetes version supports it.
func TestAddonsWhoseVersionIsFoundForAKubernetesVersion(t *testing.T) {
	const config = `{"resources":[{"address":"aws_eks_addon.x","mode":"managed","type":"aws_eks_addon","name":"x","expressions":{"addon_version":{"references":["data.aws_eks_addon_version.x"]}}},
		{"address":"data.aws_eks_addon_version.x","mode":"data","type":"aws_eks_addon_version","name":"x","expressions":{}}]}`
	for name, test := range map[string]struct {
		reads []string // the arguments of the data source's instances
		want  string
	}{
		"one":           {[]string{`{"kubernetes_version":"1.29","most_recent":true}`}, "1.29"},
		"alike":         {[]string{`{"kubernetes_version":"1.29"}`, `{"kubernetes_version":"1.29"}`}, "1.29"},
		"different":     {[]string{`{"kubernetes_version":"1.29"}`, `{"kubernetes_version":"1.28"}`}, "none"},
		"not known yet": {[]string{`{}`}, "none"},
		"none":          {nil, "none"},
	} {
		t.Run(name, func(t *testing.T) {
			resources := []plannedResource{{address: "aws_eks_addon.x", actions: []string{"create"}, after: `{"cluster_name":"a","addon_name":"vpc-cni"}`, unknown: `{"addon_version":true}`}}
			for i, arguments := range test.reads {
				resources = append(resources, plannedResource{address: fmt.Sprintf("data.aws_eks_addon_version.x[%d]", i), actions: []string{"read"}, after: arguments, unknown: `{"version":true}`})
			}
			plan := groupPlan(resources...)
			plan.configuration = config
			addon := theOnly(t, theOnly(t, plan.environment(t).Clusters).Addons)
			if got := addon.ChosenFor.String(); got != test.want || addon.Asked.Knowledge == upgrade.Known {
				t.Errorf("got %s with %+v, want %s", got, addon.Asked, test.want)
			}
		})
	}
}

func TestAddonsWithoutTheirCluster(t *testing.T) {
	addon := plannedResource{address: "aws_eks_addon.x", actions: []string{"create"}, after: `{"cluster_name":"shared","addon_name":"coredns","addon_version":"v1.10.1-eksbuild.6"}`}
	environment := testPlan{resources: []plannedResource{addon}}.environment(t)
	compareLines(t, described(environment), []string{"unplaced addon aws_eks_addon.x coredns create: none -> v1.10.1-eksbuild.6"})
}

func TestProxyMode(t *testing.T) {
	for name, test := range map[string]struct{ addon, values, unknown, want string }{
		"JSON":          {addon: "kube-proxy", values: `"{\"mode\":\"ipvs\",\"ipvs\":{\"scheduler\":\"rr\"}}"`, want: "ipvs"},
		"YAML":          {addon: "kube-proxy", values: `"ipvs:\n  scheduler: rr\nmode: \"ipvs\"\n"`, want: "ipvs"},
		"none set":      {addon: "kube-proxy", values: `"{\"resources\":{}}"`, want: "none"},
		"empty":         {addon: "kube-proxy", values: `""`, want: "none"},
		"null":          {addon: "kube-proxy", values: `null`, want: "none"},
		"no object":     {addon: "kube-proxy", values: `"{\"mode\": [1"`, want: "invalid "},
		"not known":     {addon: "kube-proxy", values: `null`, unknown: `{"configuration_values":true}`, want: "unknown"},
		"another addon": {addon: "coredns", values: `"{\"mode\":\"ipvs\"}"`, want: "none"},
	} {
		t.Run(name, func(t *testing.T) {
			resource := plannedResource{address: "aws_eks_addon.x", actions: []string{"create"}, unknown: test.unknown,
				after: `{"cluster_name":"a","addon_name":"` + test.addon + `","addon_version":"v1.28.4-eksbuild.1","configuration_values":` + test.values + `}`}
			addon := theOnly(t, theOnly(t, groupPlan(resource).environment(t).Clusters).Addons)
			if got := describedClaim(addon.ProxyMode); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
