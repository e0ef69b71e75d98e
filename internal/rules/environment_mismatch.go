package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var environmentMismatch = upgrade.Rule{
	Name:  "environment-mismatch",
	Title: "what this plan will use differs from the environment's file",
	Why: "The gate was told the version that this plan will really use, and the file of the same environment holds another. The likeliest cause is a plan of one environment " +
		"with the -var-file of another, which would upgrade the wrong cluster. A saved plan that differs from the tfvars given with it is a warning: the plan is what will be applied.",
	Remediation: "Run the plan with the environment's own -var-file, and without a -var that overrides it.",
	Severity:    upgrade.Error,
	Concern:     upgrade.PlanConcern,
	Since:       "0.1.0",
	Reference:   "https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence",
	Bad:         "# terraform plan -var-file=env-vars/prod.tfvars in the workspace dev\ncluster_version = \"1.36\"",
	Good:        "# terraform plan -var-file=env-vars/dev.tfvars in the workspace dev\ncluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, cluster := range subject.Environment.Clusters {
			outcome = addMismatch(outcome, subject, clusterFinding(cluster), "Kubernetes", "", cluster.Asked)
			for _, group := range cluster.Unnamed {
				if asked := group.AskedVersion(); asked.Knowledge != upgrade.Absent {
					outcome.Add(unnamedFinding(subject, group))
				}
			}
			for _, group := range cluster.NodeGroups {
				outcome = addMismatch(outcome, subject, groupFinding(group), "node group "+groupName(group)+" at", groupName(group)+" ", group.Asked)
			}
		}
		return outcome
	},
}

// unnamedFinding is about a node group of the file that the argument leaves out.
func unnamedFinding(subject upgrade.Subject, group upgrade.NodeGroup) upgrade.Finding {
	asked := group.AskedVersion()
	finding := groupFinding(group)
	finding.Fact = fmt.Sprintf("%s %s, not in node_group_versions", group.Name, shown(asked))
	finding.Message = fmt.Sprintf("node_group_versions does not name node group %s of %s, but %s sets it to %s. The group is not judged.",
		group.Name, subject.Environment.Name, asked.Source, shown(asked))
	finding.Remediation = "Name the group in node_group_versions as in the file, or take it out of the file (enabled = false also does)."
	return finding
}

// addMismatch compares what an argument or a plan asks for with what a file asks
// for. A saved plan wins over files that may have changed since.
func addMismatch(outcome upgrade.Outcome, subject upgrade.Subject, finding upgrade.Finding, what, factPrefix string, asked []upgrade.VersionClaim) upgrade.Outcome {
	argument, file, both := argumentAndFile(asked)
	if !both || argument.Text == file.Text {
		return outcome
	}
	finding.Fact = fmt.Sprintf("%s%s, file %s", factPrefix, shown(argument), shown(file))
	finding.Message = fmt.Sprintf("This plan uses %s %s for %s (%s), but %s says %s.",
		what, shown(argument), subject.Environment.Name, argument.Source, file.Source, shown(file))
	vars := subject.Environment.Source
	if argument.Source.Kind == upgrade.SourcePlan {
		finding.Severity = upgrade.Warning
		vars = file.Source.File
	}
	finding.Remediation = fmt.Sprintf("Plan %s with its own -var-file (%s) and without a -var that overrides it, or correct the file.",
		subject.Environment.Name, vars)
	outcome.Add(finding)
	return outcome
}

// argumentAndFile finds the two claims, and false where one is missing or not
// set to a text.
func argumentAndFile(asked []upgrade.VersionClaim) (argument, file upgrade.VersionClaim, both bool) {
	var hasArgument, hasFile bool
	for _, claim := range asked {
		if claim.Knowledge != upgrade.Known && claim.Knowledge != upgrade.Invalid {
			continue
		}
		switch claim.Source.Kind {
		case upgrade.SourceArgument, upgrade.SourcePlan:
			argument, hasArgument = claim, true
		case upgrade.SourceFile:
			file, hasFile = claim, true
		}
	}
	return argument, file, hasArgument && hasFile
}
