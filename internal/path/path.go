package path

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// Path is the way of one cluster.
type Path struct {
	Environment string
	// Cluster is the address of the cluster in a plan; empty where tfvars alone
	// speak of it.
	Cluster string
	// From and To are the control plane's version now and at the end; zero where
	// they are not known.
	From, To upgrade.Minor
	// Steps are in order: each is edited, planned and applied by itself. None
	// means that nothing is left to do, or that Problems keep the way from being
	// told.
	Steps []Step
	// Problems say why the way is not known, or ends before it reaches To.
	Problems []upgrade.Problem
	// Notes are what the way leaves to the reader, such as a node group without a
	// version.
	Notes []string
}

// Kind is what a step is mainly about.
type Kind string

const (
	// Addons brings add-ons to versions that the minor needs, by itself.
	Addons Kind = "add-ons"
	// ControlPlane takes the control plane up one minor, and what has to move with
	// it.
	ControlPlane Kind = "control plane"
	// NodeGroups takes node groups up to their control plane, and the add-ons that
	// follow it.
	NodeGroups Kind = "node groups"
	// PutBack takes back what was asked for and is no legal step.
	PutBack Kind = "put back"
)

// Step is one edit of an environment, with its plan and apply.
type Step struct {
	// Round counts the minors that the control plane goes up, from 1. What comes
	// before the first of them is of round 1 too.
	Round int
	Kind  Kind
	// Title says in a few words what the step does, such as "control plane 1.34 ->
	// 1.35".
	Title string
	// ControlPlane is the control plane's version after the step.
	ControlPlane upgrade.Minor
	Changes      []Change
	// Needs are the add-ons to see to in the step.
	Needs []Need
	// Run are shell commands: plan, judge, apply.
	Run []string
	// Check are sentences on what to look at before the next step.
	Check []string
	// Instead describes another way to do the step, a sentence for each apply;
	// empty where there is none.
	Instead []string
}

// Part is what a change is about.
type Part string

// The parts of an environment that a path changes.
const (
	ControlPlanePart Part = "control plane"
	NodeGroupPart    Part = "node group"
	AddonPart        Part = "add-on"
)

// Change gives one value the version that it has after a step.
type Change struct {
	Part Part
	// Name is that of the node group or add-on; empty for the control plane.
	Name string
	// From is what runs before the step, empty where that is not known; Asked is
	// what is asked for before the edit; and To is what the step sets. They are
	// texts, because add-ons have versions of their own.
	From, Asked, To string
	// Source is where the asked version stands, such as env-vars/prod.tfvars:3.
	// One that only a plan tells has no file, and Address names the resource.
	Source  upgrade.Source
	Address string
}

// Edits tells whether the change needs an edit: the step's version is not asked
// for yet.
func (c Change) Edits() bool { return c.Asked != c.To }

// Moves tells whether the change changes what runs.
func (c Change) Moves() bool { return c.From != c.To }

// Subject names what changes, such as "node group blue".
func (c Change) Subject() string {
	if c.Name == "" {
		return string(c.Part)
	}
	return string(c.Part) + " " + c.Name
}

// When says when an add-on is to be seen to.
type When string

// The times of an add-on in a step of the control plane.
const (
	BeforeControlPlane When = "before the control plane"
	WithControlPlane   When = "with the control plane"
	AfterControlPlane  When = "after the control plane"
)

// Need is an add-on, and what is known of it for the minor of the step.
type Need struct {
	Addon string
	// Title is what people call it.
	Title string
	// Installed is the version that runs now; empty where it is not known.
	Installed string
	// Take is the version to take; empty where the installed one does, or where
	// nothing tells one.
	Take string
	When When
	// Says is a sentence with what is known and where from.
	Says string
	// Known is false where neither EKS nor the catalog tells whether the installed
	// version runs on the minor.
	Known bool
}
