package plan

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// objectsCatalog holds what the tests of objects ask of the facts, so that they
// do not depend on the embedded ones.
func objectsCatalog(t *testing.T) upgrade.Catalog {
	t.Helper()
	return upgrade.Catalog{
		ResourceAPIs: []upgrade.ResourceAPI{
			{ResourceType: "kubernetes_deployment", GroupVersion: "apps/v1", Kind: "Deployment"},
			{ResourceType: "kubernetes_deployment_v1", GroupVersion: "apps/v1", Kind: "Deployment"},
			{ResourceType: "kubernetes_stateful_set", GroupVersion: "apps/v1", Kind: "StatefulSet"},
			{ResourceType: "kubernetes_daemonset", GroupVersion: "apps/v1", Kind: "DaemonSet"},
			{ResourceType: "kubernetes_pod_v1", GroupVersion: "v1", Kind: "Pod"},
			{ResourceType: "kubernetes_job_v1", GroupVersion: "batch/v1", Kind: "Job"},
			{ResourceType: "kubernetes_cron_job", GroupVersion: "batch/v1beta1", Kind: "CronJob"},
			{ResourceType: "kubernetes_replication_controller_v1", GroupVersion: "v1", Kind: "ReplicationController"},
			{ResourceType: "kubernetes_pod_disruption_budget", GroupVersion: "policy/v1beta1", Kind: "PodDisruptionBudget"},
			{ResourceType: "kubernetes_pod_disruption_budget_v1", GroupVersion: "policy/v1", Kind: "PodDisruptionBudget"},
			{ResourceType: "kubernetes_horizontal_pod_autoscaler", GroupVersion: "autoscaling/v1", Kind: "HorizontalPodAutoscaler"},
			{ResourceType: "kubernetes_horizontal_pod_autoscaler", GroupVersion: "autoscaling/v2beta2", Kind: "HorizontalPodAutoscaler", When: "metric or behavior"},
			{ResourceType: "kubernetes_secret", GroupVersion: "v1", Kind: "Secret"},
			{ResourceType: "kubernetes_mutating_webhook_configuration", GroupVersion: "admissionregistration.k8s.io/v1beta1", Kind: "MutatingWebhookConfiguration", Discovered: true},
		},
		Addons: []upgrade.AddonFacts{
			{Name: "cluster-autoscaler", Charts: []string{"cluster-autoscaler"}, Images: []string{"cluster-autoscaler"}, Workload: "cluster-autoscaler", ChartVersions: []upgrade.ChartVersion{
				{Chart: "cluster-autoscaler", Version: "9.37.0", App: addonVersion(t, "1.30.0")},
			}},
			{Name: "metrics-server", Charts: []string{"metrics-server"}, Images: []string{"metrics-server"}, Workload: "metrics-server", ChartVersions: []upgrade.ChartVersion{
				{Chart: "metrics-server", Version: "3.12.0", App: addonVersion(t, "0.7.0")},
			}},
			{Name: "karpenter", Charts: []string{"karpenter"}, Images: []string{"karpenter/controller"}, Workload: "karpenter", ChartIsAppFrom: addonVersion(t, "0.1.0")},
		},
	}
}

func addonVersion(t *testing.T, text string) upgrade.AddonVersion {
	t.Helper()
	version, ok := upgrade.ParseAddonVersion(text)
	if !ok {
		t.Fatalf("%q is no version", text)
	}
	return version
}

// placedChange reads the objects of one change, written as a plan writes it,
// beside one cluster.
func placedChange(t *testing.T, changes ...string) *upgrade.Placed {
	t.Helper()
	const cluster = "aws_eks_cluster.this"
	d := objectsDocument(t, append(changes, `{"address":"`+cluster+`","mode":"managed","type":"aws_eks_cluster","change":{"actions":["no-op"]}}`)...)
	placed := d.placed(Options{Catalog: objectsCatalog(t)})
	if len(placed) != 1 || placed[cluster] == nil {
		t.Fatalf("placed at %v, want all at %s", placed, cluster)
	}
	return placed[cluster]
}

func objectsDocument(t *testing.T, changes ...string) *document {
	t.Helper()
	d := &document{known: newAddresses()}
	for _, text := range changes {
		var ch change
		if err := json.Unmarshal([]byte(text), &ch); err != nil {
			t.Fatalf("change %s: %v", text, err)
		}
		if ch.Mode == "" {
			ch.Mode = "managed"
		}
		d.changes = append(d.changes, ch)
	}
	return d
}

// changeOf writes a change. Each value is JSON or empty.
func changeOf(t *testing.T, address, actions, before, after, unknown string) string {
	t.Helper()
	resourceType, _, _ := strings.Cut(address, ".")
	values := map[string]jsontext.Value{"actions": jsontext.Value(actions)}
	for name, text := range map[string]string{"before": before, "after": after, "after_unknown": unknown} {
		if text != "" {
			values[name] = jsontext.Value(text)
		}
	}
	return marshalled(t, map[string]any{"address": address, "mode": "managed", "type": resourceType, "change": values})
}

func marshalled(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func jsonText(text string) (string, error) {
	encoded, err := json.Marshal(text)
	return string(encoded), err
}

// readCopiedPlan reads one of the real plans beside the tests.
func readCopiedPlan(t *testing.T, name string) *document {
	t.Helper()
	d, err := read(bytes.NewReader(planText(t, filepath.Join("testdata", "plans", name+".json.gz"))), readOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}
