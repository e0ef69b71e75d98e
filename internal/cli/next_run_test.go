package cli

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
)

// longName is an environment whose commands fit no narrow terminal.
const longName = "production-of-the-north-and-of-the-south"

// What is to be run names the root module from where next runs, in one piece, and
// does there what it says.
func TestNextRunsFromHere(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are those of a shell")
	}
	for name, test := range map[string]struct {
		// module is below the top, here is where next runs, and dir what it is given.
		module, here, dir string
		launcher          bool
		want              string
	}{
		"in the module":      {".", ".", "env-vars", false, "terraform plan -var-file=env-vars/ENV.tfvars -out=ENV.tfplan && terraform apply ENV.tfplan"},
		"below":              {"eks", ".", "eks/env-vars", false, "terraform -chdir=eks plan -var-file=env-vars/ENV.tfvars -out=ENV.tfplan && terraform -chdir=eks apply ENV.tfplan"},
		"beside":             {"eks", "other", "../eks/env-vars", false, "terraform -chdir=../eks plan -var-file=env-vars/ENV.tfvars -out=ENV.tfplan && terraform -chdir=../eks apply ENV.tfplan"},
		"in the folder":      {"eks", "eks/env-vars", ".", false, "terraform -chdir=.. plan -var-file=env-vars/ENV.tfvars -out=ENV.tfplan && terraform -chdir=.. apply ENV.tfplan"},
		"a blank":            {"my eks", ".", "my eks/env-vars", false, "terraform -chdir='my eks' plan -var-file=env-vars/ENV.tfvars -out=ENV.tfplan && terraform -chdir='my eks' apply ENV.tfplan"},
		"a script":           {".", ".", "env-vars", true, "./launch.sh ENV"},
		"a script below":     {"eks", ".", "eks/env-vars", true, "(cd eks && ./launch.sh ENV)"},
		"a script above":     {"eks", "eks/deep/er", "../../env-vars", true, "(cd ../.. && ./launch.sh ENV)"},
		"a script, a dash":   {"-eks", ".", "-eks/env-vars", true, "(cd ./-eks && ./launch.sh ENV)"},
		"a script, a blank":  {"my eks", ".", "my eks/env-vars", true, "(cd 'my eks' && ./launch.sh ENV)"},
		"an absolute folder": {"eks", ".", "TOP/eks/env-vars", true, "(cd eks && ./launch.sh ENV)"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFolder(t, nil)
			environment := filepath.Join(test.module, "env-vars", longName+".tfvars")
			f.write(environment, environmentAt("1.34", "1.34"))
			f.write("programs/terraform", "#!/bin/sh\ncase $1 in -chdir=*) cd \"${1#-chdir=}\" && shift;; esac\n"+
				"case $1 in plan) test -f \"${2#-var-file=}\" && touch \"${3#-out=}\";; apply) test -f \"$2\" && touch applied;; esac\n")
			if test.launcher {
				f.write(filepath.Join(test.module, "launch.sh"), "#!/bin/sh\ntest -f \"env-vars/$1.tfvars\" && touch applied\n")
			}
			for _, script := range []string{"programs/terraform", filepath.Join(test.module, "launch.sh")} {
				if err := os.Chmod(filepath.Join(f.dir, script), 0o700); err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
			}
			here := filepath.Join(f.dir, test.here)
			if err := os.MkdirAll(here, 0o700); err != nil {
				t.Fatal(err)
			}
			t.Chdir(here)
			want := strings.ReplaceAll(test.want, "ENV", longName)
			arguments := []string{"next", "--target-version", "1.36", "--", strings.ReplaceAll(test.dir, "TOP", f.dir)}
			printed := command(arguments...)
			printed.want(t, 0)
			if lines := "\n  Run: " + strings.ReplaceAll(want, " && terraform", " &&\n       terraform") + "\n"; !strings.Contains(printed.stdout, lines) {
				t.Fatalf("no %s in\n%s", lines, printed.stdout)
			}
			way := command(slices.Insert(slices.Clone(arguments), 1, "--path")...)
			if lines := "\n     Run: " + strings.ReplaceAll(want, " && terraform", " &&\n          terraform") + "\n"; !strings.Contains(way.stdout, lines) {
				t.Errorf("no %s in the way\n%s", lines, way.stdout)
			}
			var decoded nextJSON
			if err := json.Unmarshal([]byte(command(slices.Insert(slices.Clone(arguments), 1, "--format=json")...).stdout), &decoded); err != nil {
				t.Fatal(err)
			}
			if run := decoded.Environments[0].Steps[0].Run; !slices.Equal(run, strings.Split(strings.ReplaceAll(want, " && terraform", "\nterraform"), "\n")) {
				t.Errorf("JSON runs %q", run)
			}
			shell := exec.Command("sh", "-c", want)
			shell.Env = append(os.Environ(), "PATH="+filepath.Join(f.dir, "programs")+":"+os.Getenv("PATH"))
			if output, err := shell.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v: %s", want, err, output)
			}
			if _, err := os.Stat(filepath.Join(f.dir, test.module, "applied")); err != nil {
				t.Errorf("%s applied nothing: %v", want, err)
			}
		})
	}
}

// The report of check runs the same.
func TestCheckPageRunsFromHere(t *testing.T) {
	f := newFolder(t, nil)
	f.write("eks/env-vars/prod.tfvars", environmentAt("1.36", "1.34"))
	t.Chdir(f.dir)
	page := command("check", "--format", "html", "--baseline", "prod=1.34", "eks/env-vars").stdout
	const want = "terraform -chdir=eks plan -var-file=env-vars/prod.tfvars -out=prod.tfplan &amp;&amp;\nterraform -chdir=eks apply prod.tfplan<"
	if !strings.Contains(page, want) {
		t.Errorf("the page does not say %s", want)
	}
}

// Colour is colour, and no text.
func TestTheWayInColour(t *testing.T) {
	var out strings.Builder
	nextPrinter{color: true}.way(&out, path.Path{Steps: []path.Step{{Round: 1, Title: "control plane 1.34 -> 1.35"}}})
	if want := "  Round 1\n\x1b[1m  1. control plane 1.34 -> 1.35\x1b[0m\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}
