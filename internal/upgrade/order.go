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

// Pair is the state of a control plane and a node group at one moment.
type Pair struct {
	ControlPlane Minor
	NodeGroup    Minor
}
