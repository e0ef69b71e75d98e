package kubetest

import (
	"fmt"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
)

const (
	// revisions is how many ReplicaSets a Deployment keeps: ten is the default, most
	// of which were never made.
	revisions = 3
	// lone is of how many pods one has no controller.
	lone = 100
	// perNamespace is how many Deployments share a namespace.
	perNamespace = 10
)

// Fleet is a large cluster whose objects have the size and the shape of real ones:
// each with managedFields, nodes with the images that they hold. Each Deployment
// has a PodDisruptionBudget and a HorizontalPodAutoscaler.
func Fleet(pods, deployments, nodes int) World {
	var world World
	for number := range nodes {
		world.Objects = append(world.Objects, fleetNode(number))
	}
	for number := range deployments {
		deployment := fleetDeployment(number)
		world.Objects = append(world.Objects, deployment, fleetBudget(deployment), fleetAutoscaler(deployment))
		for revision := range revisions {
			world.Objects = append(world.Objects, fleetReplicaSet(deployment, revision))
		}
	}
	for number := range pods {
		world.Objects = append(world.Objects, fleetPod(number, deployments, nodes))
	}
	return world
}

var born = metav1.NewTime(time.Date(2026, 9, 14, 7, 31, 22, 0, time.UTC))

func fleetMeta(kind, namespace, name string, number int, labels map[string]string) metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Name: name, Namespace: namespace, UID: types.UID(fmt.Sprintf("%08x-3f0a-4c11-9d0e-%012x", len(kind)*1_000_003, number)),
		ResourceVersion: fmt.Sprint(884_000_000 + number), CreationTimestamp: born, Labels: labels,
		ManagedFields: managed(kind),
	}
}

// managed is what the API server keeps of who set which field.
func managed(kind string) []metav1.ManagedFieldsEntry {
	at := born
	const fields = `{"f:metadata":{"f:annotations":{".":{},"f:deployment.kubernetes.io/revision":{},"f:meta.helm.sh/release-name":{}},"f:labels":{".":{},"f:app.kubernetes.io/instance":{},"f:app.kubernetes.io/managed-by":{},"f:app.kubernetes.io/name":{},"f:helm.sh/chart":{}}},"f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},"f:selector":{},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}},"f:type":{}},"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:livenessProbe":{".":{},"f:httpGet":{".":{},"f:path":{},"f:port":{},"f:scheme":{}}},"f:name":{},"f:resources":{".":{},"f:limits":{},"f:requests":{}}}},"f:serviceAccountName":{},"f:terminationGracePeriodSeconds":{}}}}}`
	entry := func(manager, subresource string) metav1.ManagedFieldsEntry {
		return metav1.ManagedFieldsEntry{
			Manager: manager, Operation: metav1.ManagedFieldsOperationUpdate, APIVersion: "v1", Time: &at, FieldsType: "FieldsV1",
			FieldsV1: metav1.NewFieldsV1(fields), Subresource: subresource,
		}
	}
	return []metav1.ManagedFieldsEntry{entry("helm", ""), entry("kube-controller-manager-"+kind, "status")}
}

func fleetNode(number int) *corev1.Node {
	name := fleetNodeName(number)
	zone := string("abc"[number%3])
	node := &corev1.Node{ObjectMeta: fleetMeta("Node", "", name, number, map[string]string{
		"beta.kubernetes.io/arch": "amd64", "beta.kubernetes.io/os": "linux", "beta.kubernetes.io/instance-type": "m6i.4xlarge",
		"eks.amazonaws.com/nodegroup": fmt.Sprintf("blue-%d", number%4), "eks.amazonaws.com/capacityType": "ON_DEMAND",
		"eks.amazonaws.com/nodegroup-image": "ami-0a1b2c3d4e5f60718", "failure-domain.beta.kubernetes.io/region": "eu-west-1",
		"failure-domain.beta.kubernetes.io/zone": "eu-west-1" + zone, "k8s.io/cloud-provider-aws": "3f1c0a7be1d54b6c8a9f0e2d4c6b8a00",
		"kubernetes.io/arch": "amd64", "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "node.kubernetes.io/instance-type": "m6i.4xlarge",
		"topology.kubernetes.io/region": "eu-west-1", "topology.kubernetes.io/zone": "eu-west-1" + zone, "topology.ebs.csi.aws.com/zone": "eu-west-1" + zone,
	})}
	node.Annotations = map[string]string{
		"csi.volume.kubernetes.io/nodeid":                        fmt.Sprintf(`{"ebs.csi.aws.com":"i-%017x","efs.csi.aws.com":"i-%017x"}`, number, number),
		"node.alpha.kubernetes.io/ttl":                           "30",
		"volumes.kubernetes.io/controller-managed-attach-detach": "true",
	}
	node.Spec = corev1.NodeSpec{ProviderID: fmt.Sprintf("aws:///eu-west-1%s/i-%017x", zone, number)}
	amounts := corev1.ResourceList{
		"cpu": resource.MustParse("15890m"), "memory": resource.MustParse("61253000Ki"), "pods": resource.MustParse("234"),
		"ephemeral-storage": resource.MustParse("95491281146"), "hugepages-1Gi": resource.MustParse("0"), "hugepages-2Mi": resource.MustParse("0"),
	}
	node.Status = corev1.NodeStatus{
		Capacity: amounts, Allocatable: amounts,
		Addresses: []corev1.NodeAddress{
			{Type: corev1.NodeInternalIP, Address: fmt.Sprintf("10.%d.%d.%d", number/65536, number/256%256, number%256)},
			{Type: corev1.NodeInternalDNS, Address: name}, {Type: corev1.NodeHostName, Address: name},
		},
		NodeInfo: corev1.NodeSystemInfo{
			MachineID: fmt.Sprintf("ec2%029x", number), SystemUUID: fmt.Sprintf("ec2%029x", number), BootID: fmt.Sprintf("%032x", number),
			KernelVersion: "6.12.46-66.121.amzn2023.x86_64", OSImage: "Amazon Linux 2023.9.20260914", ContainerRuntimeVersion: "containerd://2.1.4",
			KubeletVersion: "v1.34.1-eks-113cf36", OperatingSystem: "linux", Architecture: "amd64",
		},
	}
	for _, condition := range []corev1.NodeConditionType{corev1.NodeMemoryPressure, corev1.NodeDiskPressure, corev1.NodePIDPressure, corev1.NodeReady} {
		status := corev1.ConditionFalse
		if condition == corev1.NodeReady {
			status = corev1.ConditionTrue
		}
		node.Status.Conditions = append(node.Status.Conditions, corev1.NodeCondition{
			Type: condition, Status: status, LastHeartbeatTime: born, LastTransitionTime: born,
			Reason: "KubeletHasSufficientMemory", Message: "kubelet has sufficient memory available",
		})
	}
	for image := range 50 {
		repository := fmt.Sprintf("111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/service-%d", image)
		node.Status.Images = append(node.Status.Images, corev1.ContainerImage{
			Names: []string{fmt.Sprintf("%s@sha256:%064x", repository, image), fmt.Sprintf("%s:v1.%d.0", repository, image)}, SizeBytes: 181_403_648,
		})
	}
	return node
}

func fleetName(number int) (namespace, name string) {
	return fmt.Sprintf("team-%d", number/perNamespace), fmt.Sprintf("service-%d", number)
}

func fleetLabels(name string) map[string]string {
	return map[string]string{
		"app.kubernetes.io/name": name, "app.kubernetes.io/instance": name, "app.kubernetes.io/managed-by": "Helm",
		"app.kubernetes.io/version": "1.0.0", "helm.sh/chart": "service-1.0.0",
	}
}

func fleetTemplate(name string) corev1.PodTemplateSpec {
	probe := &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromInt32(8080), Scheme: "HTTP"}}, PeriodSeconds: 10, TimeoutSeconds: 1}
	template := corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: fleetLabels(name), Annotations: map[string]string{"checksum/config": fmt.Sprintf("%064x", len(name))}}}
	for _, container := range []string{"app", "proxy"} {
		made := corev1.Container{
			Name: container, Image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/" + name + ":v1.0.0", ImagePullPolicy: "IfNotPresent",
			ReadinessProbe: probe, LivenessProbe: probe,
			Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{"cpu": resource.MustParse("250m"), "memory": resource.MustParse("512Mi")},
				Limits:   corev1.ResourceList{"memory": resource.MustParse("512Mi")},
			},
		}
		for variable := range 20 {
			made.Env = append(made.Env, corev1.EnvVar{Name: fmt.Sprintf("SERVICE_SETTING_%d", variable), Value: "https://service.internal.example.com/path"})
		}
		template.Spec.Containers = append(template.Spec.Containers, made)
	}
	template.Spec.ServiceAccountName = name
	template.Spec.NodeSelector = map[string]string{"kubernetes.io/os": "linux"}
	template.Spec.Tolerations = []corev1.Toleration{{Key: "dedicated", Operator: corev1.TolerationOpEqual, Value: "shop", Effect: corev1.TaintEffectNoSchedule}}
	return template
}

func selector(name string) *metav1.LabelSelector {
	return &metav1.LabelSelector{MatchLabels: map[string]string{"app.kubernetes.io/name": name, "app.kubernetes.io/instance": name}}
}

func fleetDeployment(number int) *appsv1.Deployment {
	namespace, name := fleetName(number)
	replicas, most := int32(10), intstr.FromString("25%")
	deployment := &appsv1.Deployment{ObjectMeta: fleetMeta("Deployment", namespace, name, number, fleetLabels(name))}
	deployment.Annotations = map[string]string{"deployment.kubernetes.io/revision": "3", "meta.helm.sh/release-name": name, "meta.helm.sh/release-namespace": namespace}
	deployment.Spec = appsv1.DeploymentSpec{
		Replicas: &replicas, Selector: selector(name), Template: fleetTemplate(name),
		Strategy: appsv1.DeploymentStrategy{Type: appsv1.RollingUpdateDeploymentStrategyType, RollingUpdate: &appsv1.RollingUpdateDeployment{MaxUnavailable: &most, MaxSurge: &most}},
	}
	deployment.Status = appsv1.DeploymentStatus{ObservedGeneration: 3, Replicas: replicas, UpdatedReplicas: replicas, ReadyReplicas: replicas, AvailableReplicas: replicas}
	return deployment
}

func fleetReplicaSet(of *appsv1.Deployment, revision int) *appsv1.ReplicaSet {
	set := &appsv1.ReplicaSet{ObjectMeta: fleetMeta("ReplicaSet", of.Namespace, fmt.Sprintf("%s-6f7d9c5b%02d", of.Name, revision), revision, of.Labels)}
	set.OwnerReferences = []metav1.OwnerReference{*metav1.NewControllerRef(of, appsv1.SchemeGroupVersion.WithKind("Deployment"))}
	set.Spec = appsv1.ReplicaSetSpec{Selector: of.Spec.Selector, Template: of.Spec.Template}
	return set
}

func fleetBudget(of *appsv1.Deployment) *policyv1.PodDisruptionBudget {
	least := intstr.FromString("50%")
	budget := &policyv1.PodDisruptionBudget{ObjectMeta: fleetMeta("PodDisruptionBudget", of.Namespace, of.Name, 1, of.Labels)}
	budget.Spec = policyv1.PodDisruptionBudgetSpec{MinAvailable: &least, Selector: of.Spec.Selector}
	budget.Status = policyv1.PodDisruptionBudgetStatus{DisruptionsAllowed: 5, CurrentHealthy: 10, DesiredHealthy: 5, ExpectedPods: 10}
	return budget
}

func fleetAutoscaler(of *appsv1.Deployment) *autoscalingv2.HorizontalPodAutoscaler {
	least, use := int32(4), int32(70)
	scaler := &autoscalingv2.HorizontalPodAutoscaler{ObjectMeta: fleetMeta("HorizontalPodAutoscaler", of.Namespace, of.Name, 1, of.Labels)}
	scaler.Spec = autoscalingv2.HorizontalPodAutoscalerSpec{
		ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: of.Name}, MinReplicas: &least, MaxReplicas: 40,
		Metrics: []autoscalingv2.MetricSpec{{Type: autoscalingv2.ResourceMetricSourceType, Resource: &autoscalingv2.ResourceMetricSource{
			Name: corev1.ResourceCPU, Target: autoscalingv2.MetricTarget{Type: autoscalingv2.UtilizationMetricType, AverageUtilization: &use},
		}}},
	}
	return scaler
}

func fleetPod(number, deployments, nodes int) *corev1.Pod {
	namespace, name := fleetName(number % max(deployments, 1))
	pod := &corev1.Pod{ObjectMeta: fleetMeta("Pod", namespace, fmt.Sprintf("%s-6f7d9c5b02-%05x", name, number), number, fleetLabels(name))}
	pod.Labels["pod-template-hash"] = "6f7d9c5b02"
	if number%lone != 0 {
		yes := true
		pod.OwnerReferences = []metav1.OwnerReference{{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: name + "-6f7d9c5b02", UID: "5a8ecf3a-9b04-4c53-8d1f-0e5f2ab7a2c1", Controller: &yes, BlockOwnerDeletion: &yes}}
	}
	pod.Spec = fleetTemplate(name).Spec
	pod.Spec.NodeName = fleetNodeName(number % max(nodes, 1))
	pod.Status = corev1.PodStatus{Phase: corev1.PodRunning, PodIP: fmt.Sprintf("10.64.%d.%d", number/256%256, number%256), StartTime: &born}
	return pod
}

func fleetNodeName(number int) string {
	return fmt.Sprintf("ip-10-%d-%d-%d.eu-west-1.compute.internal", number/65536, number/256%256, number%256)
}
