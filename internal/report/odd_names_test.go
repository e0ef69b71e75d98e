package report

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// oddNames mean something to one format or another, or to what reads it.
var oddNames = []string{
	"plain",
	" spaces  around ",
	`<script>alert(1)</script>`,
	`"><img src=x onerror=1>`,
	`' onmouseover='alert(1)`,
	"\"double\" 'single' `backticks` ```fence``` “curly” «angles»",
	"a|b||c\\|d",
	"line\nbreak\n\nand a paragraph",
	"carriage\rreturn\r\nand both",
	"tab\tand\vvertical\ffeed",
	"nul\x00 bell\a escape\x1b[31mred\x1b[0m\x1b]8;;https://example.com\x07 delete\x7f",
	"C1 controls \u0085 \u009b31m",
	"\u202egnp.exe\u202c and \u2066isolated\u2069 \u200f\u200e\u061c",
	"zero\u200bwidth\u200c\u200d\u2060\ufeff soft\u00adhyphen",
	"no ink \u3164\uffa0\u115f\u034f tags \U000e0041",
	"line\u2028and paragraph\u2029separators, no-break\u00a0space",
	"</details>", "</summary></details>", "<!-- --> -->", "]]>", "<![CDATA[", "<?xml?>", "&amp; &lt; &#60; &copy",
	"${{ github.token }}", "{{ .Values }} {0}", "%s %d %!v", "$1 ${1}", "$x^2$ $$y$$",
	"::error::text", "  ::add-mask::x", "##[error]text", "##vso[task.setvariable variable=x]y", "##teamcity[message text='x']",
	"@mention @org/team", "#123 GH-12 !4", "org/repo#5 :tada: a:100:b", "someone@example.com", "www.example.com",
	"[text](https://example.com)", "![image](https://example.com/x.png)", "[a]: https://example.com", "<https://example.com>",
	"javascript:alert(1)", "JaVaScRiPt://%0aalert(1)", "data:text/html,x", "//example.com/x",
	"# heading", "- item", "1. item", "> quote", "---", "===", "    code", "~~~", "*a* _b_ **c** ~~d~~", "\\", `\u202e as written`,
	"invalid \xff\xfe UTF-8 \xed\xa0\x80",
	strings.Repeat("n", 300), strings.Repeat("long words ", 28), strings.Repeat("宽", 120),
	"e\u0301a\u0300\u0323 combined", "Z\u0351\u036b\u0343 stacked", "😀 🇩🇪 👩‍💻 ❤️", "環境 ｆｕｌｌ", "שלום prod", "ﷺ",
	"", " ",
}

// oddDocuments have the name in every text of theirs that comes from a user.
func oddDocuments(t *testing.T, name string) map[string]Document {
	t.Helper()
	documents := map[string]Document{"check": judgement(t), "plans": plans(t)}
	ordinary := plans(t)
	ordinary.Report.Environments = []upgrade.EnvironmentReport{planned("dev", "1.34", "1.34", upgrade.Ready)}
	ordinary.Report.Environments[0].Findings = []upgrade.Finding{planFinding("dev", "support-ending", "", "", upgrade.Warning)}
	documents["an ordinary plan"] = ordinary
	for kind, document := range documents {
		cluster := &document.Report.Environments[0].Environment.Clusters[0]
		invalid := upgrade.ClaimVersion("no version", upgrade.Source{})
		cluster.NodeGroups = append(cluster.NodeGroups, upgrade.NodeGroup{Asked: []upgrade.VersionClaim{invalid}, Current: cluster.Current})
		document.Waivers = []upgrade.Waiver{{Until: document.CatalogDate}}
		document.Paths = []path.Path{{
			Problems: []upgrade.Problem{{}}, Notes: []string{""},
			Steps: []path.Step{{
				Kind: path.ControlPlane, Run: []string{""}, Check: []string{""}, Instead: []string{""},
				Changes: []path.Change{{Part: path.NodeGroupPart}}, Needs: []path.Need{{When: path.AfterControlPlane}},
			}},
		}}
		for _, part := range []any{document.Report.Environments, document.Notes, document.Waivers, document.Paths} {
			fillTexts(reflect.ValueOf(part), name)
		}
		document.Command = name
		documents[kind] = document
	}
	return documents
}

// fillTexts sets every text below a value. What the project itself writes stays:
// the names of rules and their references, and texts of a type of their own.
func fillTexts(value reflect.Value, text string) {
	switch value.Kind() {
	case reflect.Pointer:
		if !value.IsNil() {
			fillTexts(value.Elem(), text)
		}
	case reflect.Slice:
		for i := range value.Len() {
			fillTexts(value.Index(i), text)
		}
	case reflect.Struct:
		for i := range value.NumField() {
			field, name := value.Field(i), value.Type().Field(i).Name
			switch {
			case !field.CanSet() || name == "Rule" || name == "Reference":
			case name == "Reason" && field.Kind() == reflect.String:
				field.SetString(oddReason(text))
			default:
				fillTexts(field, text)
			}
		}
	case reflect.String:
		if value.Type() == reflect.TypeFor[string]() {
			value.SetString(text)
		}
	}
}

// oddReason differs from the message of a finding, which would tell it already.
func oddReason(name string) string { return name + " is the reason" }

func TestOddNames(t *testing.T) {
	schema := sarifSchemaOf(t)
	checks := map[string]func(*testing.T, string, Document, string){
		"text":     checkOddText,
		"json":     checkOddJSON,
		"markdown": checkOddMarkdown,
		"sarif": func(t *testing.T, name string, document Document, got string) {
			checkOddSARIF(t, schema, name, document, got)
		},
		"junit": checkOddJUnit,
	}
	for _, name := range oddNames {
		for kind, document := range oddDocuments(t, name) {
			for _, format := range Formats() {
				got := render(t, format, document)
				if !utf8.ValidString(got) {
					t.Errorf("%q, %s, %s: the text is no UTF-8", name, kind, format)
				}
				// A character without width keeps mentions in Markdown quiet.
				visible := strings.NewReplacer("\n", "", "\t", "", "\u200b", "").Replace(got)
				if i := strings.IndexFunc(visible, wording.Hidden); i >= 0 {
					t.Errorf("%q, %s, %s: a hidden character in %q", name, kind, format, visible[max(0, i-20):min(len(visible), i+20)])
				}
				if check := checks[format]; check != nil {
					check(t, name, document, got)
				}
				if t.Failed() {
					t.Fatalf("%q, %s as %s:\n%s", name, kind, format, got)
				}
			}
		}
	}
}

// shownCommands undoes how the text report shows commands of pipelines.
var shownCommands = strings.NewReplacer(`\u003a:`, "::", `\u0023#`, "##")

func checkOddText(t *testing.T, name string, document Document, got string) {
	if !strings.Contains(shownCommands.Replace(got), strings.TrimRight(wording.Plain(name), " ")) {
		t.Error("the name is not there")
	}
	lines := strings.Split(got, "\n")
	for _, line := range lines {
		if strings.ContainsFunc(line, wording.Hidden) {
			t.Errorf("a hidden character in %q", line)
		}
		if strings.HasPrefix(strings.TrimSpace(line), "::") || regexp.MustCompile(`##\w*\[`).MatchString(line) {
			t.Errorf("a command in %q", line)
		}
	}
	if allOrdinary(document) {
		if len(lines) != 2 {
			t.Errorf("an ordinary plan has %d lines", len(lines))
		}
		return
	}
	const head = "verdict"
	column := displayWidth(lines[0][:strings.Index(lines[0], head)])
	found := 0
	for _, line := range lines[1:] {
		if line == "" {
			break
		}
		for _, verdict := range []upgrade.Verdict{upgrade.Ready, upgrade.NotReady, upgrade.Incomplete} {
			if strings.HasPrefix(fromColumn(line, column), verdictInWords(verdict)) {
				found++
			}
		}
	}
	if want := len(document.Report.Environments); found != want {
		t.Errorf("%d of %d verdicts stand below their heading", found, want)
	}
}

// fromColumn is what a terminal shows of a line from a column on.
func fromColumn(line string, column int) string {
	for i := range line {
		if displayWidth(line[:i]) == column {
			return line[i:]
		}
	}
	return ""
}

func checkOddJSON(t *testing.T, name string, document Document, got string) {
	var written jsonDocument
	if err := json.Unmarshal([]byte(got), &written); err != nil {
		t.Fatal(err)
	}
	// JSON has no bytes that are no characters.
	want, reason := string([]rune(name)), string([]rune(oddReason(name)))
	expect := func(what string, got, want string) {
		if got != want {
			t.Errorf("%s is %q, want %q", what, got, want)
		}
	}
	text := func(value *string) string {
		if value == nil {
			return ""
		}
		return *value
	}
	for _, environment := range written.Environments {
		expect("the name", environment.Name, want)
		expect("the source", environment.Source, want)
		for _, cluster := range environment.Clusters {
			expect("the cluster's name", text(cluster.Name), want)
			for _, group := range cluster.NodeGroups {
				expect("the node group's name", group.Name, want)
				expect("the node group's address", text(group.Address), want)
			}
		}
		for _, finding := range environment.Findings {
			expect("the address", text(finding.Address), want)
			expect("the attribute", text(finding.Attribute), want)
			expect("the file", text(finding.File), want)
			expect("the message", finding.Message, want)
			expect("the remediation", finding.Remediation, want)
			if finding.Waiver != nil {
				expect("the waiver's reason", finding.Waiver.Reason, reason)
			}
		}
		for _, gap := range environment.NotJudged {
			expect("the gap's address", text(gap.Address), want)
			expect("the gap's reason", gap.Reason, reason)
		}
	}
	for _, note := range written.Notes {
		expect("the note", note, want)
	}
	if regexp.MustCompile(`##\w*\[`).MatchString(got) {
		t.Error("a command of a pipeline")
	}
	if len(written.Environments) != len(document.Report.Environments) {
		t.Errorf("%d environments", len(written.Environments))
	}
}

func checkOddSARIF(t *testing.T, schema *jsonschema.Schema, name string, _ Document, got string) {
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(instance); err != nil {
		t.Error(err)
	}
	want := string([]rune(name))
	for _, result := range parseSARIF(t, got).Runs[0].Results {
		for _, property := range []string{"environment", "attribute", "fact"} {
			if result.Properties[property] != want {
				t.Errorf("%s is %q", property, result.Properties[property])
			}
		}
		for _, location := range result.Locations {
			for _, logical := range location.Logical {
				if logical.FullyQualifiedName != want {
					t.Errorf("the address is %q", logical.FullyQualifiedName)
				}
			}
			if location.Physical == nil {
				continue
			}
			if address, err := url.Parse(location.Physical.Artifact.URI); err != nil || address.Scheme != "" && address.Scheme != "file" || address.Host != "" {
				t.Errorf("the address %q leads elsewhere: %v", location.Physical.Artifact.URI, err)
			}
		}
		if hidden := strings.ReplaceAll(result.Message.Text, "\n", ""); strings.ContainsFunc(hidden, wording.Hidden) {
			t.Errorf("people read a hidden character: %q", hidden)
		}
		if strings.Contains(result.Message.Text, "](") && !strings.Contains(result.Message.Text, `\](`) {
			t.Errorf("a link in %q", result.Message.Text)
		}
	}
}

func checkOddJUnit(t *testing.T, name string, document Document, got string) {
	for decoder := xml.NewDecoder(strings.NewReader(got)); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	suites := parseJUnit(t, got)
	for _, suite := range suites.Suites[:len(document.Report.Environments)] {
		if suite.Name != wording.Plain(name) {
			t.Errorf("a suite is called %q", suite.Name)
		}
		names := map[string]bool{}
		for _, c := range suite.Cases {
			if names[c.Name] {
				t.Errorf("two cases are called %q", c.Name)
			}
			names[c.Name] = true
		}
	}
	if regexp.MustCompile(`##\w*\[`).MatchString(got) {
		t.Error("a command of a pipeline")
	}
}

var (
	// markdownTags is the HTML that the Markdown report writes.
	markdownTags = regexp.MustCompile(`</?(details|summary|b|code)>`)
	// markdownCode is what Markdown takes as it is.
	markdownCode = regexp.MustCompile("<code>.*?</code>|`[^`]*`")
	// markdownWhy is the one link that the report writes.
	markdownWhy = regexp.MustCompile(`(?m)^\[Why\]\(https://[^\s()<>]+\)$`)
	// liveText is what code hosts act on.
	liveText = regexp.MustCompile(`[@#!%~^][\pL\pN_]|\b[Gg][Hh]-\d|:\w*[a-z]\w*:|:100:|(?i:www\.)`)
	// unescaped is what Markdown would take for more than text.
	unescaped = regexp.MustCompile(`[\[\]\\~$]|://`)
	// ownLine is how lines begin that mean something, and block how a name would
	// begin such a line.
	ownLine = regexp.MustCompile(`^(#{2,3} |- |\*\*Fix:\*\* |<summary>)`)
	block   = regexp.MustCompile(`^(\s|[-+*#>=~:_]|\d+[.)])`)
)

func checkOddMarkdown(t *testing.T, name string, document Document, got string) {
	if rest := markdownTags.ReplaceAllString(got, ""); strings.ContainsAny(rest, "<>") {
		t.Error("HTML of a name")
	}
	for _, tag := range []string{"details", "summary", "b", "code"} {
		if opened, closed := strings.Count(got, "<"+tag+">"), strings.Count(got, "</"+tag+">"); opened != closed {
			t.Errorf("%d <%s>, %d closed", opened, tag, closed)
		}
	}
	prose := markdownCode.ReplaceAllString(markdownWhy.ReplaceAllString(got, ""), "")
	if live := liveText.FindString(html.UnescapeString(prose)); live != "" {
		t.Errorf("%q comes alive", live)
	}
	if found := unescaped.FindString(prose); found != "" {
		t.Errorf("%q means something", found)
	}
	depth, cells := 0, 0
	for _, line := range strings.Split(got, "\n") {
		switch {
		case strings.HasPrefix(line, "|"):
			if cells == 0 {
				cells = strings.Count(line, "|")
			}
			if strings.Count(line, "|") != cells {
				t.Errorf("%d cells in %q", strings.Count(line, "|")-1, line)
			}
		case line == "<details>":
			depth++
		case line == "</details>":
			depth--
		case strings.HasPrefix(line, "<summary>") != strings.HasSuffix(line, "</summary>"):
			t.Errorf("a summary is broken: %q", line)
		case !ownLine.MatchString(line) && block.MatchString(line):
			t.Errorf("no paragraph: %q", line)
		}
		if depth < 0 || depth > 2 {
			t.Errorf("%d deep at %q", depth, line)
		}
	}
	shown := strings.Join(strings.Fields(wording.Plain(strings.Join(strings.Fields(name), " "))), " ")
	read := strings.Join(strings.Fields(html.UnescapeString(got)), " ")
	if !strings.Contains(read, shown) {
		t.Errorf("%q is not there", shown)
	}
	if length(got) > markdownLimit {
		t.Errorf("%d characters", length(got))
	}
	if len(document.Report.Environments)+1 > strings.Count(got, "\n| ") {
		t.Error("a row of the matrix is not there")
	}
}

func TestWithoutCommands(t *testing.T) {
	for text, want := range map[string]string{
		"::error::x":              `\u003a:error::x`,
		"  ::error::x":            `  \u003a:error::x`,
		"a ::b, a::b":             "a ::b, a::b",
		"a\n::b\n\t::c":           "a\n\\u003a:b\n\t\\u003a:c",
		"##[error]":               `\u0023#[error]`,
		"a ##vso[b] ###TeamCity[": `a \u0023#vso[b] #\u0023#TeamCity[`,
		"## heading [a]":          "## heading [a]",
	} {
		if got := withoutLineCommands(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
