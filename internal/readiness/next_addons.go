package readiness

import (
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// addonsOf are the add-ons whose versions the tfvars hold. was tells what runs, by
// name; without one, what is asked for is taken for that.
func addonsOf(read tfvars.Environment, was map[string]upgrade.AddonClaim) []upgrade.Addon {
	var addons []upgrade.Addon
	for _, asked := range read.Addons {
		addon := upgrade.Addon{
			Name: asked.Name, Kind: upgrade.EKSAddon, Attribute: asked.Version.Source.Attribute,
			Current: asked.Version, Asked: asked.Version,
		}
		if current, told := was[asked.Name]; told {
			addon.Current = current
		}
		if addon.Current.Text != addon.Asked.Text {
			addon.Action = upgrade.Update
		}
		addons = append(addons, addon)
	}
	return addons
}

// addons are the add-ons of an environment at the commit.
func (b *gitBaseline) addons(environment string) map[string]upgrade.AddonClaim {
	if b == nil || b.reader == nil {
		return nil
	}
	found := map[string]upgrade.AddonClaim{}
	for _, addon := range b.reader.Read(environment).Addons {
		found[addon.Name] = addon.Version
	}
	return found
}

// runAsEKSSays gives add-ons the versions that EKS has of them.
func runAsEKSSays(cluster *upgrade.Cluster) {
	if cluster.Live == nil {
		return
	}
	for i := range cluster.Addons {
		addon := &cluster.Addons[i]
		for _, live := range cluster.Live.Addons {
			version, ok := upgrade.ParseAddonVersion(live.Version)
			if live.Name == addon.Name && ok {
				addon.Current = upgrade.AddonClaim{Knowledge: upgrade.Known, Value: version, Text: live.Version, Source: cluster.Live.Source()}
			}
		}
		if addon.Current.Text != addon.Asked.Text {
			addon.Action = upgrade.Update
		}
	}
}
