package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// objectRules are the rules on Kubernetes objects.
var objectRules = []upgrade.Rule{
	removedAPI, deprecatedAPI, pdbBlocksDrain, pdbReplaced, pdbMissing, singleReplica, recreateStrategy, rollingUpdateUnavailable,
	readinessProbeMissing, livenessProbeMissing, nodeSelectorUnmatched, nodeTaintUntolerated, nodeGroupRemovedInUse,
}

func secret[T any](value T) upgrade.Claim[T] {
	return upgrade.Claim[T]{Knowledge: upgrade.Known, Value: value, Text: fmt.Sprint(value), Sensitive: true, Source: upgrade.Source{Kind: upgrade.SourcePlan}}
}

// secretly is a plan in which every value that a rule on objects judges is
// sensitive and, where it is a text or a number that may be told, holds 7777 or
// hunter.
func secretly(t *testing.T) upgrade.Environment {
	none := upgrade.Source{}
	version := func(text string) []upgrade.VersionClaim {
		return []upgrade.VersionClaim{upgrade.ClaimVersion(text, none)}
	}
	pods := func(pool string) *upgrade.PodController {
		return &upgrade.PodController{
			Replicas: secret(7777), Strategy: secret("RollingUpdate"), MaxUnavailable: secret(upgrade.Share{Number: 7777}),
			PodLabels: secret(map[string]string{"app": "hunter"}), NodeSelector: secret(map[string]string{"pool": pool}),
			RequiredNodes: upgrade.NoClaim[[]upgrade.NodeTerm](none), Tolerations: secret([]upgrade.Toleration{{Key: "hunter"}}),
			Containers: secret([]upgrade.Container{{Name: "hunter", Readiness: upgrade.NoClaim[bool](none), Liveness: upgrade.NoClaim[bool](none)}}),
		}
	}
	nodes := func(labels map[string]string, taints ...upgrade.Taint) *upgrade.NodeSettings {
		return &upgrade.NodeSettings{Labels: secret(labels), Taints: secret(taints)}
	}
	budget := &upgrade.Budget{MinAvailable: secret(upgrade.Share{Number: 77770}), MaxUnavailable: upgrade.NoClaim[upgrade.Share](none), Selector: secret(upgrade.LabelSelector{MatchLabels: map[string]string{"app": "hunter"}}), GroupVersion: "policy/v1"}
	lone := pods("")
	lone.Replicas, lone.NodeSelector, lone.Strategy = secret(1), upgrade.NoClaim[map[string]string](none), secret("Recreate")
	taint := upgrade.Taint{Key: "hunter2", Value: "hunter", Effect: "NoSchedule"}
	return upgrade.Environment{Name: "prod", Plan: &upgrade.Plan{HasCluster: true}, Clusters: []upgrade.Cluster{{
		Address: "aws_eks_cluster.this", Asked: version("1.29"), Current: version("1.28"), AutoMode: upgrade.NoClaim[bool](none),
		NodeGroups: []upgrade.NodeGroup{
			{Address: "aws_eks_node_group.a", Name: "a", Asked: version("1.29"), Current: version("1.28"), Action: upgrade.Update, Before: nodes(map[string]string{"pool": "hunter"}), After: nodes(map[string]string{"pool": "hunter"}, taint)},
			{Address: "aws_eks_node_group.b", Name: "b", Current: version("1.28"), Action: upgrade.Delete, Before: nodes(map[string]string{"pool": "hunterb"})},
		},
		Placed: upgrade.Placed{Objects: upgrade.Objects{
			Workloads: []upgrade.Workload{
				{Address: "kubernetes_deployment.app", Kind: upgrade.Deployment, Name: "app", Action: upgrade.Update, Before: pods("hunter"), After: pods("hunterc")},
				{Address: "kubernetes_deployment.old", Kind: upgrade.Deployment, Name: "old", Before: pods("hunterb"), After: pods("hunterb")},
				{Address: "kubernetes_deployment.lone", Kind: upgrade.Deployment, Name: "lone", Namespace: "lone", Before: lone, After: lone},
			},
			Budgets:    []upgrade.PodDisruptionBudget{{Address: "kubernetes_pod_disruption_budget_v1.app", Name: "app", Action: upgrade.DeleteThenCreate, Before: budget, After: budget}},
			APIObjects: []upgrade.APIObject{{Address: "kubernetes_manifest.app", Name: "app", GroupVersion: secret("hunter/v1"), Kind: "Thing"}},
		}},
	}}}
}

func TestRulesOnObjectsPrintNothingSensitive(t *testing.T) {
	old, _ := upgrade.ParseAddonVersion("1.29")
	fleet := upgrade.Fleet{
		Environments: []upgrade.Environment{secretly(t)}, Policy: upgrade.DefaultPolicy(), Today: day(t, "2026-06-01"),
		Catalog: upgrade.Catalog{APIs: []upgrade.API{{GroupVersion: "hunter/v1", Kind: "Thing", Component: "k8s", RemovedIn: old}}},
	}
	spoke := map[string]bool{}
	for _, finding := range upgrade.Evaluate(objectRules, fleet).Environments[0].Findings {
		spoke[finding.Rule] = true
		for _, text := range []string{finding.Fact, finding.Message, finding.Remediation, finding.Attribute, finding.Address} {
			if strings.Contains(text, "hunter") || strings.Contains(text, "7777") {
				t.Errorf("%s tells a sensitive value: %q", finding.Rule, text)
			}
		}
		checkWording(t, finding)
	}
	for _, rule := range objectRules {
		if quiet := rule.Name == "deprecated-api" || rule.Name == "pdb-missing"; spoke[rule.Name] == quiet {
			t.Errorf("%s spoke: %t, want %t", rule.Name, spoke[rule.Name], !quiet)
		}
	}
}

// Nothing that a source leaves out makes a rule crash.
func TestRulesOnObjectsStandGaps(t *testing.T) {
	actions := []upgrade.Action{upgrade.NoAction, upgrade.Create, upgrade.Update, upgrade.DeleteThenCreate, upgrade.CreateThenDelete, upgrade.Delete, upgrade.Forget}
	kinds := []upgrade.WorkloadKind{upgrade.Deployment, upgrade.DaemonSet, upgrade.Job, upgrade.Pod, "Other"}
	pods := []*upgrade.PodController{nil, {}}
	nodes := []*upgrade.NodeSettings{nil, {}, {Labels: secret(map[string]string{"pool": "a"}), Taints: secret([]upgrade.Taint{{Key: "k", Effect: "NoExecute"}})}}
	budgets := []*upgrade.Budget{nil, {}, {MinAvailable: secret(upgrade.Share{Number: 100, Percent: true}), MaxUnavailable: upgrade.NoClaim[upgrade.Share](upgrade.Source{}), Selector: secret(upgrade.LabelSelector{})}}
	for _, action := range actions {
		var placed upgrade.Placed
		var groups []upgrade.NodeGroup
		for _, before := range pods {
			for _, after := range pods {
				for _, kind := range kinds {
					placed.Workloads = append(placed.Workloads, upgrade.Workload{Kind: kind, Action: action, Before: before, After: after})
				}
			}
		}
		for _, before := range budgets {
			for _, after := range budgets {
				placed.Budgets = append(placed.Budgets, upgrade.PodDisruptionBudget{Action: action, Before: before, After: after})
			}
		}
		for _, before := range nodes {
			for _, after := range nodes {
				groups = append(groups, upgrade.NodeGroup{Action: action, Before: before, After: after})
			}
		}
		placed.APIObjects = []upgrade.APIObject{{Action: action}}
		environment := upgrade.Environment{Name: "prod", Plan: &upgrade.Plan{}, Unplaced: placed, Clusters: []upgrade.Cluster{{Placed: placed, NodeGroups: groups}, {Placed: placed}}}
		for _, target := range []upgrade.Minor{{}, at(t, 29)} {
			environment.Plan.Target = target
			for _, rule := range objectRules {
				rule.Check(upgrade.Subject{Environment: environment, Catalog: everythingOffered(t, "2026-06-01")})
			}
		}
	}
}

func TestMoves(t *testing.T) {
	pods := func(tolerations ...upgrade.Toleration) *upgrade.PodController {
		none := upgrade.Source{}
		return &upgrade.PodController{
			NodeSelector: upgrade.NoClaim[map[string]string](none), RequiredNodes: upgrade.NoClaim[[]upgrade.NodeTerm](none),
			Tolerations: upgrade.Claim[[]upgrade.Toleration]{Knowledge: upgrade.Known, Value: tolerations},
		}
	}
	spread := pods()
	spread.OtherAffinity = "apart from other pods"
	unknown := pods()
	unknown.Tolerations = upgrade.UnknownClaim[[]upgrade.Toleration]("it is made at apply", upgrade.Source{})
	for name, test := range map[string]struct {
		action        upgrade.Action
		before, after *upgrade.PodController
		want          bool
	}{
		"another value":                 {upgrade.Update, pods(upgrade.Toleration{Key: "a", Value: "1"}), pods(upgrade.Toleration{Key: "a", Value: "2"}), true},
		"replaced":                      {upgrade.DeleteThenCreate, pods(), pods(upgrade.Toleration{Key: "a"}), true},
		"Equal and the default of it":   {upgrade.Update, pods(upgrade.Toleration{Key: "a", Operator: "Equal"}), pods(upgrade.Toleration{Key: "a"}), false},
		"nothing of it":                 {upgrade.Update, pods(), pods(), false},
		"another affinity":              {upgrade.Update, pods(), spread, true},
		"not known":                     {upgrade.Update, pods(), unknown, true},
		"new":                           {upgrade.Create, nil, pods(), false},
		"it goes":                       {upgrade.Delete, pods(), nil, false},
		"no change, whatever is listed": {upgrade.NoAction, pods(), pods(upgrade.Toleration{Key: "a"}), false},
	} {
		if got := moves(upgrade.Workload{Action: test.action, Before: test.before, After: test.after}); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
	}
	if asksAnew(upgrade.Workload{Action: upgrade.Update, Before: pods(), After: spread}) {
		t.Error("nearness to other pods says nothing about labels and taints of nodes")
	}
}

func TestHowThingsAreCalled(t *testing.T) {
	for got, want := range map[string]string{
		called(upgrade.Workload{Kind: upgrade.Deployment, Name: "app", Address: "a.b"}):                                             "Deployment app (a.b)",
		called(upgrade.Workload{Kind: upgrade.Pod, Address: "a.b"}):                                                                 "Pod (a.b)",
		called(upgrade.Workload{Kind: upgrade.Job, Name: "night"}):                                                                  "Job night",
		inShort(upgrade.Workload{Kind: upgrade.Pod, Address: "a.b"}):                                                                "a.b",
		calledBudget(upgrade.PodDisruptionBudget{Name: "app", Address: "b.c"}):                                                      "app (b.c)",
		calledBudget(upgrade.PodDisruptionBudget{Address: "b.d"}):                                                                   "b.d",
		groupName(upgrade.NodeGroup{Address: "c.d"}):                                                                                "c.d",
		shownShare(upgrade.Claim[upgrade.Share]{Value: upgrade.Share{Number: 50, Percent: true}}):                                   "50%",
		shownShare(secret(upgrade.Share{Number: 3})):                                                                                "(sensitive)",
		requirementText(upgrade.Requirement{Key: "cores", Operator: "Gt", Values: []string{"4"}}):                                   "cores Gt 4",
		requirementText(upgrade.Requirement{Key: "gpu", Operator: "DoesNotExist"}):                                                  "no label gpu",
		shownTaint(upgrade.NodeGroup{Name: "blue", After: &upgrade.NodeSettings{}}, upgrade.Taint{Key: "gpu", Effect: "NoExecute"}): "gpu:NoExecute of blue",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Every API of the catalog is found at the version that removes it, and not one
// minor earlier; the same through the resource types that stand for it.
func TestRemovedAPIsOfTheCatalog(t *testing.T) {
	embedded := catalog.Embedded()
	judged := func(object upgrade.APIObject, target upgrade.Minor) []upgrade.Finding {
		environment := upgrade.Environment{Plan: &upgrade.Plan{Target: target}, Unplaced: upgrade.Placed{Objects: upgrade.Objects{APIObjects: []upgrade.APIObject{object}}}}
		return removedAPI.Check(upgrade.Subject{Environment: environment, Catalog: embedded}).Findings
	}
	total := 0
	check := func(resourceType string, api upgrade.API) {
		removed, ok := api.RemovedIn.Kubernetes()
		if api.Component != "k8s" || !ok {
			return
		}
		total++
		object := upgrade.APIObject{Address: "a.b", Kind: api.Kind, GroupVersion: upgrade.ClaimText(api.GroupVersion, upgrade.Source{}), ResourceType: resourceType}
		if got := judged(object, removed); len(got) != 1 || got[0].Severity != upgrade.Off {
			t.Errorf("%s %s %s at %s: got %+v, want one error", resourceType, api.GroupVersion, api.Kind, removed, got)
		}
		if got := judged(object, removed.Previous()); len(got) != 0 {
			t.Errorf("%s %s %s at %s: got %+v, want nothing", resourceType, api.GroupVersion, api.Kind, removed.Previous(), got)
		}
	}
	for _, api := range embedded.APIs {
		check("", api)
	}
	for _, resource := range embedded.ResourceAPIs {
		if api, found := embedded.APIOf(resource.GroupVersion, resource.Kind); found {
			check(resource.ResourceType, api)
		}
	}
	if total < 100 {
		t.Errorf("only %d APIs of the catalog have a version that removes them", total)
	}
}
