package tfvars

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/zclconf/go-cty/cty"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// fuzzNames are the questions that each text is asked.
var fuzzNames = []Names{
	{},
	{ClusterVersion: "eks.version", ClusterName: "eks.name", Region: "eks.0.region", NodeGroupVersions: []string{"blue.version", "groups.*.version", "groups.*.*.k8s", "blue.release_version", "v"}, AddonVersions: []string{"groups.*", "blue.*.version", "v"}},
}

func FuzzNative(f *testing.F) {
	const typed = `variable "blue" { type = map(object({ enabled = optional(bool, false), version = optional(string, "1.33") })) }`
	for _, text := range []string{
		"", "cluster_version = \"1.34\"", "\xEF\xBB\xBFcluster_version = \"1.34\"\r\nnode_version = 1.30\r\n",
		"eks = { version = \"1.34\", name = <<-EOT\n  a\n  EOT\n}", "eks = [{ region = \"eu\" }]", "blue = { \"version\" = null, release_version = \"1.33.1-20260101\" }",
		"groups = { a = { version = [] }, b = null, c = { k8s = { k8s = 1e3 } } }", "node_groups = [{ name = \"a\", version = true ? \"1.3\" : 2 }]",
		"v = \"${1}%{if true}.3%{endif}\"", "v = { for a in [1] : a => a }", "v = a.b[*].c(1...)", "größe = \"日本\" // é", "v = (((1)))", "a = \"\\u00e9\\", "v = 1 / 0",
		"v = <<A\n${<<B\n}", "/* /* ", "v = \"$${a}%%{b}\"", "blue = { (null) = 1 }", "a {\n}", "=", "v = -1.0e+3", "addons = { a_b = { version = 1.0 }, c = \"v1.2.3-eksbuild.1\" }\ncoredns-version = \"v1\"", "groups = [{ name = \"a\", version = \"v1\" }]", "v = \"a\" == \"a\" ? \"1.3\" : \"\"",
	} {
		f.Add([]byte(text), []byte(typed))
		f.Add([]byte{}, []byte("variable \"v\" { default = \"1.33\" }\n"+text))
	}
	f.Add([]byte("blue = {}"), []byte(`variable "blue" { type = object({ version = optional(tuple([optional(list(any), "1.33")]), null) }) }`))
	f.Add([]byte("v = null"), []byte("variable v {\n nullable = 0\n default = 1.30\n}"))
	f.Fuzz(func(t *testing.T, text, module []byte) {
		checkText(t, map[string][]byte{"prod.tfvars": text, "v.tf": module})
	})
}

func FuzzJSON(f *testing.F) {
	const typed = `{"variable": {"blue": {"type": "object({ version = optional(string, \"1.33\") })", "nullable": false, "default": {}}}}`
	for _, text := range []string{
		"", "{}", "[]", `{"cluster_version": "1.34"}`, "\xEF\xBB\xBF{\r\n\t\"cluster_version\": 1.30}", `{"eks": {"version": "1.34", "version": "1.33"}}`,
		`{"eks": [{"region": "eu"}]}`, `{"blue": {"version": null, "release_version": "1.33.1-20260101"}}`, `{"groups": {"a": {"version": []}, "b": null}}`,
		`{"v": "${1}"}`, `{"v": 1e3, "//": 1}`, "{\"v\": \"\u0600\", \"[[\"]}", `{"a": tru}`, `{"a": "\ud800"}`, `{"a": "\`, `{"größe": "日本"}`, `{"a" = 1}`, `[{"a": 1}]`, `{"blue": {"": {"": "\"]"}}}`, `{1: 2}`,
	} {
		f.Add([]byte(text), []byte(typed))
		f.Add([]byte("{}"), []byte(strings.ReplaceAll(`{"variable": [{"v": [{"default": X}]}]}`, "X", text)))
	}
	f.Add([]byte(`{"blue": {}}`), []byte(`{"variable": {"blue": {"type": "map(object({\n a = optional(map(any), {\n b = { version = 1.30 }\n}) }))"}}}`))
	f.Fuzz(func(t *testing.T, text, module []byte) {
		checkText(t, map[string][]byte{"prod.tfvars.json": text, "v.tf.json": module})
	})
}

// checkText reads a root module of two files in each way, and checks what must
// hold whatever is in them.
func checkText(t *testing.T, texts map[string][]byte) {
	fsys := fstest.MapFS{}
	for name, text := range texts {
		fsys[name] = &fstest.MapFile{Data: text, Mode: 0o644}
		texts[name] = bytes.TrimPrefix(text, []byte("\xEF\xBB\xBF"))
	}
	for _, names := range fuzzNames {
		reader, err := Open(Folder{EnvVars: fsys, Module: fsys, Shared: true, Source: upgrade.Source{Kind: upgrade.SourceFile}}, names)
		if err != nil {
			t.Fatal(err)
		}
		environment := reader.Read("prod")
		reader.Unmatched([]string{"prod"})
		sentences(t, environment.Problems)
		for _, problem := range environment.Problems {
			checkPosition(t, texts, problem.Source)
		}
		checkClaim(t, texts, environment.ClusterVersion)
		checkClaim(t, texts, environment.ClusterName)
		checkClaim(t, texts, environment.Region)
		for _, group := range environment.NodeGroups {
			checkClaim(t, texts, group.Version)
			checkClaim(t, texts, group.ReleaseVersion)
		}
		for _, addon := range environment.Addons {
			if !addon.Version.IsKnown() || addon.Version.Value.IsZero() || addon.Name == "" {
				t.Fatalf("no version: %+v", addon)
			}
			checkClaim(t, texts, addon.Version)
		}
	}
}

// checkPosition checks that a position is in its file, and gives the rest of the
// file from there on where the line before it is ASCII.
func checkPosition(t *testing.T, texts map[string][]byte, source upgrade.Source) string {
	t.Helper()
	text, ok := texts[source.File]
	if !ok {
		t.Fatalf("%+v is in no file", source)
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	if source.Line == 0 && source.Column == 0 {
		return ""
	}
	if source.Line < 1 || source.Line > len(lines) || source.Column < 0 || source.Column > len(lines[source.Line-1])+1 {
		t.Fatalf("%+v is not in the file", source)
	}
	line := lines[source.Line-1]
	for _, c := range line[:max(source.Column-1, 0)] {
		if c >= 0x80 || c == '\r' {
			return ""
		}
	}
	return string(line[max(source.Column-1, 0):]) + string(bytes.Join(lines[source.Line:], nil))
}

// checkClaim checks that what is known is written where the claim says, if it is
// a plain text in quotes.
func checkClaim[T any](t *testing.T, texts map[string][]byte, claim upgrade.Claim[T]) {
	t.Helper()
	rest := checkPosition(t, texts, claim.Source)
	if claim.Knowledge == upgrade.Unknown && claim.Reason == "" {
		t.Fatalf("unknown without a reason: %+v", claim)
	}
	if claim.Knowledge != upgrade.Known {
		return
	}
	if claim.Source.Line == 0 || claim.Source.Column == 0 || claim.Source.Attribute == "" {
		t.Fatalf("known without a position: %+v", claim)
	}
	quoted, ok := strings.CutPrefix(rest, `"`)
	if !ok || strings.HasPrefix(claim.Note, "taken from") || strings.HasSuffix(claim.Source.File, ".tf.json") {
		return
	}
	written, after, ok := strings.Cut(quoted, `"`)
	if !ok || strings.ContainsAny(written, "\\$%") {
		return
	}
	// Other expressions may begin with a text too.
	if after = strings.TrimLeft(after, " \t"); after != "" && !strings.ContainsAny(after[:1], "\r\n,}])#") {
		return
	}
	if got := cty.NormalizeString(written); got != claim.Text {
		t.Fatalf("%+v is not written there: %q", claim, written)
	}
}
