package plan

import "testing"

func TestHoldsText(t *testing.T) {
	tests := []struct {
		name string
		data any
		want bool
	}{
		{"the same", "prod", true},
		{"word in a longer text", "shop-prod-blue", true},
		{"part of a word", "production", false},
		{"first part of a word, then the word", "production prod", true},
		{"letters of another script", "prod日本", false},
		{"in a list", []any{1, "x", "a/prod"}, true},
		{"in an object", map[string]any{"a": map[string]any{"b": "prod"}}, true},
		{"a key", map[string]any{"prod": "a"}, false},
		{"nothing", nil, false},
		{"bytes that are no text", "\xffprod\xff", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := holdsText(test.data, "prod"); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}
