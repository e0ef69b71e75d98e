package readiness

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// addKubeAddons adds the add-ons that run and that nothing else tells of. Of one that
// a plan holds it tells the version that runs, where the plan does not.
func addKubeAddons(question *kubeQuestion, kube upgrade.Kube) {
	cluster := question.cluster
	held := len(cluster.Addons)
	for _, running := range kube.Addons {
		known := false
		for i := range cluster.Addons[:held] {
			if addon := &cluster.Addons[i]; addon.Name == running.Name {
				known = true
				tellRunning(addon, running.Version)
				if question.planned {
					tellOtherThanPlanned(addon, kube)
				}
			}
		}
		// A CSI driver is a Deployment and a DaemonSet: one add-on.
		twice := slices.ContainsFunc(cluster.Addons[held:], func(a upgrade.Addon) bool {
			return a.Name == running.Name && a.Current.Knowledge == running.Version.Knowledge && a.Current.Text == running.Version.Text
		})
		if known || twice {
			continue
		}
		cluster.Addons = append(cluster.Addons, upgrade.Addon{
			Address: upgrade.ObjectName(string(running.Kind), running.Namespace, running.Workload),
			Name:    running.Name, Kind: upgrade.ImageAddon, Attribute: running.Version.Source.Attribute,
			Current: running.Version, Asked: running.Version,
		})
	}
}

// tellRunning gives an add-on the version that runs, where it is not known. What is
// asked for is the same where nothing is done to it.
func tellRunning(addon *upgrade.Addon, running upgrade.AddonClaim) {
	if !running.IsKnown() {
		return
	}
	if addon.Current.Knowledge == upgrade.Unknown {
		addon.Current = running
	}
	if addon.Asked.Knowledge == upgrade.Unknown && !addon.Action.Changes() {
		addon.Asked = running
	}
}

// tellOtherThanPlanned gives an add-on of a plan the version that runs, where that is
// another one than the state has: the plan was made from an older state.
func tellOtherThanPlanned(addon *upgrade.Addon, kube upgrade.Kube) {
	if !addon.Current.IsKnown() || addon.Current.Source.FromCluster() {
		return
	}
	other, differs := kube.OtherThan(addon.Name, addon.Current.Value)
	if !differs {
		return
	}
	addon.Planned, addon.Current = addon.Current, other
	if !addon.Action.Changes() && addon.Asked.IsKnown() {
		addon.Asked = other
	}
}
