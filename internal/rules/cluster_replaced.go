package rules

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var clusterReplaced = upgrade.Rule{
	Name:  "cluster-replaced",
	Title: "the plan destroys or replaces the cluster",
	Why: "An upgrade changes a cluster in place. A plan that destroys it takes away everything that runs in it, and whatever is not in Terraform is lost. " +
		"A changed name, role or set of subnets, a renamed resource or a provider's new default can do that.",
	Remediation: "Find out which attribute or address changed and take that back; use a moved block for a renamed resource, and prevent_destroy to be safe.",
	Severity:    upgrade.Error,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy",
	Bad: `# the cluster's name is prod
resource "aws_eks_cluster" "this" {
  name    = "production"
  version = "1.35"
}`,
	Good: `resource "aws_eks_cluster" "this" {
  name    = "prod"
  version = "1.35"

  lifecycle {
    prevent_destroy = true
  }
}`,
	Standing: true,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		if subject.Environment.Plan == nil {
			return outcome
		}
		for _, cluster := range subject.Environment.Clusters {
			finding := upgrade.Finding{Address: cluster.Address, Attribute: strings.Join(cluster.ReplacedBy, ", ")}
			switch {
			case cluster.Deposed:
				finding.Severity = upgrade.Warning
				finding.Fact = "leftover destroyed"
				finding.Message = fmt.Sprintf("The plan of %s destroys a cluster that an earlier replacement has left behind (a deposed object).", subject.Environment.Name)
				finding.Remediation = "See that nothing runs in it any more."
			case cluster.Action == upgrade.Delete:
				finding.Fact = "destroyed"
				finding.Message = fmt.Sprintf("The plan of %s destroys the cluster%s and everything that runs in it.", subject.Environment.Name, named(cluster.Name))
				finding.Remediation = "If the resource was renamed or moved, add a moved block. If the cluster is to go on purpose, waive this finding for the one plan."
			case cluster.Action.Replaces():
				finding.Fact = "replaced"
				finding.Message = fmt.Sprintf("The plan of %s destroys the cluster%s and makes a new one%s. Everything that runs in it goes.",
					subject.Environment.Name, named(cluster.Name), becauseOf(cluster.ReplacedBy))
				if len(cluster.ReplacedBy) > 0 {
					finding.Remediation = fmt.Sprintf("Set %s back to what it was. To change it, make a second cluster and move over.", strings.Join(cluster.ReplacedBy, " and "))
				}
			default:
				continue
			}
			outcome.Add(finding)
		}
		return outcome
	},
}

// named is a name to put after what it names, where there is one.
func named(name string) string {
	if name == "" {
		return ""
	}
	return " " + name
}

// becauseOf says which attributes force a replacement, where that is known.
func becauseOf(attributes []string) string {
	if len(attributes) == 0 {
		return ""
	}
	return ", because " + strings.Join(attributes, ", ") + " cannot change in place"
}
