package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// pageMatrix is the matrix of environments by concern.
type pageMatrix struct {
	Concerns []string
	Rows     []pageRow
	// LeftOut says how many environments did not fit.
	LeftOut string
}

// pageRow is an environment in the matrix.
type pageRow struct {
	Name, Anchor string
	Verdict      pageMark
	Clusters     []pageVersions
	// Groups are the node groups to show, and MoreGroups those to fold.
	Groups     []pageNodeGroup
	MoreGroups *pageMoreGroups
	Cells      []pageCell
	Next       string
}

// pageVersions are the versions of a control plane.
type pageVersions struct {
	Current, Asked string
	Moves          bool
}

// pageNodeGroup is a node group with the step of its version.
type pageNodeGroup struct {
	Name, Version string
	Moves         bool
}

// pageMoreGroups are the node groups that are folded, by version.
type pageMoreGroups struct {
	Count    int
	Versions []pageSameVersion
}

// pageSameVersion are the node groups that go the same step.
type pageSameVersion struct {
	Version string
	Moves   bool
	Names   []string
}

// pageCell is a mark that leads to what it counts.
type pageCell struct {
	pageMark
	// Anchor is where it leads; empty where it leads nowhere.
	Anchor string
	// These are what the findings there are filtered by.
	Environment, Part, Severity, State string
}

// anchorsOf gives the place of each environment's findings on the page; "" where
// it has none. They are numbered, because a name may hold anything.
func anchorsOf(report upgrade.Report) []string {
	anchors := make([]string, len(report.Environments))
	for i, environment := range report.Environments {
		if len(environment.Findings) > 0 {
			anchors[i] = fmt.Sprintf("environment-%d", i+1)
		}
	}
	return anchors
}

func pageMatrixOf(document Document, anchors []string) *pageMatrix {
	if len(document.Report.Environments) == 0 {
		return nil
	}
	matrix := &pageMatrix{Concerns: concernNames()}
	concerns := concernsOf(document.Rules)
	for i, environment := range document.Report.Environments {
		matrix.Rows = append(matrix.Rows, pageRowOf(environment, concerns, anchors[i]))
	}
	return matrix
}

func concernNames() []string {
	var names []string
	for _, concern := range upgrade.Concerns() {
		names = append(names, string(concern))
	}
	return names
}

func pageRowOf(report upgrade.EnvironmentReport, concerns map[string]upgrade.Concern, anchor string) pageRow {
	row := pageRow{
		Name:    plain(report.Environment.Name),
		Anchor:  cmp.Or(anchor, "findings"),
		Verdict: verdictMark(report.Verdict),
		Next:    plain(nextStep(report)),
	}
	var groups []pageNodeGroup
	for _, cluster := range clustersOf(report.Environment) {
		current, asked := plain(shown(cluster.CurrentVersion())), plain(shown(cluster.AskedVersion()))
		row.Clusters = append(row.Clusters, pageVersions{current, asked, current != asked})
		for _, group := range cluster.NodeGroups {
			groups = append(groups, pageNodeGroupOf(group))
		}
	}
	var folded []pageNodeGroup
	if row.Groups, folded = fold(groups); len(folded) > 0 {
		row.MoreGroups = &pageMoreGroups{len(folded), byVersion(folded)}
	}
	for _, concern := range upgrade.Concerns() {
		row.Cells = append(row.Cells, pageCellOf(report, concern, concerns, anchor))
	}
	return row
}

// fold shows some node groups of many and folds the others.
func fold(groups []pageNodeGroup) (open, folded []pageNodeGroup) {
	const most = 3
	if len(groups) <= most+1 {
		return groups, nil
	}
	return groups[:most], groups[most:]
}

// byVersion puts node groups together that go the same step, in the order of the
// first of each.
func byVersion(groups []pageNodeGroup) []pageSameVersion {
	var versions []pageSameVersion
	for _, group := range groups {
		i := slices.IndexFunc(versions, func(v pageSameVersion) bool { return v.Version == group.Version })
		if i < 0 {
			i = len(versions)
			versions = append(versions, pageSameVersion{Version: group.Version, Moves: group.Moves})
		}
		versions[i].Names = append(versions[i].Names, group.Name)
	}
	return versions
}

func pageNodeGroupOf(group upgrade.NodeGroup) pageNodeGroup {
	current, asked := group.CurrentVersion(), group.AskedVersion()
	version := step(current, asked, group.Action)
	if asked.Knowledge == upgrade.Absent && current.Knowledge != upgrade.Known {
		version = "" // It follows the control plane, as far as anybody knows.
	}
	return pageNodeGroup{
		Name:    plain(cmp.Or(group.Name, group.Address, "without a name")),
		Version: arrows(plain(version)),
		Moves:   strings.Contains(version, " -> "),
	}
}

// arrows draws the arrow of a step of versions.
func arrows(text string) string { return strings.ReplaceAll(text, " -> ", " \u2192 ") }

// pageCellOf is how one concern of an environment stands, with the way to why.
func pageCellOf(report upgrade.EnvironmentReport, concern upgrade.Concern, concerns map[string]upgrade.Concern, anchor string) pageCell {
	cell := pageCell{pageMark: concernMark(report, concern, concerns)}
	switch cell.Kind {
	case errorKind, warningKind:
		cell.Severity, cell.State = cell.Kind, openState
		cell.Anchor, cell.Environment, cell.Part = anchor, plain(report.Environment.Name), string(concern)
	case waivedKind:
		cell.State = waivedState
		cell.Anchor, cell.Environment, cell.Part = anchor, plain(report.Environment.Name), string(concern)
	case unknownKind, partlyKind:
		cell.Anchor = "not-judged"
	}
	return cell
}
