package plan

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// value is a value of a change, with what is unknown and what is sensitive in
// it. Numbers are json.Number. Absent parts are null.
type value struct {
	data      any
	unknown   any
	sensitive any
}

// before is what is there now; null where there is nothing.
func (c changeValues) before() value {
	return value{data: decode(c.Before), sensitive: decode(c.BeforeSensitive)}
}

// after is what the apply leaves; null where nothing is left.
func (c changeValues) after() value {
	return value{data: decode(c.After), unknown: decode(c.AfterUnknown), sensitive: decode(c.AfterSensitive)}
}

func decode(raw jsontext.Value) any {
	if len(raw) == 0 {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var data any
	if decoder.Decode(&data) != nil {
		return nil
	}
	return data
}

// at is the value below keys, and indices where a key is an int. What is not
// there is null; below an unknown value all is unknown.
func (v value) at(path ...any) value {
	for _, step := range path {
		v = value{data: below(v.data, step, false), unknown: below(v.unknown, step, true), sensitive: below(v.sensitive, step, true)}
	}
	return v
}

// below steps into one level. Where marks is set, true means all that is below.
func below(data any, step any, marks bool) any {
	if whole, is := data.(bool); is && marks && whole {
		return true
	}
	switch key := step.(type) {
	case string:
		if object, is := data.(map[string]any); is {
			return object[key]
		}
	case int:
		if list, is := data.([]any); is && key >= 0 && key < len(list) {
			return list[key]
		}
	}
	return nil
}

// isUnknown tells whether the whole value is decided at apply.
func (v value) isUnknown() bool { return v.unknown == true }

// hasUnknown tells whether any part of the value is decided at apply.
func (v value) hasUnknown() bool { return marked(v.unknown) }

// isSensitive tells whether the value, or a part of it, is marked sensitive.
func (v value) isSensitive() bool { return marked(v.sensitive) }

// isNull tells whether nothing is there, and that is certain.
func (v value) isNull() bool { return v.data == nil && !v.isUnknown() }

func marked(marks any) bool {
	switch marks := marks.(type) {
	case bool:
		return marks
	case []any:
		return slices.ContainsFunc(marks, marked)
	case map[string]any:
		for _, mark := range marks {
			if marked(mark) {
				return true
			}
		}
	}
	return false
}

// text is the value as a text; numbers and bools as JSON writes them.
func (v value) text() (string, bool) {
	switch data := v.data.(type) {
	case string:
		return data, true
	case json.Number:
		return data.String(), true
	case bool:
		if data {
			return "true", true
		}
		return "false", true
	default:
		return "", false
	}
}

// length counts the elements of a list, known or not.
func (v value) length() int {
	list, _ := v.data.([]any)
	unknown, _ := v.unknown.([]any)
	return max(len(list), len(unknown))
}

// keys lists the keys of an object, known or not, in order.
func (v value) keys() []string {
	found := map[string]bool{}
	for _, data := range []any{v.data, v.unknown} {
		object, _ := data.(map[string]any)
		for key := range object {
			found[key] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}
