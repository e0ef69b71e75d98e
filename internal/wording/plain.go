package wording

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain makes a text fit for one line of a terminal or a log: characters that
// move the cursor, break the line, turn the direction or show nothing become
// visible escapes.
func Plain(text string) string {
	if utf8.ValidString(text) && !strings.ContainsFunc(text, Hidden) {
		return text
	}
	var plain strings.Builder
	for _, r := range text {
		switch {
		case !Hidden(r):
			plain.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&plain, `\U%08x`, r)
		default:
			fmt.Fprintf(&plain, `\u%04x`, r)
		}
	}
	return plain.String()
}

// PlainLines is Plain for a text of several lines, which stay lines.
func PlainLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = Plain(line)
	}
	return strings.Join(lines, "\n")
}

// Hidden tells whether a character acts on the text around it, or is not seen at
// all, in place of being read: controls, marks of direction, characters without
// width, and letters that Unicode says to show nothing for.
func Hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point)
}
