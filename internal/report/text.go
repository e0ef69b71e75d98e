package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// writeText writes for a person: a table of all environments first, then what
// was found, then what was not judged.
func writeText(w io.Writer, document Document) error {
	out := &textWriter{paint: painter(document.Color), fixes: fixesOf(document.Rules), told: map[string]string{}}
	if allOrdinary(document) {
		for _, environment := range document.Report.Environments {
			fmt.Fprintln(out, ordinaryLine(environment))
		}
		return out.flush(w)
	}
	out.table(document)
	out.toMend(document)
	for _, environment := range document.Report.Environments {
		versions := document.Plans && len(clustersOf(environment.Environment)) > 0
		if versions || len(environment.Findings) > 0 {
			out.heading(environment)
		}
		if versions {
			for _, line := range versionLines(environment.Environment) {
				out.wrapped("  ", line)
			}
		}
		out.findings(environment)
	}
	out.notJudged(document.Report)
	out.notes(document.Notes)
	out.summary(document)
	return out.flush(w)
}

type textWriter struct {
	strings.Builder
	paint painter
	// fixes tells of each rule what to do in general.
	fixes map[string]string
	// told is the environment that a fact less than an error was first told of,
	// by what is said: the same words are not said of each environment.
	told map[string]string
}

func (t *textWriter) flush(w io.Writer) error {
	_, err := io.WriteString(w, withoutLineCommands(t.String()))
	return err
}

// heading names an environment and what it was read from, in one line where a
// narrow terminal has the room.
func (t *textWriter) heading(report upgrade.EnvironmentReport) {
	const gap = "  "
	name, source := wording.Plain(report.Environment.Name), wording.Plain(report.Environment.Source)
	separator := gap
	if displayWidth(name+gap+source) > wording.Width {
		separator = "\n" + gap
	}
	if source == "" {
		separator = ""
	}
	fmt.Fprintf(t, "\n%s%s%s\n", t.paint.bold(name), separator, source)
}

func (t *textWriter) findings(report upgrade.EnvironmentReport) {
	for rest := report.Findings; len(rest) > 0; {
		alike := alikeAtFront(rest)
		if alike > 1 {
			t.group(rest[:alike])
		} else {
			t.finding(rest[0])
		}
		rest = rest[alike:]
	}
}

func (t *textWriter) finding(finding upgrade.Finding) {
	t.title(finding)
	for _, place := range places(finding) {
		fmt.Fprintf(t, "    %s\n", wording.Plain(place))
	}
	if first := t.first(finding); first != finding.Environment {
		t.paragraph("The same as for " + first + ".")
		return
	}
	t.paragraph(finding.Message)
	for _, sentence := range finding.Remarks() {
		t.paragraph(sentence)
	}
	t.paragraph("Fix: " + finding.Remediation)
	fmt.Fprintf(t, "    %s\n", finding.Reference)
}

// title is a finding in a line: its severity, rule and fact.
func (t *textWriter) title(finding upgrade.Finding) {
	label, painted := finding.Severity.String(), t.paint.severity(finding.Severity)
	if finding.Waiver != nil {
		label, painted = "waived", "waived"
	}
	const indent = "  "
	for i, line := range wording.Lines(indent, strings.TrimSpace(label+"  "+finding.Rule+" "+finding.Fact)) {
		if i == 0 {
			line = "\n" + indent + painted + strings.TrimPrefix(line, indent+label)
		} else {
			line = indent + line
		}
		fmt.Fprintln(t, line)
	}
}

// places are where a reader is to look: file and line, and the resource.
func places(finding upgrade.Finding) []string {
	var found []string
	if place := finding.Place(); place != "" {
		found = append(found, place)
	}
	if finding.Address != "" {
		found = append(found, finding.Address)
	}
	return found
}

// first is the environment that said the same before, else the finding's own.
func (t *textWriter) first(finding upgrade.Finding) string {
	if finding.Severity == upgrade.Error || finding.Waiver != nil || finding.Lowered != "" {
		return finding.Environment
	}
	words := strings.Join([]string{finding.Rule, finding.Fact, finding.Message, finding.Remediation}, "\n")
	// The name of the environment and the line of its file may differ.
	for _, own := range []string{finding.Source.Position(), finding.Environment} {
		if own != "" {
			words = strings.ReplaceAll(words, own, "\x00")
		}
	}
	return t.firstToSay(finding.Environment, words)
}

// firstToSay is the environment that the same words were first said of.
func (t *textWriter) firstToSay(environment, words string) string {
	if _, ok := t.told[words]; !ok {
		t.told[words] = environment
	}
	return t.told[words]
}

func (t *textWriter) notJudged(report upgrade.Report) {
	gaps := gapsOf(report)
	if len(gaps) == 0 {
		return
	}
	fmt.Fprintf(t, "\n%s\n", t.paint.bold("Not judged"))
	for _, gap := range gaps {
		t.paragraph(gap.String())
	}
}

func (t *textWriter) notes(notes []string) {
	if len(notes) > 0 {
		fmt.Fprintf(t, "\n%s\n", t.paint.bold("Notes"))
	}
	for _, note := range notes {
		t.paragraph(note)
	}
}

func (t *textWriter) summary(document Document) {
	fmt.Fprintln(t)
	t.wrapped("", counts(document))
	fmt.Fprintf(t, "Verdict: %s\n", t.paint.verdict(document.Report.Verdict))
}

// paragraph writes a text indented and wrapped.
func (t *textWriter) paragraph(text string) { t.wrapped("    ", text) }

func (t *textWriter) wrapped(indent, text string) {
	for _, line := range wording.Lines(indent, text) {
		fmt.Fprintln(t, line)
	}
}
