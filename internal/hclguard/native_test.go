package hclguard

import (
	"strings"
	"testing"
)

func TestCommentWork(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                         false,
		strings.Repeat("/* ", 5000):                false,
		strings.Repeat("/* ", 50_000):              true,
		strings.Repeat("/* ", 50_000) + "*/":       false,
		"/* */" + strings.Repeat("/*\n", 50_000):   true,
		strings.Repeat("\"a/*\", ", 1000) + "*/ 1": false,
	} {
		if got := commentWork([]byte(text)) >= 0; got != want {
			t.Errorf("%.20q of %d bytes: %t, want %t", text, len(text), got, want)
		}
	}
}
