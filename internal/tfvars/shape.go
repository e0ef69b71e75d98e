package tfvars

import (
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/hclguard"
)

// shape is what a type says of the attributes of the objects in a value. HCL's
// own typeexpr knows the defaults of optional attributes, but not where they are
// written.
type shape struct {
	// attributes are those of an object; nil where the type is none.
	attributes map[string]attribute
	// items are those of a tuple.
	items []*shape
	// each is the shape of every element of a map, a list or a set.
	each *shape
}

type attribute struct {
	shape *shape
	// fallback is the second argument of optional().
	fallback *place
}

// member is the shape of what the key leads to.
func (s *shape) member(key string) *shape {
	switch {
	case s == nil:
		return nil
	case s.attributes != nil:
		return s.attributes[key].shape
	case s.items != nil:
		if index, err := strconv.Atoi(key); err == nil && index < len(s.items) {
			return s.items[index]
		}
		return nil
	default:
		return s.each
	}
}

// declares tells whether the shape is an object's with such an attribute.
func (s *shape) declares(key string) bool {
	if s == nil {
		return false
	}
	_, ok := s.attributes[key]
	return ok
}

// shapeOf reads the type argument of a variable. A type that is none is
// Terraform's to report.
func shapeOf(expression hcl.Expression, in *document) *shape {
	if !in.json {
		return readShape(expression, place{in: in})
	}
	// In JSON a type is a text in native syntax. What is in it has no position
	// in the file but that of the text.
	value, diagnostics := expression.Value(nil)
	if diagnostics.HasErrors() || value.IsNull() || value.Type() != cty.String {
		return nil
	}
	text := []byte(value.AsString())
	if hclguard.Native(text) != nil {
		return nil
	}
	native, diagnostics := hclsyntax.ParseExpression(text, in.source.File, hcl.InitialPos)
	if diagnostics.HasErrors() {
		return nil
	}
	return readShape(native, place{in: in, pinned: expression.Range().Ptr()})
}

// readShape gives each default the file, and where it is pinned the position, of
// where.
func readShape(expression hcl.Expression, where place) *shape {
	call, diagnostics := hcl.ExprCall(expression)
	if diagnostics.HasErrors() || len(call.Arguments) == 0 {
		return nil
	}
	argument := call.Arguments[0]
	switch call.Name {
	case "map", "list", "set":
		return &shape{each: readShape(argument, where)}
	case "tuple":
		items, _ := hcl.ExprList(argument)
		read := &shape{items: make([]*shape, len(items))}
		for i, item := range items {
			read.items[i] = readShape(item, where)
		}
		return read
	case "object":
		pairs, _ := hcl.ExprMap(argument)
		read := &shape{attributes: make(map[string]attribute, len(pairs))}
		for _, pair := range pairs {
			read.attributes[hcl.ExprAsKeyword(pair.Key)] = readAttribute(pair.Value, where)
		}
		return read
	default:
		return nil
	}
}

func readAttribute(expression hcl.Expression, where place) attribute {
	call, diagnostics := hcl.ExprCall(expression)
	if diagnostics.HasErrors() || call.Name != "optional" || len(call.Arguments) == 0 {
		return attribute{shape: readShape(expression, where)}
	}
	read := attribute{shape: readShape(call.Arguments[0], where)}
	if len(call.Arguments) > 1 {
		where.expression, where.shape = call.Arguments[1], read.shape
		read.fallback = &where
	}
	return read
}
