package report

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// ordinary tells whether all there is to say of a plan fits into one line: it
// changes no Kubernetes version, and what was found is about the state of things
// and not about what the plan does.
func ordinary(report upgrade.EnvironmentReport, concerns map[string]upgrade.Concern) bool {
	if report.Environment.Plan == nil || report.Verdict != upgrade.Ready || pendingUpgrade(report) {
		return false
	}
	for _, finding := range report.Findings {
		lasting := finding.Lowered != "" || concerns[finding.Rule] == upgrade.VersionConcern || concerns[finding.Rule] == upgrade.PlanConcern
		if !lasting || finding.Waiver != nil {
			return false
		}
	}
	return true
}

// allOrdinary tells whether every plan of a document is ordinary, and nothing is
// to be said besides.
func allOrdinary(document Document) bool {
	concerns := concernsOf(document.Rules)
	for _, environment := range document.Report.Environments {
		if !ordinary(environment, concerns) {
			return false
		}
	}
	return document.Plans && len(document.Report.Environments) > 0 && len(document.Notes) == 0
}

// ordinaryLine is all that is said of an ordinary plan.
func ordinaryLine(report upgrade.EnvironmentReport) string {
	line := "No Kubernetes version changes in this plan."
	if len(clustersOf(report.Environment)) == 0 {
		line = "There is no EKS cluster in this plan."
	}
	var also []string
	for _, finding := range report.Findings {
		also = append(also, strings.TrimSpace(fmt.Sprintf("%s %s %s", finding.Severity, finding.Rule, finding.Fact)))
	}
	if len(also) > 0 {
		line += " Also: " + strings.Join(also, "; ") + "."
	}
	return wording.Plain(fmt.Sprintf("%s: %s. %s", report.Environment.Name, verdictInWords(report.Verdict), line))
}
