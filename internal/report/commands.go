package report

import "regexp"

// Runners of pipelines obey some lines that a program prints. A name in a report
// must not be able to give such a command.
var (
	// lineCommand begins a line, after spaces, for GitHub Actions: ::error::text.
	// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
	lineCommand = regexp.MustCompile(`(?m)^([ \t]*)::`)
	// markCommand stands anywhere in a line: ##[error]text, ##vso[task.setvariable]
	// of Azure Pipelines and ##teamcity[message].
	// https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands
	markCommand = regexp.MustCompile(`##([A-Za-z]*\[)`)
)

// withoutCommands writes the first sign of each command that may stand anywhere in
// the way that the format at hand escapes a number sign.
func withoutCommands(text, numberSign string) string {
	return markCommand.ReplaceAllString(text, numberSign+"#$1")
}

// withoutLineCommands is for text that has lines of its own.
func withoutLineCommands(text string) string {
	return lineCommand.ReplaceAllString(withoutCommands(text, `\u0023`), `${1}\u003a:`)
}
