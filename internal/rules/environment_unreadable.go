package rules

import (
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var environmentUnreadable = upgrade.Rule{
	Name:  "environment-unreadable",
	Title: "a version could not be read from the source that was asked for",
	Why: "What could not be read was not judged. A file with a syntax error, a plan that is cut off, a git ref that does not exist or a baseline that cannot tell must not look like an environment without findings. " +
		"Where nobody chose the baseline, and where another baseline tells the version, it is a warning. Where EKS was asked, each call that it refused is named. " +
		"So is an API server that was to be asked and could not be reached; a list of it that was refused keeps the rules that need it from judging. " +
		"A cluster that EKS does not have, and no state either, is about to be created: a warning.",
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
			outcome = addUnreadLive(outcome, subject.Environment, cluster)
			outcome = addUnreadKube(outcome, cluster)
		}
		return outcome
	},
}

// addUnreadLive tells what EKS was asked and did not tell. A cluster that EKS
// does not have, and no state either, is about to be made.
func addUnreadLive(outcome upgrade.Outcome, environment upgrade.Environment, cluster upgrade.Cluster) upgrade.Outcome {
	if cluster.Live == nil {
		return outcome
	}
	for _, problem := range cluster.Live.Problems {
		finding := unreadableFinding(problem, upgrade.Error)
		finding.Address = cluster.Address
		outcome.Add(finding)
		outcome.AddNotJudged(upgrade.NotJudged{Address: cluster.Address, Reason: problem.Message, AffectsVerdict: true})
	}
	if cluster.Live.NotFound && len(cluster.Live.Problems) == 0 {
		source := cluster.Live.Source()
		outcome.Add(upgrade.Finding{
			Severity: upgrade.Warning,
			Address:  cluster.Address,
			Fact:     source.Ref + " does not exist",
			Message: fmt.Sprintf("%s does not exist. Unless a baseline was given, %s is taken as about to be created, where any version that EKS offers is legal.",
				source.Ref, environment.Name),
			Remediation: "If the cluster is there, correct its name, the region or the credentials.",
			Source:      source,
		})
	}
	return outcome
}

// addUnreadKube tells why a Kubernetes API that was to be asked did not answer. What
// EKS could not tell for the same reason is told once.
func addUnreadKube(outcome upgrade.Outcome, cluster upgrade.Cluster) upgrade.Outcome {
	if !cluster.Kube.Unread() {
		return outcome
	}
	for _, problem := range cluster.Kube.Problems {
		if slices.ContainsFunc(outcome.Findings, func(f upgrade.Finding) bool { return f.Message == problem.Message }) {
			continue
		}
		finding := unreadableFinding(problem, upgrade.Error)
		finding.Address = cluster.Address
		outcome.Add(finding)
		outcome.AddNotJudged(upgrade.NotJudged{Address: cluster.Address, Reason: problem.Message, AffectsVerdict: true})
	}
	return outcome
}

func unreadableFinding(problem upgrade.Problem, severity upgrade.Severity) upgrade.Finding {
	fact := problem.Source.Position()
	if problem.Source.Kind != upgrade.SourceFile && problem.Source.Ref != "" {
		fact = problem.Source.Ref
	}
	if problem.Action != "" {
		fact = problem.Action + " of " + fact
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
