package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
)

// everything is each file of the folder by its path, a link as where it leads.
func (f *folder) everything() map[string]string {
	f.t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(f.dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == ".git":
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		name, err := filepath.Rel(f.dir, path)
		if err != nil {
			return err
		}
		if entry.Type()&fs.ModeSymlink != 0 {
			all[name], err = os.Readlink(path)
			return err
		}
		content, err := os.ReadFile(path)
		all[filepath.ToSlash(name)] = string(content)
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return all
}

// changed lists the files that differ from what was there before.
func (f *folder) changed(before map[string]string) map[string]string {
	f.t.Helper()
	now := f.everything()
	changed := map[string]string{}
	for name, content := range now {
		if was, there := before[name]; !there || was != content {
			changed[name] = content
		}
	}
	for name := range before {
		if _, there := now[name]; !there {
			changed[name] = "gone"
		}
	}
	return changed
}

// atFirst are environments at 1.34 in a checkout.
func atFirst(t *testing.T, environments ...string) *folder {
	t.Helper()
	f := newFolder(t, nil)
	for _, name := range environments {
		f.write("env-vars/"+name+".tfvars", environmentAt("1.34", "1.34"))
	}
	f.commit()
	return f
}

func environmentAt(cluster, nodes string) string {
	return "# " + `the cluster
cluster_version = "` + cluster + `"   # ask first
node_groups     = { blue = { version = "` + nodes + `" } }
`
}

func TestNextExitStatus(t *testing.T) {
	skip := atFirst(t, "dev", "prod")
	skip.write("env-vars/prod.tfvars", environmentAt("1.36", "1.34"))
	command("next", skip.envVars()).want(t, 0, "dev: nothing to do, it runs 1.34", "prod: control plane 1.34 -> 1.35", "Then: node group blue 1.34 -> 1.35; control plane 1.35 -> 1.36",
		"What runs now was told by git:HEAD at", "next --target-version 1.36 --environments prod ")
	command("next", "--baseline", "git:nowhere", skip.envVars()).want(t, 1, "nowhere")
	command("next", "--environments", "dev,stg", skip.envVars()).want(t, 1, "dev: nothing to do", "stg: the next step is not known", "There is no")

	nowhere := newFolder(t, map[string]string{"dev": "1.34"})
	command("next", nowhere.envVars()).want(t, 3, "dev: the next step is not known", "What dev runs now is not known: no baseline says what the current version is. Say what runs now with --baseline")
	command("next", "--baseline", "dev=1.33", nowhere.envVars()).want(t, 0, "dev: control plane 1.33 -> 1.34, and ", "asks for just that", "What runs now was told by the baseline given.")
	command("next", "--target-version", "1.36", nowhere.envVars()).want(t, 0, "dev: control plane 1.34 -> 1.35")
	command("next", "--target-version", "1.33", nowhere.envVars()).want(t, 0, "dev: nothing to do, it runs 1.34", "beyond 1.33")

	broken := atFirst(t, "dev", "prod", "stg")
	broken.write("env-vars/prod.tfvars", "cluster_version =\n")
	broken.write("env-vars/dev.tfvars", environmentAt("1.36", "1.34"))
	broken.write("env-vars/new.tfvars", environmentAt("1.36", "1.36"))
	before := broken.everything()
	command("next", "--write", broken.envVars()).want(t, 1, "prod.tfvars:1", "dev: control plane 1.34 -> 1.35, written to", "stg: nothing to do", "new: nothing to do", "It is new: nothing runs yet")
	if changed := broken.changed(before); len(changed) != 1 || changed["env-vars/dev.tfvars"] != environmentAt("1.35", "1.34") {
		t.Errorf("changed %q", changed)
	}

	empty := newFolder(t, nil)
	empty.write("env-vars/README", "")
	command("next", empty.envVars()).want(t, 1, "sets a cluster version")
	for arguments, want := range map[string]string{
		"":                                "name the folder of <environment>.tfvars",
		"nowhere":                         `The folder "nowhere" does not exist`,
		"--format=html .":                 "expected text or json",
		"--target-version=1.3x .":         "--target-version",
		"--baseline=prod .":               "expected git:<ref>",
		"--config=nowhere.hcl .":          "nowhere.hcl",
		"--catalog=nowhere.json .":        "nowhere.json",
		"--no-such-flag .":                "unknown flag",
		"--fail-on=never .":               "unknown flag",
		"one two":                         "accepts at most 1 arg",
		"--environments=dev, " + "TFVARS": "One of the environments named is empty",
	} {
		arguments = strings.ReplaceAll(arguments, "TFVARS", skip.envVars())
		command(append([]string{"next"}, strings.Fields(arguments)...)...).want(t, 1, want)
	}
}

// Nothing is written without --write; with it just the lines that have to move are,
// and a second run has nothing to add until the step is applied.
func TestNextWrites(t *testing.T) {
	f := atFirst(t, "dev", "prod")
	f.write("env-vars/prod.tfvars", environmentAt("1.36", "1.36"))
	f.write("terraform.tfvars", "region = \"eu-central-1\"\n")
	before := f.everything()
	printed := command("next", f.envVars())
	printed.want(t, 0, `-cluster_version = "1.36" # ask first`, `+cluster_version = "1.35" # ask first`)
	if changed := f.changed(before); len(changed) > 0 {
		t.Fatalf("without --write it changed %q", changed)
	}
	command("next", "--write", f.envVars()).want(t, 0, "prod: control plane 1.34 -> 1.35, node group blue 1.34 -> 1.35, written to")
	if changed := f.changed(before); len(changed) != 1 || changed["env-vars/prod.tfvars"] != environmentAt("1.35", "1.35") {
		t.Fatalf("changed %q", changed)
	}
	before = f.everything()
	command("next", "--write", f.envVars()).want(t, 0, "env-vars/prod.tfvars asks for just that")
	if changed := f.changed(before); len(changed) > 0 {
		t.Errorf("the second run changed %q", changed)
	}
	command("check", f.envVars()).want(t, 0, "Verdict: ready")
	f.commit() // which stands for the apply
	command("next", "--write", "--target-version", "1.36", "--environments", "prod", f.envVars()).want(t, 0, "control plane 1.35 -> 1.36, written to")
	f.commit()
	command("next", "--write", "--target-version", "1.36", "--environments", "prod", f.envVars()).want(t, 0, "node group blue 1.35 -> 1.36, written to")
	f.commit()
	command("next", "--write", "--target-version", "1.36", "--environments", "prod", f.envVars()).want(t, 0, "prod: nothing to do, it runs 1.36")
}

// An environment that promotion_order puts first counts where it is not chosen too.
func TestNextWaitsForWhoIsNotChosen(t *testing.T) {
	f := atFirst(t, "dev", "prod")
	f.write(".eksupgrade.hcl", "policy {\n  promotion_order = [\"dev\", \"prod\"]\n}\n")
	f.write("env-vars/prod.tfvars", environmentAt("1.35", "1.35"))
	before := f.everything()
	said := command("next", "--write", "--target-version", "1.36", "--environments", "prod", "--config", filepath.Join(f.dir, ".eksupgrade.hcl"), f.envVars())
	said.want(t, 0, "which has to wait", "promotion_order puts dev first")
	if changed := f.changed(before); len(changed) > 0 || strings.Contains(said.stdout, "dev:") {
		t.Errorf("changed %q, and said\n%s", changed, said.stdout)
	}
}

// A file that asks for more than the last commit is likely not applied yet.
func TestNextSaysWhatMayNotBeAppliedYet(t *testing.T) {
	f := atFirst(t, "dev", "lab", "prod")
	command("next", "--write", "--target-version", "1.36", "--environments", "dev,prod", f.envVars()).want(t, 0)
	f.write("env-vars/lab.tfvars", environmentAt("1.36", "1.36"))
	said := command("next", "--target-version", "1.36", f.envVars())
	said.want(t, 0, "lab: nothing to do", "env-vars/prod.tfvars asks for 1.35 and HEAD has 1.34: apply that first, if it is not applied yet.")
	if strings.Count(said.stdout, "HEAD has") != 2 {
		t.Errorf("not said of dev and prod alone:\n%s", said.stdout)
	}
	f.commit()
	if said := command("next", "--target-version", "1.36", f.envVars()); said.status != 0 || strings.Contains(said.stdout, "HEAD") {
		t.Errorf("exit status %d after the commit:\n%s", said.status, said.stdout)
	}
}

// Git takes the output as it is, and then the files are as --write makes them.
func TestNextPrintsWhatGitApplies(t *testing.T) {
	for name, text := range map[string]string{
		"plain":                 environmentAt("1.36", "1.34"),
		"line ends of Windows":  strings.ReplaceAll(environmentAt("1.36", "1.36"), "\n", "\r\n"),
		"no last line end":      "cluster_version = \"1.36\"",
		"a byte order mark":     "\xEF\xBB\xBFcluster_version = \"1.36\"\n",
		"lines like of a diff":  "/*\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n*/ cluster_version = \"1.36\"\n",
		"a file of one line":    "node_groups = { blue = { version = \"1.36\" }, green = { version = \"1.34\" } }\ncluster_version = \"1.36\"\n",
		"odd characters in it":  "cluster_version = \"1.36\" # größe \t\u202e x\n",
		"not just one variable": "cluster_version = \"1.36\"\n\n\n\nnode_version = \"1.36\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			f := newFolder(t, nil)
			names := []string{"env-vars/prod.tfvars", "env-vars/my prod.tfvars", "env-vars/größe.tfvars"}
			for _, name := range names {
				f.write(name, strings.ReplaceAll(text, "1.36", "1.34"))
			}
			f.commit()
			for _, name := range names {
				f.write(name, text)
			}
			before := f.everything()
			t.Chdir(f.dir)
			printed := command("next", "env-vars")
			printed.want(t, 0)
			git := exec.Command("git", "apply", "--unidiff-zero", "-")
			git.Stdin = strings.NewReader(printed.stdout)
			if output, err := git.CombinedOutput(); err != nil {
				t.Fatalf("git apply: %v: %s\n%s", err, output, printed.stdout)
			}
			applied := f.everything()
			for name := range applied {
				f.write(name, before[name])
			}
			command("next", "--write", "env-vars").want(t, 0)
			if changed := f.changed(applied); len(changed) > 0 || len(f.changed(before)) != len(names) {
				t.Errorf("git made something else than --write: %q\n%s", changed, printed.stdout)
			}
		})
	}
}

// What cannot be edited exactly is told to a person, and nothing of the environment
// is written.
func TestNextRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		// files are by path, and links lead where they say.
		files, links map[string]string
		want         []string
	}{
		"an expression": {
			files: map[string]string{"env-vars/prod.tfvars": `cluster_version = join(".", ["1", "34"])`},
			want:  []string{"env-vars/prod.tfvars:1"},
		},
		"a template": {
			files: map[string]string{"env-vars/prod.tfvars": `cluster_version = "1.${30 + 4}"`},
			want:  []string{"prod.tfvars:1: cluster_version is a text that is computed", `Write "1.35" there by hand.`},
		},
		"a heredoc": {
			files: map[string]string{"env-vars/prod.tfvars": "cluster_version = <<X\n1.34\nX\n"},
			want:  []string{"prod.tfvars:1", `write "1.34"`},
		},
		"a number that lost its zero": {
			files: map[string]string{"env-vars/prod.tfvars": "cluster_version = 1.30\n"},
			want:  []string{"prod.tfvars:1: No step can be told from the cluster's version: 1.3 is no EKS version", "1.30"},
		},
		"a default": {
			files: map[string]string{
				"variables.tf":         "variable \"cluster_version\" {\n  default = \"1.34\"\n}\n",
				"env-vars/prod.tfvars": "region = \"eu-central-1\"\n",
			},
			want: []string{"variables.tf:2: cluster_version is set there for all environments, and not in", `Set cluster_version to "1.35" in`, "prod.tfvars"},
		},
		"a value of all environments": {
			files: map[string]string{"terraform.tfvars": "\ncluster_version = \"1.34\"\n", "env-vars/prod.tfvars": "region = \"eu-central-1\"\n"},
			want:  []string{"terraform.tfvars:2: cluster_version is set there for all environments"},
		},
		"a pinned release": {
			files: map[string]string{"env-vars/prod.tfvars": "cluster_version = \"1.34\"\nnode_groups = { a = { version = \"1.33\", release_version = \"1.33.2-20250101\" } }\n"},
			want: []string{"prod.tfvars:2: Node group a pins a release of its image", "Set node_groups.a.release_version to a release of 1.34",
				`prod.tfvars:2: This edit goes with the others. Set node_groups.a.version to "1.34".`},
		},
		"a release in place of a version": {
			files: map[string]string{"env-vars/prod.tfvars": "cluster_version = \"1.34\"\nnode_groups = { a = { release_version = \"1.33.2-20250101\" } }\n"},
			want:  []string{"prod.tfvars:2: Node group a pins a release"},
		},
		"a link out of the folder": {
			files: map[string]string{"elsewhere/prod.tfvars": environmentAt("1.34", "1.34")},
			links: map[string]string{"env-vars/prod.tfvars": "../elsewhere/prod.tfvars"},
			want:  []string{"prod.tfvars:2", "it is a symbolic link to ../elsewhere/prod.tfvars", `Set cluster_version to "1.35".`},
		},
		"a link within the folder": {
			files: map[string]string{"env-vars/base": environmentAt("1.34", "1.34")},
			links: map[string]string{"env-vars/prod.tfvars": "base"},
			want:  []string{"it is a symbolic link to base, where a regular file is expected; edit the file that it leads to by hand"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFolder(t, nil)
			for path, text := range test.files {
				f.write(path, text)
			}
			for path, to := range test.links {
				if err := os.MkdirAll(filepath.Dir(filepath.Join(f.dir, path)), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.Symlink(to, filepath.Join(f.dir, path)); err != nil {
					t.Skip(err)
				}
			}
			before := f.everything()
			command("next", "--write", "--target-version", "1.35", "--environments", "prod", f.envVars()).want(t, 1, test.want...)
			command("next", "--write", "--format", "json", "--target-version", "1.35", "--environments", "prod", f.envVars()).want(t, 1)
			if changed := f.changed(before); len(changed) > 0 {
				t.Errorf("changed %q", changed)
			}
		})
	}
}

func TestNextRefusesAFileWithTwoNames(t *testing.T) {
	f := newFolder(t, map[string]string{"prod": "1.34"})
	if err := os.Link(filepath.Join(f.envVars(), "prod.tfvars"), filepath.Join(f.dir, "other")); err != nil {
		t.Skip(err)
	}
	before := f.everything()
	command("next", "--write", "--target-version", "1.35", f.envVars()).want(t, 1, "prod.tfvars:1", "it has another name somewhere (a hard link)", `Set cluster_version to "1.35".`)
	if changed := f.changed(before); len(changed) > 0 {
		t.Errorf("changed %q", changed)
	}
}

func TestNextLeavesAReadOnlyFile(t *testing.T) {
	f := newFolder(t, map[string]string{"dev": "1.34", "prod": "1.34"})
	file := filepath.Join(f.envVars(), "prod.tfvars")
	if err := os.Chmod(file, 0o444); err != nil {
		t.Fatal(err)
	}
	before := f.everything()
	command("next", "--target-version", "1.35", f.envVars()).want(t, 0)
	command("next", "--write", "--target-version", "1.35", f.envVars()).want(t, 1, "dev: control plane 1.34 -> 1.35, written", "prod: control plane 1.34 -> 1.35, which was not written", "read-only")
	if changed := f.changed(before); len(changed) != 1 || changed["env-vars/dev.tfvars"] != "cluster_version = \"1.35\"\n" {
		t.Errorf("changed %q", changed)
	}
}

// nextJSON is what programs read.
type nextJSON struct {
	FormatVersion string `json:"format_version"`
	Environments  []struct {
		Name           string
		File           string
		State          string
		CurrentVersion *string `json:"current_version"`
		TargetVersion  *string `json:"target_version"`
		Steps          []struct {
			Title   string
			Changes []struct {
				Part, To   string
				Name, File *string
				Line       *int
			}
			Run, Check []string
		}
		ByHand          []struct{ Place, Reason, Remedy string } `json:"by_hand"`
		Problems, Notes []string
	}
	Notes []string
}

func TestNextJSON(t *testing.T) {
	f := atFirst(t, "apply", "edit", "hand", "none", "unknown")
	f.write("env-vars/apply.tfvars", environmentAt("1.35", "1.34"))
	f.write("env-vars/edit.tfvars", environmentAt("1.36", "1.34"))
	f.write("env-vars/hand.tfvars", `cluster_version = "1.${30+6}"`)
	f.write("env-vars/unknown.tfvars", `cluster_version = "next"`)
	read := func(status int, arguments ...string) nextJSON {
		t.Helper()
		said := command(append([]string{"next", "--format", "json"}, arguments...)...)
		said.want(t, status)
		var decoded nextJSON
		if err := json.Unmarshal([]byte(said.stdout), &decoded); err != nil {
			t.Fatalf("%v\n%s", err, said.stdout)
		}
		if strings.Contains(said.stdout, ": null") && strings.Contains(said.stdout, `"steps": null`) || decoded.FormatVersion != "1.0" {
			t.Errorf("a list is null, or the version is wrong:\n%s", said.stdout)
		}
		return decoded
	}
	states := func(decoded nextJSON) string {
		var all []string
		for _, environment := range decoded.Environments {
			all = append(all, environment.Name+" "+environment.State)
		}
		return strings.Join(all, ", ")
	}
	decoded := read(1, f.envVars())
	if got := states(decoded); got != "apply apply, edit edit, hand by_hand, none nothing_to_do, unknown unknown" {
		t.Errorf("states: %s", got)
	}
	edit := decoded.Environments[1]
	change := edit.Steps[0].Changes[0]
	if *edit.CurrentVersion != "1.34" || *edit.TargetVersion != "1.36" || len(edit.Steps) != 3 || change.Part != "control plane" || change.To != "1.35" || *change.Line != 2 || change.Name != nil {
		t.Errorf("edit: %+v", edit)
	}
	if hand := decoded.Environments[2].ByHand; len(hand) != 1 || !strings.HasSuffix(hand[0].Place, "hand.tfvars:1") || hand[0].Reason == "" || hand[0].Remedy == "" {
		t.Errorf("by hand: %+v", hand)
	}
	if problems := decoded.Environments[4].Problems; len(problems) != 1 || !strings.Contains(problems[0], `"next"`) {
		t.Errorf("problems: %q", problems)
	}
	if notes := strings.Join(decoded.Notes, " "); !strings.Contains(notes, "git:HEAD at") || !strings.Contains(notes, "--target-version 1.36 --environments edit") {
		t.Errorf("notes: %q", notes)
	}
	if got := states(read(0, "--write", "--environments", "edit,apply", f.envVars())); got != "edit written, apply apply" {
		t.Errorf("states after --write: %s", got)
	}
	if notes := read(0, "--target-version", "1.37", "--today", "2026-10-10", "--environments", "edit", f.envVars()).Environments[0].Notes; len(notes) != 1 || !strings.Contains(notes[0], "HEAD has 1.34") {
		t.Errorf("notes on what is not committed: %q", notes)
	}
}

func TestNextConfiguration(t *testing.T) {
	f := newFolder(t, map[string]string{"dev": "1.34", "lab": "1.35", "prod": "1.35", "scratch": "1.30"})
	f.write(".eksupgrade.hcl", `env_vars_dir = "env-vars"
environments = ["prod", "dev", "lab"]
policy {
  promotion_order = ["lab", "dev", "prod"]
}
`)
	config := []string{"next", "--config", filepath.Join(f.dir, ".eksupgrade.hcl"), "--target-version", "1.36"}
	before := f.everything()
	said := command(append(config, "--write")...)
	said.want(t, 0, "lab: control plane 1.35 -> 1.36, written to", "dev: control plane 1.34 -> 1.35, written to",
		"prod: control plane 1.35 -> 1.36, which has to wait promotion_order puts dev first", "Apply in this order: lab, dev.")
	if changed := f.changed(before); len(changed) != 2 {
		t.Errorf("changed %q", changed)
	}
	// Once dev is as far, prod may go.
	command(append(config, "--write")...).want(t, 0, "dev: control plane 1.35 -> 1.36, written to", "prod: control plane 1.35 -> 1.36, written to")

	f.write(".eksupgrade.hcl", "baseline = { dev = \"1.34\", lab = \"1.34\", prod = \"1.34\", scratch = \"1.30\" }\n")
	f.set("prod", "1.36")
	command("next", f.envVars()).want(t, 0, "prod: control plane 1.34 -> 1.35", "the baseline given", "scratch: nothing to do")
	f.write(".eksupgrade.hcl", "nonsense = 1\n")
	command("next", f.envVars()).want(t, 1, ".eksupgrade.hcl:1")
}

// The examples of the help do what they say.
func TestNextExamples(t *testing.T) {
	f := atFirst(t, "dev", "lab", "prod")
	t.Chdir(f.dir)
	examples := strings.Split(newNext(Build{}, time.Now).Example, "\n")
	if len(examples) < 3 {
		t.Fatalf("examples: %q", examples)
	}
	for _, example := range examples {
		words := strings.Fields(example)
		if words[0] != "terraform-provider-eksupgrade" || words[1] != "next" {
			t.Fatalf("not an example of next: %q", example)
		}
		command(words[1:]...).want(t, 0)
	}
	command("next", "--help").want(t, 0, "Exit status: 0 when", "--write make the edits", examples[0][2:])
}

// stepsOf are the next steps as the command finds them.
func stepsOf(t *testing.T, f *folder, target string) readiness.NextResult {
	t.Helper()
	flags := nextFlags{judgeFlags: judgeFlags{targetVersion: target, failOn: "error"}}
	request, err := flags.request(f.envVars(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	flags.chooseBaseline(&request, nil)
	found, err := readiness.Next(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestNextInterrupted(t *testing.T) {
	f := atFirst(t, "dev", "prod")
	f.write("env-vars/prod.tfvars", environmentAt("1.36", "1.36"))
	before := f.everything()
	interrupted, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr bytes.Buffer
	status := run(interrupted, []string{"next", "--write", f.envVars()}, Build{}, time.Now, strings.NewReader(""), &stdout, &stderr)
	if status != 1 || stdout.Len() > 0 || stderr.String() != "Error: interrupted\n" {
		t.Errorf("exit status %d, %q, %q", status, stdout.String(), stderr.String())
	}
	// Also one that comes while files are written.
	if failed := writeAll(interrupted, stepsOf(t, f, "")); len(failed) == 0 || failed["prod"].Error() != "interrupted" {
		t.Errorf("failed: %v", failed)
	}
	if changed := f.changed(before); len(changed) > 0 {
		t.Errorf("changed %q", changed)
	}
}

// Only a person at a terminal gets colours, and nobody there gets what a file says
// to the terminal.
func TestNextColours(t *testing.T) {
	f := newFolder(t, nil)
	f.write("env-vars/prod.tfvars", "cluster_version = \"1.34\" # \x1b[2J\u202e\r\n")
	if said := command("next", "--target-version", "1.35", f.envVars()); strings.Contains(said.stdout, "\x1b[3") || !strings.Contains(said.stdout, "# \x1b[2J\u202e\r\n") {
		t.Errorf("not as the file has it: %q", said.stdout)
	}
	for _, color := range []bool{true, false} {
		var out bytes.Buffer
		if err := (nextPrinter{out: &out, result: stepsOf(t, f, "1.35"), terminal: true, color: color}).text(); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "\x1b[3") != color || strings.Contains(out.String(), "\x1b[2J") || strings.ContainsAny(out.String(), "\u202e\r") {
			t.Errorf("color %t: %q", color, out.String())
		}
	}
}

// Of runs at the same time none undoes or repeats what another did.
func TestNextAtTheSameTime(t *testing.T) {
	f := atFirst(t, "dev", "prod")
	for _, name := range []string{"dev", "prod"} {
		f.write("env-vars/"+name+".tfvars", environmentAt("1.37", "1.37"))
	}
	before := f.everything()
	var all sync.WaitGroup
	results := make([]said, 4)
	for i := range results {
		all.Go(func() { results[i] = command("next", "--write", f.envVars()) })
	}
	all.Wait()
	done := 0
	for _, result := range results {
		words := strings.Join(strings.Fields(result.stdout), " ")
		if result.status == 0 {
			done++
		} else if result.status != 1 || !strings.Contains(words, "which was not written") && !strings.Contains(words, "the file was changed meanwhile") {
			t.Errorf("exit status %d\n%s%s", result.status, result.stdout, result.stderr)
		}
	}
	changed := f.changed(before)
	for name, text := range changed {
		if text != environmentAt("1.35", "1.35") || !strings.HasSuffix(name, ".tfvars") {
			t.Errorf("%s: %q", name, text)
		}
	}
	if done > 0 && len(changed) != 2 {
		t.Errorf("%d runs had done all, and %d files are changed", done, len(changed))
	}
}
