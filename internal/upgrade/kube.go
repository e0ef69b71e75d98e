package upgrade

import (
	"cmp"
	"time"
)

// Kube is what the Kubernetes API of one cluster says, at one moment. A list that
// could not be read is empty, and Problems says why.
type Kube struct {
	// Server is the host of the API server, and Context the kubeconfig's context,
	// where one was used.
	Server, Context string
	// ReadAt is when the API was asked, by the clock of this machine.
	ReadAt time.Time
	// Version is the API server's, such as v1.34.2-eks-a737599.
	Version string
	Nodes   []KubeNode
	// Objects are what runs: Before and After are the same, and the address is such
	// as Deployment shop/checkout. APIObjects is empty: the API server converts
	// each object to every version that it serves, so that it tells none.
	Objects
	// Disruptions say by namespace and name how many pods a budget lets go now.
	Disruptions []KubeDisruption
	Addons      []KubeAddon
	Webhooks    []KubeWebhook
	// DeprecatedUses are what the API server has counted since it was started.
	DeprecatedUses []KubeDeprecatedUse
	// The parts that were read in whole. WorkloadsRead is about what controllers
	// run, and LonePodsRead about pods and ReplicaSets that no controller makes
	// anew: of these, Workloads holds no others.
	NodesRead, WorkloadsRead, LonePodsRead, BudgetsRead, AutoscalersRead, WebhooksRead, DeprecatedUsesRead bool
	// Problems are what could not be read. Each names the verb and the resource, and
	// what to do.
	Problems []Problem
}

// Source names the cluster in messages.
func (k Kube) Source() Source {
	return Source{Kind: SourceKubernetes, Ref: "Kubernetes (" + cmp.Or(k.Context, k.Server, "no server") + ")"}
}

// KubeNode is a node.
type KubeNode struct {
	Name string
	// Kubelet is such as v1.34.1-eks-113cf36.
	Kubelet string
	// NodeGroup is the managed node group that the node's label names; empty where
	// it is of none.
	NodeGroup string
	// OS is the image that the node tells, such as Amazon Linux 2023.
	OS            string
	Labels        map[string]string
	Taints        []Taint
	Ready         bool
	Unschedulable bool
	// Fargate and AutoMode mark nodes that EKS makes and updates by itself.
	Fargate, AutoMode bool
}

// KubeAddon is an add-on that a workload runs.
type KubeAddon struct {
	// Name is the catalog's.
	Name      string
	Kind      WorkloadKind
	Namespace string
	// Workload is the name of the Deployment, DaemonSet or StatefulSet.
	Workload string
	Image    string
	// Version is unknown, with the reason, where the image's reference tells none.
	Version AddonClaim
}

// KubeDisruption is what the disruption controller last found of a budget.
type KubeDisruption struct {
	Namespace, Name string
	// Allowed is how many pods it lets go now, of Healthy of which Desired have to
	// stay.
	Allowed, Healthy, Desired, Expected int
	// Current is false where the controller has not seen the budget as it is now.
	Current bool
}

// KubeWebhook is one admission webhook.
type KubeWebhook struct {
	// Configuration is such as ValidatingWebhookConfiguration policies.
	Configuration string
	Name          string
	// FailsClosed tells that what it is asked for is refused where it does not
	// answer.
	FailsClosed bool
	// Service is the namespace and the name of the Service that answers; empty where
	// a URL does.
	Service string
	// Pods tells that it is asked about the creation of pods.
	Pods bool
	// Exempt tells that it is not asked about the namespace of its own Service, so
	// that its own pods can always be made.
	Exempt bool
	// OptIn tells that it is asked only about what carries a label that somebody
	// sets for it, on the object or its namespace.
	OptIn bool
}

// KubeDeprecatedUse is the use of a deprecated API, by the API server's metric
// apiserver_requested_deprecated_apis
// (https://kubernetes.io/blog/2020/09/03/warnings/).
type KubeDeprecatedUse struct {
	// GroupVersion is such as policy/v1beta1, and Resource such as
	// poddisruptionbudgets.
	GroupVersion, Resource string
	// RemovedIn is zero where the API server names no release.
	RemovedIn Minor
}
