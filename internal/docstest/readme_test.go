package docstest

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
)

// scene runs a session that needs more than the workbench has.
type scene struct {
	// command stands in the first step of the sessions that it runs.
	command string
	run     func(t *testing.T, s session)
}

var scenes = []scene{
	{"make help", runMake},
	{"make install", runMakeInstall},
	{"make ", knowMake},
	{"terraform.d/plugins", runInstall},
	{"terraform plan -var-file=env-vars/cc.tfvars", runStoppedPlan},
	{"terraform destroy -var-file=", runDestroy},
	{"#!/bin/sh", runHook},
	{"terraform plan -var-file=env-vars/prod.tfvars -out=", runAnalyze},
	{"--live", runLive},
	{"go env ", runAsItIs},
}

// Whatever the README tells its reader to type works, or says that it needs an
// account. A command of the product that needs nothing but six environments runs
// without a scene.
func TestReadmeCommands(t *testing.T) {
	sessions := sessionsOf(read(t, "README.md"))
	if len(sessions) < 15 {
		t.Errorf("only %d commands were found: %+v", len(sessions), sessions)
	}
	used := map[string]bool{}
	for _, s := range sessions {
		place := slices.IndexFunc(scenes, func(scene scene) bool { return strings.Contains(s.steps[0].command, scene.command) })
		run := runDefault
		if place >= 0 {
			used[scenes[place].command], run = true, scenes[place].run
		}
		t.Run(fmt.Sprintf("line %d", s.line), func(t *testing.T) {
			t.Parallel()
			if s.account {
				t.Skipf("%s %s", s.steps[0].command, needsAccount)
			}
			run(t, s)
		})
	}
	for _, scene := range scenes {
		if !used[scene.command] {
			t.Errorf("no command of the README has %q: remove its scene", scene.command)
		}
	}
}

// runDefault runs a command of the product among six environments, of which one
// is edited, and asks a name of a command for its help.
func runDefault(t *testing.T, s session) {
	for _, step := range s.steps {
		words := strings.Fields(step.command)
		w := newWorkbench(t)
		switch {
		case s.kind == inline && len(words) == 2 && words[0] == "terraform":
			// Terraform's help of a sub-command ends with 0 or 1, by version.
			if printed, _ := w.run("eks", step.command+" -help"); !strings.Contains(printed, "Usage: ") || !strings.Contains(printed, words[1]) {
				t.Errorf("there is no %s:\n%s", step.command, printed)
			}
		case s.kind != script && words[0] == "terraform-provider-eksupgrade":
			dir := "eks"
			if strings.Contains(step.command, " eks/") {
				dir = "."
			}
			printed, status := w.run(dir, withPlace(step.command))
			if status == 1 || status > 3 {
				t.Errorf("%s: exit status %d\n%s", step.command, status, printed)
			}
			shows(t, step, printed)
		default:
			t.Errorf("nothing runs %q: add a scene, or mark it in the README as %q", step.command, needsAccount)
		}
	}
}

// withPlace gives a command that a sentence names by its flags alone the place to
// read: the README shows it elsewhere.
func withPlace(command string) string {
	words := strings.Fields(command)
	if len(words) < 3 || slices.ContainsFunc(words[2:], func(word string) bool { return !strings.HasPrefix(word, "-") }) {
		return command
	}
	if words[1] == "analyze" {
		return command + " prod.json"
	}
	return command + " env-vars"
}

func shows(t *testing.T, step step, printed string) {
	t.Helper()
	if lines := missing(step.output, printed); lines != nil {
		t.Errorf("%s does not print\n%s\nbut\n%s", step.command, strings.Join(lines, "\n"), printed)
	}
}

// needMake gives the command line of make, or skips the test.
func needMake(t *testing.T, command string) []string {
	t.Helper()
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("there is no make on the PATH")
	}
	return strings.Fields(command)[1:]
}

func makeIn(t *testing.T, dir string, env []string, arguments ...string) string {
	t.Helper()
	command := exec.Command("make", arguments...)
	command.Dir = dir
	// This test may run below make.
	command.Env = append(without(os.Environ(), "MAKEFLAGS=", "MAKELEVEL=", "MFLAGS="), env...)
	output, err := command.CombinedOutput()
	if err != nil {
		t.Errorf("make %v: %v\n%s", arguments, err, output)
	}
	return string(output)
}

// knowMake looks a target up that is not run here: it is this suite, or runs in a
// workflow.
func knowMake(t *testing.T, s session) {
	arguments := needMake(t, s.steps[0].command)
	makeIn(t, root, nil, append([]string{"-n"}, arguments...)...)
	run := "run: make " + strings.Join(arguments, " ") + "\n"
	if workflow := read(t, ".github/workflows/test.yml"); !strings.Contains(workflow, run) {
		t.Errorf("make %v is run neither here nor in the workflow of the tests", arguments)
	}
}

func runMake(t *testing.T, s session) {
	makeIn(t, root, nil, needMake(t, s.steps[0].command)...)
}

func runMakeInstall(t *testing.T, s session) {
	bin := t.TempDir()
	makeIn(t, root, []string{"GOBIN=" + bin}, needMake(t, s.steps[0].command)...)
	if _, err := os.Stat(filepath.Join(bin, "terraform-provider-eksupgrade")); err != nil {
		t.Error(err)
	}
}

func runAsItIs(t *testing.T, s session) {
	newWorkbench(t).mustRun(".", s.steps[0].command)
}

// runInstall installs from a copy of the checkout into a home that is empty, and
// has Terraform find the provider there.
func runInstall(t *testing.T, s session) {
	needMake(t, "make")
	w := newWorkbench(t)
	w.copyTree(root, filepath.Join(w.dir, "checkout"))
	w.env = without(w.env, "TF_CLI_CONFIG_FILE=", "MAKEFLAGS=", "MAKELEVEL=", "MFLAGS=")
	command := s.steps[0].command
	if version := w.mustRun("eks", "terraform version"); strings.Contains(version, "OpenTofu") {
		command = strings.ReplaceAll(command, "registry.terraform.io", "registry.opentofu.org")
	}
	w.mustRun("checkout", command)
	w.mustRun("eks", "terraform init -no-color && terraform validate -no-color")
}

// runStoppedPlan prints as for a person: without colours Terraform breaks lines
// elsewhere.
func runStoppedPlan(t *testing.T, s session) {
	w := newWorkbench(t)
	w.env = append(w.env, "TF_CLI_ARGS_plan=")
	printed, status := w.run("eks", s.steps[0].command)
	if status != 1 {
		t.Errorf("exit status %d, want 1", status)
	}
	shows(t, s.steps[0], printed)
}

// runDestroy destroys an environment while another one's file is wrong.
func runDestroy(t *testing.T, s session) {
	w := newWorkbench(t)
	w.mustRun("eks", "git stash -q && terraform apply -var-file=env-vars/lab.tfvars && git stash pop -q")
	assignment, plain, _ := strings.Cut(s.steps[0].command, " ")
	if printed, status := w.run("eks", plain); status == 0 || !strings.Contains(printed, "minor-version-skip") {
		t.Errorf("without %s it passes: exit status %d\n%s", assignment, status, printed)
	}
	if printed := w.mustRun("eks", s.steps[0].command); !strings.Contains(printed, "Destroy complete!") {
		t.Errorf("nothing was destroyed:\n%s", printed)
	}
}

// runHook installs the script as a hook and commits.
func runHook(t *testing.T, s session) {
	w := newWorkbench(t)
	w.must(os.MkdirAll(filepath.Join(w.dir, ".git/hooks"), 0o755))
	w.must(os.WriteFile(filepath.Join(w.dir, ".git/hooks/pre-commit"), []byte(s.steps[0].command), 0o755))
	if printed, status := w.run(".", "git commit -qam two"); status == 0 || !strings.Contains(printed, "minor-version-skip") {
		t.Errorf("the hook lets a skip through: exit status %d\n%s", status, printed)
	}
	w.mustRun(".", "git checkout -q eks")
	w.edit("prod", "1.35")
	w.mustRun(".", "git commit -qam one")
}

// plan puts a real plan of the test data among the files of the module.
func (w *workbench) plan(name, from string, edits ...string) {
	w.t.Helper()
	file, err := os.Open(filepath.Join(root, "internal/plan/testdata/plans", from))
	w.must(err)
	defer func() { _ = file.Close() }()
	unzipped, err := gzip.NewReader(file)
	w.must(err)
	text, err := io.ReadAll(unzipped)
	w.must(err)
	edited := strings.NewReplacer(edits...).Replace(string(text))
	w.must(os.WriteFile(filepath.Join(w.dir, "eks", name), []byte(edited), 0o600))
}

// thatDay has a command of the product take the day of the real plans for today.
const thatDay = `terraform-provider-eksupgrade() { command terraform-provider-eksupgrade "$1" --today 2024-02-01 "${@:2}"; }
`

// runAnalyze makes a plan as the README says. What analyze then judges are real
// plans of real providers, which need more than this machine has.
func runAnalyze(t *testing.T, s session) {
	w := newWorkbench(t)
	w.mustRun("eks", "git checkout -q env-vars")
	for _, step := range s.steps {
		printed := ""
		if strings.Contains(step.command, " analyze ") {
			w.plan("dev.json", "c20-ng-126-to-128.json.gz")
			// The README shows one error; the autoscaler of this plan is another one.
			w.plan("prod.json", "b14-pdb-min-eq-replicas.json.gz", "cluster-autoscaler:v1.28.2", "cluster-autoscaler:v1.29.0")
			var status int
			if printed, status = w.run("eks", thatDay+step.command); status != 2 {
				t.Errorf("%s: exit status %d, want 2", step.command, status)
			}
		} else {
			printed = w.mustRun("eks", step.command)
		}
		shows(t, step, printed)
	}
}

// runLive gives what asks EKS a server that stands for it.
func runLive(t *testing.T, s session) {
	w := newWorkbench(t)
	server := ekstest.New(t, ekstest.SixEnvironments())
	w.askOf(server)
	w.mustRun("eks", `for file in env-vars/*.tfvars; do name=${file##*/}; echo "cluster_name = \"shop-${name%.tfvars}\"" >>"$file"; done`)
	w.plan("prod.json", "b14-pdb-min-eq-replicas.json.gz", "ap-northeast-1", ekstest.Region, "123456789012", ekstest.Account)
	command := withPlace(s.steps[0].command)
	if printed, status := w.run("eks", command); status != 2 {
		t.Errorf("%s: exit status %d, want 2\n%s", command, status, printed)
	}
	if len(server.Calls()) == 0 {
		t.Errorf("%s did not ask EKS", command)
	}
}

var fencedBlock = regexp.MustCompile("(?ms)^```.*?^```")

// A flag that the README names is one of a command.
func TestReadmeFlags(t *testing.T) {
	w := newWorkbench(t)
	help := ""
	for _, line := range strings.Split(w.mustRun(".", "terraform-provider-eksupgrade --help"), "\n") {
		if name, _, ok := strings.Cut(strings.TrimPrefix(line, "  "), " "); ok && strings.HasPrefix(line, "  ") && name != "" && !strings.HasPrefix(name, "-") {
			printed, _ := w.run(".", "terraform-provider-eksupgrade "+name+" --help")
			help += printed
		}
	}
	count := 0
	for _, match := range span.FindAllStringSubmatch(fencedBlock.ReplaceAllString(read(t, "README.md"), ""), -1) {
		if strings.HasPrefix(match[1], "git ") {
			continue // git's own flags
		}
		for _, word := range strings.Fields(match[1]) {
			flag, _, _ := strings.Cut(strings.Trim(word, "[]"), "=")
			if strings.HasPrefix(flag, "--") {
				count++
				if !strings.Contains(help, " "+flag+" ") && !strings.Contains(help, " "+flag+"\n") {
					t.Errorf("no command has %s", flag)
				}
			}
		}
	}
	if count < 5 {
		t.Errorf("only %d flags were found", count)
	}
}
