package path

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const (
	kubeProxy         = "kube-proxy"
	clusterAutoscaler = "cluster-autoscaler"
)

// runningVersion is the version of an add-on that runs; where that is not known,
// the one that is asked for.
func runningVersion(addon upgrade.Addon) (upgrade.AddonVersion, bool) {
	switch {
	case addon.Current.Sensitive || addon.Asked.Sensitive || !addon.Asked.IsKnown():
		return upgrade.AddonVersion{}, false
	case addon.Current.IsKnown():
		return addon.Current.Value, true
	default:
		return addon.Asked.Value, true
	}
}

// settable tells whether a step may give an add-on another version. What looks like
// the version of a chart, or of an image in a registry of the team's own, may be
// something else than what the catalog knows.
func settable(catalog upgrade.Catalog, addon upgrade.Addon) bool {
	version := addon.Asked.Value
	if strings.Contains(version.String(), "eksbuild") {
		return true
	}
	facts, _ := catalog.Addon(addon.Name)
	_, numbered := version.Kubernetes()
	return facts.FollowsMinor && numbered
}

// addonsFor are the add-ons with which the control plane goes to a minor. Where
// first is true, they have to be there before it goes.
func (j journey) addonsFor(from state, minor upgrade.Minor) (addons []string, first bool) {
	with := slices.Clone(from.addons)
	before := slices.Clone(from.addons)
	for i, addon := range j.addons {
		is := parsed(from.addons[i])
		if j.takesGoal(i, is, minor) {
			with[i] = j.goal.addons[i]
			continue
		}
		switch {
		case addon.Name == kubeProxy:
			if own, ok := is.Kubernetes(); ok && lag(minor, own) > upgrade.KubeletLimit(own) {
				before[i] = j.pick(addon, is, from.controlPlane, upgrade.Minor{})
				first = first || before[i] != from.addons[i]
			}
		case addon.Name == clusterAutoscaler:
			if own, ok := is.Kubernetes(); ok && own.Older(minor) {
				with[i] = j.pick(addon, is, minor, upgrade.Minor{})
			}
		case j.runs(addon, is, minor) == no:
			if both := j.pick(addon, is, minor, from.controlPlane); both != is.String() {
				before[i], first = both, true
			} else {
				with[i] = j.pick(addon, is, minor, upgrade.Minor{})
			}
		}
	}
	if first {
		return before, true
	}
	return with, false
}

// addonsAtRest are the add-ons under a control plane that stays: those that are
// asked for, and kube-proxy where it is behind and nobody asked for a version.
func (j journey) addonsAtRest(from state) []string {
	addons := slices.Clone(from.addons)
	for i, addon := range j.addons {
		is := parsed(from.addons[i])
		switch own, numbered := is.Kubernetes(); {
		case j.takesGoal(i, is, from.controlPlane):
			addons[i] = j.goal.addons[i]
		case !j.together && addon.Name == kubeProxy && numbered && own.Older(from.controlPlane):
			addons[i] = j.pick(addon, is, from.controlPlane, upgrade.Minor{})
		}
	}
	return addons
}

// takesGoal tells whether an add-on goes to the version that somebody asked for,
// under a control plane at a minor.
func (j journey) takesGoal(i int, is upgrade.AddonVersion, minor upgrade.Minor) bool {
	goal, untouched := parsed(j.goal.addons[i]), is.String() == j.start.addons[i]
	return j.together && j.goal.addons[i] != j.start.addons[i] && (untouched || goal.Compare(is) > 0) &&
		j.runs(j.addons[i], goal, minor) != no && !j.isAhead(j.addons[i], goal, minor)
}

// isAhead tells whether an add-on that follows Kubernetes is newer than a minor.
func (j journey) isAhead(addon upgrade.Addon, version upgrade.AddonVersion, minor upgrade.Minor) bool {
	facts, _ := j.question.Catalog.Addon(addon.Name)
	own, ok := version.Kubernetes()
	return facts.FollowsMinor && ok && own.Newer(minor)
}

// addonsAhead says which add-ons are newer than the control plane once a step is
// taken. Nothing tells an older version that ran, so none is set.
func (j journey) addonsAhead(to state) []string {
	var notes []string
	for i, addon := range j.addons {
		if version := parsed(to.addons[i]); j.isAhead(addon, version, to.controlPlane) {
			notes = append(notes, fmt.Sprintf("Add-on %s is set to %s, which is newer than the control plane at %s. Set it to a version for %s by hand.",
				addon.Name, version, to.controlPlane, to.controlPlane))
		}
	}
	return notes
}

// answer is what is known of a version and a minor.
type answer int

const (
	unknown answer = iota
	yes
	no
)

// runs tells whether a version of an add-on runs on a minor: by what EKS offers
// where it was asked, else by the catalog.
func (j journey) runs(addon upgrade.Addon, version upgrade.AddonVersion, minor upgrade.Minor) answer {
	fits, known := false, false
	if offer, asked := j.offer(addon.Name, minor); asked {
		choice := offer.Choice(version.String())
		fits, known = choice.Fits, choice.FitKnown
	} else if facts, ok := j.question.Catalog.Addon(addon.Name); ok && !facts.FollowsMinor {
		fits, known = facts.Supports(version, minor)
	}
	switch {
	case !known:
		return unknown
	case fits:
		return yes
	default:
		return no
	}
}

func (j journey) offer(addon string, minor upgrade.Minor) (upgrade.AddonOffer, bool) {
	if j.cluster.Live == nil {
		return upgrade.AddonOffer{}, false
	}
	return j.cluster.Live.Offer(addon, minor)
}

// pick is the version of an add-on to take for a minor, one that runs on another
// minor too where that is given; the version that is there where none is known
// that can be written in its place.
func (j journey) pick(addon upgrade.Addon, is upgrade.AddonVersion, minor, also upgrade.Minor) string {
	facts, _ := j.question.Catalog.Addon(addon.Name)
	for _, candidate := range j.candidates(addon.Name, facts, minor) {
		version, ok := upgrade.ParseAddonVersion(candidate)
		switch {
		case !ok || version.Compare(is) <= 0 || strings.Contains(candidate, "eksbuild") != strings.Contains(is.String(), "eksbuild"):
		case !also.IsZero() && j.runs(addon, version, also) != yes:
		case facts.OneMinorAtATime && skips(is, version):
		default:
			return inStyleOf(is.String(), candidate)
		}
	}
	return is.String()
}

// candidates are versions for a minor, the best one leading.
func (j journey) candidates(addon string, facts upgrade.AddonFacts, minor upgrade.Minor) []string {
	if offer, asked := j.offer(addon, minor); asked {
		return append([]string{offer.Default}, offer.Compatible...)
	}
	var found []string
	for _, version := range facts.KnownFor(minor) {
		found = append(found, version.String())
	}
	return found
}

// skips tells whether a step from one version to another leaves a minor out.
func skips(from, to upgrade.AddonVersion) bool {
	major, minor := from.MajorMinor()
	toMajor, toMinor := to.MajorMinor()
	return major != toMajor || toMinor > minor+1
}

// inStyleOf writes a version with a leading "v" just where another has one.
func inStyleOf(other, version string) string {
	version = strings.TrimPrefix(version, "v")
	if strings.HasPrefix(other, "v") {
		return "v" + version
	}
	return version
}

// parsed reads a version that was read before.
func parsed(text string) upgrade.AddonVersion {
	version, _ := upgrade.ParseAddonVersion(text)
	return version
}
