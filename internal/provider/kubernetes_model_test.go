package provider

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// kubernetesObject is a value of the attribute, with these settings and the others
// null.
func kubernetesObject(t *testing.T, set map[string]attr.Value) types.Object {
	t.Helper()
	kinds := kubernetesAttribute("").GetType().(types.ObjectType).AttrTypes
	values := map[string]attr.Value{}
	for name, kind := range kinds {
		null, err := kind.ValueFromTerraform(t.Context(), tftypes.NewValue(kind.TerraformType(t.Context()), nil))
		if err != nil {
			t.Fatal(err)
		}
		values[name] = null
	}
	for name, value := range set {
		if _, there := values[name]; !there {
			t.Fatalf("there is no setting %s", name)
		}
		values[name] = value
	}
	return types.ObjectValueMust(kinds, values)
}

func TestKubernetesSettings(t *testing.T) {
	texts := func(list ...string) types.List {
		value, _ := types.ListValueFrom(t.Context(), types.StringType, list)
		return value
	}
	execKinds := kubernetesAttribute("").GetType().(types.ObjectType).AttrTypes["exec"].(types.ObjectType).AttrTypes
	exec := types.ObjectValueMust(execKinds, map[string]attr.Value{
		"api_version": types.StringValue("client.authentication.k8s.io/v1"), "command": types.StringValue("aws"), "args": texts("eks", "get-token"),
		"env": types.MapValueMust(types.StringType, map[string]attr.Value{"AWS_PROFILE": types.StringValue("prod")}),
	})
	for name, test := range map[string]struct {
		object types.Object
		want   kubernetesSettings
	}{
		"not set":  {types.ObjectNull(nil), kubernetesSettings{}},
		"unknown":  {types.ObjectUnknown(nil), kubernetesSettings{given: true, unknown: onlyAfterApply("kubernetes")}},
		"nothing":  {kubernetesObject(t, nil), kubernetesSettings{given: true}},
		"no host":  {kubernetesObject(t, map[string]attr.Value{"proxy_url": types.StringValue("http://p:1")}), kubernetesSettings{given: true, access: readiness.KubeAccess{ProxyURL: "http://p:1"}}},
		"not host": {kubernetesObject(t, map[string]attr.Value{"host": types.StringUnknown(), "token": types.StringUnknown()}), kubernetesSettings{given: true, server: true, unknown: onlyAfterApply("kubernetes.host", "kubernetes.token")}},
		"all": {kubernetesObject(t, map[string]attr.Value{
			"host": types.StringValue("h"), "token": types.StringValue("t"), "cluster_ca_certificate": types.StringValue("ca"),
			"client_certificate": types.StringValue("cc"), "client_key": types.StringValue("ck"), "tls_server_name": types.StringValue("n"),
			"insecure": types.BoolValue(true), "proxy_url": types.StringValue("p"), "config_paths": texts("a", "b"), "config_context": types.StringValue("c"), "exec": exec,
		}), kubernetesSettings{given: true, server: true, access: readiness.KubeAccess{
			Host: "h", Token: "t", ClusterCACertificate: "ca", ClientCertificate: "cc", ClientKey: "ck", TLSServerName: "n", Insecure: true, ProxyURL: "p",
			ConfigPaths: []string{"a", "b"}, Context: "c",
			Exec: &readiness.KubeExec{APIVersion: "client.authentication.k8s.io/v1", Command: "aws", Args: []string{"eks", "get-token"}, Env: map[string]string{"AWS_PROFILE": "prod"}},
		}}},
		"one file": {kubernetesObject(t, map[string]attr.Value{"config_path": types.StringValue("a")}), kubernetesSettings{given: true, server: true, access: readiness.KubeAccess{ConfigPaths: []string{"a"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			var diags diag.Diagnostics
			got := kubernetesOf(t.Context(), test.object, "kubernetes", &diags)
			if diags.HasError() {
				t.Fatal(diags)
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v\nwant %+v", got, test.want)
			}
		})
	}
}

// What the settings say counts over what EKS tells, and credentials of their own in
// place of its token.
func TestKubernetesThroughEKS(t *testing.T) {
	told := readiness.KubeAccess{Host: "https://eks", ClusterCACertificate: "ca", Token: "eks"}
	for name, test := range map[string]struct{ own, want readiness.KubeAccess }{
		"nothing":  {readiness.KubeAccess{}, told},
		"a proxy":  {readiness.KubeAccess{ProxyURL: "p"}, readiness.KubeAccess{Host: "https://eks", ClusterCACertificate: "ca", Token: "eks", ProxyURL: "p"}},
		"a token":  {readiness.KubeAccess{Token: "own"}, readiness.KubeAccess{Host: "https://eks", ClusterCACertificate: "ca", Token: "own"}},
		"exec":     {readiness.KubeAccess{Exec: &readiness.KubeExec{}}, readiness.KubeAccess{Host: "https://eks", ClusterCACertificate: "ca", Exec: &readiness.KubeExec{}}},
		"insecure": {readiness.KubeAccess{Insecure: true}, readiness.KubeAccess{Host: "https://eks", Token: "eks", Insecure: true}},
	} {
		gate := kubernetesSettings{access: test.own}.through(func(context.Context, readiness.Target) (readiness.KubeAccess, *upgrade.Problem) { return told, nil })
		if got, problem := gate(t.Context(), readiness.Target{}); problem != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
}

func TestEntryNamesServer(t *testing.T) {
	for name, test := range map[string]struct {
		object types.Object
		good   bool
	}{
		"null":           {types.ObjectNull(nil), true},
		"unknown":        {types.ObjectUnknown(nil), true},
		"a host":         {kubernetesObject(t, map[string]attr.Value{"host": types.StringValue("h")}), true},
		"a host later":   {kubernetesObject(t, map[string]attr.Value{"host": types.StringUnknown()}), true},
		"a context":      {kubernetesObject(t, map[string]attr.Value{"config_context": types.StringValue("c")}), true},
		"nothing":        {kubernetesObject(t, nil), false},
		"a proxy, alone": {kubernetesObject(t, map[string]attr.Value{"proxy_url": types.StringValue("p")}), false},
	} {
		var resp validator.ObjectResponse
		namesServer{}.ValidateObject(t.Context(), validator.ObjectRequest{Path: path.Root("kubernetes"), ConfigValue: test.object}, &resp)
		if resp.Diagnostics.HasError() == test.good {
			t.Errorf("%s: %v", name, resp.Diagnostics)
		}
	}
}

// Who is asked, by what the provider's configuration says.
func TestKubeSource(t *testing.T) {
	server := kubernetesSettings{given: true, server: true, access: readiness.KubeAccess{Host: "h"}}
	later := kubernetesSettings{given: true, server: true, unknown: "later"}
	entries := map[string]readiness.KubeEnvironment{"prod": {Access: readiness.KubeAccess{Host: "p"}}}
	for name, test := range map[string]struct {
		reach                 kubeReach
		own                   string
		baseline              bool
		access, gate          bool
		unknown, unknownOfOwn string
	}{
		"a server":                      {reach: kubeReach{top: server}, access: true},
		"a server as baseline":          {reach: kubeReach{top: server}, baseline: true, access: true},
		"through EKS":                   {reach: kubeReach{top: kubernetesSettings{given: true}}, gate: true},
		"entries alone":                 {reach: kubeReach{environments: entries}},
		"entries alone as baseline":     {reach: kubeReach{environments: entries}, baseline: true, gate: true},
		"not known, for all":            {reach: kubeReach{top: later}, unknown: "later"},
		"not known, for one":            {reach: kubeReach{top: later}, own: "dev", unknownOfOwn: "later"},
		"not known, and an own entry":   {reach: kubeReach{top: later, environments: entries}, own: "prod"},
		"not even the names of entries": {reach: kubeReach{environmentsUndecided: true}, unknown: onlyAfterApply("environments")},
	} {
		got := settings{kube: test.reach}.kubeSource(test.own, test.baseline)
		if (got.Access != nil) != test.access || (got.Gate != nil) != test.gate || got.Unknown != test.unknown || got.Environments[test.own].Unknown != test.unknownOfOwn {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if len(entries) != 1 {
		t.Error("the entries of the configuration were changed")
	}
	if source := unconfigured().kubeSource("", true); !strings.Contains(source.Unknown, "known only after apply") {
		t.Errorf("before the provider is configured: %q", source.Unknown)
	}
}

// What is not known of kubernetes does not keep EKS from being asked.
func TestEntryWhoseKubernetesIsNotKnownYet(t *testing.T) {
	entry := kubernetesObject(t, map[string]attr.Value{"host": types.StringUnknown()})
	object := types.ObjectValueMust(map[string]attr.Type{"region": types.StringType, "kubernetes": entry.Type(t.Context())},
		map[string]attr.Value{"region": types.StringValue("eu-west-1"), "kubernetes": entry})
	if !knownBut(object, "kubernetes") || knownBut(object, "region") {
		t.Error("what is known of the entry is not told apart")
	}
	environments := types.MapValueMust(object.Type(t.Context()), map[string]attr.Value{"prod": object})
	var diags diag.Diagnostics
	got := kubernetesOfEnvironments(t.Context(), environments, &diags)
	if want := onlyAfterApply(`environments["prod"].kubernetes.host`); got["prod"].Unknown != want {
		t.Errorf("got %q, want %q", got["prod"].Unknown, want)
	}
}
