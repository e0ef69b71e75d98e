package rules

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var nodeGroupUnhealthy = upgrade.Rule{
	Name:  "node-group-unhealthy",
	Title: "EKS reports health issues of a node group",
	Why: "The update of a node group starts new nodes and waits until they are Ready. One whose launch template, role, subnets or Auto Scaling group is broken starts none: the update fails after a long time, " +
		"and the nodes stay behind the control plane.",
	Remediation: "Mend what EKS names, and see that the node group is ACTIVE, before the cluster is upgraded.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.NodeGroupConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
	Bad:         "# EKS reports NodeCreationFailure for node group blue\nblue = { version = \"1.35\" }",
	Good:        "# node group blue is ACTIVE and EKS reports no issue\nblue = { version = \"1.35\" }",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeLive(subject, func(cluster upgrade.Cluster, live upgrade.Live) upgrade.Outcome {
			var outcome upgrade.Outcome
			for _, group := range live.NodeGroups {
				_, inactive := notActive(group.Status, busyGroups)
				if !inactive && len(group.Health) == 0 {
					continue
				}
				finding := healthFinding(cluster, live)
				finding.Fact = quoted(group.Name)
				finding.Message = fmt.Sprintf("%s: node group %s of %s has the status %s.", subject.Environment.Name, quoted(group.Name), live.Source().Ref, inQuotes(group.Status))
				if len(group.Health) > 0 {
					finding.Message += " " + issuesInWords(group.Health) + "."
				}
				outcome.Add(finding)
			}
			return outcome
		})
	},
}
