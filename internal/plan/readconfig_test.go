package plan

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// keptBlocks are the addresses of the blocks that are left of a configuration.
func keptBlocks(t *testing.T, configuration string, known ...string) []string {
	t.Helper()
	document := newDocument()
	for _, address := range known {
		document.known.add(address)
	}
	raw, err := shortenConfiguration(rawTokens([]byte(configuration)), document)
	if err != nil {
		t.Fatal(err)
	}
	if !raw.IsValid() {
		t.Fatalf("the configuration is broken: %s", raw)
	}
	type module struct {
		Resources []struct {
			Address string `json:"address"`
		} `json:"resources"`
		Calls map[string]struct {
			Module json.RawMessage `json:"module"`
		} `json:"module_calls"`
	}
	var collect func(path string, raw []byte) []string
	collect = func(path string, raw []byte) []string {
		var m module
		if err := json.Unmarshal(raw, &m); err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, resource := range m.Resources {
			list = append(list, path+resource.Address)
		}
		for name, call := range m.Calls {
			list = append(list, collect(path+"module."+name+".", call.Module)...)
		}
		return list
	}
	var whole struct {
		Root json.RawMessage `json:"root_module"`
	}
	if err := json.Unmarshal(raw, &whole); err != nil {
		t.Fatal(err)
	}
	list := collect("", whole.Root)
	slices.Sort(list)
	return list
}

func refers(address string, references ...string) string {
	text, _ := json.Marshal(references)
	return fmt.Sprintf(`{"address":%q,"mode":"managed","expressions":{"x":[{"y":{"references":%s}}],"z":{"constant_value":{"a":1}}}}`, address, text)
}

func TestShortConfigurationKeepsWhatOrderNeeds(t *testing.T) {
	const cluster, group, role, policy, bucket = "aws_eks_cluster.a", "aws_eks_node_group.a", "aws_iam_role.a", "aws_iam_policy.a", "aws_s3_bucket.a"
	all := []string{cluster, group, role, policy, bucket}
	for name, test := range map[string]struct {
		blocks []string
		rest   string
		known  []string
		want   []string
	}{
		"what nothing refers to goes": {
			blocks: []string{refers(cluster), refers(bucket, "aws_iam_role.a.arn")}, known: all, want: []string{cluster},
		},
		"first, in the middle and last": {
			blocks: []string{refers(bucket, role), refers(cluster), refers(policy, role), refers(group), refers("aws_s3_bucket.b", role)},
			known:  append(all, "aws_s3_bucket.b"), want: []string{cluster, group},
		},
		"a path from what matters stays": {
			blocks: []string{refers(bucket, cluster), refers(group, "aws_iam_policy.a.arn", policy), refers(policy, role+"[0].arn"), refers(role, bucket+".id")},
			known:  all, want: []string{group, policy, role, bucket},
		},
		"a path from an output stays": {
			blocks: []string{refers(bucket, cluster)}, rest: `,"outputs":{"o":{"expression":{"references":["aws_s3_bucket.a.id"]}}}`, known: all, want: []string{bucket},
		},
		"two that stay before the first that matters": {
			blocks: []string{refers(policy, role), refers(bucket, role), refers(cluster, bucket, policy)}, known: all, want: []string{cluster, bucket, policy},
		},
		"what the plan lacks stays": {
			blocks: []string{refers(bucket), refers(role)}, known: []string{role}, want: []string{bucket},
		},
		"what repeats is not lacked": {
			blocks: []string{strings.Replace(refers(bucket), `"expr`, `"count_expression":{"constant_value":2},"expr`, 1)}, want: nil,
		},
		"keys sorted": {
			blocks: []string{`{"expressions":{"x":{"references":["aws_s3_bucket.a"]}},"mode":"managed","address":"aws_eks_cluster.a"}`, `{"expressions":{"x":{"references":["x.y"]}},"mode":"managed","address":"aws_s3_bucket.a"}`},
			known:  all, want: []string{cluster, bucket},
		},
		"what a dependency on a module may need stays": {
			blocks: []string{strings.Replace(refers(cluster), `"expr`, `"depends_on":["module.m"],"expr`, 1)},
			rest:   `,"module_calls":{"m":{"module":{"resources":[` + refers(bucket, role) + `]}}}`,
			known:  append(all, "module.m."+bucket), want: []string{cluster, "module.m." + bucket},
		},
		"in a module": {
			blocks: []string{refers(cluster)},
			rest:   `,"module_calls":{"m":{"module":{"resources":[` + refers(bucket, role) + `,` + refers(group) + `]}}}`,
			known:  append(all, "module.m."+bucket), want: []string{cluster, "module.m." + group},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := keptBlocks(t, `{"root_module":{"resources":[`+strings.Join(test.blocks, ",")+`]`+test.rest+`}}`, test.known...)
			slices.Sort(test.want)
			if !slices.Equal(got, test.want) {
				t.Errorf("kept %q, want %q", got, test.want)
			}
		})
	}
}

// A block that is kept for the order refers to what it referred to.
func TestShortConfigurationKeepsReferences(t *testing.T) {
	raw, err := shortenConfiguration(rawTokens([]byte(`{"root_module":{"resources":[`+refers("aws_eks_cluster.a", "null_resource.a")+`,`+
		refers("null_resource.a", "b.c", "a.b.name", "a.b", "a.bc", "b.c")+`]}}`)), newDocument())
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"address":"null_resource.a","mode":"managed","expressions":{"all":{"references":["a.b.name","a.bc","b.c"]}}}`
	if !strings.Contains(string(raw), want) {
		t.Errorf("the configuration is %s, want %s in it", raw, want)
	}
}

func TestTextStoreGivesBackTexts(t *testing.T) {
	var store textStore
	const texts = 100_000
	text := func(i int) string { return fmt.Sprintf("text %d %s", i, strings.Repeat("x", i%150)) }
	for i := range texts {
		store.add(func(out []byte) []byte { return append(out, text(i)...) })
	}
	if len(store.chunks) <= maxPlain {
		t.Fatalf("there are %d chunks, and none is compressed", len(store.chunks))
	}
	wanted := func(i int) bool { return i%97 == 0 || i > texts-3 }
	var got, want []string
	for i := range texts {
		if wanted(i) {
			want = append(want, text(i))
		}
	}
	store.each(wanted, func(text []byte) { got = append(got, string(text)) })
	if !reflect.DeepEqual(got, want) {
		t.Error("some texts are not what was kept")
	}
}
