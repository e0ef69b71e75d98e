package upgrade

// Scales tells whether the workload runs a number of replicas.
func (k WorkloadKind) Scales() bool {
	return k == Deployment || k == StatefulSet || k == ReplicaSet || k == ReplicationController
}

// Namespaced is the namespace of an object; one that names none is in default.
func Namespaced(namespace string) string {
	if namespace == "" {
		return "default"
	}
	return namespace
}

// ReplicasOf is how many pods a workload that scales runs at least, with pods
// being its state before or after. The minimum of its autoscaler stands for a
// number that is not set, and raises one that is lower.
func (o Objects) ReplicasOf(workload Workload, pods PodController) Claim[int] {
	autoscaler, scaled := o.autoscalerOf(workload)
	minimum := Claim[int]{Knowledge: Known, Value: 1, Text: "1", Source: pods.Replicas.Source}
	if scaled && autoscaler.MinReplicas.Knowledge != Absent {
		minimum = autoscaler.MinReplicas
	}
	switch {
	case pods.Replicas.Knowledge == Absent:
		return minimum
	case scaled && pods.Replicas.IsKnown() && pods.Replicas.Value > 0 && minimum.IsKnown() && minimum.Value > pods.Replicas.Value:
		return minimum
	default:
		return pods.Replicas
	}
}

// autoscalerOf finds the autoscaler that a workload has after the apply.
func (o Objects) autoscalerOf(workload Workload) (PodAutoscaler, bool) {
	for _, autoscaler := range o.Autoscalers {
		if autoscaler.Action != Delete && autoscaler.TargetName == workload.Name && workload.Name != "" &&
			autoscaler.TargetKind == string(workload.Kind) && Namespaced(autoscaler.Namespace) == Namespaced(workload.Namespace) {
			return autoscaler, true
		}
	}
	return PodAutoscaler{}, false
}
