package upgrade

// Applied is what the last apply of a state let through for one environment, as
// texts, so that an old state can always be read.
type Applied struct {
	ClusterVersion    string
	NodeGroupVersions map[string]string
}

// Record gives what an apply may record of a cluster, and false where there is
// nothing to record. What EKS would refuse is never recorded: a skipped minor, a
// downgrade, a version that is none, a node group newer than its control plane.
// Then prior, which is what was recorded before, stays, so that the same step
// is judged again.
func (c Cluster) Record(prior *Applied) (Applied, bool) {
	recorded := Applied{NodeGroupVersions: map[string]string{}}
	asked := c.AskedVersion()
	switch {
	case asked.IsKnown() && c.accepts(asked.Value):
		recorded.ClusterVersion = asked.Value.String()
	case prior != nil:
		recorded.ClusterVersion = prior.ClusterVersion
	default:
		return Applied{}, false
	}
	controlPlane, err := ParseMinor(recorded.ClusterVersion)
	for _, group := range c.NodeGroups {
		asked, current := group.AskedVersion(), group.CurrentVersion()
		accepted := asked.IsKnown() && err == nil && !asked.Value.Newer(controlPlane) &&
			!(current.IsKnown() && asked.Value.Older(current.Value))
		if accepted {
			recorded.NodeGroupVersions[group.Name] = asked.Value.String()
		} else if prior != nil && asked.Knowledge != Absent {
			before, ok := prior.NodeGroupVersions[group.Name]
			if was, invalid := ParseMinor(before); ok && invalid == nil && err == nil && !was.Newer(controlPlane) {
				recorded.NodeGroupVersions[group.Name] = before
			}
		}
	}
	return recorded, true
}

// accepts tells whether EKS would take a version for the control plane: one step
// up from what is there, or no step. Without a baseline any version is, that can
// be one.
func (c Cluster) accepts(asked Minor) bool {
	if asked.Older(FirstEKSMinor) {
		return false
	}
	current := c.CurrentVersion()
	return !current.IsKnown() || !c.goesBack() && (asked == current.Value || asked == current.Value.Next())
}
