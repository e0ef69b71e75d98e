package plan

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// testDocument reads a plan of testdata.
func testDocument(t *testing.T, path string) *document {
	t.Helper()
	file, err := os.Open("testdata/" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	d, err := read(file, readOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// realOrder is what the steps of testdata/order wait for in Terraform's own
// graph.
func realOrder(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/order/waits.json")
	if err != nil {
		t.Fatal(err)
	}
	var waits map[string][]string
	if err := json.Unmarshal(text, &waits); err != nil {
		t.Fatal(err)
	}
	return waits
}

func parseStep(text string) upgrade.Step {
	verb, address, _ := strings.Cut(text, " ")
	return upgrade.Step{Address: address, Destroys: verb == "destroy"}
}

// untold tells whether the plan file does not tell why a step is later: it shows
// neither dynamic blocks nor conditions, nor whether what only goes has
// create_before_destroy, which decides when it goes.
func untold(d *document, later, earlier string) bool {
	for _, ch := range d.changes {
		goes := "destroy " + ch.Address
		if ch.Change.action() == upgrade.Delete && (later == goes || earlier == goes) {
			return true
		}
	}
	return slices.Contains([]string{
		"make aws_eks_addon.by_dynamic", "make aws_eks_addon.by_condition",
		// They wait for what only goes, and through that for the cluster.
		"make aws_eks_addon.gone_user", "make aws_eks_addon.moves",
	}, later)
}

func TestSequenceAgreesWithTerraform(t *testing.T) {
	d := testDocument(t, "order/plan.json.gz")
	sequence, waits := d.sequence(), realOrder(t)
	steps := slices.Sorted(maps.Keys(waits))
	told := 0
	for _, first := range steps {
		for _, second := range steps {
			if first == second {
				continue
			}
			relation := sequence.Relation(parseStep(first), parseStep(second))
			before, after := slices.Contains(waits[second], first), slices.Contains(waits[first], second)
			switch {
			case relation == upgrade.Before && before, relation == upgrade.After && after:
				told++
			case relation != upgrade.Either:
				t.Errorf("%s and %s: got relation %d, and Terraform keeps none such", first, second, relation)
			case before && !untold(d, second, first):
				t.Errorf("%s is before %s, which is not told", first, second)
			}
		}
	}
	if told < 250 {
		t.Errorf("%d relations are told, which is too few to mean anything", told)
	}
}

func TestSequence(t *testing.T) {
	const cluster = "make aws_eks_cluster.cluster"
	tests := []struct {
		name, first, second string
		want                upgrade.Relation
	}{
		{"reference", cluster, "make aws_eks_addon.direct", upgrade.Before},
		{"the other way round", "make aws_eks_addon.direct", cluster, upgrade.After},
		{"local value", cluster, "make aws_eks_addon.by_local", upgrade.Before},
		{"local value in a longer text", cluster, "make aws_eks_addon.tagged", upgrade.Before},
		{"local value that leads nowhere", cluster, "make aws_eks_addon.other_local", upgrade.Either},
		{"local value in place of the reference that the state still holds", cluster, "make aws_eks_addon.dropped", upgrade.Either},
		{"depends_on", cluster, "make aws_eks_addon.by_depends", upgrade.Before},
		{"input of a module", cluster, "make module.input.aws_eks_addon.second", upgrade.Before},
		{"what does not use the input", cluster, "make module.input.aws_eks_addon.free", upgrade.Either},
		{"input that is a local value", cluster, "make module.local_input.aws_eks_addon.this", upgrade.Before},
		{"depends_on of a module", cluster, "make module.waits.aws_eks_addon.free", upgrade.Before},
		{"depends_on a module", "make module.input.aws_eks_addon.free", "make aws_eks_addon.after_module", upgrade.Before},
		{"output of a module", cluster, "make aws_eks_addon.after_output", upgrade.Before},
		{"output that does not use it", cluster, "make aws_eks_addon.after_other_output", upgrade.Either},
		{"one instance of a module is all of them", `make module.many["a.b"].aws_eks_addon.this`, "make aws_eks_addon.after_instance", upgrade.Before},
		{"module in a module, with keys that look like addresses", cluster, `make module.outer.module.inner["a[b].\"c\""].aws_eks_addon.this`, upgrade.Before},
		{"data source", cluster, "make aws_eks_addon.by_data", upgrade.Before},
		{"data source with depends_on", cluster, "make aws_eks_addon.by_waiting_data", upgrade.Before},
		{"resource that does not change", cluster, "make aws_eks_addon.past_noop", upgrade.Before},
		{"provider", cluster, "make kubernetes_deployment.object", upgrade.Before},
		{"provider with an alias", cluster, "make aws_eks_addon.by_provider", upgrade.Before},
		{"provider of a local value", cluster, "make aws_eks_addon.by_local_provider", upgrade.Before},
		{"provider that a module is given", cluster, "make module.provided.aws_eks_addon.free", upgrade.Before},
		{"nothing in common", "make aws_eks_addon.by_lonely", "make aws_eks_addon.other_local", upgrade.Either},

		{"replaced: goes, then comes", "destroy aws_eks_addon.replaced", "make aws_eks_addon.replaced", upgrade.Before},
		{"replaced: goes before what it depends on changes", "destroy aws_eks_addon.replaced_leaf", cluster, upgrade.Before},
		{"replaced: comes after what it depends on has changed", cluster, "make aws_eks_addon.replaced_leaf", upgrade.Before},
		{"replaced: its user changes last", "make aws_eks_addon.replaced", "make aws_eks_addon.replaced_user", upgrade.Before},
		{"both replaced: the user goes first", "destroy aws_eks_addon.replaced_both", "destroy aws_eks_addon.replaced", upgrade.Before},
		{"create_before_destroy: comes, then goes", "make aws_eks_addon.cbd", "destroy aws_eks_addon.cbd", upgrade.Before},
		{"create_before_destroy: goes after its user has changed", "make aws_eks_addon.cbd_user", "destroy aws_eks_addon.cbd", upgrade.Before},
		{"create_before_destroy: goes after what it depends on has changed", cluster, "destroy aws_eks_addon.cbd_leaf", upgrade.Before},
		{"create_before_destroy is handed down", "make aws_eks_addon.cbd_over", "destroy aws_eks_addon.under_cbd", upgrade.Before},

		{"goes: its user goes first", "destroy aws_eks_addon.gone_leaf2", "destroy aws_eks_addon.gone_leaf", upgrade.Before},
		{"goes: its provider is there first", cluster, "destroy kubernetes_deployment.object_gone", upgrade.Before},
		{"goes: one of several providers", cluster, "destroy aws_eks_addon.gone_provider", upgrade.Either},
		{"goes, with what it depends on", cluster, "destroy aws_eks_addon.gone_leaf", upgrade.Either},
		{"goes, with its former user", "destroy aws_eks_addon.gone", "make aws_eks_addon.gone_user", upgrade.Either},

		{"an address that is not there", cluster, "make aws_eks_addon.missing", upgrade.Either},
		{"a step that is not taken", "destroy aws_eks_cluster.cluster", "make aws_eks_addon.direct", upgrade.Either},
		{"a resource that does not change", cluster, "make aws_eks_addon.noop", upgrade.Either},
	}
	sequence := testDocument(t, "order/plan.json.gz").sequence()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := sequence.Relation(parseStep(test.first), parseStep(test.second)); got != test.want {
				t.Errorf("%s, %s: got %d, want %d", test.first, test.second, got, test.want)
			}
		})
	}
}

// The reader leaves out what it can of resources of other types. The order that
// leads through them stays.
func TestSequenceLeadsThroughWhatTheReaderShortens(t *testing.T) {
	file, err := os.Open("testdata/order/plan.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	zipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zipped)
	if err != nil {
		t.Fatal(err)
	}
	d, err := read(strings.NewReader(strings.ReplaceAll(string(text), "aws_eks_addon_version", "http_answer")), readOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, later := range []string{"make aws_eks_addon.by_data", "make aws_eks_addon.by_waiting_data"} {
		if got := d.sequence().Relation(parseStep("make aws_eks_cluster.cluster"), parseStep(later)); got != upgrade.Before {
			t.Errorf("%s: got %d", later, got)
		}
	}
}

// The objects of one provider are destroyed before what they depended on, which
// is of another. Where that closes a circle, Terraform leaves the edge out.
func TestSequenceAcrossProviders(t *testing.T) {
	d := newDocument()
	replaced := changeValues{Actions: []string{"delete", "create"}}
	d.changes = []change{
		{Address: "aws_eks_cluster.a", Mode: "managed", Type: "aws_eks_cluster", ProviderName: "aws", Change: changeValues{Actions: []string{"update"}}},
		{Address: "aws_eks_node_group.leaf", Mode: "managed", Type: "aws_eks_node_group", ProviderName: "aws", Change: replaced},
		{Address: "kubernetes_pod.of_cluster", Mode: "managed", Type: "kubernetes_pod", ProviderName: "kubernetes", Change: replaced},
		{Address: "kubernetes_pod.fixed", Mode: "managed", Type: "kubernetes_pod", ProviderName: "kubernetes", Change: replaced},
	}
	d.prior = []instance{
		{Address: "aws_eks_node_group.leaf", DependsOn: []string{"aws_eks_cluster.a"}},
		{Address: "kubernetes_pod.of_cluster", DependsOn: []string{"aws_eks_cluster.a", "aws_eks_node_group.leaf"}},
		{Address: "kubernetes_pod.fixed", DependsOn: []string{"aws_eks_node_group.leaf"}},
	}
	d.configuration = jsontext.Value(`{
		"provider_config":{"kubernetes":{"expressions":{"host":{"references":["aws_eks_cluster.a.endpoint","aws_eks_cluster.a"]}}},"fixed":{}},
		"root_module":{"resources":[
			{"address":"aws_eks_cluster.a","provider_config_key":"aws"},
			{"address":"aws_eks_node_group.leaf","provider_config_key":"aws"},
			{"address":"kubernetes_pod.of_cluster","provider_config_key":"kubernetes"},
			{"address":"kubernetes_pod.fixed","provider_config_key":"fixed"}]}}`)
	tests := []struct {
		first, second string
		want          upgrade.Relation
	}{
		{"destroy kubernetes_pod.fixed", "destroy aws_eks_node_group.leaf", upgrade.Before},
		{"destroy kubernetes_pod.fixed", "make aws_eks_cluster.a", upgrade.Before},
		{"make aws_eks_cluster.a", "destroy kubernetes_pod.of_cluster", upgrade.Before},
		{"destroy aws_eks_node_group.leaf", "destroy kubernetes_pod.of_cluster", upgrade.Before},
	}
	for _, test := range tests {
		if got := d.sequence().Relation(parseStep(test.first), parseStep(test.second)); got != test.want {
			t.Errorf("%s, %s: got %d, want %d", test.first, test.second, got, test.want)
		}
	}
}

func TestSequenceWithADeposedObject(t *testing.T) {
	d := newDocument()
	d.changes = []change{
		{Address: "aws_eks_node_group.a", Mode: "managed", Change: changeValues{Actions: []string{"create", "delete"}}},
		{Address: "aws_eks_node_group.a", Mode: "managed", Deposed: "00000001", Change: changeValues{Actions: []string{"delete"}}},
	}
	d.configuration = jsontext.Value(`{"root_module":{"resources":[{"address":"aws_eks_node_group.a"}]}}`)
	if got := d.sequence().Relation(parseStep("make aws_eks_node_group.a"), parseStep("destroy aws_eks_node_group.a")); got != upgrade.Either {
		t.Errorf("got %d although two objects are destroyed", got)
	}
}
