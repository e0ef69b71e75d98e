package upgrade

import (
	"slices"
	"strings"
)

// AddonChoice is what there is to choose from of one add-on for one Kubernetes
// minor.
type AddonChoice struct {
	// Default and Latest are empty where nothing tells them.
	Default, Latest string
	// Compatible are the versions that are known to run on the minor, newest
	// first. Those of the catalog are not all that there are.
	Compatible []string
	// Fits tells whether the installed version is among those that run on the
	// minor, and means something only where FitKnown is true.
	Fits, FitKnown bool
	// UpgradeTo is the version to take in place of one that does not fit; empty
	// where the installed one does, or nothing newer is known.
	UpgradeTo string
}

// Choice is the choice that EKS offers where a version is installed; "" where
// none is, or it is not known which.
func (o AddonOffer) Choice(installed string) AddonChoice {
	choice := AddonChoice{Default: o.Default, Compatible: slices.Clone(o.Compatible)}
	if len(o.Compatible) > 0 {
		choice.Latest = o.Compatible[0]
	}
	if installed == "" {
		return choice
	}
	choice.Fits = slices.ContainsFunc(o.Compatible, func(offered string) bool { return sameAddonVersion(installed, offered) })
	_, parsed := ParseAddonVersion(installed)
	choice.FitKnown = parsed || choice.Fits
	choice.settle(installed)
	return choice
}

// Choice is what the catalog knows to choose from for a minor.
func (a AddonFacts) Choice(minor Minor, installed string) AddonChoice {
	var choice AddonChoice
	for _, version := range a.KnownFor(minor) {
		choice.Compatible = append(choice.Compatible, version.String())
	}
	if len(choice.Compatible) > 0 {
		choice.Latest = choice.Compatible[0]
	}
	if version, ok := ParseAddonVersion(installed); ok {
		choice.Fits, choice.FitKnown = a.Supports(version, minor)
		choice.settle(installed)
	}
	return choice
}

// settle finds what to take in place of a version that does not fit: the default
// where it is newer, else the newest.
func (c *AddonChoice) settle(installed string) {
	was, ok := ParseAddonVersion(installed)
	if !ok || !c.FitKnown || c.Fits {
		return
	}
	for _, candidate := range []string{c.Default, c.Latest} {
		if version, ok := ParseAddonVersion(candidate); ok && version.Compare(was) > 0 {
			c.UpgradeTo = candidate
			return
		}
	}
}

// sameAddonVersion tells whether an installed version is an offered one. A
// version without the number of an EKS build, as an image has that EKS does not
// manage, is any build of it.
func sameAddonVersion(installed, offered string) bool {
	if installed == offered {
		return true
	}
	a, okA := ParseAddonVersion(installed)
	b, okB := ParseAddonVersion(offered)
	if !okA || !okB {
		return false
	}
	if !strings.Contains(installed, "eksbuild") {
		return a.CompareCore(b) == 0
	}
	return a.Compare(b) == 0
}

// Supports tells whether a version of the add-on runs on a Kubernetes minor; known
// is false where the catalog does not tell.
func (a AddonFacts) Supports(version AddonVersion, minor Minor) (supports, known bool) {
	if a.FollowsMinor {
		own, ok := version.Kubernetes()
		return ok && own == minor, ok
	}
	for _, need := range a.Needs {
		grave := need.Severity == Off || need.Severity == Error
		if grave && !minor.Older(need.Kubernetes) && version.CompareCore(need.AtLeast) < 0 {
			return false, true
		}
	}
	refused := false
	for _, r := range a.Ranges {
		switch {
		case !r.Holds(version):
		case r.Runs(minor):
			return true, true
		case r.Refuses(minor):
			refused = true
		}
	}
	return false, refused
}

// KnownFor lists the versions of the add-on in the catalog that run on a
// Kubernetes minor, newest first.
func (a AddonFacts) KnownFor(minor Minor) []AddonVersion {
	var found []AddonVersion
	add := func(version AddonVersion) {
		if !slices.ContainsFunc(found, func(v AddonVersion) bool { return v.Compare(version) == 0 }) {
			found = append(found, version)
		}
	}
	for _, latest := range a.Latest {
		if latest.Kubernetes == minor {
			add(latest.Version)
		}
	}
	others := make([]AddonVersion, 0, len(a.Latest)+len(a.ChartVersions))
	for _, latest := range a.Latest {
		others = append(others, latest.Version)
	}
	for _, chart := range a.ChartVersions {
		others = append(others, chart.App)
	}
	for _, version := range others {
		if supports, known := a.Supports(version, minor); known && supports {
			add(version)
		}
	}
	slices.SortStableFunc(found, func(x, y AddonVersion) int { return y.Compare(x) })
	return found
}
