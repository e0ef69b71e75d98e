package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestOneProcess(t *testing.T) {
	dir := repo(t)
	const files = 1000
	for i := range files {
		write(t, dir, fmt.Sprintf("d%d/f%d", i%10, i), fmt.Sprint(i))
	}
	commitAll(t, dir)
	log := filepath.Join(realDir(t), "log")
	fakeGit(t, `echo "$*" >>'`+log+`'; exec "$GIT" "$@"`)
	c := baseline(t, dir, "HEAD")
	lines := func() []string {
		data, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(strings.TrimSpace(string(data)), "\n")
	}
	if strings.Contains(strings.Join(lines(), " "), "cat-file") {
		t.Error("a process runs before anything is read")
	}
	before := len(lines())
	for range 2 {
		read := 0
		err := fs.WalkDir(c, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			_, err = c.ReadFile(path)
			read++
			return err
		})
		if err != nil || read != files {
			t.Fatalf("%d files were read: %v", read, err)
		}
	}
	if got := lines()[before:]; len(got) != 1 || !strings.HasSuffix(got[0], "cat-file --batch") {
		t.Errorf("reading %d files ran %q", files, got)
	}
}

func TestConcurrentUse(t *testing.T) {
	dir := oddRepo(t)
	c := baseline(t, dir, "HEAD")
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for _, name := range oddNames {
				data, err := c.ReadFile(name)
				if err != nil || name != "empty" && string(data) != "of "+name {
					t.Errorf("%s holds %q, %v", name, data, err)
				}
				if len(data) > 0 {
					data[0] = 0
				}
				if _, err := c.ReadDir("sub"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for range 8 {
		group.Go(func() { c.Close() })
		group.Go(func() {
			if _, err := c.ReadFile("sub0"); err != nil && !errors.Is(err, fs.ErrClosed) {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestCatFileTrouble(t *testing.T) {
	dir := repo(t)
	write(t, dir, "f", "x")
	commitAll(t, dir)
	trouble := func(t *testing.T, script string) *Commit {
		t.Helper()
		c := baseline(t, dir, "HEAD")
		fakeGit(t, script)
		return c
	}
	t.Run("garbage", func(t *testing.T) {
		c := trouble(t, "read name; echo garbage")
		_, err := c.ReadFile("f")
		wantKind(t, err, ErrGitFailed, "garbage")
	})
	t.Run("dies", func(t *testing.T) {
		c := trouble(t, "echo 'fatal: disk on fire' >&2; exit 128")
		_, err := c.ReadFile("f")
		wantKind(t, err, ErrGitFailed, "disk on fire")
	})
	t.Run("cut off", func(t *testing.T) {
		c := trouble(t, "echo "+strings.Repeat("0", 40)+" tree 99")
		_, err := c.ReadFile("f")
		wantKind(t, err, ErrGitFailed, "broke off")
	})
	t.Run("promisor", func(t *testing.T) {
		c := trouble(t, "echo 'fatal: could not fetch 0123 from promisor remote' >&2; exit 128")
		_, err := c.ReadFile("f")
		wantKind(t, err, ErrMissingObject)
	})
	t.Run("hangs", func(t *testing.T) {
		c := trouble(t, "sleep 60")
		c.store.git.timeout = 50e6
		_, err := c.ReadFile("f")
		wantKind(t, err, context.DeadlineExceeded, "cat-file")
	})
	t.Run("recovers", func(t *testing.T) {
		c := trouble(t, `[ -e fine ] && exec "$GIT" "$@"; touch fine; read name; echo garbage`)
		_, err := c.ReadFile("f")
		wantKind(t, err, ErrGitFailed)
		wantFile(t, c, "f", "x")
	})
}

func TestContextEndsReading(t *testing.T) {
	dir := repo(t)
	write(t, dir, "f", "x")
	write(t, dir, "g", "y")
	commitAll(t, dir)
	ctx, cancel := context.WithCancel(context.Background())
	c, err := open(t, dir).Baseline(ctx, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	wantFile(t, c, "f", "x")
	cancel()
	for range 2 {
		_, err = c.ReadFile("g")
		wantKind(t, err, context.Canceled)
	}
}
