package report

import (
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// pageSummary is the verdict with its counts, and what it was judged by.
type pageSummary struct {
	Verdict pageMark
	// Lead counts the environments by verdict.
	Lead  string
	Tiles []pageTile
	// Today is the day that support and waivers are judged for. Days that are not
	// known are empty.
	Today, CatalogDate string
	ReadFrom           string
}

// pageTile counts the findings of one kind. Severity and State are what the page
// filters by to show them.
type pageTile struct {
	Kind, Name      string
	Severity, State string
	Count           int
}

func pageSummaryOf(document Document) pageSummary {
	counted := document.Report.Summarize()
	summary := pageSummary{
		Verdict:     verdictMark(document.Report.Verdict),
		Lead:        leadOf(counted),
		Today:       dayOf(document.Today),
		CatalogDate: dayOf(document.CatalogDate),
		ReadFrom:    "tfvars",
		Tiles: []pageTile{
			{errorKind, nounFor(counted.Errors, "error"), errorKind, openState, counted.Errors},
			{warningKind, nounFor(counted.Warnings, "warning"), warningKind, openState, counted.Warnings},
			{infoKind, "info", infoKind, openState, counted.Infos},
			{waivedKind, "waived", "", waivedState, counted.Waived},
		},
	}
	if document.Plans {
		summary.ReadFrom = "plans"
	}
	return summary
}

func leadOf(counted upgrade.Summary) string {
	var parts []string
	for _, part := range []struct {
		count int
		name  string
	}{{counted.NotReady, "not ready"}, {counted.Incomplete, "incomplete"}, {counted.Ready, "ready"}} {
		if part.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.count, part.name))
		}
	}
	lead := wording.Count(counted.Environments, "environment")
	if len(parts) > 0 {
		lead += ": " + strings.Join(parts, ", ")
	}
	return lead + "."
}

func nounFor(count int, noun string) string {
	_, named, _ := strings.Cut(wording.Count(count, noun), " ")
	return named
}

// dayOf is a day as text; empty where it is not known.
func dayOf(day upgrade.Date) string {
	if day.IsZero() {
		return ""
	}
	return day.String()
}
