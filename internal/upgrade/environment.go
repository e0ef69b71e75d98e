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
	// Plan is what is known of the plan that the environment was read from; nil
	// where it was not read from one.
	Plan *Plan
	// Unplaced are Kubernetes objects of a cluster that the source does not hold,
	// or of one of several that it does not tell.
	Unplaced Placed
	// Unjoined are node groups of a cluster that the source does not hold, or of
	// one of several that it does not tell. There is no version to judge them by.
	Unjoined []NodeGroup
	// Secrets are texts that the source marks sensitive: no message may hold
	// them. A report's environments have none left.
	Secrets []string
}

// Placed is what runs in one cluster besides its nodes.
type Placed struct {
	Objects
	Addons []Addon
}

// Problem is something that kept a source from telling a value. Its message is
// one or more sentences and names the place.
type Problem struct {
	Message     string
	Remediation string
	// Reference is a URL that says more; empty where the rule's own does.
	Reference string
	// Action is the API action that failed, such as eks:ListInsights; empty where
	// none did.
	Action string
	// Denied tells that the account may not do it, and not that something failed.
	Denied bool
	Source Source
}

// Cluster is one EKS cluster: what is there, and what is asked for.
type Cluster struct {
	// Address is a Terraform resource address, where there is one.
	Address string
	Name    string
	// ARN is that of the cluster that is there now, where a plan holds it.
	ARN string
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
	// Action is what the apply does to the cluster.
	Action Action
	// ReplacedBy are the attributes whose change replaces the cluster.
	ReplacedBy []string
	// Deposed marks what a replacement has left behind, which is not the cluster
	// that the address stands for any more.
	Deposed bool
	// ForceUpdate overrides the checks of EKS before an update.
	ForceUpdate Claim[bool]
	// AutoMode tells that EKS makes nodes of its own besides the node groups.
	AutoMode Claim[bool]
	// OtherNodes says what makes nodes of the cluster that are in no node group
	// here, such as Karpenter; empty where nothing is seen to.
	OtherNodes []string
	Fargate    []FargateProfile
	Placed
	// Live is what the EKS API says of the cluster; nil where it was not asked.
	Live *Live
	// Kube is what the cluster's Kubernetes API says; nil where it was not asked.
	Kube *Kube
}

// NodeGroup is a node group of a cluster, managed by EKS or not. A version that
// is absent follows the control plane when the group is made.
type NodeGroup struct {
	Address string
	Name    string
	// Asked is what sources ask for, the one that wins leading.
	Asked []VersionClaim
	// Current is what baselines say; an absent claim says that the group is new.
	Current []VersionClaim
	// ReleaseVersion is the pinned AMI release, such as 1.34.1-20260101.
	ReleaseVersion Claim[string]
	// Action is what the apply does to the group.
	Action Action
	// ReplacedBy are the attributes whose change replaces the group.
	ReplacedBy []string
	// Deposed marks what a replacement has left behind, which is not the group
	// that the address stands for any more.
	Deposed bool
	// SelfManaged marks an Auto Scaling group whose nodes EKS does not update.
	SelfManaged bool
	// Before is what is there now, and After what the apply leaves; nil where
	// there is none, or where neither a plan nor the nodes tell.
	Before, After *NodeSettings
	// Nodes are those that the Kubernetes API has of a managed group; empty where
	// it was not asked.
	Nodes []KubeNode
}

// NodeSettings is how a node group makes and updates its nodes.
type NodeSettings struct {
	Labels Claim[map[string]string]
	Taints Claim[[]Taint]
	// AMIType is such as AL2023_x86_64_STANDARD; absent where EKS picks it.
	AMIType Claim[string]
	// LaunchTemplate identifies the launch template and its version; a change of
	// it makes all nodes anew. Absent where there is none.
	LaunchTemplate Claim[string]
	// Release is the AMI release of the nodes, pinned or chosen by EKS; a change of
	// it makes all nodes anew, like one of the version.
	Release Claim[string]
	// CustomAMI tells that the launch template names an image, so that EKS does
	// not choose one by the version.
	CustomAMI Claim[bool]
	// Image is the AMI's name or SSM path, where the plan holds it.
	Image         Claim[string]
	InstanceTypes Claim[[]string]
	// DesiredSize is a number of nodes.
	DesiredSize Claim[int]
	// MaxUnavailable is how many nodes an update takes away at once; absent means
	// one.
	MaxUnavailable Claim[Share]
	// ForceUpdate drains nodes over the budgets of their pods.
	ForceUpdate Claim[bool]
	// KubeletFlags are the flags that user data or bootstrap arguments give the
	// kubelet, without values.
	KubeletFlags []string
}
