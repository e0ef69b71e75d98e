package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var versionUnknown = upgrade.Rule{
	Name:        "version-unknown",
	Title:       "a version is not known until apply",
	Why:         "A version that comes from a resource of the same plan is decided during apply. Until then nobody can tell whether the step is legal. The gate judges it at apply; analyze says incomplete.",
	Remediation: "Take the version from a variable, so that the plan holds it. A gate in the module judges it at apply in any case.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   "https://developer.hashicorp.com/terraform/language/expressions/references#values-not-yet-known",
	Bad:         "# in main.tf: cluster_version = terraform_data.version.output",
	Good:        "cluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		report := func(what, fact, address string, claim upgrade.VersionClaim) {
			// What a file does not tell is unreadable, not undecided.
			if claim.Knowledge != upgrade.Unknown || claim.Source.Kind == upgrade.SourceFile {
				return
			}
			outcome.Add(upgrade.Finding{
				Fact: fact, Address: address, Attribute: claim.Source.Name(), Source: claim.Source,
				Message: fmt.Sprintf("%s of %s cannot be told yet: %s.", wording.Sentence(what), subject.Environment.Name, claim.Reason),
			})
			outcome.AddNotJudged(upgrade.NotJudged{Address: address, Reason: claim.Reason, AffectsVerdict: true})
		}
		for _, cluster := range subject.Environment.Clusters {
			if cluster.Action == upgrade.Delete {
				continue
			}
			report("the asked version", cluster.AskedVersion().Source.Name(), cluster.Address, cluster.AskedVersion())
			if current := cluster.CurrentVersion(); current.Source.Kind == upgrade.SourceBaseline {
				report("the current version", "baseline", cluster.Address, current)
			}
			for _, group := range cluster.NodeGroups {
				if group.SelfManaged || group.Action == upgrade.Delete {
					continue
				}
				report("the asked version of node group "+groupName(group), "node group "+groupName(group), group.Address, group.AskedVersion())
			}
		}
		return outcome
	},
}
