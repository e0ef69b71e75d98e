package readiness

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// assemble makes an environment of what its file and the arguments ask for.
func assemble(request Request, asked *tfvars.Reader, folders folders, name string) upgrade.Environment {
	read := asked.Read(name)
	own := request.Own != "" && name == request.Own
	environment := upgrade.Environment{
		Name:       name,
		Source:     read.File,
		Own:        own,
		Unreadable: read.Problems,
	}
	cluster := askedOf(read)
	if own {
		if request.OwnClusterVersion != nil {
			cluster.Asked = withArgument(cluster.Asked, *request.OwnClusterVersion)
		}
		withArguments(&cluster, request)
	}
	if !request.Target.IsZero() {
		aimAt(&cluster, request.Target)
	}
	environment.Missing = missing(request, asked, folders, read, cluster)
	environment.Clusters = []upgrade.Cluster{cluster}
	return environment
}

// askedOf is the cluster that tfvars ask for.
func askedOf(read tfvars.Environment) upgrade.Cluster {
	cluster := upgrade.Cluster{Name: read.ClusterName.Value, Asked: []upgrade.VersionClaim{read.ClusterVersion}}
	for _, group := range read.NodeGroups {
		cluster.NodeGroups = append(cluster.NodeGroups, upgrade.NodeGroup{
			Name: group.Name, Asked: []upgrade.VersionClaim{group.Version}, ReleaseVersion: group.ReleaseVersion,
		})
	}
	return cluster
}

// aimAt asks for one version in place of those asked for. A node group without
// a version follows its control plane, and goes on to.
func aimAt(cluster *upgrade.Cluster, target upgrade.Minor) {
	at := func(asked upgrade.VersionClaim) []upgrade.VersionClaim {
		source := asked.Source
		source.Kind = upgrade.SourceTarget
		return []upgrade.VersionClaim{{Knowledge: upgrade.Known, Value: target, Text: target.String(), Source: source}}
	}
	cluster.Asked = at(cluster.AskedVersion())
	for i := range cluster.NodeGroups {
		group := &cluster.NodeGroups[i]
		if asked := group.AskedVersion(); asked.Knowledge != upgrade.Absent {
			group.Asked = at(asked)
			group.ReleaseVersion = upgrade.NoClaim[string](upgrade.Source{})
		}
	}
}

// withArguments lays the versions of the argument over those of the file. The
// argument says which groups there will be.
func withArguments(cluster *upgrade.Cluster, request Request) {
	groups := cluster.NodeGroups
	if request.OwnNodeGroupsUnknown != nil {
		if len(groups) == 0 {
			cluster.NodeGroups = []upgrade.NodeGroup{{Name: "not known yet", Asked: []upgrade.VersionClaim{*request.OwnNodeGroupsUnknown}}}
		}
		for i := range groups {
			groups[i].Asked = withArgument(groups[i].Asked, *request.OwnNodeGroupsUnknown)
		}
		return
	}
	versions := request.OwnNodeGroupVersions
	if versions == nil {
		return
	}
	cluster.NodeGroups = nil
	for _, group := range groups {
		if _, named := versions[group.Name]; named {
			cluster.NodeGroups = append(cluster.NodeGroups, group)
		} else {
			cluster.Unnamed = append(cluster.Unnamed, group)
		}
	}
	groups = cluster.NodeGroups
	for _, name := range slices.Sorted(maps.Keys(versions)) {
		i := slices.IndexFunc(groups, func(g upgrade.NodeGroup) bool { return g.Name == name })
		if i < 0 {
			groups = append(groups, upgrade.NodeGroup{Name: name, ReleaseVersion: upgrade.NoClaim[string](upgrade.Source{})})
			i = len(groups) - 1
		}
		groups[i].Asked = withArgument(groups[i].Asked, versions[name])
	}
	slices.SortFunc(groups, func(a, b upgrade.NodeGroup) int { return strings.Compare(a.Name, b.Name) })
	cluster.NodeGroups = groups
}

// withArgument puts an argument before what the file asks for. Where both say
// the same, the argument's source names the place in the file, which is where a
// person would change it.
func withArgument(asked []upgrade.VersionClaim, argument upgrade.VersionClaim) []upgrade.VersionClaim {
	for _, claim := range asked {
		if argument.Knowledge == claim.Knowledge && argument.Text == claim.Text && argument.Knowledge != upgrade.Unknown {
			source := claim.Source
			source.Kind, source.Argument = argument.Source.Kind, argument.Source.Argument
			argument.Source, argument.Note = source, claim.Note
		}
	}
	return slices.Insert(slices.Clone(asked), 0, argument)
}

// missing says why an environment that somebody named is not there, or nil.
func missing(request Request, asked *tfvars.Reader, folders folders, read tfvars.Environment, cluster upgrade.Cluster) *upgrade.Problem {
	argument := "environments"
	if read.Name == request.Own {
		argument = "environment"
	}
	switch {
	case !read.Exists:
		return &upgrade.Problem{
			Message: fmt.Sprintf("There is no %s/%s.tfvars and no %s.tfvars.json.", folders.envVarsShown, read.Name, read.Name),
			Remediation: fmt.Sprintf("Add the file, or correct the name: %s holds %s.",
				folders.envVarsShown, listOr(asked.Environments(), "no environment")),
			Source: upgrade.Source{Kind: upgrade.SourceArgument, Argument: argument},
		}
	case len(read.Problems) == 0 && cluster.AskedVersion().Knowledge == upgrade.Absent:
		looked := fmt.Sprintf("any of the default names (%s)", strings.Join(tfvars.DefaultClusterVersions(), ", "))
		if request.Names.ClusterVersion != "" {
			looked = request.Names.ClusterVersion
		}
		return &upgrade.Problem{
			Message:     fmt.Sprintf("Nothing sets a cluster version for %s: neither %s nor a default of the root module sets %s.", read.Name, read.File, looked),
			Remediation: "Set it there, or say in variable_names where it is kept.",
			Source:      upgrade.Source{Kind: upgrade.SourceFile, File: read.File},
		}
	default:
		return nil
	}
}

func listOr(names []string, none string) string {
	if len(names) == 0 {
		return none
	}
	return strings.Join(names, ", ")
}
