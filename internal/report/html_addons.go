package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// pageAddons are the add-ons by environment.
type pageAddons struct {
	Environments []string
	Rows         []pageAddonRow
}

// pageAddonRow is an add-on with a cell for each environment.
type pageAddonRow struct {
	Name  string
	Cells []pageAddonCell
}

// pageAddonCell holds the versions of an add-on in one environment: more than one
// where it has several clusters.
type pageAddonCell struct {
	Versions []pageAddonVersion
	// Mark says that a finding speaks of the add-on, or that it was not judged.
	Mark *pageCell
}

// pageAddonVersion is from one version to another; To is empty where the version
// stays.
type pageAddonVersion struct{ From, To string }

func pageAddonsOf(document Document) *pageAddons {
	addons := &pageAddons{}
	held := make([][]upgrade.Addon, len(document.Report.Environments))
	var names []string
	for i, environment := range document.Report.Environments {
		addons.Environments = append(addons.Environments, plain(environment.Environment.Name))
		held[i] = addonsOf(environment.Environment)
		for _, addon := range held[i] {
			names = appendNew(names, addon.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	for _, name := range names {
		row := pageAddonRow{Name: plain(name)}
		for i, environment := range document.Report.Environments {
			row.Cells = append(row.Cells, pageAddonCellOf(environment, name, held[i], document))
		}
		addons.Rows = append(addons.Rows, row)
	}
	return addons
}

// addonsOf are the add-ons that a reader knows of an environment: those of its
// clusters, those of none that it tells, and those that EKS alone tells.
func addonsOf(environment upgrade.Environment) []upgrade.Addon {
	addons := slices.Clone(environment.Unplaced.Addons)
	for _, cluster := range clustersOf(environment) {
		addons = append(addons, cluster.Addons...)
		if cluster.Live == nil {
			continue
		}
		for _, live := range cluster.Live.Addons {
			if slices.ContainsFunc(cluster.Addons, func(a upgrade.Addon) bool { return a.Name == live.Name }) {
				continue
			}
			claim := upgrade.AddonClaim{Knowledge: upgrade.Known, Text: live.Version}
			addons = append(addons, upgrade.Addon{Name: live.Name, Kind: upgrade.EKSAddon, Current: claim, Asked: claim})
		}
	}
	return addons
}

func pageAddonCellOf(report upgrade.EnvironmentReport, name string, held []upgrade.Addon, document Document) pageAddonCell {
	var cell pageAddonCell
	var own []upgrade.Addon
	for _, addon := range held {
		if addon.Name != name {
			continue
		}
		own = append(own, addon)
		if version := pageAddonVersionOf(addon); !slices.Contains(cell.Versions, version) {
			cell.Versions = append(cell.Versions, version)
		}
	}
	if len(own) > 0 {
		cell.Mark = addonMark(report, own, concernsOf(document.Rules))
	}
	return cell
}

func pageAddonVersionOf(addon upgrade.Addon) pageAddonVersion {
	from, to := addonVersion(addon.Current, "new"), addonVersion(addon.Asked, "EKS chooses")
	switch {
	case addon.Removed():
		to = "removed"
	case !addon.ChosenFor.IsZero():
		to = "EKS chooses, for " + addon.ChosenFor.String()
	case addon.Asked.Knowledge == upgrade.Absent && addon.Current.IsKnown(), addon.Asked.Knowledge != upgrade.Absent && from == to:
		to = ""
	}
	return pageAddonVersion{plain(from), plain(to)}
}

func addonVersion(claim upgrade.AddonClaim, absent string) string {
	switch {
	case claim.Sensitive:
		return claim.Shown()
	case claim.Knowledge == upgrade.Absent:
		return absent
	case claim.Knowledge == upgrade.Unknown:
		return "unknown"
	default:
		return cmp.Or(claim.Text, claim.Value.String(), "unknown")
	}
}

// addonMark says what was found of an add-on, the severest first, else that it
// was not judged; nil where neither is so.
func addonMark(report upgrade.EnvironmentReport, own []upgrade.Addon, concerns map[string]upgrade.Concern) *pageCell {
	worst := ""
	kinds := findingKinds()
	for _, finding := range report.Findings {
		if !speaksOf(finding, own, concerns) {
			continue
		}
		if kind := findingKind(finding); worst == "" || slices.Index(kinds, kind) < slices.Index(kinds, worst) {
			worst = kind
		}
	}
	if worst != "" {
		return &pageCell{
			pageMark: pageMark{worst, worst}, Anchor: "findings",
			Environment: plain(report.Environment.Name), Part: string(upgrade.AddonConcern),
		}
	}
	for _, gap := range report.NotJudged {
		if slices.ContainsFunc(own, func(a upgrade.Addon) bool { return a.Address != "" && a.Address == gap.Address }) {
			return &pageCell{pageMark: pageMark{unknownKind, "not judged"}, Anchor: "not-judged"}
		}
	}
	return nil
}

// speaksOf tells whether a finding is about one of some add-ons: by its address,
// or where it has none by the name that its fact begins with.
func speaksOf(finding upgrade.Finding, addons []upgrade.Addon, concerns map[string]upgrade.Concern) bool {
	if concerns[finding.Rule] != upgrade.AddonConcern {
		return false
	}
	return slices.ContainsFunc(addons, func(addon upgrade.Addon) bool {
		if finding.Address != "" {
			return finding.Address == addon.Address
		}
		fact, named := strings.CutPrefix(finding.Fact, addon.Name)
		return named && (fact == "" || fact[0] == ' ' || fact[0] == ',') || strings.HasPrefix(finding.Rule, addon.Name)
	})
}
