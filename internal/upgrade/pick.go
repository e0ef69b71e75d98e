package upgrade

import "fmt"

// AskedVersion is the version that counts among those asked for: the first that
// some source sets.
func (c Cluster) AskedVersion() VersionClaim { return pickAsked(c.Asked) }

// AskedVersion is the version that counts among those asked for.
func (g NodeGroup) AskedVersion() VersionClaim { return pickAsked(g.Asked) }

// CurrentVersion is the version that counts as being there now. An explicit
// baseline wins, and then what the cluster itself answers, through EKS or its own
// API; NewestBaseline tells of a newer state.
// Otherwise, where two are known and differ, the newer counts: the other was not
// told of the last upgrade.
func (c Cluster) CurrentVersion() VersionClaim { return pickCurrent(c.Current) }

// CurrentVersion is the version that counts as being there now; absent where
// the group is new, unknown where there is no baseline.
func (g NodeGroup) CurrentVersion() VersionClaim { return pickCurrent(g.Current) }

// NewestBaseline is what the last apply of this state let through, where the
// cluster itself answers an older version, and else the current version. Nothing may
// ask to go below it. A step up is judged from what the cluster answers: that is
// where EKS refuses steps from.
func (c Cluster) NewestBaseline() VersionClaim {
	counts := c.CurrentVersion()
	if !counts.Source.FromCluster() || !counts.IsKnown() {
		return counts
	}
	for _, claim := range c.Current {
		if claim.Source.Kind == SourceState && claim.IsKnown() && claim.Value.Newer(counts.Value) {
			return claim
		}
	}
	return counts
}

// OtherBaseline is a known baseline that differs from the one that counts: an
// older one, or a newer one that the cluster contradicts; false where the baselines agree.
func (c Cluster) OtherBaseline() (VersionClaim, bool) {
	counts := c.CurrentVersion()
	if counts.Source.Kind == SourceBaseline {
		return VersionClaim{}, false
	}
	for _, claim := range c.Current {
		if claim.IsKnown() && counts.IsKnown() && claim.Value != counts.Value {
			return claim, true
		}
	}
	return VersionClaim{}, false
}

// Next is the minor that an upgrade from current towards asked passes first;
// zero where there is no step up to make or a version is not known.
func (c Cluster) Next() Minor {
	asked, current := c.AskedVersion(), c.CurrentVersion()
	if !asked.IsKnown() || !current.IsKnown() || !asked.Value.Newer(current.Value) {
		return Minor{}
	}
	return current.Value.Next()
}

func pickAsked(claims []VersionClaim) VersionClaim {
	for _, claim := range claims {
		if claim.Knowledge != Absent {
			return claim
		}
	}
	if len(claims) > 0 {
		return claims[len(claims)-1]
	}
	return NoClaim[Minor](Source{})
}

func pickCurrent(claims []VersionClaim) VersionClaim {
	if len(claims) == 0 {
		return UnknownClaim[Minor]("no baseline says what the current version is", Source{})
	}
	counts := claims[0]
	for _, claim := range claims {
		if claim.Source.Kind == SourceBaseline {
			return possible(claim)
		}
		if outranks(claim, counts) {
			counts = claim
		}
	}
	return possible(counts)
}

// possible is a claim of what is there. No cluster runs a version that EKS never
// had: one that is told, such as the 1.3 of an unquoted 1.30, is not what runs.
func possible(claim VersionClaim) VersionClaim {
	if !claim.IsKnown() || !claim.Value.Older(FirstEKSMinor) {
		return claim
	}
	reason := fmt.Sprintf("%s says %s, which EKS never had", claim.Source, claim.Shown())
	if claim.Note != "" && !claim.Sensitive {
		reason += " (" + claim.Note + ")"
	}
	return UnknownClaim[Minor](reason, claim.Source)
}

// outranks tells whether a baseline counts before another. The cluster knows what is
// there; all others were only told of it.
func outranks(claim, than VersionClaim) bool {
	if asked, before := answeredByCluster(claim), answeredByCluster(than); asked != before {
		return asked
	}
	return tellsMore(claim, than)
}

// answeredByCluster tells whether a claim is what EKS or the cluster's own API said,
// also where that is that there is nothing of the name.
func answeredByCluster(claim VersionClaim) bool {
	return claim.Source.FromCluster() && claim.Knowledge != Unknown
}

// tellsMore tells whether a baseline outranks another: a known one does, and of
// two known ones the newer.
func tellsMore(claim, than VersionClaim) bool {
	if claim.IsKnown() && than.IsKnown() {
		return claim.Value.Newer(than.Value)
	}
	return claim.Knowledge > than.Knowledge
}
