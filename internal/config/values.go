package config

import (
	"fmt"
	"sort"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// stringOf reads a string that is required.
func stringOf(expression hcl.Expression, name string) (string, error) {
	value, diags := expression.Value(nil)
	if diags.HasErrors() {
		return "", firstError(diags)
	}
	text, ok := textOf(value)
	if !ok {
		return "", at(expression.Range(), "%s must be a string in quotes", name)
	}
	return text, nil
}

// wholeNumber reads a number within bounds; nil where it is not set.
func wholeNumber(expression hcl.Expression, name string, least, most int) (*int, error) {
	value, diags := expression.Value(nil)
	if diags.HasErrors() {
		return nil, firstError(diags)
	}
	if value.IsNull() {
		return nil, nil
	}
	if value.Type() == cty.Number {
		if number, accuracy := value.AsBigFloat().Int64(); accuracy == 0 && number >= int64(least) && number <= int64(most) {
			whole := int(number)
			return &whole, nil
		}
	}
	return nil, at(expression.Range(), "%s must be a whole number from %d to %d", name, least, most)
}

// baselines reads git:<ref> or ENVIRONMENT=VERSION, a list of them, or a map of
// versions by environment.
func baselines(expression hcl.Expression) ([]string, error) {
	value, diags := expression.Value(nil)
	if diags.HasErrors() {
		return nil, firstError(diags)
	}
	if value.IsNull() {
		return nil, nil
	}
	if text, ok := textOf(value); ok {
		return []string{text}, nil
	}
	wrong := at(expression.Range(), "baseline must be \"git:<ref>\", a list such as [\"git:main\", \"prod=1.34\"], or a map such as { prod = \"1.34\" }")
	if !value.CanIterateElements() {
		return nil, wrong
	}
	isMap := value.Type().IsObjectType() || value.Type().IsMapType()
	var entries []string
	for it := value.ElementIterator(); it.Next(); {
		key, element := it.Element()
		text, ok := textOf(element)
		if !ok {
			return nil, wrong
		}
		if isMap {
			text = fmt.Sprintf("%s=%s", key.AsString(), text)
		}
		entries = append(entries, text)
	}
	sort.Strings(entries)
	return entries, nil
}

func textOf(value cty.Value) (string, bool) {
	if value.IsNull() || !value.IsKnown() || value.Type() != cty.String {
		return "", false
	}
	return value.AsString(), true
}
