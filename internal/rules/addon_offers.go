package rules

import (
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// offer is what EKS says that it offers of an EKS add-on for a Kubernetes minor,
// and false where it was not asked. It is newer than any catalog.
func (p place) offer(addon upgrade.Addon, kubernetes upgrade.Minor) (upgrade.AddonOffer, bool) {
	if p.cluster == nil || p.cluster.Live == nil || addon.Kind != upgrade.EKSAddon {
		return upgrade.AddonOffer{}, false
	}
	return p.cluster.Live.Offer(addon.Name, kubernetes)
}

// offers tells whether EKS was asked for the versions of an add-on.
func (p place) offers(addon upgrade.Addon) bool {
	_, is := p.offer(addon, p.asked.Value)
	return is
}

// problems lists why the add-on does not run in a state: by what EKS offers where
// that is known, else by the catalog.
func (j addonJudgement) problems(state addonState) []addonProblem {
	offer, asked := j.in.offer(j.addon, state.controlPlane.Value)
	switch {
	case !asked:
		return addonProblems(j.facts, state)
	case lists(offer, state.addon.Value), len(offer.Compatible) == 0:
		// Where EKS offers nothing at all, addon-unavailable says so.
		return nil
	case j.delisted(state.addon.Value):
		return j.delistedProblems(offer, state)
	default:
		return []addonProblem{{key: "not offered", says: "EKS does not offer it for this version; " + inOffer(offer)}}
	}
}

// delistedProblems are those of a version that EKS offers for no version of
// Kubernetes any more. What it runs on the catalog may still know.
func (j addonJudgement) delistedProblems(offer upgrade.AddonOffer, state addonState) []addonProblem {
	if known := addonProblems(j.facts, state); len(known) > 0 {
		return known
	}
	return []addonProblem{{
		key: "delisted", severity: upgrade.Warning,
		says: "EKS offers this version for neither of the two Kubernetes versions any more, so whether it runs is not known; " + inOffer(offer),
	}}
}

// delisted tells whether EKS offers other versions for both ends of the way, and
// this one for neither.
func (j addonJudgement) delisted(version upgrade.AddonVersion) bool {
	if !j.in.current.IsKnown() {
		return false
	}
	now, _ := j.in.offer(j.addon, j.in.current.Value)
	then, _ := j.in.offer(j.addon, j.in.asked.Value)
	return len(now.Compatible) > 0 && len(then.Compatible) > 0 && j.in.current.Value != j.in.asked.Value && !lists(now, version) && !lists(then, version)
}

// offered tells whether EKS was asked what it offers for a control plane.
func (j addonJudgement) offered(controlPlane upgrade.VersionClaim) bool {
	_, asked := j.in.offer(j.addon, controlPlane.Value)
	return asked
}

// newestOffered is the newest version that EKS offers for a minor; empty where
// that is not known.
func (j addonJudgement) newestOffered(kubernetes upgrade.Minor) string {
	if offer, asked := j.in.offer(j.addon, kubernetes); asked && len(offer.Compatible) > 0 {
		return offer.Compatible[0]
	}
	return ""
}

// lists tells whether an offer has a version.
func lists(offer upgrade.AddonOffer, version upgrade.AddonVersion) bool {
	return slices.ContainsFunc(offer.Compatible, func(text string) bool {
		parsed, ok := upgrade.ParseAddonVersion(text)
		return text == version.String() || ok && parsed.Compare(version) == 0
	})
}

// inOffer names the ends of an offer, which may be long.
func inOffer(offer upgrade.AddonOffer) string {
	newest, oldest := offer.Compatible[0], offer.Compatible[len(offer.Compatible)-1]
	if newest == oldest {
		return "it offers " + newest
	}
	return fmt.Sprintf("it offers %s to %s", oldest, newest)
}
