package report

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// clustersOf are the clusters and node groups of an environment that a reader
// knows: without what a replacement has left behind, which only findings name.
func clustersOf(environment upgrade.Environment) []upgrade.Cluster {
	var known []upgrade.Cluster
	for _, cluster := range environment.Clusters {
		if cluster.Deposed {
			continue
		}
		cluster.NodeGroups = slices.DeleteFunc(slices.Clone(cluster.NodeGroups), func(g upgrade.NodeGroup) bool { return g.Deposed })
		known = append(known, cluster)
	}
	return known
}
