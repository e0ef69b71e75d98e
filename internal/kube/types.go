package kube

import (
	"encoding/json"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// These are the objects of the API, with the members that are used here. The types
// of k8s.io/api are not used: whoever imports one of a package gets all of them
// with all their methods, 5 MiB of binary. A test compares each member with them.
// What is left out, such as managedFields and most of the status, is skipped and
// takes no memory.

// objectMeta is what all objects have.
type objectMeta struct {
	Name        string            `json:"name"`
	Namespace   string            `json:"namespace"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
	Generation  int64             `json:"generation"`
	// DeletionTimestamp is empty where the object stays.
	DeletionTimestamp string           `json:"deletionTimestamp"`
	OwnerReferences   []ownerReference `json:"ownerReferences"`
}

type ownerReference struct {
	Controller bool `json:"controller"`
}

// partialObject is an object of any kind, of which only the metadata is read.
type partialObject struct {
	objectMeta `json:"metadata"`
}

type node struct {
	objectMeta `json:"metadata"`
	Spec       struct {
		Taints        []taint `json:"taints"`
		Unschedulable bool    `json:"unschedulable"`
	} `json:"spec"`
	Status struct {
		Conditions []nodeCondition `json:"conditions"`
		NodeInfo   struct {
			KubeletVersion string `json:"kubeletVersion"`
			OSImage        string `json:"osImage"`
		} `json:"nodeInfo"`
	} `json:"status"`
}

type taint struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Effect string `json:"effect"`
}

type nodeCondition struct {
	Type   string `json:"type"`
	Status string `json:"status"`
}

type deployment struct {
	objectMeta `json:"metadata"`
	Spec       struct {
		Replicas *int32            `json:"replicas"`
		Template podTemplate       `json:"template"`
		Strategy rolloutOfWorkload `json:"strategy"`
	} `json:"spec"`
}

type statefulSet struct {
	objectMeta `json:"metadata"`
	Spec       struct {
		Replicas       *int32            `json:"replicas"`
		Template       podTemplate       `json:"template"`
		UpdateStrategy rolloutOfWorkload `json:"updateStrategy"`
	} `json:"spec"`
}

type daemonSet struct {
	objectMeta `json:"metadata"`
	Spec       struct {
		Template       podTemplate       `json:"template"`
		UpdateStrategy rolloutOfWorkload `json:"updateStrategy"`
	} `json:"spec"`
}

// rolloutOfWorkload is how a workload replaces its pods.
type rolloutOfWorkload struct {
	Type          string `json:"type"`
	RollingUpdate *struct {
		MaxUnavailable *intstr.IntOrString `json:"maxUnavailable"`
	} `json:"rollingUpdate"`
}

type podTemplate struct {
	objectMeta `json:"metadata"`
	Spec       podSpec `json:"spec"`
}

type podSpec struct {
	InitContainers []container       `json:"initContainers"`
	Containers     []container       `json:"containers"`
	NodeSelector   map[string]string `json:"nodeSelector"`
	Affinity       *affinity         `json:"affinity"`
	Tolerations    []toleration      `json:"tolerations"`
	// Volumes have a name each, and a member that is named by its kind.
	Volumes []map[string]json.RawMessage `json:"volumes"`
}

type container struct {
	Name           string    `json:"name"`
	Image          string    `json:"image"`
	RestartPolicy  *string   `json:"restartPolicy"`
	ReadinessProbe *struct{} `json:"readinessProbe"`
	LivenessProbe  *struct{} `json:"livenessProbe"`
}

type affinity struct {
	NodeAffinity *nodeAffinity `json:"nodeAffinity"`
	// These are only compared.
	PodAffinity     map[string]any `json:"podAffinity"`
	PodAntiAffinity map[string]any `json:"podAntiAffinity"`
}

type nodeAffinity struct {
	RequiredDuringSchedulingIgnoredDuringExecution  *nodeSelector    `json:"requiredDuringSchedulingIgnoredDuringExecution"`
	PreferredDuringSchedulingIgnoredDuringExecution []map[string]any `json:"preferredDuringSchedulingIgnoredDuringExecution"`
}

type nodeSelector struct {
	NodeSelectorTerms []nodeSelectorTerm `json:"nodeSelectorTerms"`
}

type nodeSelectorTerm struct {
	MatchExpressions []metav1.LabelSelectorRequirement `json:"matchExpressions"`
	MatchFields      []struct{}                        `json:"matchFields"`
}

type toleration struct {
	Key      string `json:"key"`
	Operator string `json:"operator"`
	Value    string `json:"value"`
	Effect   string `json:"effect"`
}

type podDisruptionBudget struct {
	objectMeta `json:"metadata"`
	Spec       struct {
		MinAvailable   *intstr.IntOrString   `json:"minAvailable"`
		MaxUnavailable *intstr.IntOrString   `json:"maxUnavailable"`
		Selector       *metav1.LabelSelector `json:"selector"`
	} `json:"spec"`
	Status struct {
		ObservedGeneration int64 `json:"observedGeneration"`
		DisruptionsAllowed int32 `json:"disruptionsAllowed"`
		CurrentHealthy     int32 `json:"currentHealthy"`
		DesiredHealthy     int32 `json:"desiredHealthy"`
		ExpectedPods       int32 `json:"expectedPods"`
	} `json:"status"`
}

type horizontalPodAutoscaler struct {
	objectMeta `json:"metadata"`
	Spec       struct {
		ScaleTargetRef struct {
			Kind string `json:"kind"`
			Name string `json:"name"`
		} `json:"scaleTargetRef"`
		MinReplicas *int32 `json:"minReplicas"`
	} `json:"spec"`
}

// webhookConfiguration is a ValidatingWebhookConfiguration or a
// MutatingWebhookConfiguration.
type webhookConfiguration struct {
	objectMeta `json:"metadata"`
	Webhooks   []admissionWebhook `json:"webhooks"`
}

type admissionWebhook struct {
	Name         string `json:"name"`
	ClientConfig struct {
		Service *struct {
			Namespace string `json:"namespace"`
			Name      string `json:"name"`
		} `json:"service"`
	} `json:"clientConfig"`
	FailurePolicy     *string               `json:"failurePolicy"`
	Rules             []webhookRule         `json:"rules"`
	NamespaceSelector *metav1.LabelSelector `json:"namespaceSelector"`
	ObjectSelector    *metav1.LabelSelector `json:"objectSelector"`
}

type webhookRule struct {
	Operations  []string `json:"operations"`
	APIGroups   []string `json:"apiGroups"`
	APIVersions []string `json:"apiVersions"`
	Resources   []string `json:"resources"`
	Scope       *string  `json:"scope"`
}
