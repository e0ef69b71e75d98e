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
