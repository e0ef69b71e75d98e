package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

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
// and false where a file, git or the cluster has a say in what is recorded of its
// version.
func (j judgement) fromArguments(applied map[string]upgrade.Applied) (upgrade.Cluster, bool) {
	asked := j.request.OwnClusterVersion
	baselines := j.request.Baselines
	if j.request.Own == "" || asked == nil || !asked.IsKnown() || baselines.GitAsked || baselines.ExplicitUnknown != nil || j.request.Live != nil || j.request.Kube != nil {
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
