package plan

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// foundAddon is an add-on that a workload runs.
type foundAddon struct {
	name string
	// container is empty where no container is known to run it.
	container string
	version   upgrade.AddonClaim
}

// addons are the add-ons that a workload runs, by the images of its containers.
func (c objectChange) addons(catalog upgrade.Catalog) []upgrade.Addon {
	kind, is := workloadKind(c.either().groupAndKind())
	if !is || kind == upgrade.Job || kind == upgrade.CronJob {
		return nil
	}
	before, after := c.before.imageAddons(catalog, kind), c.after.imageAddons(catalog, kind)
	var addons []upgrade.Addon
	for _, found := range after {
		addon := upgrade.Addon{
			Address: c.address, Name: found.name, Kind: upgrade.ImageAddon, Attribute: found.version.Source.Attribute,
			Action: c.action, Asked: found.version,
			Current:   upgrade.NoClaim[upgrade.AddonVersion](upgrade.Source{Kind: upgrade.SourcePrior}),
			ProxyMode: imageProxyMode(found),
		}
		if i := indexAddon(before, found.name); i >= 0 {
			addon.Current = before[i].version
		} else if c.action == upgrade.Update {
			addon.Action = upgrade.Create
		}
		addons = append(addons, addon)
	}
	for _, found := range before {
		if indexAddon(after, found.name) < 0 {
			addons = append(addons, c.leavingAddon(kind, found))
		}
	}
	return addons
}

// imageProxyMode is unknown for kube-proxy, which reads it from a ConfigMap, and
// absent for all others.
func imageProxyMode(found foundAddon) upgrade.Claim[string] {
	if found.name == "kube-proxy" {
		return upgrade.UnknownClaim[string]("kube-proxy reads its mode from a ConfigMap", found.version.Source)
	}
	return upgrade.NoClaim[string](found.version.Source)
}

func indexAddon(addons []foundAddon, name string) int {
	return slices.IndexFunc(addons, func(a foundAddon) bool { return a.name == name })
}

// leavingAddon is an add-on that is there before the apply and not seen after
// it: gone, or behind an image that is not known.
func (c objectChange) leavingAddon(kind upgrade.WorkloadKind, found foundAddon) upgrade.Addon {
	addon := upgrade.Addon{
		Address: c.address, Name: found.name, Kind: upgrade.ImageAddon, Attribute: found.version.Source.Attribute,
		Action: upgrade.Delete, Current: found.version,
		Asked:     upgrade.NoClaim[upgrade.AddonVersion](upgrade.Source{Kind: upgrade.SourcePlan}),
		ProxyMode: imageProxyMode(found),
	}
	if c.after == nil {
		return addon
	}
	if unknown, is := c.after.unknownImage(kind, found.container); is {
		addon.Action = c.action
		addon.Asked = upgrade.UnknownClaim[upgrade.AddonVersion](unknown.Reason, unknown.Source)
	}
	return addon
}

// groupAndKind names the kind of an object that may be nil.
func (o *kubeObject) groupAndKind() (group, kind string) {
	if o == nil {
		return "", ""
	}
	return o.group(), o.kind
}

// imageAddons finds the add-ons whose images a workload's containers run. An
// image that is not known counts for the add-on that the workload is named after.
func (o *kubeObject) imageAddons(catalog upgrade.Catalog, kind upgrade.WorkloadKind) []foundAddon {
	if o == nil {
		return nil
	}
	var found []foundAddon
	for _, container := range containers(o.template(kind).at("spec")).Value {
		facts, known := catalog.AddonOfImage(container.Image.Value)
		if container.Image.IsKnown() && known && indexAddon(found, facts.Name) < 0 {
			found = append(found, foundAddon{name: facts.Name, container: container.Name, version: upgrade.ImageVersion(container.Image)})
		}
	}
	if unknown, is := o.unknownImage(kind, ""); is && len(found) == 0 && o.name != "" {
		i := slices.IndexFunc(catalog.Addons, func(a upgrade.AddonFacts) bool { return a.Workload == o.name })
		if i >= 0 {
			version := upgrade.UnknownClaim[upgrade.AddonVersion](unknown.Reason, unknown.Source)
			found = append(found, foundAddon{name: catalog.Addons[i].Name, version: version})
		}
	}
	return found
}

// unknownImage finds an image that is not known: of the container of a name, or
// of any where the name is empty.
func (o *kubeObject) unknownImage(kind upgrade.WorkloadKind, name string) (upgrade.Claim[string], bool) {
	all := containers(o.template(kind).at("spec"))
	if all.Knowledge == upgrade.Unknown {
		return upgrade.UnknownClaim[string](all.Reason, all.Source), true
	}
	for _, container := range all.Value {
		if container.Image.Knowledge == upgrade.Unknown && (name == "" || container.Name == name) {
			return container.Image, true
		}
	}
	return upgrade.Claim[string]{}, false
}
