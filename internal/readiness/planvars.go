package readiness

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// planVars are the tfvars that plans were made with.
type planVars struct {
	reader *tfvars.Reader
	shown  string
}

// openEnvVars opens the folder of tfvars of a request; nil where none was given.
func openEnvVars(request PlansRequest) (*planVars, error) {
	if request.EnvVarsDir == "" {
		return nil, nil
	}
	folders, reader, err := openOnDisk(Request{EnvVarsDir: request.EnvVarsDir, Names: request.Names})
	if err != nil {
		return nil, err
	}
	return &planVars{reader: reader, shown: folders.envVarsShown}, nil
}

// addTo gives the versions of a plan the place in the tfvars where a person
// would change them. Where the tfvars say something else the plan wins, and a
// rule reports the difference. It returns what is to be noted.
func (v *planVars) addTo(environment *upgrade.Environment) []string {
	if environment.Plan == nil {
		return nil
	}
	read := v.reader.Read(environment.Name)
	if !read.Exists {
		return []string{fmt.Sprintf("%s has no file for %s, so its findings have no file and line.", v.shown, environment.Name)}
	}
	environment.Unreadable = append(environment.Unreadable, read.Problems...)
	cluster := clusterOf(environment, read)
	if cluster == nil && environment.Plan.Errored && !environment.Plan.HasCluster {
		environment.Clusters = append(environment.Clusters, fromVars(read))
		return nil
	}
	if cluster == nil {
		return nil
	}
	errored := environment.Plan.Errored
	cluster.Asked = placed(cluster.Asked, read.ClusterVersion, errored, cluster.Action)
	for _, wanted := range read.NodeGroups {
		if group := groupOf(cluster, wanted.Name); group != nil {
			group.Asked = placed(group.Asked, wanted.Version, errored, group.Action)
			if wanted.ReleaseVersion.IsKnown() && wanted.ReleaseVersion.Text == group.ReleaseVersion.Text {
				group.ReleaseVersion.Source = inFile(wanted.ReleaseVersion.Source)
			}
		}
	}
	return nil
}

// clusterOf finds the cluster of a plan that tfvars speak of: the only one, or
// the one of their name. It is nil where that is not certain.
func clusterOf(environment *upgrade.Environment, read tfvars.Environment) *upgrade.Cluster {
	var staying, named []*upgrade.Cluster
	for i := range environment.Clusters {
		cluster := &environment.Clusters[i]
		if cluster.Action == upgrade.Delete {
			continue
		}
		staying = append(staying, cluster)
		if read.ClusterName.IsKnown() && cluster.Name == read.ClusterName.Value {
			named = append(named, cluster)
		}
	}
	switch {
	case len(staying) == 1:
		return staying[0]
	case len(named) == 1:
		return named[0]
	default:
		return nil
	}
}

// groupOf finds the node group of a plan that tfvars know by a name of their
// own: the group's, the resource's or the key of its for_each. It is nil where
// none or more than one match.
func groupOf(cluster *upgrade.Cluster, name string) *upgrade.NodeGroup {
	byName := func(g upgrade.NodeGroup) bool { return g.Name == name }
	byKey := func(g upgrade.NodeGroup) bool { return strings.Contains(g.Address, fmt.Sprintf("[%q]", name)) }
	byResource := func(g upgrade.NodeGroup) bool {
		last, _, _ := strings.Cut(g.Address[strings.LastIndex(g.Address, ".")+1:], "[")
		return last == name
	}
	for _, matches := range []func(upgrade.NodeGroup) bool{byName, byKey, byResource} {
		var found []*upgrade.NodeGroup
		for i := range cluster.NodeGroups {
			if group := &cluster.NodeGroups[i]; group.Action != upgrade.Delete && matches(*group) {
				found = append(found, group)
			}
		}
		if len(found) == 1 {
			return found[0]
		}
	}
	return nil
}

// placed gives a plan's claim the place in the tfvars where both say the same,
// and else puts what the tfvars say behind it. What the plan of a failed run does
// not tell, the tfvars do: a run that failed leaves out what it did not reach,
// which then looks as if it stayed as it is.
func placed(asked []upgrade.VersionClaim, file upgrade.VersionClaim, errored bool, action upgrade.Action) []upgrade.VersionClaim {
	tells := func(claim upgrade.VersionClaim) bool {
		return claim.Knowledge == upgrade.Known || claim.Knowledge == upgrade.Invalid
	}
	if len(asked) > 0 && asked[0].Sensitive {
		// The mark comes from the variable, whose value the file holds.
		file.Sensitive, file.Note = true, ""
		if file.Knowledge == upgrade.Invalid {
			file.Reason = "the value, which is sensitive, is no Kubernetes version"
		}
	}
	switch {
	case len(asked) == 0 || !tells(file):
		return asked
	case errored && (!tells(asked[0]) || action == upgrade.NoAction && asked[0].Text != file.Text):
		return []upgrade.VersionClaim{file}
	case !tells(asked[0]):
		return asked
	case asked[0].Text != file.Text:
		return append(slices.Clone(asked), file)
	}
	claim := asked[0]
	claim.Source = inFile(file.Source)
	if claim.Note == "" {
		claim.Note = file.Note
	}
	return []upgrade.VersionClaim{claim}
}

// inFile is the place of a plan's value in the tfvars that it came from.
func inFile(source upgrade.Source) upgrade.Source {
	source.Kind = upgrade.SourcePlan
	return source
}

// fromVars is the cluster that the tfvars of a failed plan ask for.
func fromVars(read tfvars.Environment) upgrade.Cluster {
	cluster := askedOf(read)
	cluster.Current = []upgrade.VersionClaim{
		upgrade.UnknownClaim[upgrade.Minor]("the plan of a failed run does not hold the cluster", upgrade.Source{Kind: upgrade.SourcePrior}),
	}
	return cluster
}
