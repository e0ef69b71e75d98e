package tfvars

import (
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/hclguard"
)

// Each of these would end the process, or keep it busy for minutes, if it came
// to HCL's parser or to the conversion of numbers.
func TestHostileText(t *testing.T) {
	const most = maxFileSize - 100
	fill := func(piece string) string { return repeat(piece, most/len(piece)) }
	for name, test := range map[string]struct {
		text, reason string
	}{
		"brackets":          {"cluster_version = " + fill("["), hclguard.TooDeep},
		"201 deep":          {"cluster_version = " + repeat("[", hclguard.MaxDepth+1), hclguard.TooDeep},
		"braces":            {"cluster_version = " + fill("{a="), hclguard.TooDeep},
		"parentheses":       {"cluster_version = " + fill("("), hclguard.TooDeep},
		"calls":             {"cluster_version = " + fill("f("), hclguard.TooDeep},
		"indexes":           {"cluster_version = " + fill("a["), hclguard.TooDeep},
		"blocks":            {fill("a {\n"), hclguard.TooDeep},
		"templates":         {"cluster_version = " + fill(`"${`), hclguard.TooDeep},
		"heredocs":          {"cluster_version = " + fill("<<A\n${"), hclguard.TooDeep},
		"mixed brackets":    {"cluster_version = " + fill("[({"), hclguard.TooDeep},
		"unmatched closers": {"cluster_version = " + fill("[})"), hclguard.TooDeep},
		"splats":            {"cluster_version = a" + fill("[*]"), hclguard.TooManyOperators},
		"not":               {"cluster_version = " + fill("!"), hclguard.TooManyOperators},
		"minus":             {"cluster_version = " + fill("-"), hclguard.TooManyOperators},
		"conditions":        {"cluster_version = " + fill("a?b:"), hclguard.TooManyOperators},
		"half conditions":   {"cluster_version = " + fill("a?"), hclguard.TooManyOperators},
		"sums":              {"cluster_version = 1" + fill("+1"), hclguard.TooManyOperators},
		"directives":        {"cluster_version = \"" + fill("%{if a}"), hclguard.TooManyOperators},
		"long numbers":      {"cluster_version = " + fill("1"), hclguard.HugeNumber},
		"an exponent":       {"cluster_version = 1e1000000000", hclguard.HugeNumber},
		"a small exponent":  {"cluster_version = \"${1E-1000000000}\"", hclguard.HugeNumber},
		"lines":             {"cluster_version = <<A\n" + fill("\n"), hclguard.TooLongText},
		"dollars":           {"cluster_version = \"" + fill("$"), hclguard.TooLongText},
		"comments":          {"cluster_version = 1\n" + fill("/* "), hclguard.OpenComments},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			environment := prod(test.text).read(t, Names{})
			refused(t, environment, test.reason)
			if spent := time.Since(start); spent > 20*time.Second {
				t.Errorf("took %s", spent)
			}
		})
	}
	for name, test := range map[string]struct {
		text, reason string
	}{
		"lists":                {fill("["), hclguard.TooDeep},
		"objects":              {fill(`{"":`), hclguard.TooDeep},
		"both":                 {fill(`[{"":`), hclguard.TooDeep},
		"closers first":        {"]]]]" + fill("["), hclguard.TooDeep},
		"after a string":       {`{"a": "\"]", "b": ` + fill("["), hclguard.TooDeep},
		"after an open string": {"{\"a\": \"]\n" + fill("["), hclguard.TooDeep},
		"many lists":           {"[" + fill("[],"), hclguard.TooManyOpeners},
		// U+0600 makes one grapheme cluster with the quote after it, so that
		// HCL's scanner takes the rest for the inside of the string, and then
		// the next string for its outside.
		"a hidden quote": {"[\"\u0600\", \"" + fill("["), hclguard.TooManyOpeners},
		"long numbers":   {`{"a": ` + fill("1"), hclguard.HugeNumber},
		"an exponent":    {`{"cluster_version": 1e1000000000}`, hclguard.HugeNumber},
	} {
		t.Run("JSON "+name, func(t *testing.T) {
			refused(t, prodJSON(test.text).read(t, Names{}), test.reason)
		})
	}
}

func refused(t *testing.T, environment Environment, reason string) {
	t.Helper()
	if len(environment.Problems) != 1 {
		t.Fatalf("%d problems, want 1: %v", len(environment.Problems), messages(environment.Problems))
	}
	source := environment.Problems[0].Source
	if source.Line == 0 {
		t.Error("no line")
	}
	unreadableEnvironment(t, environment, source.Position()+": The file is not read, because "+reason+".", source.Line)
}

// What people write stays below the limits, and what HCL's lexer does not need
// a guard for ends soon.
func TestUnusualTextIsRead(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"200 deep":          {"a = " + repeat("[", hclguard.MaxDepth) + repeat("]", hclguard.MaxDepth), ""},
		"10,000 sums":       {"a = 1" + repeat("+1", hclguard.MaxOperators), ""},
		"10,000 conditions": {"a = " + repeat("b ? c : ", hclguard.MaxOperators) + "d", ""},
		"a long script":     {"a = <<A\n" + repeat("  echo /* ${b} *\n", 3000) + "A\n", ""},
		"ARNs":              {"a = [\n" + repeat("  \"arn:aws:s3:::bucket/*\",\n", 1000) + "]\n", ""},
		"blank lines":       {"a = [" + repeat("\n", 500_000) + "]", ""},
		"a digit more":      {"cluster_version = 1." + repeat("3", hclguard.MaxNumberLength-2), "invalid"},
		"an exponent":       {"cluster_version = 134e-2", "1.34"},
	} {
		t.Run(name, func(t *testing.T) {
			environment := prod(test.text+"\nk = 1\n").read(t, Names{})
			sameLines(t, "problems", messages(environment.Problems), nil)
			if got := show(environment.ClusterVersion); test.want != "" && got[:len(test.want)] != test.want {
				t.Errorf("cluster version %s, want %s", got, test.want)
			}
		})
	}
	text := `{"a": "` + repeat("[{", 1000) + `", "b": ` + repeat("[", hclguard.MaxDepth-1) + repeat("]", hclguard.MaxDepth-1) + `, "cluster_version": "1.34"}`
	same(t, "JSON", show(prodJSON(text).read(t, Names{}).ClusterVersion)[:4], "1.34")
}

// Evaluation recurses too, along chains that the parser takes in a loop.
func TestLongExpressions(t *testing.T) {
	for name, text := range map[string]string{
		"indexes": "a" + repeat("[a]", 100_000),
		"a text":  `"` + repeat("1", maxLeafSize) + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			environment := prod("cluster_version = "+text).read(t, Names{})
			sentences(t, environment.Problems)
			sameLines(t, "problems", messages(environment.Problems),
				[]string{"env-vars/prod.tfvars:1: cluster_version is set by an expression of more than 4096 bytes, which is not evaluated."})
		})
	}
}

func TestPanicsAreProblems(t *testing.T) {
	if attempt(func() { panic("secret") }) {
		t.Error("a panic returned")
	}
	if !attempt(func() {}) {
		t.Error("nothing did not return")
	}
}
