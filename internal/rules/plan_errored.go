package rules

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

var planErrored = upgrade.Rule{
	Name:  "plan-errored",
	Title: "the plan file is of a failed plan",
	Why: "Terraform writes a plan file even where planning failed. Such a file lacks what was not reached, so a clean report on it would say nothing. " +
		"A plan that was made with -target, or that lacks resources for another reason, is not judged in full either: its verdict is incomplete.",
	Remediation: "Mend what Terraform reported, plan again without -target, and analyze that plan.",
	Severity:    upgrade.Error,
	Concern:     upgrade.PlanConcern,
	Since:       "0.1.0",
	Reference:   "https://developer.hashicorp.com/terraform/internals/json-format#plan-representation",
	Bad: `resource "aws_eks_cluster" "this" {
  name    = "prod"
  version = "1.35"

  lifecycle {
    precondition {
      condition     = var.change_ticket != ""
      error_message = "Give the ticket of the change."
    }
  }
}`,
	Good: `resource "aws_eks_cluster" "this" {
  name    = "prod"
  version = "1.35"
}`,
	Standing: true,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		plan := subject.Environment.Plan
		if plan == nil {
			return outcome
		}
		if plan.Errored {
			outcome.Add(upgrade.Finding{
				Message: "The plan of " + subject.Environment.Name + " failed. Its file lacks what Terraform did not reach, so what the apply would do is not known.",
			})
			if len(plan.Partial) == 0 {
				outcome.AddNotJudged(upgrade.NotJudged{Reason: "the plan failed, and its file lacks what was not reached", AffectsVerdict: true})
			}
		}
		for _, reason := range plan.Partial {
			outcome.AddNotJudged(upgrade.NotJudged{Reason: reason, AffectsVerdict: true})
		}
		return outcome
	},
}
