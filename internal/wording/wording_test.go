package wording

import "testing"

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{"": "", "a b": "A b", "éa": "Éa", "1.34 x": "1.34 x", "\xff": "\xff"} {
		if got := Sentence(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestUnknownRule(t *testing.T) {
	rules := []string{"minor-version-skip", "node-group-skew"}
	for name, want := range map[string]string{
		"minor-version-skp": `there is no rule "minor-version-skp"; did you mean "minor-version-skip"?`,
		"x":                 `there is no rule "x"; there are minor-version-skip, node-group-skew`,
	} {
		if got := UnknownRule(name, rules); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for number, want := range map[int]string{0: "0 minors", 1: "1 minor", 2: "2 minors"} {
		if got := Count(number, "minor"); got != want {
			t.Errorf("%d: got %q, want %q", number, got, want)
		}
	}
}
