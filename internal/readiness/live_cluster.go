package readiness

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// addLive lays what EKS says of a cluster over what is known of it.
func addLive(cluster *upgrade.Cluster, live upgrade.Live) {
	cluster.Live = &live
	cluster.BaselineAsked = true
	source := live.Source()
	switch {
	case live.NotFound && inState(*cluster):
		live.Problems = append(live.Problems, goneProblem(live, source))
		addUnread(cluster, live, source)
	case live.NotFound:
		cluster.Current = append(cluster.Current, upgrade.NoClaim[upgrade.Minor](source))
		for i := range cluster.NodeGroups {
			group := &cluster.NodeGroups[i]
			group.Current = append(group.Current, upgrade.NoClaim[upgrade.Minor](source))
		}
	case !tellsVersion(live):
		if live.Version != "" || len(live.Problems) == 0 {
			live.Problems = append([]upgrade.Problem{noVersionProblem(live, source)}, live.Problems...)
		}
		live.Version = ""
		addUnread(cluster, live, source)
	default:
		cluster.Current = append(cluster.Current, upgrade.ClaimVersion(live.Version, source))
		addLiveGroups(cluster, live, source)
		addLiveAddons(cluster, live, source)
	}
}

// inState tells whether a state holds the cluster, so that it was there. A
// baseline that somebody gave says what to judge by all the same.
func inState(cluster upgrade.Cluster) bool {
	holds := func(kinds ...upgrade.SourceKind) bool {
		return slices.ContainsFunc(cluster.Current, func(claim upgrade.VersionClaim) bool {
			return claim.IsKnown() && slices.Contains(kinds, claim.Source.Kind)
		})
	}
	return holds(upgrade.SourceState, upgrade.SourcePrior) && !holds(upgrade.SourceBaseline)
}

// goneProblem is a cluster that the state knows and EKS does not.
func goneProblem(live upgrade.Live, source upgrade.Source) upgrade.Problem {
	return upgrade.Problem{
		Message: fmt.Sprintf("%s does not exist, but the state says that it was there. The name, the region or the account is another one than the state's, or the cluster was deleted.",
			source.Ref),
		Remediation: fmt.Sprintf("See that the name %s, the region and the credentials are those of the cluster. If it was deleted, give the version to judge by in baseline.", upgrade.Quote(live.Name)),
		Source:      source,
	}
}

// tellsVersion tells whether EKS gave a version that can be judged by.
func tellsVersion(live upgrade.Live) bool {
	_, err := upgrade.ParseMinor(live.Version)
	return err == nil
}

// noVersionProblem is an answer without a version that can be judged by.
func noVersionProblem(live upgrade.Live, source upgrade.Source) upgrade.Problem {
	says := "did not tell the version of the cluster"
	if live.Version != "" {
		says = fmt.Sprintf("gives %s as the version of the cluster, which is none", upgrade.Quote(live.Version))
	}
	return upgrade.Problem{
		Message:     fmt.Sprintf("%s: EKS %s.", source.Ref, says),
		Remediation: "Try again. If it stays so, see what \"aws eks describe-cluster\" says.",
		Source:      source,
	}
}

// addUnread says of a cluster and its node groups that EKS did not tell, and why.
func addUnread(cluster *upgrade.Cluster, live upgrade.Live, source upgrade.Source) {
	addUntold(cluster, strings.TrimSuffix(live.Problems[0].Message, "."), source)
}

// addUntold says of a cluster and its node groups that a source did not tell, and
// why.
func addUntold(cluster *upgrade.Cluster, reason string, source upgrade.Source) {
	unread := upgrade.UnknownClaim[upgrade.Minor](reason, source)
	cluster.Current = append(cluster.Current, unread)
	for i := range cluster.NodeGroups {
		group := &cluster.NodeGroups[i]
		group.Current = append(group.Current, unread)
	}
}

// addLiveGroups adds the node groups that EKS has. One that nothing here names
// stays as it is, and its nodes must go with the control plane all the same.
func addLiveGroups(cluster *upgrade.Cluster, live upgrade.Live, source upgrade.Source) {
	pairs := pairGroups(cluster.NodeGroups, live.NodeGroups)
	for i := range cluster.NodeGroups {
		group := &cluster.NodeGroups[i]
		if group.SelfManaged {
			continue
		}
		claim := upgrade.NoClaim[upgrade.Minor](source)
		switch j, found := pairs[i]; {
		case found:
			claim = liveGroupVersion(live.NodeGroups[j], source)
		case !live.NodeGroupsRead:
			claim = upgrade.UnknownClaim[upgrade.Minor]("the node groups could not be read from "+source.Ref, source)
		}
		group.Current = append(group.Current, claim)
	}
	paired := map[int]bool{}
	for _, j := range pairs {
		paired[j] = true
	}
	for j, group := range live.NodeGroups {
		if paired[j] {
			continue
		}
		cluster.NodeGroups = append(cluster.NodeGroups, upgrade.NodeGroup{
			Name: group.Name, Asked: []upgrade.VersionClaim{upgrade.NoClaim[upgrade.Minor](source)},
			Current: []upgrade.VersionClaim{liveGroupVersion(group, source)}, ReleaseVersion: upgrade.NoClaim[string](source),
		})
	}
}

func liveGroupVersion(group upgrade.LiveNodeGroup, source upgrade.Source) upgrade.VersionClaim {
	if group.Version == "" {
		return upgrade.UnknownClaim[upgrade.Minor](fmt.Sprintf("EKS tells no version of node group %s", group.Name), source)
	}
	return upgrade.ClaimVersion(group.Version, source)
}

// pairGroups finds the live group of each node group, by place. Names are equal,
// or the live one has the other among its parts and no other pair comes into
// question: modules and name prefixes make prod-blue-20260101 of blue.
func pairGroups(groups []upgrade.NodeGroup, live []upgrade.LiveNodeGroup) map[int]int {
	pairs, taken := map[int]int{}, map[int]bool{}
	for i, group := range groups {
		for j, other := range live {
			if group.Name == other.Name && !group.SelfManaged && !taken[j] {
				pairs[i], taken[j] = j, true
				break
			}
		}
	}
	type match struct{ group, live int }
	var matches []match
	ofGroup, ofLive := map[int]int{}, map[int]int{}
	for i, group := range groups {
		if _, paired := pairs[i]; paired || group.SelfManaged || group.Address != "" {
			continue
		}
		for j, other := range live {
			if !taken[j] && hasPart(other.Name, group.Name) {
				matches = append(matches, match{i, j})
				ofGroup[i]++
				ofLive[j]++
			}
		}
	}
	for _, m := range matches {
		if ofGroup[m.group] == 1 && ofLive[m.live] == 1 {
			pairs[m.group] = m.live
		}
	}
	return pairs
}

// hasPart tells whether a name holds another between hyphens or underscores.
func hasPart(name, part string) bool {
	parted := func(text string) string { return "-" + strings.ReplaceAll(text, "_", "-") + "-" }
	return part != "" && strings.Contains(parted(name), parted(part))
}

// addLiveAddons adds the EKS add-ons that the cluster has. Those that a plan
// holds are told what is there now; the others stay as they are.
func addLiveAddons(cluster *upgrade.Cluster, live upgrade.Live, source upgrade.Source) {
	for _, addon := range live.Addons {
		claim := liveAddonVersion(addon, source)
		planned := false
		for i := range cluster.Addons {
			if known := &cluster.Addons[i]; known.Name == addon.Name && known.Kind == upgrade.EKSAddon {
				known.Current, planned = claim, true
			}
		}
		if !planned {
			cluster.Addons = append(cluster.Addons, upgrade.Addon{Name: addon.Name, Kind: upgrade.EKSAddon, Current: claim, Asked: claim})
		}
	}
}

func liveAddonVersion(addon upgrade.LiveAddon, source upgrade.Source) upgrade.AddonClaim {
	version, ok := upgrade.ParseAddonVersion(addon.Version)
	if !ok {
		return upgrade.UnknownClaim[upgrade.AddonVersion](
			fmt.Sprintf("EKS gives %s as the version of %s, which is none", upgrade.Quote(addon.Version), addon.Name), source)
	}
	return upgrade.AddonClaim{Knowledge: upgrade.Known, Value: version, Text: addon.Version, Source: source}
}
