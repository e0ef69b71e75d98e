package rules

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

const updateClusterGuide = "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html"

var minorVersionSkip = upgrade.Rule{
	Name:  "minor-version-skip",
	Title: "the target is more than one minor above the current version",
	Why: "EKS updates a control plane by exactly one minor. It answers a greater step with InvalidParameterException " +
		"(\"Unsupported Kubernetes minor version update\"), at apply, when other changes of the same plan may have been made already.",
	Remediation: "Go up one minor, apply, and repeat. An edit that another branch merged counts only once it was applied.",
	Severity:    upgrade.Error,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   updateClusterGuide,
	Bad:         "# the cluster is at 1.34\ncluster_version = \"1.36\"",
	Good:        "# the cluster is at 1.34\ncluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeStep(subject, func(cluster upgrade.Cluster, current, asked upgrade.Minor) (upgrade.Finding, bool) {
			if !asked.Newer(current) || upgrade.Distance(current, asked) == 1 {
				return upgrade.Finding{}, false
			}
			finding := clusterFinding(cluster)
			finding.NextStep = true
			finding.Fact = fmt.Sprintf("%s -> %s", current, asked)
			finding.Message = fmt.Sprintf("%s asks for Kubernetes %s. Its current version is %s. That skips %s; EKS updates a control plane one minor at a time and refuses this.",
				subject.Environment.Name, withSource(cluster.AskedVersion()), currentWithSource(cluster), minors(between(current, asked)))
			finding.Remediation = fmt.Sprintf("%s%s, apply it, and go on from there: %s.",
				wording.Sentence(edit(cluster.AskedVersion(), cluster.Address, current.Next())), heldBack(cluster, current.Next()), steps(current, asked))
			if outOfSupport(subject, cluster.CurrentVersion()) {
				finding.Remediation = alreadyUpgraded(subject.Environment)
			}
			return finding, true
		})
	},
}

// between lists the minors after from and before to.
func between(from, to upgrade.Minor) []upgrade.Minor {
	path, err := upgrade.Path(from, to)
	if err != nil || len(path) == 0 {
		return nil
	}
	return path[:len(path)-1]
}

// heldBack tells to hold back the node groups that would be newer than the step.
func heldBack(cluster upgrade.Cluster, step upgrade.Minor) string {
	var edits strings.Builder
	for _, group := range cluster.NodeGroups {
		if asked := group.AskedVersion(); asked.IsKnown() && asked.Value.Newer(step) {
			edits.WriteString(", " + edit(asked, group.Address, step))
		}
	}
	return edits.String()
}
