package rules

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// place is one cluster of a plan with what runs in it, or the objects whose
// cluster the plan does not hold.
type place struct {
	// cluster is nil where the plan does not hold it.
	cluster *upgrade.Cluster
	upgrade.Placed
	// current is the control plane's version now, and asked the one that the
	// apply leaves, or that was given to judge by.
	current, asked upgrade.VersionClaim
	// aimed tells that a version to judge by was given.
	aimed bool
}

// places lists the clusters of an environment that stay or are made, and its
// objects without a cluster; none where the environment was not read from a
// plan.
func places(environment upgrade.Environment) []place {
	if environment.Plan == nil {
		return nil
	}
	aimed := !environment.Plan.Target.IsZero()
	var found []place
	for i := range environment.Clusters {
		cluster := &environment.Clusters[i]
		if cluster.Action == upgrade.Delete {
			continue
		}
		found = append(found, place{
			cluster: cluster, Placed: cluster.Placed, aimed: aimed,
			current: cluster.CurrentVersion(), asked: cluster.AskedVersion(),
		})
	}
	unplaced := place{Placed: environment.Unplaced, aimed: aimed, current: upgrade.UnknownClaim[upgrade.Minor]("the plan does not hold the cluster", upgrade.Source{})}
	unplaced.asked = unplaced.current
	if aimed {
		target := environment.Plan.Target
		unplaced.asked = upgrade.ClaimVersion(target.String(), upgrade.Source{Kind: upgrade.SourceTarget})
	}
	return append(found, unplaced)
}

// upgrades tells whether a version of the control plane or a node group
// changes, or is judged as if it did: only then do upgrade rules speak.
func (p place) upgrades() bool {
	if p.cluster == nil {
		return p.aimed
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
	for _, group := range p.cluster.NodeGroups {
		if nodesGo(group) {
			return true
		}
	}
	return false
}

// nodesGo tells whether the apply takes the nodes of a group away that are there
// now, by an update or by removing the group.
func nodesGo(group upgrade.NodeGroup) bool {
	if group.Before == nil {
		return false
	}
	if group.Action.Destroys() || group.Moves() {
		return true
	}
	before, after := group.Before.LaunchTemplate, upgrade.NoClaim[string](upgrade.Source{})
	if group.After != nil {
		after = group.After.LaunchTemplate
	}
	return group.Action == upgrade.Update && !group.SelfManaged &&
		(before.Knowledge != after.Knowledge || before.Value != after.Value)
}
