package plan

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// manifestOrigin says where the parts of a manifest stand: below an attribute
// that holds it as a value, or in a text, where the attribute is all there is to
// name.
func (d *document) manifestOrigin(ch change, kind upgrade.SourceKind, attribute string, isText bool) *origin {
	return &origin{
		kind: kind,
		attribute: func(path []any) string {
			if isText {
				return attribute
			}
			return attribute + dotted(path)
		},
		why: func([]any) string { return d.resolver().why(ch, attribute) },
	}
}

// dotted writes a path as Terraform would, with a dot before it.
func dotted(path []any) string {
	var written strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case string:
			written.WriteString("." + step)
		case int:
			written.WriteString("[" + strconv.Itoa(step) + "]")
		}
	}
	return written.String()
}

// manifests are the objects that a resource holds before or after the apply.
type manifests struct {
	objects []kubeObject
	// opaque says why not all of them are known; empty where they are.
	opaque string
	// hidden tells that the plan holds none of them.
	hidden bool
}

// notKnownAnyMore are the objects as they are once the content of all of them is
// unknown: which they are, and nothing more.
func (m manifests) notKnownAnyMore() []kubeObject {
	objects := slices.Clone(m.objects)
	for i := range objects {
		object := &objects[i]
		from := *object.from
		from.kind = upgrade.SourcePlan
		object.part = part{value: value{unknown: map[string]any{"spec": true, "metadata": map[string]any{"labels": true, "annotations": true}}}, from: &from}
		object.hidesAPI = true
	}
	return objects
}

// add puts in the object of a manifest, or those of a list of them.
func (m *manifests) add(p part) {
	kind := p.at("kind")
	apiVersion := claim(p.at("apiVersion"), textPart)
	switch {
	case p.isUnknown() || kind.isUnknown() || apiVersion.Knowledge == upgrade.Unknown:
		m.opaque = p.from.why(p.path)
	case strings.HasSuffix(kind.plain(), "List") && !p.at("items").isNull():
		items := p.at("items")
		if items.isUnknown() {
			m.opaque = p.from.why(p.path)
		}
		for _, item := range items.items() {
			m.add(item.ofList(p))
		}
	case kind.plain() == "" || !apiVersion.IsKnown():
		m.opaque = fmt.Sprintf("%s holds an object without apiVersion and kind", p.from.attribute(p.path))
	default:
		object := kubeObject{part: p, groupVersion: apiVersion, kind: kind.plain()}
		object.groupVersion.Sensitive = apiVersion.Sensitive || kind.isSensitive()
		object.namespace = object.at("metadata", "namespace").plain()
		object.name = object.at("metadata", "name").plain()
		m.objects = append(m.objects, object)
	}
}

// ofList is an item of a list, which says what its items are where they do not
// say it themselves.
func (p part) ofList(list part) part {
	item, is := p.data.(map[string]any)
	kind := strings.TrimSuffix(list.at("kind").plain(), "List")
	if !is || kind == "" || item["kind"] != nil || p.at("kind").isUnknown() {
		return p
	}
	named := maps.Clone(item)
	named["kind"], named["apiVersion"] = kind, list.at("apiVersion").data
	p.data = named
	return p
}

// manifestsOf reads what a resource holds before or after the apply.
type manifestsOf func(d *document, ch change, v value, kind upgrade.SourceKind) manifests

// manifestTypes are the resource types that hold manifests.
var manifestTypes = map[string]manifestsOf{
	"kubernetes_manifest":    (*document).kubernetesManifest,
	"kubectl_manifest":       (*document).kubectlManifest,
	"kustomization_resource": (*document).kustomizationResource,
	"k8s_manifest":           (*document).contentManifest,
	"helm_release":           (*document).helmManifest,
}

// kubernetesManifest reads what the user wrote, in which a field that is not
// there is not set; object holds every field that the kind has. What the server
// holds counts before the apply, and after it for the number of replicas, which
// others set besides.
func (d *document) kubernetesManifest(ch change, v value, kind upgrade.SourceKind) manifests {
	manifest, object := v.at("manifest"), v.at("object")
	switch served, is := object.data.(map[string]any); {
	case !is:
	case kind == upgrade.SourcePrior:
		manifest.data = overlaid(manifest.data, served)
	default:
		if replicas := object.at("spec", "replicas"); replicas.data != nil && !replicas.isUnknown() && manifest.at("spec", "replicas").isNull() {
			manifest.data = overlaid(manifest.data, map[string]any{"spec": map[string]any{"replicas": replicas.data}})
		}
	}
	var found manifests
	found.add(part{value: manifest, from: d.manifestOrigin(ch, kind, "manifest", false)})
	return found
}

// overlaid is what the server holds laid over what the user wrote. Where the
// server holds nothing, what was written stays: it may be an empty object.
func overlaid(written, served any) any {
	switch over := served.(type) {
	case nil:
		return written
	case map[string]any:
		under, _ := written.(map[string]any)
		merged := make(map[string]any, len(under))
		for key, data := range under {
			merged[key] = data
		}
		for key, data := range over {
			if laid := overlaid(under[key], data); laid != nil {
				merged[key] = laid
			}
		}
		if len(merged) == 0 && written == nil {
			return nil
		}
		return merged
	case []any:
		if len(over) == 0 {
			return written
		}
		under, _ := written.([]any)
		merged := make([]any, len(over))
		for i, data := range over {
			var below any
			if i < len(under) {
				below = under[i]
			}
			merged[i] = overlaid(below, data)
		}
		return merged
	default:
		return served
	}
}

func (d *document) kubectlManifest(ch change, v value, kind upgrade.SourceKind) manifests {
	found := d.textManifests(ch, v.at("yaml_body"), kind, "yaml_body", v.veiledBeside("yaml_body"))
	if namespace := v.at("override_namespace").plainText(); namespace != "" {
		for i := range found.objects {
			found.objects[i].namespace = namespace
		}
	}
	return found
}

func (d *document) kustomizationResource(ch change, v value, kind upgrade.SourceKind) manifests {
	manifest := v.at("manifest")
	return d.textManifests(ch, manifest, kind, "manifest", manifest.asMarked())
}

func (d *document) contentManifest(ch change, v value, kind upgrade.SourceKind) manifests {
	content := v.at("content")
	return d.textManifests(ch, content, kind, "content", content.asMarked())
}

// marking gives the sensitive parts of an object that was read out of a text.
type marking func(data any) any

// asMarked is the marking of what stands in a text: all of it is sensitive where
// the text is.
func (v value) asMarked() marking {
	sensitive := v.isSensitive()
	return func(any) any { return sensitive }
}

// textManifests reads manifests out of a text.
func (d *document) textManifests(ch change, v value, kind upgrade.SourceKind, attribute string, marks marking) manifests {
	from := d.manifestOrigin(ch, kind, attribute, true)
	text, ok := v.text()
	if v.isUnknown() || !ok {
		return manifests{opaque: from.why(nil)}
	}
	documents, err := parseManifests(text)
	if err != nil {
		return manifests{opaque: fmt.Sprintf("%s cannot be read as YAML", attribute)}
	}
	var found manifests
	for _, data := range documents {
		found.add(part{value: value{data: data, sensitive: marks(data)}, from: from})
	}
	return found
}

// veiled marks all of an object as sensitive but for what it is: its API
// version, kind, namespace and name. It is for texts that a provider marks
// whatever is in them, and whose plan shows these four beside. A list's items are
// marked one by one.
func veiled(data any) any {
	object, is := data.(map[string]any)
	if !is {
		return true
	}
	marks := map[string]any{}
	for key := range object {
		switch key {
		case "apiVersion", "kind":
		case "metadata":
			marks[key] = veiledMetadata(object[key])
		case "items":
			items, _ := object[key].([]any)
			itemMarks := make([]any, len(items))
			for i := range items {
				itemMarks[i] = veiled(items[i])
			}
			marks[key] = itemMarks
		default:
			marks[key] = true
		}
	}
	return marks
}

// veiledBeside is veiled for an attribute beside which the plan shows the names of
// the object. A name that stands in a marked text alone is sensitive too.
func (v value) veiledBeside(attribute string) marking {
	return func(data any) any {
		marks := veiled(data)
		metadata, is := value{data: marks}.at("metadata").data.(map[string]any)
		if !is || !v.at(attribute).isSensitive() {
			return marks
		}
		for _, name := range []string{"name", "namespace"} {
			beside, inside := v.at(name), value{data: data}.at("metadata", name)
			if beside.isSensitive() || beside.plainText() != inside.plainText() {
				metadata[name] = true
			}
		}
		return marks
	}
}

func veiledMetadata(data any) any {
	metadata, is := data.(map[string]any)
	if !is {
		return true
	}
	marks := map[string]any{}
	for key := range metadata {
		if key != "name" && key != "namespace" {
			marks[key] = true
		}
	}
	return marks
}

// plainText is the text of a value, or "" where there is none or it is not
// known.
func (v value) plainText() string {
	text, _ := v.text()
	return text
}
