package plan

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonTexts are texts of JSON, and texts that are nearly JSON.
var jsonTexts = []string{
	``, ` `, `{`, `}`, `[`, `]`, `{}`, `[]`, `[[]]`, `{"a":{}}`, `[1,2]`, `[1,]`, `[,1]`, `[1 2]`, `{"a":1,}`, `{,}`, `{"a"}`, `{"a":}`, `{a:1}`, `{"a":1 "b":2}`,
	`{"a":1]`, `[1}`, `{1:2}`, `[1,2`, `null`, `nul`, `nulL`, `true`, `false`, `fals`, `truth`, `"a"`, `"a`, `"\n"`, `"\x"`, `"\u12aF"`, `"\u12g4"`, `"\u12"`, "\"\n\"", "\"\x00\"",
	`"ü日本😀"`, "\"\xff\"", "\"\xe6\x97\"", "\"\xed\xa0\x80\"", `0`, `-0`, `01`, `-`, `1.`, `1.5`, `.5`, `1e5`, `1E+5`, `1e-5`, `1e`, `1e+`, `-1.5e10`, `+1`, `1a`, `Infinity`,
	`"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\\"aaaaaaaaaaaaa"`, `"aaaaaaaa` + "\x1f" + `aaaaaaaa"`, ` [ 1 , { "a" : [ ] } ] `, "[1]\t\r\n", `[1]x`, `{"a":[{"b":[1,[2,{"c":null}]]}],"d":"e"}`, `'a'`, `[//]`,
	strings.Repeat("[", 9999) + strings.Repeat("]", 9999), strings.Repeat("[", 10001) + strings.Repeat("]", 10001),
}

// scans tells whether a text is one JSON value, as far as the scanner can tell.
func scans(r io.Reader) bool {
	tokens := newTokens(r)
	if tokens.skip() != nil {
		return false
	}
	_, err := tokens.next()
	return errors.Is(err, io.ErrUnexpectedEOF)
}

func isJSON(text string) bool {
	return jsontext.Value(text).IsValid(jsontext.AllowDuplicateNames(true))
}

func TestScannerAgreesWithTokenReader(t *testing.T) {
	for _, text := range jsonTexts {
		for name, reader := range map[string]io.Reader{"whole": strings.NewReader(text), "in single bytes": iotest.OneByteReader(strings.NewReader(text))} {
			if got, want := scans(reader), isJSON(text); got != want {
				t.Errorf("%.60q %s is JSON: %v, want %v", text, name, got, want)
			}
		}
	}
}

// Each way to read a value ends at the same byte.
func TestScannerKeepsValuesWhole(t *testing.T) {
	for _, text := range jsonTexts {
		if !isJSON(text) {
			continue
		}
		tokens := newTokens(iotest.OneByteReader(strings.NewReader(text)))
		value, err := tokens.readValue()
		if want := strings.TrimSpace(text); err != nil || string(value) != want {
			t.Errorf("read %.60q (%v), want %.60q", value, err, want)
		}
	}
}

func TestScannerTellsWhere(t *testing.T) {
	for text, want := range map[string]int64{`{"a":x}`: 5, `{"a":1,,}`: 7, "[\"a\xff\"]": 3, `[1,2`: 4, `{"a" 1}`: 5} {
		err := newTokens(strings.NewReader(text)).skip()
		var syntax *syntaxError
		if !errors.As(err, &syntax) || syntax.offset != want {
			t.Errorf("%q: the error is %v, want one at byte %d", text, err, want)
		}
	}
}

// A failure to read is not taken for the end of the input.
func TestScannerPassesFailuresOn(t *testing.T) {
	failure := errors.New("the disk is gone")
	for _, text := range []string{``, `{"a":"b`, `[1`, `[tr`, `["\`, "[\"\xe6"} {
		err := newTokens(io.MultiReader(strings.NewReader(text), iotest.ErrReader(failure))).skip()
		if !errors.Is(err, failure) {
			t.Errorf("%q: the error is %v, want %v", text, err, failure)
		}
	}
}

// FuzzScanner looks for a text that the scanner takes and the token reader
// refuses, or the other way about.
func FuzzScanner(f *testing.F) {
	for _, text := range append(jsonTexts, smallPlan) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		// Half a pair of letters written as numbers is let through: it is refused
		// where somebody asks for the text.
		if strings.Contains(text, `\u`) {
			return
		}
		got, want := scans(strings.NewReader(text)), isJSON(text)
		if got != want || scans(iotest.OneByteReader(strings.NewReader(text))) != want {
			t.Errorf("%q is JSON: %v, want %v", text, got, want)
		}
	})
}
