package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// planFile is one of the real plans that come with the tests of internal/plan.
func planFile(name string) string {
	return filepath.Join("..", "plan", "testdata", "plans", name+".json.gz")
}

// judged is what a JSON report says of plans.
type judged struct {
	Verdict      string `json:"verdict"`
	Environments []struct {
		Name     string `json:"name"`
		Source   string `json:"source"`
		Verdict  string `json:"verdict"`
		Clusters []struct {
			Address        *string `json:"address"`
			CurrentVersion *string `json:"current_version"`
			TargetVersion  *string `json:"target_version"`
			NextVersion    *string `json:"next_version"`
		} `json:"clusters"`
		Findings []struct {
			Rule      string  `json:"rule"`
			Severity  string  `json:"severity"`
			Address   *string `json:"address"`
			Attribute *string `json:"attribute"`
			File      *string `json:"file"`
			Line      *int    `json:"line"`
			Message   string  `json:"message"`
		} `json:"findings"`
		NotJudged []struct {
			Rule           string  `json:"rule"`
			Address        *string `json:"address"`
			Reason         string  `json:"reason"`
			AffectsVerdict bool    `json:"affects_verdict"`
		} `json:"not_judged"`
	} `json:"environments"`
	Summary map[string]int `json:"summary"`
}

func (s said) json(t *testing.T) judged {
	t.Helper()
	var report judged
	if err := json.Unmarshal([]byte(s.stdout), &report); err != nil {
		t.Fatalf("%v\n%s%s", err, s.stdout, s.stderr)
	}
	return report
}

// planExpectation is what is true of a real plan. A finding is written as
// rule, "rule severity", "rule @address" or "rule severity @address".
type planExpectation struct {
	plan, target string
	// verdicts are those that are right.
	verdicts []string
	finds    []string
	findsNo  []string
	// oneOf are findings of which at least one is there.
	oneOf []string
	// untold tells that something is not judged.
	untold bool
}

// harmless are findings that a plan without a mistake does not have.
var harmless = []string{
	"minor-version-skip error", "node-group-skew error", "node-group-newer error", "removed-api error", "pdb-blocks-drain error",
	"cluster-replaced error", "node-group-replaced error", "version-unavailable error", "version-downgrade error", "node-selector-unmatched error",
}

var (
	ready        = []string{"ready"}
	notReady     = []string{"not_ready"}
	incomplete   = []string{"incomplete"}
	notAllIsTold = []string{"incomplete", "not_ready"}
)

var realPlans = []planExpectation{
	{plan: "a00-fresh-dev", verdicts: ready, findsNo: harmless},
	{plan: "a02-fresh-ng-ahead", verdicts: notReady, finds: []string{"node-group-newer error @aws_eks_node_group.blue[0]"}},
	{plan: "a04-fresh-unknown-version", verdicts: incomplete, finds: []string{"version-unknown @aws_eks_cluster.this"}},
	{plan: "b00-noop", verdicts: ready, findsNo: harmless},
	{plan: "b01-cp-129", finds: []string{`cluster-autoscaler-minor @kubernetes_deployment.system["cluster-autoscaler"]`}, findsNo: harmless},
	{plan: "b02-cp-130-skip", verdicts: notReady, finds: []string{"minor-version-skip error @aws_eks_cluster.this", "node-group-skew error @aws_eks_node_group.blue[0]"}},
	{plan: "b03-cp-ng-addons-129", finds: []string{`cluster-autoscaler-minor @kubernetes_deployment.system["cluster-autoscaler"]`}, findsNo: harmless},
	{plan: "b05-ng-ahead", verdicts: notReady, finds: []string{"node-group-newer error @aws_eks_node_group.blue[0]"}},
	{plan: "b09-app-to-missing-green", verdicts: notReady, finds: []string{"node-selector-unmatched error @kubernetes_deployment.app"}},
	{plan: "b10-blue-off-app-on-blue", verdicts: notReady, oneOf: []string{"node-group-removed-in-use", "node-selector-unmatched"}},
	{plan: "b12-recreate", finds: []string{"recreate-strategy @kubernetes_deployment.app"}},
	{plan: "b14-pdb-min-eq-replicas", verdicts: notReady, finds: []string{"pdb-blocks-drain error @kubernetes_pod_disruption_budget_v1.app[0]"}},
	{plan: "b18-noprobe", finds: []string{"readiness-probe-missing @kubernetes_deployment.app", "liveness-probe-missing @kubernetes_deployment.app"}},
	{plan: "b22-instance-type-replace", verdicts: notReady, finds: []string{"node-group-replaced error @aws_eks_node_group.blue[0]"}},
	{plan: "b24-target-cp", verdicts: notAllIsTold, findsNo: []string{"minor-version-skip"}},
	{plan: "b31-unknown-version", verdicts: notAllIsTold, finds: []string{"version-unknown @aws_eks_cluster.this"}, findsNo: []string{"minor-version-skip error"}},
	{plan: "b34-precondition-errored", verdicts: notReady, finds: []string{"plan-errored error"}},
	{plan: "c02-lag2-cp129", verdicts: notReady, finds: []string{"node-group-skew error"}},
	{plan: "c20-ng-126-to-128", verdicts: ready, findsNo: []string{"node-group-skew error", "minor-version-skip error", "node-group-newer error"}},
	{
		plan: "d02-modu-stg-130", verdicts: notReady,
		finds: []string{
			`minor-version-skip error @module.cluster["modu-stg"].aws_eks_cluster.this`,
			`node-group-skew error @module.dr[0].module.ng["a.b"].aws_eks_node_group.this[0]`,
		},
		findsNo: []string{"minor-version-skip @module.dr[0].aws_eks_cluster.this"},
	},
	{
		plan: "e00-deprecated-238", target: "1.29", verdicts: notReady,
		finds: []string{
			"removed-api error @kubernetes_cron_job.old", "removed-api error @kubernetes_csi_driver.old",
			"removed-api error @kubernetes_horizontal_pod_autoscaler_v2beta2.old", "removed-api error @kubernetes_ingress.old",
			"removed-api error @kubernetes_pod_disruption_budget.old", "removed-api error @kubernetes_pod_security_policy.old",
			"removed-api error @kubernetes_horizontal_pod_autoscaler.v1metric",
		},
		findsNo: []string{"removed-api @kubernetes_mutating_webhook_configuration.old", "removed-api @kubernetes_validating_webhook_configuration.old"},
	},
	{
		plan: "f00-manifest", target: "1.29",
		finds: []string{
			"pdb-blocks-drain error @kubernetes_manifest.pdb", "recreate-strategy @kubernetes_manifest.deploy",
			"single-replica @kubernetes_manifest.deploy", "readiness-probe-missing @kubernetes_manifest.deploy",
		},
	},
	{plan: "f02-helm-312", target: "1.29", findsNo: []string{"removed-api error", "pdb-blocks-drain error"}, untold: true},
	{plan: "h05-drift-next", finds: []string{"node-group-skew error"}, findsNo: []string{"minor-version-skip error"}},
	{plan: "i01-json-float", verdicts: notReady, finds: []string{"version-unavailable error @aws_eks_cluster.日本"}},
}

var exitStatusOf = map[string]int{"ready": 0, "not_ready": 2, "incomplete": 3}

func TestRealPlans(t *testing.T) {
	for _, want := range realPlans {
		t.Run(want.plan, func(t *testing.T) {
			t.Parallel()
			arguments := []string{"analyze", "--today", "2024-10-15", "--format", "json"}
			if want.target != "" {
				arguments = append(arguments, "--target-version", want.target)
			}
			got := command(append(arguments, planFile(want.plan))...)
			report := got.json(t)
			if len(report.Environments) != 1 || report.Environments[0].Name != want.plan || report.Environments[0].Source != planFile(want.plan) {
				t.Fatalf("the environments are %+v", report.Environments)
			}
			if status := exitStatusOf[report.Verdict]; got.status != status {
				t.Errorf("exit status %d for %s, want %d", got.status, report.Verdict, status)
			}
			if want.verdicts != nil && !slices.Contains(want.verdicts, report.Verdict) {
				t.Errorf("the verdict is %s, want %v", report.Verdict, want.verdicts)
			}
			want.compare(t, report)
			if t.Failed() {
				t.Logf("%s", got.stdout)
			}
		})
	}
}

func (want planExpectation) compare(t *testing.T, report judged) {
	t.Helper()
	found := map[string]bool{}
	for _, finding := range report.Environments[0].Findings {
		address := ""
		if finding.Address != nil {
			address = " @" + *finding.Address
		}
		for _, text := range []string{finding.Rule, finding.Rule + " " + finding.Severity} {
			found[text], found[text+address] = true, true
		}
	}
	for _, text := range want.finds {
		if !found[text] {
			t.Errorf("%s is not found", text)
		}
	}
	for _, text := range want.findsNo {
		if found[text] {
			t.Errorf("%s is found", text)
		}
	}
	if len(want.oneOf) > 0 && !slices.ContainsFunc(want.oneOf, func(text string) bool { return found[text] }) {
		t.Errorf("none of %v is found", want.oneOf)
	}
	if want.untold && len(report.Environments[0].NotJudged) == 0 {
		t.Error("everything is judged")
	}
}

// All formats write all real plans, and the same plans give the same bytes.
func TestRealPlansInAllFormats(t *testing.T) {
	arguments := []string{"analyze", "--today", "2024-10-15"}
	for _, plan := range realPlans {
		arguments = append(arguments, planFile(plan.plan))
	}
	for _, format := range []string{"text", "json", "markdown", "sarif", "junit"} {
		first := command(append(arguments, "--format", format)...)
		if first.status != 2 || first.stdout == "" {
			t.Errorf("%s: exit status %d, %d bytes, %s", format, first.status, len(first.stdout), first.stderr)
		}
		if again := command(append(arguments, "--format", format)...); again.stdout != first.stdout {
			t.Errorf("%s: the same plans gave other bytes", format)
		}
		if format == "markdown" && len(first.stdout) >= 65_536 {
			t.Errorf("markdown has %d bytes", len(first.stdout))
		}
		if format != "text" {
			continue
		}
		for number, line := range strings.Split(first.stdout, "\n") {
			if len([]rune(line)) > 80 && strings.Contains(strings.TrimSpace(line), " ") {
				t.Errorf("line %d is longer than a terminal is wide: %q", number+1, line)
			}
		}
	}
}

// An ordinary plan is one line.
func TestOrdinaryPlanIsOneLine(t *testing.T) {
	got := command("analyze", "--today", "2024-10-15", "dev="+planFile("b00-noop"))
	got.want(t, 0, "dev: ready. No Kubernetes version changes in this plan.")
	if strings.Count(got.stdout, "\n") != 1 || got.stderr != "" {
		t.Errorf("it is not one line:\n%s%s", got.stdout, got.stderr)
	}
	if strings.Contains(strings.ToLower(got.stdout), "fail") {
		t.Errorf("it says fail: %s", got.stdout)
	}
	both := command("analyze", "--today", "2024-10-15", "dev="+planFile("b00-noop"), "prod="+planFile("b00-noop"))
	both.want(t, 0, "dev: ready.", "prod: ready.")
	if strings.Count(both.stdout, "\n") != 2 {
		t.Errorf("two ordinary plans are not two lines:\n%s", both.stdout)
	}
}

func TestMatrixOfEnvironments(t *testing.T) {
	got := command("analyze", "--today", "2024-10-15", "--no-color",
		"dev="+planFile("b00-noop"), "stg="+planFile("b01-cp-129"), "prod="+planFile("b02-cp-130-skip"), "lab="+planFile("b31-unknown-version"))
	got.want(t, 2, "Verdict: not ready", "aws_eks_cluster.this 1.28 -> 1.30, shop-stg-blue 1.28", "Next step: 1.29 first.")
	lines := strings.Split(got.stdout, "\n")
	for i, begin := range []string{"environment  verdict", "dev          ready", "stg ", "prod         not ready   1 error", "lab "} {
		if !strings.HasPrefix(lines[i], begin) {
			t.Errorf("line %d is %q, want it to begin with %q", i+1, lines[i], begin)
		}
	}
	if t.Failed() {
		t.Logf("%.3000s", got.stdout)
	}
}

// Tools that reformat a plan, such as jq -S, change no judgement.
func TestOrderOfKeysDoesNotMatter(t *testing.T) {
	for _, plan := range realPlans {
		text := realPlan(t, plan.plan)
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		var document any
		if err := decoder.Decode(&document); err != nil {
			t.Fatal(err)
		}
		sorted, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		path := planText(t, plan.plan+".json", text)
		arguments := []string{"analyze", "--today", "2024-10-15", "--target-version", "1.30", "--format", "json", path}
		want := command(arguments...)
		if err := os.WriteFile(path, sorted, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := command(arguments...); got != want {
			t.Errorf("%s: other bytes for another order of keys:\n%s\n%s", plan.plan, want.stdout, got.stdout)
		}
	}
}
