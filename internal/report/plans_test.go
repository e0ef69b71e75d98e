package report

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// planned is an environment that was read from a plan.
func planned(name, current, asked string, verdict upgrade.Verdict) upgrade.EnvironmentReport {
	report := environment(name, current, asked, verdict)
	report.Environment.Source = name + ".json"
	report.Environment.Plan = &upgrade.Plan{HasCluster: true}
	report.Pending = current != asked
	cluster := &report.Environment.Clusters[0]
	cluster.Address = "aws_eks_cluster.this"
	for _, claims := range [][]upgrade.VersionClaim{cluster.Asked, cluster.Current, cluster.NodeGroups[0].Asked, cluster.NodeGroups[0].Current} {
		claims[0].Source = upgrade.Source{Kind: upgrade.SourcePlan, Attribute: "version"}
	}
	return report
}

func planFinding(environment, rule, fact, address string, severity upgrade.Severity) upgrade.Finding {
	found := finding(environment, rule, fact, severity)
	found.Address, found.Attribute = address, "version"
	found.Source = upgrade.Source{Kind: upgrade.SourcePlan, Attribute: "version"}
	return found
}

// plans is a judgement of plans: one of each kind of cell of the matrix.
func plans(t *testing.T) Document {
	t.Helper()
	rule := func(name string, concern upgrade.Concern) upgrade.Rule {
		return upgrade.Rule{Name: name, Concern: concern, Severity: upgrade.Error, Title: name, Why: name, Remediation: name, Reference: "https://example.com/" + name}
	}
	dev := planned("dev", "1.34", "1.35", upgrade.Ready)
	dev.Environment.Clusters[0].Workloads = []upgrade.Workload{{}}

	prod := planned("prod", "1.34", "1.36", upgrade.NotReady)
	prod.Findings = []upgrade.Finding{
		planFinding("prod", "minor-version-skip", "1.34 -> 1.36", "aws_eks_cluster.this", upgrade.Error),
		planFinding("prod", "removed-api", "policy/v1beta1 PodDisruptionBudget", "kubernetes_pod_disruption_budget.app", upgrade.Error),
		planFinding("prod", "removed-api", "batch/v1beta1 CronJob", `kubernetes_manifest.job["a b"]`, upgrade.Error),
		planFinding("prod", "single-replica", "app", "kubernetes_deployment.app", upgrade.Warning),
	}
	waived := planFinding("prod", "node-group-skew", "blue", "aws_eks_node_group.blue[0]", upgrade.Error)
	waived.Waiver = &upgrade.Waiver{Reason: "rebuilt", Until: date(t, "2026-12-31")}
	prod.Findings = append(prod.Findings, waived)
	prod.NotJudged = []upgrade.NotJudged{{Rule: "addon-incompatible", Address: "helm_release.x", Reason: "the chart is not known"}}

	lab := planned("lab", "1.34", "1.35", upgrade.Incomplete)
	lab.NotJudged = []upgrade.NotJudged{{Rule: "removed-api", Address: "kubectl_manifest.x", Reason: "the manifest is decided at apply", AffectsVerdict: true}}

	return Document{
		Report: upgrade.Report{FailOn: upgrade.Error, Verdict: upgrade.NotReady, Environments: []upgrade.EnvironmentReport{dev, prod, lab}},
		Rules: []upgrade.Rule{
			rule("minor-version-skip", upgrade.VersionConcern), rule("node-group-skew", upgrade.NodeGroupConcern), rule("addon-incompatible", upgrade.AddonConcern),
			rule("removed-api", upgrade.APIConcern), rule("single-replica", upgrade.WorkloadConcern), rule("plan-errored", upgrade.PlanConcern),
			rule("support-ending", upgrade.VersionConcern),
		},
		ToolVersion: "1.2.3", CatalogDate: date(t, "2026-11-22"), Plans: true,
	}
}

func TestPlansText(t *testing.T) { golden(t, "plans.text", render(t, "text", plans(t))) }

func TestPlansMarkdown(t *testing.T) { golden(t, "plans.markdown", render(t, "markdown", plans(t))) }

func TestConcernCells(t *testing.T) {
	document := plans(t)
	concerns := concernsOf(document.Rules)
	for i, want := range [][]string{
		{"dev", "ready", "ok", "ok", "-", "-", "ok", "ok"},
		{"prod", "not ready", "1 error", "1 waived", "partly", "2 errors", "1 warning", "ok"},
		{"lab", "incomplete", "ok", "ok", "-", "unknown", "-", "ok"},
	} {
		if got := concernCells(document.Report.Environments[i], concerns); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Upgrade rules speak where something is pending: where nothing is, there is
// nothing that is judged to be right.
func TestConcernCellsOfAPlanWithoutACluster(t *testing.T) {
	held := upgrade.Placed{Objects: upgrade.Objects{Workloads: []upgrade.Workload{{}}, APIObjects: []upgrade.APIObject{{}}}}
	report := upgrade.EnvironmentReport{Pending: true, Verdict: upgrade.Ready, Environment: upgrade.Environment{Name: "app", Plan: &upgrade.Plan{}, Unplaced: held}}
	if got := concernCells(report, nil); !slices.Equal(got, []string{"app", "ready", "-", "-", "-", "-", "-", "ok"}) {
		t.Errorf("got %q", got)
	}
	target, err := upgrade.ParseMinor("1.35")
	if err != nil {
		t.Fatal(err)
	}
	report.Environment.Plan.Target = target
	if got := concernCells(report, nil); !slices.Equal(got, []string{"app", "ready", "-", "-", "-", "ok", "ok", "ok"}) {
		t.Errorf("with a target: got %q", got)
	}
}

func TestGapsNameResources(t *testing.T) {
	document := plans(t)
	var gaps []upgrade.NotJudged
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		gaps = append(gaps, upgrade.NotJudged{Rule: "removed-api", Address: "helm_release." + name, Reason: "the plan does not hold the manifest"})
	}
	gaps = append(gaps, upgrade.NotJudged{Rule: "removed-api", Address: "x.y", Reason: "x.y is not known."})
	document.Report.Environments[0].NotJudged = gaps
	for i, want := range []string{
		"the plan does not hold the manifest: removed-api for dev at helm_release.a, helm_release.b, helm_release.c and 2 more (does not affect the verdict)",
		"x.y is not known: removed-api for dev (does not affect the verdict)",
	} {
		if got := gapsOf(document.Report)[i].String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A wide matrix is cut into tables that fit, each with the environments.
func TestMatrixFitsATerminal(t *testing.T) {
	document := plans(t)
	document.Report.Environments[0].Environment.Name = strings.Repeat("n", 30)
	text := render(t, "text", document)
	if strings.Count(text, "\nenvironment ")+strings.Count(text[:20], "environment ") != 2 {
		t.Errorf("the matrix is not cut in two:\n%s", text)
	}
	for _, line := range strings.Split(text, "\n") {
		if len(line) > wording.Width {
			t.Errorf("longer than %d: %q", wording.Width, line)
		}
	}
}

func TestOrdinary(t *testing.T) {
	base := func() Document {
		document := plans(t)
		document.Report = upgrade.Report{Verdict: upgrade.Ready, Environments: []upgrade.EnvironmentReport{planned("dev", "1.34", "1.34", upgrade.Ready)}}
		return document
	}
	const line = "dev: ready. No Kubernetes version changes in this plan."
	for name, test := range map[string]struct {
		change func(*Document)
		want   string
	}{
		"nothing to say": {func(*Document) {}, line + "\n"},
		"no cluster": {func(d *Document) {
			d.Report.Environments[0].Environment.Clusters = nil
			d.Report.Environments[0].Pending = true
		}, "dev: ready. There is no EKS cluster in this plan.\n"},
		"something lasting": {func(d *Document) {
			d.Report.Environments[0].Findings = []upgrade.Finding{planFinding("dev", "support-ending", "1.34 until 2026-12-02", "aws_eks_cluster.this", upgrade.Warning)}
		}, line + " Also: warning support-ending 1.34 until 2026-12-02.\n"},
		"a change of a version": {func(d *Document) { d.Report.Environments[0].Pending = true }, ""},
		"a target":              {func(d *Document) { d.Report.Environments[0].Environment.Plan.Target, _ = upgrade.ParseMinor("1.35") }, ""},
		"not ready":             {func(d *Document) { d.Report.Environments[0].Verdict = upgrade.NotReady }, ""},
		"a note":                {func(d *Document) { d.Notes = []string{"Left out."} }, ""},
		"a move of a workload": {func(d *Document) {
			d.Report.Environments[0].Findings = []upgrade.Finding{planFinding("dev", "single-replica", "app", "x.y", upgrade.Warning)}
		}, ""},
		"no plan":                {func(d *Document) { d.Report.Environments[0].Environment.Plan = nil }, ""},
		"not read from any plan": {func(d *Document) { d.Plans = false }, ""},
	} {
		document := base()
		test.change(&document)
		got := render(t, "text", document)
		if test.want != "" && got != test.want || test.want == "" && strings.HasPrefix(got, "dev: ") {
			t.Errorf("%s: got\n%s", name, got)
		}
	}
}

// What a replacement left behind is no cluster of anyone.
func TestDeposedObjectsAreNotListed(t *testing.T) {
	document := plans(t)
	environment := &document.Report.Environments[0].Environment
	left := environment.Clusters[0]
	left.Deposed, left.Name, left.Address = true, "left-behind", "aws_eks_cluster.left_behind"
	environment.Clusters[0].NodeGroups = append(environment.Clusters[0].NodeGroups, upgrade.NodeGroup{Name: "left-behind", Deposed: true})
	environment.Clusters = append(environment.Clusters, left)
	for _, format := range Formats() {
		if got := render(t, format, document); strings.Contains(got, "left-behind") || strings.Contains(got, "left_behind") {
			t.Errorf("%s lists it:\n%s", format, got)
		}
	}
	if len(environment.Clusters) != 2 || len(environment.Clusters[0].NodeGroups) != 2 {
		t.Errorf("the report was changed: %+v", environment.Clusters)
	}
}

// A version that is marked sensitive is in no format.
func TestSensitiveVersions(t *testing.T) {
	document := plans(t)
	document.Report.Environments = document.Report.Environments[1:2]
	environment := &document.Report.Environments[0]
	environment.Findings, environment.NotJudged = nil, nil
	cluster := &environment.Environment.Clusters[0]
	for _, claims := range [][]upgrade.VersionClaim{cluster.Asked, cluster.NodeGroups[0].Asked} {
		claims[0].Sensitive = true
	}
	for _, format := range Formats() {
		for _, secret := range []string{"1.36", "1.35"} {
			if got := render(t, format, document); strings.Contains(got, secret) {
				t.Errorf("%s says %s:\n%s", format, secret, got)
			}
		}
	}
	var written struct {
		Environments []struct {
			Clusters []map[string]any `json:"clusters"`
		} `json:"environments"`
	}
	if err := json.Unmarshal([]byte(render(t, "json", document)), &written); err != nil {
		t.Fatal(err)
	}
	if got := written.Environments[0].Clusters[0]; got["target_version"] != nil || got["next_version"] != nil || got["current_version"] != "1.34" {
		t.Errorf("the cluster is %v", got)
	}
}

// A code host needs a file for each result: the plan where nothing better is
// known.
func TestPlansSARIF(t *testing.T) {
	text := render(t, "sarif", plans(t))
	for _, want := range []string{`"uri": "prod.json"`, `"fullyQualifiedName": "aws_eks_cluster.this"`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}
