package readiness

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// addLiveToPlans asks EKS for the clusters of plans that are there now and stay. Their
// names and regions are the plan's, and where that lacks one, the tfvars'.
func (s *LiveSource) addLiveToPlans(ctx context.Context, vars *planVars, environments []upgrade.Environment, facts upgrade.Catalog) {
	var questions []liveQuestion
	for i := range environments {
		environment := &environments[i]
		reach := s.reachOf(environment.Name)
		for _, cluster := range stayingClusters(environment) {
			name, region := cluster.Name, regionOf(cluster.ARN)
			if vars != nil && region == "" {
				region = vars.reader.Read(environment.Name).Region.Value
			}
			if name == "" {
				addLive(cluster, upgrade.Live{Problems: []upgrade.Problem{namelessInPlan(environment.Name, *cluster)}})
				continue
			}
			questions = append(questions, liveQuestion{cluster: cluster, target: reach.target(environment.Name, name, region, reach.Region)})
		}
	}
	s.ask(ctx, questions, facts)
}

func namelessInPlan(environment string, cluster upgrade.Cluster) upgrade.Problem {
	return upgrade.Problem{
		Message:     fmt.Sprintf("EKS cannot be asked for %s of %s: the plan does not tell the cluster's name.", cmp.Or(cluster.Address, "the cluster"), environment),
		Remediation: "Plan again when the cluster's name is known.",
		Source:      upgrade.Source{Kind: upgrade.SourcePlan, Attribute: "name"},
	}
}

// sameAccount sees to it that the cluster that was read is the one of the plan:
// another account, or another region, may have one of the same name.
func (q liveQuestion) sameAccount(live *upgrade.Live) {
	planned := q.cluster.ARN
	if planned == "" || live.ARN == "" || planned == live.ARN {
		return
	}
	source := live.Source()
	*live = upgrade.Live{Name: live.Name, Region: live.Region, Account: live.Account, ReadAt: live.ReadAt, Problems: []upgrade.Problem{{
		Message:     fmt.Sprintf("%s is another cluster than the plan's: its ARN is %s, and the plan has %s.", source.Ref, live.ARN, planned),
		Remediation: "Use the credentials of the account that the plan was made for.",
		Source:      source,
	}}}
}

// regionOf is the region in an ARN; empty where there is none.
func regionOf(arn string) string {
	const region = 3
	parts := strings.Split(arn, ":")
	if len(parts) <= region || parts[0] != "arn" {
		return ""
	}
	return parts[region]
}
