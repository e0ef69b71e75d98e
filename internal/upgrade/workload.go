package upgrade

// Objects are the Kubernetes objects of one cluster that a source knows.
type Objects struct {
	Workloads   []Workload
	Budgets     []PodDisruptionBudget
	Autoscalers []PodAutoscaler
	// APIObjects are all objects, workloads included, by the API that they use.
	APIObjects []APIObject
	// Opaque are things that hold Kubernetes objects which the source does not
	// show, such as a Helm release without its manifest.
	Opaque []Opaque
}

// Opaque is a resource whose Kubernetes objects are not known.
type Opaque struct {
	Address string
	// Reason says why, in a sentence without a full stop.
	Reason string
	// Decides is true where the objects are there and only their content is not
	// known; false where the source never shows them.
	Decides bool
}

// APIObject is one object and the API version that Terraform, or the manifest,
// uses for it.
type APIObject struct {
	Address   string
	Namespace string
	Name      string
	Action    Action
	// GroupVersion is such as policy/v1beta1, and Kind such as
	// PodDisruptionBudget, as the apply leaves them; both are known or neither.
	GroupVersion Claim[string]
	Kind         string
	// ResourceType is set where the API version follows from the Terraform type.
	ResourceType string
}

// WorkloadKind is a kind of Kubernetes controller, or a lone Pod.
type WorkloadKind string

// The kinds of workloads that rules tell apart.
const (
	Deployment            WorkloadKind = "Deployment"
	StatefulSet           WorkloadKind = "StatefulSet"
	DaemonSet             WorkloadKind = "DaemonSet"
	ReplicaSet            WorkloadKind = "ReplicaSet"
	ReplicationController WorkloadKind = "ReplicationController"
	Job                   WorkloadKind = "Job"
	CronJob               WorkloadKind = "CronJob"
	Pod                   WorkloadKind = "Pod"
)

// Workload is something that runs pods.
type Workload struct {
	Address   string
	Kind      WorkloadKind
	Namespace string
	Name      string
	Action    Action
	// Before is what is there now, and After what the apply leaves; nil where
	// there is none.
	Before, After *PodController
	// Planned is what the plan takes to be there now, where Before is what the
	// Kubernetes API tells; nil otherwise.
	Planned *PodController
	// WaitsForRollout is false where Terraform goes on before the new pods run.
	WaitsForRollout bool
}

// PodController is what a workload says of its pods.
type PodController struct {
	// Replicas is absent where nothing sets it: Kubernetes then takes 1, or an
	// autoscaler decides.
	Replicas Claim[int]
	// Strategy is RollingUpdate, Recreate or OnDelete; absent means
	// RollingUpdate.
	Strategy Claim[string]
	// MaxUnavailable is absent where Kubernetes' default of 25% holds for a
	// Deployment.
	MaxUnavailable Claim[Share]
	PodLabels      Claim[map[string]string]
	NodeSelector   Claim[map[string]string]
	// RequiredNodes are the terms of the required node affinity, of which one
	// must hold; absent where there is none.
	RequiredNodes Claim[[]NodeTerm]
	// OtherAffinity is the rest of the affinity: preferred nodes, and other pods
	// to be near to or apart from. It is written out to be compared, and never
	// shown.
	OtherAffinity string
	Tolerations   Claim[[]Toleration]
	Containers    Claim[[]Container]
	// Annotations are the pod template's.
	Annotations Claim[map[string]string]
	// VolumeKinds are the kinds of the pod's volumes in Kubernetes' spelling,
	// such as gitRepo or emptyDir.
	VolumeKinds []string
}

// Container is one container of a pod, sidecars included and other init
// containers not.
type Container struct {
	Name      string
	Image     Claim[string]
	Readiness Claim[bool]
	Liveness  Claim[bool]
}

// NodeTerm is one term of a required node affinity: all of it must hold. A term
// without requirements matches no node.
type NodeTerm struct {
	Requirements []Requirement
	// Fields tells that the term also asks for fields of the node, such as its
	// name, which no plan tells.
	Fields bool
}

// Requirement is an expression over labels: In, NotIn, Exists, DoesNotExist, Gt
// or Lt.
type Requirement struct {
	Key      string
	Operator string
	Values   []string
}

// Taint keeps pods off a node that do not tolerate it.
type Taint struct {
	Key, Value string
	// Effect is NoSchedule, PreferNoSchedule or NoExecute.
	Effect string
}

// Toleration lets a pod onto a node with a taint.
type Toleration struct {
	// Key is empty, with Operator Exists, for every taint.
	Key string
	// Operator is Equal, which an empty one means, or Exists.
	Operator string
	Value    string
	// Effect is empty for all of them.
	Effect string
}

// Share is a number of pods or a percentage of them.
type Share struct {
	Number  int
	Percent bool
}

// LabelSelector picks pods by their labels. Without labels and requirements it
// picks all pods of its namespace.
type LabelSelector struct {
	MatchLabels  map[string]string
	Requirements []Requirement
}

// PodDisruptionBudget limits how many pods may be evicted at once.
type PodDisruptionBudget struct {
	Address   string
	Namespace string
	Name      string
	Action    Action
	// Before is what is there now, and After what the apply leaves; nil where
	// there is none.
	Before, After *Budget
	// Planned is what the plan takes to be there now, where Before is what the
	// Kubernetes API tells; nil otherwise.
	Planned *Budget
}

// Budget is what a PodDisruptionBudget says.
type Budget struct {
	MinAvailable, MaxUnavailable Claim[Share]
	// Selector is absent where there is none, which matches no pod.
	Selector Claim[LabelSelector]
	// GroupVersion is policy/v1 or policy/v1beta1; in the latter an empty
	// selector matches no pod.
	GroupVersion string
}

// PodAutoscaler is a HorizontalPodAutoscaler.
type PodAutoscaler struct {
	Address    string
	Namespace  string
	Name       string
	TargetKind string
	TargetName string
	// MinReplicas is absent where nothing sets it, which means 1.
	MinReplicas Claim[int]
	Action      Action
}
