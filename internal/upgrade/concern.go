package upgrade

// Concern is the part of an upgrade that a rule is about: a column of the
// matrix that a report on plans begins with.
type Concern string

// The concerns, in the order in which reports show them.
const (
	// VersionConcern: the control plane's version and its support.
	VersionConcern Concern = "versions"
	// NodeGroupConcern: the nodes, how they are updated and what they run.
	NodeGroupConcern Concern = "nodes"
	// AddonConcern: what the cluster needs besides its nodes.
	AddonConcern Concern = "add-ons"
	// APIConcern: Kubernetes APIs that go.
	APIConcern Concern = "APIs"
	// WorkloadConcern: what drains and moves do to workloads.
	WorkloadConcern Concern = "workloads"
	// PlanConcern: whether the input can be judged at all.
	PlanConcern Concern = "plan"
)

// Concerns lists all concerns, in the order in which reports show them.
func Concerns() []Concern {
	return []Concern{VersionConcern, NodeGroupConcern, AddonConcern, APIConcern, WorkloadConcern, PlanConcern}
}
