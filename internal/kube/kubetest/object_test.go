package kubetest

import (
	"strings"
	"testing"
)

func TestObjects(t *testing.T) {
	objects, err := Objects("---\n# nothing\n---\napiVersion: v1\nkind: Node\nmetadata: {name: a}\n---\n" +
		`{"kind": "PodList", "apiVersion": "v1", "items": [{"metadata": {"name": "b"}}, {"metadata": {"name": "c"}}]}`)
	if err != nil || len(objects) != 3 || objects[2].GetName() != "c" || collectionOf(objects[2]).name != "pods" {
		t.Errorf("%v, %v", objects, err)
	}
	for name, test := range map[string]struct{ manifest, message string }{
		"another kind":    {"apiVersion: v1\nkind: Secret\n", "expected a kind that the server has, found v1 Secret"},
		"another version": {"apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\n", "found policy/v1beta1"},
		"a misspelling":   {"apiVersion: v1\nkind: Node\nmetdata: {}\n", `unknown field "metdata"`},
		"no YAML":         {"kind: [", "cannot read a manifest"},
	} {
		if _, err := Objects(test.manifest); err == nil || !strings.Contains(err.Error(), test.message) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A fleet has what it is asked for, in namespaces.
func TestFleet(t *testing.T) {
	lists := store(Fleet(200, 20, 10).Objects)
	for path, count := range map[string]int{"/api/v1/pods": 200, "/api/v1/nodes": 10, "/apis/apps/v1/deployments": 20, "/apis/apps/v1/replicasets": 20 * revisions} {
		if found := len(lists[path].objects); found != count {
			t.Errorf("%s: %d objects, expected %d", path, found, count)
		}
	}
}
