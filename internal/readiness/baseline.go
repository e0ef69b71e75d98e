package readiness

import (
	"context"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// addBaselines gives a cluster what each baseline says is there now.
func addBaselines(ctx context.Context, cluster *upgrade.Cluster, environment string, request Request, git *gitBaseline) {
	baselines := request.Baselines
	if baselines.AsAsked {
		addAsked(cluster)
	}
	if explicit, ok := baselines.Explicit[environment]; ok {
		cluster.Current = append(cluster.Current, explicit)
		cluster.BaselineAsked = true
	} else if baselines.ExplicitUnknown != nil {
		cluster.Current = append(cluster.Current, *baselines.ExplicitUnknown)
	}
	if applied, ok := baselines.Applied[environment]; ok {
		addApplied(cluster, applied)
	}
	if git != nil && (environment != request.Own || !baselines.GitForOthersOnly) {
		cluster.BaselineAsked = cluster.BaselineAsked || baselines.GitAsked
		git.add(ctx, cluster, environment)
	}
}

// addApplied adds what the state recorded.
func addApplied(cluster *upgrade.Cluster, applied upgrade.Applied) {
	source := upgrade.Source{Kind: upgrade.SourceState}
	cluster.Current = append(cluster.Current, upgrade.ClaimVersion(applied.ClusterVersion, source))
	for i := range cluster.NodeGroups {
		group := &cluster.NodeGroups[i]
		claim := upgrade.NoClaim[upgrade.Minor](source)
		if recorded, ok := applied.NodeGroupVersions[group.Name]; ok {
			claim = upgrade.ClaimVersion(recorded, source)
		}
		group.Current = append(group.Current, claim)
	}
}

// addAsked takes what is asked for as what is there.
func addAsked(cluster *upgrade.Cluster) {
	cluster.Current = append(cluster.Current, cluster.AskedVersion())
	for i := range cluster.NodeGroups {
		group := &cluster.NodeGroups[i]
		group.Current = append(group.Current, group.AskedVersion())
	}
}
