package path

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Taken gives an environment as it is asked to be once the edits of a step of one
// of its clusters are made, so that the rules can judge the step.
func (s Step) Taken(environment upgrade.Environment, address string) upgrade.Environment {
	environment.Clusters = slices.Clone(environment.Clusters)
	for i := range environment.Clusters {
		if environment.Clusters[i].Address == address {
			environment.Clusters[i] = s.takenBy(environment.Clusters[i])
		}
	}
	return environment
}

func (s Step) takenBy(cluster upgrade.Cluster) upgrade.Cluster {
	cluster.NodeGroups = slices.Clone(cluster.NodeGroups)
	cluster.Addons = slices.Clone(cluster.Addons)
	for _, change := range s.Changes {
		switch change.Part {
		case ControlPlanePart:
			cluster.Asked = set(cluster.AskedVersion(), change)
		case NodeGroupPart:
			for i := range cluster.NodeGroups {
				if group := &cluster.NodeGroups[i]; group.Name == change.Name && group.Address == change.Address {
					group.Asked = set(group.AskedVersion(), change)
				}
			}
		case AddonPart:
			for i := range cluster.Addons {
				if addon := &cluster.Addons[i]; addon.Name == change.Name && addon.Address == change.Address {
					addon.Asked.Value, addon.Asked.Text = parsed(change.To), change.To
					addon.Action = upgrade.Update
				}
			}
		}
	}
	return cluster
}

// set asks for another version at the place of the one that was asked for.
func set(asked upgrade.VersionClaim, change Change) []upgrade.VersionClaim {
	return []upgrade.VersionClaim{upgrade.ClaimVersion(change.To, asked.Source)}
}
