package rules

import (
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var environmentUnreadable = upgrade.Rule{
	Name:  "environment-unreadable",
	Title: "a version could not be read from the source that was asked for",
	Why: "What could not be read was not judged. A file with a syntax error, a plan that is cut off, a git ref that does not exist or a baseline that cannot tell must not look like an environment without findings. " +
		"Where nobody chose the baseline, and where another baseline tells the version, it is a warning.",
	Remediation: "Mend the file or the source named, or give the current version in baseline.",
	Severity:    upgrade.Error,
	Concern:     upgrade.PlanConcern,
	Since:       "0.1.0",
	Reference:   "https://registry.terraform.io/providers/eksupgrade/eksupgrade/latest/docs/guides/baselines",
	Bad:         "cluster_version = \"1.35",
	Good:        "cluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, problem := range subject.Environment.Unreadable {
			outcome.Add(unreadableFinding(problem, upgrade.Error))
			outcome.AddNotJudged(upgrade.NotJudged{Reason: problem.Message, AffectsVerdict: true})
		}
		for _, cluster := range subject.Environment.Clusters {
			told := cluster.CurrentVersion().IsKnown()
			for _, problem := range cluster.BaselineProblems {
				severity := upgrade.Warning
				if cluster.BaselineAsked && !told {
					severity = upgrade.Error
				}
				finding := unreadableFinding(problem, severity)
				finding.Address = cluster.Address
				outcome.Add(finding)
			}
		}
		return outcome
	},
}

func unreadableFinding(problem upgrade.Problem, severity upgrade.Severity) upgrade.Finding {
	fact := problem.Source.Position()
	if problem.Source.Kind != upgrade.SourceFile && problem.Source.Ref != "" {
		fact = problem.Source.Ref
	}
	return upgrade.Finding{
		Severity:    severity,
		Attribute:   problem.Source.Name(),
		Fact:        fact,
		Message:     problem.Message,
		Remediation: problem.Remediation,
		Reference:   problem.Reference,
		Source:      problem.Source,
	}
}
