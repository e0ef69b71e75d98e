package path_test

import (
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var (
	facts = catalog.Embedded()
	today = upgrade.DateOf(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	file  = upgrade.Source{Kind: upgrade.SourceFile, File: "env-vars/prod.tfvars", Line: 3}
	git   = upgrade.Source{Kind: upgrade.SourceGit, Ref: "git:HEAD at 0123456"}
)

func minor(t testing.TB, text string) upgrade.Minor {
	t.Helper()
	parsed, err := upgrade.ParseMinor(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// runs and asks make claims of what runs and of what a file asks for; an empty
// text is nothing set.
func runs(version string) []upgrade.VersionClaim { return claims(version, git) }
func asks(version string) []upgrade.VersionClaim { return claims(version, file) }

func claims(version string, source upgrade.Source) []upgrade.VersionClaim {
	if version == "" {
		return []upgrade.VersionClaim{upgrade.NoClaim[upgrade.Minor](source)}
	}
	return []upgrade.VersionClaim{upgrade.ClaimVersion(version, source)}
}

func addonClaim(version string, source upgrade.Source) upgrade.AddonClaim {
	parsed, ok := upgrade.ParseAddonVersion(version)
	if !ok {
		return upgrade.NoClaim[upgrade.AddonVersion](source)
	}
	return upgrade.AddonClaim{Knowledge: upgrade.Known, Value: parsed, Text: version, Source: source}
}

// applied gives the environment after its apply.
func applied(environment upgrade.Environment) upgrade.Environment {
	cluster := environment.Clusters[0]
	cluster.Current = runs(cluster.AskedVersion().Value.String())
	for i := range cluster.NodeGroups {
		if asked := cluster.NodeGroups[i].AskedVersion(); asked.IsKnown() {
			cluster.NodeGroups[i].Current = runs(asked.Value.String())
		}
	}
	for i := range cluster.Addons {
		cluster.Addons[i].Current, cluster.Addons[i].Action = addonClaim(cluster.Addons[i].Asked.Text, git), upgrade.NoAction
	}
	environment.Clusters = []upgrade.Cluster{cluster}
	return environment
}

// errorsOf are the errors that the rules find in an environment.
func errorsOf(environment upgrade.Environment, policy upgrade.Policy) []upgrade.Finding {
	report := upgrade.Evaluate(rules.All(), upgrade.Fleet{
		Environments: []upgrade.Environment{environment}, Catalog: facts, Policy: policy, Today: today,
	})
	var errors []upgrade.Finding
	for _, finding := range report.Environments[0].Findings {
		if finding.Severity == upgrade.Error {
			errors = append(errors, finding)
		}
	}
	return errors
}
