package rules

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// withSource names a version and where it was read.
func withSource(claim upgrade.VersionClaim) string {
	version := claim.Value.String()
	if claim.Sensitive {
		version = claim.Shown()
	}
	if source := claim.Source.String(); source != "" {
		return fmt.Sprintf("%s (%s)", version, source)
	}
	return version
}

// shown is a version, or in quotes the text that is none.
func shown(claim upgrade.VersionClaim) string {
	switch {
	case claim.Sensitive:
		return claim.Shown()
	case claim.IsKnown():
		return claim.Value.String()
	default:
		return upgrade.Quote(claim.Text)
	}
}

// currentWithSource names the current version, and the other baseline where two
// disagree.
func currentWithSource(cluster upgrade.Cluster) string {
	current := cluster.CurrentVersion()
	if other, differ := cluster.OtherBaseline(); differ {
		return withOther(current, other)
	}
	return withSource(current)
}

// withOther names a baseline and another that differs. One that is newer than
// what counts is newer than what the cluster says.
func withOther(counts, other upgrade.VersionClaim) string {
	if other.Value.Newer(counts.Value) {
		return fmt.Sprintf("%s, which counts before another baseline: that is %s", withSource(counts), withSource(other))
	}
	return fmt.Sprintf("%s, the newer of two baselines: the other is %s", withSource(counts), withSource(other))
}

// newestWithSource names the newest baseline of a cluster that went back by what
// it says itself, and else the current version.
func newestWithSource(cluster upgrade.Cluster) string {
	current, newest := cluster.CurrentVersion(), cluster.NewestBaseline()
	if newest == current {
		return currentWithSource(cluster)
	}
	return withOther(newest, current)
}

// groupName is what a node group is called in messages: its name, else its
// address.
func groupName(group upgrade.NodeGroup) string { return cmp.Or(group.Name, group.Address) }

// edit tells how to give an asked value another version: at its place in a file,
// else on the resource that a plan has it from. What only the cluster told stands
// nowhere.
func edit(asked upgrade.VersionClaim, address string, version upgrade.Minor) string {
	attribute := asked.Source.Name()
	if asked.Source.FromCluster() {
		return fmt.Sprintf("update it to %s", version)
	}
	if attribute == "" {
		attribute = "the version"
	}
	change := fmt.Sprintf("set %s = %q", attribute, version)
	if strings.HasSuffix(attribute, "release_version") {
		change = fmt.Sprintf("set %s to a release of %s", attribute, version)
	}
	if position := asked.Source.Position(); position != "" {
		return change + " at " + position
	}
	switch asked.Source.Kind {
	case upgrade.SourcePlan, upgrade.SourcePrior, upgrade.SourceTarget:
		if address != "" {
			return change + " on " + address
		}
	}
	return change
}

// steps names the minors on the way to a version, for more than one.
func steps(from, to upgrade.Minor) string {
	path, err := upgrade.Path(from, to)
	if err != nil || len(path) < 2 {
		return ""
	}
	return joined(path, ", then ")
}

// minors joins versions for a message.
func minors(versions []upgrade.Minor) string { return joined(versions, ", ") }

func joined(versions []upgrade.Minor, separator string) string {
	names := make([]string, 0, len(versions))
	for _, version := range versions {
		names = append(names, version.String())
	}
	return strings.Join(names, separator)
}

// clusterFinding is a finding about a cluster's version, without words yet.
func clusterFinding(cluster upgrade.Cluster) upgrade.Finding {
	asked := cluster.AskedVersion()
	return upgrade.Finding{Address: cluster.Address, Attribute: asked.Source.Name(), Source: asked.Source}
}

// groupFinding is a finding about a node group's version, without words yet.
func groupFinding(group upgrade.NodeGroup) upgrade.Finding {
	asked := group.AskedVersion()
	return upgrade.Finding{Address: group.Address, Attribute: asked.Source.Name(), Source: asked.Source}
}
