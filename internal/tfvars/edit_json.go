package tfvars

import (
	"encoding/json"

	"github.com/hashicorp/hcl/v2"
)

// jsonLiteral finds the string or the number that an expression is. Of anything
// else it says what it is.
func jsonLiteral(expression hcl.Expression, text []byte) (hcl.Range, string) {
	bounds := expression.Range()
	switch text[bounds.Start.Byte] {
	case 'n':
		return hcl.Range{}, string(nullKind)
	case 't', 'f':
		return hcl.Range{}, string(boolKind)
	default:
		return bounds, ""
	}
}

// jsonText writes a string.
func jsonText(text string) []byte {
	quoted, _ := json.Marshal(text) // fails for no string
	return quoted
}
