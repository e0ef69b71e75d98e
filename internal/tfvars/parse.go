package tfvars

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/hclguard"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// attempt calls a function of HCL's and tells whether it returned: a panic in a
// parser is that file's problem and not this process's.
func attempt(call func()) (returned bool) {
	defer func() {
		if !returned {
			_ = recover() // what it says may quote the file
		}
	}()
	call()
	return true
}

// parse gives the body of a document, once the guards have found nothing in it.
func (d *document) parse() (hcl.Body, *upgrade.Problem) {
	var (
		file        *hcl.File
		diagnostics hcl.Diagnostics
		refused     *hclguard.Refusal
	)
	returned := attempt(func() {
		if d.json {
			if refused = hclguard.JSON(d.text); refused == nil {
				file, diagnostics = json.Parse(d.text, d.source.File)
			}
		} else if refused = hclguard.Native(d.text); refused == nil {
			file, diagnostics = hclsyntax.ParseConfig(d.text, d.source.File, hcl.InitialPos)
		}
	})
	if !returned {
		return nil, problemAt(d.source, "Correct the syntax of the file; terraform fmt may point at the place.",
			"The file is so far from its syntax that the parser gave up.")
	}
	if refused != nil {
		source := d.source
		source.Line = lineAt(d.text, refused.Offset)
		return nil, problemAt(source, "Simplify the file.", "The file is not read, because %s.", refused.Reason)
	}
	if problem := d.syntaxProblem(diagnostics); problem != nil {
		return nil, problem
	}
	return file.Body, nil
}

// values are what one file of values sets, or why that is not known.
type values struct {
	document *document
	byName   map[string]hcl.Expression
	problem  *upgrade.Problem
}

// parseValues reads a tfvars document: assignments only, no blocks.
func parseValues(d *document) *values {
	body, problem := d.parse()
	if problem != nil {
		return &values{problem: problem}
	}
	attributes, diagnostics := body.JustAttributes()
	if problem := d.syntaxProblem(diagnostics); problem != nil {
		return &values{problem: problem}
	}
	byName := make(map[string]hcl.Expression, len(attributes))
	for name, attribute := range attributes {
		byName[name] = attribute.Expr
	}
	return &values{document: d, byName: byName}
}
