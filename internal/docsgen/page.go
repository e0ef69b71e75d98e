package main

import (
	"fmt"
	"strings"

	"github.com/mitchellh/go-wordwrap"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// The name of a rule's page is rule-<name>.md, which is a link that users keep.
const prefix, suffix = "rule-", ".md"

// width is where the pages' lines are broken.
const width = 120

// pagesOf gives a page for each rule and one that lists them, by the names of their
// files.
func pagesOf(rules []upgrade.Rule) map[string]string {
	pages := map[string]string{overview: overviewOf(rules)}
	for _, rule := range rules {
		pages[prefix+rule.Name+suffix] = pageOf(rule)
	}
	return pages
}

func pageOf(rule upgrade.Rule) string {
	title := wording.Sentence(rule.Title)
	var page strings.Builder
	fmt.Fprintf(&page, "---\npage_title: \"%s\"\nsubcategory: \"Rules\"\ndescription: |-\n  %s.\n---\n\n", rule.Name, inOneLine(title))
	fmt.Fprintf(&page, "# %s\n\n%s\n\n", rule.Name, paragraph(title+"."))
	fmt.Fprintf(&page, "| default severity | about | since |\n|---|---|---|\n| %s | %s | %s |\n\n", rule.Severity, rule.Concern, rule.Since)
	fmt.Fprintf(&page, "## Why\n\n%s\n\n", paragraph(rule.Why))
	fmt.Fprintf(&page, "## Example\n\nReported:\n\n%s\nAccepted:\n\n%s\n", block(rule.Bad), block(rule.Good))
	fmt.Fprintf(&page, "## How to fix\n\n%s\n\n", paragraph(rule.Remediation))
	fmt.Fprintf(&page, "%s\n\n", paragraph(fmt.Sprintf(
		"A finding that you accept for a while takes a `waiver` in [the configuration file](configuration-file.md), "+
			"with a reason and a last day; `rule \"%s\"` there gives the rule another severity (error, warning or off).", rule.Name)))
	fmt.Fprintf(&page, "## Source\n\n<%s>\n", rule.Reference)
	return page.String()
}

// paragraph is a text that means nothing to Markdown but itself.
func paragraph(text string) string {
	escaped := strings.NewReplacer("<", "&lt;", "*", `\*`).Replace(inOneLine(text))
	return wrapped(escaped)
}

// wrapped breaks the lines of a text.
func wrapped(text string) string { return wordwrap.WrapString(text, width) }

// block shows an example as it is: some show what cannot be parsed.
func block(text string) string { return "```text\n" + strings.TrimRight(text, "\n") + "\n```\n" }
