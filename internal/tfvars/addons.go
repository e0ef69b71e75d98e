package tfvars

import (
	"maps"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Addon is an add-on whose version the environment sets.
type Addon struct {
	// Name is written with hyphens, as in the catalog.
	Name string
	// Version is known, or unknown with the reason where two places set it.
	Version upgrade.AddonClaim
}

// addonPlace is where the version of an add-on is set.
type addonPlace struct {
	place
	addon string
	// doubtful tells that a file that could not be read might set it otherwise.
	doubtful bool
}

// addons looks for the versions of add-ons. They only help to edit them, so what
// is not certain is left out, and nothing is reported.
func (s *survey) addons(targets []target) []Addon {
	quiet := &survey{scope: s.scope, met: s.met}
	places := map[string][]addonPlace{}
	for _, route := range quiet.routes(quiet.present(targets), 1) {
		for _, found := range quiet.addonPlaces(route) {
			places[found.addon] = append(places[found.addon], found)
		}
	}
	var addons []Addon
	for _, name := range slices.Sorted(maps.Keys(places)) {
		if version, ok := quiet.addonVersion(places[name]); ok {
			addons = append(addons, Addon{Name: name, Version: version})
		}
	}
	return addons
}

// present leaves out the default names of variables that are nowhere: most
// environments have none of them.
func (s *survey) present(targets []target) []target {
	if !targets[0].fallback {
		return targets
	}
	own := make(map[string]bool, len(s.own.byName))
	for name := range s.own.byName {
		own[alike(name)] = true
	}
	var found []target
	for _, target := range targets {
		if variable := target.path[0]; own[variable] || s.below.names[variable] {
			found = append(found, target)
		}
	}
	return found
}

// addonPlaces are the places of versions at the end of a path.
func (s *survey) addonPlaces(route route) []addonPlace {
	if len(route.nulls)+len(route.problems)+len(route.doubt) > 0 {
		s.meet(route.target)
	}
	path := route.target.path
	var found []addonPlace
	add := func(p place, name string) {
		s.meet(route.target)
		if name != "" && !p.isNull() {
			found = append(found, addonPlace{place: p, addon: hyphenated(name), doubtful: len(route.doubt) > 0})
		}
	}
	for _, entry := range route.found {
		if len(path) == 1 {
			add(entry, addonOf(path))
			continue
		}
		members, _, _ := entry.members() // a list of texts has no names
		byKey := make(map[string]*place, len(members))
		for _, member := range members {
			byKey[member.keys[len(member.keys)-1]] = &member
		}
		for _, key := range slices.Sorted(maps.Keys(byKey)) {
			member := byKey[key]
			switch {
			case path.last() == anyKey && !member.listed && !member.holdsOthers():
				add(*member, key)
			case path.last() == key && !s.isOff(byKey):
				add(*member, entry.addonName(path, byKey))
			}
		}
	}
	return found
}

// addonName is the name of the add-on whose version the entry holds.
func (p place) addonName(path keyPath, entry map[string]*place) string {
	star := -1
	for i, segment := range path {
		if segment == anyKey {
			star = i
		}
	}
	switch {
	case star < 0:
		return addonOf(path)
	case star < len(p.keys)-1 || !p.listed:
		return p.keys[star]
	default:
		return constant(entry["name"])
	}
}

// addonOf is the name of the add-on that a path without a * leads to: its last
// segment that does not stand for the version of what is before it.
func addonOf(path keyPath) string {
	name := path[0]
	for _, segment := range path[1:] {
		if !slices.Contains(versionAttributes, alike(segment)) {
			name = segment
		}
	}
	if short, ok := strings.CutSuffix(alike(name), "_version"); ok {
		return short
	}
	return name
}

// versionAttributes are what an object calls the version of what it describes.
var versionAttributes = []string{"version", "addon_version", "chart_version", "image_tag", "tag"}

func hyphenated(name string) string { return strings.ReplaceAll(name, "_", "-") }

// holdsOthers tells whether p is an object or a list.
func (p place) holdsOthers() bool {
	found, problem := p.leafOrContainer()
	return problem == nil && (found.kind == objectKind || found.kind == listKind)
}

// addonVersion is the version that one of the places sets, if it is certain
// which one counts.
func (s *survey) addonVersion(places []addonPlace) (upgrade.AddonClaim, bool) {
	var own, below []addonPlace
	for _, p := range places {
		set := &below
		if s.isOwn(p.place) {
			set = &own
		}
		// Two paths may lead to one place.
		if !slices.ContainsFunc(*set, func(other addonPlace) bool { return other.name() == p.name() }) {
			*set = append(*set, p)
		}
	}
	candidates := own
	if len(own) == 0 {
		candidates = below
	}
	if len(candidates) == 0 || len(own) == 0 && candidates[0].doubtful {
		return upgrade.AddonClaim{}, false
	}
	claim, ok := candidates[0].addonClaim()
	if ok && len(candidates) > 1 {
		claim = upgrade.UnknownClaim[upgrade.AddonVersion](setTwice(candidates[0], candidates[1]), candidates[0].source())
	}
	return claim, ok
}

// setTwice says that two places set one version.
func setTwice(first, second addonPlace) string {
	name := func(p addonPlace) string { return p.name() + " (" + p.source().Position() + ")" }
	return "both " + name(first) + " and " + name(second) + " set its version"
}

// addonClaim is what a place says, if that is the version of an add-on.
func (p place) addonClaim() (upgrade.AddonClaim, bool) {
	found, problem := p.read("")
	if problem != nil {
		return upgrade.AddonClaim{}, false
	}
	version, ok := upgrade.ParseAddonVersion(found.text)
	return upgrade.AddonClaim{
		Knowledge: upgrade.Known, Value: version, Text: found.text, Note: found.note, Source: p.source(),
	}, ok
}
