package readiness

import (
	"fmt"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func podsOf(replicas int, otherAffinity string) *upgrade.PodController {
	return &upgrade.PodController{
		Replicas:      upgrade.Claim[int]{Knowledge: upgrade.Known, Value: replicas, Text: fmt.Sprint(replicas)},
		OtherAffinity: otherAffinity,
	}
}

func limitOf(minimum int) *upgrade.Budget {
	return &upgrade.Budget{MinAvailable: upgrade.Claim[upgrade.Share]{Knowledge: upgrade.Known, Value: upgrade.Share{Number: minimum}, Text: fmt.Sprint(minimum)}}
}

// What runs is what is there before the apply, and after it where the plan leaves the
// object as it is. The plan's own value is kept.
func TestWhatRunsIsBeforeThePlan(t *testing.T) {
	for name, test := range map[string]struct {
		action  upgrade.Action
		kind    upgrade.WorkloadKind
		fresh   bool
		running string
		want    string
	}{
		"left alone":              {upgrade.NoAction, upgrade.Deployment, false, "app", "5 5, planned 1"},
		"changed":                 {upgrade.Update, upgrade.StatefulSet, false, "app", "5 2, planned 1"},
		"replaced":                {upgrade.DeleteThenCreate, upgrade.DaemonSet, false, "app", "5 2, planned 1"},
		"removed":                 {upgrade.Delete, upgrade.Deployment, false, "app", "5 none, planned 1"},
		"made":                    {upgrade.Create, upgrade.Deployment, true, "app", "none 2, planned none"},
		"not there":               {upgrade.NoAction, upgrade.Deployment, false, "other", "1 2, planned none"},
		"without a name in plans": {upgrade.NoAction, upgrade.Deployment, false, "", "1 2, planned none"},
	} {
		t.Run(name, func(t *testing.T) {
			workload := upgrade.Workload{Address: "kubernetes_deployment.app", Kind: test.kind, Name: "app", Action: test.action, Before: podsOf(1, "by the plan"), After: podsOf(2, "by the plan")}
			budget := upgrade.PodDisruptionBudget{Address: "kubernetes_pod_disruption_budget.app", Name: "app", Action: test.action, Before: limitOf(1), After: limitOf(2)}
			if test.running == "" {
				workload.Name, budget.Name = "", ""
			}
			if test.fresh {
				workload.Before, budget.Before = nil, nil
			}
			if test.action == upgrade.Delete {
				workload.After, budget.After = nil, nil
			}
			pods, limits := podsOf(5, "by the API"), limitOf(5)
			cluster := upgrade.Cluster{}
			cluster.Workloads, cluster.Budgets = []upgrade.Workload{workload}, []upgrade.PodDisruptionBudget{budget}
			var kube upgrade.Kube
			kube.Workloads = []upgrade.Workload{{Address: "x", Kind: test.kind, Namespace: "default", Name: test.running, Before: pods, After: pods}}
			kube.Budgets = []upgrade.PodDisruptionBudget{{Address: "y", Namespace: "default", Name: test.running, Before: limits, After: limits}}
			addKubeObjects(&kubeQuestion{cluster: &cluster, planned: true}, kube)

			workload, budget = cluster.Workloads[0], cluster.Budgets[0]
			replicas := func(pods *upgrade.PodController) string {
				if pods == nil {
					return "none"
				}
				if pods.OtherAffinity != "by the plan" {
					t.Errorf("the affinity is written %s, which no plan can be compared with", pods.OtherAffinity)
				}
				return pods.Replicas.Text
			}
			minimum := func(limits *upgrade.Budget) string {
				if limits == nil {
					return "none"
				}
				return limits.MinAvailable.Text
			}
			if got := fmt.Sprintf("%s %s, planned %s", replicas(workload.Before), replicas(workload.After), replicas(workload.Planned)); got != test.want {
				t.Errorf("the workload has %s, want %s", got, test.want)
			}
			if got := fmt.Sprintf("%s %s, planned %s", minimum(budget.Before), minimum(budget.After), minimum(budget.Planned)); got != test.want {
				t.Errorf("the budget has %s, want %s", got, test.want)
			}
			if workload.Address != "kubernetes_deployment.app" || budget.Address != "kubernetes_pod_disruption_budget.app" || pods.OtherAffinity != "by the API" {
				t.Errorf("got %+v, %+v; the API's are %+v", workload, budget, pods)
			}
		})
	}
}

// What a plan marks as sensitive is not printed by way of the cluster.
func TestWhatRunsMayBeSensitive(t *testing.T) {
	pods, limits := podsOf(3, ""), limitOf(2)
	pods.Replicas.Sensitive, limits.MinAvailable.Sensitive = true, true
	workloads := []upgrade.Workload{{Kind: upgrade.Deployment, Name: "app", Before: pods, After: pods}}
	budgets := []upgrade.PodDisruptionBudget{{Name: "app", Before: limits, After: limits}}
	tellRunningWorkloads(workloads, []upgrade.Workload{{Kind: upgrade.Deployment, Name: "app", Before: podsOf(3, "")}})
	tellRunningBudgets(budgets, []upgrade.PodDisruptionBudget{{Name: "app", Before: limitOf(2)}})
	if workloads[0].Planned == nil || !workloads[0].After.Replicas.Sensitive || budgets[0].Planned == nil || !budgets[0].After.MinAvailable.Sensitive {
		t.Errorf("got %+v, %+v", workloads[0].After, budgets[0].After)
	}
}

// Of a lone pod the API gives only metadata.
func TestLonePodsStayAsPlanned(t *testing.T) {
	planned := []upgrade.Workload{{Kind: upgrade.Pod, Name: "app", Before: podsOf(1, ""), After: podsOf(1, "")}}
	tellRunningWorkloads(planned, []upgrade.Workload{{Kind: upgrade.Pod, Name: "app", Before: podsOf(5, ""), After: podsOf(5, "")}})
	if planned[0].Before.Replicas.Value != 1 || planned[0].Planned != nil {
		t.Errorf("got %+v", planned[0])
	}
}

// An autoscaler that the plan leaves alone does what it does in the cluster.
func TestAutoscalersThatRun(t *testing.T) {
	for action, want := range map[upgrade.Action]string{upgrade.NoAction: "StatefulSet db 2", upgrade.Update: "Deployment app 4"} {
		planned := []upgrade.PodAutoscaler{{Address: "kubernetes_horizontal_pod_autoscaler_v2.app", Name: "app", Action: action, TargetKind: "Deployment", TargetName: "app", MinReplicas: podsOf(4, "").Replicas}}
		tellRunningAutoscalers(planned, []upgrade.PodAutoscaler{{Namespace: "default", Name: "app", TargetKind: "StatefulSet", TargetName: "db", MinReplicas: podsOf(2, "").Replicas}})
		if got := fmt.Sprint(planned[0].TargetKind, " ", planned[0].TargetName, " ", planned[0].MinReplicas.Text); got != want || planned[0].Address != "kubernetes_horizontal_pod_autoscaler_v2.app" {
			t.Errorf("%v: got %s, want %s", action, got, want)
		}
	}
}

func TestAddonsRunOtherVersionsThanPlanned(t *testing.T) {
	claim := func(version string, kind upgrade.SourceKind) upgrade.AddonClaim {
		claim := runningAddon("", version).Version
		claim.Source = upgrade.Source{Kind: kind}
		return claim
	}
	const old = "v1.31.3-eksbuild.2"
	for name, test := range map[string]struct {
		action         upgrade.Action
		current, asked string
		source         upgrade.SourceKind
		tfvars         bool
		running        string
		want           string
	}{
		"left alone":        {upgrade.NoAction, "v1.34.0-eksbuild.4", "v1.34.0-eksbuild.4", upgrade.SourcePrior, false, old, old + " " + old + " v1.34.0-eksbuild.4"},
		"changed":           {upgrade.Update, "v1.33.0-eksbuild.4", "v1.34.0-eksbuild.4", upgrade.SourcePrior, false, old, old + " v1.34.0-eksbuild.4 v1.33.0-eksbuild.4"},
		"the same core":     {upgrade.NoAction, "v1.34.0-eksbuild.4", "v1.34.0-eksbuild.4", upgrade.SourcePrior, false, "v1.34.0", "v1.34.0-eksbuild.4 v1.34.0-eksbuild.4 "},
		"one of two has it": {upgrade.NoAction, "v1.34.0-eksbuild.4", "v1.34.0-eksbuild.4", upgrade.SourcePrior, false, old + " v1.34.0", "v1.34.0-eksbuild.4 v1.34.0-eksbuild.4 "},
		"no version":        {upgrade.NoAction, "v1.34.0", "v1.34.0", upgrade.SourcePrior, false, "latest", "v1.34.0 v1.34.0 "},
		"EKS tells":         {upgrade.NoAction, "v1.34.0", "v1.34.0", upgrade.SourceEKS, false, old, "v1.34.0 v1.34.0 "},
		"tfvars":            {upgrade.NoAction, "v1.34.0", "v1.34.0", upgrade.SourceBaseline, true, old, "v1.34.0 v1.34.0 "},
	} {
		cluster := upgrade.Cluster{}
		cluster.Addons = []upgrade.Addon{{Address: "aws_eks_addon.proxy", Name: "kube-proxy", Action: test.action, Current: claim(test.current, test.source), Asked: claim(test.asked, upgrade.SourcePlan)}}
		var kube upgrade.Kube
		for _, version := range strings.Fields(test.running) {
			kube.Addons = append(kube.Addons, runningAddon("kube-proxy", version))
		}
		addKubeAddons(&kubeQuestion{cluster: &cluster, planned: !test.tfvars}, kube)
		addon := cluster.Addons[0]
		if got := addon.Current.Text + " " + addon.Asked.Text + " " + addon.Planned.Text; got != test.want || addon.Address != "aws_eks_addon.proxy" || len(cluster.Addons) != 1 {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// A plan that leaves a budget and kube-proxy alone is judged by what runs: the
// findings are those of a check of the same cluster, and name the plan's resources.
func TestPlansAreJudgedByWhatRuns(t *testing.T) {
	labels := map[string]string{"app": "app"}
	pods := podsOf(3, "")
	pods.PodLabels = upgrade.Claim[map[string]string]{Knowledge: upgrade.Known, Value: labels}
	pods.NodeSelector.Knowledge, pods.RequiredNodes.Knowledge, pods.Tolerations.Knowledge = upgrade.Absent, upgrade.Absent, upgrade.Absent
	selector := upgrade.Claim[upgrade.LabelSelector]{Knowledge: upgrade.Known, Value: upgrade.LabelSelector{MatchLabels: labels}}
	planned := &upgrade.Budget{Selector: selector, MaxUnavailable: upgrade.Claim[upgrade.Share]{Knowledge: upgrade.Known, Value: upgrade.Share{Number: 1}, Text: "1"}}
	planned.MinAvailable.Knowledge = upgrade.Absent
	live := limitOf(3)
	live.Selector, live.MaxUnavailable.Knowledge = selector, upgrade.Absent

	state := runningAddon("", "v1.34.0-eksbuild.2").Version
	state.Source = upgrade.Source{Kind: upgrade.SourcePrior}
	group := upgrade.NodeGroup{Address: "aws_eks_node_group.blue", Name: "blue", Action: upgrade.Update, Before: &upgrade.NodeSettings{}, After: &upgrade.NodeSettings{}}
	group.Current, group.Asked = []upgrade.VersionClaim{upgrade.ClaimVersion("1.33", state.Source)}, []upgrade.VersionClaim{inPlan("1.34")}
	environments := []upgrade.Environment{plannedCluster(func(c *upgrade.Cluster) {
		c.NodeGroups = []upgrade.NodeGroup{group}
		c.Workloads = []upgrade.Workload{{Address: "kubernetes_deployment.app", Kind: upgrade.Deployment, Name: "app", Before: pods, After: pods}}
		c.Budgets = []upgrade.PodDisruptionBudget{{Address: "kubernetes_pod_disruption_budget.app", Name: "app", Before: planned, After: planned}}
		c.Addons = []upgrade.Addon{{Address: "aws_eks_addon.proxy", Name: "kube-proxy", Kind: upgrade.EKSAddon, Current: state, Asked: state}}
	})}
	kube := runs("1.33", node("a", "1.33", "blue"))
	kube.Workloads = []upgrade.Workload{{Address: "Deployment default/app", Kind: upgrade.Deployment, Namespace: "default", Name: "app", Before: pods, After: pods}}
	kube.Budgets = []upgrade.PodDisruptionBudget{{Address: "PodDisruptionBudget default/app", Namespace: "default", Name: "app", Before: live, After: live}}
	kube.Addons = []upgrade.KubeAddon{runningAddon("kube-proxy", "v1.30.0-minimal-eksbuild.2")}
	source := &KubeSource{Reader: &fakeKube{clusters: map[string]upgrade.Kube{"https://ap-northeast-1/shop": kube}}, Gate: (&fakeGate{}).pass}
	if _, err := source.addKubeToPlans(t.Context(), nil, environments, []string{"prod"}); err != nil {
		t.Fatal(err)
	}
	report := upgrade.Evaluate(rules.All(), upgrade.Fleet{Environments: environments, Catalog: catalog.Embedded(), Policy: upgrade.DefaultPolicy()})
	found := map[string]bool{}
	for _, finding := range report.Environments[0].Findings {
		found[finding.Rule+" "+finding.Address] = true
	}
	for _, want := range []string{
		"pdb-blocks-drain kubernetes_pod_disruption_budget.app", "cluster-differs kubernetes_pod_disruption_budget.app",
		"kube-proxy-skew aws_eks_addon.proxy", "cluster-differs aws_eks_addon.proxy",
	} {
		if !found[want] {
			t.Errorf("no finding %s among %v", want, found)
		}
	}
	if found["cluster-differs kubernetes_deployment.app"] || found["cluster-differs aws_eks_cluster.this"] {
		t.Errorf("what is the same differs: %v", found)
	}
}
