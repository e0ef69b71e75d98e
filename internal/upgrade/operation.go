package upgrade

// Action is what an apply does to one object.
type Action int

const (
	// NoAction: the object stays as it is.
	NoAction Action = iota
	// Create: the object is new.
	Create
	// Update: the object is changed in place.
	Update
	// DeleteThenCreate: the object is replaced, and there is none in between.
	DeleteThenCreate
	// CreateThenDelete: the object is replaced, and the new one is there before
	// the old one goes.
	CreateThenDelete
	// Delete: the object goes.
	Delete
	// Forget: Terraform lets go of the object, which stays as it is.
	Forget
)

// Replaces tells whether another object takes the place of this one.
func (a Action) Replaces() bool { return a == DeleteThenCreate || a == CreateThenDelete }

// Destroys tells whether the object that is there now goes.
func (a Action) Destroys() bool { return a == Delete || a.Replaces() }

// Changes tells whether anything happens to the object.
func (a Action) Changes() bool { return a != NoAction && a != Forget }

// Step is one of the two things that an apply may do to an object: make or
// change it, and destroy it. An object that is replaced has both.
type Step struct {
	// Address is a Terraform resource address.
	Address string
	// Destroys marks the step that destroys the object which is there now.
	Destroys bool
}

// Sequence is the partial order of the steps of an apply.
type Sequence interface {
	// Relation says which of two steps comes first. Before is a promise that the
	// first is over when the second begins.
	Relation(first, second Step) Relation
}

// Relation is which of two steps of an environment's apply comes first; Either
// where nothing is known of the order.
func (e Environment) Relation(first, second Step) Relation {
	if e.Plan == nil || e.Plan.Sequence == nil || first == second {
		return Either
	}
	return e.Plan.Sequence.Relation(first, second)
}

// Plan is what is known of the Terraform plan that an environment was read from.
type Plan struct {
	// Errored marks the plan of a failed run, which lacks what was not reached.
	Errored bool
	// Partial says why the plan does not hold everything, in sentences; empty
	// where it does.
	Partial []string
	// Named is true where somebody named the environment, who then expects an
	// EKS cluster in it.
	Named bool
	// HasCluster tells whether the plan manages an EKS cluster, one that is
	// destroyed included.
	HasCluster bool
	// Target is the version given to judge by in place of what the plan asks
	// for; zero where none was.
	Target Minor
	// Sequence orders the apply's steps; nil where it is not known.
	Sequence Sequence
}
