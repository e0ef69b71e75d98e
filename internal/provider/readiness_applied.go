package provider

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// The shape of applied is frozen: it is in users' states.
var (
	versionsType = types.MapType{ElemType: types.StringType}
	appliedType  = types.ObjectType{AttrTypes: map[string]attr.Type{
		"cluster_version":     types.StringType,
		"node_group_versions": versionsType,
	}}
)

type appliedModel struct {
	ClusterVersion    types.String `tfsdk:"cluster_version"`
	NodeGroupVersions types.Map    `tfsdk:"node_group_versions"`
}

// appliedOf reads what the state holds; nothing where there is no state yet.
func appliedOf(ctx context.Context, prior *readinessResourceModel) (map[string]upgrade.Applied, diag.Diagnostics) {
	if prior == nil || prior.Applied.IsNull() || prior.Applied.IsUnknown() {
		return nil, nil
	}
	models := map[string]appliedModel{}
	diags := prior.Applied.ElementsAs(ctx, &models, false)
	applied := make(map[string]upgrade.Applied, len(models))
	for environment, model := range models {
		versions := map[string]string{}
		if !model.NodeGroupVersions.IsNull() {
			diags.Append(model.NodeGroupVersions.ElementsAs(ctx, &versions, false)...)
		}
		applied[environment] = upgrade.Applied{ClusterVersion: model.ClusterVersion.ValueString(), NodeGroupVersions: versions}
	}
	return applied, diags
}

// priorApplied is applied as the state holds it, empty where there is none.
func priorApplied(prior *readinessResourceModel) types.Map {
	if prior == nil || prior.Applied.IsNull() {
		return types.MapValueMust(appliedType, map[string]attr.Value{})
	}
	return prior.Applied
}

// record is what an apply may record, by environment: the plan's own, or all.
func (j judgement) record(prior map[string]upgrade.Applied) map[string]upgrade.Applied {
	recorded := map[string]upgrade.Applied{}
	for _, report := range j.result.Report.Environments {
		environment := report.Environment
		if j.request.Own != "" && !environment.Own {
			continue
		}
		var before *upgrade.Applied
		if was, ok := prior[environment.Name]; ok {
			before = &was
		}
		for _, cluster := range environment.Clusters {
			if applied, ok := cluster.Record(before); ok {
				recorded[environment.Name] = applied
			}
		}
	}
	return recorded
}

// plannedApplied is applied as the plan shows it: as it was where nothing is
// recorded anew. Otherwise only what comes from arguments and the state alone is
// known. A saved plan carries neither the files nor the git checkout, and where
// they are others at apply, a value that was planned as known could not be kept.
func plannedApplied(ctx context.Context, judged judgement, prior *readinessResourceModel, updated bool, applied map[string]upgrade.Applied) (types.Map, diag.Diagnostics) {
	if cluster, ok := judged.fromArguments(applied); ok {
		return judged.plannedFromArguments(ctx, cluster, prior, updated, applied)
	}
	if updated || judged.err == nil && (!sameApplied(applied, judged.record(applied)) || judged.recordsUnknown()) {
		return types.MapUnknown(appliedType), nil
	}
	return priorApplied(prior), nil
}

// fromArguments is the plan's own cluster as arguments and the state describe it,
// and false where a file or git has a say in what is recorded of its version.
func (j judgement) fromArguments(applied map[string]upgrade.Applied) (upgrade.Cluster, bool) {
	asked := j.request.OwnClusterVersion
	baselines := j.request.Baselines
	if j.request.Own == "" || asked == nil || !asked.IsKnown() || baselines.GitAsked || baselines.ExplicitUnknown != nil {
		return upgrade.Cluster{}, false
	}
	cluster := upgrade.Cluster{Asked: []upgrade.VersionClaim{*asked}}
	state := upgrade.Source{Kind: upgrade.SourceState}
	before, recorded := applied[j.request.Own]
	if explicit, ok := baselines.Explicit[j.request.Own]; ok {
		if !explicit.IsKnown() {
			return upgrade.Cluster{}, false
		}
		cluster.Current = append(cluster.Current, explicit)
	} else if recorded {
		cluster.Current = append(cluster.Current, upgrade.ClaimVersion(before.ClusterVersion, state))
	}
	for name, version := range j.request.OwnNodeGroupVersions {
		group := upgrade.NodeGroup{Name: name, Asked: []upgrade.VersionClaim{version}}
		if was, ok := before.NodeGroupVersions[name]; ok {
			group.Current = []upgrade.VersionClaim{upgrade.ClaimVersion(was, state)}
		}
		cluster.NodeGroups = append(cluster.NodeGroups, group)
	}
	return cluster, true
}

// plannedFromArguments knows the cluster's version, and those of node groups
// where every one of them is a known argument.
func (j judgement) plannedFromArguments(ctx context.Context, cluster upgrade.Cluster, prior *readinessResourceModel, updated bool, applied map[string]upgrade.Applied) (types.Map, diag.Diagnostics) {
	own := j.request.Own
	var before *upgrade.Applied
	if was, ok := applied[own]; ok {
		before = &was
	}
	planned, ok := cluster.Record(before)
	if !ok {
		return types.MapUnknown(appliedType), nil
	}
	if j.groupsAreArguments() {
		if sameApplied(applied, map[string]upgrade.Applied{own: planned}) {
			return priorApplied(prior), nil
		}
		return types.MapValueFrom(ctx, appliedType, map[string]appliedModel{
			own: {ClusterVersion: types.StringValue(planned.ClusterVersion), NodeGroupVersions: versionsValue(planned.NodeGroupVersions)},
		})
	}
	if !updated && j.err == nil && sameApplied(applied, j.record(applied)) && !j.recordsUnknown() {
		return priorApplied(prior), nil
	}
	return types.MapValueFrom(ctx, appliedType, map[string]appliedModel{
		own: {ClusterVersion: types.StringValue(planned.ClusterVersion), NodeGroupVersions: types.MapUnknown(types.StringType)},
	})
}

// groupsAreArguments tells whether the versions of all node groups are arguments
// and known.
func (j judgement) groupsAreArguments() bool {
	if j.request.OwnNodeGroupVersions == nil || j.request.OwnNodeGroupsUnknown != nil {
		return false
	}
	for _, version := range j.request.OwnNodeGroupVersions {
		if !version.IsKnown() {
			return false
		}
	}
	return true
}

// recordsUnknown tells whether something that would be recorded, or that decides
// what is, is not known yet.
func (j judgement) recordsUnknown() bool {
	unknown := func(claim upgrade.VersionClaim) bool {
		return claim.Knowledge == upgrade.Unknown &&
			(claim.Source.Kind == upgrade.SourceArgument || claim.Source.Kind == upgrade.SourceBaseline)
	}
	for _, report := range j.result.Report.Environments {
		environment := report.Environment
		if j.request.Own != "" && !environment.Own {
			continue
		}
		for _, cluster := range environment.Clusters {
			if unknown(cluster.AskedVersion()) || unknown(cluster.CurrentVersion()) ||
				slices.ContainsFunc(cluster.NodeGroups, func(g upgrade.NodeGroup) bool { return unknown(g.AskedVersion()) }) {
				return true
			}
		}
	}
	return false
}

// fillApplied keeps what the plan knew and takes the rest from what is recorded.
func fillApplied(planned types.Map, recorded map[string]upgrade.Applied) types.Map {
	elements := make(map[string]attr.Value, len(recorded))
	for environment, applied := range recorded {
		elements[environment] = types.ObjectValueMust(appliedType.AttrTypes, map[string]attr.Value{
			"cluster_version":     types.StringValue(applied.ClusterVersion),
			"node_group_versions": versionsValue(applied.NodeGroupVersions),
		})
	}
	if planned.IsUnknown() || planned.IsNull() {
		return types.MapValueMust(appliedType, elements)
	}
	filled := make(map[string]attr.Value, len(planned.Elements()))
	for environment, element := range planned.Elements() {
		known, ok := element.(types.Object)
		if !ok {
			continue
		}
		attributes := known.Attributes()
		for name, value := range attributes {
			if !value.IsUnknown() {
				continue
			}
			attributes[name] = nullOf(name)
			if other, ok := elements[environment].(types.Object); ok {
				attributes[name] = other.Attributes()[name]
			}
		}
		filled[environment] = types.ObjectValueMust(appliedType.AttrTypes, attributes)
	}
	return types.MapValueMust(appliedType, filled)
}

func nullOf(attribute string) attr.Value {
	if attribute == "cluster_version" {
		return types.StringNull()
	}
	return types.MapNull(types.StringType)
}

func versionsValue(versions map[string]string) types.Map {
	elements := make(map[string]attr.Value, len(versions))
	for name, version := range versions {
		elements[name] = types.StringValue(version)
	}
	return types.MapValueMust(types.StringType, elements)
}

func sameApplied(a, b map[string]upgrade.Applied) bool {
	return maps.EqualFunc(a, b, func(x, y upgrade.Applied) bool {
		return x.ClusterVersion == y.ClusterVersion && maps.Equal(x.NodeGroupVersions, y.NodeGroupVersions)
	})
}

// argumentsDiffer tells whether the gate is created or updated because of its
// arguments.
func argumentsDiffer(prior *readinessResourceModel, plan readinessResourceModel) bool {
	if prior == nil {
		return true
	}
	before := prior.values(prior.Environments)
	for name, value := range plan.values(plan.Environments) {
		if !value.Equal(before[name]) {
			return true
		}
	}
	return false
}
