package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Git takes the diff where it is to be applied, wherever the folder is.
func TestNextPrintsPathsThatGitApplies(t *testing.T) {
	for name, test := range map[string]struct {
		// here is where next runs, dir what it is given, and at where git applies.
		here, dir, at string
		// where git finds the file from there.
		want string
	}{
		"below":                     {".", "eks/env-vars", ".", "a/eks/env-vars/prod.tfvars"},
		"below a folder":            {"eks", "env-vars", "eks", "a/env-vars/prod.tfvars"},
		"the folder itself":         {"eks/env-vars", ".", "eks/env-vars", "a/prod.tfvars"},
		"beside":                    {"other", "../eks/env-vars", ".", "a/eks/env-vars/prod.tfvars"},
		"up and down again":         {"eks", "../eks/env-vars", "eks", "a/env-vars/prod.tfvars"},
		"absolute":                  {".", "TOP/eks/env-vars", ".", "a/eks/env-vars/prod.tfvars"},
		"absolute and outside":      {"other", "TOP/eks/env-vars", ".", "a/eks/env-vars/prod.tfvars"},
		"by a link":                 {".", "link", ".", "a/eks/env-vars/prod.tfvars"},
		"by a link, and from aside": {"other", "../link", ".", "a/eks/env-vars/prod.tfvars"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFolder(t, nil)
			f.write("eks/env-vars/prod.tfvars", environmentAt("1.34", "1.34"))
			f.write("other/README", "")
			if err := os.Symlink("eks/env-vars", filepath.Join(f.dir, "link")); err != nil {
				t.Skip(err)
			}
			f.commit()
			t.Chdir(filepath.Join(f.dir, test.here))
			printed := command("next", "--target-version", "1.36", strings.ReplaceAll(test.dir, "TOP", f.dir))
			printed.want(t, 0)
			if !strings.Contains(printed.stdout, "--- "+test.want+"\n") {
				t.Errorf("no %s in\n%s", test.want, printed.stdout)
			}
			f.apply(test.at, printed.stdout)
			if got := f.everything()["eks/env-vars/prod.tfvars"]; got != environmentAt("1.35", "1.34") {
				t.Errorf("git made\n%s", got)
			}
		})
	}
}

// apply has git apply a diff in a folder.
func (f *folder) apply(at, diff string) {
	f.t.Helper()
	git := exec.Command("git", "apply", "--unidiff-zero", "-")
	git.Dir = filepath.Join(f.dir, at)
	git.Stdin = strings.NewReader(diff)
	if output, err := git.CombinedOutput(); err != nil {
		f.t.Fatalf("git apply: %v: %s\n%s", err, output, diff)
	}
}

// Outside of a checkout the diff is one for patch at the root.
func TestNextOutsideOfACheckout(t *testing.T) {
	f := newFolder(t, map[string]string{"prod": "1.34"})
	real, err := filepath.EvalSymlinks(f.envVars())
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	want := "--- a/" + strings.TrimPrefix(filepath.ToSlash(real), "/") + "/prod.tfvars "
	command("next", "--target-version", "1.35", f.envVars()).want(t, 0, want)
}

// Names are as git writes them, and git reads them.
func TestNextPrintsNamesAsGit(t *testing.T) {
	for name, want := range map[string]string{
		"prod":         "--- a/env-vars/prod.tfvars\n",
		"größe":        "--- a/env-vars/größe.tfvars\n",
		"my prod":      "--- a/env-vars/my prod.tfvars\t\n",
		"tab\there":    `--- "a/env-vars/tab\there.tfvars"` + "\n",
		"two\nlines":   `--- "a/env-vars/two\nlines.tfvars"` + "\n",
		"esc\x1b[2J":   `--- "a/env-vars/esc\033[2J.tfvars"` + "\n",
		`a "b"`:        `--- "a/env-vars/a \"b\".tfvars"` + "\t\n",
		`back\slash`:   `--- "a/env-vars/back\\slash.tfvars"` + "\n",
		"turn\u202eed": `--- "a/env-vars/turn\342\200\256ed.tfvars"` + "\n",
		"del\x7f":      `--- "a/env-vars/del\177.tfvars"` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" {
				t.Skip("no such names there")
			}
			f := newFolder(t, map[string]string{name: "1.34"})
			f.commit()
			t.Chdir(f.dir)
			printed := command("next", "--target-version", "1.35", "env-vars")
			printed.want(t, 0)
			if !strings.Contains(printed.stdout, want) {
				t.Fatalf("no %q in %q", want, printed.stdout)
			}
			f.apply(".", printed.stdout)
			if got := f.everything()["env-vars/"+name+".tfvars"]; got != "cluster_version = \"1.35\"\n" {
				t.Errorf("git made %q", got)
			}
		})
	}
	if got, want := patchName("a/\xff"), `"a/\377"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A terminal gets the tabs of a file as they are.
func TestNextKeepsTabsOnATerminal(t *testing.T) {
	f := newFolder(t, nil)
	f.write("env-vars/my prod.tfvars", "\tcluster_version\t= \"1.34\"\n")
	var out bytes.Buffer
	if err := (nextPrinter{out: &out, result: stepsOf(t, f, "1.35"), terminal: true}).text(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"--- a/my prod.tfvars\t\n", "\n+\tcluster_version\t= \"1.35\"\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in %q", want, out.String())
		}
	}
}
