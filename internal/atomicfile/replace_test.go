package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

const file = "prod.tfvars"

func TestReplace(t *testing.T) {
	for name, test := range map[string]struct {
		before, after string
	}{
		"longer":    {"a = 1\n", "a = 1\nb = 2\n"},
		"shorter":   {"a = 1\nb = 2\n", "a = 1\n"},
		"to empty":  {"a = 1\n", ""},
		"of empty":  {"", "a = 1\n"},
		"bytes":     {"\xEF\xBB\xBFa\r\n", "\x00\xFF\r\n"},
		"as it may": {"a", strings.Repeat("#", maxSize)},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folderWith(t, file, test.before)
			err := Replace(dir, file, func(current []byte) ([]byte, error) {
				if string(current) != test.before {
					t.Errorf("edit was given %q", current)
				}
				return []byte(test.after), nil
			})
			must(t, err)
			holds(t, filepath.Join(dir, file), test.after)
			names(t, dir, file)
		})
	}
}

// An edit may work in the bytes that it is given.
func TestEditInPlace(t *testing.T) {
	dir := folderWith(t, file, "1.34")
	must(t, Replace(dir, file, func(current []byte) ([]byte, error) {
		current[3] = '5'
		return current, nil
	}))
	holds(t, filepath.Join(dir, file), "1.35")
}

func TestFileNames(t *testing.T) {
	for _, name := range []string{"größe.tfvars", "a b.tfvars", ".hidden", "-rf", "100%d.tfvars", strings.Repeat("x", 255)} {
		dir := folderWith(t, name, "a")
		must(t, Replace(dir, name, to("b")))
		holds(t, filepath.Join(dir, name), "b")
		names(t, dir, name)
	}
}

func TestNoFileName(t *testing.T) {
	dir := folderWith(t, file, "a")
	outside := filepath.Join(filepath.Dir(dir), "outside")
	write(t, outside, "a")
	must(t, os.Mkdir(filepath.Join(dir, "sub"), 0o700))
	write(t, filepath.Join(dir, "sub", file), "a")
	for _, name := range []string{"", ".", "..", "../outside", outside, "sub/" + file, "./" + file, file + "/", "sub/../" + file} {
		err := Replace(dir, name, to("b"))
		if err == nil || !strings.Contains(err.Error(), "is not the name of a file in the folder") {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, path := range []string{outside, filepath.Join(dir, "sub", file), filepath.Join(dir, file)} {
		holds(t, path, "a")
	}
}

// What stays the same is not written: the file keeps its identity and its time.
func TestSameContent(t *testing.T) {
	dir := folderWith(t, file, "a")
	path := filepath.Join(dir, file)
	then := time.Now().Add(-time.Hour)
	must(t, os.Chtimes(path, then, then))
	before, err := os.Stat(path)
	must(t, err)
	must(t, Replace(dir, file, to("a")))
	after, err := os.Stat(path)
	must(t, err)
	if !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Error("the file was written")
	}
}

func TestEditFails(t *testing.T) {
	dir := folderWith(t, file, "a")
	err := Replace(dir, file, func([]byte) ([]byte, error) { return []byte("b"), errEdit })
	if !errors.Is(err, errEdit) || err.Error() != errEdit.Error() {
		t.Errorf("error %v", err)
	}
	holds(t, filepath.Join(dir, file), "a")
	names(t, dir, file)
}

func TestEditPanics(t *testing.T) {
	dir := folderWith(t, file, "a")
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = Replace(dir, file, func([]byte) ([]byte, error) { panic("no") })
	}()
	holds(t, filepath.Join(dir, file), "a")
	names(t, dir, file)
}

func TestTooLarge(t *testing.T) {
	large := strings.Repeat("#", maxSize+1)
	dir := folderWith(t, file, large)
	err := Replace(dir, file, func([]byte) ([]byte, error) { t.Error("edit was called"); return nil, nil })
	says(t, err, dir, "DIR/prod.tfvars was not changed: it has more than 1048576 bytes, which is the most that is read; check that this is the file that is meant")

	dir = folderWith(t, file, "a")
	says(t, Replace(dir, file, to(large)), dir,
		"DIR/prod.tfvars was not changed: its new content would be 1048577 bytes, where at most 1048576 are read; make the edit by hand")
	holds(t, filepath.Join(dir, file), "a")
	names(t, dir, file)
}

func TestNotThere(t *testing.T) {
	dir := t.TempDir()
	err := Replace(dir, file, to("a"))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "prod.tfvars was not changed: looking at it failed: ") {
		t.Errorf("error %v", err)
	}
	names(t, dir)

	err = Replace(filepath.Join(dir, "gone"), file, to("a"))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "gone cannot be opened: ") {
		t.Errorf("error %v", err)
	}
	if err := Replace("", file, to("a")); err == nil {
		t.Error("a folder without a name was opened")
	}

	write(t, filepath.Join(dir, "plain"), "a")
	says(t, Replace(filepath.Join(dir, "plain"), file, to("a")), dir,
		"DIR/plain is a regular file, where a folder is expected; name the folder that holds the files")
}

func TestDirectory(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, file), 0o700))
	says(t, Replace(dir, file, to("a")), dir,
		"DIR/prod.tfvars was not changed: it is a directory, where a regular file is expected; remove it, or give it another name")
}

func TestHardLink(t *testing.T) {
	dir := folderWith(t, file, "a")
	must(t, os.Link(filepath.Join(dir, file), filepath.Join(dir, "other")))
	says(t, Replace(dir, file, to("b")), dir, "DIR/prod.tfvars was not changed: it has another name somewhere (a hard link), which would keep the old content; "+
		"make the edit by hand, or put a copy in its place")
	holds(t, filepath.Join(dir, file), "a")
	names(t, dir, "other", file)
}

func TestReadOnlyFile(t *testing.T) {
	dir := folderWith(t, file, "a")
	path := filepath.Join(dir, file)
	must(t, os.Chmod(path, 0o444))
	says(t, Replace(dir, file, to("b")), dir,
		"DIR/prod.tfvars was not changed: it is read-only (mode -r--r--r--); make it writable, or make the edit by hand")
	holds(t, path, "a")
	names(t, dir, file)
	must(t, Replace(dir, file, to("a")))
}

// What happens to the file while it is edited is seen before the rename.
func TestChangedMeanwhile(t *testing.T) {
	const changed = "DIR/prod.tfvars was not changed: something else changed it in the meantime; look at the change, and run this again"
	for name, test := range map[string]struct {
		change  func(path string) error
		content string
		want    string
	}{
		"longer":         {func(path string) error { return os.WriteFile(path, []byte("theirs"), 0o600) }, "theirs", changed},
		"as long":        {func(path string) error { return os.WriteFile(path, []byte("A"), 0o600) }, "A", changed},
		"just as wanted": {func(path string) error { return os.WriteFile(path, []byte("b"), 0o600) }, "b", changed},
		"emptied":        {func(path string) error { return os.Truncate(path, 0) }, "", changed},
		"another file": {func(path string) error {
			return errors.Join(os.WriteFile(path+".new", []byte("a"), 0o600), os.Rename(path+".new", path))
		}, "a", changed},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folderWith(t, file, "a")
			path := filepath.Join(dir, file)
			err := Replace(dir, file, func([]byte) ([]byte, error) { return []byte("b"), test.change(path) })
			says(t, err, dir, test.want)
			holds(t, path, test.content)
			names(t, dir, file)
		})
	}
}

func TestVanishedMeanwhile(t *testing.T) {
	dir := folderWith(t, file, "a")
	err := Replace(dir, file, func([]byte) ([]byte, error) { return []byte("b"), os.Remove(filepath.Join(dir, file)) })
	if !errors.Is(err, fs.ErrNotExist) || !strings.HasSuffix(err.Error(), "; check that the file is still there, and run this again") {
		t.Errorf("error %v", err)
	}
	names(t, dir)
}

func TestFolderMovedMeanwhile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not rename a folder that is open")
	}
	dir := folderWith(t, file, "a")
	moved := dir + "-moved"
	must(t, Replace(dir, file, func([]byte) ([]byte, error) {
		return []byte("b"), errors.Join(os.Rename(dir, moved), os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, file), []byte("a"), 0o600))
	}))
	holds(t, filepath.Join(moved, file), "b")
	holds(t, filepath.Join(dir, file), "a")
}
