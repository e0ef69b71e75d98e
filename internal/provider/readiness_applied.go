package provider

import (
	"context"
	"maps"

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
		if before != nil && (environment.Missing != nil || len(environment.Unreadable) > 0) {
			recorded[environment.Name] = *before // what it asks for is not known
			continue
		}
		for _, cluster := range environment.Clusters {
			if applied, ok := cluster.Record(before); ok {
				recorded[environment.Name] = applied
			}
		}
	}
	return recorded
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
