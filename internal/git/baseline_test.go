package git

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBaseline(t *testing.T) {
	dir := repo(t)
	write(t, dir, "f", "1")
	first := commitAll(t, dir)
	git(t, dir, "tag", "-a", "v1", "-m", "v1")
	git(t, dir, "checkout", "-q", "-b", "work")
	write(t, dir, "f", "work")
	work := commitAll(t, dir)
	git(t, dir, "checkout", "-q", "main")
	write(t, dir, "f", "moved on")
	moved := commitAll(t, dir)
	git(t, dir, "checkout", "-q", "work")
	write(t, dir, "f", "not committed")

	check := func(dir, ref, want, content string) {
		t.Helper()
		c := baseline(t, dir, ref)
		if c.Hash() != want {
			t.Errorf("the baseline of %q is %s, want %s", ref, c.Hash(), want)
		}
		if c.Ref() != ref || !strings.HasPrefix(want, c.Short()) || len(c.Short()) != 12 {
			t.Errorf("Ref is %q and Short is %q", c.Ref(), c.Short())
		}
		wantFile(t, c, "f", content)
	}
	check(dir, "HEAD", work, "work")
	check(dir, "work", work, "work")
	check(dir, "main", first, "1") // and not what main moved on to
	check(dir, moved, first, "1")
	check(dir, moved[:10], first, "1")
	check(dir, "v1", first, "1")
	check(dir, "HEAD~1", first, "1")

	worktree := filepath.Join(realDir(t), "w")
	git(t, dir, "worktree", "add", "-q", "--detach", worktree, "main")
	if root := open(t, worktree).root; root != worktree {
		t.Errorf("the worktree's root is %q", root)
	}
	check(worktree, "HEAD", moved, "moved on")
	check(worktree, "work", first, "1")

	git(t, dir, "checkout", "-q", "-f", "--detach", first)
	check(dir, "HEAD", first, "1")
	check(dir, "main", first, "1")
}

func TestBaselineBadRefs(t *testing.T) {
	dir := repo(t)
	write(t, dir, "f", "x")
	commitAll(t, dir)
	commitAll(t, dir)
	git(t, dir, "tag", "of-tree", "HEAD^{tree}")
	git(t, dir, "update-ref", "refs/remotes/origin/dev", "HEAD")
	c := open(t, dir)
	fails := func(ref string, kind error, parts ...string) {
		t.Helper()
		_, err := c.Baseline(context.Background(), ref)
		wantKind(t, err, kind, parts...)
	}
	fails("", ErrBadRef, "empty")
	fails("-h", ErrBadRef, "dash")
	fails("--output=x", ErrBadRef, "dash")
	fails("main\nHEAD", ErrBadRef, "line break")
	fails("main\x00", ErrBadRef, "NUL")
	fails("nope", ErrUnknownRef, `"nope"`, dir, "git fetch")
	fails("dev", ErrUnknownRef, `"origin/dev"`)
	fails("main~9", ErrUnknownRef)
	fails("^main", ErrUnknownRef)
	fails("main~1..main", ErrUnknownRef)
	fails("of-tree", ErrUnknownRef, "leads to a tree")
	fails("HEAD:f", ErrUnknownRef, "leads to a blob")
	fails(strings.Repeat("0123456789", 4), ErrUnknownRef)
	write(t, dir, ".git/refs/heads/lost", strings.Repeat("0123456789", 4)+"\n")
	fails("lost", ErrMissingObject, "0123456789")
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := c.Baseline(ended, "main")
	wantKind(t, err, context.Canceled)
}

func TestBaselineWithoutCommits(t *testing.T) {
	dir := repo(t)
	c := open(t, dir)
	for _, ref := range []string{"HEAD", "main", "other"} {
		_, err := c.Baseline(context.Background(), ref)
		wantKind(t, err, ErrNoCommits, dir, "commit first")
	}
	// The same HEAD with a commit that is gone is not an unborn one.
	write(t, dir, ".git/refs/heads/main", strings.Repeat("0123456789", 4)+"\n")
	_, err := c.Baseline(context.Background(), "HEAD")
	wantKind(t, err, ErrMissingObject, "0123456789")
}

func TestBaselineUnrelated(t *testing.T) {
	dir := repo(t)
	commitAll(t, dir)
	git(t, dir, "checkout", "-q", "--orphan", "island")
	write(t, dir, "f", "x")
	commitAll(t, dir)
	_, err := open(t, dir).Baseline(context.Background(), "main")
	wantKind(t, err, ErrNoMergeBase, `"main"`, dir)
	if strings.Contains(err.Error(), "fetch-depth") {
		t.Errorf("%q gives the advice for a shallow clone, which this is not", err)
	}
}

func TestShallowClone(t *testing.T) {
	dir := repo(t)
	write(t, dir, "f", "1")
	commitAll(t, dir)
	write(t, dir, "f", "2")
	commitAll(t, dir)
	git(t, dir, "checkout", "-q", "-b", "work", "HEAD~1")
	write(t, dir, "g", "3")
	commitAll(t, dir)
	clone := filepath.Join(realDir(t), "clone")
	git(t, dir, "clone", "-q", "--depth", "1", "--no-single-branch", "file://"+filepath.ToSlash(dir), clone)
	c := open(t, clone)
	for ref, kind := range map[string]error{"origin/main": ErrNoMergeBase, "HEAD~1": ErrUnknownRef, "origin/gone": ErrUnknownRef} {
		_, err := c.Baseline(context.Background(), ref)
		wantKind(t, err, kind, ref, "fetch-depth: 0", "git fetch --unshallow")
	}
	wantFile(t, baseline(t, clone, "HEAD"), "g", "3")
	git(t, clone, "fetch", "-q", "--unshallow")
	wantFile(t, baseline(t, clone, "origin/main"), "f", "1")
}

func TestPartialClone(t *testing.T) {
	dir := repo(t)
	write(t, dir, "f", "1")
	commitAll(t, dir)
	git(t, dir, "config", "uploadpack.allowFilter", "true")
	clone := filepath.Join(realDir(t), "clone")
	git(t, dir, "clone", "-q", "--no-checkout", "--filter=blob:none", "file://"+filepath.ToSlash(dir), clone)
	before := snapshot(t, filepath.Join(clone, ".git", "objects"))
	c := baseline(t, clone, "origin/main")
	_, err := c.ReadFile("f")
	wantKind(t, err, ErrMissingObject)
	if after := snapshot(t, filepath.Join(clone, ".git", "objects")); after != before {
		t.Errorf("an object was fetched: from\n%s\nto\n%s", before, after)
	}
	if _, err := c.Lstat("."); err != nil {
		t.Errorf("the commit is unusable after a missing file: %v", err)
	}
	// git itself fetches the object, so the test has one to miss.
	git(t, clone, "cat-file", "-p", "HEAD:f")
	wantFile(t, c, "f", "1")
}

func TestOwnerChangesLater(t *testing.T) {
	dir := repo(t)
	commitAll(t, dir)
	c := open(t, dir)
	t.Setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
	_, err := c.Baseline(context.Background(), "HEAD")
	wantKind(t, err, ErrForeignOwner, "safe.directory")
	os.Unsetenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
	t.Setenv("PATH", t.TempDir())
	_, err = c.Baseline(context.Background(), "HEAD")
	wantKind(t, err, ErrGitMissing)
}
