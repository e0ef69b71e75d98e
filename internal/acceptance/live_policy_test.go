package acceptance

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
)

// The policy that the example shows allows all that is asked of EKS, and no more.
func TestPolicyAllowsWhatIsAsked(t *testing.T) {
	data, err := os.ReadFile("../../examples/eks-live/iam-policy.json")
	if err != nil {
		t.Fatal(err)
	}
	var policy struct {
		Statement []struct{ Action []string }
	}
	if err := json.Unmarshal(data, &policy); err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{}
	for _, statement := range policy.Statement {
		for _, action := range statement.Action {
			allowed[action] = true
		}
	}
	server := ekstest.New(t, ekstest.SixEnvironments())
	m := newModule(t, liveRoot(server, "")+liveGate+`
data "eksupgrade_cluster_versions" "this" {}
data "eksupgrade_addon_compatibility" "this" {
  cluster_name = "shop-dev"
}
`)
	m.fleet("1.34")
	m.cluster("dev", "1.35")
	m.livePlan().passes()
	asked := map[string]bool{}
	for _, call := range server.Calls() {
		if strings.HasPrefix(call.Action, "eks:") {
			asked[call.Action] = true
		}
	}
	got, want := slices.Sorted(maps.Keys(asked)), slices.Sorted(maps.Keys(allowed))
	if !slices.Equal(got, want) {
		t.Errorf("EKS is asked for %v, and the policy allows %v", got, want)
	}
}
