package tfvars

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// problemAt is a problem at a position: the text follows it in the message.
func problemAt(source upgrade.Source, remediation, format string, args ...any) *upgrade.Problem {
	return &upgrade.Problem{
		Message:     oneLine(source.String() + ": " + fmt.Sprintf(format, args...)),
		Remediation: remediation,
		Source:      source,
	}
}

// oneLine keeps a key or a file name from breaking a message in two.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// syntaxProblem tells the first of a file's errors in HCL's words, and how many
// more there are. It is nil where there is none.
func (d *document) syntaxProblem(diagnostics hcl.Diagnostics) *upgrade.Problem {
	var errors hcl.Diagnostics
	for _, diagnostic := range diagnostics {
		// HCL adds that the root of a JSON file is no object, where it could
		// not read the root at all.
		consequence := len(errors) > 0 && diagnostic.Summary == "Root value must be object"
		if diagnostic.Severity == hcl.DiagError && !consequence {
			errors = append(errors, diagnostic)
		}
	}
	if len(errors) == 0 {
		return nil
	}
	source := d.source
	if subject := errors[0].Subject; subject != nil {
		source = d.at(*subject, "")
	}
	more := ""
	switch count := len(errors) - 1; {
	case count == 1:
		more = " There is 1 more error in this file."
	case count > 1:
		more = fmt.Sprintf(" There are %d more errors in this file.", count)
	}
	return problemAt(source, "Correct the syntax of the file; terraform validate and terraform fmt point at the same place.",
		"%s%s", diagnosticText(errors[0]), more)
}

// diagnosticText puts HCL's summary and detail into one line.
func diagnosticText(diagnostic *hcl.Diagnostic) string {
	detail := diagnostic.Detail
	if diagnostic.Summary == "Invalid JSON keyword" {
		// HCL quotes the word that it found, which may be a secret that its
		// writer forgot to put in quotes.
		detail = "A JSON value is a text in quotes, a number, true, false, null, a list or an object."
	}
	text := diagnostic.Summary + ": " + strings.Join(strings.Fields(detail), " ")
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

// enumerate joins two or more parts of a sentence: a, b and c.
func enumerate(parts []string) string {
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}
