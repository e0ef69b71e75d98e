package plan

import (
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Each resource type that the catalog knows gives an object of its API, but for
// those that ask the cluster.
func TestEveryResourceTypeOfTheCatalog(t *testing.T) {
	facts := catalog.Embedded()
	if len(facts.ResourceAPIs) == 0 {
		t.Fatal("the catalog knows no resource types")
	}
	for _, api := range facts.ResourceAPIs {
		after := `{"metadata":[{"name":"x"}],"spec":[{}]}`
		if api.When != "" {
			after = `{"metadata":[{"name":"x"}],"spec":[{"metric":[{}]}]}`
		}
		d := objectsDocument(t, changeOf(t, api.ResourceType+".x", `["create"]`, "", after, ""))
		var got []string
		if placed := d.placed(Options{Catalog: facts})[""]; placed != nil {
			for _, object := range placed.APIObjects {
				got = append(got, object.GroupVersion.Value+" "+object.Kind)
			}
		}
		want := api.GroupVersion + " " + api.Kind
		if api.Discovered {
			want = ""
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%s: got %q, want %q", api.ResourceType, got, want)
		}
	}
}

func TestEveryAPIOfTheCatalogInAManifest(t *testing.T) {
	facts := catalog.Embedded()
	for _, api := range facts.APIs {
		kind, groupVersion := api.Kind, api.GroupVersion
		if kind == "" {
			kind = "Anything"
		}
		d := objectsDocument(t, changeOf(t, "kubernetes_manifest.x", `["create"]`, "", `{"manifest":{"apiVersion":"`+groupVersion+`","kind":"`+kind+`","metadata":{"name":"x"}}}`, ""))
		placed := d.placed(Options{Catalog: facts})[""]
		if len(placed.APIObjects) != 1 || placed.APIObjects[0].GroupVersion.Value != groupVersion || placed.APIObjects[0].Kind != kind {
			t.Errorf("%s %s: %+v", groupVersion, kind, placed)
		}
	}
}

func TestObjectsOfRealPlans(t *testing.T) {
	for _, test := range []struct {
		plan, cluster string
		workloads     []string
		budgets       int
		addons        []string
		opaque        int
	}{
		{"a00-fresh-dev", "aws_eks_cluster.this", []string{"shop/app", "kube-system/aws-load-balancer-controller", "kube-system/cluster-autoscaler", "kube-system/metrics-server"}, 4,
			[]string{"aws-load-balancer-controller v2.6.2", "cluster-autoscaler v1.28.2", "metrics-server v0.6.4"}, 0},
		{"b24-target-cp", "aws_eks_cluster.this", []string{"shop/app", "kube-system/aws-load-balancer-controller", "kube-system/cluster-autoscaler", "kube-system/metrics-server"}, 4,
			[]string{"aws-load-balancer-controller v2.6.2", "cluster-autoscaler v1.28.2", "metrics-server v0.6.4"}, 0},
		{"e00-deprecated-238", "", []string{"default/nightly"}, 1, nil, 0},
		{"f00-manifest", "", []string{"default/api"}, 1, nil, 0},
		{"f02-helm-312", "", nil, 0, nil, 1},
	} {
		t.Run(test.plan, func(t *testing.T) {
			placed := readCopiedPlan(t, test.plan).placed(Options{Catalog: catalog.Embedded()})[test.cluster]
			if placed == nil {
				t.Fatalf("nothing at %q", test.cluster)
			}
			var workloads, addons []string
			for _, workload := range placed.Workloads {
				workloads = append(workloads, workload.Namespace+"/"+workload.Name)
				checkDecided(t, workload)
			}
			for _, addon := range placed.Addons {
				addons = append(addons, addon.Name+" "+addon.Asked.Text)
			}
			if got, want := strings.Join(workloads, ", "), strings.Join(test.workloads, ", "); got != want {
				t.Errorf("workloads %s, want %s", got, want)
			}
			if got, want := strings.Join(addons, ", "), strings.Join(test.addons, ", "); got != want {
				t.Errorf("add-ons %s, want %s", got, want)
			}
			if len(placed.Budgets) != test.budgets || len(placed.Opaque) != test.opaque {
				t.Errorf("%d budgets and %d opaque, want %d and %d", len(placed.Budgets), len(placed.Opaque), test.budgets, test.opaque)
			}
		})
	}
}

// checkDecided fails where the server's defaults, which a plan calls unknown, are
// taken for something that is not decided.
func checkDecided(t *testing.T, workload upgrade.Workload) {
	t.Helper()
	pods := workload.After
	for name, knowledge := range map[string]upgrade.Knowledge{
		"replicas":      pods.Replicas.Knowledge,
		"strategy":      pods.Strategy.Knowledge,
		"pod labels":    pods.PodLabels.Knowledge,
		"node selector": pods.NodeSelector.Knowledge,
		"affinity":      pods.RequiredNodes.Knowledge,
		"tolerations":   pods.Tolerations.Knowledge,
		"containers":    pods.Containers.Knowledge,
	} {
		if knowledge != upgrade.Known && knowledge != upgrade.Absent {
			t.Errorf("%s: %s is not known", workload.Address, name)
		}
	}
}

// FuzzObjects gives all kinds of resources any values: nothing may crash, and the
// same input gives the same claims.
func FuzzObjects(f *testing.F) {
	f.Add(0, typedDeployment, `{}`, `{}`)
	f.Add(1, `{"metadata":[{"name":"a"}],"spec":[{"min_available":"1","selector":[null]}]}`, `{"spec":[{"selector":true}]}`, `{"spec":true}`)
	f.Add(2, `{"manifest":{"apiVersion":"apps/v1","kind":"Deployment","spec":{"template":{"spec":{"containers":[3,null,{}]}}}},"object":{"spec":[]}}`, `{"manifest":{"spec":{"template":true}}}`, `{"manifest":true}`)
	f.Add(3, `{"yaml_body":"kind: List\napiVersion: v1\nitems: [1]"}`, `{"yaml_body":false}`, `{"yaml_body":true}`)
	f.Add(4, `{"chart":"metrics-server","version":"1","values":["image: {tag: 1}"],"set":[null,{"name":"image.tag"}],"metadata":[],"manifest":"{\"a\":{\"kind\":1}}"}`, `{"set":true}`, `{"values":[true]}`)
	f.Add(5, `{"spec":[{"metric":3,"scale_target_ref":{"name":1}}]}`, `null`, `[]`)
	f.Add(6, `{"api_version":1,"kind":{},"metadata":{"name":[]}}`, `true`, `true`)
	types := []string{
		"kubernetes_deployment", "kubernetes_pod_disruption_budget", "kubernetes_manifest", "kubectl_manifest",
		"helm_release", "kubernetes_horizontal_pod_autoscaler", "kubernetes_labels", "kubernetes_cron_job", "kubernetes_pod_v1", "kubernetes_daemonset",
	}
	f.Fuzz(func(t *testing.T, which int, values, unknown, sensitive string) {
		resourceType := types[uint(which)%uint(len(types))]
		d := &document{known: newAddresses()}
		for _, actions := range [][]string{{"create"}, {"update"}, {"delete"}, {"forget"}} {
			ch := change{Address: resourceType + "." + actions[0], Mode: "managed", Type: resourceType}
			ch.Change = changeValues{Actions: actions, Before: []byte(values), BeforeSensitive: []byte(sensitive)}
			if actions[0] != "delete" && actions[0] != "forget" {
				ch.Change.After, ch.Change.AfterUnknown, ch.Change.AfterSensitive = []byte(values), []byte(unknown), []byte(sensitive)
			}
			d.changes = append(d.changes, ch)
		}
		options := Options{Catalog: objectsCatalog(t)}
		first, second := marshalled(t, d.placed(options)), marshalled(t, d.placed(options))
		if first != second {
			t.Errorf("two readings differ:\n%s\n%s", first, second)
		}
		otherNodeMakers(d.placed(options)[""])
	})
}
