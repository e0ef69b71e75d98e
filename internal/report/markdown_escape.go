package report

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// special are the characters that mean something to Markdown, to a table in it,
// to HTML or to the formulas of code hosts. As character references they mean
// nothing anywhere, in a code element and in HTML neither, which a backslash
// does not do.
const special = "\\`*[]~|$<>&"

// escape makes text stand for itself in Markdown and in the content of an HTML
// element, in one line.
func escape(text string) string { return references(oneLine(text)) }

func references(text string) string {
	var out strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		if strings.ContainsRune(special, r) || r == '_' && !insideWord(runes, i) || r == ':' && beforeSlashes(runes, i) {
			out.WriteString(reference(r))
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

func reference(r rune) string {
	switch r {
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '&':
		return "&amp;"
	default:
		return fmt.Sprintf("&#%d;", r)
	}
}

// insideWord tells whether an underscore cannot begin or end emphasis; most
// names of variables stay readable by that.
func insideWord(runes []rune, i int) bool {
	word := func(i int) bool { return i >= 0 && i < len(runes) && isWord(runes[i]) }
	return word(i-1) && word(i+1)
}

// beforeSlashes tells whether a colon is that of a URL. Left alone, a URL in a
// name becomes a link, and one of an issue leaves a trace there.
func beforeSlashes(runes []rune, i int) bool {
	return i+2 < len(runes) && runes[i+1] == '/' && runes[i+2] == '/'
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// oneLine puts text into one line that reads in the order in which it was
// written: what reverses, hides or erases is shown, not obeyed.
func oneLine(text string) string {
	return wording.Plain(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ReplaceAll(text, "\r\n", "\n")))
}

// code shows a name or a value exactly. Code hosts make no mention, reference
// or emoji of what is in it.
func code(text string) string {
	plain := oneLine(text)
	if plain == "" {
		return ""
	}
	if escape(plain) == plain && strings.TrimSpace(plain) == plain {
		return "`" + plain + "`"
	}
	return htmlCode(plain)
}

// htmlCode is code inside of an HTML element.
func htmlCode(text string) string { return "<code>" + escape(text) + "</code>" }

var (
	// calls are what code hosts make mentions and references of: @user, #12, !12,
	// %1, ~label, ^alert, &1 and GH-12.
	calls = regexp.MustCompile(`([@#!%~^&]|\b[Gg][Hh]-)([\p{L}\p{N}_"])`)
	// shortcodes become emoji: :tada:, and the line in prod.tfvars:100: as well.
	shortcodes = regexp.MustCompile(`(:(?:[\w+-]*[A-Za-z][\w+-]*|100|1234|[+-]1)):`)
	// hosts become links without any scheme.
	hosts = regexp.MustCompile(`(?i)\b(www)\.`)
)

// inline shows sentences. Nobody is notified of a name in them: a character
// without width keeps a mark apart from the name after it.
func inline(text string) string {
	text = calls.ReplaceAllString(oneLine(text), "$1\u200b$2")
	for range 2 { // Of :a:b: the second has the colon of the first.
		text = shortcodes.ReplaceAllString(text, "$1\u200b:")
	}
	return references(hosts.ReplaceAllString(text, "$1\u200b."))
}

// paragraph is inline text that begins a line: it must not begin a list, a
// heading or the like.
func paragraph(text string) string {
	written := strings.TrimSpace(inline(text))
	if written == "" || written[0] == '&' || written[0] > unicode.MaxASCII || unicode.IsLetter(rune(written[0])) {
		return written
	}
	return reference(rune(written[0])) + written[1:]
}

// link leads to a page of the web; what is no such address is only shown.
func link(text, address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "https" || parsed.Host == "" {
		return code(address)
	}
	return "[" + text + "](" + encode.Replace(parsed.String()) + ")"
}

// encode is for what url.URL leaves as it is and ends a link in Markdown.
var encode = strings.NewReplacer("(", "%28", ")", "%29", "|", "%7C", "<", "%3C", ">", "%3E", "\\", "%5C", "`", "%60",
	"*", "%2A", "[", "%5B", "]", "%5D", "\"", "%22", " ", "%20")
