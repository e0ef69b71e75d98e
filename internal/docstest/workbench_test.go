package docstest

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// workbench is a repository with the quickstart in its folder eks: six
// environments at 1.34, committed, and then prod.tfvars edited to ask for 1.36.
type workbench struct {
	t *testing.T
	// dir is the repository.
	dir string
	env []string
}

// today is the day that the provider takes for today, so that support dates do not
// change what pages show.
const today = "2026-06-15"

// onToday is a folder with the provider and a configuration of Terraform's command
// line that names it.
var onToday = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(workDir, "today")
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "terraform-provider-eksupgrade"), "-ldflags", "-X main.fixedDay="+today, root)
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("the provider does not build: %w\n%s", err, output)
	}
	config := "provider_installation {\n  dev_overrides {\n    \"eksupgrade/eksupgrade\" = \"" + filepath.ToSlash(dir) + "\"\n  }\n}\n"
	return dir, os.WriteFile(filepath.Join(dir, "cli.tfrc"), []byte(config), 0o600)
})

// newWorkbench makes one where Terraform, git and bash are.
func newWorkbench(t *testing.T) *workbench {
	t.Helper()
	v := needTerraform(t)
	for _, needed := range []string{"bash", "git"} {
		if _, err := exec.LookPath(needed); err != nil || runtime.GOOS == "windows" {
			t.Skipf("%s is needed to run what the README shows", needed)
		}
	}
	if reason := v.tooOld(map[string]string{"": "terraform_data"}); reason != "" {
		t.Skip(reason)
	}
	program, err := onToday()
	if err != nil {
		t.Fatal(err)
	}
	w := &workbench{t: t, dir: t.TempDir()}
	home := t.TempDir()
	bin := filepath.Join(home, "bin")
	w.must(os.Mkdir(bin, 0o755))
	w.must(os.Symlink(v.terraform, filepath.Join(bin, "terraform")))
	w.env = append(os.Environ(),
		"PATH="+strings.Join([]string{program, bin, os.Getenv("PATH")}, string(os.PathListSeparator)), "HOME="+home,
		"TF_CLI_CONFIG_FILE="+filepath.Join(program, "cli.tfrc"), "TERRAFORM=", "TF_DATA_DIR=", "TF_WORKSPACE=", "TF_LOG=", "TF_INPUT=0",
		"TF_CLI_ARGS=", "TF_CLI_ARGS_plan=-no-color", "TF_CLI_ARGS_apply=-no-color -auto-approve", "TF_CLI_ARGS_destroy=-no-color -auto-approve",
		"CHECKPOINT_DISABLE=1", "EKSUPGRADE_ENFORCEMENT=", "AWS_EC2_METADATA_DISABLED=true",
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=t", "GIT_AUTHOR_EMAIL=t@example.com",
		"GIT_COMMITTER_NAME=t", "GIT_COMMITTER_EMAIL=t@example.com")
	w.env = without(w.env, "GIT_DIR=", "AWS_PROFILE=")
	// Go finds what it has built and downloaded, wherever home is.
	for _, name := range []string{"GOPATH", "GOCACHE", "GOMODCACHE"} {
		value, err := exec.Command("go", "env", name).Output()
		w.must(err)
		w.env = append(w.env, name+"="+strings.TrimSpace(string(value)))
	}
	w.copyTree(filepath.Join(root, "examples/quickstart/eks"), filepath.Join(w.dir, "eks"))
	w.mustRun(".", "git init -q -b main && printf '.terraform*\\n*.tfstate*\\n*.tfplan\\n*.json\\n' >.gitignore && git add -A && git commit -qm 'what runs now' && git update-ref refs/remotes/origin/main HEAD")
	w.edit("prod", "1.36")
	return w
}

// without leaves variables out.
func without(env []string, prefixes ...string) []string {
	var kept []string
	for _, pair := range env {
		drop := false
		for _, prefix := range prefixes {
			drop = drop || strings.HasPrefix(pair, prefix)
		}
		if !drop {
			kept = append(kept, pair)
		}
	}
	return kept
}

func (w *workbench) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// copyTree copies a folder without what Terraform, git and builds leave there.
func (w *workbench) copyTree(from, to string) {
	w.t.Helper()
	w.must(filepath.WalkDir(from, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, file)
		if err != nil {
			return err
		}
		name, target := entry.Name(), filepath.Join(to, relative)
		switch {
		case relative != "." && (name == ".git" || name == ".terraform" || relative == "build" || relative == "dist" || name == "terraform.tfstate.d"):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case strings.Contains(name, ".tfstate") || !entry.IsDir() && !entry.Type().IsRegular():
			return nil
		case entry.IsDir():
			return os.MkdirAll(target, 0o755)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, info.Mode().Perm())
	}))
}

// edit has an environment ask for a cluster version.
func (w *workbench) edit(environment, version string) {
	w.t.Helper()
	file := filepath.Join(w.dir, "eks/env-vars", environment+".tfvars")
	text, err := os.ReadFile(file)
	w.must(err)
	edited := strings.Replace(string(text), `cluster_version = "1.34"`, `cluster_version = "`+version+`"`, 1)
	if edited == string(text) {
		w.t.Fatalf("%s does not ask for 1.34", file)
	}
	w.must(os.WriteFile(file, []byte(edited), 0o600))
}

// run runs a script of bash in a folder of the repository.
func (w *workbench) run(dir, script string) (printed string, status int) {
	w.t.Helper()
	command := exec.Command("bash", "-euo", "pipefail", "-c", script)
	command.Dir = filepath.Join(w.dir, dir)
	command.Env = w.env
	output, err := command.CombinedOutput()
	if err != nil && command.ProcessState == nil {
		w.t.Fatal(err)
	}
	return string(output), command.ProcessState.ExitCode()
}

func (w *workbench) mustRun(dir, script string) string {
	w.t.Helper()
	printed, status := w.run(dir, script)
	if status != 0 {
		w.t.Fatalf("%s: exit status %d\n%s", script, status, printed)
	}
	return printed
}
