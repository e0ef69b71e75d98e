package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// gap is a reason why something was not judged, with all that it is for.
type gap struct {
	reason                         string
	rules, environments, addresses []string
	decides                        bool
}

// gapsOf lists each reason once, with the rules and environments it is for. Of the
// sources that nobody chose the first is named for each environment: to say more of
// them would make every ordinary report longer.
func gapsOf(report upgrade.Report) []*gap {
	var gaps []*gap
	known := map[string]*gap{}
	for _, environment := range report.Environments {
		notAsked := ""
		for _, untold := range environment.Untold() {
			if untold.NotAsked {
				notAsked = cmp.Or(notAsked, untold.Reason)
				if untold.Reason != notAsked {
					continue
				}
			}
			found := known[untold.Reason]
			if found == nil {
				found = &gap{reason: untold.Reason}
				known[untold.Reason] = found
				gaps = append(gaps, found)
			}
			found.rules = appendNew(found.rules, untold.Rule)
			found.environments = appendNew(found.environments, environment.Environment.Name)
			if untold.Address != "" && !strings.Contains(untold.Reason, untold.Address) {
				found.addresses = appendNew(found.addresses, untold.Address)
			}
			found.decides = found.decides || untold.AffectsVerdict
		}
	}
	return gaps
}

func (g *gap) String() string {
	effect := ""
	if !g.decides {
		effect = " (does not affect the verdict)"
	}
	return g.said() + effect
}

// said is the gap without what it means for the verdict.
func (g *gap) said() string {
	return fmt.Sprintf("%s: %s for %s%s", strings.TrimSuffix(g.reason, "."), strings.Join(g.rules, ", "), strings.Join(g.environments, ", "), g.where())
}

// where names the resources that the reason is for.
func (g *gap) where() string {
	const most = 3
	switch count := len(g.addresses); {
	case count == 0:
		return ""
	case count > most:
		return fmt.Sprintf(" at %s and %d more", strings.Join(g.addresses[:most], ", "), count-most)
	default:
		return " at " + strings.Join(g.addresses, ", ")
	}
}

// counts is the summary of a judgement in one line.
func counts(document Document) string {
	summary := document.Report.Summarize()
	parts := []string{fmt.Sprintf("%d ready", summary.Ready)}
	for _, part := range []struct {
		count int
		name  string
	}{{summary.NotReady, "not ready"}, {summary.Incomplete, "incomplete"}} {
		if part.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.count, part.name))
		}
	}
	return fmt.Sprintf("%s: %s; %s, %s, %d waived. Facts of %s.",
		wording.Count(summary.Environments, "environment"), strings.Join(parts, ", "),
		wording.Count(summary.Errors, "error"), wording.Count(summary.Warnings, "warning"), summary.Waived, document.CatalogDate)
}

func appendNew(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
