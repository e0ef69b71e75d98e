package rules

import (
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var versionUnavailable = upgrade.Rule{
	Name:  "version-unavailable",
	Title: "the asked version is not one that EKS offers",
	Why: "EKS refuses a version that it never had, does not have yet, or whose extended support is over. An unquoted 1.30 is the number 1.3, which Terraform passes on as \"1.3\". " +
		"A version newer than the provider's catalog is a warning: the catalog is dated, and EKS may offer it by now.",
	Remediation: "Ask for a version that EKS offers, in quotes.",
	Severity:    upgrade.Error,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
	Bad:         "cluster_version = 1.30",
	Good:        "cluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, cluster := range subject.Environment.Clusters {
			if cluster.Action == upgrade.Delete {
				continue
			}
			asked := cluster.AskedVersion()
			if reason, fact := unavailable(subject, asked); reason != "" {
				finding := unavailableFinding(subject, clusterFinding(cluster), asked, fact, "Kubernetes", reason)
				if outOfSupport(subject, cluster.CurrentVersion()) {
					finding.Remediation = alreadyUpgraded(subject.Environment)
				}
				if canCompare(asked) && !cluster.Moves() {
					finding.Severity = upgrade.Warning
					finding.Message += " It is at that version already, and nothing asks EKS for another."
				}
				outcome.Add(finding)
			}
			if finding, found := notInEKS(subject, cluster); found {
				outcome.Add(finding)
			} else if finding, found := notInCatalog(subject, cluster); found {
				outcome.Add(finding)
				outcome.AddNotJudged(upgrade.NotJudged{Address: cluster.Address, Reason: finding.Message, AffectsVerdict: true})
			}
			for _, group := range cluster.NodeGroups {
				asked := group.AskedVersion()
				if reason, fact := neverAVersion(asked); reason != "" {
					outcome.Add(unavailableFinding(subject, groupFinding(group), asked, groupName(group)+" "+fact, "node group "+groupName(group)+" at", reason))
				}
			}
		}
		return outcome
	},
}

// alreadyUpgraded is what to do where no step can be advised.
func alreadyUpgraded(environment upgrade.Environment) string {
	const upgraded = "The current version is out of support, and EKS upgrades such a cluster by itself. "
	if environment.Plan != nil {
		return upgraded + "Plan again with a refresh, and go on from the version that it is at then."
	}
	return upgraded + "Look up what it is at by now, and give that in baseline."
}

// outOfSupport tells whether extended support of a version has ended.
func outOfSupport(subject upgrade.Subject, version upgrade.VersionClaim) bool {
	row, known := subject.Catalog.Find(version.Value)
	return known && version.IsKnown() && row.Status(subject.Today) == upgrade.Unsupported
}

// notInEKS finds a version that EKS itself, where it was asked, does not offer.
func notInEKS(subject upgrade.Subject, cluster upgrade.Cluster) (upgrade.Finding, bool) {
	asked := cluster.AskedVersion()
	if cluster.Live == nil || len(cluster.Live.Versions) == 0 || !asked.IsKnown() {
		return upgrade.Finding{}, false
	}
	var offered []upgrade.Minor
	for _, row := range cluster.Live.Versions {
		if status := row.Status(subject.Today); status == upgrade.StandardSupport || status == upgrade.ExtendedSupport {
			offered = append(offered, row.Version)
		}
	}
	if slices.Contains(offered, asked.Value) {
		return upgrade.Finding{}, false
	}
	finding := clusterFinding(cluster)
	finding.Fact = asked.Value.String() + " not offered"
	finding.Message = fmt.Sprintf("%s asks for Kubernetes %s, and %s does not offer it.", subject.Environment.Name, withSource(asked), cluster.Live.Source().Ref)
	finding.Remediation = fmt.Sprintf("Ask for a version that EKS offers: %s.", minors(offered))
	return finding, true
}

// notInCatalog warns of a version that the catalog has no row for, though it is
// not older than its first.
func notInCatalog(subject upgrade.Subject, cluster upgrade.Cluster) (upgrade.Finding, bool) {
	asked, facts := cluster.AskedVersion(), subject.Catalog
	if _, known := facts.Find(asked.Value); known || !asked.IsKnown() || asked.Value.Older(facts.Oldest()) || asked.Value.Older(upgrade.FirstEKSMinor) {
		return upgrade.Finding{}, false
	}
	finding := clusterFinding(cluster)
	finding.Severity = upgrade.Warning
	finding.Fact = shown(asked) + " not in the catalog"
	if asked.Value.Newer(facts.Newest()) {
		finding.Fact = shown(asked) + " newer than the catalog"
	}
	finding.Message = fmt.Sprintf("%s asks for Kubernetes %s. The catalog of %s knows versions up to %s and not this one, so whether EKS offers it is not judged.",
		subject.Environment.Name, withSource(asked), facts.Date, facts.Newest())
	finding.Remediation = "Look it up in the EKS calendar, and update the provider for newer facts."
	if cluster.Live != nil && len(cluster.Live.Versions) > 0 {
		finding.Message = fmt.Sprintf("%s asks for Kubernetes %s. %s offers it, but the catalog of %s knows versions up to %s and not this one, so what it changes is not judged.",
			subject.Environment.Name, withSource(asked), cluster.Live.Source().Ref, facts.Date, facts.Newest())
		finding.Remediation = "Read what the version changes, and update the provider for newer facts."
	}
	return finding, true
}

func unavailableFinding(subject upgrade.Subject, finding upgrade.Finding, asked upgrade.VersionClaim, fact, what, reason string) upgrade.Finding {
	finding.Fact = fact
	finding.Message = fmt.Sprintf("%s asks for %s %s (%s): %s.", subject.Environment.Name, what, shown(asked), asked.Source, reason)
	if asked.Note != "" {
		finding.Message += " " + wording.Sentence(asked.Note) + "."
	}
	finding.Remediation = fmt.Sprintf("Ask for a version that EKS offers, in quotes. As of %s, by the catalog of %s, these are %s.",
		subject.Today, subject.Catalog.Date, minors(subject.Catalog.Offered(subject.Today)))
	return finding
}

// unavailable tells why EKS would not take a version for a control plane, and
// that in a few words; both are empty where it would, or where the catalog
// cannot tell.
func unavailable(subject upgrade.Subject, asked upgrade.VersionClaim) (reason, fact string) {
	if reason, fact = neverAVersion(asked); reason != "" || !asked.IsKnown() {
		return reason, fact
	}
	row, known := subject.Catalog.Find(asked.Value)
	switch {
	case !known && asked.Value.Older(subject.Catalog.Oldest()):
		return fmt.Sprintf("its support ended before that of %s, the oldest version in the catalog", subject.Catalog.Oldest()),
			shown(asked) + " no longer offered"
	case !known:
		return "", ""
	}
	switch row.Status(subject.Today) {
	case upgrade.NotReleased:
		return fmt.Sprintf("EKS offers it from %s on", row.Release), shown(asked) + " not offered yet"
	case upgrade.Unsupported:
		return fmt.Sprintf("its extended support ended on %s, and EKS neither creates nor updates clusters to it", row.EndOfExtendedSupport),
			shown(asked) + " no longer offered"
	default:
		return "", ""
	}
}

// neverAVersion tells why a text cannot be the version of any EKS cluster.
func neverAVersion(asked upgrade.VersionClaim) (reason, fact string) {
	switch {
	case asked.Knowledge == upgrade.Invalid:
		return asked.Reason, shown(asked)
	case asked.IsKnown() && asked.Value.Older(upgrade.FirstEKSMinor):
		return fmt.Sprintf("%s was never an EKS version", shown(asked)), shown(asked)
	default:
		return "", ""
	}
}
