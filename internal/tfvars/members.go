package tfvars

import (
	"maps"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// members are the places that p holds, with what the type of the variable adds
// to them. Those of an object come by key, those of a list by index. A problem
// may come with the members that it does not hide.
func (p place) members() ([]place, kind, *upgrade.Problem) {
	expression := p.unwrapped()
	if pairs, diagnostics := hcl.ExprMap(expression); !diagnostics.HasErrors() {
		members, problem := p.attributes(pairs)
		return members, objectKind, problem
	}
	if items, diagnostics := hcl.ExprList(expression); !diagnostics.HasErrors() {
		members := make([]place, len(items))
		for i, item := range items {
			members[i] = p.member(strconv.Itoa(i), item)
			members[i].listed = true
		}
		return members, listKind, nil
	}
	found, problem := p.leaf()
	if problem == nil && (found.kind == objectKind || found.kind == listKind) {
		problem = p.problem("Write out what the expression gives.",
			"%s is computed by an expression, and what is in it has no line of its own.", p.name())
	}
	return nil, found.kind, problem
}

func (p place) member(key string, expression hcl.Expression) place {
	return place{
		expression: expression, in: p.in, pinned: p.pinned,
		shape: p.shape.member(key),
		keys:  append(slices.Clip(p.keys), key),
	}
}

// attributes lists an object's members. Of two with one key the last counts in
// native syntax; in JSON Terraform refuses them.
func (p place) attributes(pairs []hcl.KeyValuePair) ([]place, *upgrade.Problem) {
	var problem *upgrade.Problem
	members := make(map[string]place, len(pairs))
	for _, pair := range pairs {
		key, mistake := p.key(pair.Key)
		if _, twice := members[key]; mistake == nil && twice && p.in.json && p.pinned == nil {
			mistake = problemAt(p.sourceOf(pair.Key), "Keep one of the two.", "%s has the key %q twice.", p.name(), key)
		}
		if mistake != nil {
			problem = mistake
			continue
		}
		members[key] = p.member(key, pair.Value)
	}
	if p.shape != nil {
		p.addFallbacks(members)
	}
	ordered := make([]place, 0, len(members))
	for _, key := range slices.Sorted(maps.Keys(members)) {
		ordered = append(ordered, members[key])
	}
	return ordered, problem
}

// addFallbacks puts the defaults of optional attributes where the object has
// nothing, or null.
func (p place) addFallbacks(members map[string]place) {
	for key, attribute := range p.shape.attributes {
		if attribute.fallback == nil {
			continue
		}
		if member, ok := members[key]; ok && !member.isNull() {
			continue
		}
		added := *attribute.fallback
		added.keys = append(slices.Clip(p.keys), key)
		members[key] = added
	}
}

// key is the text of an object's key, which may be bare, quoted or constant.
func (p place) key(expression hcl.Expression) (string, *upgrade.Problem) {
	value, problem := p.evaluate(expression)
	if problem != nil {
		return "", problem
	}
	text, err := convert.Convert(value, cty.String)
	if err != nil || text.IsNull() || !text.IsKnown() {
		return "", problemAt(p.sourceOf(expression), "Write the key as a name or in quotes.", "A key of %s is no text.", p.name())
	}
	return text.AsString(), nil
}
