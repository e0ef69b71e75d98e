package plan

import (
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestAPIObjects(t *testing.T) {
	const meta = `{"metadata":[{"name":"x","namespace":"y"}],"spec":[{}]}`
	for _, test := range []struct {
		name, change string
		want         string
	}{
		{"typed", changeOf(t, "kubernetes_deployment.x", `["no-op"]`, meta, meta, ""), "apps/v1 Deployment y/x"},
		{"values not kept", changeOf(t, "kubernetes_secret.x", `["update"]`, "", "", ""), "v1 Secret /"},
		{"destroyed without values", changeOf(t, "kubernetes_secret.x", `["delete"]`, "", "", ""), ""},
		{"destroyed", changeOf(t, "kubernetes_deployment.x", `["delete"]`, meta, "null", ""), ""},
		{"asks the cluster", changeOf(t, "kubernetes_mutating_webhook_configuration.x", `["create"]`, "", meta, ""), ""},
		{"not in the catalog", changeOf(t, "kubernetes_new_thing.x", `["create"]`, "", meta, ""), ""},
		{"by attributes", changeOf(t, "kubernetes_labels.x", `["create"]`, "", `{"api_version":"extensions/v1beta1","kind":"Ingress","metadata":[{"name":"x"}],"labels":{"a":"b"}}`, ""), "extensions/v1beta1 Ingress /x"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, object := range placedChange(t, test.change).APIObjects {
				got = append(got, object.GroupVersion.Value+" "+object.Kind+" "+object.Namespace+"/"+object.Name)
			}
			if strings.Join(got, "; ") != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestObjectsThatGoOrAreForgotten(t *testing.T) {
	for _, test := range []struct {
		name, actions, after string
		want                 upgrade.Action
		hasAfter             bool
	}{
		{"destroyed", `["delete"]`, "null", upgrade.Delete, false},
		{"forgotten", `["forget"]`, "null", upgrade.Forget, true},
		{"replaced", `["delete","create"]`, typedDeployment, upgrade.DeleteThenCreate, true},
		{"replaced the other way", `["create","delete"]`, typedDeployment, upgrade.CreateThenDelete, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			workload := placedChange(t, changeOf(t, "kubernetes_deployment.app", test.actions, typedDeployment, test.after, "")).Workloads[0]
			if workload.Action != test.want || workload.Before == nil || (workload.After != nil) != test.hasAfter {
				t.Errorf("%+v", workload)
			}
			if workload.Name != "app" {
				t.Errorf("name %q", workload.Name)
			}
		})
	}
}

func TestDeposedObjectsAndDataSourcesAreNoObjects(t *testing.T) {
	d := objectsDocument(t,
		`{"address":"kubernetes_deployment.a","type":"kubernetes_deployment","deposed":"abcd","change":{"actions":["delete"],"before":`+typedDeployment+`}}`,
		`{"address":"data.kubernetes_service.a","mode":"data","type":"kubernetes_deployment","change":{"actions":["read"],"after":`+typedDeployment+`}}`,
	)
	if placed := d.placed(Options{Catalog: objectsCatalog(t)}); len(placed) != 0 {
		t.Errorf("placed %+v", placed)
	}
}

func TestObjectsBelongToTheClusterOfTheirProvider(t *testing.T) {
	cluster := func(address string) string {
		return `{"address":"` + address + `","type":"aws_eks_cluster","change":{"actions":["no-op"]}}`
	}
	deployment := changeOf(t, "kubernetes_deployment.app", `["create"]`, "", typedDeployment, "")
	const configuration = `{"provider_config":{"kubernetes":{"name":"kubernetes","expressions":{"host":{"references":["aws_eks_cluster.green.endpoint","aws_eks_cluster.green"]}}}},
		"root_module":{"resources":[
			{"address":"aws_eks_cluster.blue","mode":"managed","type":"aws_eks_cluster","name":"blue"},
			{"address":"aws_eks_cluster.green","mode":"managed","type":"aws_eks_cluster","name":"green"},
			{"address":"kubernetes_deployment.app","mode":"managed","type":"kubernetes_deployment","name":"app","provider_config_key":"kubernetes"}]}}`
	for _, test := range []struct {
		name     string
		clusters []string
		want     string
	}{
		{"no cluster", nil, ""},
		{"one cluster", []string{cluster("aws_eks_cluster.blue")}, "aws_eks_cluster.blue"},
		{"by the provider", []string{cluster("aws_eks_cluster.blue"), cluster("aws_eks_cluster.green")}, "aws_eks_cluster.green"},
		{"one of several instances", []string{cluster(`aws_eks_cluster.green[\"a\"]`), cluster(`aws_eks_cluster.green[\"b\"]`)}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := objectsDocument(t, append(test.clusters, deployment)...)
			d.configuration = []byte(configuration)
			placed := d.placed(Options{Catalog: objectsCatalog(t)})
			if len(placed) != 1 || placed[test.want] == nil || len(placed[test.want].Workloads) != 1 {
				t.Errorf("placed %+v, want at %q", placed, test.want)
			}
		})
	}
}

func TestNamespaceThatIsNotKnown(t *testing.T) {
	const after, unknown = `{"metadata":[{"name":"a"}],"spec":[{}]}`, `{"metadata":[{"namespace":true}]}`
	const before = `{"metadata":[{"name":"a","namespace":"old"}],"spec":[{}]}`
	for _, test := range []struct{ name, actions, before, unknown, want string }{
		{"new", `["create"]`, "", unknown, unknownNamespace},
		{"there before", `["update"]`, before, unknown, "old"},
		{"not set", `["create"]`, "", `{}`, "default"},
	} {
		t.Run(test.name, func(t *testing.T) {
			placed := placedChange(t, changeOf(t, "kubernetes_pod_disruption_budget_v1.a", test.actions, test.before, after, test.unknown))
			if got := placed.Budgets[0].Namespace; got != test.want {
				t.Errorf("namespace %q, want %q", got, test.want)
			}
		})
	}
}

func TestSensitiveNamesAndValues(t *testing.T) {
	const secret = "canary-namespace"
	after := strings.ReplaceAll(typedDeployment, `"shop"`, `"`+secret+`"`)
	text := `{"address":"kubernetes_deployment.app","type":"kubernetes_deployment","change":{"actions":["create"],"after":` + after + `,
		"after_sensitive":{"metadata":[{"namespace":true}],"spec":[{"replicas":true,"template":[{"spec":[{"node_selector":{"nodegroup":true},"container":[{"name":true,"env":true}]}]}]}]}}}`
	budget := changeOf(t, "kubernetes_pod_disruption_budget_v1.app", `["create"]`, "", `{"metadata":[{"name":"app","namespace":"`+secret+`"}],"spec":[{}]}`, "")
	other := changeOf(t, "kubernetes_pod_disruption_budget_v1.other", `["create"]`, "", `{"metadata":[{"name":"app","namespace":"open"}],"spec":[{}]}`, "")
	placed := placedChange(t, text, budget, other)
	workload := placed.Workloads[0]
	if workload.Namespace == secret || placed.APIObjects[0].Namespace == secret || placed.Budgets[0].Namespace == secret {
		t.Errorf("the namespace shows: %+v %+v", workload, placed.APIObjects)
	}
	if workload.Namespace != placed.Budgets[0].Namespace || workload.Namespace == placed.Budgets[1].Namespace {
		t.Errorf("namespaces no longer compare: %q %q %q", workload.Namespace, placed.Budgets[0].Namespace, placed.Budgets[1].Namespace)
	}
	if !workload.After.Replicas.Sensitive || !workload.After.NodeSelector.Sensitive || workload.After.PodLabels.Sensitive {
		t.Errorf("marks %+v", workload.After)
	}
	if workload.After.Containers.Value[0].Name != "(sensitive 1)" || workload.After.Containers.Value[1].Name != "proxy" {
		t.Errorf("containers %+v", workload.After.Containers.Value)
	}
}

func TestOtherNodeMakers(t *testing.T) {
	manifest := func(apiVersion, kind string) string {
		return `{"manifest":{"apiVersion":"` + apiVersion + `","kind":"` + kind + `","metadata":{"name":"x"}}}`
	}
	placed := placedChange(t,
		changeOf(t, "helm_release.karpenter", `["no-op"]`, `{"chart":"karpenter","version":"1.0.0"}`, `{"chart":"karpenter","version":"1.0.0"}`, ""),
		changeOf(t, "kubernetes_manifest.pool", `["no-op"]`, manifest("karpenter.sh/v1", "NodePool"), manifest("karpenter.sh/v1", "NodePool"), ""),
		changeOf(t, "kubernetes_manifest.gone", `["delete"]`, manifest("karpenter.sh/v1", "NodePool"), "null", ""),
		changeOf(t, "kubernetes_manifest.other", `["no-op"]`, manifest("example.com/v1", "NodePool"), manifest("example.com/v1", "NodePool"), ""),
	)
	got := strings.Join(otherNodeMakers(placed), "; ")
	if want := "Karpenter (helm_release.karpenter); Karpenter (kubernetes_manifest.pool)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if otherNodeMakers(nil) != nil {
		t.Error("nothing makes no nodes")
	}
}
