package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "GIT_") {
			os.Unsetenv(name)
		}
	}
	for name, value := range map[string]string{
		"GIT_CONFIG_GLOBAL":   os.DevNull,
		"GIT_CONFIG_NOSYSTEM": "1",
		"GIT_AUTHOR_NAME":     "a", "GIT_AUTHOR_EMAIL": "a@example.com",
		"GIT_COMMITTER_NAME": "c", "GIT_COMMITTER_EMAIL": "c@example.com",
	} {
		os.Setenv(name, value)
	}
	os.Exit(m.Run())
}

// git runs the real git and returns what it printed.
func git(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// repo is a new repository on branch main, without a commit.
func repo(t testing.TB, args ...string) string {
	t.Helper()
	dir := realDir(t)
	git(t, dir, append([]string{"init", "-q", "-b", "main"}, args...)...)
	return dir
}

func realDir(t testing.TB) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t testing.TB, dir, name, content string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func symlink(t testing.TB, dir, target, name string) {
	t.Helper()
	if err := os.Symlink(target, filepath.Join(dir, filepath.FromSlash(name))); err != nil {
		t.Fatal(err)
	}
}

// commitAll commits the work tree and returns the id.
func commitAll(t testing.TB, dir string) string {
	t.Helper()
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-q", "--allow-empty", "-m", "m")
	return git(t, dir, "rev-parse", "HEAD")
}

func open(t testing.TB, dir string) *Checkout {
	t.Helper()
	c, err := Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func baseline(t testing.TB, dir, ref string) *Commit {
	t.Helper()
	c, err := open(t, dir).Baseline(context.Background(), ref)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func wantFile(t testing.TB, fsys fs.FS, name, want string) {
	t.Helper()
	got, err := fs.ReadFile(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s holds %q, want %q", name, got, want)
	}
}

var kinds = []error{
	ErrGitMissing, ErrNotCheckout, ErrForeignOwner, ErrBadRef, ErrUnknownRef, ErrNoCommits,
	ErrNoMergeBase, ErrMissingObject, ErrTooLarge, ErrSymlinkLoop, ErrOutside, ErrSubmodule,
	ErrGitFailed, context.Canceled, context.DeadlineExceeded, fs.ErrNotExist, fs.ErrInvalid, fs.ErrClosed,
}

// wantKind checks that err is of one kind and no other, and that its text has
// the parts.
func wantKind(t testing.TB, err, want error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %q", want)
	}
	for _, kind := range kinds {
		if got := errors.Is(err, kind); got != (kind == want) {
			t.Errorf("errors.Is(%q, %q) is %v", err, kind, got)
		}
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error %q does not mention %q", err, part)
		}
	}
	if text := err.Error(); strings.HasSuffix(text, ".") || strings.Contains(text, "\n") {
		t.Errorf("the error %q ends in a period or has more than one line", err)
	}
}

// fakeGit puts a shell script in front of the real git, which it finds in $GIT.
func fakeGit(t testing.TB, script string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell script as git")
	}
	real, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	text := fmt.Sprintf("#!/bin/sh\nGIT='%s'\n%s\n", real, script)
	if err := os.WriteFile(filepath.Join(bin, "git"), []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}
