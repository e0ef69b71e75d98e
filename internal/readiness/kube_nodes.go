package readiness

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// karpenterPool is the label that Karpenter gives to its nodes
// (https://karpenter.sh/docs/concepts/nodepools/).
const karpenterPool = "karpenter.sh/nodepool"

// addKubeNodes adds what the nodes tell: the versions of the kubelets of each node
// group, and where the source is no plan, what labels and taints the nodes of a
// group have, so that it can be judged what a drain of them means.
func addKubeNodes(question *kubeQuestion, kube upgrade.Kube, source upgrade.Source) {
	cluster := question.cluster
	nodes := nodesOfGroups(kube)
	names := slices.Sorted(maps.Keys(nodes))
	live := make([]upgrade.LiveNodeGroup, len(names))
	for i, name := range names {
		live[i].Name = name
	}
	pairs := pairGroups(cluster.NodeGroups, live)
	// Nodes of a group that has another name than any here may be of any of them.
	strangers := len(pairs) < len(names)
	for i := range cluster.NodeGroups {
		group := &cluster.NodeGroups[i]
		if group.SelfManaged || group.Action == upgrade.Create {
			continue
		}
		place, paired := pairs[i]
		var own []upgrade.KubeNode
		if paired {
			own = nodes[names[place]]
		}
		none := kube.NodesRead && !paired && !strangers
		group.Nodes = own
		group.Current = append(group.Current, kubeletClaim(*group, own, kube.NodesRead, source))
		if !question.planned {
			settings := settingsOf(own, none, source)
			group.Before, group.After = &settings, &settings
		}
	}
	addNodesApart(cluster, kube)
}

// nodesOfGroups are the nodes by the managed node group that they are of.
func nodesOfGroups(kube upgrade.Kube) map[string][]upgrade.KubeNode {
	nodes := map[string][]upgrade.KubeNode{}
	for _, node := range kube.Nodes {
		if node.NodeGroup != "" {
			nodes[node.NodeGroup] = append(nodes[node.NodeGroup], node)
		}
	}
	return nodes
}

// kubeletClaim is the version of a group by its kubelets. The oldest counts: it is
// the one that a new control plane would leave behind.
func kubeletClaim(group upgrade.NodeGroup, nodes []upgrade.KubeNode, read bool, source upgrade.Source) upgrade.VersionClaim {
	source.Attribute = "status.nodeInfo.kubeletVersion"
	var oldest upgrade.Minor
	for _, node := range nodes {
		minor, told := node.Minor()
		if !told {
			return upgrade.UnknownClaim[upgrade.Minor](fmt.Sprintf("node %s gives %s as the version of its kubelet, which is none", node.Name, upgrade.Quote(node.Kubelet)), source)
		}
		if oldest.IsZero() || minor.Older(oldest) {
			oldest = minor
		}
	}
	switch {
	case len(nodes) > 0:
		return upgrade.ClaimVersion(oldest.String(), source)
	case !read:
		return upgrade.UnknownClaim[upgrade.Minor]("the nodes could not be read from "+source.Ref, source)
	default:
		return upgrade.UnknownClaim[upgrade.Minor](fmt.Sprintf("no node in %s tells that it is of node group %s", source.Ref, group.Name), source)
	}
}

// settingsOf is what the nodes of a group tell of its settings. How EKS updates them
// Kubernetes does not tell, so that is taken as EKS has it by itself: one node at a
// time. Without nodes it is not known what the group's have, unless it has none.
func settingsOf(nodes []upgrade.KubeNode, none bool, source upgrade.Source) upgrade.NodeSettings {
	settings := upgrade.NodeSettings{
		LaunchTemplate: upgrade.NoClaim[string](source), Release: upgrade.NoClaim[string](source),
		MaxUnavailable: upgrade.NoClaim[upgrade.Share](source), ForceUpdate: upgrade.NoClaim[bool](source),
		CustomAMI: upgrade.NoClaim[bool](source), Image: upgrade.NoClaim[string](source),
		AMIType: upgrade.NoClaim[string](source), InstanceTypes: upgrade.NoClaim[[]string](source),
	}
	if len(nodes) == 0 && !none {
		reason := "it is not known which nodes are of the group"
		settings.Labels = upgrade.UnknownClaim[map[string]string](reason, source)
		settings.Taints = upgrade.UnknownClaim[[]upgrade.Taint](reason, source)
		settings.DesiredSize = upgrade.UnknownClaim[int](reason, source)
		return settings
	}
	at := func(path string) upgrade.Source {
		named := source
		named.Attribute = path
		return named
	}
	settings.Labels = upgrade.Claim[map[string]string]{Knowledge: upgrade.Known, Value: commonLabels(nodes), Source: at("metadata.labels")}
	settings.Taints = upgrade.Claim[[]upgrade.Taint]{Knowledge: upgrade.Known, Value: commonTaints(nodes), Source: at("spec.taints")}
	settings.DesiredSize = upgrade.Claim[int]{Knowledge: upgrade.Known, Value: len(nodes), Text: strconv.Itoa(len(nodes)), Source: source}
	if types := instanceTypesOf(nodes); len(types) > 0 {
		settings.InstanceTypes = upgrade.Claim[[]string]{Knowledge: upgrade.Known, Value: types, Source: at("metadata.labels")}
	}
	settings.AMIType = imageFamily(nodes, at("status.nodeInfo.osImage"))
	return settings
}

// commonLabels are the labels that all nodes have alike: what differs, such as the
// host's name, is of no use to tell groups apart.
func commonLabels(nodes []upgrade.KubeNode) map[string]string {
	if len(nodes) == 0 {
		return nil
	}
	common := maps.Clone(nodes[0].Labels)
	for _, node := range nodes[1:] {
		maps.DeleteFunc(common, func(key, value string) bool {
			other, has := node.Labels[key]
			return !has || other != value
		})
	}
	return common
}

// commonTaints are the taints that all nodes have: a pod that does not tolerate
// another finds a node without it.
func commonTaints(nodes []upgrade.KubeNode) []upgrade.Taint {
	if len(nodes) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(nodes[0].Taints), func(taint upgrade.Taint) bool {
		return slices.ContainsFunc(nodes[1:], func(node upgrade.KubeNode) bool { return !slices.Contains(node.Taints, taint) })
	})
}

func instanceTypesOf(nodes []upgrade.KubeNode) []string {
	types := map[string]bool{}
	for _, node := range nodes {
		if name := node.Labels["node.kubernetes.io/instance-type"]; name != "" {
			types[name] = true
		}
	}
	return slices.Sorted(maps.Keys(types))
}

// imageFamily is the AMI family that the operating system of a group's nodes tells.
// Of the families that rules speak of, Amazon Linux 2 has a name of its own; every
// other system is shown as it is, and is of none of them.
func imageFamily(nodes []upgrade.KubeNode, source upgrade.Source) upgrade.Claim[string] {
	const linux2, family = "Amazon Linux 2", "AL2_"
	found := ""
	for _, node := range nodes {
		if node.OS == linux2 {
			return upgrade.Claim[string]{Knowledge: upgrade.Known, Value: family, Text: linux2, Source: source}
		}
		found = node.OS
	}
	if found == "" {
		return upgrade.NoClaim[string](source)
	}
	return upgrade.ClaimText(found, source)
}

// addNodesApart notes of nodes that are in no managed node group what makes them:
// pods may run there too.
func addNodesApart(cluster *upgrade.Cluster, kube upgrade.Kube) {
	add := func(maker string) {
		if !slices.Contains(cluster.OtherNodes, maker) {
			cluster.OtherNodes = append(cluster.OtherNodes, maker)
		}
	}
	for _, node := range kube.Nodes {
		switch {
		case node.NodeGroup != "" || node.Fargate:
		case node.AutoMode:
			if mode := cluster.AutoMode; mode.Knowledge == upgrade.Unknown && mode.Reason == "" {
				cluster.AutoMode = upgrade.Claim[bool]{Knowledge: upgrade.Known, Value: true, Text: "true", Source: kube.Source()}
			}
		case node.Labels[karpenterPool] != "":
			add("Karpenter")
		default:
			add("an Auto Scaling group or a person")
		}
	}
}
