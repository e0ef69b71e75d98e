// Package report writes a judgement for people and for programs: one file a
// format.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Document is a judgement with what a reader needs besides it.
type Document struct {
	Report      upgrade.Report
	ToolVersion string
	CatalogDate upgrade.Date
	// Rules are all that there are, for formats that describe them.
	Rules []upgrade.Rule
	// Notes are said besides the findings, such as files left out.
	Notes []string
	// Plans tells that the environments were read from plans.
	Plans bool
	// Command is the command line that makes the report again; empty for the usual
	// one.
	Command string
	// Today is the day of the judgement.
	Today upgrade.Date
	// Calendar is the EKS support calendar, oldest minor first.
	Calendar []upgrade.VersionSupport
	// Waivers are all that the policy has, expired ones included.
	Waivers []upgrade.Waiver
	// Paths are the ways up, in the order in which to go them.
	Paths []path.Path
	// Color asks for colour in formats that a terminal shows.
	Color bool
}

// Writer writes a document in one format.
type Writer func(io.Writer, Document) error

// Formats lists the formats by name, the default leading.
func Formats() []string { return []string{"text", "json", "markdown", "sarif", "junit", "html"} }

// Find gives the writer of a format; the error lists those that there are.
func Find(format string) (Writer, error) {
	switch format {
	case "text":
		return writeText, nil
	case "json":
		return writeJSON, nil
	case "markdown":
		return writeMarkdown, nil
	case "sarif":
		return writeSARIF, nil
	case "junit":
		return writeJUnit, nil
	case "html":
		return writeHTML, nil
	default:
		return nil, fmt.Errorf("there is no format %q; there are %s", format, strings.Join(Formats(), ", "))
	}
}
