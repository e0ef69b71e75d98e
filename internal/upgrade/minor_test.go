package upgrade

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseMinorAccepts(t *testing.T) {
	for _, text := range []string{"1.0", "1.3", "1.9", "1.10", "1.30", "1.34", "1.99"} {
		got, err := ParseMinor(text)
		if err != nil {
			t.Errorf("ParseMinor(%q): %v", text, err)
			continue
		}
		if got.String() != text || got.IsZero() {
			t.Errorf("ParseMinor(%q) = %s, zero %t", text, got, got.IsZero())
		}
	}
}

func TestParseMinorRefuses(t *testing.T) {
	const example = `write one such as "1.34"`
	for text, want := range map[string]string{
		"":          `it is empty; ` + example,
		"01.3":      example,
		"1.03":      example,
		"1.034":     example,
		"1.00":      example,
		"1.":        example,
		"1":         example,
		".34":       example,
		"1.100":     example,
		"2.1":       example,
		"0.34":      example,
		"11.34":     example,
		"1.3a":      example,
		"1.34-eks":  example,
		"1,34":      example,
		"1.-3":      example,
		"1.+3":      example,
		"1.３４":      example,
		"latest":    example,
		"v":         example,
		"vv1.34":    example,
		"v2.1":      example,
		"1.034.1":   example,
		"1.34.":     example,
		"1.34.x":    example,
		"1.34 1.35": example,
		"v1.34":     `EKS takes the minor alone; write "1.34"`,
		"1.34.1":    `EKS takes the minor alone; write "1.34"`,
		"v1.34.1":   `EKS takes the minor alone; write "1.34"`,
		"1.34.1-eks-1-34-3": `EKS takes the minor alone; ` +
			`write "1.34"`,
		" 1.34":  `EKS takes the minor alone; write "1.34"`,
		"1.34 ":  `EKS takes the minor alone; write "1.34"`,
		"1.34\n": `EKS takes the minor alone; write "1.34"`,
		"1.0.2":  `EKS takes the minor alone; write "1.0"`,
		"1.30.0": `EKS takes the minor alone; write "1.30"`,
	} {
		got, err := ParseMinor(text)
		if err == nil {
			t.Errorf("ParseMinor(%q) = %s, want an error", text, got)
			continue
		}
		if !got.IsZero() {
			t.Errorf("ParseMinor(%q) gives %s besides its error", text, got)
		}
		if full := Quote(text) + " is not a Kubernetes minor version: " + want; err.Error() != full {
			t.Errorf("ParseMinor(%q)\n got %s\nwant %s", text, err, full)
		}
	}
}

func TestParseMinorErrorStaysReadable(t *testing.T) {
	forty := strings.Repeat("é", 40)
	for text, want := range map[string]string{
		forty:            `"` + forty + `" is not`,
		forty + "x":      `"` + forty + `"... is not`,
		"a\nb":           `"a\nb" is not`,
		"1.3\xff":        "\"1.3\uFFFD\" is not",
		"\x1b[31m1.34":   `"\x1b[31m1.34" is not`,
		`say "1.34"`:     `"say \"1.34\"" is not`,
		"\u202e1.34\x00": `"\u202e1.34\x00" is not`,
	} {
		_, err := ParseMinor(text)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("ParseMinor(%q): got %v, want it to begin with %s", text, err, want)
		}
	}
}

func FuzzParseMinor(f *testing.F) {
	for _, seed := range []string{"1.34", "1.0", "1.99", "1.100", "01.3", "1.034", "v1.34", "1.34.1", " 1.34", "1.３４", "", "1.", "\xff", "1.34\n"} {
		f.Add(seed)
	}
	designed := regexp.MustCompile(`\A1\.[0-9]{1,2}\z`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseMinor(text)
		if err != nil {
			if !got.IsZero() {
				t.Errorf("ParseMinor(%q) gives %s besides its error", text, got)
			}
			if message := err.Error(); !utf8.ValidString(message) || strings.ContainsAny(message, "\n\r\x1b") {
				t.Errorf("ParseMinor(%q) has an error that no terminal can show: %q", text, message)
			}
			return
		}
		if got.String() != text {
			t.Errorf("ParseMinor(%q).String() = %q", text, got)
		}
		if !designed.MatchString(text) || len(text) == 4 && text[2] == '0' {
			t.Errorf("ParseMinor(%q) is accepted, but is no text of the design's form", text)
		}
	})
}

func TestMinorsAreOrdered(t *testing.T) {
	for a := 0; a <= 99; a++ {
		for b := 0; b <= 99; b++ {
			x, y := at(a), at(b)
			if x.Newer(y) != (a > b) || x.Older(y) != (a < b) || (x == y) != (a == b) {
				t.Errorf("%s against %s: newer %t, older %t, equal %t", x, y, x.Newer(y), x.Older(y), x == y)
			}
			if got, want := Distance(x, y), max(a, b)-min(a, b); got != want {
				t.Errorf("Distance(%s, %s) = %d, want %d", x, y, got, want)
			}
		}
	}
}

func TestNextAndPrevious(t *testing.T) {
	for _, test := range []struct{ minor, next, previous Minor }{
		{minor(t, "1.34"), minor(t, "1.35"), minor(t, "1.33")},
		{minor(t, "1.9"), minor(t, "1.10"), minor(t, "1.8")},
		{minor(t, "1.1"), minor(t, "1.2"), minor(t, "1.0")},
		{minor(t, "1.0"), minor(t, "1.1"), Minor{}},
		{minor(t, "1.98"), minor(t, "1.99"), minor(t, "1.97")},
		{minor(t, "1.99"), Minor{}, minor(t, "1.98")},
		{Minor{}, Minor{}, Minor{}},
	} {
		if got := test.minor.Next(); got != test.next {
			t.Errorf("%s.Next() = %s, want %s", test.minor, got, test.next)
		}
		if got := test.minor.Previous(); got != test.previous {
			t.Errorf("%s.Previous() = %s, want %s", test.minor, got, test.previous)
		}
	}
}

func TestZeroMinor(t *testing.T) {
	var none Minor
	if !none.IsZero() || none.String() != "none" {
		t.Errorf("the zero value is %q, zero %t", none, none.IsZero())
	}
	if zero := minor(t, "1.0"); zero.IsZero() || zero == none {
		t.Errorf("1.0 must not be the zero value")
	}
}

func TestPath(t *testing.T) {
	for _, test := range []struct {
		from, to string
		want     []string
	}{
		{"1.28", "1.31", []string{"1.29", "1.30", "1.31"}},
		{"1.34", "1.35", []string{"1.35"}},
		{"1.9", "1.11", []string{"1.10", "1.11"}},
		{"1.34", "1.34", []string{}},
		{"1.98", "1.99", []string{"1.99"}},
		{"1.99", "1.99", []string{}},
	} {
		path, err := Path(minor(t, test.from), minor(t, test.to))
		if err != nil {
			t.Errorf("Path(%s, %s): %v", test.from, test.to, err)
			continue
		}
		got := make([]string, 0, len(path))
		for _, step := range path {
			got = append(got, step.String())
		}
		if path == nil || !slices.Equal(got, test.want) {
			t.Errorf("Path(%s, %s) = %v, want %v", test.from, test.to, got, test.want)
		}
	}
}

func TestPathIsOneStepAtATime(t *testing.T) {
	for from := 0; from <= 99; from++ {
		for to := from; to <= 99; to++ {
			path, err := Path(at(from), at(to))
			if err != nil {
				t.Fatalf("Path(%s, %s): %v", at(from), at(to), err)
			}
			if len(path) != to-from {
				t.Fatalf("Path(%s, %s) has %d steps, want %d", at(from), at(to), len(path), to-from)
			}
			for i, step := range path {
				if step != at(from+1+i) {
					t.Errorf("Path(%s, %s)[%d] = %s, want %s", at(from), at(to), i, step, at(from+1+i))
				}
			}
		}
	}
}

func TestPathDoesNotGoDown(t *testing.T) {
	path, err := Path(minor(t, "1.35"), minor(t, "1.34"))
	if err == nil || path != nil {
		t.Fatalf("got %v and error %v, want an error alone", path, err)
	}
	if want := "there is no upgrade path from 1.35 to 1.34: 1.34 is older, and EKS upgrades go up only"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestFixedMinors(t *testing.T) {
	if got := FirstEKSMinor; got != minor(t, "1.10") {
		t.Errorf("FirstEKSMinor is %s", got)
	}
	if got := FirstMinorWithSkewOfThree; got != minor(t, "1.25") {
		t.Errorf("FirstMinorWithSkewOfThree is %s", got)
	}
}
