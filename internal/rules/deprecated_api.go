package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var deprecatedAPI = upgrade.Rule{
	Name:  "deprecated-api",
	Title: "an object uses an API version that a later minor removes",
	Why: "The object works at the target, and a later upgrade will find it in the way. EKS counts calls of such APIs over 30 days in its upgrade insights, which stay red that long after the object was mended: " +
		"to move early costs nothing, to move late delays the upgrade.",
	Remediation: "Move the object to the API version that replaces it.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.APIConcern,
	Since:       "0.1.0",
	Reference:   deprecationGuide,
	Bad:         "# the cluster goes to 1.24\n" + betaBudgetExample,
	Good:        "# the cluster goes to 1.24\n" + budgetExample(`max_unavailable = "1"`),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, place := range places(subject.Environment) {
			if !place.upgrades() {
				continue
			}
			for _, use := range place.apiUses(subject.Catalog) {
				if finding, found := deprecation(use, subject.Catalog); found {
					outcome.Add(finding)
				}
			}
		}
		return outcome
	},
}

// deprecation finds an API that is served at the target and goes later, or that
// is deprecated with no end decided.
func deprecation(use apiUse, catalog upgrade.Catalog) (upgrade.Finding, bool) {
	if !use.asked.IsKnown() || use.removedAt(use.asked) {
		return upgrade.Finding{}, false
	}
	finding := use.finding(catalog)
	switch {
	case !use.api.RemovedIn.IsZero():
		finding.Message = fmt.Sprintf("%s The target %s still serves it; %s %s does not.", use.sentence(), use.asked.Text, use.server(), use.api.RemovedIn)
	case use.api.DeprecatedFrom(use.asked.Value):
		finding.Severity = upgrade.Info
		finding.Message = fmt.Sprintf("%s It is deprecated since %s %s. No version that removes it is known.", use.sentence(), use.server(), use.api.DeprecatedIn)
	default:
		return upgrade.Finding{}, false
	}
	return finding, true
}
