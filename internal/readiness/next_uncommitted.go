package readiness

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// uncommitted says by environment where the tfvars differ from the last commit,
// while they are taken for what runs. Then they may hold a step that is not applied
// yet, and the next one would be made on top of it.
func (g gathered) uncommitted(ctx context.Context, request Request) map[string][]string {
	if !request.Baselines.AsAsked {
		return nil
	}
	request.Baselines = Baselines{Git: "HEAD"}
	head := openGitBaseline(ctx, request, g.folders, nil)
	defer head.close()
	if head == nil || head.reader == nil {
		return nil
	}
	notes := map[string][]string{}
	for _, name := range g.names {
		asked := g.asked.Read(name)
		if differences := differences(asked, head.reader.Read(name)); len(differences) > 0 {
			notes[name] = []string{fmt.Sprintf("%s asks for %s: apply that first, if it is not applied yet.", asked.File, strings.Join(differences, ", and for "))}
		}
	}
	return notes
}

// differences are the versions that an environment asks for now and did not at
// HEAD.
func differences(now, head tfvars.Environment) []string {
	var found []string
	compare := func(what string, now, head upgrade.VersionClaim) {
		if now.IsKnown() && head.IsKnown() && now.Value != head.Value {
			found = append(found, fmt.Sprintf("%s%s and HEAD has %s", now.Value, what, head.Value))
		}
	}
	compare("", now.ClusterVersion, head.ClusterVersion)
	for _, group := range now.NodeGroups {
		i := slices.IndexFunc(head.NodeGroups, func(g tfvars.NodeGroup) bool { return g.Name == group.Name })
		if i >= 0 {
			compare(" for node group "+group.Name, group.Version, head.NodeGroups[i].Version)
		}
	}
	return found
}
