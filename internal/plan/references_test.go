package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// twoClusters are two clusters, an add-on, and modules that hand their names on.
const twoClusters = `{"resources":[
	{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster"},
	{"address":"aws_eks_cluster.b","mode":"managed","type":"aws_eks_cluster"},
	{"address":"data.aws_eks_cluster.a","mode":"data","type":"aws_eks_cluster","expressions":{"name":{"references":["aws_eks_cluster.a.name","aws_eks_cluster.a"]}}},
	{"address":"data.aws_eks_cluster.named","mode":"data","type":"aws_eks_cluster","expressions":{"name":{"references":["var.name"]}}},
	{"address":"time_sleep.b","mode":"managed","type":"time_sleep","expressions":{"triggers":{"references":["aws_eks_cluster.b.name","aws_eks_cluster.b"]}}},
	{"address":"aws_eks_addon.x","mode":"managed","type":"aws_eks_addon","provider_config_key":"PROVIDER","for_each_expression":{"references":["aws_eks_cluster.b"]},
		"expressions":{"cluster_name":{"references":REFERENCES}}}],
	"module_calls":{
		"in":{"expressions":{"name":{"references":["aws_eks_cluster.b.name","aws_eks_cluster.b"]}},
			"module":{"outputs":{"name":{"expression":{"references":["var.name"]}},"other":{"expression":{"constant_value":"x"}}},
				"resources":[{"address":"x_y.z","mode":"managed","type":"x_y"}]}},
		"own":{"module":{"outputs":{"name":{"expression":{"references":["aws_eks_cluster.c.name","aws_eks_cluster.c"]}}},
			"resources":[{"address":"aws_eks_cluster.c","mode":"managed","type":"aws_eks_cluster"}]}}}}`

func TestClusterOf(t *testing.T) {
	tests := []struct {
		name, references string
		want             []string
	}{
		{"reference", `["aws_eks_cluster.a.name","aws_eks_cluster.a"]`, []string{"aws_eks_cluster.a"}},
		{"instance", `["aws_eks_cluster.a[0].name","aws_eks_cluster.a[0]","aws_eks_cluster.a"]`, []string{"aws_eks_cluster.a"}},
		{"either of two", `["aws_eks_cluster.b.name","aws_eks_cluster.b","aws_eks_cluster.a.name","aws_eks_cluster.a"]`, []string{"aws_eks_cluster.a", "aws_eks_cluster.b"}},
		{"data source", `["data.aws_eks_cluster.a.name","data.aws_eks_cluster.a"]`, []string{"aws_eks_cluster.a"}},
		{"another resource", `["time_sleep.b.triggers[\"name\"]","time_sleep.b.triggers","time_sleep.b"]`, []string{"aws_eks_cluster.b"}},
		{"input and output of a module", `["module.in.name","module.in"]`, []string{"aws_eks_cluster.b"}},
		{"output of a cluster in a module", `["module.own.name","module.own"]`, []string{"module.own.aws_eks_cluster.c"}},
		{"output that has none", `["module.in.other","module.in"]`, nil},
		{"each", `["each.value"]`, []string{"aws_eks_cluster.b"}},
		{"variable", `["var.name"]`, nil},
		{"local value, with what the state says", `["local.name"]`, []string{"aws_eks_cluster.a"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := withAddon(t, test.references, "aws", `{}`)
			if got := d.config().clusterOf(d.changes[0], "cluster_name"); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestProviderClusters(t *testing.T) {
	const providers = `{
		"direct":{"name":"given","full_name":"p","expressions":{"host":{"references":["aws_eks_cluster.b.endpoint","aws_eks_cluster.b"]}}},
		"block":{"full_name":"p","expressions":{"exec":[{"args":{"references":["data.aws_eks_cluster.a.name","data.aws_eks_cluster.a"]}}]}},
		"local":{"full_name":"p","expressions":{"host":{"references":["local.host"]}}},
		"module.in:own":{"full_name":"p","module_address":"module.in","expressions":{"host":{"references":["var.name"]}}},
		"named":{"full_name":"p","expressions":{"host":{"references":["data.aws_eks_cluster.named.endpoint","data.aws_eks_cluster.named"]}}},
		"twice":{"name":"twice","expressions":{"host":{"references":["aws_eks_cluster.a"]}}},
		"twice.two":{"name":"twice","alias":"two","expressions":{"host":{"references":["aws_eks_cluster.b"]}}},
		"fixed":{"full_name":"p","expressions":{"host":{"constant_value":"https://x"}}}}`
	tests := []struct {
		provider string
		want     []string
	}{
		{"direct", []string{"aws_eks_cluster.b"}},
		{"block", []string{"aws_eks_cluster.a"}},
		{"local", []string{"aws_eks_cluster.a"}},
		{"module.in:own", []string{"aws_eks_cluster.b"}},
		{"fixed", nil},
		{"missing", nil},
		{"module.in:given", []string{"aws_eks_cluster.b"}},
		{"module.in:given.alias", []string{"aws_eks_cluster.b"}},
		{"module.in:twice", nil},
		{"named", []string{"aws_eks_cluster.a"}},
	}
	for _, test := range tests {
		t.Run(test.provider, func(t *testing.T) {
			d := withAddon(t, `["var.name"]`, test.provider, providers)
			for range 2 {
				if got := d.config().providerClusters(d.changes[0]); !slices.Equal(got, test.want) {
					t.Errorf("got %q, want %q", got, test.want)
				}
			}
		})
	}
}

// withAddon is a plan of the two clusters' add-on, which the state says depends
// on the first.
func withAddon(t *testing.T, references, provider, providers string) *document {
	t.Helper()
	root := strings.NewReplacer("REFERENCES", references, "PROVIDER", provider).Replace(twoClusters)
	d := configured(t, `{"address":"aws_eks_addon.x[\"k\"]","mode":"managed","type":"aws_eks_addon","name":"x","index":"k","change":{"actions":["update"]}},
		{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","change":{"actions":["no-op"],"before":{"name":"first"}}}`,
		root, `,"provider_config":`+providers)
	d.prior = []instance{
		{Address: `aws_eks_addon.x["k"]`, Mode: "managed", Type: "aws_eks_addon", DependsOn: []string{"aws_eks_cluster.a"}},
		{Address: "data.aws_eks_cluster.named", Mode: "data", Type: "aws_eks_cluster", Values: jsontext.Value(`{"name":"first"}`)},
	}
	return d
}

func TestClusterOfAResourceThatTheConfigurationHoldsNoMore(t *testing.T) {
	d := withAddon(t, `["var.name"]`, "aws", `{}`)
	d.prior = append(d.prior, instance{Address: "aws_eks_addon.gone[0]", DependsOn: []string{"aws_iam_role.x", "module.own.aws_eks_cluster.c"}})
	ch, want := change{Address: "aws_eks_addon.gone[0]"}, []string{"module.own.aws_eks_cluster.c"}
	if got := d.config().clusterOf(ch, "cluster_name"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := d.config().providerClusters(ch); !slices.Equal(got, want) {
		t.Errorf("by its provider: got %q, want %q", got, want)
	}
}
