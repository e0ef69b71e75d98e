package rules

import (
	"fmt"
	"iter"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// The add-ons that have rules of their own.
const (
	kubeProxy         = "kube-proxy"
	clusterAutoscaler = "cluster-autoscaler"
)

// addonState is an add-on and its control plane at one moment.
type addonState struct {
	controlPlane upgrade.VersionClaim
	addon        upgrade.AddonClaim
}

// addonWay is the way of an add-on and its control plane from what is there to
// what is asked.
type addonWay struct {
	// before and after are nil where a version is not known, or the add-on is not
	// there.
	before, after *addonState
	// onTheWay are the states in between that the apply may pass through.
	onTheWay []addonStation
}

// addonStation is a state on the way.
type addonStation struct {
	addonState
	reached reach
	// behind tells that the add-on is still what it was and the control plane has
	// moved; otherwise it is the other way round.
	behind bool
}

// wayOf finds the states of an add-on of a place.
func wayOf(environment upgrade.Environment, in place, addon upgrade.Addon) addonWay {
	var way addonWay
	now, then := in.current, in.asked
	if in.cluster != nil && in.cluster.Action.Replaces() {
		now = upgrade.NoClaim[upgrade.Minor](upgrade.Source{})
	}
	was, willBe := addon.Current, settled(addon)
	if canCompare(now) && was.IsKnown() {
		way.before = &addonState{now, was}
	}
	if canCompare(then) && willBe.IsKnown() {
		way.after = &addonState{then, willBe}
	}
	same := was.IsKnown() && willBe.IsKnown() && was.Value.Compare(willBe.Value) == 0 && !addon.Action.Destroys()
	if in.cluster == nil || !canCompare(now) || !canCompare(then) || now.Value == then.Value || same {
		return way
	}
	controlPlane := coming(in.cluster.Address)
	if was.IsKnown() {
		way.pass(addonStation{addonState{then, was}, passes(environment, controlPlane, leaving(addon.Address, addon.Action)), true})
	}
	if willBe.IsKnown() {
		way.pass(addonStation{addonState{now, willBe}, passes(environment, coming(addon.Address), controlPlane), false})
	}
	return way
}

func (w *addonWay) pass(station addonStation) {
	if station.reached != unreachable {
		w.onTheWay = append(w.onTheWay, station)
	}
}

// settled is the version that an add-on has after the apply. One that nothing
// sets keeps what it has, and so does one that is let go of or whose software
// stays behind.
func settled(addon upgrade.Addon) upgrade.AddonClaim {
	switch {
	case addon.Removed() && addon.Preserve, addon.Action == upgrade.Forget:
		return addon.Current
	case addon.Removed():
		return upgrade.NoClaim[upgrade.AddonVersion](addon.Asked.Source)
	case addon.Asked.Knowledge == upgrade.Absent && !addon.Action.Replaces():
		return addon.Current
	default:
		return addon.Asked
	}
}

// chosenFor tells whether EKS picks, at apply, a version of an add-on that
// supports a Kubernetes version.
func chosenFor(addon upgrade.Addon, target upgrade.VersionClaim) bool {
	return !settled(addon).IsKnown() && !addon.ChosenFor.IsZero() && target.IsKnown() && addon.ChosenFor == target.Value
}

// addonPlaces lists the places whose add-ons are judged: those where a version
// changes, or is judged as if it did.
func addonPlaces(environment upgrade.Environment) []place {
	var found []place
	for _, in := range places(environment) {
		if in.upgrades() {
			found = append(found, in)
		}
	}
	return found
}

// addonsAtTarget gives the add-ons of such places, where the Kubernetes version
// that they come to is known.
func addonsAtTarget(environment upgrade.Environment) iter.Seq2[place, upgrade.Addon] {
	return func(yield func(place, upgrade.Addon) bool) {
		for _, in := range addonPlaces(environment) {
			for _, addon := range in.Addons {
				if canCompare(in.asked) && !yield(in, addon) {
					return
				}
			}
		}
	}
}

// addonFinding is a finding about an add-on's version, without words yet.
func addonFinding(addon upgrade.Addon, claim upgrade.AddonClaim) upgrade.Finding {
	return upgrade.Finding{Address: addon.Address, Attribute: addon.Attribute, Source: claim.Source}
}

// inWords says how a state on the way comes about.
func (s addonStation) inWords(environment, title string) string {
	is := s.reached.inWords("is", "may be")
	if s.behind {
		return fmt.Sprintf("While this is applied, the control plane of %s %s at %s before %s has left %s",
			environment, is, withSource(s.controlPlane), title, s.addon.Shown())
	}
	return fmt.Sprintf("While this is applied, %s of %s %s at %s before the control plane has left %s",
		title, environment, is, s.addon.Shown(), s.controlPlane.Value)
}

// putRight says which of the two is to go first, for a state on the way.
func (s addonStation) putRight(title string, in place) string {
	if s.behind {
		return fmt.Sprintf("Update %s in an apply of its own, and upgrade the control plane in the next.", title)
	}
	return fmt.Sprintf("Upgrade the control plane first: let %s depend on %s, or update it in the next apply.", title, in.cluster.Address)
}
