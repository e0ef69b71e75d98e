package plan

import (
	"fmt"
	"maps"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// environment is what the plan tells of the deployment it was made for.
func (d *document) environment(options Options) upgrade.Environment {
	environment := upgrade.Environment{Name: options.Name, Source: options.Source, Secrets: d.secrets()}
	join := d.clusterJoin()
	for _, cluster := range join.clusters {
		environment.Clusters = append(environment.Clusters, d.cluster(cluster.change))
	}
	d.addGroups(&environment, join)
	d.addProfiles(&environment, join)
	d.addPlaced(&environment, join, options)
	d.addEKSAddons(&environment, join)
	d.addOtherNodes(&environment, join)
	environment.Plan = &upgrade.Plan{
		Errored:    d.errored != nil && *d.errored,
		Partial:    d.partial(),
		Named:      options.Named,
		HasCluster: len(environment.Clusters) > 0,
		Sequence:   d.sequence(),
	}
	return environment
}

// addGroups adds the node groups, each to its cluster.
func (d *document) addGroups(environment *upgrade.Environment, join clusterJoin) {
	add := func(group upgrade.NodeGroup, i int, joined bool) {
		if joined {
			environment.Clusters[i].NodeGroups = append(environment.Clusters[i].NodeGroups, group)
		} else {
			environment.Unjoined = append(environment.Unjoined, group)
		}
	}
	for _, ch := range d.managed("aws_eks_node_group") {
		if ofAWS(ch.ProviderName) {
			i, joined := join.of(ch, "cluster_name")
			add(d.managedGroup(ch), i, joined)
		}
	}
	for _, ch := range d.managed("aws_autoscaling_group") {
		if !ofAWS(ch.ProviderName) {
			continue
		}
		if i, joined, nodes := d.clusterOfScalingGroup(ch, join); nodes {
			add(d.selfManagedGroup(ch), i, joined)
			if joined && !ch.Change.action().Destroys() {
				environment.Clusters[i].OtherNodes = append(environment.Clusters[i].OtherNodes, fmt.Sprintf("self-managed nodes (%s)", ch.Address))
			}
		}
	}
}

// clusterOfScalingGroup finds the cluster that the nodes of an Auto Scaling group
// join. It is a group of nodes where a tag speaks of a cluster, or where its tags
// refer to one.
func (d *document) clusterOfScalingGroup(ch change, join clusterJoin) (i int, joined, nodes bool) {
	side := d.left(ch)
	if !side.exists() {
		side = d.now(ch)
	}
	names, nodes := clusterTags(side)
	for _, attribute := range []string{"tag", "tags"} {
		nodes = nodes || side.at(attribute).hasUnknown() && len(d.config().clusterOf(ch, attribute)) > 0
	}
	if !nodes {
		return 0, false, false
	}
	i, joined = join.find(ch, "tag", names)
	return i, joined, true
}

// addProfiles adds the Fargate profiles. One whose cluster is not in the plan
// tells nothing of anything that is.
func (d *document) addProfiles(environment *upgrade.Environment, join clusterJoin) {
	for _, ch := range d.managed("aws_eks_fargate_profile") {
		if i, joined := join.of(ch, "cluster_name"); joined && ofAWS(ch.ProviderName) && ch.Deposed == "" {
			environment.Clusters[i].Fargate = append(environment.Clusters[i].Fargate, d.fargateProfile(ch))
		}
	}
}

// addPlaced adds what runs in the clusters, in the order of their addresses.
func (d *document) addPlaced(environment *upgrade.Environment, join clusterJoin, options Options) {
	placed := d.placed(options)
	standing := join.standing()
	for _, address := range slices.Sorted(maps.Keys(placed)) {
		into := &environment.Unplaced
		for _, i := range standing {
			if environment.Clusters[i].Address == address || address == "" && len(standing) == 1 {
				into = &environment.Clusters[i].Placed
			}
		}
		addPlacedTo(into, *placed[address])
	}
}

func addPlacedTo(into *upgrade.Placed, more upgrade.Placed) {
	into.Workloads = append(into.Workloads, more.Workloads...)
	into.Budgets = append(into.Budgets, more.Budgets...)
	into.Autoscalers = append(into.Autoscalers, more.Autoscalers...)
	into.APIObjects = append(into.APIObjects, more.APIObjects...)
	into.Opaque = append(into.Opaque, more.Opaque...)
	into.Addons = append(into.Addons, more.Addons...)
}

// addEKSAddons adds the add-ons that EKS manages.
func (d *document) addEKSAddons(environment *upgrade.Environment, join clusterJoin) {
	for _, ch := range d.managed("aws_eks_addon") {
		if !ofAWS(ch.ProviderName) || ch.Deposed != "" {
			continue
		}
		into := &environment.Unplaced
		if i, joined := join.of(ch, "cluster_name"); joined {
			into = &environment.Clusters[i].Placed
		}
		into.Addons = append(into.Addons, d.eksAddons(ch)...)
	}
}

// nodeEntries are the types of access entries for nodes that EKS does not manage.
var nodeEntries = []string{"EC2_LINUX", "EC2_WINDOWS", "HYBRID_LINUX"}

// addOtherNodes adds what makes nodes besides the node groups.
func (d *document) addOtherNodes(environment *upgrade.Environment, join clusterJoin) {
	add := func(i int, maker string) {
		environment.Clusters[i].OtherNodes = append(environment.Clusters[i].OtherNodes, maker)
	}
	for _, ch := range d.managed("aws_eks_pod_identity_association") {
		side := d.left(ch)
		if i, joined := join.of(ch, "cluster_name"); joined && side.named("service_account") == "karpenter" {
			add(i, fmt.Sprintf("Karpenter (%s)", ch.Address))
		}
	}
	for _, ch := range d.managed("aws_eks_access_entry") {
		side := d.left(ch)
		if i, joined := join.of(ch, "cluster_name"); joined && slices.Contains(nodeEntries, side.named("type")) {
			add(i, fmt.Sprintf("nodes that join by %s", ch.Address))
		}
	}
	for _, ch := range d.managed("spotinst_ocean_aws", "spotinst_elastigroup_aws", "spotinst_elastigroup_aws_eks") {
		if standing := join.standing(); len(standing) == 1 && d.left(ch).exists() {
			add(standing[0], fmt.Sprintf("Spot (%s)", ch.Address))
		}
	}
	for i := range environment.Clusters {
		environment.Clusters[i].OtherNodes = append(environment.Clusters[i].OtherNodes, otherNodeMakers(&environment.Clusters[i].Placed)...)
	}
}
