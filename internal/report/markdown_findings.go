package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

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

// markdownEntry is what can be unfolded: a finding, or several that are told
// together.
type markdownEntry struct {
	rank, findings int
	text           string
	written        bool
}

// markdownSection is an environment with its findings.
type markdownSection struct {
	head, tail string
	entries    []*markdownEntry
	begun      bool
}

// markdownFindings writes the findings by environment. Errors of every
// environment are chosen before anything else, and the environments take turns,
// so that a long list for the first one does not hide what is wrong with the
// last.
func markdownFindings(document Document, left room) string {
	var sections []*markdownSection
	for _, environment := range document.Report.Environments {
		if len(environment.Findings) > 0 {
			sections = append(sections, markdownSectionOf(environment, document))
		}
	}
	var omitted [len(ranks)]int
	for rank := range ranks {
		for _, turn := range inTurn(sections, rank) {
			if !turn.section.takes(&left, turn.entry) {
				omitted[rank] += turn.entry.findings
			}
		}
	}
	var out strings.Builder
	for _, section := range sections {
		out.WriteString(section.String())
	}
	if list := countRanks(omitted); list != "" {
		fmt.Fprintf(&out, "\nLeft out, because this would be too long: %s. The other formats have them.\n", list)
	}
	return out.String()
}

type markdownTurn struct {
	section *markdownSection
	entry   *markdownEntry
}

// inTurn lists the entries of a rank: the first of each section, then the second
// of each, and so on.
func inTurn(sections []*markdownSection, rank int) []markdownTurn {
	var rounds [][]markdownTurn
	for _, section := range sections {
		round := 0
		for _, entry := range section.entries {
			if entry.rank != rank {
				continue
			}
			if round == len(rounds) {
				rounds = append(rounds, nil)
			}
			rounds[round] = append(rounds[round], markdownTurn{section, entry})
			round++
		}
	}
	return slices.Concat(rounds...)
}

// countRanks is such as: 1 error, 2 warnings.
func countRanks(counts [len(ranks)]int) string {
	var parts []string
	for rank, noun := range ranks {
		if counts[rank] > 0 {
			parts = append(parts, wording.Count(counts[rank], noun))
		}
	}
	return strings.Join(parts, ", ")
}

// markdownSectionOf folds an environment up where there are several.
func markdownSectionOf(report upgrade.EnvironmentReport, document Document) *markdownSection {
	section := &markdownSection{entries: markdownEntries(report.Findings, fixesOf(document.Rules))}
	if len(document.Report.Environments) > 1 {
		var counts [len(ranks)]int
		for _, entry := range section.entries {
			counts[entry.rank] += entry.findings
		}
		section.head = fmt.Sprintf("\n<details>\n<summary>%s: %s</summary>\n", named(report.Environment, htmlCode), countRanks(counts))
		section.tail = "\n</details>\n"
	} else {
		section.head = fmt.Sprintf("\n### %s\n", named(report.Environment, code))
	}
	if document.Plans {
		for _, line := range versionLines(report.Environment) {
			section.head += "\n" + paragraph(line) + "\n"
		}
	}
	return section
}

// named is an environment with what it was read from.
func named(environment upgrade.Environment, show func(string) string) string {
	text := show(environment.Name)
	if environment.Source != "" {
		text += " in " + show(environment.Source)
	}
	return text
}

// takes writes an entry, with what stands around the section where it is the
// first, if there is room for that.
func (s *markdownSection) takes(left *room, entry *markdownEntry) bool {
	needed := entry.text
	if !s.begun {
		// Room for the line on what is left out of the section, too.
		needed += s.head + s.tail + s.omission(strings.Repeat("9", 60))
	}
	if !left.takes(needed) {
		return false
	}
	s.begun, entry.written = true, true
	return true
}

func (s *markdownSection) omission(list string) string {
	return "\nLeft out here: " + list + ".\n"
}

func (s *markdownSection) String() string {
	if !s.begun {
		return ""
	}
	text := s.head
	var omitted [len(ranks)]int
	for _, entry := range s.entries {
		if entry.written {
			text += entry.text
		} else {
			omitted[entry.rank] += entry.findings
		}
	}
	if list := countRanks(omitted); list != "" {
		text += s.omission(list)
	}
	return text + s.tail
}

// markdownEntries tells information of one rule together, as the text report
// does.
func markdownEntries(findings []upgrade.Finding, fixes map[string]string) []*markdownEntry {
	// A group that is much longer could not be cut to fit.
	const most = 25
	var entries []*markdownEntry
	for rest := findings; len(rest) > 0; {
		alike := min(alikeAtFront(rest), most)
		text := markdownFinding(rest[0])
		if alike > 1 {
			text = markdownGroup(rest[:alike], fixes)
		}
		entries = append(entries, &markdownEntry{rank: rankOf(rest[0]), findings: alike, text: text})
		rest = rest[alike:]
	}
	return entries
}

func markdownFinding(finding upgrade.Finding) string {
	label := finding.Severity.String()
	if finding.Waiver != nil {
		label += ", waived"
	}
	summary := []string{"<b>" + label + "</b>", htmlCode(finding.Rule)}
	if finding.Fact != "" {
		summary = append(summary, htmlCode(finding.Fact))
	}
	var body strings.Builder
	for _, place := range places(finding) {
		fmt.Fprintf(&body, "\n%s\n", code(place))
	}
	for _, text := range append([]string{finding.Message}, finding.Remarks()...) {
		fmt.Fprintf(&body, "\n%s\n", paragraph(text))
	}
	body.WriteString(fixAndReason(finding.Remediation, finding.Reference))
	return unfolding(strings.Join(summary, " "), body.String())
}

// markdownGroup tells findings of one rule in a line each, with what to do once.
func markdownGroup(findings []upgrade.Finding, fixes map[string]string) string {
	first := findings[0]
	body := "\n"
	for _, finding := range findings {
		var parts []string
		for _, part := range append(places(finding), finding.Fact) {
			if part != "" {
				parts = append(parts, code(part))
			}
		}
		body += "- " + strings.Join(parts, ": ") + "\n"
	}
	body += fixAndReason(wording.Sentence(fixes[first.Rule]), first.Reference)
	return unfolding(fmt.Sprintf("<b>%s</b> %s (%d)", first.Severity, htmlCode(first.Rule), len(findings)), body)
}

func fixAndReason(fix, reference string) string {
	text := ""
	if fix != "" {
		text += fmt.Sprintf("\n**Fix:** %s\n", inline(fix))
	}
	if reference != "" {
		text += fmt.Sprintf("\n%s\n", link("Why", reference))
	}
	return text
}

// unfolding shows a body when a reader asks for it. A <summary> is HTML, in which
// Markdown means nothing.
func unfolding(summary, body string) string {
	return "\n<details>\n<summary>" + summary + "</summary>\n" + body + "\n</details>\n"
}
