package provider

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
)

// argumentsModel holds the arguments that the gate and the data source share.
type argumentsModel struct {
	EnvVarsDir        types.String `tfsdk:"env_vars_dir"`
	Environment       types.String `tfsdk:"environment"`
	OtherEnvironments types.String `tfsdk:"other_environments"`
	ClusterVersion    types.String `tfsdk:"cluster_version"`
	NodeGroupVersions types.Map    `tfsdk:"node_group_versions"`
	ModuleDir         types.String `tfsdk:"module_dir"`
	VariableNames     types.Object `tfsdk:"variable_names"`
	BaselineSource    types.String `tfsdk:"baseline_source"`
	Baseline          types.Map    `tfsdk:"baseline"`
	Policy            types.Object `tfsdk:"policy"`
	Rules             types.Map    `tfsdk:"rules"`
	Enforcement       types.String `tfsdk:"enforcement"`
	ConfigFile        types.String `tfsdk:"config_file"`
}

type variableNamesModel struct {
	ClusterVersion    types.String `tfsdk:"cluster_version"`
	ClusterName       types.String `tfsdk:"cluster_name"`
	Region            types.String `tfsdk:"region"`
	NodeGroupVersions types.List   `tfsdk:"node_group_versions"`
}

type policyModel struct {
	MaxNodeGroupSkew   types.Int64 `tfsdk:"max_node_group_skew"`
	SupportWarningDays types.Int64 `tfsdk:"support_warning_days"`
	PromotionOrder     types.List  `tfsdk:"promotion_order"`
}

// names reads variable_names.
func (m argumentsModel) names(ctx context.Context) (readiness.Names, diag.Diagnostics) {
	if m.VariableNames.IsNull() {
		return readiness.Names{}, nil
	}
	var model variableNamesModel
	diags := m.VariableNames.As(ctx, &model, basetypes.ObjectAsOptions{})
	names := readiness.Names{
		ClusterVersion: model.ClusterVersion.ValueString(),
		ClusterName:    model.ClusterName.ValueString(),
		Region:         model.Region.ValueString(),
	}
	if !model.NodeGroupVersions.IsNull() {
		diags.Append(model.NodeGroupVersions.ElementsAs(ctx, &names.NodeGroupVersions, false)...)
	}
	return names, diags
}

// values are the arguments by name.
func (m argumentsModel) values(environments types.Set) map[string]attr.Value {
	return map[string]attr.Value{
		"env_vars_dir":        m.EnvVarsDir,
		"environments":        environments,
		"environment":         m.Environment,
		"other_environments":  m.OtherEnvironments,
		"cluster_version":     m.ClusterVersion,
		"node_group_versions": m.NodeGroupVersions,
		"module_dir":          m.ModuleDir,
		"variable_names":      m.VariableNames,
		"baseline_source":     m.BaselineSource,
		"baseline":            m.Baseline,
		"policy":              m.Policy,
		"rules":               m.Rules,
		"enforcement":         m.Enforcement,
		"config_file":         m.ConfigFile,
	}
}

// aboutOneVersion are the arguments that may be unknown without hindering the
// rest: a version that is not known is one thing that is not judged.
var aboutOneVersion = []string{"cluster_version", "node_group_versions", "baseline"}

// undecided names the arguments that must be known before anything can be
// judged, and are not.
func (m argumentsModel) undecided(environments types.Set) []string {
	var names []string
	for name, value := range m.values(environments) {
		if !slices.Contains(aboutOneVersion, name) && !whollyKnown(value) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// whollyKnown tells whether a value and all in it is known.
func whollyKnown(value attr.Value) bool {
	switch v := value.(type) {
	case types.Set:
		return !v.IsUnknown() && !slices.ContainsFunc(v.Elements(), isPartlyUnknown)
	case types.List:
		return !v.IsUnknown() && !slices.ContainsFunc(v.Elements(), isPartlyUnknown)
	case types.Map:
		return !v.IsUnknown() && !slices.ContainsFunc(slices.Collect(maps.Values(v.Elements())), isPartlyUnknown)
	case types.Object:
		return !v.IsUnknown() && !slices.ContainsFunc(slices.Collect(maps.Values(v.Attributes())), isPartlyUnknown)
	default:
		return !value.IsUnknown()
	}
}

func isPartlyUnknown(value attr.Value) bool { return !whollyKnown(value) }
