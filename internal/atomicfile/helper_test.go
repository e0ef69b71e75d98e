package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// folderWith makes a folder with one file in it.
func folderWith(t *testing.T, name, content string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, name), content)
	return dir
}

func write(t *testing.T, path, content string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(content), 0o600))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// to is an edit that gives the file this content.
func to(content string) func([]byte) ([]byte, error) {
	return func([]byte) ([]byte, error) { return []byte(content), nil }
}

// holds checks the content of a file.
func holds(t *testing.T, path, want string) {
	t.Helper()
	content, err := os.ReadFile(path)
	must(t, err)
	if string(content) != want {
		t.Errorf("%s holds %.80q, want %.80q", path, content, want)
	}
}

// names checks what is in a folder.
func names(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	if strings.Join(found, "|") != strings.Join(want, "|") {
		t.Errorf("%s holds %q, want %q", dir, found, want)
	}
}

// says checks an error's text, in which DIR stands for the folder.
func says(t *testing.T, err error, dir, want string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %q", want)
	}
	if got := strings.ReplaceAll(filepath.ToSlash(err.Error()), filepath.ToSlash(dir), "DIR"); got != want {
		t.Errorf("error\n%s\nwant\n%s", got, want)
	}
}

// fromAnotherRun tells whether an error is one that two runs at once give.
func fromAnotherRun(err error) bool {
	return strings.Contains(err.Error(), "another run is writing it") ||
		strings.Contains(err.Error(), "something else changed it in the meantime") ||
		strings.Contains(err.Error(), "something else replaced it while it was opened")
}

// rest leaves a temporary file as an interrupted run would, of the age given.
func rest(t *testing.T, dir, name string, age time.Duration) string {
	t.Helper()
	path := filepath.Join(dir, temporaryPrefix(name)+strings.Repeat("A", randomLength)+temporarySuffix)
	write(t, path, "half")
	then := time.Now().Add(-age)
	must(t, os.Chtimes(path, then, then))
	return filepath.Base(path)
}

var errEdit = errors.New("this cannot be edited")
