package git

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChildEnv(t *testing.T) {
	got := strings.Join(childEnv([]string{
		"PATH=/bin", "GIT_DIR=x", "git_work_tree=x", "GIT_TRACE=/tmp/x", "GIT_NAMESPACE=x", "PWD=/x",
		"GIT_CONFIG_GLOBAL=g", "GIT_CONFIG_KEY_0=k", "GIT_CONFIG_VALUE_0=v", "GIT_CONFIG_COUNT=1", "GIT_CONFIG=x",
	}), " ")
	want := "PATH=/bin GIT_CONFIG_GLOBAL=g GIT_CONFIG_KEY_0=k GIT_CONFIG_VALUE_0=v GIT_CONFIG_COUNT=1 " +
		"LC_ALL=C GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0 GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A hook runs with variables that point git at the repository of the hook.
func TestInsideHook(t *testing.T) {
	other := repo(t)
	write(t, other, "f", "other")
	commitAll(t, other)
	dir := repo(t)
	write(t, dir, "f", "mine")
	want := commitAll(t, dir)
	for name, value := range map[string]string{
		"GIT_DIR":              filepath.Join(other, ".git"),
		"GIT_WORK_TREE":        other,
		"GIT_INDEX_FILE":       filepath.Join(other, ".git", "index.lock"),
		"GIT_PREFIX":           "x/",
		"GIT_COMMON_DIR":       filepath.Join(other, ".git"),
		"GIT_NAMESPACE":        "x",
		"GIT_OBJECT_DIRECTORY": filepath.Join(other, ".git", "objects"),
	} {
		t.Setenv(name, value)
	}
	c := baseline(t, dir, "HEAD")
	if c.Hash() != want {
		t.Errorf("HEAD is %s, want %s", c.Hash(), want)
	}
	wantFile(t, c, "f", "mine")
	if ignored, err := open(t, dir).Ignored(context.Background(), "f"); len(ignored) > 0 || err != nil {
		t.Errorf("Ignored: %v, %v", ignored, err)
	}
}

// Nothing the repository configures runs, and nothing in .git changes.
func TestNothingRunsOrChanges(t *testing.T) {
	dir := repo(t)
	mark := filepath.Join(realDir(t), "mark")
	write(t, dir, ".gitattributes", "* filter=evil diff=evil text eol=crlf\n")
	write(t, dir, "f", "a\nb\n")
	commitAll(t, dir)
	for _, key := range []string{"core.fsmonitor", "filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv"} {
		git(t, dir, "config", key, "touch '"+mark+"'; cat")
	}
	before := snapshot(t, filepath.Join(dir, ".git"))
	c := baseline(t, dir, "main")
	wantFile(t, c, "f", "a\nb\n")
	if _, err := open(t, dir).Ignored(context.Background(), "f"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("a command of the repository's configuration ran")
	}
	if after := snapshot(t, filepath.Join(dir, ".git")); after != before {
		t.Errorf(".git changed from\n%s\nto\n%s", before, after)
	}
	// The mark would show: this is what git does without the precautions.
	git(t, dir, "cat-file", "--textconv", "HEAD:f")
	if _, err := os.Stat(mark); err != nil {
		t.Error("the test's command leaves no mark:", err)
	}
}

func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		i, err := d.Info()
		if err == nil {
			all.WriteString(path + " " + fs.FormatFileInfo(i) + i.ModTime().String() + "\n")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
