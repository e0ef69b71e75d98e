package provider

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// addonMatrix is what is known of add-ons on Kubernetes minors.
type addonMatrix struct {
	catalog upgrade.Catalog
	minors  []upgrade.Minor
	// source is eks once EKS has told what it offers.
	source string
	// installed is the version by add-on; one without is known to nobody, and may
	// not be there.
	installed map[string]string
	names     []string
	offers    []upgrade.AddonOffer
}

// take adds add-ons with their installed versions. Without minors those are
// looked at that EKS supports on the day of the catalog.
func (m *addonMatrix) take(addons map[string]string) {
	for name, version := range addons {
		m.installed[name] = version
		m.name(name)
	}
	if len(m.minors) == 0 {
		m.minors = m.catalog.Offered(m.catalog.Date)
	}
}

func (m *addonMatrix) name(name string) {
	if !slices.Contains(m.names, name) {
		m.names = append(m.names, name)
	}
}

// readCluster reads the EKS add-ons of a cluster and what EKS offers of them, and
// adds all other add-ons that the catalog knows.
func (m *addonMatrix) readCluster(ctx context.Context, eks *readiness.EKS, target readiness.Target, given map[string]string) []upgrade.Problem {
	answer := eks.Read(ctx, []readiness.Target{target}, func(_ readiness.Target, current upgrade.Minor) readiness.Want {
		return readiness.Want{Addons: true, AddonVersionsFor: m.minorsFrom(current)}
	})[0]
	switch {
	case len(answer.Problems) > 0:
		return answer.Problems
	case answer.NotFound:
		return []upgrade.Problem{{
			Message:     fmt.Sprintf("There is no cluster %s in account %s, region %s.", target.Cluster, cmp.Or(answer.Account, "of these credentials"), cmp.Or(answer.Region, target.Access.Region)),
			Remediation: "Correct cluster_name, or give the region and the credentials of the cluster's account.",
		}}
	}
	current, _ := upgrade.ParseMinor(answer.Version)
	m.minors, m.offers, m.source = m.minorsFrom(current), answer.AddonOffers, factsOfEKS
	for _, addon := range answer.Addons {
		m.installed[addon.Name] = addon.Version
		m.name(addon.Name)
	}
	more := maps.Clone(given)
	maps.DeleteFunc(more, func(name, _ string) bool { return slices.Contains(m.names, name) })
	m.take(given)
	for _, facts := range m.catalog.Addons {
		m.name(facts.Name)
	}
	if problem := m.readOffers(ctx, eks, target, more); problem != nil {
		return []upgrade.Problem{*problem}
	}
	return nil
}

// minorsFrom are the minors asked for, else that of a cluster and the next.
func (m *addonMatrix) minorsFrom(current upgrade.Minor) []upgrade.Minor {
	switch {
	case len(m.minors) > 0:
		return m.minors
	case current.IsZero():
		return nil
	case current.Next().IsZero():
		return []upgrade.Minor{current}
	default:
		return []upgrade.Minor{current, current.Next()}
	}
}

// readOffers asks EKS for what it offers of add-ons. A version that is no build of
// EKS is of an add-on that EKS does not manage: it need not be offered to run, and
// the catalog tells, where it knows the add-on.
func (m *addonMatrix) readOffers(ctx context.Context, eks *readiness.EKS, target readiness.Target, addons map[string]string) *upgrade.Problem {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(addons)) {
		facts, known := m.catalog.Addon(name)
		if !known || facts.EKS && strings.Contains(addons[name], "eksbuild") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	offers, problem := eks.AddonOffers(ctx, target, names, m.minors)
	if problem != nil {
		return problem
	}
	m.offers, m.source = append(m.offers, offers...), factsOfEKS
	return nil
}

// choice is what is known of one add-on on one minor, and where from.
func (m *addonMatrix) choice(name string, minor upgrade.Minor) (choice upgrade.AddonChoice, source string) {
	installed := m.installed[name]
	for _, offer := range m.offers {
		if offer.Addon == name && offer.Kubernetes == minor {
			return offer.Choice(installed), factsOfEKS
		}
	}
	facts, _ := m.catalog.Addon(name)
	return facts.Choice(minor, installed), factsOfCatalog
}

// fill gives the matrix to Terraform.
func (model *addonCompatibilityModel) fill(ctx context.Context, matrix addonMatrix, diags *diag.Diagnostics) {
	rows := map[string]attr.Value{}
	incompatible := []string{}
	for _, name := range slices.Sorted(slices.Values(matrix.names)) {
		cells := map[string]attr.Value{}
		fits := true
		for _, minor := range matrix.minors {
			choice, source := matrix.choice(name, minor)
			cells[minor.String()] = cellValue(choice, matrix.installed[name], source)
			fits = fits && (choice.Fits || !choice.FitKnown)
		}
		if !fits {
			incompatible = append(incompatible, name)
		}
		rows[name] = types.MapValueMust(cellType, cells)
	}
	list, more := types.ListValueFrom(ctx, types.StringType, incompatible)
	diags.Append(more...)
	model.Matrix, model.Incompatible = types.MapValueMust(rowType, rows), list
	model.Source = types.StringValue(matrix.source)
}

func cellValue(choice upgrade.AddonChoice, installed, source string) attr.Value {
	compatible := make([]attr.Value, 0, len(choice.Compatible))
	for _, version := range choice.Compatible {
		compatible = append(compatible, types.StringValue(version))
	}
	fits := types.BoolNull()
	if choice.FitKnown {
		fits = types.BoolValue(choice.Fits)
	}
	return types.ObjectValueMust(cellType.AttrTypes, map[string]attr.Value{
		"installed_version":    textOrNull(installed),
		"default_version":      textOrNull(choice.Default),
		"latest_version":       textOrNull(choice.Latest),
		"compatible_versions":  types.ListValueMust(types.StringType, compatible),
		"installed_compatible": fits,
		"upgrade_to":           textOrNull(choice.UpgradeTo),
		"source":               types.StringValue(source),
	})
}
