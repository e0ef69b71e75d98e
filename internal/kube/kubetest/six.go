package kubetest

import _ "embed"

//go:embed six.yaml
var six string

// SixAddons is a small cluster on Kubernetes 1.34 with the six add-ons, by the
// images and labels of their charts and manifests: the AWS Load Balancer
// Controller from a private registry, metrics-server by a digest, and the Cluster
// Autoscaler a minor behind. A node is behind as well, a budget lets nothing go,
// and a webhook that fails closed is asked about all pods.
func SixAddons() World {
	return World{
		Objects: MustObjects(six),
		Metrics: DefaultMetrics + DeprecatedUse("flowcontrol.apiserver.k8s.io", "v1beta3", "flowschemas", "1.32"),
	}
}
