package tfvars

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// document is the text of one file, without a byte order mark.
type document struct {
	// source has kind, ref and file; a position in the file completes it.
	source upgrade.Source
	text   []byte
	json   bool
}

func isJSON(name string) bool { return strings.HasSuffix(name, ".json") }

// at is the source of what begins at a position of HCL's. Columns count
// grapheme clusters, as Terraform's do.
func (d *document) at(position hcl.Range, attribute string) upgrade.Source {
	source := d.source
	source.Line, source.Column = position.Start.Line, position.Start.Column
	source.Attribute = attribute
	if d.json {
		// HCL counts a tab in JSON as two columns, and a tab in native syntax
		// as one. JSON has no tab inside of strings.
		before := d.text[:min(position.Start.Byte, len(d.text))]
		line := before[bytes.LastIndexByte(before, '\n')+1:]
		source.Column -= bytes.Count(line, []byte("\t"))
	}
	return source
}
