package cli

import (
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/kube/kubetest"
)

// lonePod is a pod that no controller makes, with the budget db of its label.
const lonePod = blueNode + `---
apiVersion: v1
kind: Pod
metadata: {name: db-0, namespace: shop, labels: {app: db}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: db, namespace: shop, generation: 1}
spec: {LIMIT, selector: {matchLabels: {app: db}}}
status: {observedGeneration: 1, disruptionsAllowed: ALLOWED, currentHealthy: 1, desiredHealthy: ALLOWED, expectedPods: EXPECTED}
`

// A budget whose only pods have no controller keeps a drain from ending as others do.
func TestCheckKubeLonePods(t *testing.T) {
	for name, test := range map[string]struct {
		limit, allowed, expected string
		status                   int
		want, without            string
	}{
		"never":                 {"maxUnavailable: 0", "0", "0", 2, "pdb-blocks-drain db", "eviction-blocked-now"},
		"a relative limit":      {"maxUnavailable: 1", "0", "0", 2, "against which Kubernetes counts no pod without a controller", "eviction-blocked-now"},
		"all of them must stay": {"minAvailable: 1", "0", "1", 0, "eviction-blocked-now db, 1 of 1 pod healthy", "pdb-blocks-drain"},
		"one may go":            {"minAvailable: 0", "1", "1", 0, "ready", "shop/db lets no pod go"},
	} {
		t.Run(name, func(t *testing.T) {
			objects := strings.NewReplacer("LIMIT", test.limit, "ALLOWED", test.allowed, "EXPECTED", test.expected).Replace(lonePod)
			kubeconfig(t, map[string]*kubetest.Server{"admin@prod": kubetest.New(t, kubetest.World{Objects: kubetest.MustObjects(objects)})})
			got := command("check", "--kube-context", "admin@prod", kubeFolder(t, "prod").envVars())
			got.want(t, test.status, test.want)
			if strings.Contains(got.stdout, test.without) {
				t.Errorf("it says %q: %s", test.without, got.stdout)
			}
		})
	}
}

// What failed is not told as a permission that somebody has to give.
func TestCheckKubeFailed(t *testing.T) {
	for name, effect := range map[string]kubetest.Effect{"HTML": kubetest.HTML(200), "404": kubetest.NotFound()} {
		t.Run(name, func(t *testing.T) {
			fault := kubetest.Fault{Resource: "nodes", Effect: effect}
			kubeconfig(t, map[string]*kubetest.Server{"admin@prod": kubetest.New(t, kubetest.World{Objects: kubetest.MustObjects(blueNode), Faults: []kubetest.Fault{fault}})})
			got := command("check", "--kube-context", "admin@prod", kubeFolder(t, "prod").envVars())
			got.want(t, 3, "the list of nodes could not be read: list nodes in the cluster at ")
			if strings.Contains(got.stdout, "needs list") {
				t.Errorf("it asks for a permission: %s", got.stdout)
			}
		})
	}
}
