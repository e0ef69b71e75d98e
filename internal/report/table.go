package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// columns heads the table of environments.
var columns = []string{"environment", "current", "asked", "node groups", "verdict", "next step"}

const verdictColumn = 4

// cells is an environment's row of the table.
func cells(report upgrade.EnvironmentReport) []string {
	clusters := clustersOf(report.Environment)
	return []string{
		report.Environment.Name,
		join(clusters, func(c upgrade.Cluster) string { return shown(c.CurrentVersion()) }),
		join(clusters, func(c upgrade.Cluster) string { return shown(c.AskedVersion()) }),
		join(clusters, nodeGroups),
		verdictInWords(report.Verdict),
		nextStep(report),
	}
}

// tableOf gives the heads and the rows of the table that a document begins with,
// and the column of the verdict.
func tableOf(document Document) (head []string, rows [][]string, verdict int) {
	concerns := concernsOf(document.Rules)
	head, verdict = slices.Clone(columns), verdictColumn
	if document.Plans {
		head, verdict = concernColumns(), 1
	}
	for _, environment := range document.Report.Environments {
		if document.Plans {
			rows = append(rows, concernCells(environment, concerns))
		} else {
			rows = append(rows, cells(environment))
		}
	}
	return head, rows, verdict
}

// table writes one row for each environment. Columns that do not fit into a
// narrow terminal follow below, with the environment again.
func (t *textWriter) table(document Document) {
	head, body, verdict := tableOf(document)
	rows := append([][]string{head}, body...)
	for _, row := range rows {
		for i := range row {
			// Before widths are measured, because an escape is longer.
			row[i] = withoutLineCommands(wording.Plain(row[i]))
		}
	}
	widths := columnWidths(rows)
	blocks := [][]int{allColumns(len(head))}
	if document.Plans {
		blocks = columnBlocks(widths)
	}
	for i, block := range blocks {
		if i > 0 {
			fmt.Fprintln(t)
		}
		fmt.Fprintln(t, t.paint.bold(rowText(rows[0], block, widths, nil)))
		for number, row := range body {
			fmt.Fprintln(t, rowText(row, block, widths, func(column int, padded string) string {
				if column != verdict {
					return padded
				}
				return t.paint.verdictText(document.Report.Environments[number].Verdict, padded)
			}))
		}
	}
}

func allColumns(count int) []int {
	var all []int
	for i := range count {
		all = append(all, i)
	}
	return all
}

// columnBlocks shares columns out to tables that each fit into a narrow
// terminal and begin with the first column.
func columnBlocks(widths []int) [][]int {
	blocks := [][]int{{0}}
	used := widths[0]
	for column := 1; column < len(widths); column++ {
		needed := len(gutter) + widths[column]
		last := len(blocks) - 1
		if used+needed > wording.Width && len(blocks[last]) > 1 {
			blocks = append(blocks, []int{0})
			last, used = last+1, widths[0]
		}
		blocks[last] = append(blocks[last], column)
		used += needed
	}
	return blocks
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
	if claim.Sensitive {
		return claim.Shown()
	}
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
		version, name := group.AskedVersion(), cmp.Or(group.Name, group.Address)
		if version.Knowledge == upgrade.Absent {
			parts = append(parts, name)
			continue
		}
		parts = append(parts, name+" "+shown(version))
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
	for _, cluster := range clustersOf(report.Environment) {
		if !cluster.CurrentVersion().IsKnown() || !cluster.AskedVersion().IsKnown() {
			continue
		}
		if cluster.Moves() {
			return "apply " + shown(cluster.AskedVersion())
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
	for _, cluster := range clustersOf(environment) {
		if secret(cluster) {
			continue
		}
		if next := cluster.Next(); !next.IsZero() && next != cluster.AskedVersion().Value {
			return next
		}
	}
	return upgrade.Minor{}
}

// secret tells whether a version of a control plane may not be printed. Then what
// follows from it may not be either.
func secret(cluster upgrade.Cluster) bool {
	return cluster.CurrentVersion().Sensitive || cluster.AskedVersion().Sensitive
}
