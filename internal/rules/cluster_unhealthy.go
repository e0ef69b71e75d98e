package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var clusterUnhealthy = upgrade.Rule{
	Name:  "cluster-unhealthy",
	Title: "EKS reports health issues of the cluster",
	Why: "EKS refuses to update a cluster that lacks what it needs, such as a deleted subnet, security group or KMS key, and one that is not ACTIVE. " +
		"A cluster that is being updated, and an EKS add-on with issues, are warnings.",
	Remediation: "Mend what EKS names, and see that the cluster is ACTIVE, before it is upgraded.",
	Severity:    upgrade.Error,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
	Bad:         "# EKS reports Ec2SubnetNotFound for the cluster\ncluster_version = \"1.35\"",
	Good:        "# the cluster is ACTIVE and EKS reports no issue\ncluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeLive(subject, func(cluster upgrade.Cluster, live upgrade.Live) upgrade.Outcome {
			var outcome upgrade.Outcome
			environment, where := subject.Environment.Name, live.Source().Ref
			if len(live.Health) > 0 {
				finding := healthFinding(cluster, live)
				finding.Fact = quoted(cmp.Or(live.Health[0].Code, "health issues"))
				finding.Message = fmt.Sprintf("%s: %s reports health issues: %s.", environment, where, issuesInWords(live.Health))
				outcome.Add(finding)
			}
			if severity, is := notActive(live.Status, busyClusters); is {
				finding := healthFinding(cluster, live)
				finding.Severity = severity
				finding.Fact = "status " + quoted(live.Status)
				finding.Message = fmt.Sprintf("%s: %s has the status %s, and EKS updates only a cluster that is ACTIVE.", environment, where, inQuotes(live.Status))
				outcome.Add(finding)
			}
			for _, addon := range live.Addons {
				if finding, is := unhealthyAddon(environment, cluster, live, addon); is {
					outcome.Add(finding)
				}
			}
			return outcome
		})
	},
}

// The statuses in which something is under way that ends by itself.
var (
	busyClusters = []string{"UPDATING", "CREATING", "PENDING"}
	busyGroups   = []string{"UPDATING", "CREATING", "DELETING"}
)

// notActive tells whether a status is one in which EKS refuses an update, and how
// grave that is: Off means as grave as the rule.
func notActive(status string, busy []string) (upgrade.Severity, bool) {
	switch {
	case status == "ACTIVE" || status == "":
		return upgrade.Off, false
	case slices.Contains(busy, status):
		return upgrade.Warning, true
	default:
		return upgrade.Off, true
	}
}

// unhealthyAddon is about an EKS add-on that EKS itself finds something wrong
// with.
func unhealthyAddon(environment string, cluster upgrade.Cluster, live upgrade.Live, addon upgrade.LiveAddon) (upgrade.Finding, bool) {
	bad := slices.Contains([]string{"DEGRADED", "CREATE_FAILED", "UPDATE_FAILED", "DELETE_FAILED"}, addon.Status)
	if !bad && len(addon.Health) == 0 {
		return upgrade.Finding{}, false
	}
	finding := healthFinding(cluster, live)
	finding.Severity = upgrade.Warning
	finding.Fact = "add-on " + quoted(addon.Name)
	finding.Message = fmt.Sprintf("%s: the EKS add-on %s of %s has the status %s.", environment, quoted(addon.Name), live.Source().Ref, inQuotes(addon.Status))
	if len(addon.Health) > 0 {
		finding.Message += " " + issuesInWords(addon.Health) + "."
	}
	finding.Remediation = "Mend the add-on before the cluster is upgraded."
	return finding, true
}

// healthFinding is about what EKS reports, without words yet.
func healthFinding(cluster upgrade.Cluster, live upgrade.Live) upgrade.Finding {
	return upgrade.Finding{Address: cluster.Address, Source: live.Source()}
}
