package rules

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

var environmentMissing = upgrade.Rule{
	Name:        "environment-missing",
	Title:       "a named environment has no tfvars file or plan, or no cluster version anywhere",
	Why:         "An environment that somebody named and that is not there is not guarded: a renamed file or variable would make its upgrades pass unseen.",
	Remediation: "Add the file or the plan, correct the name, or say in variable_names where the version is kept.",
	Severity:    upgrade.Error,
	Concern:     upgrade.PlanConcern,
	Since:       "0.1.0",
	Reference:   "https://registry.terraform.io/providers/eksupgrade/eksupgrade/latest/docs/resources/readiness",
	Bad:         "# environments = [\"dev\", \"prod\"], and env-vars/prod.tfvars sets no cluster version\nenv = \"prod\"",
	Good:        "env             = \"prod\"\ncluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		missing := subject.Environment.Missing
		if missing == nil {
			return noCluster(subject.Environment)
		}
		outcome.Add(upgrade.Finding{
			Attribute:   missing.Source.Name(),
			Message:     missing.Message,
			Remediation: missing.Remediation,
			Source:      missing.Source,
		})
		outcome.AddNotJudged(upgrade.NotJudged{Reason: missing.Message, AffectsVerdict: true})
		return outcome
	},
}

// noCluster says that a plan which holds everything has no EKS cluster in it.
// Who named the environment expects one. Who gave a version to judge by wants to
// know of the Kubernetes objects alone.
func noCluster(environment upgrade.Environment) upgrade.Outcome {
	var outcome upgrade.Outcome
	plan := environment.Plan
	if plan == nil || plan.HasCluster || plan.Errored || len(plan.Partial) > 0 {
		return outcome
	}
	outcome.AddNotJudged(upgrade.NotJudged{
		Reason:         "there is no EKS cluster in the plan (no resource of type aws_eks_cluster): give the plan of the module that has it, or --target-version to judge what is there",
		AffectsVerdict: plan.Named && plan.Target.IsZero(),
	})
	return outcome
}
