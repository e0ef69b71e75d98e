package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var releaseNote = upgrade.Rule{
	Name:  "release-note",
	Title: "something in the plan is to be changed before the target version",
	Why: "Each Kubernetes version on EKS ends or changes a few things that no other rule speaks of: kubelet flags, annotations, instance types without a driver, kinds of volumes. " +
		"The release notes ask for a change before the upgrade, and the plan shows where.",
	Remediation: "Do what the release notes of the version ask for, before the upgrade.",
	Severity:    upgrade.Warning,
	Concern:     upgrade.VersionConcern,
	Since:       "0.1.0",
	Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
	Bad: `# P2 instances have no driver from 1.25 on
resource "aws_eks_node_group" "gpu" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "gpu"
  version         = "1.25"
  instance_types  = ["p2.xlarge"]
}`,
	Good: `resource "aws_eks_node_group" "gpu" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "gpu"
  version         = "1.25"
  instance_types  = ["p3.2xlarge"]
}`,
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		var outcome upgrade.Outcome
		for _, in := range addonPlaces(subject.Environment) {
			for _, note := range subject.Catalog.Notes {
				for _, sight := range seen(note, in) {
					switch {
					case sight.unknown != "":
						outcome.AddNotJudged(upgrade.NotJudged{Address: sight.address, Reason: sight.unknown})
					default:
						outcome.Add(sight.finding(subject.Environment.Name, note))
					}
				}
			}
		}
		return outcome
	},
}

// sight is one place where a plan shows the need of a note, or may.
type sight struct {
	address   string
	attribute string
	// what was seen, such as "instance type p2.xlarge"; empty where unknown says
	// why nobody can tell.
	what    string
	unknown string
}

func (s sight) finding(environment string, note upgrade.Note) upgrade.Finding {
	fact := s.what
	if !note.Kubernetes.IsZero() {
		fact = fmt.Sprintf("%s, Kubernetes %s", s.what, note.Kubernetes)
	}
	return upgrade.Finding{
		Severity: note.Severity, Address: s.address, Attribute: s.attribute, Fact: fact,
		Message:     fmt.Sprintf("%s has %s. %s", environment, s.what, note.Says),
		Remediation: note.Do,
	}
}

// seen lists where a place shows the need of a note on a version that it comes
// to.
func seen(note upgrade.Note, in place) []sight {
	switch note.Looks {
	case upgrade.LookInstanceTypes, upgrade.LookKubeletFlags:
		return seenInGroups(note, in)
	case upgrade.LookVolumes, upgrade.LookAnnotations:
		if comesTo(note, in.current, in.asked) {
			return seenInWorkloads(note, in)
		}
	case upgrade.LookProxyMode, upgrade.LookAddons:
		if comesTo(note, in.current, in.asked) {
			return seenInAddons(note, in)
		}
	}
	return nil
}

// comesTo tells whether a version reaches the one of a note, which it has not
// reached yet. A note without a version holds for all.
func comesTo(note upgrade.Note, current, asked upgrade.VersionClaim) bool {
	if note.Kubernetes.IsZero() {
		return true
	}
	return canCompare(asked) && !asked.Value.Older(note.Kubernetes) && (!canCompare(current) || current.Value.Older(note.Kubernetes))
}

// seenInGroups looks at node groups by their own version, which is that of their
// kubelets.
func seenInGroups(note upgrade.Note, in place) []sight {
	if in.cluster == nil {
		return nil
	}
	var found []sight
	for _, group := range in.cluster.NodeGroups {
		version := groupVersion(group)
		if version.Knowledge == upgrade.Absent {
			version = in.asked
		}
		if group.After == nil || group.Action == upgrade.Delete || !comesTo(note, group.CurrentVersion(), version) {
			continue
		}
		types := group.After.InstanceTypes
		switch {
		case note.Looks == upgrade.LookKubeletFlags:
			for _, flag := range group.After.KubeletFlags {
				flag = strings.TrimLeft(flag, "-")
				if slices.ContainsFunc(note.Signs, func(sign string) bool { return strings.TrimLeft(sign, "-") == flag }) {
					found = append(found, sight{address: group.Address, what: fmt.Sprintf("the kubelet flag --%s on node group %s", flag, groupName(group))})
				}
			}
		case types.Knowledge == upgrade.Unknown && types.Reason != "":
			found = append(found, sight{address: group.Address, unknown: "node group " + groupName(group) + ": " + types.Reason})
		default:
			for _, name := range types.Value {
				if hasSign(note, name) {
					found = append(found, sight{address: group.Address, attribute: types.Source.Name(), what: fmt.Sprintf("instance type %s in node group %s", maskedIf(types.Sensitive, name), groupName(group))})
				}
			}
		}
	}
	return found
}

func seenInWorkloads(note upgrade.Note, in place) []sight {
	var found []sight
	for _, workload := range in.Workloads {
		if workload.After == nil {
			continue
		}
		name := fmt.Sprintf("%s %s", workload.Kind, workload.Name)
		if note.Looks == upgrade.LookVolumes {
			for _, kind := range workload.After.VolumeKinds {
				if slices.Contains(note.Signs, kind) {
					found = append(found, sight{address: workload.Address, what: fmt.Sprintf("a %s volume in %s", kind, name)})
				}
			}
			continue
		}
		annotations := workload.After.Annotations
		if annotations.Knowledge == upgrade.Unknown && annotations.Reason != "" {
			found = append(found, sight{address: workload.Address, unknown: name + ": " + annotations.Reason})
		}
		for _, key := range slices.Sorted(maps.Keys(annotations.Value)) {
			if hasSign(note, key) {
				found = append(found, sight{address: workload.Address, what: fmt.Sprintf("the annotation %s on %s", maskedIf(annotations.Sensitive, key), name)})
			}
		}
	}
	return found
}

func seenInAddons(note upgrade.Note, in place) []sight {
	var found []sight
	for _, addon := range in.Addons {
		if addon.Removed() {
			continue
		}
		mode := addon.ProxyMode
		switch {
		case note.Looks == upgrade.LookAddons:
			if slices.Contains(note.Signs, addon.Name) {
				found = append(found, sight{address: addon.Address, what: addon.Name})
			}
		case mode.IsKnown() && slices.Contains(note.Signs, mode.Value):
			found = append(found, sight{address: addon.Address, attribute: mode.Source.Name(), what: fmt.Sprintf("%s in mode %s", addon.Name, shownValue(mode))})
		case mode.Knowledge == upgrade.Unknown && mode.Reason != "" && addon.Name == kubeProxy:
			found = append(found, sight{address: addon.Address, unknown: addon.Name + ": " + mode.Reason})
		}
	}
	return found
}

// hasSign tells whether a text begins with a sign of the note.
func hasSign(note upgrade.Note, text string) bool {
	return slices.ContainsFunc(note.Signs, func(sign string) bool { return strings.HasPrefix(text, sign) })
}

// maskedIf is a text, or in place of a sensitive one what claims show of it.
func maskedIf(sensitive bool, text string) string {
	return upgrade.Claim[string]{Text: text, Sensitive: sensitive}.Shown()
}
