package plan

import (
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// SkipThrough reads a JSON text with a token reader and keeps nothing. It is what
// reading a plan is measured against.
func SkipThrough(r io.Reader) error {
	text, err := openText(r)
	if err != nil {
		return err
	}
	return jsontext.NewDecoder(text, jsontext.AllowDuplicateNames(true)).SkipValue()
}
