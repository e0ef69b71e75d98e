package path

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Question asks for the way of one environment.
type Question struct {
	Environment upgrade.Environment
	// Target is where the control planes and all node groups are to go, one thing
	// at a time. Zero means the versions that are asked for, with as much at a
	// time as was asked for and is legal.
	Target  upgrade.Minor
	Policy  upgrade.Policy
	Catalog upgrade.Catalog
	// Run are the shell commands that plan and apply the environment.
	Run []string
}

// Of gives the way of each cluster of an environment that is there and stays.
func Of(question Question) []Path {
	var paths []Path
	for _, cluster := range question.Environment.Clusters {
		if !cluster.Deposed && !cluster.Action.Destroys() {
			paths = append(paths, pathOf(question, cluster))
		}
	}
	return paths
}

func pathOf(question Question, cluster upgrade.Cluster) Path {
	found := Path{Environment: question.Environment.Name, Cluster: cluster.Address}
	if problems := untold(question, cluster); len(problems) > 0 {
		found.Problems = problems
		return found
	}
	if cluster.CurrentVersion().Knowledge == upgrade.Absent {
		found.Notes = []string{"It is new: nothing runs yet, and there is no step to take."}
		return found
	}
	j := newJourney(question, cluster)
	found.From, found.To, found.Notes = j.start.controlPlane, j.goal.controlPlane, j.notes
	if !question.Target.IsZero() && j.start.controlPlane.Newer(question.Target) {
		found.Notes = append(found.Notes, fmt.Sprintf("It runs %s, which is beyond %s. A control plane does not go down.", j.start.controlPlane, question.Target))
		return found
	}
	found.Steps = j.steps()
	found.Notes = append(found.Notes, j.addonsAhead(j.advance(j.start))...)
	return found
}

// untold says why no way can be told from what is known.
func untold(question Question, cluster upgrade.Cluster) []upgrade.Problem {
	environment := question.Environment
	if environment.Missing != nil {
		return []upgrade.Problem{*environment.Missing}
	}
	if len(environment.Unreadable) > 0 {
		return environment.Unreadable
	}
	current, asked := cluster.CurrentVersion(), cluster.AskedVersion()
	// What is asked for may stand for what runs, and then no baseline is of help.
	if isUnknown(current) && (asked.IsKnown() && !asked.Value.Older(upgrade.FirstEKSMinor) || current.Source != asked.Source) {
		if len(cluster.BaselineProblems) > 0 {
			return cluster.BaselineProblems
		}
		reason := cmp.Or(current.Reason, "nothing tells it")
		return []upgrade.Problem{{
			Message:     fmt.Sprintf("What %s runs now is not known: %s.", environment.Name, strings.TrimSuffix(reason, ".")),
			Remediation: "Say what runs now with --baseline git:<ref> or --baseline ENVIRONMENT=VERSION, or name the goal with --target-version, so that the tfvars are taken as what runs.",
			Source:      current.Source,
		}}
	}
	problems := unusable("the cluster's version", asked)
	for _, group := range cluster.NodeGroups {
		if version := group.AskedVersion(); !leavesVersionOpen(group) {
			problems = append(problems, unusable("the version of node group "+group.Name, version)...)
		}
	}
	return problems
}

// isUnknown tells whether what runs may be anything.
func isUnknown(current upgrade.VersionClaim) bool {
	return !current.IsKnown() && current.Knowledge != upgrade.Absent
}

// unusable says why no step can be told from an asked version.
func unusable(what string, asked upgrade.VersionClaim) []upgrade.Problem {
	reason := asked.Reason
	switch {
	case asked.Sensitive:
		reason = "it is sensitive, and a step would print it"
	case asked.IsKnown() && asked.Value.Older(upgrade.FirstEKSMinor):
		reason = fmt.Sprintf("%s is no EKS version", asked.Value)
		if asked.Note != "" {
			reason += ": " + asked.Note
		}
	case asked.IsKnown():
		return nil
	case asked.Knowledge == upgrade.Absent:
		reason = "nothing sets it"
	}
	place := ""
	if position := asked.Source.Position(); position != "" {
		place = position + ": "
	}
	return []upgrade.Problem{{
		Message:     fmt.Sprintf("%sNo step can be told from %s: %s.", place, what, strings.TrimSuffix(reason, ".")),
		Remediation: `Set it to a version such as "1.34".`,
		Source:      asked.Source,
	}}
}

// leavesVersionOpen tells whether a step does not set the version of a node group:
// it has none, or it goes.
func leavesVersionOpen(group upgrade.NodeGroup) bool {
	return group.AskedVersion().Knowledge == upgrade.Absent || group.Action == upgrade.Delete || group.Deposed || group.SelfManaged
}
