package plan

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Bounds on a manifest. Aliases make a small text a large object, and a deep one
// would exhaust the stack.
const (
	maxManifestNodes = 500_000
	maxManifestDepth = 200
)

var errManifestTooLarge = errors.New("the manifest is too large or too deep")

// parseManifests reads the documents of a text in YAML, of which JSON is a part:
// objects, lists, texts, bools and json.Number, as decode gives them. Empty
// documents are left out.
func parseManifests(text string) ([]any, error) {
	if data, ok := parseJSONManifest(text); ok {
		if !shallow(data, maxManifestDepth) {
			return nil, errManifestTooLarge
		}
		return []any{data}, nil
	}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var documents []any
	for {
		var node yaml.Node
		switch err := decoder.Decode(&node); {
		case errors.Is(err, io.EOF):
			return documents, nil
		case err != nil:
			return nil, err
		}
		reading := yamlReading{left: maxManifestNodes}
		data, err := reading.data(&node, 0)
		if err != nil {
			return nil, err
		}
		if data != nil {
			documents = append(documents, data)
		}
	}
}

// parseJSONManifest reads a text that is JSON. YAML would take it too, but not
// all of JSON's escapes.
func parseJSONManifest(text string) (any, bool) {
	if trimmed := strings.TrimSpace(text); !strings.HasPrefix(trimmed, "{") || !json.Valid([]byte(trimmed)) {
		return nil, false
	}
	return decode([]byte(text)), true
}

// shallow tells whether nothing in data is below more than so many levels.
func shallow(data any, levels int) bool {
	if levels < 0 {
		return false
	}
	switch data := data.(type) {
	case []any:
		for _, element := range data {
			if !shallow(element, levels-1) {
				return false
			}
		}
	case map[string]any:
		for _, element := range data {
			if !shallow(element, levels-1) {
				return false
			}
		}
	}
	return true
}

// yamlReading is the reading of one document.
type yamlReading struct {
	// left is how many more nodes may be read.
	left int
}

func (r *yamlReading) data(node *yaml.Node, depth int) (any, error) {
	r.left--
	if r.left < 0 || depth > maxManifestDepth {
		return nil, errManifestTooLarge
	}
	switch node.Kind {
	case yaml.DocumentNode:
		if len(node.Content) == 0 {
			return nil, nil
		}
		return r.data(node.Content[0], depth+1)
	case yaml.AliasNode:
		if node.Alias == nil {
			return nil, nil
		}
		return r.data(node.Alias, depth+1)
	case yaml.SequenceNode:
		list := make([]any, 0, len(node.Content))
		for _, element := range node.Content {
			data, err := r.data(element, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, data)
		}
		return list, nil
	case yaml.MappingNode:
		return r.object(node, depth)
	default:
		return yamlScalar(node), nil
	}
}

// object reads a mapping. Its own keys win over those that it merges in. A key
// that is no text is taken as it is written.
func (r *yamlReading) object(node *yaml.Node, depth int) (any, error) {
	own, merged := map[string]any{}, map[string]any{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		data, err := r.data(node.Content[i+1], depth+1)
		if err != nil {
			return nil, err
		}
		if key.Kind == yaml.AliasNode && key.Alias != nil {
			key = key.Alias
		}
		switch {
		case key.ShortTag() == "!!merge":
			mergeInto(merged, data)
		case key.Kind == yaml.ScalarNode:
			own[key.Value] = data
		}
	}
	for key, data := range own {
		merged[key] = data
	}
	return merged, nil
}

// mergeInto adds what "<<" names: one object, or a list of which the first that
// has a key wins.
func mergeInto(merged map[string]any, data any) {
	objects, is := data.([]any)
	if !is {
		objects = []any{data}
	}
	for _, object := range objects {
		fields, _ := object.(map[string]any)
		for key, data := range fields {
			if _, has := merged[key]; !has {
				merged[key] = data
			}
		}
	}
}

func yamlScalar(node *yaml.Node) any {
	switch node.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		var truth bool
		if node.Decode(&truth) == nil {
			return truth
		}
	case "!!int":
		var number int64
		if node.Decode(&number) == nil {
			return json.Number(strconv.FormatInt(number, 10))
		}
	case "!!float":
		var number float64
		if text := node.Value; node.Decode(&number) == nil && json.Valid([]byte(text)) {
			return json.Number(text)
		}
	}
	return node.Value
}
