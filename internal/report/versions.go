package report

import (
	"cmp"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// upgradeInWords is what a plan does to the version of a control plane.
func upgradeInWords(cluster upgrade.Cluster) string {
	return step(cluster.CurrentVersion(), cluster.AskedVersion(), cluster.Action)
}

// step is from one version to another; one version alone where it stays.
func step(current, asked upgrade.VersionClaim, action upgrade.Action) string {
	from, to := shown(current), shown(asked)
	switch {
	case action == upgrade.Delete:
		return from + " -> deleted"
	case current.Knowledge == upgrade.Absent:
		return "new " + versionOr(asked, "(EKS chooses)")
	case from == to:
		return to
	default:
		return from + " -> " + versionOr(asked, "(EKS chooses)")
	}
}

func versionOr(claim upgrade.VersionClaim, absent string) string {
	if claim.Knowledge == upgrade.Absent {
		return absent
	}
	return shown(claim)
}

// versionLines are what a plan does to the versions of its clusters and node
// groups, a line for each cluster, and the next step.
func versionLines(environment upgrade.Environment) []string {
	var lines []string
	for _, cluster := range clustersOf(environment) {
		parts := []string{cmp.Or(cluster.Address, cluster.Name) + " " + upgradeInWords(cluster)}
		for _, group := range cluster.NodeGroups {
			parts = append(parts, cmp.Or(group.Name, group.Address)+" "+step(group.CurrentVersion(), group.AskedVersion(), group.Action))
		}
		lines = append(lines, strings.TrimSpace(strings.Join(parts, ", ")))
	}
	if next := firstStep(environment); !next.IsZero() {
		lines = append(lines, "Next step: "+next.String()+" first.")
	}
	return lines
}
