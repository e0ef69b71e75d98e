package kube

import (
	"reflect"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Each member that is read is one that the API has, of the same form.
func TestTypesAreThoseOfTheAPI(t *testing.T) {
	for _, pair := range []struct{ own, api any }{
		{node{}, corev1.Node{}}, {deployment{}, appsv1.Deployment{}}, {daemonSet{}, appsv1.DaemonSet{}}, {statefulSet{}, appsv1.StatefulSet{}},
		{podDisruptionBudget{}, policyv1.PodDisruptionBudget{}}, {horizontalPodAutoscaler{}, autoscalingv2.HorizontalPodAutoscaler{}},
		{webhookConfiguration{}, admissionv1.ValidatingWebhookConfiguration{}}, {webhookConfiguration{}, admissionv1.MutatingWebhookConfiguration{}},
		{partialObject{}, metav1.PartialObjectMetadata{}},
	} {
		own := reflect.TypeOf(pair.own)
		compareTypes(t, own.Name(), own, reflect.TypeOf(pair.api))
	}
}

func compareTypes(t *testing.T, path string, own, api reflect.Type) {
	t.Helper()
	if own == api || own.Kind() == reflect.Interface {
		return
	}
	// A pointer tells whether it is there, and null is nothing.
	for own.Kind() == reflect.Pointer {
		own = own.Elem()
	}
	for api.Kind() == reflect.Pointer {
		api = api.Elem()
	}
	switch {
	case own == api:
	case own.Kind() == reflect.String && api == reflect.TypeFor[metav1.Time]():
	case own.Kind() == reflect.Map && api.Kind() == reflect.Struct:
		// An object of which all members are taken.
	case own.Kind() != api.Kind():
		t.Errorf("%s is a %s, and in the API a %s", path, own.Kind(), api.Kind())
	case own.Kind() == reflect.Slice, own.Kind() == reflect.Map:
		compareTypes(t, path+"[]", own.Elem(), api.Elem())
	case own.Kind() == reflect.Struct:
		members := membersOf(api)
		for name, member := range membersOf(own) {
			other, there := members[name]
			if !there {
				t.Errorf("%s.%s is not in the API", path, name)
				continue
			}
			compareTypes(t, path+"."+name, member, other)
		}
	}
}

// membersOf are the members that JSON gives a struct.
func membersOf(of reflect.Type) map[string]reflect.Type {
	members := map[string]reflect.Type{}
	for i := range of.NumField() {
		field := of.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" && field.Anonymous {
			for inner, kind := range membersOf(field.Type) {
				members[inner] = kind
			}
			continue
		}
		members[name] = field.Type
	}
	return members
}
