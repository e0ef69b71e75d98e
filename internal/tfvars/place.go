package tfvars

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// place is a value in a file, and the keys that led to it.
type place struct {
	expression hcl.Expression
	in         *document
	// pinned stands for the expression's own range where that is in no file.
	pinned *hcl.Range
	// shape is what the variable's type says of the value.
	shape *shape
	// keys begin with the variable.
	keys []string
	// listed tells that the last key is the index of a list.
	listed bool
}

// name is the path to the place with its real keys.
func (p place) name() string { return strings.Join(p.keys, ".") }

func (p place) source() upgrade.Source { return p.sourceOf(p.expression) }

// sourceOf is the position of a part of p, such as a key.
func (p place) sourceOf(part hcl.Expression) upgrade.Source {
	if p.pinned != nil {
		return p.in.at(*p.pinned, p.name())
	}
	return p.in.at(part.Range(), p.name())
}

func (p place) problem(remediation, format string, args ...any) *upgrade.Problem {
	return problemAt(p.source(), remediation, format, args...)
}

// unwrapped is the expression without parentheses, and without the quotes of
// "${...}", which give the value inside as it is.
func (p place) unwrapped() hcl.Expression {
	expression := p.expression
	for {
		switch wrapper := expression.(type) {
		case *hclsyntax.ParenthesesExpr:
			expression = wrapper.Expression
		case *hclsyntax.TemplateWrapExpr:
			expression = wrapper.Wrapped
		default:
			return expression
		}
	}
}
