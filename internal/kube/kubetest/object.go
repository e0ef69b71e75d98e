package kubetest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// Object is an object of the API.
type Object interface {
	metav1.Object
	runtime.Object
}

// collection is a list that the server has.
type collection struct {
	apiVersion, kind string
	// group and name are as RBAC has them.
	group, name string
	path        string
	make        func() Object
}

var collections = []*collection{
	{apiVersion: "v1", kind: "Node", name: "nodes", path: "/api/v1/nodes", make: func() Object { return new(corev1.Node) }},
	{apiVersion: "v1", kind: "Pod", name: "pods", path: "/api/v1/pods", make: func() Object { return new(corev1.Pod) }},
	{apiVersion: "apps/v1", kind: "Deployment", group: "apps", name: "deployments", path: "/apis/apps/v1/deployments", make: func() Object { return new(appsv1.Deployment) }},
	{apiVersion: "apps/v1", kind: "DaemonSet", group: "apps", name: "daemonsets", path: "/apis/apps/v1/daemonsets", make: func() Object { return new(appsv1.DaemonSet) }},
	{apiVersion: "apps/v1", kind: "StatefulSet", group: "apps", name: "statefulsets", path: "/apis/apps/v1/statefulsets", make: func() Object { return new(appsv1.StatefulSet) }},
	{apiVersion: "apps/v1", kind: "ReplicaSet", group: "apps", name: "replicasets", path: "/apis/apps/v1/replicasets", make: func() Object { return new(appsv1.ReplicaSet) }},
	{apiVersion: "policy/v1", kind: "PodDisruptionBudget", group: "policy", name: "poddisruptionbudgets", path: "/apis/policy/v1/poddisruptionbudgets", make: func() Object { return new(policyv1.PodDisruptionBudget) }},
	{apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", group: "autoscaling", name: "horizontalpodautoscalers", path: "/apis/autoscaling/v2/horizontalpodautoscalers", make: func() Object { return new(autoscalingv2.HorizontalPodAutoscaler) }},
	{apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingWebhookConfiguration", group: "admissionregistration.k8s.io", name: "validatingwebhookconfigurations", path: "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", make: func() Object { return new(admissionv1.ValidatingWebhookConfiguration) }},
	{apiVersion: "admissionregistration.k8s.io/v1", kind: "MutatingWebhookConfiguration", group: "admissionregistration.k8s.io", name: "mutatingwebhookconfigurations", path: "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", make: func() Object { return new(admissionv1.MutatingWebhookConfiguration) }},
}

// collectionOf finds the list of an object by its type.
func collectionOf(object Object) *collection {
	at := slices.IndexFunc(collections, func(r *collection) bool { return fmt.Sprintf("%T", r.make()) == fmt.Sprintf("%T", object) })
	if at < 0 {
		return nil
	}
	return collections[at]
}

// Objects reads manifests: YAML documents, of which a List holds several.
func Objects(manifests string) ([]Object, error) {
	var objects []Object
	documents := utilyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(manifests)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, fmt.Errorf("cannot read the manifests: %w", err)
		}
		found, err := objectsOf(document)
		if err != nil {
			return nil, err
		}
		objects = append(objects, found...)
	}
}

// MustObjects is Objects for manifests that are written in code.
func MustObjects(manifests string) []Object {
	objects, err := Objects(manifests)
	if err != nil {
		panic(err)
	}
	return objects
}

func objectsOf(document []byte) ([]Object, error) {
	var head struct {
		metav1.TypeMeta `json:",inline"`
		Items           []runtime.RawExtension `json:"items"`
	}
	if err := yaml.Unmarshal(document, &head); err != nil {
		return nil, fmt.Errorf("cannot read a manifest: %w", err)
	}
	if head.Kind == "" {
		return nil, nil
	}
	if item, isList := strings.CutSuffix(head.Kind, "List"); isList {
		return listed(head.Items, item, head.APIVersion)
	}
	object, err := objectOf(document, head.Kind, head.APIVersion)
	if err != nil {
		return nil, err
	}
	return []Object{object}, nil
}

// listed reads the items of a list. Those that an API server gives do not say their
// kind: the list does.
func listed(items []runtime.RawExtension, kind, apiVersion string) ([]Object, error) {
	var objects []Object
	for _, item := range items {
		var own metav1.TypeMeta
		if err := yaml.Unmarshal(item.Raw, &own); err != nil {
			return nil, fmt.Errorf("cannot read an item of a list: %w", err)
		}
		if own.Kind == "" {
			own.Kind, own.APIVersion = kind, apiVersion
		}
		object, err := objectOf(item.Raw, own.Kind, own.APIVersion)
		if err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	return objects, nil
}

func objectOf(document []byte, kind, apiVersion string) (Object, error) {
	for _, resource := range collections {
		if resource.kind != kind || resource.apiVersion != apiVersion {
			continue
		}
		object := resource.make()
		if err := yaml.UnmarshalStrict(document, object); err != nil {
			return nil, fmt.Errorf("cannot read the manifest of a %s: %w", kind, err)
		}
		return object, nil
	}
	return nil, fmt.Errorf("expected a kind that the server has, found %s %s", apiVersion, kind)
}
