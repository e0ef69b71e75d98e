package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

const (
	// markdownLimit is below the 65,536 characters that code hosts take for a
	// comment, with room for what a pipeline writes around the report.
	markdownLimit = 65_000
	// omissionsRoom is kept for the lines that say how much was left out.
	omissionsRoom = 500
)

// writeMarkdown writes for a comment on a pull request. The counts lead, so that
// they are there however much is cut; what does not fit is left out by whole
// rows and findings, those that matter least first.
func writeMarkdown(w io.Writer, document Document) error {
	head := fmt.Sprintf("## EKS upgrade: %s\n\n%s\n", verdictInWords(document.Report.Verdict), inline(counts(document)))
	left := room(markdownLimit - omissionsRoom - length(head))
	matrix := within(&left, left/2, markdownMatrix(document), "environment")
	gaps := within(&left, left/4, markdownGaps(document.Report), "reason")
	notes := within(&left, left/4, markdownNotes(document.Notes), "note")
	findings := markdownFindings(document.Report, left)
	_, err := io.WriteString(w, head+matrix+findings+gaps+notes)
	return err
}

// room is how many characters may still be written.
type room int

// takes tells whether there is room for the text, and uses it if so.
func (r *room) takes(text string) bool {
	if length(text) > int(*r) {
		return false
	}
	*r -= room(length(text))
	return true
}

// length counts UTF-16 code units: no host counts more characters than that.
func length(text string) int {
	count := 0
	for _, r := range text {
		count += utf16.RuneLen(r)
	}
	return count
}

// markdownList is a list or table that is cut between its rows.
type markdownList struct {
	head string
	rows []string
}

// within writes as many rows as fit into a share of the room that is left. The
// noun is what a row is about.
func within(left *room, share room, list markdownList, noun string) string {
	if len(list.rows) == 0 || !share.takes(list.head) {
		return ""
	}
	var out strings.Builder
	out.WriteString(list.head)
	omitted := 0
	for _, row := range list.rows {
		if !share.takes(row) {
			omitted++
			continue
		}
		out.WriteString(row)
	}
	*left -= room(length(out.String()))
	if omitted > 0 {
		fmt.Fprintf(&out, "\nLeft out, because this would be too long: %s.\n", wording.Count(omitted, noun))
	}
	return out.String()
}

func markdownMatrix(document Document) markdownList {
	row := func(cells []string) string { return "| " + strings.Join(cells, " | ") + " |\n" }
	head, rows, verdict := tableOf(document)
	if document.Plans {
		head = slices.Insert(head, 1, "upgrade")
		verdict++
	}
	list := markdownList{head: "\n" + row(head) + row(slices.Repeat([]string{"---"}, len(head)))}
	for number, written := range rows {
		if document.Plans {
			written = slices.Insert(written, 1, join(clustersOf(document.Report.Environments[number].Environment), upgradeInWords))
		}
		for i, cell := range written {
			if i < verdict {
				written[i] = code(cell)
			} else {
				written[i] = inline(cell)
			}
		}
		list.rows = append(list.rows, row(written))
	}
	return list
}

func markdownGaps(report upgrade.Report) markdownList {
	list := markdownList{head: "\n### Not judged\n\n"}
	for _, gap := range gapsOf(report) {
		list.rows = append(list.rows, "- "+paragraph(gap.String())+"\n")
	}
	return list
}

func markdownNotes(notes []string) markdownList {
	list := markdownList{head: "\n### Notes\n\n"}
	for _, note := range notes {
		list.rows = append(list.rows, "- "+paragraph(note)+"\n")
	}
	return list
}

// ranks names the kinds of findings, those that are left out last leading.
var ranks = [...]string{"error", "warning", "info", "waived finding"}

func rankOf(finding upgrade.Finding) int {
	switch {
	case finding.Waiver != nil:
		return 3
	case finding.Severity == upgrade.Error:
		return 0
	case finding.Severity == upgrade.Warning:
		return 1
	default:
		return 2
	}
}

// markdownFindings writes the findings by environment. Errors of every
// environment are chosen before anything else, so that a long list for the
// first one does not hide what is wrong with the last.
func markdownFindings(report upgrade.Report, left room) string {
	sections := make([]markdownList, len(report.Environments))
	for i, environment := range report.Environments {
		sections[i].rows = make([]string, len(environment.Findings))
	}
	var omissions []string
	for rank, noun := range ranks {
		omitted := 0
		for i, environment := range report.Environments {
			for j, finding := range environment.Findings {
				if rankOf(finding) == rank && !sections[i].takes(&left, j, environment, finding) {
					omitted++
				}
			}
		}
		if omitted > 0 {
			omissions = append(omissions, wording.Count(omitted, noun))
		}
	}
	var out strings.Builder
	for _, section := range sections {
		out.WriteString(section.head + strings.Join(section.rows, ""))
	}
	if len(omissions) > 0 {
		fmt.Fprintf(&out, "\nLeft out, because this would be too long: %s. The other formats have them.\n", strings.Join(omissions, ", "))
	}
	return out.String()
}

// takes puts a finding at its place in the environment's section, with the
// heading where it is the first, if there is room for that.
func (l *markdownList) takes(left *room, place int, report upgrade.EnvironmentReport, finding upgrade.Finding) bool {
	head, row := "", markdownFinding(finding)
	if l.head == "" {
		head = markdownHeading(report)
	}
	if !left.takes(head + row) {
		return false
	}
	l.head += head
	l.rows[place] = row
	return true
}

func markdownHeading(report upgrade.EnvironmentReport) string {
	heading := "\n### " + code(report.Environment.Name)
	if report.Environment.Source != "" {
		heading += " in " + code(report.Environment.Source)
	}
	return heading + "\n"
}

func markdownFinding(finding upgrade.Finding) string {
	label := finding.Severity.String()
	if finding.Waiver != nil {
		label += ", waived"
	}
	var out strings.Builder
	// A <summary> is HTML, in which backticks mean nothing.
	fmt.Fprintf(&out, "\n<details>\n<summary><b>%s</b> <code>%s</code>", label, escape(finding.Rule))
	if finding.Fact != "" {
		fmt.Fprintf(&out, " <code>%s</code>", escape(finding.Fact))
	}
	out.WriteString("</summary>\n")
	for _, place := range places(finding) {
		fmt.Fprintf(&out, "\n%s\n", code(place))
	}
	for _, text := range append([]string{finding.Message}, finding.Remarks()...) {
		fmt.Fprintf(&out, "\n%s\n", paragraph(text))
	}
	if finding.Remediation != "" {
		fmt.Fprintf(&out, "\n**Fix:** %s\n", inline(finding.Remediation))
	}
	if finding.Reference != "" {
		fmt.Fprintf(&out, "\n%s\n", link("Why", finding.Reference))
	}
	out.WriteString("\n</details>\n")
	return out.String()
}
