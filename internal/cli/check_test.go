package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// folder is a folder of tfvars in a root module of its own.
type folder struct {
	t   *testing.T
	dir string
}

func newFolder(t *testing.T, versions map[string]string) *folder {
	t.Helper()
	f := &folder{t: t, dir: t.TempDir()}
	for environment, version := range versions {
		f.set(environment, version)
	}
	return f
}

func (f *folder) set(environment, version string) {
	f.t.Helper()
	f.write("env-vars/"+environment+".tfvars", "cluster_version = \""+version+"\"\n")
}

func (f *folder) write(name, text string) {
	f.t.Helper()
	path := filepath.Join(f.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f *folder) envVars() string { return filepath.Join(f.dir, "env-vars") }

func (f *folder) commit() {
	f.t.Helper()
	for _, arguments := range [][]string{{"init", "-q", "-b", "main"}, {"add", "-A"}, {"commit", "-q", "-m", "commit"}} {
		command := exec.Command("git", arguments...)
		command.Dir = f.dir
		command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
			"GIT_AUTHOR_NAME=t", "GIT_AUTHOR_EMAIL=t@example.com", "GIT_COMMITTER_NAME=t", "GIT_COMMITTER_EMAIL=t@example.com")
		if output, err := command.CombinedOutput(); err != nil {
			f.t.Fatalf("git %v: %v: %s", arguments, err, output)
		}
	}
}

type said struct {
	status         int
	stdout, stderr string
}

// command runs the command line as of 2026-06-15.
func command(arguments ...string) said {
	var stdout, stderr bytes.Buffer
	now := func() time.Time { return time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC) }
	status := run(context.Background(), arguments, Build{Version: "1.2.3", Commit: "abc"}, now, strings.NewReader(""), &stdout, &stderr)
	return said{status, stdout.String(), stderr.String()}
}

func (s said) want(t *testing.T, status int, texts ...string) {
	t.Helper()
	if s.status != status {
		t.Errorf("exit status %d, want %d\n%s%s", s.status, status, s.stdout, s.stderr)
	}
	all := strings.Join(strings.Fields(s.stdout+s.stderr), " ")
	for _, text := range texts {
		if !strings.Contains(all, text) {
			t.Errorf("no %q in\n%s%s", text, s.stdout, s.stderr)
		}
	}
}

func TestCheckExitStatus(t *testing.T) {
	ready := newFolder(t, map[string]string{"dev": "1.34", "prod": "1.34"})
	ready.commit()
	ready.set("dev", "1.35")
	skip := newFolder(t, map[string]string{"dev": "1.34", "prod": "1.34"})
	skip.commit()
	skip.set("prod", "1.36")
	newer := newFolder(t, map[string]string{"dev": "1.38"})
	broken := newFolder(t, map[string]string{"dev": "1.34", "prod": "1.34"})
	broken.commit()
	broken.set("dev", "1.36")
	broken.write("env-vars/prod.tfvars", "cluster_version =\n")
	warned := newFolder(t, map[string]string{"dev": "1.33"})
	empty := newFolder(t, nil)
	empty.write("env-vars/dev.tfvars", "")

	command("check", ready.envVars()).want(t, 0, "Verdict: ready", "apply 1.35")
	command("check", skip.envVars()).want(t, 2, "Verdict: not ready", "minor-version-skip 1.34 -> 1.36", "prod.tfvars:1", "1.35 first")
	command("check", "--fail-on", "never", skip.envVars()).want(t, 0, "Verdict: not ready")
	command("check", newer.envVars()).want(t, 3, "Verdict: incomplete", "1.38 newer than the catalog")
	command("check", "--allow-incomplete", newer.envVars()).want(t, 0, "Verdict: incomplete")
	command("check", "--fail-on", "never", newer.envVars()).want(t, 3)
	command("check", warned.envVars()).want(t, 0, "support-ending")
	command("check", "--fail-on", "warning", warned.envVars()).want(t, 2)
	// A file that cannot be read outranks a finding, and the others are judged.
	command("check", broken.envVars()).want(t, 1, "environment-unreadable", "prod.tfvars:1", "minor-version-skip 1.34 -> 1.36")
	command("check", "--fail-on", "never", broken.envVars()).want(t, 1)
	command("check", empty.envVars()).want(t, 1, "sets a cluster version")
	command("check", filepath.Join(empty.dir, "nowhere")).want(t, 1, "does not exist")
}

func TestReadyReportHasNoWordThatPipelinesSearchFor(t *testing.T) {
	f := newFolder(t, map[string]string{"dev": "1.33", "prod": "1.37"})
	got := command("check", "--today", "2026-10-10", f.envVars())
	got.want(t, 0, "Not judged", "support-ending")
	if strings.Contains(strings.ToLower(got.stdout), "fail") {
		t.Errorf("it says fail:\n%s", got.stdout)
	}
}

func TestCheckWithoutBaselineIsNotHeldAgainstAnyone(t *testing.T) {
	f := newFolder(t, map[string]string{"dev": "1.34"})
	command("check", f.envVars()).want(t, 0,
		"no baseline says what the current version is: minor-version-skip, version-downgrade for dev (does not affect the verdict)",
		"The folder is in no git checkout with a commit")
}

func TestCheckBaselineFlags(t *testing.T) {
	f := newFolder(t, map[string]string{"dev": "1.36", "prod": "1.36"})
	command("check", "--baseline", "dev=1.35", "--baseline", "prod=1.34", f.envVars()).want(t, 2, "prod", "1.34 (the baseline given)")
	command("check", "--baseline", "git:main", f.envVars()).want(t, 1, "environment-unreadable git:main", "work tree of a git checkout")
	f.commit()
	command("check", "--baseline", "git:main", f.envVars()).want(t, 0)
	f.set("dev", "1.37")
	command("check", "--baseline", "git:nowhere", f.envVars()).want(t, 1, "nowhere")
	command("check", "--fail-on", "never", "--baseline", "git:nowhere", f.envVars()).want(t, 1)
	// An explicit one wins, and git speaks for the others.
	f.set("prod", "1.38")
	command("check", "--today", "2026-10-10", "--baseline", "dev=1.36", f.envVars()).want(t, 2, "1.36 -> 1.38")

	for arguments, want := range map[string]string{
		"--baseline=prod":                     "expected git:<ref>, such as git:main, or ENVIRONMENT=VERSION",
		"--baseline=prod=1.34.1":              `write "1.34"`,
		"--baseline=git:":                     "git: needs a ref",
		"--baseline=a=1.34 --baseline=a=1.35": "names a twice",
		"--baseline=git:a --baseline=git:b":   "two git refs",
		"--baseline=git:-x":                   "a ref does not begin with a dash",
		"--format=yaml":                       `there is no format "yaml"; there are text, json`,
		"--output=json":                       "expected FORMAT=FILE",
		"--output=xml=f":                      `there is no format "xml"`,
		"--fail-on=info":                      "expected error, warning or never",
		"--target-version=1.3x":               "--target-version",
		"--today=yesterday":                   "--today",
		"--catalog=nowhere.json":              "nowhere.json",
		"--config=nowhere.hcl":                "nowhere.hcl",
		"--no-such-flag":                      "unknown flag",
	} {
		command(append(append([]string{"check"}, strings.Fields(arguments)...), f.envVars())...).want(t, 1, want)
	}
	command("check").want(t, 1, "name the folder of <environment>.tfvars")
}

// A node group without a version follows its control plane: that is known.
func TestCheckNodeGroupWithoutVersion(t *testing.T) {
	f := newFolder(t, nil)
	write := func(version string) {
		f.write("env-vars/dev.tfvars", "cluster_version = \""+version+"\"\nnode_groups = { blue = { min_size = 1 } }\n")
	}
	write("1.34")
	f.commit()
	command("check", f.envVars()).want(t, 0, "Verdict: ready")
	write("1.35")
	command("check", f.envVars()).want(t, 0, "apply 1.35")
}

// What is known at the commit counts, whatever else is wrong there.
func TestCheckKnownBesideAMistakeAtTheCommit(t *testing.T) {
	f := newFolder(t, nil)
	f.write("env-vars/dev.tfvars", "cluster_version = \"1.34\"\nnode_groups = { blue = { version = [\"1.34\"] } }\n")
	f.commit()
	f.set("dev", "1.36")
	command("check", f.envVars()).want(t, 2, "minor-version-skip 1.34 -> 1.36", "environment-unreadable git:HEAD")
}

func TestCheckEnvironments(t *testing.T) {
	f := newFolder(t, map[string]string{"dev": "1.34", "prod": "1.3"})
	command("check", "--environments", "dev", f.envVars()).want(t, 0, "1 environment: 1 ready")
	command("check", "--environments", "dev,", f.envVars()).want(t, 1, "One of the environments named is empty")
	command("check", "--environments", "dev,stg", f.envVars()).want(t, 2, "environment-missing", "There is no", "stg.tfvars")
}

func TestCheckTargetVersion(t *testing.T) {
	f := newFolder(t, map[string]string{"dev": "1.34", "prod": "1.35"})
	f.write("env-vars/dev.tfvars", "cluster_version = \"1.34\"\nnode_group_version = \"1.31\"\n")
	f.commit()
	command("check", "--target-version", "1.36", f.envVars()).want(t, 2, "dev", "minor-version-skip 1.34 -> 1.36", "1.36 (the target version given)", `Set cluster_version = "1.35" at`, "5 minors apart, where EKS allows 3")
	command("check", "--target-version", "1.36", "--environments", "prod", f.envVars()).want(t, 0, "apply 1.36")
}

func TestCheckConfiguration(t *testing.T) {
	f := newFolder(t, map[string]string{"dev": "1.34", "prod": "1.34"})
	f.write(".eksupgrade.hcl", "env_vars_dir = \"env-vars\"\nenvironments = [\"prod\"]\nbaseline = { prod = \"1.32\" }\nwaiver {\n  rule = \"minor-version-skip\"\n  reason = \"rebuilt\"\n  until = \"2026-06-15\"\n}\n")
	command("check", f.envVars()).want(t, 0, "waived", "Waived until 2026-06-15", "rebuilt", "1 waived", "1 environment")
	command("check", "--today", "2026-06-16", f.envVars()).want(t, 2, "waiver-expired")
	command("check", "--config", filepath.Join(f.dir, ".eksupgrade.hcl")).want(t, 0, "1 environment")
	command("check", "--baseline", "prod=1.33", f.envVars()).want(t, 0, "0 waived")
	f.write(".eksupgrade.hcl", "rule \"nothing\" {\n  severity = \"off\"\n}\n")
	command("check", f.envVars()).want(t, 1, ".eksupgrade.hcl:1", `there is no rule "nothing"`)
}

func TestCheckVariableNamesOfTheConfiguration(t *testing.T) {
	f := newFolder(t, nil)
	f.write("env-vars/dev.tfvars", "eks  = { version = \"1.34\" }\nblue = { version = \"1.35\" }\n")
	f.write(".eksupgrade.hcl", "variable_names {\n  cluster_version = \"eks.version\"\n  node_group_versions = [\"blue.version\"]\n}\n")
	command("check", f.envVars()).want(t, 2, "node-group-newer blue 1.35 > 1.34")
}

func TestCheckJSON(t *testing.T) {
	f := newFolder(t, map[string]string{"dev": "1.34", "prod": "1.34"})
	f.commit()
	f.set("prod", "1.36")
	file := filepath.Join(t.TempDir(), "report.txt")
	got := command("check", "--format", "json", "--output", "text="+file, f.envVars())
	got.want(t, 2)
	var document struct {
		FormatVersion string `json:"format_version"`
		ToolVersion   string `json:"tool_version"`
		CatalogDate   string `json:"catalog_date"`
		Verdict       string `json:"verdict"`
		Environments  []struct {
			Name     string           `json:"name"`
			Verdict  string           `json:"verdict"`
			Clusters []map[string]any `json:"clusters"`
			Findings []map[string]any `json:"findings"`
		} `json:"environments"`
		Summary map[string]int `json:"summary"`
	}
	if err := json.Unmarshal([]byte(got.stdout), &document); err != nil {
		t.Fatal(err)
	}
	if document.FormatVersion != "1.0" || document.ToolVersion != "1.2.3" || document.CatalogDate != "2026-11-22" || document.Verdict != "not_ready" {
		t.Errorf("got %+v", document)
	}
	prod := document.Environments[1]
	if prod.Name != "prod" || prod.Verdict != "not_ready" || prod.Clusters[0]["next_version"] != "1.35" || prod.Clusters[0]["address"] != nil {
		t.Errorf("prod is %+v", prod)
	}
	finding := prod.Findings[0]
	if finding["rule"] != "minor-version-skip" || finding["severity"] != "error" || finding["line"] != 1.0 || finding["column"] != 19.0 ||
		finding["waived"] != false || finding["address"] != nil || !strings.HasSuffix(finding["file"].(string), "env-vars/prod.tfvars") {
		t.Errorf("the finding is %+v", finding)
	}
	want := map[string]int{"environments": 2, "ready": 1, "not_ready": 1, "incomplete": 0, "errors": 1, "warnings": 0, "infos": 0, "waived": 0}
	for name, count := range want {
		if document.Summary[name] != count {
			t.Errorf("summary %s is %d, want %d", name, document.Summary[name], count)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), "Verdict: not ready") || strings.Contains(string(text), "\x1b") {
		t.Errorf("the text report is %q, %v", text, err)
	}
	if again := command("check", "--format", "json", f.envVars()); again.stdout != got.stdout {
		t.Error("the same input gave other bytes")
	}
}

func TestCheckFormatsForCodeHosts(t *testing.T) {
	f := newFolder(t, map[string]string{"dev": "1.34", "prod": "1.34"})
	f.commit()
	reports := t.TempDir()
	arguments := []string{"check", "--today", "2026-06-15"}
	for _, format := range []string{"markdown", "sarif", "junit"} {
		arguments = append(arguments, "--output", format+"="+filepath.Join(reports, format))
	}
	read := func(format string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(reports, format))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	command(append(arguments, f.envVars())...).want(t, 0)
	if strings.Contains(strings.ToLower(read("markdown")), "fail") {
		t.Errorf("markdown of a ready run says fail:\n%s", read("markdown"))
	}
	f.set("prod", "1.36")
	command(append(arguments, f.envVars())...).want(t, 2)
	for format, texts := range map[string][]string{
		"markdown": {"## EKS upgrade: not ready", "| `prod` | `1.34` | `1.36` | `none` | not ready | 1 error | - | - | - | - | ok | 1.35 first |", "1.34 -&gt; 1.36"},
		"sarif":    {`"version": "2.1.0"`, `"semanticVersion": "1.2.3"`, `"id": "waiver-expired"`, `"startColumn": 19`},
		"junit":    {`tests="2" failures="1"`, `<testcase name="ready" classname="dev">`, `<testcase name="minor-version-skip 1.34 -&gt; 1.36" classname="prod"`},
	} {
		for _, text := range texts {
			if !strings.Contains(read(format), text) {
				t.Errorf("%s lacks %q:\n%s", format, text, read(format))
			}
		}
	}
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	f := newFolder(t, map[string]string{"dev": "1.34"})
	command("check", "--output", "json="+filepath.Join(t.TempDir(), "no", "report.json"), f.envVars()).want(t, 1, "--output")
}

func TestRules(t *testing.T) {
	command("rules").want(t, 0, "minor-version-skip error", "support-ending warning")
	command("rules", "minor-version-skip").want(t, 0, "What to do", "Reported", "Accepted", "https://")
	command("rules", "minor-version-skp").want(t, 1, `did you mean "minor-version-skip"?`)
}

func TestHelp(t *testing.T) {
	command().want(t, 1, "Usage:", "check", "rules", "version")
	command("--help").want(t, 0, "Usage:")
	command("check", "--help").want(t, 0, "Examples:", "--baseline")
	command("version").want(t, 0, "terraform-provider-eksupgrade 1.2.3", "commit abc", "facts 2026-11-22", "go1.")
	command("chek").want(t, 1, "unknown command")
}
