package workflows

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// hook is what pre-commit reads of a hook, in a repository that offers it or in
// one that takes it.
type hook struct {
	ID            string   `yaml:"id"`
	Name          string   `yaml:"name"`
	Description   string   `yaml:"description"`
	Entry         string   `yaml:"entry"`
	Language      string   `yaml:"language"`
	Files         string   `yaml:"files"`
	Args          []string `yaml:"args"`
	PassFilenames *bool    `yaml:"pass_filenames"`
}

func parseYAML(t *testing.T, file string, into any) {
	t.Helper()
	decoder := yaml.NewDecoder(strings.NewReader(read(t, file)))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func offeredHooks(t *testing.T) []hook {
	t.Helper()
	var hooks []hook
	parseYAML(t, ".pre-commit-hooks.yaml", &hooks)
	return hooks
}

func TestHooksAreWhole(t *testing.T) {
	languages := map[string]string{}
	for _, hook := range offeredHooks(t) {
		languages[hook.ID] = hook.Language
		if hook.Name == "" || hook.Description == "" || hook.PassFilenames == nil || *hook.PassFilenames || !strings.HasPrefix(hook.Entry, program+" ") {
			t.Errorf("%+v is not whole", hook)
		}
		files, err := regexp.Compile(hook.Files)
		if err != nil {
			t.Fatalf("%s: %v", hook.ID, err)
		}
		for file, want := range map[string]bool{
			"eks/env-vars/prod.tfvars": true, "env-vars/prod.tfvars.json": true, "eks/variables.tf": true, ".eksupgrade.hcl": true, "eks/.eksupgrade.hcl": true,
			"README.md": false, "eks/prod.tfplan": false, "package.json": false, "x.eksupgrade.hcl": false,
		} {
			if files.MatchString(file) != want {
				t.Errorf("%s takes %s: %v, want %v", hook.ID, file, !want, want)
			}
		}
	}
	// pre-commit builds the packages of the repository and starts one by its name.
	if languages["eksupgrade-check"] != "golang" || languages["eksupgrade-check-system"] != "system" {
		t.Errorf("the hooks are %v", languages)
	}
	if output, err := exec.Command("go", "list", "-f", "{{.Name}} {{.ImportPath}}", root).Output(); err != nil || strings.TrimSpace(string(output)) != "main github.com/eksupgrade/"+program {
		t.Errorf("go install does not make %s: %s %v", program, output, err)
	}
}

// The example takes a hook that is offered, and stops what shall be stopped.
func TestHookStopsASkip(t *testing.T) {
	var config struct {
		Repos []struct {
			Repo  string `yaml:"repo"`
			Rev   string `yaml:"rev"`
			Hooks []hook `yaml:"hooks"`
		} `yaml:"repos"`
	}
	parseYAML(t, "examples/ci/pre-commit-config.yaml", &config)
	taken := config.Repos[0].Hooks[0]
	offered := offeredHooks(t)
	place := slices.IndexFunc(offered, func(hook hook) bool { return hook.ID == taken.ID })
	if place < 0 {
		t.Fatalf("no hook of .pre-commit-hooks.yaml is %q", taken.ID)
	}
	if !regexp.MustCompile(taken.Files).MatchString("eks/env-vars/prod.tfvars") {
		t.Errorf("%s does not take eks/env-vars/prod.tfvars", taken.Files)
	}

	binary, repository := needProgram(t), t.TempDir()
	if err := os.CopyFS(filepath.Join(repository, "eks", "env-vars"), os.DirFS(filepath.Join(root, "examples/quickstart/eks/env-vars"))); err != nil {
		t.Fatal(err)
	}
	run := func(name string, arguments ...string) (string, error) {
		command := exec.Command(name, arguments...)
		command.Dir = repository
		command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
			"GIT_AUTHOR_NAME=t", "GIT_AUTHOR_EMAIL=t@example.com", "GIT_COMMITTER_NAME=t", "GIT_COMMITTER_EMAIL=t@example.com")
		output, err := command.CombinedOutput()
		return string(output), err
	}
	for _, arguments := range [][]string{{"init", "-q"}, {"add", "-A"}, {"commit", "-q", "-m", "what runs now"}} {
		if output, err := run("git", arguments...); err != nil {
			t.Fatalf("git %v: %v\n%s", arguments, err, output)
		}
	}
	// As pre-commit does: the entry in words, then args.
	arguments := append(strings.Fields(offered[place].Entry)[1:], taken.Args...)
	check := func(version string) (string, error) {
		file := filepath.Join(repository, "eks/env-vars/prod.tfvars")
		if err := os.WriteFile(file, []byte("cluster_version = \""+version+"\"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return run(binary, arguments...)
	}
	if output, err := check("1.35"); err != nil {
		t.Errorf("one minor up is stopped: %v\n%s", err, output)
	}
	if output, err := check("1.36"); err == nil || !strings.Contains(output, "minor-version-skip") {
		t.Errorf("two minors up: %v\n%s", err, output)
	}
}
