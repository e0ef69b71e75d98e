package tfvars

import (
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const (
	versionKey = "version"
	releaseKey = "release_version"
)

// group is a node group where a path has found one.
type group struct {
	// place is the object that holds the version, or the version itself where it
	// is a variable.
	place
	target target
	// version and release are nil where the group does not say.
	version, release *place
	// called is what an entry of a list calls itself.
	called       string
	bottlerocket bool
	// doubt is what could not be read and might say otherwise.
	doubt []upgrade.Problem
}

// group looks at what the path but for its last segment leads to. It tells too
// whether that is a node group.
func (s *survey) group(entry place, route route) (group, bool) {
	found := group{place: entry, target: route.target, doubt: route.doubt}
	last := route.target.path.last()
	if len(route.target.path) == 1 {
		s.meet(route.target)
		if found.version = &entry; last == releaseKey {
			found.version, found.release = nil, &entry
		}
		return found, true
	}
	members, kind, problem := entry.members()
	if problem != nil {
		s.report(*problem)
	}
	if kind != objectKind {
		// What a * or a default name finds next to the groups may be anything.
		if before := route.target.path[len(route.target.path)-2]; problem == nil && route.strict && before != anyKey {
			s.meet(route.target)
			s.report(*entry.problem("Correct the value, or the path in variable_names.",
				"%s is %s, where an object with %s is expected.", entry.name(), kind, last))
		}
		return found, false
	}
	byKey := make(map[string]*place, len(members))
	for _, member := range members {
		byKey[member.keys[len(member.keys)-1]] = &member
	}
	found.version = byKey[found.versionKey()]
	if last == versionKey || last == releaseKey {
		found.release = byKey[releaseKey]
	}
	off := s.isOff(byKey)
	if off || found.version != nil || found.release != nil || entry.shape.declares(last) {
		s.meet(route.target)
	}
	found.called = constant(byKey["name"])
	found.bottlerocket = strings.HasPrefix(strings.ToUpper(constant(byKey["ami_type"])), "BOTTLEROCKET")
	return found, !off
}

// switches are the attributes by which an entry says that there is no such
// group, each with the value that says so.
var switches = []struct{ key, off string }{{"enabled", "false"}, {"create", "false"}, {"max_size", "0"}}

func (s *survey) isOff(entry map[string]*place) bool {
	for _, by := range switches {
		if entry[by.key] == nil {
			continue
		}
		found, problem := entry[by.key].leafOrContainer()
		if problem != nil {
			s.report(*problem)
		}
		if found.text == by.off {
			return true
		}
	}
	return false
}

// constant is the text of a place, or "" where there is none.
func constant(p *place) string {
	if p == nil {
		return ""
	}
	found, problem := p.leafOrContainer()
	if problem != nil || found.kind != textKind {
		return ""
	}
	return found.text
}

// decides is the place where the group sets a version of its own, or nil.
func (g group) decides() *place {
	for _, p := range []*place{g.version, g.release} {
		if p != nil && !p.isNull() {
			return p
		}
	}
	return nil
}

// shortName is the key just before the last segment.
func (g group) shortName() string {
	if g.listed && g.called != "" {
		return g.called
	}
	return g.keys[len(g.keys)-1]
}

// versionKey is the attribute that holds the group's version.
func (g group) versionKey() string {
	if last := g.target.path.last(); last != releaseKey {
		return last
	}
	return versionKey
}
