package docstest

import (
	"strings"
	"testing"
)

// The guide shows the policy that the example has.
func TestGuideShowsThePolicy(t *testing.T) {
	policy := read(t, "examples/eks-live/iam-policy.json")
	for _, page := range []string{"templates/guides/before-an-upgrade.md", "docs/guides/before-an-upgrade.md"} {
		if !strings.Contains(read(t, page), policy) {
			t.Errorf("%s does not show examples/eks-live/iam-policy.json", page)
		}
	}
}

// The guide shows the ClusterRole that the example has, which is the one that the
// tests of internal/kube hold against what is read.
func TestGuideShowsTheClusterRole(t *testing.T) {
	role := read(t, "examples/eks-live/cluster-role.yaml")
	if !strings.HasPrefix(role, read(t, "internal/kube/testdata/reader.yaml")) {
		t.Error("examples/eks-live/cluster-role.yaml does not begin with internal/kube/testdata/reader.yaml")
	}
	for _, page := range []string{"templates/guides/live-kubernetes.md", "docs/guides/live-kubernetes.md"} {
		if !strings.Contains(read(t, page), role) {
			t.Errorf("%s does not show examples/eks-live/cluster-role.yaml", page)
		}
	}
}
