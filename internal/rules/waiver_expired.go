package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var waiverExpired = upgrade.Rule{
	Name:        "waiver-expired",
	Title:       "a waiver's last day has passed",
	Why:         "A waiver accepts a finding until a day. After it the finding counts again, and a waiver that is left behind misleads who reads it.",
	Remediation: "Remove the waiver, or decide anew and give it a later day.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.PlanConcern,
	Since:       "0.1.0",
	Reference:   "https://registry.terraform.io/providers/eksupgrade/eksupgrade/latest/docs/guides/configuration-file",
	Bad:         "# .eksupgrade.hcl\nwaiver {\n  rule   = \"node-group-skew\"\n  reason = \"maintenance window\"\n  until  = \"2026-01-31\"\n}",
	Good:        "# .eksupgrade.hcl\nwaiver {\n  rule   = \"node-group-skew\"\n  reason = \"maintenance window\"\n  until  = \"2099-01-31\"\n}",
	CheckFleet: func(fleet upgrade.Fleet) []upgrade.Finding {
		var findings []upgrade.Finding
		for _, waiver := range fleet.Policy.Waivers {
			if !waiver.Expired(fleet.Today) {
				continue
			}
			environment, ok := waiverEnvironment(fleet, waiver)
			if !ok {
				continue
			}
			findings = append(findings, upgrade.Finding{
				Environment: environment,
				Fact:        fmt.Sprintf("%s until %s at %s", waiver.Rule, waiver.Until, waiver.Source.Position()),
				Message:     fmt.Sprintf("The waiver of %s at %s held until %s and no longer counts. Its reason was: %s.", waiver.Rule, waiver.Source.Position(), waiver.Until, waiver.Reason),
				Source:      waiver.Source,
			})
		}
		return findings
	},
}

// waiverEnvironment is where an expired waiver is told: at its environment, or
// for one that holds for all at the plan's own, else the first. A waiver for an
// environment that is not judged is not spoken of.
func waiverEnvironment(fleet upgrade.Fleet, waiver upgrade.Waiver) (string, bool) {
	if waiver.Environment == "" {
		if own, ok := fleet.Own(); ok {
			return own.Name, true
		}
		if len(fleet.Environments) > 0 {
			return fleet.Environments[0].Name, true
		}
		return "", false
	}
	for _, environment := range fleet.Environments {
		if environment.Name == waiver.Environment {
			return environment.Name, true
		}
	}
	return "", false
}
