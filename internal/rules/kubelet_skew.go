package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

var kubeletSkew = upgrade.Rule{
	Name:  "kubelet-skew",
	Title: "nodes that no node group accounts for are too old for the target, or newer",
	Why: "Kubernetes allows a kubelet three minors behind the API server (two below 1.25), and none that is newer. Nodes of Karpenter, of Auto Scaling groups and of Fargate have no version in a plan, and an update of a node group " +
		"that has stopped half way leaves nodes behind. EKS looks at nodes before it upgrades the control plane and may refuse; where it does not, such nodes may stop working. Nodes of Auto Mode EKS updates by itself.",
	Remediation: "Replace the nodes named by ones of the present control plane's version before it is upgraded.",
	Severity:    upgrade.Error,
	Concern:     upgrade.NodeGroupConcern,
	Since:       "0.1.0",
	Reference:   versionSkewPolicy,
	Bad:         "# two Karpenter nodes run kubelet 1.31\ncluster_version = \"1.35\"",
	Good:        "# all nodes run kubelet 1.34\ncluster_version = \"1.35\"",
	Check: func(subject upgrade.Subject) upgrade.Outcome {
		return judgeKube(subject, []kubeList{nodeLists}, place.upgrades, func(in place, kube upgrade.Kube) upgrade.Outcome {
			var outcome upgrade.Outcome
			if !canCompare(in.asked) {
				if in.asked.Knowledge != upgrade.Absent {
					outcome.AddNotJudged(upgrade.NotJudged{Address: in.address(), Reason: whyNotCompared(in.asked), AffectsVerdict: true})
				}
				return outcome
			}
			for _, kind := range kubeletsOf(in, kube) {
				judgeKubelets(&outcome, subject.Environment.Name, in, kube, kind)
			}
			for _, group := range in.cluster.NodeGroups {
				if finding, mixed := mixedGroup(in, kube, group); mixed {
					outcome.Add(finding)
				}
			}
			return outcome
		})
	},
}

// kubelets are nodes alike: of one kind, one node group and one version.
type kubelets struct {
	fargate bool
	// group is the managed node group; empty where they are of none.
	group string
	// version is that of the first of them, and minor its minor; zero where it is
	// none.
	version string
	minor   upgrade.Minor
	nodes   []string
}

// kubeletsOf are the nodes that the rules on node groups do not judge: those of no
// node group that is known, and those that are older than their group is said to be.
func kubeletsOf(in place, kube upgrade.Kube) []kubelets {
	judged := map[string]bool{}
	for _, group := range in.cluster.NodeGroups {
		version := group.CurrentVersion()
		for _, node := range group.Nodes {
			minor, told := node.Minor()
			judged[node.Name] = told && version.IsKnown() && !minor.Older(version.Value)
		}
	}
	var found []kubelets
	for _, node := range kube.Nodes {
		if node.AutoMode || judged[node.Name] {
			continue
		}
		minor, _ := node.Minor()
		i := slices.IndexFunc(found, func(k kubelets) bool {
			return k.fargate == node.Fargate && k.group == node.NodeGroup && k.minor == minor
		})
		if i < 0 {
			i = len(found)
			found = append(found, kubelets{fargate: node.Fargate, group: node.NodeGroup, version: node.Kubelet, minor: minor})
		}
		found[i].nodes = append(found[i].nodes, node.Name)
	}
	slices.SortStableFunc(found, func(a, b kubelets) int {
		return cmp.Or(strings.Compare(a.group, b.group), cmp.Compare(btoi(a.fargate), btoi(b.fargate)), a.minor.Compare(b.minor))
	})
	return found
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func judgeKubelets(outcome *upgrade.Outcome, environment string, in place, kube upgrade.Kube, nodes kubelets) {
	if nodes.minor.IsZero() {
		outcome.AddNotJudged(upgrade.NotJudged{Address: in.address(), AffectsVerdict: true,
			Reason: fmt.Sprintf("%s gives %s as the version of the kubelet of %s, which is none", kube.Source().Ref, upgrade.Quote(nodes.version), nameNodes(nodes.nodes))})
		return
	}
	apart := outOfLimit(upgrade.Pair{ControlPlane: in.asked.Value, NodeGroup: nodes.minor})
	if apart == 0 {
		return
	}
	before := 0
	if running, told := kube.Minor(); told {
		before = outOfLimit(upgrade.Pair{ControlPlane: running, NodeGroup: nodes.minor})
	}
	finding := kubeFinding(in, kube)
	finding.Fact = fmt.Sprintf("%s %s, control plane %s", nodes.inShort(), nodes.minor, in.asked.Value)
	finding.Message = fmt.Sprintf("%s is to be at Kubernetes %s, and %s has %s at %s: %s. %s",
		environment, withSource(in.asked), kube.Source().Ref, nodes.inWords(), nodes.minor, nameNodes(nodes.nodes), skewInWords(nodes.minor, in.asked.Value))
	finding.Remediation = nodes.remedy(in, kube)
	if apart <= before {
		finding.Severity = upgrade.Warning
		finding.Message += " It is so already, and no worse after."
	}
	outcome.Add(finding)
}

// outOfLimit is by how many minors a kubelet is newer than Kubernetes allows, or
// older; 0 where it is neither.
func outOfLimit(pair upgrade.Pair) int {
	return max(ahead(pair), lag(pair)-upgrade.KubeletLimit(pair.NodeGroup))
}

// skewInWords says why a kubelet and a control plane do not go together.
func skewInWords(kubelet, controlPlane upgrade.Minor) string {
	if kubelet.Newer(controlPlane) {
		return "A kubelet may not be newer than the API server."
	}
	return fmt.Sprintf("They would be %s behind, and Kubernetes allows %d.", wording.Count(upgrade.Distance(kubelet, controlPlane), "minor"), upgrade.KubeletLimit(kubelet))
}

// inShort names the nodes in a fact.
func (k kubelets) inShort() string {
	switch {
	case k.fargate:
		return "Fargate"
	case k.group != "":
		return wording.Plain(k.group)
	default:
		return "other nodes"
	}
}

// inWords says how many nodes there are, and of what.
func (k kubelets) inWords() string {
	switch count := len(k.nodes); {
	case k.fargate:
		return wording.Count(count, "Fargate node")
	case k.group != "":
		return fmt.Sprintf("%s of node group %s", wording.Count(count, "node"), wording.Plain(k.group))
	default:
		return wording.Count(count, "node") + " of no managed node group"
	}
}

// remedy says how the nodes come to the version of the present control plane.
func (k kubelets) remedy(in place, kube upgrade.Kube) string {
	to, told := kube.Minor()
	switch {
	case k.minor.Newer(in.asked.Value):
		return fmt.Sprintf("Replace these nodes by ones of %s or older.", in.asked.Value)
	case !told || !to.Newer(k.minor):
		to = in.asked.Value
	}
	switch {
	case k.fargate:
		return fmt.Sprintf("Make their pods anew before the control plane is upgraded, such as with kubectl rollout restart: a Fargate node keeps the version that it started with, and a new one has %s.", to)
	case k.group != "":
		return fmt.Sprintf("Update node group %s to %s before the control plane is upgraded, and see that all its nodes are replaced.", wording.Plain(k.group), to)
	default:
		return fmt.Sprintf("Replace these nodes by ones of %s before the control plane is upgraded. Karpenter does it when their NodeClaims are deleted, an Auto Scaling group with an instance refresh.", to)
	}
}

// mixedGroup is about a node group whose nodes have several versions.
func mixedGroup(in place, kube upgrade.Kube, group upgrade.NodeGroup) (upgrade.Finding, bool) {
	counts := map[upgrade.Minor]int{}
	var seen []upgrade.Minor
	for _, node := range group.Nodes {
		minor, told := node.Minor()
		if !told {
			continue
		}
		if counts[minor]++; counts[minor] == 1 {
			seen = append(seen, minor)
		}
	}
	if len(seen) < 2 {
		return upgrade.Finding{}, false
	}
	slices.SortFunc(seen, upgrade.Minor.Compare)
	parts := make([]string, len(seen))
	for i, minor := range seen {
		parts[i] = fmt.Sprintf("%s on %s", minor, wording.Count(counts[minor], "node"))
	}
	finding := kubeFinding(in, kube)
	finding.Address, finding.Severity = cmp.Or(group.Address, finding.Address), upgrade.Warning
	finding.Fact = fmt.Sprintf("%s has %s", groupName(group), joined(seen, " and "))
	finding.Message = fmt.Sprintf("The nodes of node group %s do not have one version: %s has %s. An update of the group is under way, or has stopped. The oldest counts here.",
		groupName(group), kube.Source().Ref, strings.Join(parts, ", "))
	finding.Remediation = "Wait until the update is over, or finish it, before the control plane is upgraded."
	return finding, true
}
