package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestMarkdown(t *testing.T) {
	golden(t, "markdown", render(t, "markdown", judgement(t)))
}

func TestMarkdownEscapesData(t *testing.T) {
	got := render(t, "markdown", judgement(t))
	for _, raw := range []string{"<script", "(https://example.com", "*d*", "_e_", "$x$", "@someone", "\u202e", "\a", "\r", "javascript:alert(1))"} {
		inCode := strings.NewReplacer("@someone", "").Replace
		for _, line := range strings.Split(got, "\n") {
			if raw == "@someone" {
				line = codeElement.ReplaceAllStringFunc(line, inCode)
			}
			if strings.Contains(line, raw) {
				t.Errorf("%q is in: %s", raw, line)
			}
		}
	}
	head, _ := markdownColumns(false)
	for _, line := range strings.Split(got, "\n") {
		if strings.HasPrefix(line, "|") && strings.Count(line, "|") != len(head)+1 {
			t.Errorf("a row with other columns: %s", line)
		}
	}
	if opened, closed := strings.Count(got, "<details>"), strings.Count(got, "</details>"); opened != 10 || closed != opened {
		t.Errorf("%d <details>, %d </details>", opened, closed)
	}
	if !strings.Contains(got, long) {
		t.Error("a long name is not whole")
	}
}

var codeElement = regexp.MustCompile("<code>.*?</code>|`[^`]*`")

func TestInline(t *testing.T) {
	for text, want := range map[string]string{
		"node_group_version of a_":             "node_group_version of a&#95;",
		"_a_ and a__b":                         "&#95;a&#95; and a&#95;&#95;b",
		"@me and #1, gh-2, !3, ~bug":           "@\u200bme and #\u200b1, gh-\u200b2, !\u200b3, &#126;\u200bbug",
		"100% of @ and # alone":                "100% of @ and # alone",
		"a\r\nb\tc\u2028d\x1be\xff":            "a b c d&#92;u001be\ufffd",
		"1 < 2 && `x` | $y$ [z](w) \\ *":       "1 &lt; 2 &amp;&amp; &#96;x&#96; &#124; &#36;y&#36; &#91;z&#93;(w) &#92; &#42;",
		"see https://example.com/o/r/issues/1": "see https&#58;//example.com/o/r/issues/1",
		"a\u200eb":                             "a&#92;u200eb",
		"a\u200bb\ufeff":                       "a&#92;u200bb&#92;ufeff",
		"x.tfvars:3: y, z.tfvars:100: y":       "x.tfvars:3: y, z.tfvars:100\u200b: y",
		":tada: :a:b:c:":                       ":tada\u200b: :a\u200b:b\u200b:c\u200b:",
		"at WWW.example.com":                   "at WWW\u200b.example.com",
	} {
		if got := inline(text); got != want {
			t.Errorf("inline(%q) is %q, want %q", text, got, want)
		}
	}
}

// What would begin a list, a heading, a quote or a rule does not.
func TestParagraph(t *testing.T) {
	for text, want := range map[string]string{
		"- a":         "&#45; a",
		"1. a":        "&#49;. a",
		"# a":         "&#35; a",
		"    a":       "a",
		"\n\n> a":     "&gt; a",
		"---":         "&#45;--",
		"plain words": "plain words",
		"über":        "über",
		"":            "",
	} {
		if got := paragraph(text); got != want {
			t.Errorf("paragraph(%q) is %q, want %q", text, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	for text, want := range map[string]string{
		"env-vars/prod.tfvars:3 cluster_version": "`env-vars/prod.tfvars:3 cluster_version`",
		"a`b":                                    "<code>a&#96;b</code>",
		"a|b":                                    "<code>a&#124;b</code>",
		" a":                                     "<code> a</code>",
		"@team":                                  "`@team`",
		"":                                       "",
	} {
		if got := code(text); got != want {
			t.Errorf("code(%q) is %q, want %q", text, got, want)
		}
	}
}

func TestLink(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.com/a?b=c#d":    "[Why](https://example.com/a?b=c#d)",
		"https://example.com/a(b) c<d>|": "[Why](https://example.com/a%28b%29%20c%3Cd%3E%7C)",
		"http://example.com":             "<code>http&#58;//example.com</code>",
		"javascript:alert":               "`javascript:alert`",
		"http://[::1":                    "<code>http&#58;//&#91;::1</code>",
	} {
		if got := link("Why", address); got != want {
			t.Errorf("link to %q is %q, want %q", address, got, want)
		}
	}
}

var omission = regexp.MustCompile(`Left out, because this would be too long: (.*)\. The other formats have them`)

func TestMarkdownStaysUnderTheLimit(t *testing.T) {
	for _, count := range []int{1, 30, 60, 100, 1000} {
		document := many(t, count)
		got := render(t, "markdown", document)
		if units := len(utf16.Encode([]rune(got))); units >= 65_536 || units > markdownLimit {
			t.Errorf("%d findings: %d characters", count, units)
		}
		if !strings.Contains(got, counts(document)) {
			t.Errorf("%d findings: the counts are missing", count)
		}
		for _, tag := range []string{"details>\n", "summary>"} {
			if opened, closed := strings.Count(got, "<"+tag), strings.Count(got, "</"+tag); opened != closed {
				t.Errorf("%d findings: cut inside of %s: %d opened, %d closed", count, tag, opened, closed)
			}
		}
		left := 0
		if match := omission.FindStringSubmatch(got); match != nil {
			for _, part := range strings.Split(match[1], ", ") {
				var some int
				if _, err := fmt.Sscan(part, &some); err != nil {
					t.Fatal(err)
				}
				left += some
			}
		}
		if shown := strings.Count(got, "<summary><b>"); shown+left != 2*count+6 {
			t.Errorf("%d findings: %d shown, %d left out", count, shown, left)
		}
	}
}

// The errors of the last environment come before the warnings of the first.
func TestMarkdownLeavesOutWhatMattersLeast(t *testing.T) {
	got := render(t, "markdown", many(t, 40))
	if match := omission.FindStringSubmatch(got); match == nil || strings.Contains(match[1], "error") || !strings.Contains(match[1], "warnings") {
		t.Errorf("left out: %v", match)
	}
}

func TestMarkdownOfAThousandEnvironments(t *testing.T) {
	document := judgement(t)
	for i := range 1000 {
		report := environment(fmt.Sprintf("%s-%d", long, i), "1.34", "1.36", upgrade.NotReady)
		report.Findings = []upgrade.Finding{finding(report.Environment.Name, "minor-version-skip", "1.34 -> 1.36", upgrade.Error)}
		report.NotJudged = []upgrade.NotJudged{{Rule: "support-ending", Reason: fmt.Sprintf("reason %d: %s", i, long)}}
		document.Report.Environments = append(document.Report.Environments, report)
		document.Notes = append(document.Notes, long)
	}
	got := render(t, "markdown", document)
	if length(got) > markdownLimit {
		t.Errorf("%d characters", length(got))
	}
	for _, noun := range []string{"environments", "reasons", "notes", "errors"} {
		if !regexp.MustCompile(`Left out, because this would be too long: \d+ ` + noun).MatchString(got) {
			t.Errorf("it does not say how many %s were left out", noun)
		}
	}
}

func TestLengthCountsAsHostsDo(t *testing.T) {
	if got := length("aé€😀"); got != 5 {
		t.Errorf("got %d", got)
	}
}

// The matrix of tfvars has the cells of the page's.
func TestMarkdownMatrixOfTfvars(t *testing.T) {
	document := whole(t)
	document.Plans = false
	got := render(t, "markdown", document)
	for _, want := range []string{
		"\n| environment | current | asked | node groups | verdict | versions | nodes | add-ons | APIs | workloads | plan | next step |\n",
		"\n| `prod` | `1.34` | `1.36` | `blue 1.36` | not ready | 1 error | 1 waived | partly | 2 errors | 1 warning | ok | 1.35 first |\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it lacks %q:\n%.1500s", want, got)
		}
	}
}
