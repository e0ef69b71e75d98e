package git

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestSymlinks(t *testing.T) {
	dir := repo(t)
	write(t, dir, "d/e/f", "f")
	for name, target := range map[string]string{
		"to-f": "d/e/f", "to-to-f": "./to-f", "d/up": "..", "d/e/around": "../../d//e/../e/f", "to-e": "d/e/",
		"file-slash": "d/e/f/", "file-up": "d/e/f/../f", "dangling": "d/none", "via": "to-e/../up/d/e/f",
		"self": "self", "ping": "pong", "pong": "d/../ping", "grow": "grow/x",
	} {
		symlink(t, dir, target, name)
	}
	escapes := map[string]string{"abs": "/etc/hosts", "abs-in": dir + "/to-f", "out": "../x", "d/out": "../../x", "d/sly": "up/../x"}
	for name, target := range escapes {
		symlink(t, dir, target, name)
	}
	commitAll(t, dir)
	c := baseline(t, dir, "HEAD")

	// The operating system is the reference for all that stays inside.
	heads := []string{"to-f", "to-to-f", "to-e", "file-slash", "file-up", "dangling", "via", "self", "ping", "pong", "grow", "d/up", "d/e/around", "d/up/d/up/to-e"}
	files, loops := 0, 0
	for _, head := range heads {
		for _, tail := range []string{"", "/f", "/e/f", "/d/e/f", "/to-e/around", "/around/x", "/none"} {
			name := head + tail
			want, wantErr := os.ReadFile(filepath.Join(dir, name))
			got, err := c.ReadFile(name)
			switch {
			case wantErr == nil:
				files++
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("%s holds %q, %v; want %q", name, got, err, want)
				}
			case errors.Is(wantErr, syscall.EISDIR):
				wantKind(t, err, fs.ErrInvalid, "folder")
			case errors.Is(wantErr, syscall.ELOOP):
				loops++
				wantKind(t, err, ErrSymlinkLoop, name)
			default:
				wantKind(t, err, fs.ErrNotExist, name)
			}
		}
	}
	if files < 8 || loops < 8 {
		t.Errorf("only %d paths led to a file and %d into a loop", files, loops)
	}
	for name, target := range escapes {
		for _, path := range []string{name, name + "/x"} {
			_, err := c.ReadFile(path)
			wantKind(t, err, ErrOutside, path)
		}
		if got, err := c.ReadLink(name); err != nil || got != target {
			t.Errorf("ReadLink(%q) is %q, %v", name, got, err)
		}
		if i, err := c.Lstat(name); err != nil || i.Mode().Type() != fs.ModeSymlink {
			t.Errorf("Lstat(%q) is %v, %v", name, i, err)
		}
	}
}

func TestSubmodule(t *testing.T) {
	dir := repo(t)
	git(t, dir, "update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat("0123456789", 4)+",env/module")
	git(t, dir, "commit", "-q", "-m", "m")
	c := baseline(t, dir, "HEAD")
	for _, name := range []string{"env/module", "env/module/x"} {
		_, err := c.Open(name)
		wantKind(t, err, ErrSubmodule, `"module"`)
		_, err = c.Stat(name)
		wantKind(t, err, ErrSubmodule)
	}
	met := false
	err := fs.WalkDir(c, ".", func(path string, d fs.DirEntry, err error) error {
		met = met || path == "env/module" && errors.Is(err, ErrSubmodule)
		return nil
	})
	if err != nil || !met {
		t.Errorf("a walk passes over the submodule: %v", err)
	}
}
