package browser

import (
	_ "embed"
	"strings"
)

//go:embed testdata/axe.min.js
var axe string

// violation is what axe-core found to break one of its rules.
type violation struct {
	ID, Impact, Help, HelpURL string
	Nodes                     []struct {
		// Target holds CSS selectors.
		Target         []string
		HTML           string
		FailureSummary string
	}
}

// accessible fails the test for each violation of WCAG 2.2, levels A and AA, that
// axe-core finds in the page as it is now. state says how that is.
func (tab *tab) accessible(state string) {
	tab.Helper()
	if !evaluate[bool](tab, `"axe" in window`) {
		evaluate[any](tab, axe+"\n;true")
	}
	// It would read style sheets from elsewhere; there are none. target-size is
	// off unless asked for.
	violations := evaluate[[]violation](tab, `axe.run(document, {
		runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
		rules: { "target-size": { enabled: true } },
		resultTypes: ["violations"],
		preload: false,
	}).then((result) => result.violations.map((violation) => ({
		...violation, nodes: violation.nodes.slice(0, 5).map((node) => ({ ...node, target: node.target.flat() })),
	})))`)
	for _, violation := range violations {
		for _, node := range violation.Nodes {
			tab.Errorf("%s: axe-core: %s (%s): %s\n  %s\n  %.300s\n  %s\n  %s", state, violation.ID, violation.Impact, violation.Help,
				strings.Join(node.Target, " "), node.HTML, strings.ReplaceAll(node.FailureSummary, "\n", "\n  "), violation.HelpURL)
		}
	}
}
