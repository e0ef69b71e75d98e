package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/mitchellh/go-wordwrap"
	"github.com/spf13/cobra"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

func newRules() *cobra.Command {
	return &cobra.Command{
		Use:     "rules [RULE]",
		Short:   "List all rules, or explain one",
		Example: "  terraform-provider-eksupgrade rules\n  terraform-provider-eksupgrade rules minor-version-skip",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, arguments []string) error {
			if len(arguments) == 0 {
				return listRules(cmd.OutOrStdout())
			}
			rule, ok := rules.Find(arguments[0])
			if !ok {
				return fmt.Errorf("%s", wording.UnknownRule(arguments[0], rules.Names()))
			}
			return explainRule(cmd.OutOrStdout(), rule)
		},
	}
}

func listRules(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, rule := range rules.All() {
		if _, err := fmt.Fprintf(table, "%s\t%s\t%s\n", rule.Name, rule.Severity, rule.Title); err != nil {
			return err
		}
	}
	return table.Flush()
}

func explainRule(w io.Writer, rule upgrade.Rule) error {
	const width = 80
	_, err := fmt.Fprintf(w, "%s (%s by default, about %s, since %s)\n%s\n\n%s\n\nWhat to do\n%s\n\nReported\n%s\n\nAccepted\n%s\n\n%s\n",
		rule.Name, rule.Severity, rule.Concern, rule.Since, wording.Sentence(rule.Title)+".",
		wordwrap.WrapString(rule.Why, width), wordwrap.WrapString(rule.Remediation, width),
		indented(rule.Bad), indented(rule.Good), rule.Reference)
	return err
}

func indented(text string) string {
	return "  " + strings.ReplaceAll(text, "\n", "\n  ")
}
