package tfvars

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// editsOf makes an edit of each value that has the mark § before it, and takes
// the marks out of the text.
func editsOf(text string, was, now []string) (string, []Edit) {
	var (
		edits []Edit
		plain strings.Builder
	)
	for i, piece := range strings.Split(text, "§") {
		if i > 0 {
			before := strings.TrimPrefix(plain.String(), "\xEF\xBB\xBF")
			line := before[strings.LastIndexByte(before, '\n')+1:]
			at := upgrade.Source{Line: strings.Count(before, "\n") + 1, Column: len([]rune(line)) + 1, Attribute: "v"}
			edits = append(edits, Edit{At: at, Was: was[i-1], Now: now[i-1]})
		}
		plain.WriteString(piece)
	}
	return plain.String(), edits
}

func TestRewrite(t *testing.T) {
	const json = ".json"
	for name, test := range map[string]struct {
		syntax, text, was, now, want string
	}{
		"quoted":             {"", `v = §"1.34"`, "1.34", "1.35", `v = "1.35"`},
		"no last newline":    {"", "a = 1\nv = §\"1.34\" # why", "1.34", "1.35", "a = 1\nv = \"1.35\" # why"},
		"alignment":          {"", "  v   =   §\"1.34\"   # why\n\ta\t=\t1\t\n\n\n", "1.34", "1.35", "  v   =   \"1.35\"   # why\n\ta\t=\t1\t\n\n\n"},
		"CRLF and BOM":       {"", "\xEF\xBB\xBFa = 1\r\nv = §\"1.34\"\r\n", "1.34", "1.35", "\xEF\xBB\xBFa = 1\r\nv = \"1.35\"\r\n"},
		"BOM, line 1":        {"", "\xEF\xBB\xBFv = §\"1.34\"", "1.34", "1.35", "\xEF\xBB\xBFv = \"1.35\""},
		"after a tab":        {"", "\tv\t=\t§\"1.34\"\n", "1.34", "1.35", "\tv\t=\t\"1.35\"\n"},
		"non-ASCII before":   {"", "größe = { \"日本\" = §\"1.34\" } // é", "1.34", "1.35", "größe = { \"日本\" = \"1.35\" } // é"},
		"comments around":    {"", "/* a */ v /* b */ = /* c */ §\"1.34\" /* d */", "1.34", "1.35", "/* a */ v /* b */ = /* c */ \"1.35\" /* d */"},
		"in parentheses":     {"", "v = §( /* \"1.34\" */ (\"1.34\") )", "1.34", "1.35", "v = ( /* \"1.34\" */ (\"1.35\") )"},
		"escapes":            {"", `v = §"\u0031.3\u0034"`, "1.34", "1.35", `v = "1.35"`},
		"escaped templates":  {"", `v = §"$${a}%%{b}"`, "${a}%{b}", "1.35", `v = "1.35"`},
		"an empty text":      {"", `v = §""`, "", "1.35", `v = "1.35"`},
		"a template to be":   {"", `v = §"1.34"`, "1.34", "${a}\"\n", `v = "$${a}\"\n"`},
		"in an object":       {"", `e = { "v": §"1.34", w = "1.34" }`, "1.34", "1.35", `e = { "v": "1.35", w = "1.34" }`},
		"the last of two":    {"", `e = { v = "1.34", v = §"1.34" }`, "1.34", "1.35", `e = { v = "1.34", v = "1.35" }`},
		"in a list":          {"", "e = [\"1.34\", §\"1.34\",\n\"1.34\"]", "1.34", "1.35", "e = [\"1.34\", \"1.35\",\n\"1.34\"]"},
		"in a wrapped value": {"", `e = "${{ v = §"1.34" }}"`, "1.34", "1.35", `e = "${{ v = "1.35" }}"`},
		"other expressions":  {"", "a = file(\"x\")\nb = \"${c}\"\nd = <<A\n${e}\nA\nv = §\"1.34\"\n", "1.34", "1.35", "a = file(\"x\")\nb = \"${c}\"\nd = <<A\n${e}\nA\nv = \"1.35\"\n"},
		"no change":          {"", `v = §"\u0031.34"`, "1.34", "1.34", `v = "\u0031.34"`},
		"longer":             {"", "v = §\"v1.9.0-eksbuild.1\" # same line\n", "v1.9.0-eksbuild.1", "v1.10.1-eksbuild.12", "v = \"v1.10.1-eksbuild.12\" # same line\n"},
		"several":            {"", "v = §\"1.34\"\nb = { v = §1.33 }\nc = §\"1.34\"\n", "1.34 1.33 1.34", "1.35 1.40 1.36", "v = \"1.35\"\nb = { v = \"1.40\" }\nc = \"1.36\"\n"},

		"a number":                  {"", "v = §1.34 # why", "1.34", "1.35", "v = 1.35 # why"},
		"a number in parentheses":   {"", "v = §(1.34)", "1.34", "1.35", "v = (1.35)"},
		"a number that would lose":  {"", "v = §1.39", "1.39", "1.40", `v = "1.40"`},
		"a number to a text":        {"", "v = §1.34", "1.34", "v1.35.0", `v = "v1.35.0"`},
		"a number to another form":  {"", "v = §1.34", "1.34", "1e3", `v = "1e3"`},
		"a number with many digits": {"", "v = §1.34", "1.34", strings.Repeat("12", 150) + ".5", `v = "` + strings.Repeat("12", 150) + `.5"`},
		"a zero that is known":      {"", "v = §1.30", "1.30", "1.31", "v = 1.31"},
		"a zero that is mended":     {"", "v = §1.30", "1.30", "1.30", `v = "1.30"`},

		"JSON":              {json, "{\n  \"v\" : §\"1.34\",\"w\":1 }\n\n", "1.34", "1.35", "{\n  \"v\" : \"1.35\",\"w\":1 }\n\n"},
		"JSON, one line":    {json, `{"a":["1.34",{"v":§"1.34"}],"b":"1.34"}`, "1.34", "1.35", `{"a":["1.34",{"v":"1.35"}],"b":"1.34"}`},
		"JSON, tabs":        {json, "\xEF\xBB\xBF{\r\n\t\"a\":\t\"1.34\",\t\"v\":\t§\"1.34\"\r\n}", "1.34", "1.35", "\xEF\xBB\xBF{\r\n\t\"a\":\t\"1.34\",\t\"v\":\t\"1.35\"\r\n}"},
		"JSON, escapes":     {json, `{"v": §"\u0031.34\/"}`, "1.34/", "1.35", `{"v": "1.35"}`},
		"JSON, a template":  {json, `{"v": §"${1.34}"}`, "${1.34}", "\"\\${a}", `{"v": "\"\\${a}"}`},
		"JSON number":       {json, `{"v": §1.34 }`, "1.34", "1.35", `{"v": 1.35 }`},
		"JSON number loses": {json, `{"v": §1.39}`, "1.39", "1.40", `{"v": "1.40"}`},
		"JSON key twice":    {json, `{"a": {"v": "1.34", "v": §"1.34"}}`, "1.34", "1.35", `{"a": {"v": "1.34", "v": "1.35"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			text, edits := editsOf(test.text, strings.SplitN(test.was, " ", strings.Count(test.text, "§")), strings.SplitN(test.now, " ", strings.Count(test.text, "§")))
			got, err := Rewrite("env-vars/prod.tfvars"+test.syntax, []byte(text), edits)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "text", string(got), test.want)
		})
	}
}

func TestRewriteRefuses(t *testing.T) {
	const (
		json    = ".json"
		byHand  = ` Write "1.35" there by hand.`
		changed = `v is not "1.34" in this place: the file was changed meanwhile. Run this again, so that the file is read anew.`
	)
	is := func(what string) string {
		return "v is " + what + ", and only a text in quotes or a number is edited." + byHand
	}
	for name, test := range map[string]struct{ suffix, text, was, want string }{
		"a heredoc":           {"", "v = §<<A\n1.34\nA\n", "1.34\n", is("a heredoc")},
		"an indented heredoc": {"", "v = §<<-A\n  1.34\n  A\n", "1.34\n", is("a heredoc")},
		"a template":          {"", `v = §"1.${34}"`, "1.34", is("a text that is computed")},
		"a directive":         {"", `v = §"%{if true}1.34%{endif}"`, "1.34", is("a text that is computed")},
		"a wrapped text":      {"", `v = §"${"1.34"}"`, "1.34", is("a text that is computed")},
		"a wrapped number":    {"", `v = §"${1.34}"`, "1.34", is("a text that is computed")},
		"a function":          {"", `v = §max("1.34")`, "1.34", is("the result of a function")},
		"a reference":         {"", `v = §(var.v)`, "1.34", is("a reference")},
		"an index":            {"", `v = §["1.34"][0]`, "1.34", is("computed by an expression")},
		"a condition":         {"", `v = §true ? "1.34" : "1.33"`, "1.34", is("computed by an expression")},
		"a comparison":        {"", `v = §"1.34" == "1.34"`, "1.34", is("computed by an expression")},
		"a negative number":   {"", `v = §-1.34`, "-1.34", is("computed by an expression")},
		"null":                {"", `v = §null`, "", is("null")},
		"a bool":              {"", `v = §true`, "true", is("a bool")},
		"a list":              {"", `v = §["1.34"]`, "1.34", is("a list")},
		"an object":           {"", `v = §({ a = "1.34" })`, "1.34", is("an object")},
		"JSON null":           {json, `{"v": §null}`, "", is("null")},
		"a JSON bool":         {json, `{"v": §false}`, "false", is("a bool")},
		"a JSON list":         {json, `{"v": §["1.34"]}`, "1.34", is("a list")},
		"a JSON object":       {json, `{"v": §{"a": "1.34"}}`, "1.34", is("an object")},

		"another text":      {"", `v = §"hunter2"`, "1.34", changed},
		"another number":    {"", `v = §1.33`, "1.34", changed},
		"a long text":       {"", `v = §"` + repeat("1", maxLeafSize) + `"`, "1.34", changed},
		"another place":     {"", `§v = "1.34"`, "1.34", changed},
		"inside a text":     {"", `v = "§1.34"`, "1.34", changed},
		"inside brackets":   {"", `v = (§"1.34")`, "1.34", changed},
		"a key":             {"", `a = { §"1.34" = 1 }`, "1.34", changed},
		"behind the end":    {"", "v = \"1.34\"\n\n§", "1.34", changed},
		"a comment":         {"", `v = 1 # §"1.34"`, "1.34", changed},
		"another JSON text": {json, `{"v": §"1.33"}`, "1.34", changed},
		"a JSON key":        {json, `{§"1.34": 1}`, "1.34", changed},
		"a JSON comment":    {json, `{"//": §"1.34"}`, "1.34", changed},

		"a lost zero":      {"", `v = §1.30`, "1.3", `v is written 1.30 without quotes, which is the number 1.3. Write "1.30" there by hand if that is what is meant, and run this again.`},
		"an exponent":      {"", `v = §134e-2`, "1.34", `v is written 134e-2 without quotes, which is the number 1.34. Write "134e-2" there by hand if that is what is meant, and run this again.`},
		"a lost JSON zero": {json, `{"v": §1.30}`, "1.3", `v is written 1.30 without quotes, which is the number 1.3. Write "1.30" there by hand if that is what is meant, and run this again.`},
		"an AMI release":   {"", `v = §"1.34.2-20260101"`, "1.34", `v is the AMI release "1.34.2-20260101", and which release is to follow it is not known. Write a release of "1.35" there by hand.`},
		"a default":        {".tf", `variable "v" { default = §"1.34" }`, "1.34", `v is a default in the configuration, where all environments have it from. Set it to "1.35" in the tfvars of the environment by hand.`},
		"a JSON default":   {".tf.json", `{"variable": {"v": {"default": §"1.34"}}}`, "1.34", `v is a default in the configuration, where all environments have it from. Set it to "1.35" in the tfvars of the environment by hand.`},
	} {
		t.Run(name, func(t *testing.T) {
			file := "env-vars/prod.tfvars" + test.suffix
			if strings.HasPrefix(test.suffix, ".tf") {
				file = "v" + test.suffix
			}
			text, edits := editsOf(test.text, []string{test.was}, []string{"1.35"})
			got, err := Rewrite(file, []byte(text), edits)
			if err == nil || got != nil {
				t.Fatalf("not refused: %q", got)
			}
			same(t, "error", err.Error(), fmt.Sprintf("%s:%d: %s", file, edits[0].At.Line, test.want))
			if strings.Contains(err.Error(), "hunter2") {
				t.Error("shows what nobody asked for")
			}
		})
	}
}

// A file that cannot be read is refused with what is wrong with it.
func TestRewriteUnreadable(t *testing.T) {
	for name, test := range map[string]struct{ file, text, want string }{
		"syntax":    {"p.tfvars", "a = 1\nv =\n", `p.tfvars:2: Invalid expression: Expected the start of an expression, but found an invalid expression token. Correct the syntax of the file; terraform validate and terraform fmt point at the same place.`},
		"a block":   {"p.tfvars", "v {\n}\n", `p.tfvars:1: Unexpected "v" block: Blocks are not allowed here.`},
		"UTF-16":    {"p.tfvars", "v\x00=\x001\x00", `p.tfvars: The file is UTF-16, where UTF-8 is expected. Save the file as UTF-8.`},
		"JSON":      {"p.tfvars.json", `{"v": "1.34"`, `p.tfvars.json:1: Unclosed object`},
		"deep":      {"p.tfvars", "v = " + repeat("[", 201), `p.tfvars:1: The file is not read, because brackets are nested more than 200 deep. Simplify the file.`},
		"large":     {"p.tfvars", repeat("\n", maxFileSize+1), `p.tfvars: The file is larger than 1 MiB`},
		"deep JSON": {"p.tfvars.json", repeat("[", 201), `p.tfvars.json:1: The file is not read, because brackets are nested more than 200 deep.`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Rewrite(test.file, []byte(test.text), []Edit{{At: upgrade.Source{Line: 1, Column: 5}, Was: "1.34", Now: "1.35"}})
			if err == nil || got != nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
}

// One refusal changes nothing, and all of them are told.
func TestRewriteAllOrNothing(t *testing.T) {
	text, edits := editsOf("a = §\"1.34\"\nb = §null\nc = §\"1.33\"\nd = §\"1.34\"", []string{"1.34", "1.34", "1.34", "1.34"}, []string{"1.35", "1.35", "1.35", "1.35"})
	got, err := Rewrite("p.tfvars", []byte(text), edits)
	if err == nil || got != nil {
		t.Fatalf("not refused: %q", got)
	}
	sameLines(t, "refusals", strings.Split(err.Error(), "\n"), []string{
		`p.tfvars:2: v is null, and only a text in quotes or a number is edited. Write "1.35" there by hand.`,
		`p.tfvars:3: v is not "1.34" in this place: the file was changed meanwhile. Run this again, so that the file is read anew.`,
	})

	twice := []Edit{edits[0], edits[3], edits[0]}
	if got, err = Rewrite("p.tfvars", []byte(text), twice); err != nil {
		t.Fatal(err)
	}
	same(t, "the same edit twice", string(got), strings.ReplaceAll(text, "1.34", "1.35"))
	twice[2].Now = "1.36"
	_, err = Rewrite("p.tfvars", []byte(text), twice)
	same(t, "two edits of one value", fmt.Sprint(err), `p.tfvars:1: v is to become both "1.35" and "1.36". Ask for one of them.`)

}

// What the file would not say after all is refused. U+0600 hides the quote after
// it from HCL's reader of JSON.
func TestRewriteUnwritable(t *testing.T) {
	const want = ` With this edit the file would not say what is asked for, or say something else besides. Write `
	for _, test := range []struct{ file, text, now string }{
		{"p.tfvars", `v   = "1.34"`, "\xff"},
		{"p.tfvars", `v   = "1.34"`, repeat("1", maxLeafSize)},
		{"p.tfvars", `v   = "1.34"`, repeat("1", maxFileSize)},
		{"p.tfvars.json", `{"v": "1.34"}`, "\xff"},
		{"p.tfvars.json", `{"v": "1.34"}`, "\u0600"},
	} {
		got, err := Rewrite(test.file, []byte(test.text), []Edit{{At: upgrade.Source{Line: 1, Column: 7}, Was: "1.34", Now: test.now}})
		if err == nil || got != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q is written as %.60q, %v", test.now, got, err)
		}
	}
}

func TestRewriteNothing(t *testing.T) {
	for _, file := range []string{"p.tfvars", "v.tf"} {
		text := []byte("\xEF\xBB\xBFv = 1\r\n")
		got, err := Rewrite(file, text, nil)
		if err != nil {
			t.Fatal(err)
		}
		same(t, file, string(got), string(text))
	}
}

// The claims of an environment say where to edit.
func TestRewriteClaims(t *testing.T) {
	text, err := os.ReadFile("testdata/eks/env-vars/prod.tfvars")
	if err != nil {
		t.Fatal(err)
	}
	environment := openDisk(t, "testdata/eks", Names{NodeGroupVersions: []string{"blue.version"}}).Read("prod")
	edits := []Edit{
		{environment.ClusterVersion.Source, environment.ClusterVersion.Text, "1.29"},
		{environment.NodeGroups[0].Version.Source, environment.NodeGroups[0].Version.Text, "1.29"},
	}
	for _, addon := range environment.Addons {
		edits = append(edits, Edit{addon.Version.Source, addon.Version.Text, "v9-" + addon.Name})
	}
	got, err := Rewrite(environment.File, text, edits)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer("1.28\"", "1.29\"", "v1.15.4-eksbuild.1", "v9-vpc-cni", "v1.10.1-eksbuild.6", "v9-coredns", "v1.28.4-eksbuild.1", "v9-kube-proxy").Replace(string(text))
	same(t, "text", string(got), want)
}

// A file of one line is looked up without reading it for each value.
func BenchmarkRewriteOneLine(b *testing.B) {
	text := []byte(`{"a": [` + repeat("\t1,", maxFileSize/4) + ` 1], "v": "1.34"}`)
	at := upgrade.Source{Line: 1, Column: strings.Index(string(text), `"1.34"`) + 1}
	for b.Loop() {
		if _, err := Rewrite("p.tfvars.json", text, []Edit{{At: at, Was: "1.34", Now: "1.35"}}); err != nil {
			b.Fatal(err)
		}
	}
}
