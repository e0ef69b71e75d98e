package readiness

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// LiveReader reads clusters from the EKS API, all of them at once. It gives what
// it read in the order of the targets; what it could not read is in the
// problems of each. It may ask what is wanted before it knows the current
// version, which is zero then, and again when it does.
type LiveReader interface {
	Read(ctx context.Context, targets []Target, want func(target Target, current upgrade.Minor) Want) []upgrade.Live
	// ClusterVersions reads the calendar of EKS itself.
	ClusterVersions(ctx context.Context, target Target) ([]upgrade.VersionSupport, *upgrade.Problem)
}

// LiveSource is the EKS API as the source of what is there now, and how the
// clusters of the environments are reached.
type LiveSource struct {
	Reader LiveReader
	// Access is for the environments that have none of their own. Its region is
	// for those of which nothing else tells one.
	Access Access
	// Environments says how to reach one environment's cluster, by environment.
	Environments map[string]LiveEnvironment
	// Unknown is why it is not known yet how any of the clusters is reached, such
	// as "the provider's configuration is known only after apply"; empty where it
	// is.
	Unknown string
	// NameIn says where else than in its tfvars the name of an environment's
	// cluster can be given, such as "cluster_name in environments of the
	// provider's configuration"; empty where nowhere else.
	NameIn string
	// Progress is told before the clusters are asked how many they are. It may be
	// nil.
	Progress func(clusters int)
}

// LiveEnvironment is how one environment's cluster is reached. What it says wins
// over the tfvars.
type LiveEnvironment struct {
	// Region and Cluster are empty where the tfvars tell.
	Region, Cluster string
	// Access is all that reaches the account: what the environment sets, over
	// what holds for all of them.
	Access Access
	// Unknown is why this is not known yet; empty where it is.
	Unknown string
}

// target is a cluster of the environment, in the first region that is told.
func (e LiveEnvironment) target(environment, cluster string, regions ...string) Target {
	target := Target{Environment: environment, Cluster: cluster, Access: e.Access}
	target.Access.Region = cmp.Or(append(regions, e.Access.Region)...)
	return target
}

// reachOf is how an environment's cluster is reached, before its tfvars are
// asked.
func (s *LiveSource) reachOf(environment string) LiveEnvironment {
	entry, own := s.Environments[environment]
	if !own {
		entry.Access = s.Access
	}
	entry.Unknown = cmp.Or(s.Unknown, entry.Unknown)
	return entry
}

// liveQuestion is one cluster that EKS is to be asked for.
type liveQuestion struct {
	cluster *upgrade.Cluster
	target  Target
}

// want is what to read of the cluster besides itself. What nobody changes needs
// no judgement of where it would go. Before EKS has told the version, the other
// baselines make a guess of it; without any, all is read that may be needed.
func (q liveQuestion) want(current upgrade.Minor) Want {
	if told := q.cluster.CurrentVersion(); current.IsZero() && told.IsKnown() {
		current = told.Value
	}
	want := Want{NodeGroups: true}
	asked := q.cluster.AskedVersion()
	if !asked.IsKnown() || asked.Value == current {
		return want
	}
	want.Addons = true
	want.AddonVersionsFor = minorsOnTheWay(current, asked.Value)
	if !asked.Value.Older(current) {
		want.Insights = true
		want.InsightFilter = InsightFilter{KubernetesVersions: []string{asked.Value.String()}}
	}
	return want
}

// minorsOnTheWay are the minors that add-ons are to run on, with both ends.
func minorsOnTheWay(current, asked upgrade.Minor) []upgrade.Minor {
	if current.IsZero() {
		return []upgrade.Minor{asked}
	}
	path, err := upgrade.Path(current, asked)
	if err != nil {
		return []upgrade.Minor{asked, current}
	}
	return append(path, current)
}

// settle leaves out what was read on a guess and is not wanted now that the
// version is known: it would be judged, or missed, by chance.
func (q liveQuestion) settle(live *upgrade.Live) {
	current, err := upgrade.ParseMinor(live.Version)
	if err != nil {
		return
	}
	var unwanted []string
	want := q.want(current)
	if !want.Insights {
		live.Insights, live.InsightsRead = nil, false
		unwanted = append(unwanted, "eks:ListInsights", "eks:DescribeInsight")
	}
	if !want.Addons {
		live.Addons, live.AddonsRead = nil, false
		live.AddonOffers, live.OffersRead = nil, false
		unwanted = append(unwanted, "eks:ListAddons", "eks:DescribeAddon", "eks:DescribeAddonVersions")
	}
	live.Problems = slices.DeleteFunc(slices.Clone(live.Problems), func(p upgrade.Problem) bool { return slices.Contains(unwanted, p.Action) })
}

// ask asks EKS for all clusters at once, and lays what it says over what is
// known of them.
func (s *LiveSource) ask(ctx context.Context, questions []liveQuestion, facts upgrade.Catalog) {
	if len(questions) == 0 {
		return
	}
	if s.Progress != nil {
		s.Progress(len(questions))
	}
	type key struct{ environment, cluster, region string }
	keyOf := func(t Target) key { return key{t.Environment, t.Cluster, t.Access.Region} }
	asked := map[key]liveQuestion{}
	targets := make([]Target, len(questions))
	for i, question := range questions {
		targets[i] = question.target
		asked[keyOf(question.target)] = question
	}
	calendars := s.askVersions(ctx, questions, facts)
	answers := s.Reader.Read(ctx, targets, func(target Target, current upgrade.Minor) Want {
		return asked[keyOf(target)].want(current)
	})
	for i, question := range questions {
		live := answers[i]
		live.Name = cmp.Or(live.Name, question.target.Cluster)
		live.Region = cmp.Or(live.Region, question.target.Access.Region)
		question.settle(&live)
		question.sameAccount(&live)
		calendars[i].wait().addTo(&live)
		addLive(question.cluster, live)
	}
}

// addLive asks EKS for the cluster of each environment, whose name and region
// its tfvars tell, or its entry in the source. It returns what is to be noted.
func (s *LiveSource) addLive(ctx context.Context, asked *tfvars.Reader, environments []upgrade.Environment, request Request) []string {
	var notes []string
	var questions []liveQuestion
	for i := range environments {
		environment := &environments[i]
		if environment.Missing != nil || !request.judges(*environment) {
			continue
		}
		read, reach := asked.Read(environment.Name), s.reachOf(environment.Name)
		notes = append(notes, reach.differences(read)...)
		name := cmp.Or(reach.Cluster, read.ClusterName.Value)
		for j := range environment.Clusters {
			cluster := &environment.Clusters[j]
			cluster.BaselineAsked = true
			switch {
			case reach.Unknown != "":
				cluster.Current = append(cluster.Current, upgrade.UnknownClaim[upgrade.Minor](
					reach.Unknown+", and EKS is asked then", upgrade.Source{Kind: upgrade.SourceBaseline, Argument: "baseline_source"}))
			case name == "":
				addLive(cluster, upgrade.Live{Problems: []upgrade.Problem{s.nameless(read)}})
			default:
				cluster.Name = name
				questions = append(questions, liveQuestion{cluster: cluster, target: reach.target(environment.Name, name, reach.Region, read.Region.Value)})
			}
		}
	}
	s.ask(ctx, questions, request.Catalog)
	return notes
}

// nameless is the problem of an environment whose cluster has no name.
func (s *LiveSource) nameless(read tfvars.Environment) upgrade.Problem {
	why := "nothing tells the name of its cluster"
	if read.ClusterName.Knowledge == upgrade.Unknown && read.ClusterName.Reason != "" {
		why = "the name of its cluster cannot be read"
	}
	remediation := fmt.Sprintf("Set cluster_name in %s, or say in variable_names.cluster_name which variable holds it.", read.File)
	if s.NameIn != "" {
		remediation = fmt.Sprintf("Set cluster_name in %s, say in variable_names.cluster_name which variable holds it, or give it as %s.", read.File, s.NameIn)
	}
	return upgrade.Problem{
		Message:     fmt.Sprintf("EKS cannot be asked for %s: %s.", read.Name, why),
		Remediation: remediation,
		Source:      upgrade.Source{Kind: upgrade.SourceFile, File: read.File},
	}
}

// differences notes where the entry of an environment and its tfvars do not say
// the same.
func (e LiveEnvironment) differences(read tfvars.Environment) []string {
	var notes []string
	for _, pair := range []struct {
		what, entry string
		file        upgrade.Claim[string]
	}{{"cluster", e.Cluster, read.ClusterName}, {"region", e.Region, read.Region}} {
		if pair.entry != "" && pair.file.IsKnown() && pair.file.Value != pair.entry {
			notes = append(notes, fmt.Sprintf("%s: EKS is asked for the %s %s of the entry in environments, and %s says %s.",
				read.Name, pair.what, upgrade.Quote(pair.entry), pair.file.Source, upgrade.Quote(pair.file.Value)))
		}
	}
	return notes
}
