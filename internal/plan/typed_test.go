package plan

import (
	"reflect"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const typedDeployment = `{
  "metadata": [{"name": "app", "namespace": "shop", "labels": {"app": "app"}}],
  "spec": [{
    "replicas": "3",
    "selector": [{"match_expressions": [], "match_labels": {"app": "app"}}],
    "strategy": [{"rolling_update": [{"max_surge": "25%", "max_unavailable": "1"}], "type": "RollingUpdate"}],
    "template": [{
      "metadata": [{"annotations": {"a/b": "c"}, "labels": {"app": "app"}}],
      "spec": [{
        "affinity": [{"node_affinity": [{"required_during_scheduling_ignored_during_execution": [{"node_selector_term": [
          {"match_expressions": [{"key": "disk", "operator": "In", "values": ["ssd", "nvme"]}], "match_fields": []},
          {"match_expressions": [], "match_fields": [{"key": "metadata.name", "operator": "In", "values": ["n1"]}]}
        ]}], "preferred_during_scheduling_ignored_during_execution": []}]}],
        "container": [
          {"name": "app", "image": "registry.example.com/app:1", "liveness_probe": [], "readiness_probe": [{"http_get": [{"path": "/"}]}]},
          {"name": "proxy", "image": null, "liveness_probe": [null], "readiness_probe": []}
        ],
        "init_container": [
          {"name": "setup", "image": "busybox", "restart_policy": null, "liveness_probe": [], "readiness_probe": []},
          {"name": "mesh", "image": "mesh:2", "restart_policy": "Always", "liveness_probe": [], "readiness_probe": []}
        ],
        "node_selector": {"nodegroup": "blue"},
        "toleration": [{"key": "gpu", "operator": "Exists", "value": "", "effect": "NoSchedule", "toleration_seconds": ""}],
        "volume": [{"name": "src", "git_repo": [{"repository": "r"}], "config_map": []}, {"name": "tmp", "empty_dir": [null], "persistent_volume_claim": [{"claim_name": "c"}]}]
      }]
    }]
  }],
  "wait_for_rollout": false
}`

func TestOtherAffinity(t *testing.T) {
	const (
		typed    = `{"spec":[{"template":[{"spec":[{"affinity":[%s]}]}]}]}`
		manifest = `{"manifest":{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"template":{"spec":{"affinity":%s}}}}}`
		apart    = `"pod_anti_affinity":[{"required_during_scheduling_ignored_during_execution":[{"topology_key":"zone"}]}]`
	)
	for name, test := range map[string]struct {
		address, format, before, after, unknown string
		same                                    bool
	}{
		"nothing and what is empty": {"kubernetes_deployment.a", typed, "", `{"pod_affinity":[],"pod_anti_affinity":[{"required_during_scheduling_ignored_during_execution":[]}],"node_affinity":[]}`, "", true},
		"no field and an empty one": {"kubernetes_deployment.a", typed, "{" + apart + "}", `{"pod_anti_affinity":[{"required_during_scheduling_ignored_during_execution":[{"namespaces":null,"label_selector":[],"topology_key":"zone"}]}]}`, "", true},
		"required nodes alone":      {"kubernetes_deployment.a", typed, "", `{"node_affinity":[{"required_during_scheduling_ignored_during_execution":[{"node_selector_term":[{"match_expressions":[{"key":"k","operator":"Exists"}]}]}]}]}`, "", true},
		"other pods":                {"kubernetes_deployment.a", typed, "", "{" + apart + "}", "", false},
		"preferred nodes":           {"kubernetes_deployment.a", typed, "", `{"node_affinity":[{"preferred_during_scheduling_ignored_during_execution":[{"weight":1}]}]}`, "", false},
		"not known":                 {"kubernetes_deployment.a", typed, "{" + apart + "}", "{}", `{"spec":[{"template":[{"spec":[{"affinity":[{"pod_anti_affinity":true}]}]}]}]}`, false},
		"of a manifest":             {"kubernetes_manifest.a", manifest, `{"podAffinity":{}}`, `{"podAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100}]}}`, "", false},
	} {
		placed := placedChange(t, changeOf(t, test.address, `["update"]`, strings.Replace(test.format, "%s", test.before, 1), strings.Replace(test.format, "%s", test.after, 1), test.unknown))
		workload := placed.Workloads[0]
		if same := workload.Before.OtherAffinity == workload.After.OtherAffinity; same != test.same {
			t.Errorf("%s: before %q, after %q", name, workload.Before.OtherAffinity, workload.After.OtherAffinity)
		}
	}
}

func TestTypedDeploymentIsReadLikeItsManifest(t *testing.T) {
	placed := placedChange(t, changeOf(t, "kubernetes_deployment.app", `["update"]`, typedDeployment, typedDeployment, `{}`))
	if len(placed.Workloads) != 1 {
		t.Fatalf("workloads %+v", placed.Workloads)
	}
	workload := placed.Workloads[0]
	if workload.Kind != upgrade.Deployment || workload.Namespace != "shop" || workload.Name != "app" || workload.Action != upgrade.Update || workload.WaitsForRollout {
		t.Errorf("workload %+v", workload)
	}
	if workload.Before == nil || workload.After == nil {
		t.Fatal("a side is missing")
	}
	pods := workload.After
	if pods.Replicas.Value != 3 || pods.Replicas.Source != (upgrade.Source{Kind: upgrade.SourcePlan, Attribute: "spec.replicas"}) {
		t.Errorf("replicas %+v", pods.Replicas)
	}
	if source := workload.Before.Replicas.Source; source.Kind != upgrade.SourcePrior {
		t.Errorf("source of the replicas before: %+v", source)
	}
	if pods.MaxUnavailable.Value != (upgrade.Share{Number: 1}) {
		t.Errorf("share %+v", pods.MaxUnavailable)
	}
	if want := map[string]string{"nodegroup": "blue"}; !reflect.DeepEqual(pods.NodeSelector.Value, want) || pods.NodeSelector.Text != "nodegroup=blue" {
		t.Errorf("node selector %+v", pods.NodeSelector)
	}
	wantTerms := []upgrade.NodeTerm{
		{Requirements: []upgrade.Requirement{{Key: "disk", Operator: "In", Values: []string{"ssd", "nvme"}}}},
		{Fields: true},
	}
	if !reflect.DeepEqual(pods.RequiredNodes.Value, wantTerms) {
		t.Errorf("required nodes %+v", pods.RequiredNodes)
	}
	if want := []upgrade.Toleration{{Key: "gpu", Operator: "Exists", Effect: "NoSchedule"}}; !reflect.DeepEqual(pods.Tolerations.Value, want) {
		t.Errorf("tolerations %+v", pods.Tolerations)
	}
	if want := []string{"emptyDir", "gitRepo", "persistentVolumeClaim"}; !reflect.DeepEqual(pods.VolumeKinds, want) {
		t.Errorf("volumes %v, want %v", pods.VolumeKinds, want)
	}
	checkContainers(t, pods.Containers.Value, []string{"app ready:true live:false", "proxy ready:false live:true", "mesh ready:false live:false"})
	if attribute := pods.Containers.Value[1].Readiness.Source.Attribute; attribute != "spec.template.spec.container[1].readiness_probe" {
		t.Errorf("attribute of a probe: %s", attribute)
	}
}

func checkContainers(t *testing.T, containers []upgrade.Container, want []string) {
	t.Helper()
	var got []string
	for _, container := range containers {
		got = append(got, container.Name+" ready:"+container.Readiness.Text+" live:"+container.Liveness.Text)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("containers %q, want %q", got, want)
	}
}

func TestTypedWhatIsNotKnown(t *testing.T) {
	const after = `{"metadata":[{"name":"app","namespace":"shop"}],"spec":[{"template":[{"metadata":[{"labels":{"app":"app"}}],"spec":[{"container":[{"name":"app","liveness_probe":[],"readiness_probe":[]}]}]}]}]}`
	const unknown = `{"spec":[{"replicas":true,"template":[{"metadata":[{"labels":{"color":true}}],"spec":[{"node_selector":true,"container":[{"image":true,"readiness_probe":true}],"toleration":[{"key":true}]}]}]}]}`
	pods := placedChange(t, changeOf(t, "kubernetes_deployment_v1.app", `["create"]`, "", after, unknown)).Workloads[0].After
	for name, knowledge := range map[string]upgrade.Knowledge{
		"replicas":      pods.Replicas.Knowledge,
		"pod labels":    pods.PodLabels.Knowledge,
		"node selector": pods.NodeSelector.Knowledge,
		"tolerations":   pods.Tolerations.Knowledge,
		"image":         pods.Containers.Value[0].Image.Knowledge,
		"readiness":     pods.Containers.Value[0].Readiness.Knowledge,
	} {
		if knowledge != upgrade.Unknown {
			t.Errorf("%s is %d, want unknown", name, knowledge)
		}
	}
	if pods.Replicas.Reason == "" {
		t.Error("no reason for the unknown replicas")
	}
	if pods.Containers.Value[0].Liveness.Knowledge != upgrade.Known {
		t.Errorf("liveness %+v", pods.Containers.Value[0].Liveness)
	}
	if pods.Strategy.Knowledge != upgrade.Absent {
		t.Errorf("strategy %+v", pods.Strategy)
	}
	if wait := placedChange(t, changeOf(t, "kubernetes_deployment_v1.app", `["create"]`, "", after, unknown)).Workloads[0].WaitsForRollout; !wait {
		t.Error("a deployment waits for its rollout unless it is told not to")
	}
}

func TestTypedUnknownThatNothingSets(t *testing.T) {
	const after = `{"metadata":[{"name":"app"}],"spec":[{"template":[{"spec":[{"container":[]}]}]}]}`
	text := changeOf(t, "kubernetes_deployment.app", `["create"]`, "", after, `{"spec":[{"replicas":true,"strategy":true}]}`)
	for _, test := range []struct {
		name, spec string
		want       upgrade.Knowledge
	}{
		{"left out", `{"template":[{}],"min_ready_seconds":{"constant_value":3}}`, upgrade.Absent},
		{"from a resource", `{"replicas":{"references":["terraform_data.n.output","terraform_data.n"]}}`, upgrade.Unknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := objectsDocument(t, text)
			d.configuration = []byte(`{"root_module":{"resources":[{"address":"kubernetes_deployment.app","mode":"managed","type":"kubernetes_deployment","name":"app","expressions":{"spec":[` + test.spec + `]}}]}}`)
			pods := d.placed(Options{Catalog: objectsCatalog(t)})[""].Workloads[0].After
			if pods.Replicas.Knowledge != test.want {
				t.Errorf("replicas %+v, want knowledge %d", pods.Replicas, test.want)
			}
			if pods.Strategy.Knowledge != upgrade.Absent {
				t.Errorf("strategy %+v, want none", pods.Strategy)
			}
		})
	}
}

func TestTypedWhollyUnknownSpec(t *testing.T) {
	pods := placedChange(t, changeOf(t, "kubernetes_stateful_set.db", `["create"]`, "", `{"metadata":[{"name":"db"}]}`, `{"spec":true}`)).Workloads[0].After
	if pods.Replicas.Knowledge != upgrade.Unknown || pods.Containers.Knowledge != upgrade.Unknown || pods.NodeSelector.Knowledge != upgrade.Unknown {
		t.Errorf("%+v", pods)
	}
}

func TestTypedKinds(t *testing.T) {
	const pod = `{"metadata":[{"labels":{"a":"b"}}],"spec":[{"container":[{"name":"c","image":"i:1"}]}]}`
	for _, test := range []struct {
		resourceType, spec string
		kind               upgrade.WorkloadKind
		strategy           string
	}{
		{"kubernetes_stateful_set", `{"replicas":"2","update_strategy":[{"type":"OnDelete","rolling_update":[]}],"template":[` + pod + `]}`, upgrade.StatefulSet, "OnDelete"},
		{"kubernetes_daemonset", `{"strategy":[{"type":"OnDelete"}],"template":[` + pod + `]}`, upgrade.DaemonSet, "OnDelete"},
		{"kubernetes_replication_controller_v1", `{"replicas":2,"template":[` + pod + `]}`, upgrade.ReplicationController, ""},
		{"kubernetes_job_v1", `{"template":[` + pod + `]}`, upgrade.Job, ""},
		{"kubernetes_cron_job", `{"job_template":[{"spec":[{"template":[` + pod + `]}]}]}`, upgrade.CronJob, ""},
		{"kubernetes_pod_v1", `{"container":[{"name":"c","image":"i:1"}]}`, upgrade.Pod, ""},
	} {
		t.Run(test.resourceType, func(t *testing.T) {
			after := `{"metadata":[{"name":"x","labels":{"a":"b"}}],"spec":[` + test.spec + `]}`
			placed := placedChange(t, changeOf(t, test.resourceType+".x", `["no-op"]`, after, after, `{}`))
			if len(placed.Workloads) != 1 {
				t.Fatalf("workloads %+v", placed.Workloads)
			}
			workload := placed.Workloads[0]
			if workload.Kind != test.kind || workload.Namespace != "default" || workload.After.Strategy.Value != test.strategy {
				t.Errorf("%+v %+v", workload, workload.After)
			}
			if workload.After.PodLabels.Value["a"] != "b" {
				t.Errorf("labels %+v", workload.After.PodLabels)
			}
			checkContainers(t, workload.After.Containers.Value, []string{"c ready:false live:false"})
		})
	}
}

func TestTypedBudgets(t *testing.T) {
	for _, test := range []struct {
		name, spec   string
		min, max     upgrade.Share
		hasMin       bool
		selector     upgrade.Knowledge
		selectorText string
	}{
		{"as planned", `{"min_available":"50%","max_unavailable":null,"selector":[{"match_expressions":[{"key":"t","operator":"In","values":["a"]}],"match_labels":{"app":"a"}}]}`, upgrade.Share{Number: 50, Percent: true}, upgrade.Share{}, true, upgrade.Known, "app=a, t In (a)"},
		{"as read back", `{"min_available":"","max_unavailable":"1","selector":[{"match_expressions":[],"match_labels":{"app":"a"}}]}`, upgrade.Share{}, upgrade.Share{Number: 1}, false, upgrade.Known, "app=a"},
		{"empty selector", `{"min_available":"1","selector":[{"match_expressions":[],"match_labels":{}}]}`, upgrade.Share{Number: 1}, upgrade.Share{}, true, upgrade.Known, ""},
		{"bare selector", `{"min_available":"1","selector":[null]}`, upgrade.Share{Number: 1}, upgrade.Share{}, true, upgrade.Known, ""},
		{"no selector", `{"min_available":"1","selector":[]}`, upgrade.Share{Number: 1}, upgrade.Share{}, true, upgrade.Absent, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			after := `{"metadata":[{"name":"app","namespace":"shop"}],"spec":[` + test.spec + `]}`
			placed := placedChange(t, changeOf(t, "kubernetes_pod_disruption_budget.app", `["create"]`, "", after, `{}`))
			budget := placed.Budgets[0]
			if budget.Before != nil || budget.After.GroupVersion != "policy/v1beta1" || budget.Namespace != "shop" {
				t.Errorf("%+v", budget)
			}
			if budget.After.MinAvailable.Value != test.min || budget.After.MinAvailable.IsKnown() != test.hasMin || budget.After.MaxUnavailable.Value != test.max {
				t.Errorf("shares %+v %+v", budget.After.MinAvailable, budget.After.MaxUnavailable)
			}
			if budget.After.Selector.Knowledge != test.selector || budget.After.Selector.Text != test.selectorText {
				t.Errorf("selector %+v", budget.After.Selector)
			}
		})
	}
}

func TestTypedAutoscalerAPI(t *testing.T) {
	for _, test := range []struct{ name, spec, unknown, want string }{
		{"neither", `{"min_replicas":2,"metric":[],"behavior":[],"scale_target_ref":[{"kind":"Deployment","name":"app"}]}`, `{}`, "autoscaling/v1"},
		{"unknown that nothing sets", `{"min_replicas":2,"scale_target_ref":[{"kind":"Deployment","name":"app"}]}`, `{"spec":[{"metric":true,"behavior":true}]}`, "autoscaling/v1"},
		{"metric", `{"min_replicas":2,"metric":[{"type":"Resource"}],"scale_target_ref":[{"kind":"Deployment","name":"app"}]}`, `{"spec":[{"behavior":true}]}`, "autoscaling/v2beta2"},
		{"behavior", `{"min_replicas":2,"behavior":[{"scale_up":[]}],"scale_target_ref":[{"kind":"Deployment","name":"app"}]}`, `{}`, "autoscaling/v2beta2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			after := `{"metadata":[{"name":"app"}],"spec":[` + test.spec + `]}`
			placed := placedChange(t, changeOf(t, "kubernetes_horizontal_pod_autoscaler.app", `["create"]`, "", after, test.unknown))
			if got := placed.APIObjects[0].GroupVersion.Value; got != test.want {
				t.Errorf("API %s, want %s", got, test.want)
			}
			hpa := placed.Autoscalers[0]
			if hpa.TargetKind != "Deployment" || hpa.TargetName != "app" || hpa.MinReplicas.Value != 2 {
				t.Errorf("%+v", hpa)
			}
		})
	}
}
