package cli

import (
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// diff prints an edit without the lines around it: what else stands in a file is
// nobody's business. Git and patch take it, so the lines are as they are in the file
// unless a person reads them.
func (p nextPrinter) diff(out *strings.Builder, next readiness.NextStep) {
	before, after := string(next.Before), string(next.After)
	file := path.Join(p.patchFolder, path.Base(next.File))
	text, err := udiff.ToUnified(patchName("a/"+file), patchName("b/"+file), before, udiff.Lines(before, after), 0)
	if err != nil {
		return
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if p.terminal {
			line = plainButTabs(strings.TrimSuffix(line, "\r"))
		}
		switch {
		case strings.HasPrefix(line, "-"):
			line = p.paint("31", line)
		case strings.HasPrefix(line, "+"):
			line = p.paint("32", line)
		}
		fmt.Fprintln(out, line)
	}
}

func plainButTabs(line string) string {
	pieces := strings.Split(line, "\t")
	for i, piece := range pieces {
		pieces[i] = wording.Plain(piece)
	}
	return strings.Join(pieces, "\t")
}

// patchName writes the name of a file as git does in a diff: in quotes, as in C, where
// a character of it is not to be seen, and with a tab behind it where a blank could be
// taken for its end.
func patchName(name string) string {
	written := patchQuoted(name)
	if strings.Contains(name, " ") {
		written += "\t"
	}
	return written
}

// patchEscapes are the characters that have an escape of their own.
var patchEscapes = map[rune]string{
	'\a': `\a`, '\b': `\b`, '\t': `\t`, '\n': `\n`, '\v': `\v`, '\f': `\f`, '\r': `\r`, '"': `\"`, '\\': `\\`,
}

func patchQuoted(name string) string {
	var quoted strings.Builder
	plain := true
	for len(name) > 0 {
		r, size := utf8.DecodeRuneInString(name)
		escape, own := patchEscapes[r]
		switch {
		case own:
			quoted.WriteString(escape)
		case wording.Hidden(r) || r == utf8.RuneError && size == 1:
			own = true
			for _, b := range []byte(name[:size]) {
				fmt.Fprintf(&quoted, `\%03o`, b)
			}
		default:
			quoted.WriteString(name[:size])
		}
		plain = plain && !own
		name = name[size:]
	}
	if plain {
		return quoted.String()
	}
	return `"` + quoted.String() + `"`
}
