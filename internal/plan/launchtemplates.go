package plan

import (
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// templateVersion identifies the launch template in a block of a, and its
// version. The names of the block's attributes for the template's id and name
// come before the path of the block.
func templateVersion(a attributes, id, name string, block ...string) upgrade.Claim[string] {
	at := a.at(block...)
	if !at.isUnknown() && only(at).isNull() {
		return upgrade.NoClaim[string](a.source(block...))
	}
	version := claimOf(a, readText, append(slices.Clone(block), "version")...)
	identity := claimOf(a, readText, append(slices.Clone(block), id)...)
	if identity.Knowledge != upgrade.Known || identity.Value == "" {
		if named := claimOf(a, readText, append(slices.Clone(block), name)...); named.IsKnown() && named.Value != "" {
			identity = named
		}
	}
	switch {
	case identity.Knowledge == upgrade.Unknown:
		return upgrade.UnknownClaim[string](identity.Reason, a.source(block...))
	case version.Knowledge == upgrade.Unknown:
		return upgrade.UnknownClaim[string](version.Reason, a.source(block...))
	}
	claim := upgrade.ClaimText(identity.Value+" version "+shownVersion(version.Value), a.source(block...))
	claim.Sensitive = identity.Sensitive || version.Sensitive
	return claim
}

// shownVersion is the version of a launch template; the default one where none
// is set.
func shownVersion(version string) string {
	if version == "" {
		return "$Default"
	}
	return version
}

// addTemplate adds what the launch template, or the launch configuration, of a
// block of a tells of the nodes.
func (d *document) addTemplate(a attributes, settings *upgrade.NodeSettings, id, name string, block ...string) {
	template, found := d.template(a, id, name, block...)
	if !found {
		reason := "the plan does not hold the launch template"
		settings.CustomAMI = upgrade.UnknownClaim[bool](reason, a.source(block...))
		settings.Image = upgrade.UnknownClaim[string](reason, a.source(block...))
		return
	}
	d.addNodes(template, settings)
}

// addNodes adds what a launch template or launch configuration tells.
func (d *document) addNodes(template attributes, settings *upgrade.NodeSettings) {
	settings.CustomAMI, settings.Image = d.image(template)
	settings.KubeletFlags = kubeletFlags(template.at("user_data"))
	if settings.InstanceTypes.Knowledge == upgrade.Absent || settings.InstanceTypes.IsKnown() && len(settings.InstanceTypes.Value) == 0 {
		if types := claimOf(template, readText, "instance_type"); types.IsKnown() && types.Value != "" {
			settings.InstanceTypes = upgrade.Claim[[]string]{
				Knowledge: upgrade.Known, Value: []string{types.Value}, Text: types.Text, Source: types.Source, Sensitive: types.Sensitive,
			}
		}
	}
}

// template finds the launch template that a block of a names: by its id or name,
// and where both are decided at apply, by reference or as the only one beside the
// group. The community modules have one such template for each group.
func (d *document) template(a attributes, id, name string, block ...string) (attributes, bool) {
	side := d.left
	if a.kind == upgrade.SourcePrior {
		side = d.now
	}
	wantedID, wantedName := a.named(append(slices.Clone(block), id)...), a.named(append(slices.Clone(block), name)...)
	referred := d.referred(a.change, block...)
	var beside []attributes
	for _, ch := range d.managed("aws_launch_template") {
		template := side(ch)
		switch {
		case ch.Deposed != "" || !template.exists():
		case wantedID != "":
			if wantedID == template.named("id") || wantedID == d.now(ch).named("id") {
				return template, true
			}
		case wantedName != "":
			if wantedName == template.named("name") {
				return template, true
			}
		case slices.Contains(referred, configAddress(ch.Address)) || moduleOf(ch.Address) == moduleOf(a.change.Address):
			beside = append(beside, template)
		}
	}
	return nearest(beside, a, referred)
}

// nearest is the one of several resources that stands beside a: referred to, in
// the same module instance, or with the same key. It is none where that leaves
// several.
func nearest(candidates []attributes, a attributes, referred []string) (attributes, bool) {
	for _, near := range []func(change) bool{
		func(ch change) bool { return slices.Contains(referred, configAddress(ch.Address)) },
		func(ch change) bool { return moduleOf(ch.Address) == moduleOf(a.change.Address) },
		func(ch change) bool { return slices.Equal(keysIn(ch.Address), keysIn(a.change.Address)) },
	} {
		narrowed := slices.DeleteFunc(slices.Clone(candidates), func(c attributes) bool { return !near(c.change) })
		if len(narrowed) > 0 {
			candidates = narrowed
		}
	}
	if len(candidates) != 1 {
		return attributes{}, false
	}
	return candidates[0], true
}

// referred lists the resources that an attribute refers to, as the configuration
// writes their addresses.
func (d *document) referred(ch change, path ...string) []string {
	config := d.config()
	resource := config.resource(ch)
	if resource == nil {
		return nil
	}
	return config.originsOf(resource, resource.at(path)).resources
}

// image says whether a template names an image, and which, by the name or the SSM
// path that the plan holds of it.
func (d *document) image(template attributes) (upgrade.Claim[bool], upgrade.Claim[string]) {
	id := claimOf(template, readText, "image_id")
	source := id.Source
	names := upgrade.Claim[bool]{Knowledge: upgrade.Known, Value: true, Text: "true", Source: source}
	switch {
	case id.Knowledge == upgrade.Absent || id.IsKnown() && id.Value == "":
		return upgrade.Claim[bool]{Knowledge: upgrade.Known, Text: "false", Source: source}, upgrade.NoClaim[string](source)
	case !id.IsKnown():
		return d.pendingImage(template, id)
	}
	if path, is := strings.CutPrefix(id.Value, "resolve:ssm:"); is {
		image := upgrade.ClaimText(path, source)
		image.Sensitive = id.Sensitive
		return names, image
	}
	if name := d.imageName(id.Value); name != "" {
		return names, upgrade.ClaimText(name, source)
	}
	image := upgrade.UnknownClaim[string]("the plan does not hold the name of the image that the launch template uses", source)
	image.Text, image.Sensitive = id.Value, id.Sensitive
	return names, image
}

// pendingImage is the image whose id is not known yet. The data source that will
// tell it may name it already, by the path of an SSM parameter or by the pattern
// of a name.
func (d *document) pendingImage(template attributes, id upgrade.Claim[string]) (upgrade.Claim[bool], upgrade.Claim[string]) {
	var names []string
	referred := d.referred(template.change, "image_id")
	for _, ch := range d.changes {
		if ch.Mode != "data" || !slices.Contains(referred, configAddress(ch.Address)) {
			continue
		}
		read := d.left(ch)
		if name := read.shown("name"); name != "" {
			names = append(names, name)
		}
		filters := read.at("filter")
		for i := range filters.length() {
			if filter, _ := filters.at(i).at("name").text(); filter == "name" {
				name, _ := filters.at(i).at("values", 0).text()
				names = append(names, name)
			}
		}
	}
	if names = slices.Compact(names); len(names) != 1 || names[0] == "" {
		return upgrade.UnknownClaim[bool](id.Reason, id.Source), upgrade.UnknownClaim[string](id.Reason, id.Source)
	}
	return upgrade.Claim[bool]{Knowledge: upgrade.Known, Value: true, Text: "true", Source: id.Source}, upgrade.ClaimText(names[0], id.Source)
}

// imageName is the name of an AMI, or the path of the SSM parameter that holds
// its id; empty where no data source or resource of the plan tells it.
func (d *document) imageName(id string) string {
	for _, held := range d.prior {
		holders := imageHolders[held.Type]
		if len(holders) == 0 {
			continue
		}
		values := value{data: decode(held.Values), sensitive: decode(held.SensitiveValues)}
		name, _ := values.at("name").text()
		holds := slices.ContainsFunc(holders, func(attribute string) bool {
			text, _ := values.at(attribute).text()
			return text == id
		})
		if holds && name != "" && !values.at("name").isSensitive() {
			return name
		}
	}
	return ""
}

// imageHolders are the attributes that hold the id of an AMI, by the type of
// resource or data source whose name tells what the image is.
var imageHolders = map[string][]string{
	"aws_ami":           {"id", "image_id"},
	"aws_ssm_parameter": {"value", "insecure_value"},
}
