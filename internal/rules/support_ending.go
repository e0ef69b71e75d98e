package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var supportEnding = upgrade.Rule{
	Name:        "support-ending",
	Title:       "the current or the asked version leaves standard support soon, or has left it",
	Why:         "After standard support a cluster costs several times as much for each hour, and after extended support EKS upgrades it by itself, at a time that it chooses.",
	Remediation: "Plan the next minor before the day named.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
	Bad:         "cluster_version = \"1.32\"",
	Good:        "cluster_version = \"1.36\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		if subject.Foreign {
			return outcome
		}
		for _, cluster := range subject.Environment.Clusters {
			if cluster.Action == upgrade.Delete {
				continue
			}
			current, asked := cluster.CurrentVersion(), cluster.AskedVersion()
			if current.IsKnown() && !(asked.IsKnown() && asked.Value == current.Value) {
				outcome = addSupport(outcome, subject, cluster, current, "is at")
			}
			if asked.IsKnown() {
				outcome = addSupport(outcome, subject, cluster, asked, "asks for")
			}
		}
		return outcome
	},
}

// addSupport judges one version of a cluster. verb says whether the version is
// there or asked for.
func addSupport(outcome upgrade.Outcome, subject upgrade.Subject, cluster upgrade.Cluster, version upgrade.VersionClaim, verb string) upgrade.Outcome {
	row, known := subject.Catalog.Find(version.Value)
	if !known {
		return outcome
	}
	finding := clusterFinding(cluster)
	finding.Source = version.Source
	finding.Attribute = version.Source.Name()
	began := fmt.Sprintf("%s %s Kubernetes %s.", subject.Environment.Name, verb, withSource(version))
	daysLeft := subject.Today.DaysUntil(row.EndOfStandardSupport)
	switch row.Status(subject.Today) {
	case upgrade.ExtendedSupport:
		finding.Fact = fmt.Sprintf("%s in extended support", version.Value)
		finding.Message = fmt.Sprintf("%s Its standard support ended on %s; extended support goes on until %s. %s",
			began, row.EndOfStandardSupport, extendedEnd(row), subject.Catalog.ExtendedSupportPrice.Text)
	case upgrade.Unsupported:
		if verb == "asks for" {
			return outcome // version-unavailable says it
		}
		finding.Fact = fmt.Sprintf("%s out of support", version.Value)
		finding.Message = fmt.Sprintf("%s Its extended support ended on %s: EKS upgrades such a cluster by itself.", began, row.EndOfExtendedSupport)
	case upgrade.StandardSupport:
		if row.EndOfStandardSupport.IsZero() {
			outcome.AddNotJudged(upgrade.NotJudged{Address: cluster.Address,
				Reason: fmt.Sprintf("the end of standard support of %s is not known to the catalog of %s", version.Value, subject.Catalog.Date)})
			return outcome
		}
		if daysLeft > subject.Policy.SupportWarningDays {
			return outcome
		}
		finding.Fact = fmt.Sprintf("%s until %s", version.Value, row.EndOfStandardSupport)
		finding.Message = fmt.Sprintf("%s Its standard support ends on %s, in %s. %s",
			began, row.EndOfStandardSupport, wording.Count(daysLeft, "day"), subject.Catalog.ExtendedSupportPrice.Text)
	default:
		return outcome
	}
	if asked := cluster.AskedVersion(); asked.IsKnown() && asked.Source.Kind != upgrade.SourceTarget && asked.Value.Newer(version.Value) {
		finding.Remediation = fmt.Sprintf("An upgrade towards %s is asked for already; finish it in time.", asked.Value)
	}
	outcome.Add(finding)
	return outcome
}

// extendedEnd is the last day of extended support in words.
func extendedEnd(row upgrade.VersionSupport) string {
	if row.EndOfExtendedSupport.IsZero() {
		return "a day that is not known yet"
	}
	return row.EndOfExtendedSupport.String()
}
