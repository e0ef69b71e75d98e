package kube

import (
	"reflect"
	"testing"

	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

const checkout = `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"checkout","namespace":"shop","generation":4,
 "managedFields":[{"manager":"terraform","operation":"Update","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{}}}]},
 "spec":{"replicas":3,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":"50%"}},
  "template":{"metadata":{"labels":{"app":"checkout","tier":"web"},"annotations":{"container.apparmor.security.beta.kubernetes.io/app":"runtime/default"}},
   "spec":{"nodeSelector":{"pool":"blue"},
    "tolerations":[{"key":"pool","operator":"Equal","value":"blue","effect":"NoSchedule"},{"operator":"Exists","tolerationSeconds":30}],
    "affinity":{
     "nodeAffinity":{
      "requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[
       {"matchExpressions":[{"key":"disk","operator":"In","values":["ssd","nvme"]},{"key":"old","operator":"DoesNotExist"}]},
       {"matchFields":[{"key":"metadata.name","operator":"In","values":["a"]}]}]},
      "preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":{"matchExpressions":[{"key":"zone","operator":"Exists"}]}}]},
     "podAffinity":{},
     "podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"checkout"}}}]}},
    "initContainers":[{"name":"migrate","image":"m:1","restartPolicy":"OnFailure"},{"name":"mesh","image":"mesh:2","restartPolicy":"Always","livenessProbe":{"tcpSocket":{"port":1}}}],
    "containers":[{"name":"app","image":"r.example:5000/app:7","readinessProbe":{"httpGet":{"path":"/","port":"http"}}}],
    "volumes":[{"name":"a","emptyDir":{}},{"name":"b","gitRepo":{"repository":"x"}},{"name":"c","configMap":{"name":"c"}},{"name":"d","emptyDir":{}},{"name":"e"}]}}},
 "status":{"replicas":3}}`

func TestDeployment(t *testing.T) {
	workload := deploymentOf(decoded[deployment](t, checkout), testSource)
	pods := workload.After
	if workload.Before != pods || workload.Address != "Deployment shop/checkout" || workload.Namespace != "shop" || workload.Name != "checkout" ||
		workload.Kind != upgrade.Deployment || workload.Action != upgrade.NoAction || !workload.WaitsForRollout {
		t.Errorf("%+v", workload)
	}
	if pods.Replicas.Value != 3 || pods.Strategy.Value != "RollingUpdate" || pods.MaxUnavailable.Value != (upgrade.Share{Number: 50, Percent: true}) || pods.MaxUnavailable.Text != "50%" {
		t.Errorf("%+v, %+v, %+v", pods.Replicas, pods.Strategy, pods.MaxUnavailable)
	}
	if pods.PodLabels.Text != "app=checkout, tier=web" || pods.NodeSelector.Value["pool"] != "blue" || !pods.Annotations.IsKnown() {
		t.Errorf("%+v, %+v, %+v", pods.PodLabels, pods.NodeSelector, pods.Annotations)
	}
	terms := []upgrade.NodeTerm{
		{Requirements: []upgrade.Requirement{{Key: "disk", Operator: "In", Values: []string{"ssd", "nvme"}}, {Key: "old", Operator: "DoesNotExist"}}},
		{Fields: true},
	}
	if !reflect.DeepEqual(pods.RequiredNodes.Value, terms) || pods.RequiredNodes.Text != "disk In (ssd, nvme) and old DoesNotExist or " {
		t.Errorf("%+v", pods.RequiredNodes)
	}
	if want := `{"nodeAffinity":[{"preference":{"matchExpressions":[{"key":"zone","operator":"Exists"}]},"weight":1}],"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"labelSelector":{"matchLabels":{"app":"checkout"}},"topologyKey":"kubernetes.io/hostname"}]}}`; pods.OtherAffinity != want {
		t.Errorf("got  %s\nwant %s", pods.OtherAffinity, want)
	}
	tolerations := []upgrade.Toleration{{Key: "pool", Operator: "Equal", Value: "blue", Effect: "NoSchedule"}, {Operator: "Exists"}}
	if !reflect.DeepEqual(pods.Tolerations.Value, tolerations) {
		t.Errorf("%+v", pods.Tolerations)
	}
	if want := []string{"configMap", "emptyDir", "gitRepo"}; !reflect.DeepEqual(pods.VolumeKinds, want) {
		t.Errorf("got %v, want %v", pods.VolumeKinds, want)
	}
	containers := pods.Containers.Value
	if len(containers) != 2 {
		t.Fatalf("%+v", containers)
	}
	if app := containers[0]; app.Name != "app" || app.Image.Value != "r.example:5000/app:7" || !app.Readiness.Value || app.Liveness.Value || !app.Liveness.IsKnown() {
		t.Errorf("%+v", app)
	}
	if mesh := containers[1]; mesh.Name != "mesh" || mesh.Readiness.Value || !mesh.Liveness.Value || mesh.Image.Source.Attribute != "spec.template.spec.initContainers[1].image" {
		t.Errorf("%+v", mesh)
	}
	for _, source := range []upgrade.Source{
		pods.Replicas.Source, pods.Strategy.Source, pods.MaxUnavailable.Source, pods.PodLabels.Source, pods.NodeSelector.Source, pods.RequiredNodes.Source,
		pods.Tolerations.Source, pods.Containers.Source, pods.Annotations.Source, containers[0].Image.Source, containers[1].Readiness.Source,
	} {
		if !isFromTestSource(source) {
			t.Errorf("%+v", source)
		}
	}
}

// What nothing sets is absent, and what is no such value is invalid.
func TestBareWorkloads(t *testing.T) {
	for _, test := range []struct {
		name     string
		workload upgrade.Workload
		address  string
		replicas upgrade.Knowledge
		strategy string
		field    string
		share    upgrade.Knowledge
	}{
		{
			name: "Deployment", workload: deploymentOf(decoded[deployment](t, `{"metadata":{"name":"a"},"spec":{"strategy":{"type":"Recreate"}}}`), testSource),
			address: "Deployment default/a", replicas: upgrade.Absent, strategy: "Recreate", field: "spec.strategy.type", share: upgrade.Absent,
		},
		{
			name: "no share", workload: deploymentOf(decoded[deployment](t, `{"metadata":{"name":"a"},"spec":{"replicas":0,"strategy":{"rollingUpdate":{"maxUnavailable":"many"}}}}`), testSource),
			address: "Deployment default/a", replicas: upgrade.Known, field: "spec.strategy.type", share: upgrade.Invalid,
		},
		{
			name: "DaemonSet", workload: daemonSetOf(decoded[daemonSet](t, `{"metadata":{"name":"a","namespace":"b"},"spec":{"updateStrategy":{"type":"OnDelete"}}}`), testSource),
			address: "DaemonSet b/a", replicas: upgrade.Absent, strategy: "OnDelete", field: "spec.updateStrategy.type", share: upgrade.Absent,
		},
		{
			name: "StatefulSet", workload: statefulSetOf(decoded[statefulSet](t, `{"metadata":{"name":"a","namespace":"b"},"spec":{"replicas":2,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":1}}}}`), testSource),
			address: "StatefulSet b/a", replicas: upgrade.Known, strategy: "RollingUpdate", field: "spec.updateStrategy.type", share: upgrade.Known,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			pods := test.workload.After
			if test.workload.Address != test.address || pods.Replicas.Knowledge != test.replicas || pods.Strategy.Value != test.strategy ||
				pods.Strategy.Source.Attribute != test.field || pods.MaxUnavailable.Knowledge != test.share {
				t.Errorf("%+v\n%+v", test.workload, pods)
			}
			if (pods.MaxUnavailable.Reason != "") != (test.share == upgrade.Invalid) {
				t.Errorf("reason %q", pods.MaxUnavailable.Reason)
			}
			for _, knowledge := range []upgrade.Knowledge{
				pods.PodLabels.Knowledge, pods.NodeSelector.Knowledge, pods.RequiredNodes.Knowledge, pods.Tolerations.Knowledge, pods.Containers.Knowledge, pods.Annotations.Knowledge,
			} {
				if knowledge != upgrade.Absent {
					t.Errorf("%+v", pods)
				}
			}
			if pods.OtherAffinity != "" || pods.VolumeKinds != nil {
				t.Errorf("%q, %v", pods.OtherAffinity, pods.VolumeKinds)
			}
		})
	}
}

// The wire form may hold a type that is neither a number nor a text.
func TestShareOfNoType(t *testing.T) {
	share := shareClaim(&intstr.IntOrString{Type: 7, IntVal: 3}, atPath(testSource, "spec.x"))
	if share.Knowledge != upgrade.Invalid || share.Reason == "" {
		t.Errorf("%+v", share)
	}
}

func TestOtherAffinityOfNothing(t *testing.T) {
	for _, affinity := range []*affinity{
		nil, {}, {NodeAffinity: &nodeAffinity{}, PodAffinity: map[string]any{}, PodAntiAffinity: map[string]any{}},
		{NodeAffinity: &nodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: &nodeSelector{}}},
	} {
		if got := otherAffinity(affinity); got != "" {
			t.Errorf("%+v: %s", affinity, got)
		}
	}
}
