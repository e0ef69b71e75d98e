package rules

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var nodeGroupReleaseMismatch = upgrade.Rule{
	Name:  "node-group-release-mismatch",
	Title: "a pinned release_version is of another minor than the node group",
	Why: "The release_version of an Amazon Linux node group begins with its Kubernetes version (1.34.1-20260101). EKS refuses a release of another minor than the node group's version, " +
		"or, where that is not set, than the control plane's. A Bottlerocket release is no Kubernetes version and is not judged.",
	Remediation: "Pin a release of the same minor, or none.",
	Severity:    upgrade.Error,
	Concern:     upgrade.NodeGroupConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
	Bad:         "node_groups = {\n  blue = { version = \"1.35\", release_version = \"1.34.1-20260101\" }\n}",
	Good:        "node_groups = {\n  blue = { version = \"1.35\", release_version = \"1.35.2-20260801\" }\n}",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, cluster := range subject.Environment.Clusters {
			for _, group := range cluster.NodeGroups {
				if cluster.Action == upgrade.Delete || group.Action == upgrade.Delete {
					continue
				}
				outcome = judgeRelease(outcome, subject, cluster, group)
			}
		}
		return outcome
	},
}

func judgeRelease(outcome upgrade.Outcome, subject upgrade.Subject, cluster upgrade.Cluster, group upgrade.NodeGroup) upgrade.Outcome {
	if !group.ReleaseVersion.IsKnown() {
		return outcome
	}
	release, ok := upgrade.ReleaseMinor(group.ReleaseVersion.Value)
	if !ok && ofItsOwnNumbers(group) {
		return outcome
	}
	if !ok {
		outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address,
			Reason: fmt.Sprintf("node group %s: release_version %s does not name a Kubernetes version", groupName(group), shownRelease(group))})
		return outcome
	}
	version, of := group.AskedVersion(), "version"
	if version.Knowledge == upgrade.Absent || strings.HasSuffix(version.Source.Attribute, "release_version") {
		version, of = cluster.AskedVersion(), "control plane"
	}
	switch {
	case version.Knowledge == upgrade.Absent:
		return outcome
	case !canCompare(version):
		outcome.AddNotJudged(upgrade.NotJudged{Address: group.Address, Reason: whyNotCompared(version), AffectsVerdict: true})
		return outcome
	case version.Value == release:
		return outcome
	}
	minor := "Kubernetes " + release.String()
	if group.ReleaseVersion.Sensitive {
		minor = "another Kubernetes minor"
	}
	outcome.Add(upgrade.Finding{
		Address:   group.Address,
		Attribute: group.ReleaseVersion.Source.Attribute,
		Source:    group.ReleaseVersion.Source,
		Fact:      fmt.Sprintf("%s %s, %s %s", groupName(group), group.ReleaseVersion.Shown(), of, shown(version)),
		Message: fmt.Sprintf("Node group %s of %s pins release_version %s (%s), which is of %s. Its %s is %s. EKS refuses a release of another minor.",
			groupName(group), subject.Environment.Name, group.ReleaseVersion.Shown(), group.ReleaseVersion.Source, minor, of, withSource(version)),
		Remediation: fmt.Sprintf("Pin a release of %s%s, or remove release_version to get the newest one.", shown(version), whereSet(group)),
	})
	return outcome
}

// shownRelease is the beginning of a release that names no version, in quotes.
func shownRelease(group upgrade.NodeGroup) string {
	if group.ReleaseVersion.Sensitive {
		return group.ReleaseVersion.Shown()
	}
	return fmt.Sprintf("%.40q", group.ReleaseVersion.Value)
}

// whereSet names the place of the pinned release, where it is known.
func whereSet(group upgrade.NodeGroup) string {
	if position := group.ReleaseVersion.Source.Position(); position != "" {
		return " at " + position
	}
	if group.Address != "" {
		return " on " + group.Address
	}
	return ""
}

// ofItsOwnNumbers tells a group whose images are not numbered after Kubernetes.
func ofItsOwnNumbers(group upgrade.NodeGroup) bool {
	return group.After != nil && strings.HasPrefix(group.After.AMIType.Value, "BOTTLEROCKET_")
}
