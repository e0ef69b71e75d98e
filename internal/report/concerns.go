package report

import (
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// concernColumns heads the matrix of environments by concern.
func concernColumns() []string {
	columns := []string{"environment", "verdict"}
	for _, concern := range upgrade.Concerns() {
		columns = append(columns, string(concern))
	}
	return columns
}

// concernCells is an environment's row of the matrix.
func concernCells(report upgrade.EnvironmentReport, concerns map[string]upgrade.Concern) []string {
	cells := []string{report.Environment.Name, verdictInWords(report.Verdict)}
	for _, concern := range upgrade.Concerns() {
		cells = append(cells, concernMark(report, concern, concerns).Text)
	}
	return cells
}

// concernsOf tells the concern of each rule.
func concernsOf(rules []upgrade.Rule) map[string]upgrade.Concern {
	concerns := make(map[string]upgrade.Concern, len(rules))
	for _, rule := range rules {
		concerns[rule.Name] = rule.Concern
	}
	return concerns
}

// concernMark says in a word or two how one concern of an environment stands: a
// dash where there was nothing to judge.
func concernMark(report upgrade.EnvironmentReport, concern upgrade.Concern, concerns map[string]upgrade.Concern) pageMark {
	var errors, warnings, waived int
	for _, finding := range report.Findings {
		switch {
		case concerns[finding.Rule] != concern:
		case finding.Waiver != nil:
			waived++
		case finding.Severity == upgrade.Error:
			errors++
		case finding.Severity == upgrade.Warning:
			warnings++
		}
	}
	var gap, decides bool
	for _, missing := range report.NotJudged {
		if concerns[missing.Rule] == concern && !missing.NotAsked {
			gap = true
			decides = decides || missing.AffectsVerdict
		}
	}
	switch {
	case errors > 0:
		return pageMark{errorKind, wording.Count(errors, "error")}
	case decides:
		return pageMark{unknownKind, "unknown"}
	case warnings > 0:
		return pageMark{warningKind, wording.Count(warnings, "warning")}
	case gap && concern != upgrade.PlanConcern:
		return pageMark{partlyKind, "partly"}
	case waived > 0:
		return pageMark{waivedKind, fmt.Sprintf("%d waived", waived)}
	case !concerned(report, concern):
		return pageMark{Text: "-"}
	default:
		return pageMark{okKind, "ok"}
	}
}

// concerned tells whether an environment holds anything that rules of a concern
// judge. Rules of upgrades speak only where one is pending.
func concerned(report upgrade.EnvironmentReport, concern upgrade.Concern) bool {
	if concern == upgrade.PlanConcern {
		return true
	}
	held := []upgrade.Placed{report.Environment.Unplaced}
	clusters, groups := clustersOf(report.Environment), 0
	for _, cluster := range clusters {
		held = append(held, cluster.Placed)
		groups += len(cluster.NodeGroups)
	}
	pending := pendingUpgrade(report)
	holds := func(has func(upgrade.Placed) bool) bool { return slices.ContainsFunc(held, has) }
	switch concern {
	case upgrade.VersionConcern:
		return len(clusters) > 0
	case upgrade.NodeGroupConcern:
		return groups > 0
	case upgrade.AddonConcern:
		return pending && holds(func(p upgrade.Placed) bool { return len(p.Addons) > 0 })
	case upgrade.APIConcern:
		return pending && holds(func(p upgrade.Placed) bool { return len(p.APIObjects) > 0 })
	default:
		return pending && holds(func(p upgrade.Placed) bool { return len(p.Workloads) > 0 })
	}
}

// pendingUpgrade tells whether a plan upgrades one of its clusters, or is judged
// as if it did.
func pendingUpgrade(report upgrade.EnvironmentReport) bool {
	plan := report.Environment.Plan
	return plan != nil && !plan.Target.IsZero() || report.Pending && len(clustersOf(report.Environment)) > 0
}
