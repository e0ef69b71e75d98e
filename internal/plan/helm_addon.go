package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// releaseAddons are the add-ons that a Helm release installs: the one that its
// chart is of, and those whose images its manifest shows.
func (d *document) releaseAddons(values objectValues, catalog upgrade.Catalog, shown []upgrade.Addon) []upgrade.Addon {
	before := release{change: values.change, value: values.before, kind: upgrade.SourcePrior, reported: releaseMetadata(values.before)}
	after := release{change: values.change, value: values.after, kind: upgrade.SourcePlan, reported: before.reported}
	if metadata := releaseMetadata(values.after); !metadata.isNull() && !metadata.isUnknown() {
		after.reported = metadata
	}
	if values.action == upgrade.Forget {
		after = before
	}
	facts, known := after.addon(catalog)
	if !known {
		facts, known = before.addon(catalog)
	}
	if !known {
		return shown
	}
	addon := upgrade.Addon{
		Address: values.Address, Name: facts.Name, Kind: upgrade.ChartAddon, Action: values.action,
		Current:   d.releaseVersion(before, facts),
		Asked:     d.releaseVersion(after, facts),
		ProxyMode: upgrade.NoClaim[string](upgrade.Source{Kind: upgrade.SourcePlan}),
	}
	// An image in the manifest is what really runs.
	for _, image := range shown {
		if image.Name != facts.Name {
			continue
		}
		if image.Current.IsKnown() {
			addon.Current = image.Current
		}
		if image.Asked.IsKnown() {
			addon.Asked = image.Asked
		}
	}
	addon.Attribute = addon.Asked.Source.Attribute
	if addon.Asked.Knowledge == upgrade.Absent {
		addon.Attribute = addon.Current.Source.Attribute
	}
	others := slices.DeleteFunc(shown, func(image upgrade.Addon) bool { return image.Name == facts.Name })
	return append([]upgrade.Addon{addon}, others...)
}

// release is a Helm release before or after the apply.
type release struct {
	change
	value
	kind upgrade.SourceKind
	// reported is what Helm last said of it.
	reported value
}

// addon finds the add-on that the release's chart is of. A chart from a folder
// has its name in what Helm says once it is installed.
func (r release) addon(catalog upgrade.Catalog) (upgrade.AddonFacts, bool) {
	if r.isNull() {
		return upgrade.AddonFacts{}, false
	}
	for _, chart := range []value{r.at("chart"), r.reported.at("chart")} {
		if name := chart.plainText(); name != "" {
			if facts, known := catalog.AddonOfChart(name); known {
				return facts, true
			}
		}
	}
	return upgrade.AddonFacts{}, false
}

// releaseMetadata is what Helm reports of a release: a block in version 2 of the
// provider, an object in version 3.
func releaseMetadata(v value) value {
	metadata := v.at("metadata")
	if _, is := metadata.data.([]any); is {
		return metadata.at(0)
	}
	return metadata
}

// releaseVersion claims the version of the add-on that a release runs: the tag
// that the values set, what Helm reports of the chart, or what the catalog knows
// of it.
func (d *document) releaseVersion(r release, facts upgrade.AddonFacts) upgrade.AddonClaim {
	source := upgrade.Source{Kind: r.kind, Attribute: "version"}
	if r.isNull() {
		return upgrade.NoClaim[upgrade.AddonVersion](source)
	}
	tag := imageTag(r.value, tagPath(facts))
	if tag.attribute == "" {
		return d.chartVersion(r, facts, source)
	}
	source.Attribute = tag.attribute
	switch {
	case tag.why != "":
		return upgrade.UnknownClaim[upgrade.AddonVersion](tag.why, source)
	case tag.isUnknown():
		return upgrade.UnknownClaim[upgrade.AddonVersion](d.resolver().why(r.change, tag.attribute), source)
	default:
		return upgrade.TagVersion(tag.plainText(), tag.isSensitive(), source)
	}
}

// chartVersion claims the version of the add-on that a version of its chart
// installs when no value says otherwise.
func (d *document) chartVersion(r release, facts upgrade.AddonFacts, source upgrade.Source) upgrade.AddonClaim {
	version := r.at("version")
	unknown := func(reason string) upgrade.AddonClaim {
		return upgrade.UnknownClaim[upgrade.AddonVersion](reason, source)
	}
	text := version.plainText()
	if text == "" {
		if version.isUnknown() && d.config().sets(r.change, "version") {
			return unknown(d.resolver().why(r.change, "version"))
		}
		return unknown("nothing pins the chart's version, so that Helm takes the newest at apply")
	}
	if app, ok := r.app(facts, text); ok {
		return upgrade.AddonClaim{Knowledge: upgrade.Known, Value: app, Text: app.String(), Source: source, Sensitive: version.isSensitive()}
	}
	shown := "version " + text
	if version.isSensitive() {
		shown = "this version"
	}
	if _, one := upgrade.ParseAddonVersion(text); !one {
		return unknown(fmt.Sprintf("%s of the chart is a range, of which Helm takes the newest at apply", shown))
	}
	return unknown(fmt.Sprintf("the catalog does not know which version of %s is in %s of its chart", facts.Name, shown))
}

// app is the version of the add-on in a version of the release's chart.
func (r release) app(facts upgrade.AddonFacts, version string) (upgrade.AddonVersion, bool) {
	if r.reported.at("version").plainText() == version {
		if app, ok := upgrade.ParseAddonVersion(r.reported.at("app_version").plainText()); ok {
			return app, true
		}
	}
	// The repository tells a packager's chart from the project's own.
	repository := strings.TrimRight(r.at("repository").plainText(), "/") + "/"
	for _, chart := range []string{r.at("chart").plainText(), r.reported.at("chart").plainText()} {
		if app, ok := facts.AppOfChart(repository+chart, version); ok {
			return app, true
		}
	}
	return upgrade.AddonVersion{}, false
}

// tagPath is where the values of an add-on's chart set its image's tag.
func tagPath(facts upgrade.AddonFacts) string {
	switch facts.Name {
	case "karpenter", "ingress-nginx":
		return "controller.image.tag"
	case "argo-cd":
		return "global.image.tag"
	default:
		return "image.tag"
	}
}

// chartValue is a value that a release gives its chart. It has no attribute
// where the release does not give it.
type chartValue struct {
	value
	attribute string
	// why says why it cannot be read, where it cannot.
	why string
}

// imageTag finds the value at a path. What is set one by one wins over the
// documents of values, and in each the last one wins.
func imageTag(v value, path string) chartValue {
	for _, attribute := range []string{"set_sensitive", "set"} {
		given := v.at(attribute)
		if given.isUnknown() {
			return chartValue{value: value{unknown: true}, attribute: attribute}
		}
		for i := given.length() - 1; i >= 0; i-- {
			item := given.at(i)
			if item.at("name").plainText() != path {
				continue
			}
			if tag := item.at("value"); tag.isUnknown() || tag.plainText() != "" {
				return chartValue{value: tag, attribute: attribute}
			}
		}
	}
	return tagInValues(v.at("values"), path)
}

// tagInValues looks for a path in the documents of values.
func tagInValues(values value, path string) chartValue {
	if values.isUnknown() {
		return chartValue{value: value{unknown: true}, attribute: "values"}
	}
	for i := values.length() - 1; i >= 0; i-- {
		text := values.at(i)
		if text.isUnknown() {
			return chartValue{value: value{unknown: true}, attribute: "values"}
		}
		documents, err := parseManifests(text.plainText())
		if err != nil {
			return chartValue{attribute: "values", why: "values cannot be read as YAML"}
		}
		for _, document := range documents {
			found := value{data: document}
			for _, key := range strings.Split(path, ".") {
				found = found.at(key)
			}
			if found.plainText() != "" {
				found.sensitive = text.isSensitive()
				return chartValue{value: found, attribute: "values"}
			}
		}
	}
	return chartValue{}
}
