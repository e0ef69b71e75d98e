package tfvars

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const (
	nodeGroupField  = "node_group_versions"
	expectedVersion = `a version such as "1.34"`
	expectedRelease = `an AMI release such as "1.34.1-20260101"`
)

// nodeGroups looks for the environment's node groups.
func (s *survey) nodeGroups(targets []target) []NodeGroup {
	var (
		groups []group
		doubts []upgrade.Problem
	)
	for _, route := range s.routes(targets, 1) {
		s.report(route.problems...)
		if len(route.nulls)+len(route.problems)+len(route.doubt) > 0 {
			s.meet(route.target)
		}
		if !route.set {
			doubts = append(doubts, route.doubt...)
		}
		for _, entry := range route.found {
			if found, ok := s.group(entry, route); ok {
				groups = append(groups, found)
			}
		}
	}
	// What no file of the environment says may be in a file that could not be
	// read. Default names are given up once one was found.
	if !targets[0].fallback || !slices.ContainsFunc(groups, func(g group) bool { return s.isOwn(g.place) }) {
		s.report(doubts...)
	}
	if targets[0].fallback {
		groups = s.oneName(groups)
	}
	return s.named(merged(groups))
}

// oneName keeps the groups of the one default name that sets versions; where
// none does, all.
func (s *survey) oneName(groups []group) []group {
	var own, below []place
	seen := map[string]bool{}
	for _, g := range groups {
		decides := g.decides()
		if decides == nil {
			continue
		}
		set := &below
		if s.isOwn(*decides) {
			set = &own
		}
		// The same variable may set some in its file, and some by a default.
		if id := fmt.Sprint(s.isOwn(*decides), g.keys[0]); !seen[id] {
			seen[id] = true
			*set = append(*set, *decides)
		}
	}
	candidates := own
	if len(own) == 0 {
		candidates = below
	}
	switch len(candidates) {
	case 0:
		return groups
	case 1:
		return slices.DeleteFunc(groups, func(g group) bool { return g.keys[0] != candidates[0].keys[0] })
	default:
		s.report(*conflict(candidates, "the version of the node groups", nodeGroupField))
		return nil
	}
}

// merged joins what several paths say of one entry.
func merged(groups []group) []group {
	var merged []group
	at := map[string]int{}
	for _, g := range groups {
		id := strings.Join(g.keys, "\x00")
		i, twice := at[id]
		if !twice {
			at[id] = len(merged)
			merged = append(merged, g)
			continue
		}
		if before := &merged[i]; before.version != nil && g.version != nil && before.version.name() != g.version.name() {
			before.doubt = append(before.doubt, *conflict([]place{*before.version, *g.version}, "the version of one node group", nodeGroupField))
		}
		merged[i].version = cmp.Or(merged[i].version, g.version)
		merged[i].release = cmp.Or(merged[i].release, g.release)
	}
	return merged
}

// named gives each group a name that no other has: its own, or where two have
// the same, the path to it.
func (s *survey) named(groups []group) []NodeGroup {
	times := map[string]int{}
	for _, g := range groups {
		times[g.shortName()]++
	}
	found := make([]NodeGroup, 0, len(groups))
	for _, g := range groups {
		name := g.shortName()
		if times[name] > 1 {
			name = g.name()
		}
		found = append(found, s.nodeGroup(name, g))
	}
	slices.SortFunc(found, func(a, b NodeGroup) int { return cmp.Compare(a.Name, b.Name) })
	return found
}

func (s *survey) nodeGroup(name string, g group) NodeGroup {
	if len(g.doubt) > 0 {
		s.report(g.doubt...)
		reason, source := reasons(g.doubt), g.doubt[0].Source
		return NodeGroup{
			Name:           name,
			Version:        upgrade.UnknownClaim[upgrade.Minor](reason, source),
			ReleaseVersion: upgrade.UnknownClaim[string](reason, source),
		}
	}
	release := groupClaim(s, g, g.release, releaseKey, expectedRelease, textClaim)
	version := groupClaim(s, g, g.version, g.versionKey(), expectedVersion, versionClaim)
	if version.Knowledge == upgrade.Absent {
		version = g.derived(release, version)
	}
	// The type that has a default may be in a file that could not be read.
	if doubt := s.below.variables.doubt(g.keys[0]); version.Knowledge == upgrade.Absent && len(doubt) > 0 {
		s.report(doubt...)
		version = upgrade.UnknownClaim[upgrade.Minor](reasons(doubt), doubt[0].Source)
	}
	return NodeGroup{Name: name, Version: version, ReleaseVersion: release}
}

// groupClaim is what a group says of one of its attributes.
func groupClaim[T any](s *survey, g group, p *place, key, expected string, known func(leaf, upgrade.Source) upgrade.Claim[T]) upgrade.Claim[T] {
	if p == nil {
		source := g.source()
		if len(g.target.path) > 1 {
			source.Attribute += "." + key
		}
		return upgrade.NoClaim[T](source)
	}
	found, problem := p.read(expected)
	switch {
	case problem != nil:
		s.report(*problem)
		return upgrade.UnknownClaim[T](problem.Message, problem.Source)
	case found.kind == nullKind:
		return upgrade.NoClaim[T](p.source())
	default:
		return known(found, p.source())
	}
}

// derived is the version that a release tells, or else the absent claim.
func (g group) derived(release upgrade.Claim[string], absent upgrade.VersionClaim) upgrade.VersionClaim {
	minor, ok := upgrade.ReleaseMinor(release.Value)
	if !ok || g.bottlerocket {
		return absent
	}
	version := upgrade.ClaimVersion(minor.String(), release.Source)
	version.Note = fmt.Sprintf("taken from the release version %q", release.Value)
	return version
}
