package tfvars

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// files are a root module: its own files by name, and its tfvars below
// env-vars/.
type files map[string]string

func (f files) fs() fs.FS {
	fsys := fstest.MapFS{"env-vars": {Mode: fs.ModeDir | 0o755}}
	for name, text := range f {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return fsys
}

func (f files) open(t testing.TB, names Names) *Reader {
	t.Helper()
	fsys := f.fs()
	reader, err := Open(Folder{
		EnvVars: mustSub(t, fsys, "env-vars"), EnvVarsPath: "env-vars", Module: fsys,
		Source: upgrade.Source{Kind: upgrade.SourceFile},
	}, names)
	if err != nil {
		t.Fatal(err)
	}
	return reader
}

func (f files) read(t testing.TB, names Names) Environment {
	t.Helper()
	return f.open(t, names).Read("prod")
}

// prod is an environment of one file in native syntax.
func prod(text string) files { return files{"env-vars/prod.tfvars": text} }

// prodJSON is an environment of one file in JSON.
func prodJSON(text string) files { return files{"env-vars/prod.tfvars.json": text} }

// show writes a claim in one line: what it says, of which attribute and where.
func show[T any](claim upgrade.Claim[T]) string {
	where := fmt.Sprintf("%s %s:%d:%d", claim.Source.Attribute, claim.Source.File, claim.Source.Line, claim.Source.Column)
	switch claim.Knowledge {
	case upgrade.Known:
		return strings.TrimSpace(fmt.Sprintf("%s %s %s", claim.Text, where, claim.Note))
	case upgrade.Invalid:
		return fmt.Sprintf("invalid %q %s", claim.Text, where)
	case upgrade.Absent:
		return "absent " + where
	default:
		return "unknown: " + claim.Reason
	}
}

// showGroups writes a line for each node group, with the release where it says
// more than the version.
func showGroups(groups []NodeGroup) []string {
	lines := make([]string, len(groups))
	for i, group := range groups {
		lines[i] = group.Name + ": " + show(group.Version)
		release := group.ReleaseVersion
		sameDoubt := release.Knowledge == upgrade.Unknown && release.Reason == group.Version.Reason
		if release.Knowledge != upgrade.Absent && !sameDoubt {
			lines[i] += "; release " + show(release)
		}
	}
	return lines
}

func messages(problems []upgrade.Problem) []string {
	var texts []string
	for _, problem := range problems {
		texts = append(texts, problem.Message)
	}
	return texts
}

// sameLines compares, and treats nil and empty alike.
func sameLines(t *testing.T, what string, got, want []string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("%s:\n%s\nwant:\n%s", what, g, w)
	}
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

// sentences checks what every problem must have.
func sentences(t *testing.T, problems []upgrade.Problem) {
	t.Helper()
	for _, problem := range problems {
		for _, text := range []string{problem.Message, problem.Remediation} {
			if !strings.HasSuffix(text, ".") || strings.Contains(text, "\n") {
				t.Errorf("no sentence in one line: %q", text)
			}
		}
		if problem.Source.File == "" {
			t.Errorf("no file: %+v", problem)
		}
	}
}

func mustSub(t testing.TB, fsys fs.FS, folder string) fs.FS {
	t.Helper()
	sub, err := fs.Sub(fsys, folder)
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

func repeat(text string, times int) string { return strings.Repeat(text, times) }

// openDisk opens a root module on disk, with its environments in env-vars.
func openDisk(t testing.TB, folder string, names Names) *Reader {
	t.Helper()
	reader, err := Open(Folder{
		EnvVars: os.DirFS(filepath.Join(folder, "env-vars")), EnvVarsPath: "eks/env-vars",
		Module: os.DirFS(folder), ModulePath: "eks",
		Source: upgrade.Source{Kind: upgrade.SourceFile},
	}, names)
	if err != nil {
		t.Fatal(err)
	}
	return reader
}
