package wording

import (
	"strings"

	"github.com/mitchellh/go-wordwrap"
)

// Width is what a narrow terminal shows in one line.
const Width = 80

// Lines are a text as a terminal shows it, indented, and broken between words where it
// is longer than a line.
func Lines(indent, text string) []string {
	lines := strings.Split(wordwrap.WrapString(Plain(text), Width-uint(len(indent))), "\n")
	for i := range lines {
		lines[i] = indent + lines[i]
	}
	return lines
}
