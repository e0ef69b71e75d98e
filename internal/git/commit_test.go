package git

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

var oddNames = []string{
	"a.tfvars", "a b/é.tfvars", "a b/quote\"'.tfvars", "a b/line\nbreak.tfvars", "tab\t/x",
	"empty", "sub/sub/deep", "sub.x", "sub-x", "sub0", ":colon", "-dash", "日本/語",
}

func oddRepo(t testing.TB, args ...string) string {
	t.Helper()
	dir := repo(t, args...)
	for _, name := range oddNames {
		content := "of " + name
		if name == "empty" {
			content = ""
		}
		write(t, dir, name, content)
	}
	symlink(t, dir, "sub/sub", "folder-link")
	symlink(t, dir, "../a.tfvars", "sub/file-link")
	if err := os.Chmod(filepath.Join(dir, "sub0"), 0o755); err != nil {
		t.Fatal(err)
	}
	commitAll(t, dir)
	return dir
}

func TestFS(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			c := baseline(t, oddRepo(t, "--object-format="+format), "HEAD")
			if want := map[string]int{"sha1": 40, "sha256": 64}[format]; len(c.Hash()) != want {
				t.Fatalf("the hash %s has not %d digits", c.Hash(), want)
			}
			if err := fstest.TestFS(c, append(oddNames, "folder-link", "sub/file-link")...); err != nil {
				t.Error(err)
			}
			for _, name := range oddNames {
				if name != "empty" {
					wantFile(t, c, name, "of "+name)
				}
			}
			wantFile(t, c, "empty", "")
			wantFile(t, c, "folder-link/deep", "of sub/sub/deep")
			if i, err := c.Stat("sub0"); err != nil || i.Mode() != 0o755 {
				t.Errorf("Stat of an executable: %v, %v", i, err)
			}
		})
	}
}

// Names that fstest refuses to list, but that git and Unix allow.
func TestBackslashInName(t *testing.T) {
	dir := repo(t)
	write(t, dir, `back\slash/a\b`, "x")
	commitAll(t, dir)
	wantFile(t, baseline(t, dir, "HEAD"), `back\slash/a\b`, "x")
}

func TestFSErrors(t *testing.T) {
	dir := oddRepo(t)
	c := baseline(t, dir, "HEAD")
	write(t, dir, "late", "x")
	for _, name := range []string{"late", "sub/late", "late/x", "a.tfvars/x", "file-link"} {
		_, err := c.ReadFile(name)
		wantKind(t, err, fs.ErrNotExist, name, c.Short())
		_, err = c.Stat(name)
		wantKind(t, err, fs.ErrNotExist, name)
		_, err = c.ReadDir(name)
		wantKind(t, err, fs.ErrNotExist, name)
	}
	_, err := c.ReadFile("sub")
	wantKind(t, err, fs.ErrInvalid, "folder")
	_, err = c.ReadDir("sub.x")
	wantKind(t, err, fs.ErrInvalid, "file")
	_, err = c.ReadLink("sub.x")
	wantKind(t, err, fs.ErrInvalid, "no symlink")
	var at *fs.PathError
	if !errors.As(err, &at) || at.Path != "sub.x" {
		t.Errorf("%v is no PathError of sub.x", err)
	}
	// What a caller does to a content must not reach the next.
	content, err := c.ReadFile("sub.x")
	if err != nil {
		t.Fatal(err)
	}
	content[0] = 'X'
	wantFile(t, c, "sub.x", "of sub.x")

	f, err := c.Open("sub.x")
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	c.Close()
	if i, err := f.Stat(); err != nil || i.Size() != 8 {
		t.Errorf("an open file is not readable after Close: %v", err)
	}
	_, err = c.ReadFile("sub.x")
	wantKind(t, err, fs.ErrClosed)
	f.Close()
	_, err = f.Read(make([]byte, 1))
	wantKind(t, err, fs.ErrClosed)
}

func TestTooLarge(t *testing.T) {
	dir := repo(t)
	write(t, dir, "fits", strings.Repeat("x", maxFile))
	write(t, dir, "large", strings.Repeat("x", maxFile+1))
	write(t, dir, "small", "s")
	commitAll(t, dir)
	c := baseline(t, dir, "HEAD")
	for range 2 {
		_, err := c.ReadFile("large")
		wantKind(t, err, ErrTooLarge, "8388609", "8388608")
		_, err = c.Open("large")
		wantKind(t, err, ErrTooLarge)
	}
	if i, err := c.Stat("large"); err != nil || i.Size() != maxFile+1 {
		t.Errorf("Stat: %v, %v", i, err)
	}
	wantFile(t, c, "small", "s")
	if data, err := c.ReadFile("fits"); err != nil || len(data) != maxFile {
		t.Errorf("a file of the largest size has %d bytes, %v", len(data), err)
	}
}

func TestDamagedRepository(t *testing.T) {
	dir := repo(t)
	write(t, dir, "gone", "gone")
	write(t, dir, "bad", "bad")
	write(t, dir, "good", "good")
	commitAll(t, dir)
	object := func(name string) string {
		id := git(t, dir, "rev-parse", "HEAD:"+name)
		path := filepath.Join(dir, ".git", "objects", id[:2], id[2:])
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	object("gone")
	if err := os.WriteFile(object("bad"), []byte("garbage"), 0o644); err != nil {
		t.Fatal(err)
	}
	c := baseline(t, dir, "HEAD")
	_, err := c.ReadFile("gone")
	wantKind(t, err, ErrMissingObject, dir, "git fsck")
	if _, err = c.ReadFile("bad"); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a damaged file: %v", err)
	}
	wantFile(t, c, "good", "good")
}
