package workflows

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const actionFile = ".github/actions/analyze/action.yml"

// action is what a runner reads of action.yml.
type action struct {
	Inputs map[string]struct {
		Description string `yaml:"description"`
		Required    bool   `yaml:"required"`
		Default     string `yaml:"default"`
	} `yaml:"inputs"`
	Outputs map[string]struct {
		Description string `yaml:"description"`
		Value       string `yaml:"value"`
	} `yaml:"outputs"`
	Runs struct {
		Using string `yaml:"using"`
		Steps []struct {
			ID    string            `yaml:"id"`
			Shell string            `yaml:"shell"`
			Run   string            `yaml:"run"`
			Env   map[string]string `yaml:"env"`
		} `yaml:"steps"`
	} `yaml:"runs"`
}

func readAction(t *testing.T) action {
	t.Helper()
	var read action
	text, err := os.ReadFile(filepath.Join(root, actionFile))
	if err != nil {
		t.Fatal(err)
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	if err := decoder.Decode(&read); err != nil {
		t.Fatal(err)
	}
	if len(read.Runs.Steps) != 1 || read.Runs.Using != "composite" || read.Runs.Steps[0].Shell != "bash" {
		t.Fatalf("%s is not one step of bash: %+v", actionFile, read.Runs)
	}
	return read
}

var expression = regexp.MustCompile(`\$\{\{\s*([^}]*?)\s*\}\}`)

// The script's text holds no expression, each input reaches it, and what it puts
// out is there.
func TestActionIsWired(t *testing.T) {
	action := readAction(t)
	step := action.Runs.Steps[0]
	script := read(t, ".github/actions/analyze/analyze.sh")
	if strings.Contains(step.Run, "${{") || strings.Contains(script, "${{") {
		t.Error("an expression in the text of a script can be a command: give it through env")
	}
	passed := map[string]bool{}
	for name, value := range step.Env {
		match := expression.FindStringSubmatch(value)
		if match == nil || match[0] != value {
			t.Errorf("the variable %s is %q, want one expression", name, value)
			continue
		}
		passed[strings.TrimPrefix(match[1], "inputs.")] = true
		if !strings.Contains(script, name) {
			t.Errorf("the script does not read %s", name)
		}
	}
	for name, input := range action.Inputs {
		if !passed[name] {
			t.Errorf("the input %s does not reach the script", name)
		}
		if input.Description == "" {
			t.Errorf("the input %s has no description", name)
		}
	}
	for name, output := range action.Outputs {
		if want := "${{ steps." + step.ID + ".outputs." + name + " }}"; output.Value != want || !strings.Contains(script, name+"=%s") {
			t.Errorf("the output %s is %q, want %q, written by the script", name, output.Value, want)
		}
	}
}

// The example gives the action what it takes.
func TestExampleOfTheAction(t *testing.T) {
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string            `yaml:"uses"`
				With map[string]string `yaml:"with"`
			} `yaml:"steps"`
		} `yaml:"jobs"`
	}
	if err := yaml.Unmarshal([]byte(read(t, "examples/ci/github-analyze-action.yml")), &workflow); err != nil {
		t.Fatal(err)
	}
	inputs := readAction(t).Inputs
	for _, step := range workflow.Jobs["analyze"].Steps {
		if !strings.HasPrefix(step.Uses, own+filepath.Dir(actionFile)+"@v") {
			continue
		}
		for name := range step.With {
			if _, ok := inputs[name]; !ok {
				t.Errorf("the example gives %s, which is no input", name)
			}
		}
		for name, input := range inputs {
			if _, given := step.With[name]; input.Required && !given {
				t.Errorf("the example lacks the input %s", name)
			}
		}
		return
	}
	t.Error("the example does not use the action")
}

// runner is a machine that runs the action.
type runner struct {
	t   *testing.T
	dir string
	// env wins over what a runner sets.
	env map[string]string
	// gh is the script that stands for gh; the default has no attestations.
	gh string
}

// outcome is what a run of the action left.
type outcome struct {
	t               *testing.T
	status          int
	log             string
	verdict, report string
	summary         string
}

func newRunner(t *testing.T) *runner {
	t.Helper()
	t.Parallel()
	for _, needed := range []string{"bash", "curl", "unzip", "awk"} {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skipf("the action's script needs %s, which is not here", needed)
		}
	}
	r := &runner{t: t, dir: t.TempDir(), env: map[string]string{}, gh: "exit 1"}
	r.plan("ready.json.gz", "c20-ng-126-to-128.json.gz")
	r.plan("blocked.json.gz", "b14-pdb-min-eq-replicas.json.gz")
	return r
}

// plan puts a real plan among the runner's files.
func (r *runner) plan(name, from string) {
	r.t.Helper()
	r.write("workspace/"+name, read(r.t, "internal/plan/testdata/plans/"+from), 0o644)
}

func (r *runner) write(name, text string, mode os.FileMode) {
	r.t.Helper()
	file := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		r.t.Fatal(err)
	}
}

func (r *runner) read(name string) string {
	text, _ := os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(name)))
	return string(text)
}

var (
	runnerOS   = map[string]string{"linux": "Linux", "darwin": "macOS", "windows": "Windows"}
	runnerArch = map[string]string{"amd64": "X64", "arm64": "ARM64", "386": "X86", "arm": "ARM"}
)

// run runs the action's step as a runner does: expressions become values of
// variables, and bash gets the text of run.
func (r *runner) run(releases string, inputs map[string]string) outcome {
	r.t.Helper()
	action := readAction(r.t)
	step := action.Runs.Steps[0]
	r.write("bin/gh", "#!/usr/bin/env bash\n"+r.gh+"\n", 0o755)
	r.write("temp/output", "", 0o644)
	r.write("temp/summary", "", 0o644)
	actionPath, err := filepath.Abs(filepath.Join(root, filepath.Dir(actionFile)))
	if err != nil {
		r.t.Fatal(err)
	}
	variables := map[string]string{
		"PATH":                filepath.Join(r.dir, "bin") + string(os.PathListSeparator) + os.Getenv("PATH"),
		"HOME":                r.dir,
		"RUNNER_OS":           runnerOS[runtime.GOOS],
		"RUNNER_ARCH":         runnerArch[runtime.GOARCH],
		"RUNNER_TEMP":         filepath.Join(r.dir, "temp"),
		"GITHUB_OUTPUT":       filepath.Join(r.dir, "temp", "output"),
		"GITHUB_STEP_SUMMARY": filepath.Join(r.dir, "temp", "summary"),
		"GITHUB_ACTION_PATH":  actionPath,
		"EKSUPGRADE_RELEASES": releases,
	}
	for name, value := range step.Env {
		variables[name] = expression.ReplaceAllStringFunc(value, func(text string) string {
			name := strings.TrimPrefix(expression.FindStringSubmatch(text)[1], "inputs.")
			if given, ok := inputs[name]; ok {
				return given
			}
			return action.Inputs[name].Default
		})
	}
	for name, value := range r.env {
		variables[name] = value
	}
	// As a runner calls bash.
	command := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
	command.Dir = filepath.Join(r.dir, "workspace")
	for name, value := range variables {
		command.Env = append(command.Env, name+"="+value)
	}
	log, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.t.Fatal(err)
	}
	result := outcome{t: r.t, status: command.ProcessState.ExitCode(), log: string(log), summary: r.read("temp/summary")}
	for _, line := range strings.Split(r.read("temp/output"), "\n") {
		switch name, value, _ := strings.Cut(line, "="); name {
		case "verdict":
			result.verdict = value
		case "report":
			result.report = value
		}
	}
	return result
}

// want checks the exit status, the verdict, and what the log says.
func (o outcome) want(status int, verdict string, says ...string) outcome {
	o.t.Helper()
	if o.status != status || o.verdict != verdict {
		o.t.Errorf("exit status %d and verdict %q, want %d and %q:\n%s", o.status, o.verdict, status, verdict, o.log)
	}
	for _, text := range says {
		if !strings.Contains(o.log, text) {
			o.t.Errorf("the log does not say %q:\n%s", text, o.log)
		}
	}
	return o
}

// with are inputs of the action at the fake release.
func with(pairs ...string) map[string]string {
	inputs := map[string]string{"version": released, "args": "--today=2024-10-15"}
	for i := 0; i+1 < len(pairs); i += 2 {
		inputs[pairs[i]] = pairs[i+1]
	}
	return inputs
}

func TestActionJudges(t *testing.T) {
	r := newRunner(t)
	releases := newRelease(t).serve(t)
	ready := r.run(releases, with("plans", "dev=ready.json.gz\n")).want(0, "ready", "Verdict: ready", "its attestation was not")
	if report, err := os.ReadFile(ready.report); err != nil || !strings.Contains(string(report), "dev") || ready.summary != string(report) {
		t.Errorf("the report %q (%v) is not the summary:\n%s\n%s", ready.report, err, report, ready.summary)
	}

	both := r.run(releases, with("version", "v"+released, "plans", "\n  dev=ready.json.gz\r\n\n\tprod=blocked.json.gz  ", "outputs", "sarif=report.sarif\njunit=report.xml\n")).
		want(2, "not_ready", "Verdict: not ready", "pdb-blocks-drain")
	if !strings.Contains(both.summary, "pdb-blocks-drain") {
		t.Errorf("the summary lacks the finding:\n%s", both.summary)
	}
	if !strings.Contains(r.read("workspace/report.sarif"), "pdb-blocks-drain") || !strings.Contains(r.read("workspace/report.xml"), "<testsuite") {
		t.Error("the reports that outputs names are not there")
	}
	r.run(releases, with("plans", "prod=blocked.json.gz", "fail-on", "never")).want(0, "not_ready")
	r.run(releases, with("plans", "dev=ready.json.gz", "fail-on", "warning")).want(2, "not_ready")
	r.run(releases, with("plans", "dev=nowhere.json")).want(1, "not_ready", "nowhere.json")
}

// What the command refuses leaves no report, and no verdict.
func TestActionWithoutAReport(t *testing.T) {
	r := newRunner(t)
	releases := newRelease(t).serve(t)
	for name, test := range map[string]struct {
		inputs map[string]string
		says   string
	}{
		"fail-on": {with("plans", "dev=ready.json.gz", "fail-on", "everything"), "expected error, warning or never"},
		"args":    {with("plans", "dev=ready.json.gz", "args", "--no-such-flag"), "no-such-flag"},
		"outputs": {with("plans", "dev=ready.json.gz", "outputs", "pdf=report.pdf"), "pdf"},
		"plans":   {with("plans", " \n\n"), "plans is empty"},
		"version": {with("plans", "dev=ready.json.gz", "version", "latest"), `version is "latest"`},
		"folder":  {with("plans", "dev=ready.json.gz", "env-vars", "nowhere"), "nowhere"},
	} {
		result := r.run(releases, test.inputs)
		if name == "folder" {
			result.want(1, result.verdict, test.says)
			continue
		}
		result.want(1, "", test.says)
		if result.report != "" || result.summary != "" {
			t.Errorf("%s: there is a report %q and a summary %q", name, result.report, result.summary)
		}
	}
}

// Whatever an input holds, it is never a command: it reaches the binary as it is,
// as one argument for each line.
func TestActionRunsNoInput(t *testing.T) {
	r := newRunner(t)
	releases := newScript(t, `printf '%s\n' "$@" >arguments`).serve(t)
	for _, attack := range []string{"$(touch pwned)", "`touch pwned`", "; touch pwned", `"; touch pwned; "`, "'; touch pwned; '", "${IFS}", "* && touch pwned", `\`} {
		for _, input := range []string{"version", "plans", "env-vars", "outputs", "fail-on", "args", "token"} {
			r.write("workspace/arguments", "", 0o644)
			inputs := with("plans", "dev=ready.json.gz", "env-vars", "folder", "outputs", "json=report.json")
			inputs[input] += attack
			result := r.run(releases, inputs)
			if _, err := os.Stat(filepath.Join(r.dir, "workspace", "pwned")); err == nil {
				t.Fatalf("%s ran %q", input, attack)
			}
			arguments := r.read("workspace/arguments")
			if whole := strings.Contains(arguments, "\n"+inputs[input]+"\n"); whole != (input != "version" && input != "token") {
				t.Errorf("%s with %q became the arguments\n%s\n%s", input, attack, arguments, result.log)
			}
		}
	}
}

// Only args holds flags.
func TestActionTakesPlansForPlans(t *testing.T) {
	r := newRunner(t)
	r.run(newRelease(t).serve(t), with("plans", "--output=json=stolen.json\ndev=ready.json.gz"))
	if r.read("workspace/stolen.json") != "" {
		t.Error("a line of plans was taken for a flag")
	}
}

func TestActionVerifiesChecksums(t *testing.T) {
	archive := newScript(t, "echo Verdict")[zipName]
	tampered := append(archive[:len(archive):len(archive)], 0)
	sum := sumLine(archive, zipName)
	for name, test := range map[string]struct {
		files release
		says  string
	}{
		"tampered zip":    {release{zipName: tampered, sumsName: []byte(sum)}, sumsName + " says "},
		"wrong sum":       {release{zipName: archive, sumsName: []byte(sumLine(tampered, zipName))}, sumsName + " says "},
		"other file":      {release{zipName: archive, sumsName: []byte(sumLine(archive, "other_"+zipName))}, "does not name " + zipName + " once"},
		"two sums":        {release{zipName: archive, sumsName: []byte(sum + sumLine(tampered, zipName))}, "does not name " + zipName + " once"},
		"no sum at all":   {release{zipName: archive, sumsName: []byte("  " + zipName + "\n")}, "does not name " + zipName + " once"},
		"no sums":         {release{zipName: archive}, sumsName + " cannot be downloaded"},
		"no zip":          {release{sumsName: []byte(sum)}, zipName + " cannot be downloaded"},
		"a page of error": {release{zipName: []byte("<html>"), sumsName: []byte("<html>")}, "does not name " + zipName + " once"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRunner(t)
			refused := r.run(test.files.serve(t), with("plans", "dev=ready.json.gz")).want(1, "", "::error title=eksupgrade::", test.says)
			if strings.Contains(refused.log, "Verdict") || refused.summary != "" {
				t.Errorf("plans were judged all the same:\n%s", refused.log)
			}
		})
	}
}

func TestActionVerifiesAttestations(t *testing.T) {
	r := newRunner(t)
	releases := newRelease(t).serve(t)
	r.gh = `[ "$2" = --help ] || echo "asked with $GH_TOKEN: $*"`
	r.run(releases, with("plans", "dev=ready.json.gz", "token", "t0ken")).want(0, "ready",
		"asked with t0ken: attestation verify ", zipName+" --repo eksupgrade/terraform-provider-eksupgrade --signer-workflow eksupgrade/terraform-provider-eksupgrade/.github/workflows/release.yml")
	r.gh = `[ "$2" = --help ]`
	r.run(releases, with("plans", "dev=ready.json.gz")).want(1, "", "gh attestation verify refuses "+zipName)
}

func TestActionNeedsAKnownRunner(t *testing.T) {
	r := newRunner(t)
	releases := newRelease(t).serve(t)
	r.env["RUNNER_OS"] = "Plan9"
	r.run(releases, with("plans", "dev=ready.json.gz")).want(1, "", `the system "Plan9"`)
	r.env["RUNNER_OS"], r.env["RUNNER_ARCH"] = "Linux", "RISCV64"
	r.run(releases, with("plans", "dev=ready.json.gz")).want(1, "", `the architecture "RISCV64"`)
}

// A plan may hold what looks like a command of the runner.
func TestActionPausesCommands(t *testing.T) {
	r := newRunner(t)
	result := r.run(newRelease(t).serve(t), with("plans", "dev=ready.json.gz", "args", "--no-such-flag\n::warning::mine"))
	match := regexp.MustCompile(`(?ms)^::stop-commands::([0-9a-f]{32})$.*no-such-flag.*^::(\w+)::$`).FindStringSubmatch(result.log)
	if match == nil || match[1] != match[2] {
		t.Errorf("commands are not paused around what the binary prints:\n%s", result.log)
	}
}
