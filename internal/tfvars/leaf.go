package tfvars

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// kind is what a value is, as far as a reader of a text needs to know.
type kind string

const (
	nullKind   kind = "null"
	textKind   kind = "a string"
	numberKind kind = "a number"
	boolKind   kind = "a bool"
	listKind   kind = "a list"
	objectKind kind = "an object"
)

// leaf is a value that holds no others.
type leaf struct {
	kind kind
	// text is the value as Terraform makes it a string.
	text string
	// note says what was lost on the way.
	note string
}

// maxLeafSize is how long an expression may be that is evaluated. Evaluation
// recurses; a version or a name is short.
const maxLeafSize = 4096

// leaf evaluates p, with no variables and no functions, as Terraform does in
// tfvars and in defaults.
func (p place) leaf() (leaf, *upgrade.Problem) {
	value, problem := p.evaluate(p.expression)
	if problem != nil {
		return leaf{}, problem
	}
	switch known := value.Type(); {
	case value.IsNull():
		return leaf{kind: nullKind}, nil
	case known == cty.String:
		return leaf{kind: textKind, text: value.AsString()}, nil
	case known == cty.Bool:
		return leaf{kind: boolKind, text: boolText(value)}, nil
	case known == cty.Number:
		text := numberText(value)
		return leaf{kind: numberKind, text: text, note: p.numberNote(text)}, nil
	case known.IsObjectType() || known.IsMapType():
		return leaf{kind: objectKind}, nil
	default:
		return leaf{kind: listKind}, nil
	}
}

// numberText is the decimal form, as in Terraform's conversion to a string.
func numberText(value cty.Value) string { return value.AsBigFloat().Text('f', -1) }

func boolText(value cty.Value) string {
	if value.True() {
		return "true"
	}
	return "false"
}

// evaluate is for constants; anything else is a problem as Terraform tells it.
func (p place) evaluate(expression hcl.Expression) (cty.Value, *upgrade.Problem) {
	bounds := expression.Range()
	source := p.sourceOf(expression)
	if bounds.End.Byte-bounds.Start.Byte > maxLeafSize {
		return cty.NilVal, problemAt(source, "Write the value out.", "%s is set by an expression of more than %d bytes, which is not evaluated.", p.name(), maxLeafSize)
	}
	var (
		value       cty.Value
		diagnostics hcl.Diagnostics
	)
	returned := attempt(func() { value, diagnostics = expression.Value(nil) })
	const remedy = "Write the value itself: there are no variables and no functions in this place."
	switch {
	case !returned:
		return cty.NilVal, problemAt(source, remedy, "The expression that sets %s has no value.", p.name())
	case diagnostics.HasErrors():
		return cty.NilVal, problemAt(source, remedy, "%s: %s", p.name(), diagnosticText(diagnostics[0]))
	case !value.IsWhollyKnown():
		return cty.NilVal, problemAt(source, remedy, "The expression that sets %s has no known value.", p.name())
	}
	return value, nil
}

// isNull tells whether p is certainly null.
func (p place) isNull() bool {
	found, problem := p.leafOrContainer()
	return problem == nil && found.kind == nullKind
}

// leafOrContainer is leaf without the evaluation of what a container holds.
func (p place) leafOrContainer() (leaf, *upgrade.Problem) {
	expression := p.unwrapped()
	if _, diagnostics := hcl.ExprMap(expression); !diagnostics.HasErrors() {
		return leaf{kind: objectKind}, nil
	}
	if _, diagnostics := hcl.ExprList(expression); !diagnostics.HasErrors() {
		return leaf{kind: listKind}, nil
	}
	return p.leaf()
}

// read gives p as the text that Terraform would make of it, or a problem that
// says what was found where a text was expected. A null has no text.
func (p place) read(expected string) (leaf, *upgrade.Problem) {
	found, problem := p.leafOrContainer()
	if problem != nil {
		return found, problem
	}
	switch found.kind {
	case boolKind, listKind, objectKind:
		return found, p.problem(fmt.Sprintf("Set it to %s.", expected),
			"%s is %s, where %s is expected.", p.name(), found.kind, expected)
	default:
		return found, nil
	}
}

var numberLiteral = regexp.MustCompile(`^-?[0-9.]+([eE][-+]?[0-9]+)?$`)

// numberNote says that a number is not what is written: 1.30 is 1.3.
func (p place) numberNote(text string) string {
	if p.pinned != nil {
		return "" // the number is in no file as it is written
	}
	written := strings.TrimSpace(string(p.unwrapped().Range().SliceBytes(p.in.text)))
	if written == text || !numberLiteral.MatchString(written) {
		return ""
	}
	return fmt.Sprintf("written without quotes, %s is the number %s: write %q", written, text, written)
}
