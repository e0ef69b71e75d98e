package upgrade

// Pending tells whether the environment is asked to change: whether an asked
// version differs from its baseline, or has none. Only then do findings of
// severity error stay errors, so that a state of affairs that nobody is
// changing does not block plans.
func (e Environment) Pending() bool {
	if e.Missing != nil || len(e.Unreadable) > 0 || len(e.Clusters) == 0 {
		return true
	}
	for _, cluster := range e.Clusters {
		if cluster.Pending() {
			return true
		}
	}
	return false
}

// Pending tells whether the control plane or a node group is asked to change, or
// may be because the cluster was asked what is there and did not tell.
func (c Cluster) Pending() bool {
	if c.Moves() || c.unread() || c.goesBack() {
		return true
	}
	for _, group := range c.NodeGroups {
		if group.Moves() {
			return true
		}
	}
	return false
}

// unread tells whether a cluster was asked, and did not tell. Where EKS told the
// version it does not matter here that the cluster's own API did not.
func (c Cluster) unread() bool {
	return c.Live.unread() || c.Live == nil && c.Kube.Unread()
}

// goesBack tells whether a version is asked for that is older than a baseline,
// also where the cluster says that the control plane is at that version.
func (c Cluster) goesBack() bool {
	asked, newest := c.AskedVersion(), c.NewestBaseline()
	return asked.IsKnown() && newest.IsKnown() && asked.Value.Older(newest.Value)
}

// Moves tells whether the control plane is asked to change, or may be.
func (c Cluster) Moves() bool { return differs(c.AskedVersion(), c.CurrentVersion()) }

// Moves tells whether the node group is asked to change, or may be. One whose
// version is not set is asked nothing.
func (g NodeGroup) Moves() bool {
	asked := g.AskedVersion()
	return asked.Knowledge != Absent && !g.keepsItsNodes() && differs(asked, g.CurrentVersion())
}

// keepsItsNodes tells a group that EKS does not update, whose version nobody
// knows, and whose nodes start from what they start from now.
func (g NodeGroup) keepsItsNodes() bool {
	if !g.SelfManaged || g.Before == nil || g.After == nil || g.AskedVersion().Knowledge != Unknown {
		return false
	}
	before, after := g.Before.LaunchTemplate, g.After.LaunchTemplate
	return !g.Action.Changes() || (before.IsKnown() && after.IsKnown() && before.Value == after.Value)
}

// differs is true unless both claims say the same. A text that is no version is
// the same as itself.
func differs(asked, current VersionClaim) bool {
	switch {
	case asked.IsKnown() && current.IsKnown():
		return asked.Value != current.Value
	case asked.Knowledge == Invalid && current.Knowledge == Invalid:
		return asked.Text != current.Text
	default:
		return true
	}
}
