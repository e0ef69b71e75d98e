package rules

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

var environmentMissing = upgrade.Rule{
	Name:        "environment-missing",
	Title:       "a named environment has no tfvars file, or no cluster version anywhere",
	Why:         "An environment that somebody named and that is not there is not guarded: a renamed file or variable would make its upgrades pass unseen.",
	Remediation: "Add the file, correct the name, or say in variable_names where the version is kept.",
	Severity:    upgrade.Error,
	Since:       "0.1.0",
	Reference:   "https://registry.terraform.io/providers/eksupgrade/eksupgrade/latest/docs/resources/readiness",
	Bad:         "# environments = [\"dev\", \"prod\"], and env-vars/prod.tfvars sets no cluster version\nenv = \"prod\"",
	Good:        "env             = \"prod\"\ncluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		missing := subject.Environment.Missing
		if missing == nil {
			return outcome
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
