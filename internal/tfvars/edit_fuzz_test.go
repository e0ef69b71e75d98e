package tfvars

import (
	"bytes"
	"errors"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func FuzzRewrite(f *testing.F) {
	for _, text := range []string{
		"", "cluster_version = \"1.34\"", "\xEF\xBB\xBFcluster_version\t= \"1.34\"\r\nnode_version = 1.30 # c\r\n", "v = (((1)))", "a = \"\\u00e9$${a}%%{b}\\n\"",
		"groups = { a = { version = [1, \"2\"] }, \"b\" = null, (\"c\") = { k8s = 1e3 } }\n", "v = <<A\n1.34\nA\n", "v = \"${{a = \"1\"}}\"", "größe = [\"日本\", \"e\u0301\"] // é",
		"a = { v = \"1\", v = \"2\" }", "v = true ? \"1\" : 2", "v = -1", "v = \"\u0600\"", "/* a */ v /* b */ = /* c */ ( /* d */ \"1\" /* e */ ) /* f */",
	} {
		f.Add([]byte(text), false, uint(0), "1.35")
		f.Add([]byte(text), false, uint(1), "1.40")
	}
	for _, text := range []string{
		"{}", "[]", `{"cluster_version": "1.34"}`, "\xEF\xBB\xBF{\r\n\t\"cluster_version\":\t1.34,\t\"//\":\t\"c\"}", `[{"a": "1"}, {"b": [true, null, {"c": 1e3}]}]`,
		`{"a": "\u00e9\"\\", "größe": "日本"}`, "{\"v\": \"\u0600\", \"[[\": 1}", `{"eks": {"v": "1", "v": "2"}}`,
	} {
		f.Add([]byte(text), true, uint(0), "1.35")
		f.Add([]byte(text), true, uint(2), "\u0600")
	}
	f.Add([]byte("a = \"1\""), false, uint(0), "\"${x}%{y}\\\n\x00\xff")
	f.Fuzz(func(t *testing.T, text []byte, isJSON bool, pick uint, now string) {
		file := "prod.tfvars"
		if isJSON {
			file += ".json"
		}
		original := bytes.Clone(text)
		for _, at := range []upgrade.Source{{}, {Line: int(pick % 100), Column: len(now)}} {
			checkRewrite(t, file, text, Edit{At: at, Was: now, Now: "1.35"})
		}
		opened, refused := openEditable(file, text)
		if refused != nil || len(opened.values) == 0 {
			return
		}
		chosen := opened.values[pick%uint(len(opened.values))]
		found, problem := chosen.leaf()
		if problem != nil {
			found.text = now
		}
		edit := Edit{At: chosen.source(), Was: found.text, Now: now}
		after := checkRewrite(t, file, text, edit)
		if after == nil {
			return
		}
		if !bytes.Equal(text, original) {
			t.Fatal("the text given was changed")
		}
		// The value begins and ends where HCL says, after the byte order mark.
		bounds := chosen.expression.Range()
		before := len(text) - len(opened.document.text) + bounds.Start.Byte
		behind := len(opened.document.text) - bounds.End.Byte
		if !bytes.Equal(after[:before], text[:before]) || !bytes.Equal(after[len(after)-behind:], text[len(text)-behind:]) {
			t.Fatalf("more than the value was changed:\n%q\n%q", text, after)
		}
		if changed, want := differences(t, file, text, after), found.text != cty.NormalizeString(now); changed > 1 || changed == 1 && !want && found.kind == textKind {
			t.Fatalf("%d values changed:\n%q\n%q", changed, text, after)
		}
		again, refused := openEditable(file, after)
		if refused != nil {
			t.Fatal(refused)
		}
		index, ok := again.at(edit.At)
		if !ok {
			t.Fatalf("the value has moved:\n%q\n%q", text, after)
		}
		if got, _ := again.values[index].leaf(); got.text != cty.NormalizeString(now) {
			t.Fatalf("%q, want %q, in\n%q", got.text, now, after)
		}
	})
}

// checkRewrite gives the text after an edit, or nil where it is refused for a
// reason.
func checkRewrite(t *testing.T, file string, text []byte, edit Edit) []byte {
	t.Helper()
	after, err := Rewrite(file, text, []Edit{edit})
	if err == nil {
		return after
	}
	refused, ok := errors.AsType[*RefusedError](err)
	if !ok || after != nil {
		t.Fatalf("refused with %q and %T", after, err)
	}
	sentences(t, []upgrade.Problem{{Message: refused.Reason, Remediation: refused.Remedy, Source: refused.At}})
	return nil
}

// differences counts the values that differ, by what HCL makes of the texts and
// not by what this package does.
func differences(t *testing.T, file string, before, after []byte) int {
	t.Helper()
	count := 0
	old, changed := evaluate(t, file, before), evaluate(t, file, after)
	if len(old) != len(changed) {
		t.Fatalf("%d variables, and then %d", len(old), len(changed))
	}
	for name, value := range old {
		count += differ(value, changed[name])
	}
	return count
}

// evaluate gives the variables that have a value.
func evaluate(t *testing.T, file string, text []byte) map[string]cty.Value {
	t.Helper()
	parse := func(text []byte) (*hcl.File, hcl.Diagnostics) {
		return hclsyntax.ParseConfig(text, file, hcl.InitialPos)
	}
	if isJSON(file) {
		parse = func(text []byte) (*hcl.File, hcl.Diagnostics) { return json.Parse(text, file) }
	}
	parsed, diagnostics := parse(bytes.TrimPrefix(text, []byte("\xEF\xBB\xBF")))
	if diagnostics.HasErrors() {
		t.Fatal(diagnostics)
	}
	attributes, diagnostics := parsed.Body.JustAttributes()
	if diagnostics.HasErrors() {
		t.Fatal(diagnostics)
	}
	values := map[string]cty.Value{}
	for name, attribute := range attributes {
		attempt(func() {
			if value, diagnostics := attribute.Expr.Value(nil); !diagnostics.HasErrors() {
				values[name] = value
			}
		})
	}
	return values
}

// differ counts the values within two that differ.
func differ(a, b cty.Value) int {
	count := 0
	switch {
	case a == cty.NilVal || b == cty.NilVal || a.IsNull() || b.IsNull() || !a.IsKnown() || !b.IsKnown() || !a.CanIterateElements() || !b.CanIterateElements():
		if !a.RawEquals(b) {
			count = 1
		}
	case a.LengthInt() != b.LengthInt():
		count = 1
	default:
		for one, other := a.ElementIterator(), b.ElementIterator(); one.Next() && other.Next(); {
			key, value := one.Element()
			otherKey, otherValue := other.Element()
			if !key.RawEquals(otherKey) {
				count++
			}
			count += differ(value, otherValue)
		}
	}
	return count
}
