package rules

import (
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestVersionsAreNamedWithTheirSource(t *testing.T) {
	for name, test := range map[string]struct {
		source upgrade.Source
		named  string
		edit   string
	}{
		"a file": {
			source: upgrade.Source{Kind: upgrade.SourceFile, File: "env-vars/prod.tfvars", Line: 3, Attribute: "eks.version"},
			named:  "1.34 (env-vars/prod.tfvars:3)", edit: `set eks.version = "1.35" at env-vars/prod.tfvars:3`,
		},
		"an argument": {
			source: upgrade.Source{Kind: upgrade.SourceArgument, Argument: "cluster_version"},
			named:  "1.34 (argument cluster_version)", edit: `set cluster_version = "1.35"`,
		},
		"a plan": {
			source: upgrade.Source{Kind: upgrade.SourcePlan, Attribute: "version"},
			named:  "1.34 (the plan)", edit: `set version = "1.35" on aws_eks_cluster.this`,
		},
		"a plan with its tfvars": {
			source: upgrade.Source{Kind: upgrade.SourcePlan, Attribute: "cluster_version", File: "env-vars/prod.tfvars", Line: 3},
			named:  "1.34 (env-vars/prod.tfvars:3)", edit: `set cluster_version = "1.35" at env-vars/prod.tfvars:3`,
		},
		"a pinned release": {
			source: upgrade.Source{Kind: upgrade.SourceFile, File: "env-vars/prod.tfvars", Line: 3, Attribute: "blue.release_version"},
			named:  "1.34 (env-vars/prod.tfvars:3)", edit: `set blue.release_version to a release of 1.35 at env-vars/prod.tfvars:3`,
		},
		"the state": {
			source: upgrade.Source{Kind: upgrade.SourceState},
			named:  "1.34 (the last apply)", edit: `set the version = "1.35"`,
		},
		"nowhere": {named: "1.34", edit: `set the version = "1.35"`},
	} {
		claim := upgrade.ClaimVersion("1.34", test.source)
		if got := withSource(claim); got != test.named {
			t.Errorf("%s: named %q, want %q", name, got, test.named)
		}
		if got := edit(claim, "aws_eks_cluster.this", minor(t, "1.35")); got != test.edit {
			t.Errorf("%s: edit %q, want %q", name, got, test.edit)
		}
	}
}

func TestSensitiveVersionsAreNotNamed(t *testing.T) {
	claim := upgrade.ClaimVersion("1.34", upgrade.Source{Kind: upgrade.SourcePlan})
	claim.Sensitive = true
	if got, want := withSource(claim), "(sensitive) (the plan)"; got != want {
		t.Errorf("named %q, want %q", got, want)
	}
}

func TestStepsOnTheWay(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{"1.34", "1.37", "1.35, then 1.36, then 1.37"},
		{"1.34", "1.36", "1.35, then 1.36"},
		{"1.34", "1.35", ""},
		{"1.34", "1.34", ""},
		{"1.34", "1.33", ""},
	} {
		if got := steps(minor(t, test.from), minor(t, test.to)); got != test.want {
			t.Errorf("from %s to %s: got %q, want %q", test.from, test.to, got, test.want)
		}
	}
}
