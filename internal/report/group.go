package report

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// alikeAtFront counts the findings that one entry of the text report stands for.
// Information of one rule is told together: there may be some for each add-on and
// each container, and it must not hide what stops an upgrade. So are many warnings
// of one rule about what runs in a cluster, which may hold hundreds of workloads.
func alikeAtFront(findings []upgrade.Finding) int {
	count := 1
	if !foldable(findings[0]) {
		return count
	}
	for count < len(findings) && foldable(findings[count]) && findings[count].Rule == findings[0].Rule {
		count++
	}
	const few = 3
	if findings[0].Severity == upgrade.Warning && count <= few {
		return 1
	}
	return count
}

// foldable tells whether a finding is told well enough by its fact. Why one is
// softer than its rule, or waived, takes a sentence of its own.
func foldable(finding upgrade.Finding) bool {
	mild := finding.Severity == upgrade.Info || finding.Severity == upgrade.Warning && finding.Source.Kind == upgrade.SourceKubernetes
	return mild && finding.Waiver == nil && finding.Lowered == ""
}

// group tells findings of one rule in a line each, with what to do once.
func (t *textWriter) group(findings []upgrade.Finding) {
	first := findings[0]
	var lines []string
	for _, finding := range findings {
		lines = append(lines, strings.Join(append(places(finding), finding.Fact), ": "))
	}
	t.title(upgrade.Finding{Severity: first.Severity, Rule: first.Rule, Fact: fmt.Sprintf("(%d)", len(findings))})
	said := t.firstToSay(first.Environment, first.Rule+"\n"+strings.Join(lines, "\n"))
	if said != first.Environment {
		t.paragraph("The same as for " + said + ".")
		return
	}
	for _, line := range lines {
		t.paragraph(line)
	}
	t.paragraph("Fix: " + wording.Sentence(t.fixes[first.Rule]))
	fmt.Fprintf(t, "    %s\n", first.Reference)
}

// fixesOf tells what each rule asks to do.
func fixesOf(rules []upgrade.Rule) map[string]string {
	fixes := make(map[string]string, len(rules))
	for _, rule := range rules {
		fixes[rule.Name] = rule.Remediation
	}
	return fixes
}
