package upgrade

// Relation says which of two changes comes first.
type Relation int

const (
	// Either: nothing decides which comes first.
	Either Relation = iota
	// Before: the first of the two comes first.
	Before
	// After: the second of the two comes first.
	After
)

// Change is one thing that an apply changes.
type Change int

const (
	// ControlPlaneChange is the update of the cluster's version.
	ControlPlaneChange Change = iota
	// NodeGroupChange is the update of a node group's version.
	NodeGroupChange
	// AddonChange is the update of an add-on.
	AddonChange
)

// OrderOf gives the relation of two changes of one cluster where no
// configuration tells more: the control plane goes before its node groups,
// which EKS forces, and anything else may go either way.
func OrderOf(first, second Change) Relation {
	switch {
	case first == ControlPlaneChange && second == NodeGroupChange:
		return Before
	case first == NodeGroupChange && second == ControlPlaneChange:
		return After
	default:
		return Either
	}
}

// Pair is the state of a control plane and a node group at one moment.
type Pair struct {
	ControlPlane Minor
	NodeGroup    Minor
}

// InterimPairs lists the states between two, in the order that relation, the
// relation of the control plane's change to the node group's, lets happen. It
// is empty where at most one of the two changes: then there is no state in
// between.
func InterimPairs(before, after Pair, relation Relation) []Pair {
	if before.ControlPlane == after.ControlPlane || before.NodeGroup == after.NodeGroup {
		return nil
	}
	controlPlaneFirst := Pair{after.ControlPlane, before.NodeGroup}
	nodeGroupFirst := Pair{before.ControlPlane, after.NodeGroup}
	switch relation {
	case Before:
		return []Pair{controlPlaneFirst}
	case After:
		return []Pair{nodeGroupFirst}
	default:
		return []Pair{controlPlaneFirst, nodeGroupFirst}
	}
}
