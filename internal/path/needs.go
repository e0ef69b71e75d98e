package path

import (
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// checkedByHand are the add-ons that every cluster's upgrade is about, in the
// order in which they are looked at.
var checkedByHand = []string{"vpc-cni", "coredns", kubeProxy, clusterAutoscaler, "aws-load-balancer-controller", "metrics-server"}

// needs lists the add-ons to see to where the control plane goes up.
func (j journey) needs(from, to state) []Need {
	installed := j.installed(from)
	names := slices.Clone(checkedByHand)
	for name := range installed {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names[len(checkedByHand):])
	var needs []Need
	for _, name := range names {
		is, there := installed[name]
		if len(installed) > 0 && !there {
			continue
		}
		if need, ok := j.need(name, is, to); ok {
			needs = append(needs, need)
		}
	}
	return needs
}

// installed are the versions of all add-ons that something tells of, settable or
// not; empty where an add-on is there and its version is not known.
func (j journey) installed(from state) map[string]string {
	found := map[string]string{}
	if j.cluster.Live != nil {
		for _, addon := range j.cluster.Live.Addons {
			found[addon.Name] = addon.Version
		}
	}
	for _, addon := range j.cluster.Addons {
		version, ok := runningVersion(addon)
		if !ok {
			found[addon.Name] = ""
			continue
		}
		found[addon.Name] = version.String()
	}
	for i, addon := range j.addons {
		found[addon.Name] = from.addons[i]
	}
	return found
}

// need is what is known of one add-on for the step; false where the catalog does
// not know the add-on and EKS was not asked.
func (j journey) need(name, is string, to state) (Need, bool) {
	facts, known := j.question.Catalog.Addon(name)
	offer, asked := j.offer(name, to.controlPlane)
	if !known && !asked {
		return Need{}, false
	}
	need := Need{Addon: name, Title: name, Installed: is, When: timeOf(name)}
	if known {
		need.Title = facts.Title
	}
	var choice upgrade.AddonChoice
	if asked {
		choice = offer.Choice(is)
		need.Says = offered(offer, to.controlPlane)
	} else {
		choice = facts.Choice(to.controlPlane, is)
		need.Says = inCatalog(choice, to.controlPlane, j.question.Catalog.Date)
	}
	need.Known = choice.FitKnown
	version, ok := upgrade.ParseAddonVersion(is)
	own, numbered := version.Kubernetes()
	switch {
	case facts.FollowsMinor && ok && numbered:
		need.Known = true
		if own != to.controlPlane {
			need.Take = newest(choice)
		}
	case choice.FitKnown && !choice.Fits:
		need.Take = choice.UpgradeTo
		need.When = BeforeControlPlane
	}
	for i, addon := range j.addons {
		if addon.Name == name && to.addons[i] != is {
			need.Take, need.When = to.addons[i], WithControlPlane
		}
	}
	return need, true
}

// timeOf is when an add-on is usually updated. The Cluster Autoscaler follows the
// control plane's minor; older guides of AWS update it before, newer ones after.
func timeOf(name string) When {
	if name == kubeProxy || name == clusterAutoscaler {
		return AfterControlPlane
	}
	return BeforeControlPlane
}

func newest(choice upgrade.AddonChoice) string {
	if choice.Default != "" {
		return choice.Default
	}
	return choice.Latest
}

func offered(offer upgrade.AddonOffer, minor upgrade.Minor) string {
	switch {
	case len(offer.Compatible) == 0:
		return fmt.Sprintf("EKS offers no version for %s.", minor)
	case offer.Default == "":
		return fmt.Sprintf("EKS offers %s as the newest version for %s, and no default.", offer.Compatible[0], minor)
	default:
		return fmt.Sprintf("EKS offers %s as the default for %s, and %s as the newest.", offer.Default, minor, offer.Compatible[0])
	}
}

func inCatalog(choice upgrade.AddonChoice, minor upgrade.Minor, date upgrade.Date) string {
	if choice.Latest == "" {
		return fmt.Sprintf("The catalog of %s knows no version for %s.", date, minor)
	}
	return fmt.Sprintf("The newest version for %s in the catalog of %s is %s.", minor, date, choice.Latest)
}
