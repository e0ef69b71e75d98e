package rules

import (
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const deprecationGuide = "https://kubernetes.io/docs/reference/using-api/deprecation-guide/"

// apiUse is an object that uses an API which goes, or has gone, some day.
type apiUse struct {
	object upgrade.APIObject
	api    upgrade.API
	// current and asked are the versions of the component that serves the API,
	// Kubernetes' where that is Kubernetes itself.
	current, asked upgrade.AddonClaim
}

// apiUses lists the objects of a place that stay or are made, and whose API the
// catalog says something about.
func (p place) apiUses(catalog upgrade.Catalog) []apiUse {
	var uses []apiUse
	for _, object := range p.APIObjects {
		if !object.GroupVersion.IsKnown() || object.Action == upgrade.Delete || object.Action == upgrade.Forget {
			continue
		}
		if api, found := catalog.APIOf(object.GroupVersion.Value, object.Kind); found {
			use := apiUse{object: object, api: api}
			use.current, use.asked = p.versionsOf(api.Component)
			uses = append(uses, use)
		}
	}
	return uses
}

// versionsOf gives the versions of what serves an API, before and after.
func (p place) versionsOf(component string) (current, asked upgrade.AddonClaim) {
	if component == upgrade.Kubernetes {
		return asComponent(p.current), asComponent(p.asked)
	}
	for _, addon := range p.Addons {
		if addon.Name == component && !addon.Removed() {
			return addon.Current, addon.Asked
		}
	}
	missing := upgrade.UnknownClaim[upgrade.AddonVersion]("the plan does not hold "+component, upgrade.Source{})
	return missing, missing
}

// asComponent writes a Kubernetes minor as the versions of components are.
func asComponent(claim upgrade.VersionClaim) upgrade.AddonClaim {
	switch {
	case claim.Knowledge == upgrade.Absent:
		return upgrade.UnknownClaim[upgrade.AddonVersion]("nothing sets the version, and EKS picks it", claim.Source)
	case !canCompare(claim):
		return upgrade.UnknownClaim[upgrade.AddonVersion](whyNotCompared(claim), claim.Source)
	default:
		version, _ := upgrade.ParseAddonVersion(claim.Value.String())
		return upgrade.AddonClaim{Knowledge: upgrade.Known, Value: version, Text: version.String(), Source: claim.Source}
	}
}

// removedAt tells whether a version of the component no longer serves the API.
func (u apiUse) removedAt(version upgrade.AddonClaim) bool {
	return version.IsKnown() && u.api.RemovedFrom(version.Value)
}

// server names what serves the API.
func (u apiUse) server() string {
	if u.api.OfKubernetes() {
		return "Kubernetes"
	}
	return u.api.Component
}

// name is the API as messages have it, such as policy/v1beta1
// PodDisruptionBudget.
func (u apiUse) name() string {
	return shownValue(u.object.GroupVersion) + " " + u.object.Kind
}

// fact is the finding in a few words: the API and the object's name.
func (u apiUse) fact() string {
	return strings.TrimSpace(u.name() + " " + u.object.Name)
}

// sentence says which object uses which API. A plan never shows the API version
// of a typed resource.
func (u apiUse) sentence() string {
	text := u.object.Address + " uses " + u.name()
	if u.object.ResourceType != "" {
		return text + ": that is what the resource type " + u.object.ResourceType + " stands for, although no plan shows it."
	}
	return text + "."
}

// instead says what to use in place of the API.
func (u apiUse) instead(catalog upgrade.Catalog) string {
	if replacement := replacementType(catalog, u.object.ResourceType, u.api); replacement != "" {
		return "Use the resource type " + replacement + " in place of " + u.object.ResourceType +
			". Import the object under its new address and remove the old one from the state, so that it is not made anew."
	}
	if u.api.ReplacementGroupVersion == "" {
		return "Nothing takes the place of this API. Remove the object before the upgrade, with what depends on it."
	}
	replacement := u.api.ReplacementGroupVersion
	if kind := u.api.ReplacementKind; kind != "" && kind != u.object.Kind {
		replacement += " " + kind
	}
	if u.object.ResourceType != "" {
		return "Move the object to " + replacement + ", which this resource type does not use: with another type, or with kubernetes_manifest."
	}
	return "Change its apiVersion to " + replacement + ", and its fields where they differ. Charts get it from a newer version of the chart."
}

// replacementType is the resource type to use instead. Of a type that uses
// several APIs the one counts that is used here.
func replacementType(catalog upgrade.Catalog, resourceType string, api upgrade.API) string {
	for _, known := range catalog.ResourceAPIs {
		if resourceType != "" && known.ResourceType == resourceType && known.GroupVersion == api.GroupVersion && known.Kind == api.Kind {
			return known.Replacement
		}
	}
	return ""
}

// finding is a finding about the object, without a fact of its own yet.
func (u apiUse) finding(catalog upgrade.Catalog) upgrade.Finding {
	return upgrade.Finding{
		Address: u.object.Address, Attribute: u.object.GroupVersion.Source.Name(), Source: u.object.GroupVersion.Source,
		Fact: u.fact(), Remediation: u.instead(catalog),
	}
}
