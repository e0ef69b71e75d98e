package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var versionDowngrade = upgrade.Rule{
	Name:  "version-downgrade",
	Title: "the target is below the current version",
	Why: "A control plane does not go down by an update of its version: EKS refuses it. The likeliest cause is a branch that does not hold the last upgrade yet. " +
		"EKS can roll back by one minor within 7 days of an upgrade, but the AWS provider cannot ask for it.",
	Remediation: "Bring the branch up to date, so that it holds the version that is there.",
	Severity:    upgrade.Error,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html",
	Bad:         "# the cluster is at 1.35\ncluster_version = \"1.34\"",
	Good:        "# the cluster is at 1.35\ncluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeStep(subject, func(cluster upgrade.Cluster, now, asked upgrade.Minor) (upgrade.Finding, bool) {
			current := cluster.NewestBaseline().Value
			if !asked.Older(current) {
				return upgrade.Finding{}, false
			}
			finding := clusterFinding(cluster)
			finding.NextStep = true
			finding.Fact = fmt.Sprintf("%s -> %s", current, asked)
			finding.Message = fmt.Sprintf("%s asks for Kubernetes %s. Its current version is %s. A control plane does not go down by an update.",
				subject.Environment.Name, withSource(cluster.AskedVersion()), newestWithSource(cluster))
			finding.Remediation = fmt.Sprintf("%s. If the file is older than the cluster, this branch is behind: merge or rebase first.",
				wording.Sentence(edit(cluster.AskedVersion(), cluster.Address, current)))
			switch {
			case now.Older(current):
				finding.Remediation += fmt.Sprintf(" If the cluster is at %s on purpose, as after a rollback or an apply that failed, give that in baseline until the next apply.", now)
			case asked == current.Previous():
				finding.Remediation += " EKS itself can roll a control plane back by one minor within 7 days of the upgrade, when its node groups were rolled back first, " +
					"no Fargate pods run and no rollback insight stands against it; the AWS provider cannot do that yet, so it is done outside of Terraform."
			}
			return finding, true
		})
	},
}
