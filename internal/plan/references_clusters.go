package plan

import (
	"slices"
	"strings"
)

const clusterType = "aws_eks_cluster"

// clusterOf lists the clusters that an attribute of a change refers to, through
// modules, data sources and other resources, as addresses of aws_eks_cluster
// without keys of instances. Where the attribute is a local value, or the
// configuration holds the resource no more, it is the clusters that the prior
// state says the object depends on.
func (c *configuration) clusterOf(ch change, attribute string) []string {
	resource := c.resource(ch)
	if resource == nil {
		return c.clustersOfState(configAddress(ch.Address))
	}
	found, hidden := c.nearestClusters(c.originsOf(resource, resource.at([]string{attribute})))
	return c.orOfState(resource, found, hidden)
}

// providerClusters lists the clusters that the provider configuration of a
// change refers to, as clusterOf does.
func (c *configuration) providerClusters(ch change) []string {
	resource := c.resource(ch)
	if resource == nil {
		return c.clustersOfState(configAddress(ch.Address))
	}
	block := c.provider(resource)
	if block == nil {
		return nil
	}
	if !block.searched {
		block.clusters, block.hidden = c.nearestClusters(c.blockOrigins(block))
		block.searched = true
	}
	return c.orOfState(resource, block.clusters, block.hidden)
}

// nearestClusters lists the clusters that can be reached from what was referred
// to without passing another, and tells whether a local value hides more.
func (c *configuration) nearestClusters(from *origins) (found []string, hidden bool) {
	hidden = len(from.locals) > 0
	queue, seen := slices.Clone(from.resources), map[string]bool{}
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		if seen[address] {
			continue
		}
		seen[address] = true
		if isCluster(address) {
			found = append(found, address)
			continue
		}
		found = append(found, c.document.clustersNamedBy(address)...)
		next := c.lookup(address)
		if next == nil {
			continue
		}
		var expressions []expression
		for _, raw := range next.Expressions {
			expressions = append(expressions, expressionsAt(raw, nil)...)
		}
		further := c.originsOf(next, expressions)
		hidden = hidden || len(further.locals) > 0
		slices.Sort(further.resources)
		queue = append(queue, further.resources...)
	}
	slices.Sort(found)
	return found, hidden
}

// orOfState gives the clusters that were found or, where none was and a local
// value hides what is referred to, those that the prior state says the resource
// depends on.
func (c *configuration) orOfState(resource *configResource, found []string, hidden bool) []string {
	if len(found) > 0 || !hidden {
		return slices.Clone(found)
	}
	return c.clustersOfState(resource.address())
}

// clustersOfState lists the clusters that the prior state says a resource depends
// on.
func (c *configuration) clustersOfState(resource string) []string {
	var found []string
	for _, address := range c.dependencies[resource] {
		if isCluster(address) {
			found = append(found, address)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// clustersNamedBy lists the clusters of the plan that have the name that a data
// source of clusters was read with; none for any other resource.
func (d *document) clustersNamedBy(address string) []string {
	list := addressSteps(address)
	if rest := list[len(moduleSteps(address)):]; len(rest) != 3 || rest[0].name != "data" || !strings.HasPrefix(rest[1].name, clusterType) {
		return nil
	}
	var found []string
	for _, held := range d.prior {
		if held.Mode != "data" || configAddress(held.Address) != address {
			continue
		}
		name, _ := value{data: decode(held.Values)}.at("name").text()
		for _, ch := range d.changes {
			now, _ := ch.Change.before().at("name").text()
			if ch.Mode == "managed" && ch.Type == clusterType && name != "" && now == name {
				found = append(found, configAddress(ch.Address))
			}
		}
	}
	return found
}

// isCluster tells whether an address without keys is that of a managed cluster.
func isCluster(address string) bool {
	list := addressSteps(address)
	rest := list[len(moduleSteps(address)):]
	return len(rest) == 2 && rest[0].name == clusterType
}
