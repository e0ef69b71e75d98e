package cli

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// realPlan is a real plan as JSON.
func realPlan(t *testing.T, name string) string {
	t.Helper()
	file, err := os.Open(planFile(name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// planText writes a text into a file of its own.
func planText(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAnalyzeArguments(t *testing.T) {
	noop := planFile("b00-noop")
	t.Chdir(t.TempDir())
	for _, test := range []struct {
		arguments []string
		want      string
	}{
		{nil, "name a plan"},
		{[]string{""}, "an argument is empty"},
		{[]string{"=plan.json"}, "lacks the environment or the plan"},
		{[]string{"prod="}, "lacks the environment or the plan"},
		{[]string{"a=-", "b=-"}, "standard input is named twice"},
		{[]string{"x/dev.json", "y/dev.json"}, `Two plans are for the environment "dev": x/dev.json and y/dev.json.`},
		{[]string{"dev.json", "dev=other.json"}, `dev.json and other.json`},
		{[]string{"--environments", "dev,", noop}, "One of the environments named is empty"},
		{[]string{"--baseline", "git:main", noop}, "unknown flag"},
		{[]string{"--format", "yaml", noop}, `there is no format "yaml"`},
		{[]string{"--target-version", "latest", noop}, "--target-version"},
		{[]string{"--fail-on", "info", noop}, "expected error, warning or never"},
		{[]string{"--env-vars", "nowhere", noop}, `"nowhere" does not exist`},
		{[]string{"--config", "nowhere.hcl", noop}, "nowhere.hcl"},
	} {
		got := command(append([]string{"analyze"}, test.arguments...)...)
		got.want(t, 1, test.want)
		if got.stdout != "" {
			t.Errorf("%v: a report all the same: %s", test.arguments, got.stdout)
		}
	}
}

func TestPlanNames(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"a=b.json", "c=d.json", "d.json"} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for argument, want := range map[string][2]string{
		"dev.json":            {"dev", "dev.json"},
		"plans/prod.json":     {"prod", "plans/prod.json"},
		"dev.tfplan.json":     {"dev", "dev.tfplan.json"},
		"plan-dev.json.gz":    {"plan-dev", "plan-dev.json.gz"},
		"dev.plan":            {"dev", "dev.plan"},
		".json":               {".json", ".json"},
		"-":                   {"stdin", "-"},
		"prod=-":              {"prod", "-"},
		"prod=x.json":         {"prod", "x.json"},
		"prod=../a=b.json":    {"prod", "../a=b.json"},
		"./a=b.json":          {"a=b", "./a=b.json"},
		"a=b.json":            {"a=b", "a=b.json"}, // a file, and b.json is none
		"c=d.json":            {"c", "d.json"},     // both are files
		"日本=plan.json":        {"日本", "plan.json"},
		"stg.eu=plan.json.gz": {"stg.eu", "plan.json.gz"},
	} {
		got, err := planOf(argument)
		if err != nil || got.Name != want[0] || got.Path != want[1] {
			t.Errorf("%s: got %q of %q (%v), want %v", argument, got.Name, got.Path, err, want)
		}
		if named := got.Name != "" && strings.HasPrefix(argument, got.Name+"=") && got.Path != argument; got.Named != named {
			t.Errorf("%s: named is %t, want %t", argument, got.Named, named)
		}
	}
}

func TestAnalyzeStandardInput(t *testing.T) {
	var stdout, stderr bytes.Buffer
	now := func() time.Time { return time.Date(2024, 10, 15, 0, 0, 0, 0, time.UTC) }
	status := run(context.Background(), []string{"analyze", "prod=-"}, Build{}, now, strings.NewReader(realPlan(t, "b02-cp-130-skip")), &stdout, &stderr)
	said{status, stdout.String(), stderr.String()}.want(t, 2, "prod", "minor-version-skip")
	stdout.Reset()
	status = run(context.Background(), []string{"analyze", "--format", "json", "-"}, Build{}, now, strings.NewReader("{}"), &stdout, &stderr)
	empty := said{status, stdout.String(), stderr.String()}
	empty.want(t, 1, "Error: standard input: ", "/docs/guides/in-ci")
	if environment := empty.json(t).Environments[0]; environment.Name != "stdin" || environment.Source != "-" || environment.Findings[0].File != nil {
		t.Errorf("got %+v", environment)
	}
}

// An interrupt ends a read that waits for a pipe.
func TestAnalyzeInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	input, writer := io.Pipe()
	defer writer.Close()
	time.AfterFunc(50*time.Millisecond, cancel)
	var stdout, stderr bytes.Buffer
	status := run(ctx, []string{"analyze", "-"}, Build{}, time.Now, input, &stdout, &stderr)
	said{status, stdout.String(), stderr.String()}.want(t, 1, "interrupted")
}

// What could not be read outranks a finding, which outranks what is not known;
// the others are judged all the same.
func TestAnalyzeSeveralPlans(t *testing.T) {
	broken := planText(t, "cc.json", "{}")
	skip, unknown, noop := "prod="+planFile("b02-cp-130-skip"), "lab="+planFile("a04-fresh-unknown-version"), "dev="+planFile("b00-noop")
	day := []string{"analyze", "--today", "2024-10-15"}
	command(append(day, noop, skip, unknown)...).want(t, 2, "minor-version-skip 1.28 -> 1.30")
	command(append(day, noop, unknown)...).want(t, 3, "version-unknown")
	got := command(append(day, unknown, broken, skip)...)
	got.want(t, 1, "minor-version-skip 1.28 -> 1.30", "environment-unreadable", "version-unknown")
	if !strings.Contains(got.stderr, "Error: "+broken) {
		t.Errorf("standard error does not name the plan: %s", got.stderr)
	}
	report := command(append(day, "--format", "json", unknown, broken, skip)...).json(t)
	if report.Environments[1].Name != "cc" || report.Environments[1].Verdict != "not_ready" || report.Environments[1].Findings[0].Rule != "environment-unreadable" {
		t.Errorf("the report says %+v", report.Environments[1])
	}
	command(append(day, "--fail-on", "never", noop, skip)...).want(t, 0, "Verdict: not ready")
	// Not ready outranks incomplete within one environment too.
	command(append(day, "--fail-on", "never", "stg="+planFile("b24-target-cp"))...).want(t, 0, "Verdict: not ready")
	command(append(day, "--fail-on", "never", noop, skip, unknown)...).want(t, 3)
	command(append(day, "--fail-on", "never", "--allow-incomplete", noop, skip, unknown)...).want(t, 0)
	command(append(day, "--fail-on", "never", "--allow-incomplete", broken)...).want(t, 1)
	command(append(day, "--allow-incomplete", unknown)...).want(t, 0, "Verdict: incomplete")
}

func TestAnalyzeEnvironments(t *testing.T) {
	noop, skip := "dev="+planFile("b00-noop"), "prod="+planFile("b02-cp-130-skip")
	day := []string{"analyze", "--today", "2024-10-15", "--format", "json"}
	one := command(append(day, "--environments", "dev", noop, skip)...)
	one.want(t, 0, "Left out", "prod")
	if report := one.json(t); len(report.Environments) != 1 || report.Environments[0].Name != "dev" {
		t.Errorf("the environments are %+v", report.Environments)
	}
	missing := command(append(day, "--environments", "prod, dev,stg", noop, skip)...)
	missing.want(t, 2)
	report := missing.json(t)
	var names []string
	for _, environment := range report.Environments {
		names = append(names, environment.Name)
	}
	if strings.Join(names, " ") != "dev prod stg" {
		t.Errorf("the environments are %v", names)
	}
	if last := report.Environments[2]; last.Verdict != "not_ready" || last.Findings[0].Rule != "environment-missing" || last.Findings[0].Severity != "error" {
		t.Errorf("stg is %+v", last)
	}
}

func TestPlanWithoutACluster(t *testing.T) {
	empty := `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"resource_changes":[],` +
		`"configuration":{"root_module":{}},"timestamp":"2024-10-15T00:00:00Z","applyable":false,"complete":true,"errored":false}`
	path := planText(t, "app.json", empty)
	got := command("analyze", path)
	got.want(t, 0, "app: ready. There is no EKS cluster in this plan.")
	if strings.Count(got.stdout, "\n") != 1 {
		t.Errorf("it is not one line:\n%s", got.stdout)
	}
	command("analyze", "prod="+path).want(t, 3, "incomplete")
	command("analyze", "--environments", "app", path).want(t, 3, "incomplete")
}

// No input that was not understood gives exit status 0.
func TestInputThatIsNoPlan(t *testing.T) {
	plan := realPlan(t, "a00-fresh-dev")
	for name, text := range map[string]string{
		"an object":        "{}",
		"nothing":          "",
		"spaces":           " \n\t\n",
		"an array":         "[]",
		"a state":          `{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"0d7b6a2e","outputs":{},"resources":[]}`,
		"a shown state":    `{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}`,
		"NDJSON":           `{"@level":"info","@message":"Terraform 1.11.4","type":"version","terraform":"1.11.4","ui":"1.2"}` + "\n" + `{"@level":"info","@message":"Plan","type":"change_summary"}`,
		"binary":           "PK\x03\x04\x14\x00\x08\x00\x08\x00",
		"truncated":        plan[:len(plan)/2],
		"truncated early":  plan[:30],
		"truncated late":   strings.TrimRight(plan, "\n")[:len(plan)-5],
		"format 2.0":       strings.Replace(plan, `"format_version": "1.2"`, `"format_version": "2.0"`, 1),
		"endless brackets": strings.Repeat("[", 1<<20),
		"deep":             `{"format_version":"1.2","resource_changes":` + strings.Repeat(`{"a":`, 20000),
		"invalid UTF-8":    strings.Replace(plan, `"resource_changes"`, "\"\xff\xfe\",\"resource_changes\"", 1),
		"bad UTF-8":        "{\"format_version\":\"1.2\",\"resource_changes\":[{\"address\":\"\xff\"}]}",
		"human":            "Terraform will perform the following actions:\n\n  # aws_eks_cluster.this will be updated in-place\n",
		"HTML":             "<!DOCTYPE html><html></html>",
		"other JSON":       `{"name":"x","version":"1.0.0"}`,
		"a number":         "1.30",
		"text":             "hello",
	} {
		t.Run(name, func(t *testing.T) {
			for _, format := range []string{"text", "json"} {
				got := command("analyze", "--fail-on", "never", "--allow-incomplete", "--format", format, planText(t, "dev.json", text))
				got.want(t, 1, "environment-unreadable")
				if !strings.Contains(got.stderr, "dev.json") {
					t.Errorf("standard error does not name the file: %q", got.stderr)
				}
			}
		})
	}
	command("analyze", filepath.Join(t.TempDir(), "nowhere.json")).want(t, 1, "nowhere.json", "no such file")
	command("analyze", t.TempDir()).want(t, 1, "folder")
	errored := strings.Replace(plan, `"errored": false`, `"errored": true`, 1)
	if errored == plan {
		t.Fatal("the plan does not say that it is not errored")
	}
	command("analyze", "--today", "2024-10-15", planText(t, "dev.json", errored)).want(t, 2, "plan-errored")
}

// Plans come as CI hands them over.
func TestInputAsCIHandsItOver(t *testing.T) {
	plan := realPlan(t, "b02-cp-130-skip")
	encoded := func(order []byte, put func(unit uint16) []byte) string {
		text := append([]byte{}, order...)
		for _, unit := range utf16.Encode([]rune(plan)) {
			text = append(text, put(unit)...)
		}
		return string(text)
	}
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := writer.Write([]byte(plan)); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"a byte order mark":  "\ufeff" + plan,
		"UTF-16, little end": encoded([]byte{0xff, 0xfe}, func(u uint16) []byte { return []byte{byte(u), byte(u >> 8)} }),
		"UTF-16, big end":    encoded([]byte{0xfe, 0xff}, func(u uint16) []byte { return []byte{byte(u >> 8), byte(u)} }),
		"gzip":               packed.String(),
		"lines around it":    "Running terraform show\n[command] terraform show -json\n" + plan + "\n::debug::exit code 0\n",
		"Windows lines":      strings.ReplaceAll(plan, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			command("analyze", "--today", "2024-10-15", planText(t, "prod.json", text)).want(t, 2, "minor-version-skip 1.28 -> 1.30")
		})
	}
}

func TestAnalyzeConfiguration(t *testing.T) {
	skip := planFile("b02-cp-130-skip")
	absolute, err := filepath.Abs(skip)
	if err != nil {
		t.Fatal(err)
	}
	f := newFolder(t, nil)
	f.write(".eksupgrade.hcl", "environments = [\"prod\", \"stg\"]\nrule \"minor-version-skip\" {\n  severity = \"off\"\n}\nwaiver {\n  rule = \"node-group-skew\"\n  environment = \"prod\"\n  reason = \"rebuilt\"\n  until = \"2024-12-31\"\n}\n")
	t.Chdir(f.dir)
	got := command("analyze", "--today", "2024-10-15", "--format", "json", "prod="+absolute)
	got.want(t, got.status, "rebuilt")
	for _, finding := range got.json(t).Environments[0].Findings {
		if finding.Rule == "minor-version-skip" {
			t.Error("a rule that is off speaks")
		}
	}
}

func TestAnalyzeEnvVars(t *testing.T) {
	f := newFolder(t, map[string]string{"prod": "1.30", "dev": "1.29"})
	skip := planFile("b02-cp-130-skip")
	day := []string{"analyze", "--today", "2024-10-15", "--format", "json", "--env-vars", f.envVars()}
	placed := command(append(day, "prod="+skip)...)
	placed.want(t, 2)
	for _, finding := range placed.json(t).Environments[0].Findings {
		if finding.Rule != "minor-version-skip" {
			continue
		}
		if finding.File == nil || !strings.HasSuffix(*finding.File, "env-vars/prod.tfvars") || finding.Line == nil || *finding.Line != 1 ||
			finding.Address == nil || *finding.Address != "aws_eks_cluster.this" {
			t.Errorf("the finding is %+v", finding)
		}
	}
	// The plan wins over a file that says something else.
	differs := command(append(day, "dev="+skip)...)
	differs.want(t, 2, "environment-mismatch", "minor-version-skip")
	for _, finding := range differs.json(t).Environments[0].Findings {
		if finding.Rule == "environment-mismatch" && finding.Severity != "warning" {
			t.Errorf("the difference is %+v", finding)
		}
	}
	command(append(day, "lab="+skip)...).want(t, 2, "has no file for lab")
	f.write("env-vars/prod.tfvars", "cluster_version =\n")
	command(append(day, "prod="+skip)...).want(t, 1, "prod.tfvars:1", "minor-version-skip")
}

func TestAnalyzeTargetVersion(t *testing.T) {
	noop := planFile("b00-noop")
	day := []string{"analyze", "--today", "2024-10-15", "--format", "json"}
	report := command(append(day, "--target-version", "1.30", noop)...).json(t)
	cluster := report.Environments[0].Clusters[0]
	if cluster.TargetVersion == nil || *cluster.TargetVersion != "1.30" || cluster.NextVersion == nil || *cluster.NextVersion != "1.29" {
		t.Errorf("the cluster is %+v", cluster)
	}
	if report.Verdict != "not_ready" {
		t.Errorf("the verdict is %s", report.Verdict)
	}
}

// The plan of a failed run lacks what the tfvars then tell.
func TestAnalyzeEnvVarsOfAFailedPlan(t *testing.T) {
	f := newFolder(t, map[string]string{"prod": "1.30"})
	got := command("analyze", "--today", "2024-10-15", "--env-vars", f.envVars(), "prod="+planFile("b34-precondition-errored"))
	got.want(t, 2, "plan-errored", "minor-version-skip 1.28 -> 1.30", "prod.tfvars:1 cluster_version")
	if strings.Contains(got.stdout, "environment-mismatch") {
		t.Errorf("a difference is reported:\n%s", got.stdout)
	}
}
