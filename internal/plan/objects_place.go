package plan

import (
	"maps"
	"slices"
)

// clusterInstances are the addresses of the clusters that the plan manages,
// those that go included.
func (d *document) clusterInstances() []string {
	var found []string
	for _, ch := range d.managed("aws_eks_cluster") {
		if ch.Deposed == "" && !slices.Contains(found, ch.Address) {
			found = append(found, ch.Address)
		}
	}
	return found
}

// objectChanges are the changes of resources that are, or hold, objects of
// Kubernetes.
func (d *document) objectChanges() []change {
	types := map[string]bool{}
	for _, list := range [][]change{d.changes, d.deferred} {
		for _, ch := range list {
			types[ch.Type] = true
		}
	}
	for _, held := range d.prior {
		types[held.Type] = true
	}
	maps.DeleteFunc(types, func(resourceType string, _ bool) bool { return !holdsObjects(resourceType) })
	changes := d.managed(slices.Sorted(maps.Keys(types))...)
	return slices.DeleteFunc(changes, func(ch change) bool { return ch.Deposed != "" })
}

// clusterOfObjects is the cluster of a change's objects: the only one in the
// plan, or the one that the provider's configuration refers to. It is "" where
// that is none, or more than one instance.
func (d *document) clusterOfObjects(ch change, clusters []string) string {
	if len(clusters) == 1 {
		return clusters[0]
	}
	if len(clusters) == 0 {
		return ""
	}
	configured := d.config().providerClusters(ch)
	referred := slices.DeleteFunc(slices.Clone(clusters), func(address string) bool {
		return !slices.Contains(configured, configAddress(address))
	})
	if len(referred) != 1 {
		return ""
	}
	return referred[0]
}
