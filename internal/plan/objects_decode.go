package plan

import (
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// kubeObject is one Kubernetes object, before or after the apply.
type kubeObject struct {
	part
	groupVersion upgrade.Claim[string]
	kind         string
	// resourceType is set where the API follows from it.
	resourceType string
	// hidesAPI marks an object whose API version cannot be judged by itself: the
	// provider asks the cluster for it, or all of the resource is not known.
	hidesAPI  bool
	namespace string
	name      string
}

// group is the API group; "" is the core group.
func (o kubeObject) group() string {
	group, _, found := strings.Cut(o.groupVersion.Value, "/")
	if !found {
		return ""
	}
	return group
}

// key tells objects of one resource apart. The API group and version are no part
// of it: an object that moves to newer ones stays the same object.
func (o kubeObject) key() string {
	return strings.Join([]string{o.kind, o.namespace, o.name}, "\x00")
}

// objectChange is what the apply does to one Kubernetes object.
type objectChange struct {
	address string
	action  upgrade.Action
	// before and after are nil where there is none.
	before, after *kubeObject
	// waits is false where Terraform goes on before new pods run.
	waits bool
}

// either is the object after the apply, or before it where it goes.
func (c objectChange) either() *kubeObject {
	if c.after != nil {
		return c.after
	}
	return c.before
}

// addTo puts what rules ask of an object where they look for it.
func (c objectChange) addTo(placed *upgrade.Placed) {
	object := c.either()
	if object == nil {
		return
	}
	if c.after != nil && !c.after.hidesAPI {
		placed.APIObjects = append(placed.APIObjects, upgrade.APIObject{
			Address: c.address, Namespace: object.namespace, Name: object.name, Action: c.action,
			GroupVersion: object.groupVersion, Kind: object.kind, ResourceType: object.resourceType,
		})
	}
	switch kind, group := object.kind, object.group(); {
	case kind == "PodDisruptionBudget" && group == "policy":
		placed.Budgets = append(placed.Budgets, upgrade.PodDisruptionBudget{
			Address: c.address, Namespace: c.namespace(), Name: object.name, Action: c.action,
			Before: c.before.budget(), After: c.after.budget(),
		})
	case kind == "HorizontalPodAutoscaler" && (group == "autoscaling" || group == "extensions"):
		placed.Autoscalers = append(placed.Autoscalers, c.autoscaler())
	default:
		if workload, is := workloadKind(group, kind); is {
			placed.Workloads = append(placed.Workloads, c.workload(workload))
		}
	}
}

// workloadKind finds the kind of workload of a kind in an API group. Other
// groups have kinds of the same names.
func workloadKind(group, kind string) (upgrade.WorkloadKind, bool) {
	workload := upgrade.WorkloadKind(kind)
	switch workload {
	case upgrade.Deployment, upgrade.DaemonSet, upgrade.ReplicaSet:
		return workload, group == "apps" || group == "extensions"
	case upgrade.StatefulSet:
		return workload, group == "apps"
	case upgrade.Job, upgrade.CronJob:
		return workload, group == "batch"
	case upgrade.Pod, upgrade.ReplicationController:
		return workload, group == ""
	default:
		return "", false
	}
}

func (c objectChange) workload(kind upgrade.WorkloadKind) upgrade.Workload {
	object := c.either()
	workload := upgrade.Workload{
		Address: c.address, Kind: kind, Namespace: c.namespace(), Name: object.name,
		Action: c.action, WaitsForRollout: c.waits,
	}
	if c.before != nil {
		workload.Before = c.before.podController(kind)
	}
	if c.after != nil {
		workload.After = c.after.podController(kind)
	}
	return workload
}

func (o *kubeObject) budget() *upgrade.Budget {
	if o == nil {
		return nil
	}
	spec := o.at("spec")
	return &upgrade.Budget{
		MinAvailable:   claim(spec.at("minAvailable"), sharePart),
		MaxUnavailable: claim(spec.at("maxUnavailable"), sharePart),
		Selector:       claim(spec.at("selector"), selectorPart),
		GroupVersion:   o.groupVersion.Value,
	}
}

func (c objectChange) autoscaler() upgrade.PodAutoscaler {
	object := c.either()
	target := object.at("spec", "scaleTargetRef")
	return upgrade.PodAutoscaler{
		Address: c.address, Namespace: c.namespace(), Name: object.name, Action: c.action,
		TargetKind: target.at("kind").plain(), TargetName: target.at("name").plain(),
		MinReplicas: claim(object.at("spec", "minReplicas"), wholePart),
	}
}

// unknownNamespace stands for a namespace that the apply decides. Objects that
// have it are taken to be together, and in no namespace that is known.
const unknownNamespace = "(known after apply)"

// namespace is the object's namespace; the one before the apply where the one
// after it is not known, and unknownNamespace where neither is.
func (c objectChange) namespace() string {
	object := c.either()
	if object.namespace != "" {
		return object.namespace
	}
	if !object.at("metadata", "namespace").isUnknown() {
		return "default"
	}
	if c.before != nil && c.before.namespace != "" {
		return c.before.namespace
	}
	return unknownNamespace
}
