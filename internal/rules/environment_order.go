package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var environmentOrder = upgrade.Rule{
	Name:        "environment-order",
	Title:       "an environment would be ahead of one that promotion_order puts before it",
	Why:         "A minor is tried in the environments that promotion_order lists first. One that overtakes them meets every surprise of the minor by itself.",
	Remediation: "Upgrade the environments in the order of promotion_order.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/best-practices/cluster-upgrades.html",
	Bad:         "# env-vars/prod.tfvars, with promotion_order = [\"dev\", \"prod\"]; dev.tfvars asks for 1.34\ncluster_version = \"1.35\"",
	Good:        "# env-vars/prod.tfvars, with promotion_order = [\"dev\", \"prod\"]; dev.tfvars asks for 1.35\ncluster_version = \"1.35\"",
	CheckFleet: func(fleet upgrade.Fleet) []upgrade.Finding {
		var findings []upgrade.Finding
		for _, environment := range fleet.Environments {
			place := slices.Index(fleet.Policy.PromotionOrder, environment.Name)
			if place < 0 {
				continue
			}
			ahead, ok := extreme(environment, upgrade.Minor.Newer)
			if !ok || !ahead.Moves() {
				continue
			}
			var behind, names []string
			for _, earlier := range fleet.Policy.PromotionOrder[:place] {
				if version, ok := askedByName(fleet, earlier); ok && version.Older(ahead.AskedVersion().Value) {
					behind = append(behind, fmt.Sprintf("%s %s", earlier, version))
					names = append(names, earlier)
				}
			}
			if len(behind) == 0 {
				continue
			}
			finding := clusterFinding(ahead)
			finding.Environment = environment.Name
			finding.Fact = fmt.Sprintf("%s ahead of %s", ahead.AskedVersion().Value, strings.Join(behind, ", "))
			finding.Message = fmt.Sprintf("%s asks for Kubernetes %s, but promotion_order puts before it: %s.",
				environment.Name, withSource(ahead.AskedVersion()), strings.Join(behind, ", "))
			finding.Remediation = fmt.Sprintf("Upgrade %s first; the order is %s.", strings.Join(names, " and "), strings.Join(fleet.Policy.PromotionOrder, ", "))
			findings = append(findings, finding)
		}
		return findings
	},
}

// extreme finds the cluster of an environment whose asked version comes first
// by a comparison, and false where none is known.
func extreme(environment upgrade.Environment, comesFirst func(upgrade.Minor, upgrade.Minor) bool) (upgrade.Cluster, bool) {
	var found upgrade.Cluster
	ok := false
	for _, cluster := range environment.Clusters {
		asked := cluster.AskedVersion()
		if asked.IsKnown() && (!ok || comesFirst(asked.Value, found.AskedVersion().Value)) {
			found, ok = cluster, true
		}
	}
	return found, ok
}

// askedByName is the oldest version that an environment asks for.
func askedByName(fleet upgrade.Fleet, name string) (upgrade.Minor, bool) {
	for _, environment := range fleet.Environments {
		if environment.Name == name {
			cluster, ok := extreme(environment, upgrade.Minor.Older)
			return cluster.AskedVersion().Value, ok
		}
	}
	return upgrade.Minor{}, false
}
