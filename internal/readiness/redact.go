package readiness

import (
	"cmp"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// hidden stands where a sensitive text stood.
const hidden = "(sensitive)"

// redacted takes what sources mark sensitive out of all texts of a report. Rules
// do not print such values; this is for what slips through, such as a sensitive
// text that is a name as well. Names of environments and addresses stay: the
// first come from the command line, and Terraform lets no sensitive value into
// the second.
func redacted(report upgrade.Report) upgrade.Report {
	for i := range report.Environments {
		judged := &report.Environments[i]
		if secrets := secretsOf(judged.Environment); len(secrets) > 0 {
			redactEnvironment(judged, masking(secrets))
		}
		judged.Environment.Secrets = nil
	}
	return report
}

// secretsOf lists what no text may hold: what the source marks, and versions that
// were taken from it, such as that of a sensitive image.
func secretsOf(environment upgrade.Environment) []string {
	secrets := slices.Clone(environment.Secrets)
	add := func(claims ...upgrade.VersionClaim) {
		for _, claim := range claims {
			if claim.IsKnown() && claim.Sensitive {
				secrets = append(secrets, claim.Value.String())
			}
		}
	}
	for _, cluster := range environment.Clusters {
		add(cluster.Asked...)
		add(cluster.Current...)
		for _, group := range cluster.NodeGroups {
			add(group.Asked...)
			add(group.Current...)
		}
	}
	return secrets
}

// masking replaces secrets, the longest first: one may be a part of another.
func masking(secrets []string) func(string) string {
	sorted := slices.Clone(secrets)
	slices.SortFunc(sorted, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b))
	})
	var pairs []string
	for _, secret := range slices.Compact(sorted) {
		if secret != "" {
			pairs = append(pairs, secret, hidden)
		}
	}
	return strings.NewReplacer(pairs...).Replace
}

func redactEnvironment(judged *upgrade.EnvironmentReport, mask func(string) string) {
	for i := range judged.Findings {
		finding := &judged.Findings[i]
		for _, text := range []*string{&finding.Fact, &finding.Message, &finding.Remediation, &finding.Lowered} {
			*text = mask(*text)
		}
	}
	for i := range judged.NotJudged {
		judged.NotJudged[i].Reason = mask(judged.NotJudged[i].Reason)
	}
	environment := &judged.Environment
	for i := range environment.Unreadable {
		problem := &environment.Unreadable[i]
		problem.Message, problem.Remediation = mask(problem.Message), mask(problem.Remediation)
	}
	for i := range environment.Clusters {
		cluster := &environment.Clusters[i]
		cluster.Name = mask(cluster.Name)
		maskVersions(cluster.Asked, mask)
		maskVersions(cluster.Current, mask)
		for j := range cluster.NodeGroups {
			group := &cluster.NodeGroups[j]
			group.Name = mask(group.Name)
			maskVersions(group.Asked, mask)
			maskVersions(group.Current, mask)
		}
	}
	if environment.Plan != nil {
		for i, reason := range environment.Plan.Partial {
			environment.Plan.Partial[i] = mask(reason)
		}
	}
}

// maskVersions marks the versions that are secrets themselves.
func maskVersions(claims []upgrade.VersionClaim, mask func(string) string) {
	for i := range claims {
		claim := &claims[i]
		claim.Text, claim.Reason = mask(claim.Text), mask(claim.Reason)
		claim.Sensitive = claim.Sensitive || claim.IsKnown() && mask(claim.Value.String()) != claim.Value.String()
	}
}
