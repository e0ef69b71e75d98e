package tfvars

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// nativeLiteral finds the text in quotes or the number that an expression is, in
// parentheses or not. Of anything else it says what it is.
func nativeLiteral(expression hcl.Expression, text []byte) (hcl.Range, string) {
	switch found := expression.(type) {
	case *hclsyntax.ParenthesesExpr:
		return nativeLiteral(found.Expression, text)
	case *hclsyntax.LiteralValueExpr:
		switch {
		case found.Val.IsNull():
			return hcl.Range{}, string(nullKind)
		case found.Val.Type() != cty.Number:
			return hcl.Range{}, string(boolKind)
		}
		return found.SrcRange, ""
	case *hclsyntax.TemplateExpr:
		switch {
		case text[found.SrcRange.Start.Byte] != '"':
			return hcl.Range{}, "a heredoc"
		case !isConstant(found):
			return hcl.Range{}, "a text that is computed"
		}
		return found.SrcRange, ""
	case *hclsyntax.TemplateWrapExpr:
		return hcl.Range{}, "a text that is computed"
	case *hclsyntax.FunctionCallExpr:
		return hcl.Range{}, "the result of a function"
	case *hclsyntax.ScopeTraversalExpr:
		return hcl.Range{}, "a reference"
	default:
		return hcl.Range{}, "computed by an expression"
	}
}

// isConstant tells that a text has nothing to fill in, not even a constant.
func isConstant(text *hclsyntax.TemplateExpr) bool {
	for _, part := range text.Parts {
		if literal, ok := part.(*hclsyntax.LiteralValueExpr); !ok || literal.Val.Type() != cty.String {
			return false
		}
	}
	return true
}

// nativeText writes a text in quotes. Only the literal is written by hclwrite: a
// whole file that it writes has spaces for tabs.
func nativeText(text string) []byte {
	return hclwrite.TokensForValue(cty.StringVal(text)).Bytes()
}
