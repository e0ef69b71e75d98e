package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// configured is a plan with the changes and the root module of a configuration.
func configured(t *testing.T, changes, root, more string) *document {
	t.Helper()
	text := `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{},
		"resource_changes":[` + changes + `]}`
	d, err := read(strings.NewReader(text), readOptions{})
	if err != nil {
		t.Fatal(err)
	}
	d.configuration = jsontext.Value(`{"root_module":` + root + more + `}`)
	return d
}

// configuredCluster is a plan that makes a cluster with the expressions given.
func configuredCluster(t *testing.T, after, unknown, expressions string) (*document, change) {
	t.Helper()
	d := configured(t,
		`{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","change":{"actions":["create"],"after":`+after+`,"after_unknown":`+unknown+`}},
		{"address":"aws_eks_cluster.known","mode":"managed","type":"aws_eks_cluster","name":"known","change":{"actions":["create"],"after":{"version":null},"after_unknown":{"endpoint":true}}}`,
		`{"resources":[{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","expressions":`+expressions+`},
			{"address":"aws_eks_cluster.known","mode":"managed","type":"aws_eks_cluster"}]}`, "")
	return d, d.changes[0]
}

func TestSets(t *testing.T) {
	const known, unknown = `{}`, `{"version":true}`
	tests := []struct {
		name, unknown, expressions, path string
		want                             bool
	}{
		{"constant", known, `{"version":{"constant_value":"1.30"}}`, "version", true},
		{"null", known, `{"version":{"constant_value":null}}`, "version", false},
		{"not there", known, `{}`, "version", false},
		{"variable", known, `{"version":{"references":["var.v"]}}`, "version", true},
		{"variable that is null, or the plan would know", unknown, `{"version":{"references":["var.v"]}}`, "version", false},
		{"attribute that is known to be null", unknown, `{"version":{"references":["aws_eks_cluster.known.version","aws_eks_cluster.known"]}}`, "version", false},
		{"attribute that is not known", unknown, `{"version":{"references":["aws_eks_cluster.known.endpoint","aws_eks_cluster.known"]}}`, "version", true},
		{"attribute of a resource that the plan does not hold", unknown, `{"version":{"references":["x_y.z.a","x_y.z"]}}`, "version", true},
		{"local value", unknown, `{"version":{"references":["local.v"]}}`, "version", true},
		{"function of constants", unknown, `{"version":{}}`, "version", true},
		{"block", known, `{"vpc":[{"ids":{"references":["var.ids"]}}]}`, "vpc", true},
		{"attribute of a block", known, `{"vpc":[{},{"ids":{"references":["var.ids"]}}]}`, "vpc ids", true},
		{"attribute of a block by number", known, `{"vpc":[{"ids":{"references":["var.ids"]}}]}`, "vpc 0 ids", true},
		{"attribute that a block lacks", known, `{"vpc":[{"ids":{"references":["var.ids"]}}]}`, "vpc name", false},
		{"single block", known, `{"timeouts":{"create":{"constant_value":"1h"}}}`, "timeouts create", true},
		{"single block without it", known, `{"timeouts":{"create":{"constant_value":"1h"}}}`, "timeouts delete", false},
		{"attribute inside an expression", known, `{"set":{"references":["var.set"]}}`, "set 0 name", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, ch := configuredCluster(t, `{}`, test.unknown, test.expressions)
			if got := d.config().sets(ch, strings.Fields(test.path)...); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}

func TestConfigurationThatIsNotAsExpected(t *testing.T) {
	for _, root := range []string{
		`null`, `[]`, `1`, `{"resources":[null,1,{"address":1}]}`, `{"resources":{"a":1}}`,
		`{"module_calls":{"a":null,"b":{"module":null},"c":{"module":{"module_calls":{"d":1}}}}}`,
		`{"resources":[{"address":"aws_eks_cluster.a","mode":"managed","expressions":{"version":{"references":"x"},"b":[1],"c":[[{}]],"d":{"references":["","var","a.","data.b",".","module","module.x","[","a[\"","each.value"]}},"depends_on":[1]}]}`,
	} {
		d := configured(t, `{"address":"aws_eks_cluster.a","mode":"managed","type":"aws_eks_cluster","name":"a","change":{"actions":["update"],"after_unknown":{"version":true}}},
			{"address":"aws_eks_addon.a","mode":"managed","type":"aws_eks_addon","name":"a","change":{"actions":["update"]}}`, root, "")
		for _, ch := range d.changes {
			d.config().sets(ch, "version")
			d.config().clusterOf(ch, "d")
			d.config().providerClusters(ch)
			d.resolver().resolve(ch, "version")
			if d.resolver().why(ch, "version") == "" {
				t.Errorf("%s: no reason", root)
			}
		}
		if got := d.sequence().Relation(parseStep("make aws_eks_cluster.a"), parseStep("make aws_eks_addon.a")); got != 0 {
			t.Errorf("%s: got relation %d of what nothing relates", root, got)
		}
		d.partial()
	}
}

func TestWithoutConfiguration(t *testing.T) {
	d := newDocument()
	ch := change{Address: "aws_eks_cluster.a", Mode: "managed", Type: "aws_eks_cluster"}
	if d.sequence() != nil || d.config().sets(ch, "version") || d.config().clusterOf(ch, "x") != nil || len(d.partial()) != 0 {
		t.Error("a plan without a configuration tells something of it")
	}
	if _, _, found := d.resolver().resolve(ch, "version"); found {
		t.Error("a plan without a configuration resolves a value")
	}
}

func TestConfigAddress(t *testing.T) {
	for address, want := range map[string]string{
		"aws_eks_cluster.a":                      "aws_eks_cluster.a",
		"aws_eks_cluster.a[0]":                   "aws_eks_cluster.a",
		`module.a["x.y"].aws_eks_cluster.b["]"]`: "module.a.aws_eks_cluster.b",
		`module.a["\"].b"].data.c.d`:             "module.a.data.c.d",
		`aws_eks_cluster.日本["日本"]`:               "aws_eks_cluster.日本",
		`a.b["`:                                  "a.b",
	} {
		if got := configAddress(address); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}

func TestLongestReferences(t *testing.T) {
	got := longest([]string{"module.a.name", "module.a", "var.o[\"v\"]", "var.o", "module.ab", "local.x", "local.x"})
	if want := []string{"module.a.name", "var.o[\"v\"]", "module.ab", "local.x"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzConfiguration(f *testing.F) {
	f.Add(`{"root_module":`+twoClusters+`}`, `module.a["x"].aws_eks_addon.x[0]`)
	f.Add(`{"provider_config":{"aws":{"name":"aws","expressions":{"host":[{"a":{"references":["module.m"]}}]}}},"root_module":{"module_calls":{"m":{"for_each_expression":{"references":["each.key","module.m"]},"module":{"outputs":{"o":{"expression":{"references":["module.m.o","var.v"]}}}}}}}}`, "aws_eks_addon.x")
	f.Fuzz(func(t *testing.T, raw, address string) {
		if !jsontext.Value(raw).IsValid() {
			t.Skip()
		}
		ch := change{Address: address, Mode: "managed", Type: "aws_eks_addon", Change: changeValues{Actions: []string{"delete", "create"}, AfterUnknown: jsontext.Value(`{"cluster_name":true}`)}}
		d := newDocument()
		d.configuration = jsontext.Value(raw)
		d.changes = []change{ch, {Address: "aws_eks_cluster.a", Mode: "managed", Type: clusterType, Change: changeValues{Actions: []string{"update"}}}}
		d.prior = []instance{{Address: address, Mode: "managed", DependsOn: []string{"aws_eks_cluster.a", configAddress(address)}}}
		d.config().sets(ch, "cluster_name")
		d.config().clusterOf(ch, "cluster_name")
		d.config().providerClusters(ch)
		d.partial()
		if d.resolver().why(ch, "cluster_name") == "" {
			t.Error("no reason")
		}
		first, second := parseStep("make "+address), parseStep("make aws_eks_cluster.a")
		there, back := d.sequence().Relation(first, second), d.sequence().Relation(second, first)
		if there != opposite[back] {
			t.Errorf("the relation is %d one way and %d the other", there, back)
		}
	})
}

var opposite = map[upgrade.Relation]upgrade.Relation{upgrade.Either: upgrade.Either, upgrade.Before: upgrade.After, upgrade.After: upgrade.Before}
