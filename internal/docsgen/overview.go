package main

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// overview is the name of the page that lists all rules.
const overview = "rules" + suffix

// headings are what the concerns are called on that page.
var headings = map[upgrade.Concern]string{
	upgrade.VersionConcern:   "Versions",
	upgrade.NodeGroupConcern: "Node groups",
	upgrade.AddonConcern:     "Add-ons",
	upgrade.APIConcern:       "Kubernetes APIs",
	upgrade.WorkloadConcern:  "Workloads",
	upgrade.PlanConcern:      "The plan, the files and the facts",
}

// overviewOf lists rules by what they are about.
func overviewOf(rules []upgrade.Rule) string {
	var page strings.Builder
	page.WriteString("---\npage_title: \"Rules\"\nsubcategory: \"\"\ndescription: |-\n  All rules, by what they are about.\n---\n\n# Rules\n\n")
	page.WriteString(wrapped("What the gate, `check` and `analyze` judge. Rules about versions hold for all three. " +
		"Those about add-ons, health and insights need EKS to be asked, or a plan; those about workloads and Kubernetes APIs need a plan. " +
		"A rule that lacks a fact says so, and does not pass for it."))
	page.WriteString("\n\n" + wrapped("`terraform-provider-eksupgrade rules` prints the same list, and `rules RULE` explains one. "+
		"[The configuration file](configuration-file.md) gives a rule another severity, or a finding a waiver.") + "\n")
	for _, concern := range upgrade.Concerns() {
		fmt.Fprintf(&page, "\n## %s\n\n| rule | what it says | severity |\n|---|---|---|\n", headings[concern])
		for _, rule := range rules {
			if rule.Concern == concern {
				title := strings.NewReplacer("|", `\|`, "<", "&lt;", "*", `\*`).Replace(inOneLine(wording.Sentence(rule.Title)))
				fmt.Fprintf(&page, "| [`%[1]s`](%[2]s%[1]s%[3]s) | %[4]s | %[5]s |\n", rule.Name, prefix, suffix, title, rule.Severity)
			}
		}
	}
	return page.String()
}
