package report

import (
	"path"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// withShortFiles is a document whose findings name the file of their environment
// without its folder, which the head of the environment's findings names.
func withShortFiles(document Document) Document {
	document.Report.Environments = slices.Clone(document.Report.Environments)
	for i := range document.Report.Environments {
		report := &document.Report.Environments[i]
		file := report.Environment.Source
		short := path.Base(file)
		if file == "" || short == file {
			continue
		}
		report.Findings = slices.Clone(report.Findings)
		for j := range report.Findings {
			shortenFile(&report.Findings[j], file, short)
		}
	}
	return document
}

// shortenFile replaces a file where a finding names it with a line.
func shortenFile(finding *upgrade.Finding, file, short string) {
	if finding.Source.File == file {
		finding.Source.File = short
	}
	finding.Message = strings.ReplaceAll(finding.Message, file+":", short+":")
	finding.Remediation = strings.ReplaceAll(finding.Remediation, file+":", short+":")
}
