package rules

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// place is one cluster with what runs in it, or the objects whose
// cluster the plan does not hold.
type place struct {
	// cluster is nil where the plan does not hold it.
	cluster *upgrade.Cluster
	upgrade.Placed
	// current is the control plane's version now, and asked the one that the
	// apply leaves, or that was given to judge by.
	current, asked upgrade.VersionClaim
	// going are the cluster's node groups whose nodes the apply takes away.
	going []upgrade.NodeGroup
	// planned are the keys of the labels that pods may ask of the node groups.
	planned map[string]bool
	// aimed tells that a version to judge by was given.
	aimed bool
	// moving tells, where the cluster is one of several and the plan does not say
	// which, that one of them is upgraded.
	moving bool
	// draining tells, where the cluster is one of several and the plan does not
	// say which, that nodes of one of them are replaced or go.
	draining bool
}

// places lists the clusters of an environment that stay or are made, and its
// objects without a cluster. tfvars do not tell what runs in a cluster, so there
// it takes the cluster to, by EKS or by its Kubernetes API.
func places(environment upgrade.Environment) []place {
	var found []place
	for i := range environment.Clusters {
		cluster := &environment.Clusters[i]
		if cluster.Action == upgrade.Delete || environment.Plan == nil && cluster.Live == nil && cluster.Kube == nil {
			continue
		}
		found = append(found, placeOf(environment, cluster))
	}
	if environment.Plan == nil {
		return found
	}
	return append(found, unplaced(environment, found))
}

// placeOf is the place of a cluster.
func placeOf(environment upgrade.Environment, cluster *upgrade.Cluster) place {
	return place{
		cluster: cluster, Placed: cluster.Placed, aimed: aimed(environment),
		current: cluster.CurrentVersion(), asked: cluster.AskedVersion(),
		going: goingOf(cluster.NodeGroups), planned: plannedKeys(cluster.NodeGroups),
	}
}

// unplaced is the place of what runs in a cluster that the plan does not hold,
// or in one of several that it does not tell. Where these agree on their
// versions it does not matter which.
func unplaced(environment upgrade.Environment, clusters []place) place {
	unknown := upgrade.UnknownClaim[upgrade.Minor]("the plan does not hold the cluster", upgrade.Source{})
	in := place{Placed: environment.Unplaced, aimed: aimed(environment), current: unknown, asked: unknown}
	for _, cluster := range clusters {
		in.moving = in.moving || cluster.upgrades()
		in.draining = in.draining || cluster.drains()
	}
	if len(clusters) > 0 {
		in.current, in.asked = agreed(clusters)
	}
	if in.aimed {
		in.asked = upgrade.ClaimVersion(environment.Plan.Target.String(), upgrade.Source{Kind: upgrade.SourceTarget})
	}
	return in
}

// whichCluster is why an object in one of several clusters is not judged.
const whichCluster = "the plan does not tell in which of its clusters it is"

// agreed gives the current and the asked version of clusters that have both in
// common.
func agreed(clusters []place) (current, asked upgrade.VersionClaim) {
	first := clusters[0]
	for _, cluster := range clusters {
		if !sameVersion(cluster.current, first.current) || !sameVersion(cluster.asked, first.asked) {
			unknown := upgrade.UnknownClaim[upgrade.Minor](whichCluster, upgrade.Source{})
			return unknown, unknown
		}
	}
	return first.current, first.asked
}

func sameVersion(a, b upgrade.VersionClaim) bool {
	return a.IsKnown() && b.IsKnown() && a.Value == b.Value
}

// upgrades tells whether a version of the control plane or a node group
// changes, or is judged as if it did: only then do upgrade rules speak.
func (p place) upgrades() bool {
	if p.cluster == nil {
		return p.aimed || p.moving
	}
	if p.aimed || p.cluster.Moves() {
		return true
	}
	for _, group := range p.cluster.NodeGroups {
		if group.Moves() || group.Action.Destroys() {
			return true
		}
	}
	return false
}

// drains tells whether nodes that run pods now are replaced or go: only then do
// the rules of drains speak.
func (p place) drains() bool {
	if p.cluster == nil {
		return p.aimed
	}
	return len(p.going) > 0
}

// goingOf lists the node groups whose nodes go.
func goingOf(groups []upgrade.NodeGroup) []upgrade.NodeGroup {
	var going []upgrade.NodeGroup
	for _, group := range groups {
		if nodesGo(group) {
			going = append(going, group)
		}
	}
	return going
}

// nodesGo tells whether the apply takes the nodes of a group away that are there
// now, by an update or by removing the group. A group that is scaled to none has
// nothing to drain.
func nodesGo(group upgrade.NodeGroup) bool {
	if group.Before == nil || empty(group) {
		return false
	}
	if group.Action.Destroys() || group.Moves() {
		return true
	}
	if group.Action != upgrade.Update || group.SelfManaged || group.After == nil {
		return false
	}
	before, after := *group.Before, *group.After
	// A release that nothing sets stays what it is.
	return differ(before.LaunchTemplate, after.LaunchTemplate) ||
		after.Release.Knowledge != upgrade.Absent && differ(before.Release, after.Release)
}

// differ tells whether a text changes, or may.
func differ(before, after upgrade.Claim[string]) bool {
	return before.Knowledge != after.Knowledge || before.Value != after.Value
}
