package wording

import "testing"

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "",
		"prod: ünï שלום 😀":   "prod: ünï שלום 😀",
		"a\nb":               `a\u000ab`,
		"\x1b[2J":            `\u001b[2J`,
		"\u0085":             `\u0085`,
		"a\u202eb":           `a\u202eb`,
		"a\u2028b":           `a\u2028b`,
		"a\u200db\ufeff":     `a\u200db\ufeff`,
		"a\u3164b\u034f":     `a\u3164b\u034f`,
		"a\U000e0041":        `a\U000e0041`,
		"a\xff\xfeb":         "a\ufffd\ufffdb",
		"a\xff\xfe\x00":      "a\ufffd\ufffd\\u0000",
		"e\u0301 stays":      "e\u0301 stays",
		"a b, four spaces":   "a b, four spaces",
		`a\u202e as written`: `a\u202e as written`,
	} {
		if got := Plain(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestPlainLines(t *testing.T) {
	for text, want := range map[string]string{
		"":              "",
		"a\nb\u202e\n":  "a\nb\\u202e\n",
		"a\r\nb\x00\tc": "a\\u000d\nb\\u0000\\u0009c",
	} {
		if got := PlainLines(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
