package report

import (
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// pageWaiver is a waiver with what is left of it.
type pageWaiver struct {
	Rule, Environment, Address, Reason string
	Until, Covers, Where               string
	// Left says how long it holds; nil where the day of the judgement is not known.
	Left *pageMark
}

func pageWaiversOf(document Document) []pageWaiver {
	var waivers []pageWaiver
	for _, waiver := range document.Waivers {
		waivers = append(waivers, pageWaiver{
			Rule: plain(waiver.Rule), Environment: plain(waiver.Environment), Address: plain(waiver.Address), Reason: plain(waiver.Reason),
			Until: waiver.Until.String(), Covers: wording.Count(coveredBy(waiver, document.Report), "finding"),
			Where: plain(waiver.Source.Position()), Left: leftOf(waiver, document.Today),
		})
	}
	return waivers
}

// coveredBy counts the findings that a waiver speaks of.
func coveredBy(waiver upgrade.Waiver, report upgrade.Report) int {
	count := 0
	for _, environment := range report.Environments {
		for _, finding := range environment.Findings {
			if waiver.Covers(finding) {
				count++
			}
		}
	}
	return count
}

// leftOf says how long a waiver holds. The day that it ends on is its last.
func leftOf(waiver upgrade.Waiver, today upgrade.Date) *pageMark {
	const soon = 14
	if today.IsZero() || waiver.Until.IsZero() {
		return nil
	}
	switch left := today.DaysUntil(waiver.Until); {
	case waiver.Expired(today):
		return &pageMark{errorKind, "expired"}
	case left == 0:
		return &pageMark{warningKind, "last day"}
	case left <= soon:
		return &pageMark{warningKind, wording.Count(left, "day") + " left"}
	default:
		return &pageMark{infoKind, fmt.Sprintf("%d days left", left)}
	}
}
