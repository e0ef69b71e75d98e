package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// writeMarkdown writes for a comment on a pull request. What a reviewer must know
// stands in the open: the counts, the matrix, what is to be mended and what is
// missing for a verdict. The rest is folded. The counts lead, so that they are
// there however much is cut; what does not fit is left out by whole rows and
// findings, those that matter least first.
func writeMarkdown(w io.Writer, document Document) error {
	head := fmt.Sprintf("## EKS upgrade: %s\n\n%s\n", verdictInWords(document.Report.Verdict), inline(counts(document)))
	left := room(markdownLimit - omissionsRoom - length(head))
	deciding, other := markdownGaps(document.Report)
	open := within(&left, left/2, markdownMatrix(document), "environment") +
		within(&left, left/4, markdownToMend(document.Report), "line") +
		within(&left, left/4, deciding, "reason")
	folded := within(&left, left/4, other, "reason")
	notes := within(&left, left/4, markdownNotes(document.Notes), "note")
	findings := markdownFindings(document, left)
	_, err := io.WriteString(w, head+open+findings+folded+notes)
	return err
}

func markdownMatrix(document Document) markdownList {
	row := func(cells []string) string { return "| " + strings.Join(cells, " | ") + " |\n" }
	head, verdict := markdownColumns(document.Plans)
	concerns := concernsOf(document.Rules)
	list := markdownList{head: "\n" + row(head) + row(slices.Repeat([]string{"---"}, len(head)))}
	for _, environment := range document.Report.Environments {
		written := markdownCells(environment, concerns, document.Plans)
		for i, cell := range written {
			if i < verdict && cell != "-" {
				written[i] = code(cell)
			} else {
				written[i] = inline(cell)
			}
		}
		list.rows = append(list.rows, row(written))
	}
	return list
}

// markdownColumns heads the matrix, and gives the column of the verdict. Before it
// stand names and versions.
func markdownColumns(plans bool) (head []string, verdict int) {
	concerns := concernColumns()
	if plans {
		return slices.Insert(concerns, 1, "upgrade"), 2
	}
	return append(slices.Insert(concerns, 1, "current", "asked", "node groups"), "next step"), 4
}

// markdownCells is an environment's row of the matrix.
func markdownCells(report upgrade.EnvironmentReport, concerns map[string]upgrade.Concern, plans bool) []string {
	marks := concernCells(report, concerns)
	if plans {
		return slices.Insert(marks, 1, cmp.Or(join(clustersOf(report.Environment), upgradeInWords), "-"))
	}
	usual := cells(report)
	return append(slices.Insert(marks, 1, usual[1:verdictColumn]...), usual[len(usual)-1])
}

// markdownToMend lists what makes environments not ready, with what to do, so
// that nobody has to unfold anything for it.
func markdownToMend(report upgrade.Report) markdownList {
	const most = 5
	list := markdownList{head: "\n### To mend\n\n"}
	for _, environment := range report.Environments {
		found := deciding(environment, report.FailOn)
		name := code(environment.Environment.Name)
		for _, finding := range found[:min(most, len(found))] {
			list.rows = append(list.rows, fmt.Sprintf("- %s: %s. %s\n", name, markdownFact(finding), inline(finding.Remediation)))
		}
		if more := len(found) - most; more > 0 {
			list.rows = append(list.rows, fmt.Sprintf("- %s: and %d more\n", name, more))
		}
	}
	return list
}

// markdownFact is a finding in a few words: its rule, its fact and where it is.
func markdownFact(finding upgrade.Finding) string {
	text := code(finding.Rule)
	if finding.Fact != "" {
		text += " " + code(finding.Fact)
	}
	if found := places(finding); len(found) > 0 {
		text += " at " + code(found[0])
	}
	return text
}

// markdownGaps lists what was not judged: first what a verdict waits for, then,
// folded, the rest.
func markdownGaps(report upgrade.Report) (deciding, other markdownList) {
	for _, gap := range gapsOf(report) {
		row := "- " + paragraph(gap.said()) + "\n"
		if gap.decides {
			deciding.rows = append(deciding.rows, row)
		} else {
			other.rows = append(other.rows, row)
		}
	}
	deciding.head = "\n### Not judged\n\n"
	other.head = fmt.Sprintf("\n<details>\n<summary>Not judged, with no effect on the verdict: %s</summary>\n\n", wording.Count(len(other.rows), "reason"))
	other.tail = "\n</details>\n"
	return deciding, other
}

func markdownNotes(notes []string) markdownList {
	list := markdownList{head: "\n### Notes\n\n"}
	for _, note := range notes {
		list.rows = append(list.rows, "- "+paragraph(note)+"\n")
	}
	return list
}
