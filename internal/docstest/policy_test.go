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
