package plan

import (
	"encoding/json"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func partOf(t *testing.T, text string, sensitive bool) part {
	t.Helper()
	from := &origin{
		kind:      upgrade.SourcePlan,
		attribute: func(path []any) string { return "x" + dotted(path) },
		why:       func([]any) string { return "it is decided at apply" },
	}
	return part{value: value{data: decode([]byte(text)), sensitive: sensitive}, from: from}
}

func TestClaimsOfParts(t *testing.T) {
	whole := func(p part) (any, upgrade.Knowledge, string) {
		made := claim(p, wholePart)
		return made.Value, made.Knowledge, made.Reason
	}
	share := func(p part) (any, upgrade.Knowledge, string) {
		made := claim(p, sharePart)
		return made.Value, made.Knowledge, made.Reason
	}
	texts := func(p part) (any, upgrade.Knowledge, string) {
		made := claim(p, textsPart)
		return made.Text, made.Knowledge, made.Reason
	}
	terms := func(p part) (any, upgrade.Knowledge, string) {
		made := claim(p, nodeTermsPart)
		return made.Text, made.Knowledge, made.Reason
	}
	tolerations := func(p part) (any, upgrade.Knowledge, string) {
		made := claim(p, tolerationsPart)
		return len(made.Value), made.Knowledge, made.Reason
	}
	selector := func(p part) (any, upgrade.Knowledge, string) {
		made := claim(p, selectorPart)
		return made.Text, made.Knowledge, made.Reason
	}
	for _, test := range []struct {
		name      string
		claim     func(part) (any, upgrade.Knowledge, string)
		text      string
		want      any
		knowledge upgrade.Knowledge
		reason    string
	}{
		{"number", whole, `3`, 3, upgrade.Known, ""},
		{"number as text", whole, `"3"`, 3, upgrade.Known, ""},
		{"number as a float", whole, `3.0`, 3, upgrade.Known, ""},
		{"number with an exponent", whole, `1e2`, 100, upgrade.Known, ""},
		{"half a number", whole, `3.5`, 0, upgrade.Invalid, `"3.5" is no whole number`},
		{"huge number", whole, `1e300`, 0, upgrade.Invalid, `"1e300" is no whole number`},
		{"no number", whole, `"three"`, 0, upgrade.Invalid, `"three" is no whole number`},
		{"list for a number", whole, `[3]`, 0, upgrade.Invalid, `the value is no whole number`},
		{"empty text", whole, `""`, 0, upgrade.Absent, ""},
		{"null", whole, `null`, 0, upgrade.Absent, ""},
		{"share", share, `"25%"`, upgrade.Share{Number: 25, Percent: true}, upgrade.Known, ""},
		{"share as number", share, `1`, upgrade.Share{Number: 1}, upgrade.Known, ""},
		{"no share", share, `"%"`, upgrade.Share{}, upgrade.Invalid, `"%" is no number and no percentage`},
		{"share of half", share, `"1.5%"`, upgrade.Share{}, upgrade.Invalid, `"1.5%" is no number and no percentage`},
		{"labels", texts, `{"b":"2","a":1,"c":null}`, "a=1, b=2, c=", upgrade.Known, ""},
		{"no labels", texts, `{}`, "", upgrade.Absent, ""},
		{"labels in a list", texts, `["a"]`, "", upgrade.Invalid, "the value is no map of texts"},
		{"labels that are lists", texts, `{"a":[]}`, "", upgrade.Invalid, "the value is no map of texts"},
		{"terms", terms, `[{"matchExpressions":[{"key":"a","operator":"Exists"},{"key":"b","operator":"In","values":["x","y"]}]},{"matchExpressions":[{"key":"c","operator":"Exists"}]}]`, "a Exists and b In (x, y) or c Exists", upgrade.Known, ""},
		{"no terms", terms, `[]`, "", upgrade.Absent, ""},
		{"terms that are none", terms, `"a"`, "", upgrade.Invalid, "the value is no list of node selector terms"},
		{"tolerations", tolerations, `[{"operator":"Exists"}]`, 1, upgrade.Known, ""},
		{"no tolerations", tolerations, `[]`, 0, upgrade.Absent, ""},
		{"tolerations that are none", tolerations, `{}`, 0, upgrade.Invalid, "the value is no list of tolerations"},
		{"selector", selector, `{"matchLabels":{"a":"b"}}`, "a=b", upgrade.Known, ""},
		{"selector of everything", selector, `{}`, "", upgrade.Known, ""},
		{"selector that is none", selector, `[]`, "", upgrade.Invalid, "the value is no label selector"},
		{"selector with odd labels", selector, `{"matchLabels":3}`, "", upgrade.Invalid, "the value is no label selector"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, knowledge, reason := test.claim(partOf(t, test.text, false))
			if got != test.want || knowledge != test.knowledge || reason != test.reason {
				t.Errorf("got %v, %d, %q, want %v, %d, %q", got, knowledge, reason, test.want, test.knowledge, test.reason)
			}
		})
	}
}

func TestSensitivePartIsNotInItsReason(t *testing.T) {
	made := claim(partOf(t, `"canary"`, true), wholePart)
	if made.Reason != "the value is no whole number" || !made.Sensitive || made.Shown() != "(sensitive)" {
		t.Errorf("%+v", made)
	}
}

func TestOverlaid(t *testing.T) {
	for _, test := range []struct{ name, written, served, want string }{
		{"nothing served", `{"a":{}}`, `null`, `{"a":{}}`},
		{"only defaults", `{"a":1}`, `{"a":1,"b":null,"c":{"d":null}}`, `{"a":1}`},
		{"another value", `{"a":1}`, `{"a":2,"b":3}`, `{"a":2,"b":3}`},
		{"an empty object stays", `{"s":{}}`, `{"s":{"m":null}}`, `{"s":{}}`},
		{"lists by element", `{"l":[{"a":{}}]}`, `{"l":[{"a":{"x":null},"b":1},{"c":2}]}`, `{"l":[{"a":{},"b":1},{"c":2}]}`},
		{"an empty list says nothing", `{"l":[1]}`, `{"l":[]}`, `{"l":[1]}`},
		{"nothing written", `null`, `{"a":1}`, `{"a":1}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := json.Marshal(overlaid(decode([]byte(test.written)), decode([]byte(test.served))))
			if err != nil || string(got) != test.want {
				t.Errorf("got %s (%v), want %s", got, err, test.want)
			}
		})
	}
}
