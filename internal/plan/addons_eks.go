package plan

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// eksAddons reads an aws_eks_addon. One that is replaced by an add-on of another
// name is two: the one that goes and the one that comes.
func (d *document) eksAddons(ch change) []upgrade.Addon {
	addon := d.eksAddon(ch)
	was := d.now(ch).named("addon_name")
	if !addon.Action.Replaces() || was == addon.Name {
		return []upgrade.Addon{addon}
	}
	gone := addon
	gone.Name, gone.Action, gone.ChosenFor = was, upgrade.Delete, upgrade.Minor{}
	gone.Asked = upgrade.NoClaim[upgrade.AddonVersion](addon.Asked.Source)
	gone.ProxyMode = proxyMode(d.now(ch))
	addon.Action = upgrade.Create
	addon.Current = upgrade.NoClaim[upgrade.AddonVersion](addon.Current.Source)
	return []upgrade.Addon{gone, addon}
}

// eksAddon reads an aws_eks_addon, and of one that is replaced what comes.
func (d *document) eksAddon(ch change) upgrade.Addon {
	now, left := d.now(ch), d.left(ch)
	told := left
	if !left.exists() {
		told = now
	}
	addon := upgrade.Addon{
		Address:   ch.Address,
		Name:      told.named("addon_name"),
		Kind:      upgrade.EKSAddon,
		Attribute: "addon_version",
		Action:    d.actionOf(ch),
		Current:   currentAddonVersion(now),
		Asked:     d.askedAddonVersion(ch, now, left),
		ProxyMode: proxyMode(told),
		Preserve:  preserves(now),
	}
	if addon.Asked.Knowledge == upgrade.Unknown && ch.Reason == "" {
		addon.ChosenFor = d.chosenFor(ch)
	}
	return addon
}

// chosenFor is the Kubernetes minor that the data source aws_eks_addon_version is
// given which an add-on's version comes from; zero where it comes from none, or
// where instances of it differ.
func (d *document) chosenFor(ch change) upgrade.Minor {
	var chosen upgrade.Minor
	referred := d.referred(ch, "addon_version")
	for _, read := range d.changes {
		if read.Mode != "data" || read.Type != "aws_eks_addon_version" || !slices.Contains(referred, configAddress(read.Address)) || inOtherInstance(read, ch) {
			continue
		}
		version := claimOf(d.left(read), readMinor, "kubernetes_version")
		if !version.IsKnown() || !chosen.IsZero() && chosen != version.Value {
			return upgrade.Minor{}
		}
		chosen = version.Value
	}
	return chosen
}

// inOtherInstance tells whether two resources of one module are in different
// instances of it.
func inOtherInstance(one, other change) bool {
	a, b := moduleOf(one.Address), moduleOf(other.Address)
	return a != b && configAddress(a) == configAddress(b)
}

func readAddonVersion(v value) (upgrade.AddonVersion, string, error) {
	text, _, err := readText(v)
	if err != nil {
		return upgrade.AddonVersion{}, "", err
	}
	version, is := upgrade.ParseAddonVersion(text)
	if !is {
		return upgrade.AddonVersion{}, text, fmt.Errorf("%s is not the version of an add-on, such as v1.18.3-eksbuild.2", upgrade.Quote(text))
	}
	return version, text, nil
}

// currentAddonVersion is the version that is there now; absent where the add-on
// is new.
func currentAddonVersion(now attributes) upgrade.AddonClaim {
	claim := claimOf(now, readAddonVersion, "addon_version")
	if now.exists() && claim.Knowledge == upgrade.Absent {
		return upgrade.UnknownClaim[upgrade.AddonVersion]("the plan does not tell the version that is there now", claim.Source)
	}
	return claim
}

// askedAddonVersion is the version that the apply leaves; absent where the add-on
// goes, and where EKS chooses the version of a new one.
func (d *document) askedAddonVersion(ch change, now, left attributes) upgrade.AddonClaim {
	switch {
	case ch.Reason != "":
		return upgrade.UnknownClaim[upgrade.AddonVersion](d.resolver().why(ch, "addon_version"), left.source("addon_version"))
	case !left.exists():
		return upgrade.NoClaim[upgrade.AddonVersion](left.source("addon_version"))
	}
	asked := claimOf(left, readAddonVersion, "addon_version")
	action := ch.Change.action()
	if asked.Knowledge == upgrade.Absent && action != upgrade.Create && !action.Replaces() {
		return currentAddonVersion(now)
	}
	return asked
}

// preserves tells whether the software stays in the cluster when the add-on is
// destroyed. Terraform destroys with the settings that are there now.
func preserves(now attributes) bool {
	preserve := claimOf(now, readFlag, "preserve")
	return preserve.IsKnown() && preserve.Value
}

// proxyMode is the mode that the configuration of kube-proxy sets.
func proxyMode(told attributes) upgrade.Claim[string] {
	if told.named("addon_name") != "kube-proxy" {
		return upgrade.NoClaim[string](told.source("configuration_values"))
	}
	values := claimOf(told, readProxyMode, "configuration_values")
	if values.IsKnown() && values.Value == "" {
		return upgrade.NoClaim[string](values.Source)
	}
	return values
}

// readProxyMode reads the mode from the configuration of the add-on, which is
// JSON or YAML.
func readProxyMode(v value) (string, string, error) {
	text, _, err := readText(v)
	if err != nil {
		return "", "", err
	}
	var values struct {
		Mode string `yaml:"mode"`
	}
	if yaml.Unmarshal([]byte(text), &values) != nil {
		return "", "", fmt.Errorf("the configuration values are no JSON or YAML object with a text as mode")
	}
	return values.Mode, values.Mode, nil
}
