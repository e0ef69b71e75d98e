package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/mitchellh/go-wordwrap"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// width is what a narrow terminal shows in one line.
const width = 80

// writeText writes for a person: a table of all environments first, then what
// was found, then what was not judged.
func writeText(w io.Writer, document Document) error {
	out := &textWriter{paint: painter(document.Color), told: map[string]string{}}
	out.table(document.Report)
	for _, environment := range document.Report.Environments {
		out.findings(environment)
	}
	out.notJudged(document.Report)
	out.notes(document.Notes)
	out.summary(document)
	_, err := io.WriteString(w, out.String())
	return err
}

type textWriter struct {
	strings.Builder
	paint painter
	// told is the environment that a fact less than an error was first told of,
	// by rule and fact: the same words are not said of each environment.
	told map[string]string
}

func (t *textWriter) findings(report upgrade.EnvironmentReport) {
	if len(report.Findings) == 0 {
		return
	}
	fmt.Fprintf(t, "\n%s  %s\n", t.paint.bold(wording.Plain(report.Environment.Name)), wording.Plain(report.Environment.Source))
	for _, finding := range report.Findings {
		label := t.paint.severity(finding.Severity)
		if finding.Waiver != nil {
			label = "waived"
		}
		fmt.Fprintf(t, "\n  %s  %s\n", label, wording.Plain(strings.TrimSpace(finding.Rule+" "+finding.Fact)))
		if place := finding.Place(); place != "" {
			fmt.Fprintf(t, "    %s\n", wording.Plain(place))
		}
		if first := t.first(finding); first != finding.Environment {
			t.paragraph("The same as for " + first + ".")
			continue
		}
		t.paragraph(finding.Message)
		for _, sentence := range finding.Remarks() {
			t.paragraph(sentence)
		}
		t.paragraph("Fix: " + finding.Remediation)
		fmt.Fprintf(t, "    %s\n", finding.Reference)
	}
}

// first is the environment that said the same before, else the finding's own.
func (t *textWriter) first(finding upgrade.Finding) string {
	if finding.Severity == upgrade.Error || finding.Waiver != nil || finding.Lowered != "" {
		return finding.Environment
	}
	key := finding.Rule + " " + finding.Fact
	if _, ok := t.told[key]; !ok {
		t.told[key] = finding.Environment
	}
	return t.told[key]
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
	fmt.Fprintf(t, "\n%s\n", counts(document))
	fmt.Fprintf(t, "Verdict: %s\n", t.paint.verdict(document.Report.Verdict))
}

// paragraph writes a text indented and wrapped.
func (t *textWriter) paragraph(text string) {
	const indent = "    "
	for _, line := range strings.Split(wordwrap.WrapString(wording.Plain(text), width-uint(len(indent))), "\n") {
		fmt.Fprintf(t, "%s%s\n", indent, line)
	}
}
