package plan

import (
	"reflect"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const deploymentYAML = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
spec:
  replicas: 0x2
  strategy: {type: Recreate}
  template:
    metadata: {labels: {app: api}}
    spec:
      nodeSelector: {nodegroup: blue}
      containers:
      - name: api
        image: registry.example.com/api:1.0
        readinessProbe: {httpGet: {path: /}}
      volumes:
      - name: tmp
        emptyDir: {}
`

func deploymentAsJSON(t *testing.T) string {
	t.Helper()
	documents, err := parseManifests(deploymentYAML)
	if err != nil || len(documents) != 1 {
		t.Fatalf("%v %v", documents, err)
	}
	return marshalled(t, documents[0])
}

// The same object gives the same claims, whatever holds it.
func TestOneObjectInEveryResource(t *testing.T) {
	object := deploymentAsJSON(t)
	for _, test := range []struct{ address, after, attribute, container string }{
		{"kubernetes_manifest.x", `{"manifest":` + object + `}`, "manifest.spec.replicas", "api"},
		{"kubectl_manifest.x", `{"yaml_body":` + marshalled(t, deploymentYAML) + `}`, "yaml_body", "(sensitive 1)"},
		{"kustomization_resource.x", `{"manifest":` + marshalled(t, object) + `}`, "manifest", "api"},
		{"k8s_manifest.x", `{"content":` + marshalled(t, deploymentYAML) + `}`, "content", "api"},
		{"helm_release.x", `{"chart":"x","manifest":` + marshalled(t, `{"deployment.apps/apps/v1/api":`+object+`}`) + `}`, "manifest", "api"},
	} {
		t.Run(test.address, func(t *testing.T) {
			placed := placedChange(t, changeOf(t, test.address, `["create"]`, "", test.after, ""))
			if len(placed.Workloads) != 1 || len(placed.APIObjects) != 1 || len(placed.Opaque) != 0 {
				t.Fatalf("%+v", placed)
			}
			if api := placed.APIObjects[0]; api.Address != test.address || api.GroupVersion.Value != "apps/v1" || api.Kind != "Deployment" || api.ResourceType != "" {
				t.Errorf("%+v", api)
			}
			workload := placed.Workloads[0]
			pods := workload.After
			if workload.Namespace != "shop" || pods.Replicas.Value != 2 || pods.Strategy.Value != "Recreate" || pods.NodeSelector.Value["nodegroup"] != "blue" {
				t.Errorf("%+v %+v", workload, pods)
			}
			if pods.Replicas.Source.Attribute != test.attribute {
				t.Errorf("attribute %s, want %s", pods.Replicas.Source.Attribute, test.attribute)
			}
			if !reflect.DeepEqual(pods.VolumeKinds, []string{"emptyDir"}) {
				t.Errorf("volumes %v", pods.VolumeKinds)
			}
			checkContainers(t, pods.Containers.Value, []string{test.container + " ready:true live:false"})
		})
	}
}

func TestKubectlManifestIsJudgedAndNotShown(t *testing.T) {
	body := marshalled(t, deploymentYAML)
	text := `{"address":"kubectl_manifest.x","type":"kubectl_manifest","change":{"actions":["create"],
		"after":{"yaml_body":` + body + `,"name":"api","namespace":"moved","override_namespace":"moved","wait_for_rollout":null},"after_sensitive":{"yaml_body":true}}}`
	placed := placedChange(t, text)
	workload, api := placed.Workloads[0], placed.APIObjects[0]
	if api.GroupVersion.Sensitive || api.Name != "api" || api.Namespace != "moved" || workload.Namespace != "moved" {
		t.Errorf("%+v %+v", api, workload)
	}
	pods := workload.After
	if !pods.Replicas.Sensitive || !pods.NodeSelector.Sensitive || !pods.Containers.Value[0].Image.Sensitive {
		t.Errorf("what a sensitive text holds is not marked: %+v", pods)
	}
	if !workload.WaitsForRollout {
		t.Error("kubectl waits for the rollout unless it is told not to")
	}
}

func TestKubectlManifestWhoseNamesAreNotShown(t *testing.T) {
	body := marshalled(t, deploymentYAML)
	for name, test := range map[string]struct{ beside, marks string }{
		"not there":    {`"id":null`, `"yaml_body":true`},
		"another name": {`"name":"other","namespace":"other"`, `"yaml_body":true`},
		"marked":       {`"name":"api","namespace":"shop"`, `"yaml_body":true,"name":true,"namespace":true`},
	} {
		placed := placedChange(t, `{"address":"kubectl_manifest.x","type":"kubectl_manifest","change":{"actions":["create"],
			"after":{"yaml_body":`+body+`,`+test.beside+`},"after_sensitive":{`+test.marks+`}}}`)
		if workload := placed.Workloads[0]; workload.Kind != "Deployment" || !strings.HasPrefix(workload.Name, "(sensitive ") || !strings.HasPrefix(workload.Namespace, "(sensitive ") {
			t.Errorf("%s: got %+v", name, workload)
		}
	}
}

func TestKubectlManifestThatIsOnlyApplied(t *testing.T) {
	placed := placedChange(t, changeOf(t, "kubectl_manifest.x", `["delete"]`, `{"apply_only":true,"yaml_body":`+marshalled(t, deploymentYAML)+`}`, "null", ""))
	if workload := placed.Workloads[0]; workload.Action != upgrade.Forget || workload.After == nil {
		t.Errorf("%+v", workload)
	}
}

func TestManifestsThatAreNotKnown(t *testing.T) {
	for _, test := range []struct{ name, address, after, unknown, reason string }{
		{"manifest", "kubernetes_manifest.x", `{}`, `{"manifest":true}`, ""},
		{"its kind", "kubernetes_manifest.x", `{"manifest":{"apiVersion":"v1"}}`, `{"manifest":{"kind":true}}`, ""},
		{"its API version", "kubernetes_manifest.x", `{"manifest":{"kind":"Pod"}}`, `{"manifest":{"apiVersion":true}}`, ""},
		{"yaml_body", "kubectl_manifest.x", `{}`, `{"yaml_body":true}`, ""},
		{"no YAML", "kubectl_manifest.x", `{"yaml_body":"a: [canary"}`, "", "yaml_body cannot be read as YAML"},
		{"no object", "kubectl_manifest.x", `{"yaml_body":"just text"}`, "", "yaml_body holds an object without apiVersion and kind"},
		{"no kind", "kubernetes_manifest.x", `{"manifest":{"apiVersion":"v1"}}`, "", "manifest holds an object without apiVersion and kind"},
	} {
		t.Run(test.name, func(t *testing.T) {
			placed := placedChange(t, changeOf(t, test.address, `["create"]`, "", test.after, test.unknown))
			if len(placed.Opaque) != 1 || !placed.Opaque[0].Decides || placed.Opaque[0].Reason == "" || placed.Opaque[0].Address != test.address {
				t.Fatalf("opaque %+v", placed.Opaque)
			}
			if test.reason != "" && placed.Opaque[0].Reason != test.reason {
				t.Errorf("reason %q, want %q", placed.Opaque[0].Reason, test.reason)
			}
			if len(placed.APIObjects) != 0 {
				t.Errorf("objects %+v", placed.APIObjects)
			}
		})
	}
}

func TestManifestThatIsNoLongerKnown(t *testing.T) {
	placed := placedChange(t, changeOf(t, "kubectl_manifest.x", `["update"]`, `{"yaml_body":`+marshalled(t, deploymentYAML)+`}`, `{}`, `{"yaml_body":true}`))
	if len(placed.Opaque) != 1 || len(placed.APIObjects) != 0 || len(placed.Workloads) != 1 {
		t.Fatalf("%+v", placed)
	}
	workload := placed.Workloads[0]
	if workload.Name != "api" || workload.Namespace != "shop" || workload.After == nil || workload.Action != upgrade.Update {
		t.Fatalf("%+v", workload)
	}
	if after := workload.After; after.Replicas.Knowledge != upgrade.Unknown || after.Replicas.Reason == "" || after.PodLabels.Knowledge != upgrade.Unknown {
		t.Errorf("%+v", after)
	}
}

func TestObjectsThatBringOthers(t *testing.T) {
	manifest := func(apiVersion, kind string) string {
		return `{"manifest":{"apiVersion":"` + apiVersion + `","kind":"` + kind + `","metadata":{"name":"x"}}}`
	}
	for _, test := range []struct{ name, change, reason string }{
		{"Argo CD", changeOf(t, "kubernetes_manifest.x", `["create"]`, "", manifest("argoproj.io/v1alpha1", "Application"), ""), "the plan does not hold the objects that Argo CD makes of it"},
		{"Argo CD's provider", changeOf(t, "argocd_application.x", `["create"]`, "", `{"metadata":[{"name":"x"}]}`, ""), "the plan does not hold the objects that Argo CD makes of it"},
		{"Flux", changeOf(t, "kubernetes_manifest.x", `["create"]`, "", manifest("helm.toolkit.fluxcd.io/v2", "HelmRelease"), ""), "the plan does not hold the objects that Flux makes of it"},
		{"destroyed", changeOf(t, "kubernetes_manifest.x", `["delete"]`, manifest("argoproj.io/v1alpha1", "Application"), "null", ""), ""},
		{"its provider's, destroyed", changeOf(t, "argocd_application.x", `["delete"]`, `{}`, "null", ""), ""},
		{"another group", changeOf(t, "kubernetes_manifest.x", `["create"]`, "", manifest("app.k8s.io/v1", "Application"), ""), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var reasons []string
			for _, opaque := range placedChange(t, test.change).Opaque {
				reasons = append(reasons, opaque.Reason)
				if opaque.Decides {
					t.Errorf("%+v decides", opaque)
				}
			}
			if got := strings.Join(reasons, "; "); got != test.reason {
				t.Errorf("got %q, want %q", got, test.reason)
			}
		})
	}
}

func TestManifestsOfMoreThanOneObject(t *testing.T) {
	text := func(documents ...string) string {
		return `{"yaml_body":` + marshalled(t, strings.Join(documents, "\n---\n")) + `}`
	}
	const (
		budget  = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a, namespace: n}"
		newer   = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a, namespace: n}"
		list    = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: p}}\n- {apiVersion: v1, kind: Service, metadata: {name: s}}"
		typed   = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: RoleList\nitems:\n- {metadata: {name: r}}"
		service = "apiVersion: v1\nkind: Service\nmetadata: {name: s}"
	)
	placed := placedChange(t, changeOf(t, "kubectl_manifest.x", `["update"]`, text(budget, service), text(newer, "", list, typed, "# nothing"), ""))
	got := map[string]upgrade.Action{}
	for _, object := range placed.APIObjects {
		got[object.GroupVersion.Value+" "+object.Kind+" "+object.Name] = object.Action
	}
	want := map[string]upgrade.Action{"rbac.authorization.k8s.io/v1beta1 Role r": upgrade.Create, "policy/v1 PodDisruptionBudget a": upgrade.Update, "v1 Pod p": upgrade.Create, "v1 Service s": upgrade.NoAction}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if budget := placed.Budgets[0]; budget.Before == nil || budget.Before.GroupVersion != "policy/v1beta1" || budget.After.GroupVersion != "policy/v1" {
		t.Errorf("the budget is not seen as the same before and after: %+v", budget)
	}
}

func TestManifestThatBecomesAnotherKind(t *testing.T) {
	const budget = `{"manifest":{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"a"}}}`
	const pod = `{"manifest":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}}`
	placed := placedChange(t, changeOf(t, "kubernetes_manifest.a", `["delete","create"]`, budget, pod, ""))
	if len(placed.Budgets) != 1 || placed.Budgets[0].Action != upgrade.Delete || placed.Budgets[0].After != nil {
		t.Errorf("budgets %+v", placed.Budgets)
	}
	if len(placed.Workloads) != 1 || placed.Workloads[0].Action != upgrade.Create || placed.Workloads[0].Before != nil {
		t.Errorf("workloads %+v", placed.Workloads)
	}
}

func TestManifestThatIsSensitiveAsAWhole(t *testing.T) {
	for _, text := range []string{
		`{"address":"kubernetes_manifest.x","type":"kubernetes_manifest","change":{"actions":["create"],"after":{"manifest":` + deploymentAsJSON(t) + `},"after_sensitive":{"manifest":true}}}`,
		`{"address":"kustomization_resource.x","type":"kustomization_resource","change":{"actions":["create"],"after":{"manifest":` + marshalled(t, deploymentYAML) + `},"after_sensitive":{"manifest":true}}}`,
	} {
		placed := placedChange(t, text)
		api := placed.APIObjects[0]
		if !api.GroupVersion.Sensitive || api.Name == "api" || api.Namespace == "shop" || placed.Workloads[0].Name == "api" {
			t.Errorf("%+v", api)
		}
		if !placed.Workloads[0].After.Replicas.Sensitive || placed.Workloads[0].After.Replicas.Value != 2 {
			t.Errorf("%+v", placed.Workloads[0].After.Replicas)
		}
	}
}

func TestKubernetesManifestBeforeIsWhatTheServerHolds(t *testing.T) {
	const written = `{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"a"},"spec":{"maxUnavailable":1,"selector":{}}}`
	const served = `{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"a","labels":null},"spec":{"maxUnavailable":0,"minAvailable":null,"selector":{"matchLabels":null,"matchExpressions":null}}}`
	budget := placedChange(t, changeOf(t, "kubernetes_manifest.a", `["update"]`, `{"manifest":`+written+`,"object":`+served+`}`, `{"manifest":`+written+`,"object":`+served+`}`, "")).Budgets[0]
	if budget.Before.MaxUnavailable.Text != "0" || budget.After.MaxUnavailable.Text != "1" {
		t.Errorf("before %+v, after %+v", budget.Before.MaxUnavailable, budget.After.MaxUnavailable)
	}
	if budget.Before.Selector.Knowledge != upgrade.Known || budget.Before.MinAvailable.Knowledge != upgrade.Absent {
		t.Errorf("before %+v", budget.Before)
	}
}

func TestKubernetesManifestReplicasThatOthersSet(t *testing.T) {
	const manifest = `"manifest":{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}}}`
	const object = `"object":{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":5,"template":{"spec":{"containers":[{"name":"c","livenessProbe":{"exec":{"command":null},"httpGet":{}}}]}}}}`
	for _, test := range []struct {
		name, unknown string
		want          upgrade.Knowledge
	}{
		{"carried over", `{}`, upgrade.Known},
		{"left to the server", `{"object":{"spec":{"replicas":true}}}`, upgrade.Absent},
	} {
		t.Run(test.name, func(t *testing.T) {
			pods := placedChange(t, changeOf(t, "kubernetes_manifest.a", `["update"]`, "", "{"+manifest+","+object+"}", test.unknown)).Workloads[0].After
			if pods.Replicas.Knowledge != test.want {
				t.Errorf("replicas %+v", pods.Replicas)
			}
			checkContainers(t, pods.Containers.Value, []string{"c ready:false live:false"})
		})
	}
	before := placedChange(t, changeOf(t, "kubernetes_manifest.a", `["delete"]`, "{"+manifest+","+object+"}", "null", "")).Workloads[0].Before
	if before.Replicas.Value != 5 {
		t.Errorf("replicas before %+v", before.Replicas)
	}
	checkContainers(t, before.Containers.Value, []string{"c ready:false live:false"})
}

func TestKindsOfOtherGroupsAreNoWorkloads(t *testing.T) {
	placed := placedChange(t, changeOf(t, "kubernetes_manifest.a", `["create"]`, "", `{"manifest":{"apiVersion":"apps.kruise.io/v1alpha1","kind":"StatefulSet","metadata":{"name":"a"}}}`, ""))
	if len(placed.Workloads) != 0 || len(placed.APIObjects) != 1 {
		t.Errorf("%+v", placed)
	}
}

func TestParseManifests(t *testing.T) {
	const manyAliases = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n"
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", "null"},
		{"empty documents", "---\n---\n# only words\n", "null"},
		{"scalars", `{i: 1_0, h: 0x10, f: 1.5, n: ~, t: true, s: "1", y: yes, inf: .inf}`, `[{"f":1.5,"h":16,"i":10,"inf":".inf","n":null,"s":"1","t":true,"y":"yes"}]`},
		{"keys that are no texts", "1: a\ntrue: b\n[x]: c\n", `[{"1":"a","true":"b"}]`},
		{"merged", "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  x: 3\n", `[{"a":{"x":1,"y":2},"b":{"x":3,"y":2}}]`},
		{"merged from several", "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n", `[{"a":{"x":1},"b":{"x":2,"y":2},"c":{"x":1,"y":2}}]`},
		{"JSON", `{"a":"\ud83d\ude00\/"}`, `[{"a":"😀/"}]`},
		{"aliases without end", manyAliases, "error"},
		{"an alias to itself", "a: &a [*a]\n", "error"},
		{"deep", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "error"},
		{"deep JSON", `{"a":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`, "error"},
		{"broken", "a: [1", "error"},
		{"tabs", "a:\n\t- b", "error"},
	} {
		t.Run(test.name, func(t *testing.T) {
			documents, err := parseManifests(test.text)
			got := "error"
			if err == nil {
				got = marshalled(t, documents)
			}
			if got != test.want {
				t.Errorf("got %s (%v), want %s", got, err, test.want)
			}
		})
	}
}

func FuzzParseManifests(f *testing.F) {
	f.Add(deploymentYAML)
	f.Add("a: &a [*a]\n")
	f.Add("<<: {a: 1}\n<<: [{b: 2}, 3]\n")
	f.Add(`{"kind":"List","apiVersion":"v1","items":[{"kind":"Pod","apiVersion":"v1"},[],null,{}]}`)
	f.Add("apiVersion: apps/v1\nkind: Deployment\nspec: {template: 3}\n---\n? [a]\n: b\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := parseManifests(text)
		body, marshalErr := jsonText(text)
		if marshalErr != nil {
			t.Skip()
		}
		placed := placedChange(t, `{"address":"kubectl_manifest.x","type":"kubectl_manifest","change":{"actions":["update"],"before":{"yaml_body":`+body+`},"after":{"yaml_body":`+body+`}}}`)
		if valid := strings.ToValidUTF8(text, "") == text; err != nil && valid && len(placed.Opaque) != 1 {
			t.Errorf("%q cannot be read (%v), and nothing says so", text, err)
		}
	})
}
