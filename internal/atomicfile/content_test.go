package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestRead(t *testing.T) {
	dir := folderWith(t, file, "a\r\n\x00")
	content, err := Read(dir, file)
	must(t, err)
	if string(content) != "a\r\n\x00" {
		t.Errorf("content %q", content)
	}
	names(t, dir, file)
}

// Read refuses what Replace refuses.
func TestReadRefuses(t *testing.T) {
	dir := folderWith(t, file, "a")
	must(t, os.Link(filepath.Join(dir, file), filepath.Join(dir, "other")))
	must(t, os.Mkdir(filepath.Join(dir, "folder"), 0o700))
	for _, name := range []string{file, "folder", "../x", ""} {
		content, err := Read(dir, name)
		replaced := Replace(dir, name, to("b"))
		if err == nil || replaced == nil || err.Error() != replaced.Error() || content != nil {
			t.Errorf("%q: %q, %v; Replace gave %v", name, content, err, replaced)
		}
	}
	if _, err := Read(dir, "gone"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("gone: %v", err)
	}
}
