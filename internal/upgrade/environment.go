package upgrade

// Environment is one deployment of the root module: a tfvars file, and the
// clusters that it describes.
type Environment struct {
	Name string
	// Source is what the environment was read from, such as
	// env-vars/prod.tfvars.
	Source string
	// Own marks the environment that this plan and its state are for. Where no
	// environment is, the state stands for all of them.
	Own bool
	// Missing holds, for a named environment that is not there, why: no file,
	// or no cluster version in it.
	Missing *Problem
	// Unreadable holds what could not be read of what the environment asks for.
	Unreadable []Problem
	Clusters   []Cluster
}

// Problem is something that kept a source from telling a value. Its message is
// one or more sentences and names the place.
type Problem struct {
	Message     string
	Remediation string
	Source      Source
}

// Cluster is one EKS cluster: what is there, and what is asked for.
type Cluster struct {
	// Address is a Terraform resource address, where there is one.
	Address string
	Name    string
	// Asked is what sources ask for, the one that wins leading: argument, file.
	Asked []VersionClaim
	// Current is what baselines say is there now, in any order.
	Current []VersionClaim
	// BaselineAsked is true where somebody chose the source of current
	// versions; then a source that cannot tell is an error.
	BaselineAsked bool
	// BaselineProblems says why a baseline could not tell.
	BaselineProblems []Problem
	NodeGroups       []NodeGroup
	// Unnamed are node groups that the file holds and that an argument which
	// says what there will be does not name.
	Unnamed []NodeGroup
}

// NodeGroup is a managed node group of a cluster. A version that is absent
// follows the control plane when the group is made.
type NodeGroup struct {
	Address string
	Name    string
	// Asked is what sources ask for, the one that wins leading.
	Asked []VersionClaim
	// Current is what baselines say; an absent claim says that the group is new.
	Current []VersionClaim
	// ReleaseVersion is the pinned AMI release, such as 1.34.1-20260101.
	ReleaseVersion Claim[string]
}
