package plan

import (
	"strconv"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// typedObject reads a resource of the Kubernetes provider that has blocks of its
// own for one kind of object, such as kubernetes_deployment.
func (d *document) typedObject(ch change, v value, kind upgrade.SourceKind, api upgrade.ResourceAPI) kubeObject {
	blocks := typedBlocks(api.Kind)
	from := &origin{
		kind:      kind,
		attribute: func(path []any) string { return typedAttribute(blocks, path) },
		why:       func(path []any) string { return d.resolver().why(ch, typedPath(blocks, path)...) },
		unset:     func(path []any) bool { return d.leftToServer(ch, typedPath(blocks, path)) },
	}
	object := kubeObject{
		part:         part{value: toKubernetes(v, blocks), from: from},
		groupVersion: upgrade.ClaimText(api.GroupVersion, upgrade.Source{Kind: kind}),
		kind:         api.Kind,
		resourceType: ch.Type,
		hidesAPI:     api.Discovered,
	}
	object.namespace = object.at("metadata", "namespace").plain()
	object.name = object.at("metadata", "name").plain()
	return object
}

// leftToServer tells whether a part that the plan calls unknown is one that the
// configuration leaves out, so that the server fills in its default. It takes
// the configuration to show the block around the part.
func (d *document) leftToServer(ch change, path []string) bool {
	const inSpec = 3
	return len(path) >= inSpec && d.config().sets(ch, path[0]) && !d.config().sets(ch, path[:inSpec]...)
}

// attributeObject reads a resource that names an object of any kind in
// api_version and kind, such as kubernetes_labels.
func (d *document) attributeObject(ch change, v value, kind upgrade.SourceKind) kubeObject {
	metadata := typedBlock{nested: metadataBlocks}
	from := &origin{
		kind:      kind,
		attribute: func(path []any) string { return typedAttribute(metadata, path) },
		why:       func(path []any) string { return d.resolver().why(ch, typedPath(metadata, path)...) },
	}
	object := kubeObject{part: part{value: toKubernetes(v, metadata), from: from}}
	object.groupVersion = claim(object.at("apiVersion"), textPart)
	object.kind = object.at("kind").plain()
	object.namespace = object.at("metadata", "namespace").plain()
	object.name = object.at("metadata", "name").plain()
	return object
}

// resourceAPI finds the API that a resource type uses, for the values it has.
func (d *document) resourceAPI(catalog upgrade.Catalog, ch change, v value) (upgrade.ResourceAPI, bool) {
	var always, conditional *upgrade.ResourceAPI
	for _, api := range catalog.ResourceAPIsOf(ch.Type) {
		if api.When == "" {
			always = &api
		} else {
			conditional = &api
		}
	}
	switch {
	case conditional != nil && (always == nil || d.hasMetricOrBehavior(ch, v)):
		return *conditional, true
	case always != nil:
		return *always, true
	default:
		return upgrade.ResourceAPI{}, false
	}
}

// hasMetricOrBehavior is the condition under which the provider takes the newer
// API for a kubernetes_horizontal_pod_autoscaler. What is unknown and not
// configured is empty when the provider looks.
func (d *document) hasMetricOrBehavior(ch change, v value) bool {
	for _, name := range []string{"metric", "behavior"} {
		blocks := v.at("spec", 0, name)
		if blocks.length() > 0 || blocks.isUnknown() && d.config().sets(ch, "spec", name) {
			return true
		}
	}
	return false
}

// typedBlock is a block of a resource, or the resource itself, and what Kubernetes
// calls it.
type typedBlock struct {
	// name is Kubernetes' name.
	name string
	// repeats marks a block that is a list in Kubernetes too.
	repeats bool
	// plain marks an attribute.
	plain bool
	// kinds marks a block whose nested blocks are alternatives, each of which
	// matters by its name alone.
	kinds bool
	// nested are the blocks and attributes inside, by the resource's names. What
	// is not named here is left out.
	nested map[string]typedBlock
}

// toKubernetes translates a value, and its marks, to Kubernetes' JSON.
func toKubernetes(v value, blocks typedBlock) value {
	return value{data: blocks.inside(v.data), unknown: blocks.inside(v.unknown), sensitive: blocks.inside(v.sensitive)}
}

// inside translates the content of one block. A mark of all of it stays.
func (b typedBlock) inside(tree any) any {
	if mark, is := tree.(bool); is {
		return mark
	}
	fields, _ := tree.(map[string]any)
	translated := map[string]any{}
	for name, data := range fields {
		field, known := b.nested[name]
		switch {
		case known:
			if content := field.translate(data); content != nil {
				translated[field.name] = content
			}
		case b.kinds:
			if blocks, is := data.([]any); is && len(blocks) > 0 {
				translated[camelCase(name)] = map[string]any{}
			}
		}
	}
	return translated
}

// translate turns the list that Terraform makes of a block into an object, or
// a list where Kubernetes has one too. No blocks are nothing. Nested attributes
// may be objects.
func (b typedBlock) translate(tree any) any {
	if b.plain {
		return tree
	}
	switch tree := tree.(type) {
	case bool:
		return tree
	case map[string]any:
		if b.repeats {
			return []any{b.inside(tree)}
		}
		return b.inside(tree)
	case []any:
		if len(tree) == 0 {
			return nil
		}
		if !b.repeats {
			return b.inside(tree[0])
		}
		blocks := make([]any, len(tree))
		for i := range tree {
			blocks[i] = b.inside(tree[i])
		}
		return blocks
	default:
		return nil
	}
}

func camelCase(name string) string {
	words := strings.Split(name, "_")
	for i, word := range words[1:] {
		if word != "" {
			words[i+1] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}

// typedPath gives the steps that a resource has for a path in Kubernetes' names:
// its own names, and an index after each block, as a text.
func typedPath(b typedBlock, path []any) []string {
	var steps []string
	for i, step := range path {
		switch step := step.(type) {
		case string:
			var name string
			name, b = b.called(step)
			steps = append(steps, name)
			if last := i == len(path)-1; !last && !b.plain && !b.repeats {
				steps = append(steps, "0")
			}
		case int:
			steps = append(steps, strconv.Itoa(step))
		}
	}
	return steps
}

// typedAttribute writes a path in Kubernetes' names as the resource's own, with
// the numbers of blocks that repeat.
func typedAttribute(b typedBlock, path []any) string {
	var names []string
	for _, step := range path {
		switch step := step.(type) {
		case string:
			var name string
			name, b = b.called(step)
			names = append(names, name)
		case int:
			if len(names) > 0 {
				names[len(names)-1] += "[" + strconv.Itoa(step) + "]"
			}
		}
	}
	return strings.Join(names, ".")
}

// called finds what Kubernetes calls by a name inside a block.
func (b typedBlock) called(name string) (string, typedBlock) {
	for own, field := range b.nested {
		if field.name == name {
			return own, field
		}
	}
	return name, typedBlock{plain: true}
}
