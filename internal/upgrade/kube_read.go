package upgrade

import (
	"regexp"
	"slices"
)

// Unread tells whether an API server was to be asked and did not tell its version.
func (k *Kube) Unread() bool {
	if k == nil {
		return false
	}
	_, told := k.Minor()
	return !told
}

// Minor is the Kubernetes minor of the API server, and false where it tells none.
func (k *Kube) Minor() (Minor, bool) { return releasedMinor(k.Version) }

// Minor is the Kubernetes minor of the node's kubelet, and false where the node
// tells none.
func (n KubeNode) Minor() (Minor, bool) { return releasedMinor(n.Kubelet) }

// releasedPattern is a whole version as Kubernetes and those who build it write it,
// such as v1.34.2-eks-a737599.
var releasedPattern = regexp.MustCompile(`^v?(1\.\d{1,2})(?:[.+-].*)?$`)

func releasedMinor(text string) (Minor, bool) { return minorIn(releasedPattern, text) }

// Disruption is what the disruption controller last found of a budget, and false
// where nothing is known.
func (k *Kube) Disruption(namespace, name string) (KubeDisruption, bool) {
	if k == nil {
		return KubeDisruption{}, false
	}
	i := slices.IndexFunc(k.Disruptions, func(d KubeDisruption) bool {
		return d.Name == name && Namespaced(d.Namespace) == Namespaced(namespace)
	})
	if i < 0 {
		return KubeDisruption{}, false
	}
	return k.Disruptions[i], true
}

// OtherThan is the version of an add-on that runs where no install of it has the core
// of another version; false where one has, or none runs of which the version is known.
// The number of the EKS build does not count: the image of an EKS add-on need not have
// it.
func (k Kube) OtherThan(addon string, version AddonVersion) (AddonClaim, bool) {
	var other AddonClaim
	for _, running := range k.Addons {
		switch {
		case running.Name != addon || !running.Version.IsKnown():
		case running.Version.Value.CompareCore(version) == 0:
			return AddonClaim{}, false
		case !other.IsKnown():
			other = running.Version
		}
	}
	return other, other.IsKnown()
}

// ReadInFull tells the kinds of workloads that the Kubernetes API is asked for with
// their pods. Of lone Pods and ReplicaSets only the metadata is read.
func (k WorkloadKind) ReadInFull() bool {
	return k == Deployment || k == StatefulSet || k == DaemonSet
}

// ObjectName tells an object of a cluster from the others, such as Deployment
// shop/checkout.
func ObjectName(kind, namespace, name string) string {
	return kind + " " + Namespaced(namespace) + "/" + name
}

// ObjectName is the workload's.
func (w Workload) ObjectName() string { return ObjectName(string(w.Kind), w.Namespace, w.Name) }

// ObjectName is the budget's.
func (b PodDisruptionBudget) ObjectName() string {
	return ObjectName("PodDisruptionBudget", b.Namespace, b.Name)
}

// ObjectName is the autoscaler's.
func (a PodAutoscaler) ObjectName() string {
	return ObjectName("HorizontalPodAutoscaler", a.Namespace, a.Name)
}
