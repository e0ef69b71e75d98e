package report

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// toMend lists what makes several plans not ready, a line for each finding, so
// that nobody has to look for it between the others.
func (t *textWriter) toMend(document Document) {
	const most = 3
	if !document.Plans || len(document.Report.Environments) < 2 {
		return
	}
	var lines []string
	for _, environment := range document.Report.Environments {
		found := deciding(environment, document.Report.FailOn)
		for i, finding := range found {
			if i == most {
				lines = append(lines, fmt.Sprintf("%s: and %d more", environment.Environment.Name, len(found)-most))
				break
			}
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s: %s %s", environment.Environment.Name, finding.Rule, finding.Fact)))
		}
	}
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(t, "\n%s\n", t.paint.bold("To mend"))
	for _, line := range lines {
		t.wrapped("  ", line)
	}
}

// deciding are the findings that make an environment not ready.
func deciding(report upgrade.EnvironmentReport, failOn upgrade.Severity) []upgrade.Finding {
	var found []upgrade.Finding
	for _, finding := range report.Findings {
		if finding.Severity >= failOn && finding.Waiver == nil {
			found = append(found, finding)
		}
	}
	return found
}
