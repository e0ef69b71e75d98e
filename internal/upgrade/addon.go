package upgrade

// AddonClaim is a claim of an add-on's version.
type AddonClaim = Claim[AddonVersion]

// AddonKind is how an add-on is installed.
type AddonKind string

const (
	// EKSAddon is one that EKS manages: aws_eks_addon.
	EKSAddon AddonKind = "EKS add-on"
	// ChartAddon is a Helm release.
	ChartAddon AddonKind = "Helm release"
	// ImageAddon is a workload that runs the add-on's image.
	ImageAddon AddonKind = "workload"
)

// Addon is an add-on of a cluster, whoever manages it.
type Addon struct {
	Address string
	// Name is the catalog's, such as vpc-cni or cluster-autoscaler.
	Name string
	Kind AddonKind
	// Attribute is where the version stands, such as addon_version.
	Attribute string
	Action    Action
	// Current is the version that is there now, absent where the add-on is new;
	// Asked is the one that the apply leaves, absent where the add-on goes or,
	// for an EKS add-on, where EKS picks the version.
	Current, Asked AddonClaim
	// Planned is the version that the plan takes to be there now, where Current is
	// another one that the Kubernetes API tells; not known otherwise.
	Planned AddonClaim
	// ChosenFor is the Kubernetes minor for which EKS names the version at apply,
	// so that the version supports it; zero where nothing of the kind is known.
	// Asked is then unknown.
	ChosenFor Minor
	// ProxyMode is kube-proxy's mode, such as ipvs, where the configuration of
	// the add-on sets it.
	ProxyMode Claim[string]
	// Preserve tells that destroying the EKS add-on leaves its software in the
	// cluster.
	Preserve bool
}

// Removed tells whether the add-on goes and nothing takes its place.
func (a Addon) Removed() bool { return a.Action == Delete }

// Moves tells whether the add-on's version changes, or may.
func (a Addon) Moves() bool {
	switch {
	case a.Current.IsKnown() && a.Asked.IsKnown():
		return a.Current.Value.Compare(a.Asked.Value) != 0
	case a.Asked.Knowledge == Absent:
		return false
	default:
		return a.Action.Changes()
	}
}

// FargateProfile runs pods without node groups. It has no version of its own: a
// pod keeps the kubelet that it started with.
type FargateProfile struct {
	Address string
	Name    string
	Action  Action
	// Selectors are the namespaces and labels of the pods that run there.
	Selectors []FargateSelector
}

// FargateSelector picks the pods of a namespace that have all the labels.
type FargateSelector struct {
	Namespace string
	Labels    map[string]string
}
