package git

import (
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestOpenFindsTheTop(t *testing.T) {
	dir := repo(t)
	write(t, dir, "a b/ü/x", "")
	link := filepath.Join(realDir(t), "link")
	symlink(t, filepath.Dir(link), dir, "link")
	t.Chdir(filepath.Join(dir, "a b"))
	for _, from := range []string{dir, ".", "ü", "..", filepath.Join(link, "a b", "ü")} {
		c, err := Open(context.Background(), from)
		if err != nil {
			t.Fatal(err)
		}
		if c.root != dir {
			t.Errorf("Open(%q) has the root %q, want %q", from, c.root, dir)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	dir := repo(t)
	write(t, dir, "file", "")
	bare := repo(t, "--bare")
	broken := realDir(t)
	write(t, broken, ".git", "gitdir: /nonexistent/place\n")
	misleading := realDir(t)
	write(t, misleading, ".git", "gitdir: /detected dubious ownership\n")
	config := repo(t)
	write(t, config, ".git/config", "[core\n")
	for name, test := range map[string]struct {
		dir  string
		kind error
	}{
		"no checkout":   {realDir(t), ErrNotCheckout},
		"inside .git":   {filepath.Join(dir, ".git"), ErrNotCheckout},
		"bare":          {bare, ErrNotCheckout},
		"lost worktree": {broken, ErrNotCheckout},
		"misleading":    {misleading, ErrNotCheckout},
		"bad config":    {config, ErrGitFailed},
		"no folder":     {filepath.Join(dir, "absent"), fs.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(context.Background(), test.dir)
			wantKind(t, err, test.kind, test.dir)
		})
	}
	if _, err := Open(context.Background(), filepath.Join(dir, "file")); err == nil || errors.Is(err, ErrNotCheckout) {
		t.Errorf("Open of a file: %v", err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Open(ended, dir)
	wantKind(t, err, context.Canceled)
}

func TestOpenForeignOwner(t *testing.T) {
	dir := repo(t)
	odd := filepath.Join(realDir(t), "fatal: not a git repository")
	git(t, dir, "init", "-q", odd)
	t.Setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
	for _, at := range []string{dir, odd} {
		_, err := Open(context.Background(), at)
		wantKind(t, err, ErrForeignOwner, "git config --global --add safe.directory", at)
	}
}

func TestOpenWithoutGit(t *testing.T) {
	dir, none := repo(t), realDir(t)
	t.Setenv("PATH", t.TempDir())
	for _, at := range []string{dir, none} {
		_, err := Open(context.Background(), at)
		wantKind(t, err, ErrGitMissing, "PATH")
		if !errors.Is(err, exec.ErrNotFound) {
			t.Errorf("%v is not exec.ErrNotFound", err)
		}
	}
}

func TestLooksLikeCheckout(t *testing.T) {
	dir, none := repo(t), realDir(t)
	commitAll(t, dir)
	write(t, dir, "a/b/x", "")
	worktree := filepath.Join(realDir(t), "w")
	git(t, dir, "worktree", "add", "-q", worktree)
	symlink(t, none, filepath.Join(dir, "a"), "link")
	t.Setenv("PATH", "")
	for at, want := range map[string]bool{
		dir:                                    true,
		filepath.Join(dir, "a", "b"):           true,
		filepath.Join(dir, "a", "gone", "far"): true,
		filepath.Join(dir, "a", "b", "x"):      true,
		worktree:                               true,
		filepath.Join(none, "link"):            true,
		none:                                   false,
		filepath.Join(none, "gone"):            false,
		filepath.Join(dir, ".git", "refs"):     false,
	} {
		if got := LooksLikeCheckout(at); got != want {
			t.Errorf("LooksLikeCheckout(%q) is %v", at, got)
		}
	}
}

func TestRel(t *testing.T) {
	dir, other := repo(t), realDir(t)
	write(t, dir, "real/x.tfvars", "")
	symlink(t, dir, "real", "alias")
	symlink(t, dir, "real/x.tfvars", "y.tfvars")
	symlink(t, dir, other, "out")
	symlink(t, other, dir, "in")
	c := open(t, filepath.Join(dir, "real"))
	t.Chdir(filepath.Join(dir, "real"))
	for path, want := range map[string]string{
		dir:                                       ".",
		"..":                                      ".",
		".":                                       "real",
		"x.tfvars":                                "real/x.tfvars",
		filepath.Join(dir, "alias", "x.tfvars"):   "real/x.tfvars",
		filepath.Join(dir, "alias"):               "alias",
		filepath.Join(dir, "y.tfvars"):            "y.tfvars",
		filepath.Join(dir, "gone", "é \"x"):       "gone/é \"x",
		filepath.Join(other, "in"):                ".",
		filepath.Join(other, "in", "alias", "x"):  "real/x",
		filepath.Join(dir, "out"):                 "out",
		filepath.Join(dir, "..a"):                 "..a",
		filepath.Join(dir, "real", "..", "a\nb"):  "a\nb",
		filepath.Join(dir, "gone", "..", "alias"): "alias",
	} {
		got, err := c.Rel(path)
		if err != nil || got != want {
			t.Errorf("Rel(%q) is %q, %v; want %q", path, got, err, want)
		}
	}
	for _, path := range []string{other, filepath.Dir(dir), dir + "x", filepath.Join(dir, "out", "x")} {
		_, err := c.Rel(path)
		wantKind(t, err, ErrOutside, path, dir)
	}
	_, err := c.Rel("a\xff")
	wantKind(t, err, fs.ErrInvalid)
}

func TestIgnored(t *testing.T) {
	dir := repo(t)
	write(t, dir, ".gitignore", "*.auto.tfvars\nbuild/\n")
	write(t, dir, "env/tracked.auto.tfvars", "")
	git(t, dir, "add", "-f", "env/tracked.auto.tfvars")
	commitAll(t, dir)
	write(t, dir, "env/a b\n\"é.auto.tfvars", "")
	write(t, dir, ":(top)x.auto.tfvars", "")
	write(t, dir, "build/x", "")
	write(t, dir, "env/plain.tfvars", "")
	write(t, dir, "-q.auto.tfvars", "")
	c := open(t, filepath.Join(dir, "env"))
	for rel, want := range map[string]bool{
		"env/a b\n\"é.auto.tfvars": true,
		":(top)x.auto.tfvars":      true,
		"-q.auto.tfvars":           true,
		"build":                    true,
		"build/x":                  true,
		"env/gone.auto.tfvars":     true,
		"env/tracked.auto.tfvars":  false,
		"env/plain.tfvars":         false,
		"env":                      false,
		".":                        false,
	} {
		got, err := c.Ignored(context.Background(), rel)
		if err != nil || got[rel] != want || want != (len(got) == 1) {
			t.Errorf("Ignored(%q) is %v, %v", rel, got, err)
		}
	}
	all, err := c.Ignored(context.Background(), "build/x", "env", "env/a b\n\"é.auto.tfvars")
	if err != nil || len(all) != 2 || !all["build/x"] || !all["env/a b\n\"é.auto.tfvars"] {
		t.Errorf("several at once: %v, %v", all, err)
	}
	symlink(t, dir, "env", "link")
	_, err = c.Ignored(context.Background(), "link/x")
	wantKind(t, err, ErrGitFailed, "symbolic link")
	for _, rel := range []string{"", "../x", "/x", "a//b"} {
		_, err := c.Ignored(context.Background(), rel)
		wantKind(t, err, fs.ErrInvalid)
	}
}

func TestTimeout(t *testing.T) {
	dir := repo(t)
	commitAll(t, dir)
	c := open(t, dir)
	fakeGit(t, "sleep 60")
	c.git.timeout = 50e6
	_, err := c.Ignored(context.Background(), "x")
	wantKind(t, err, context.DeadlineExceeded, "check-ignore", dir)
}

func TestLongComplaint(t *testing.T) {
	dir := repo(t)
	fakeGit(t, `yes "fatal: no such luck" | head -n 100000 >&2; exit 128`)
	_, err := Open(context.Background(), dir)
	wantKind(t, err, ErrGitFailed, "exit code 128", "no such luck; no such luck")
	if len(err.Error()) > 2*maxComplaint {
		t.Errorf("the error has %d characters", len(err.Error()))
	}
}
