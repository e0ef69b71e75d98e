package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// columns heads the table of environments.
var columns = []string{"environment", "current", "asked", "node groups", "verdict", "next step"}

const verdictColumn = 4

// cells is an environment's row of the table.
func cells(report upgrade.EnvironmentReport) []string {
	clusters := report.Environment.Clusters
	return []string{
		report.Environment.Name,
		join(clusters, func(c upgrade.Cluster) string { return shown(c.CurrentVersion()) }),
		join(clusters, func(c upgrade.Cluster) string { return shown(c.AskedVersion()) }),
		join(clusters, nodeGroups),
		verdictInWords(report.Verdict),
		nextStep(report),
	}
}

// table writes one row for each environment.
func (t *textWriter) table(report upgrade.Report) {
	rows := [][]string{columns}
	for _, environment := range report.Environments {
		row := cells(environment)
		for i := range row {
			row[i] = wording.Plain(row[i])
		}
		rows = append(rows, row)
	}
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for number, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			padded := cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2)
			if number > 0 && i == verdictColumn {
				padded = t.paint.verdictText(report.Environments[number-1].Verdict, padded)
			}
			line.WriteString(padded)
		}
		text := strings.TrimRight(line.String(), " ")
		if number == 0 {
			text = t.paint.bold(text)
		}
		fmt.Fprintln(t, text)
	}
}

func join(clusters []upgrade.Cluster, text func(upgrade.Cluster) string) string {
	parts := make([]string, 0, len(clusters))
	for _, cluster := range clusters {
		parts = append(parts, text(cluster))
	}
	return strings.Join(parts, ", ")
}

// shown is a version, or in one word why there is none.
func shown(claim upgrade.VersionClaim) string {
	switch claim.Knowledge {
	case upgrade.Known:
		return claim.Value.String()
	case upgrade.Invalid:
		return fmt.Sprintf("%.12q", claim.Text)
	case upgrade.Absent:
		return "none"
	default:
		return "unknown"
	}
}

func nodeGroups(cluster upgrade.Cluster) string {
	const most = 3
	var parts []string
	for i, group := range cluster.NodeGroups {
		if i == most {
			parts = append(parts, fmt.Sprintf("and %d more", len(cluster.NodeGroups)-most))
			break
		}
		version := group.AskedVersion()
		if version.Knowledge == upgrade.Absent {
			parts = append(parts, group.Name)
			continue
		}
		parts = append(parts, group.Name+" "+shown(version))
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

func verdictInWords(verdict upgrade.Verdict) string {
	return strings.ReplaceAll(string(verdict), "_", " ")
}

// nextStep says in a few words what to do next for an environment.
func nextStep(report upgrade.EnvironmentReport) string {
	if next := firstStep(report.Environment); !next.IsZero() {
		return next.String() + " first"
	}
	for _, finding := range report.Findings {
		// The severest comes first, so an unwaived one is what stands in the way.
		if report.Verdict == upgrade.NotReady && finding.Waiver == nil {
			return "mend " + finding.Rule
		}
	}
	for _, cluster := range report.Environment.Clusters {
		if !cluster.CurrentVersion().IsKnown() || !cluster.AskedVersion().IsKnown() {
			continue
		}
		if cluster.Moves() {
			return "apply " + cluster.AskedVersion().Value.String()
		}
		for _, group := range cluster.NodeGroups {
			if group.Moves() {
				return "apply " + group.Name + " " + shown(group.AskedVersion())
			}
		}
	}
	return "-"
}

// firstStep is the minor that an environment's upgrade passes first.
func firstStep(environment upgrade.Environment) upgrade.Minor {
	for _, cluster := range environment.Clusters {
		if next := cluster.Next(); !next.IsZero() && next != cluster.AskedVersion().Value {
			return next
		}
	}
	return upgrade.Minor{}
}
