package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// catalogLifetimeDays is about one Kubernetes release cycle: after it, EKS is
// likely to offer a minor that the catalog does not know.
const catalogLifetimeDays = 120

var catalogStale = upgrade.Rule{
	Name:        "catalog-stale",
	Title:       "the facts that rules judge by are older than 120 days",
	Why:         "Support dates and offered versions change with every EKS release. Old facts can call a version unknown that EKS offers, or miss that a support date moved.",
	Remediation: "Update the provider, or give newer facts with catalog_file.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.PlanConcern,
	Since:       "0.1.0",
	Reference:   "https://registry.terraform.io/providers/eksupgrade/eksupgrade/latest/docs",
	Bad:         "# with a provider that is half a year old, while the cluster is at 1.34\ncluster_version = \"1.35\"",
	Good:        "# with a provider of this month, while the cluster is at 1.34\ncluster_version = \"1.35\"",
	CheckFleet: func(fleet upgrade.Fleet) []upgrade.Finding {
		age := fleet.Catalog.Date.DaysUntil(fleet.Today)
		if age <= catalogLifetimeDays {
			return nil
		}
		environment, ok := firstPending(fleet)
		if !ok {
			return nil
		}
		return []upgrade.Finding{{
			Environment: environment.Name,
			Fact:        fleet.Catalog.Date.String(),
			Message:     fmt.Sprintf("The catalog is of %s, %d days before %s; a version may have come or gone since.", fleet.Catalog.Date, age, fleet.Today),
		}}
	},
}

// firstPending is where a finding about all environments is told while any of
// them is pending: at the plan's own, else at the first that is.
func firstPending(fleet upgrade.Fleet) (upgrade.Environment, bool) {
	for _, environment := range fleet.Environments {
		if !environment.Pending() {
			continue
		}
		if own, ok := fleet.Own(); ok {
			return own, true
		}
		return environment, true
	}
	return upgrade.Environment{}, false
}
