package plan

import (
	"bytes"
	"slices"
	"strings"
)

// clusterJoin finds the cluster of the plan that a resource belongs to.
type clusterJoin struct {
	document *document
	clusters []joinable
}

// joinable is a cluster with its values decoded once.
type joinable struct {
	change
	now, left attributes
}

func (d *document) clusterJoin() clusterJoin {
	join := clusterJoin{document: d}
	for _, ch := range d.clusterChanges() {
		join.clusters = append(join.clusters, joinable{change: ch, now: d.now(ch), left: d.left(ch)})
	}
	return join
}

// of is the index of the cluster that an attribute of a change names, by its
// name where that is known and by reference where it is not; false where that is
// no cluster of the plan, or cannot be told among several.
func (j clusterJoin) of(ch change, attribute string) (int, bool) {
	now, left := j.document.now(ch), j.document.left(ch)
	names := namesIn(left, attribute)
	if len(names) == 0 && !left.at(attribute).isUnknown() {
		names = namesIn(now, attribute)
	}
	return j.find(ch, attribute, names)
}

// find is of for names that are already known.
func (j clusterJoin) find(ch change, attribute string, names []string) (int, bool) {
	candidates := j.standing()
	referred := j.document.config().clusterOf(ch, attribute)
	isReferred := func(i int) bool { return slices.Contains(referred, configAddress(j.clusters[i].Address)) }
	switch {
	case len(names) > 0:
		candidates = keep(candidates, func(i int) bool { return j.clusters[i].isNamed(names) })
	case len(referred) > 0:
		candidates = keep(candidates, isReferred)
	}
	if len(candidates) > 1 {
		candidates = j.narrow(candidates, ch, isReferred)
	}
	if len(candidates) != 1 {
		return 0, false
	}
	return candidates[0], true
}

// narrow leaves those of several clusters that are nearest to a resource: that it
// refers to, in the same region and account, in the same module instance, or
// with the same keys.
func (j clusterJoin) narrow(candidates []int, ch change, isReferred func(int) bool) []int {
	now, left := j.document.now(ch), j.document.left(ch)
	for _, near := range []func(int) bool{
		isReferred,
		func(i int) bool { return sameScope(j.clusters[i].now.named("arn"), now.named("arn")) },
		func(i int) bool { return j.sameRegion(j.clusters[i], ch, left) },
		func(i int) bool { return moduleOf(j.clusters[i].Address) == moduleOf(ch.Address) },
		func(i int) bool { return slices.Equal(keysIn(j.clusters[i].Address), keysIn(ch.Address)) },
		func(i int) bool { return len(ch.Index) > 0 && bytes.Equal(j.clusters[i].Index, ch.Index) },
	} {
		if narrowed := keep(candidates, near); len(narrowed) > 0 {
			candidates = narrowed
		}
	}
	return candidates
}

// standing are the clusters that their addresses stand for.
func (j clusterJoin) standing() []int {
	var found []int
	for i, ch := range j.clusters {
		if ch.Deposed == "" {
			found = append(found, i)
		}
	}
	return found
}

// isNamed tells whether a cluster has one of the names, before or after.
func (c joinable) isNamed(names []string) bool {
	return slices.Contains(names, c.now.named("name")) || slices.Contains(names, c.left.named("name"))
}

func namesIn(a attributes, attribute string) []string {
	if name := a.named(attribute); name != "" {
		return []string{name}
	}
	return nil
}

func keep(candidates []int, wanted func(int) bool) []int {
	var kept []int
	for _, i := range candidates {
		if wanted(i) {
			kept = append(kept, i)
		}
	}
	return kept
}

// sameScope tells whether two ARNs are of the same region and account: clusters
// of different ones may share a name.
func sameScope(one, other string) bool {
	a, b := strings.SplitN(one, ":", 6), strings.SplitN(other, ":", 6)
	return len(a) == 6 && len(b) == 6 && slices.Equal(a[3:5], b[3:5])
}

// sameRegion tells whether a resource is in the region of a cluster: by the
// attribute that version 6 of the AWS provider has, or by the configuration of
// their provider.
func (j clusterJoin) sameRegion(cluster joinable, ch change, left attributes) bool {
	if a, b := cluster.left.named("region"), left.named("region"); a != "" && b != "" {
		return a == b
	}
	config := j.document.config()
	a, b := config.resource(cluster.change), config.resource(ch)
	return a != nil && b != nil && a.Provider == b.Provider
}
