package rules

import (
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var removedAPI = upgrade.Rule{
	Name:  "removed-api",
	Title: "an object uses an API version that the target does not serve",
	Why: "An API server that no longer serves an API version answers every request for it with \"no matches for kind\". After the upgrade Terraform can neither read nor change the object, " +
		"so every later plan breaks, and a chart with such an object can neither be upgraded nor uninstalled. " +
		"Resource types such as kubernetes_pod_disruption_budget hide their API version: a plan never shows it.",
	Remediation: "Move the object to the API version that replaces it, and apply that before the upgrade.",
	Severity:    upgrade.Error,
	Concern:     upgrade.APIConcern,
	Since:       "0.1.0",
	Reference:   deprecationGuide,
	Standing:    true,
	Bad:         "# the cluster goes to 1.25\n" + betaBudgetExample,
	Good:        "# the cluster goes to 1.25\n" + budgetExample(`max_unavailable = "1"`),
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, place := range places(subject.Environment) {
			if place.upgrades() {
				judgeRemovedAPIs(&outcome, place, subject.Catalog)
			}
		}
		return outcome
	},
}

func judgeRemovedAPIs(outcome *upgrade.Outcome, place place, catalog upgrade.Catalog) {
	for _, gap := range place.hiddenAPIs() {
		outcome.AddNotJudged(gap)
	}
	toldUnknown := false
	for _, use := range place.apiUses(catalog) {
		switch {
		case use.api.RemovedIn.IsZero():
		case use.removedAt(use.asked):
			outcome.Add(removedAPIFinding(use, catalog))
		case use.asked.IsKnown():
		case !use.api.OfKubernetes():
			outcome.Add(dependsOnComponent(use, catalog))
		case !toldUnknown:
			toldUnknown = true
			outcome.AddNotJudged(upgrade.NotJudged{Address: place.address(), Reason: use.asked.Reason, AffectsVerdict: true})
		}
	}
}

// hiddenAPIs lists what keeps the APIs of objects from being known. A resource
// with several objects is listed once for each reason.
func (p place) hiddenAPIs() []upgrade.NotJudged {
	var gaps []upgrade.NotJudged
	for _, opaque := range p.Opaque {
		gaps = append(gaps, upgrade.NotJudged{Address: opaque.Address, Reason: opaque.Reason, AffectsVerdict: opaque.Decides})
	}
	told := map[upgrade.NotJudged]bool{}
	for _, object := range p.APIObjects {
		if claim := object.GroupVersion; claim.Knowledge == upgrade.Unknown || claim.Knowledge == upgrade.Invalid {
			gaps = append(gaps, upgrade.NotJudged{Address: object.Address, Reason: claim.Reason, AffectsVerdict: true})
		}
	}
	return slices.DeleteFunc(gaps, func(gap upgrade.NotJudged) bool {
		known := told[gap]
		told[gap] = true
		return known
	})
}

func removedAPIFinding(use apiUse, catalog upgrade.Catalog) upgrade.Finding {
	finding := use.finding(catalog)
	finding.Message = fmt.Sprintf("%s %s %s and later do not serve it, and the target is %s.", use.sentence(), use.server(), use.api.RemovedIn, use.asked.Text)
	if use.object.Action == upgrade.NoAction && use.removedAt(use.current) {
		finding.Severity = upgrade.Warning
		finding.Message += fmt.Sprintf(" The present %s does not serve it either, and the plan leaves the object as it is.", use.current.Text)
	}
	return finding
}

// dependsOnComponent warns of an API whose server's version nothing tells.
func dependsOnComponent(use apiUse, catalog upgrade.Catalog) upgrade.Finding {
	finding := use.finding(catalog)
	finding.Severity = upgrade.Warning
	finding.Message = fmt.Sprintf("%s %s %s and later do not serve it. Which version of %s the cluster has is not known: %s.",
		use.sentence(), use.server(), use.api.RemovedIn, use.server(), reasonOf(use.asked.Reason, "the version"))
	return finding
}
