//go:build unix

package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestModeStays(t *testing.T) {
	for _, mode := range []fs.FileMode{0o600, 0o640, 0o644, 0o664, 0o666, 0o755, 0o200 | 0o400, 0o777} {
		dir := folderWith(t, file, "a")
		path := filepath.Join(dir, file)
		must(t, os.Chmod(path, mode))
		must(t, Replace(dir, file, to("b")))
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode() != mode {
			t.Errorf("mode %s, want %s", info.Mode(), mode)
		}
	}
}

func TestOwnerStays(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file to another user")
	}
	dir := folderWith(t, file, "a")
	path := filepath.Join(dir, file)
	must(t, os.Chmod(path, 0o640|fs.ModeSetgid))
	must(t, os.Chown(path, 1234, 5678))
	must(t, os.Chmod(path, 0o640|fs.ModeSetgid))
	must(t, Replace(dir, file, to("b")))
	info, err := os.Stat(path)
	must(t, err)
	status := info.Sys().(*syscall.Stat_t)
	if got := fmt.Sprintf("%d:%d %s", status.Uid, status.Gid, info.Mode()); got != "1234:5678 grw-r-----" {
		t.Errorf("owner and mode %s", got)
	}
}

// A link is refused wherever it leads, and what it leads to is not touched.
func TestSymbolicLinks(t *testing.T) {
	outside := filepath.Join(folderWith(t, file, "a"), file)
	for link, shown := range map[string]string{
		outside:        outside,
		"dev.tfvars":   "dev.tfvars",
		"nowhere":      "nowhere",
		file:           file,
		"..":           "..",
		"a\nb\u202e":   `a\u000ab\u202e`,
		"../x/../dev%": "../x/../dev%",
	} {
		dir := folderWith(t, "dev.tfvars", "a")
		must(t, os.Symlink(link, filepath.Join(dir, file)))
		says(t, Replace(dir, file, to("b")), dir, "DIR/prod.tfvars was not changed: it is a symbolic link to "+shown+
			", where a regular file is expected; edit the file that it leads to by hand, or put a copy in its place")
		holds(t, filepath.Join(dir, "dev.tfvars"), "a")
		holds(t, outside, "a")
		names(t, dir, "dev.tfvars", file)
	}
}

// A folder may be reached by a link: the user named it.
func TestFolderBehindALink(t *testing.T) {
	dir := folderWith(t, file, "a")
	link := filepath.Join(t.TempDir(), "link")
	must(t, os.Symlink(dir, link))
	must(t, Replace(link, file, to("b")))
	holds(t, filepath.Join(dir, file), "b")
}

func TestSpecialFiles(t *testing.T) {
	dir := t.TempDir()
	must(t, syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o600))
	t.Chdir(dir) // the path of a socket may have about 100 bytes
	socket, err := net.Listen("unix", "socket")
	must(t, err)
	defer socket.Close()
	for name, what := range map[string]string{"fifo": "a named pipe", "socket": "a socket"} {
		says(t, Replace(dir, name, to("b")), dir,
			"DIR/"+name+" was not changed: it is "+what+", where a regular file is expected; remove it, or give it another name")
	}
	says(t, Replace(filepath.Join(dir, "fifo"), file, to("b")), dir,
		"DIR/fifo is a named pipe, where a folder is expected; name the folder that holds the files")
	if err := Replace("/dev", "null", to("b")); err == nil || !strings.Contains(err.Error(), "it is a device") {
		t.Errorf("/dev/null: %v", err)
	}
}

// What is put in the place of the file while it is edited is refused too.
func TestSwappedMeanwhile(t *testing.T) {
	outside := filepath.Join(folderWith(t, file, "a"), file)
	for name, test := range map[string]struct {
		swap func(path string) error
		want string
	}{
		"a link out":    {func(path string) error { return os.Symlink(outside, path) }, "it is a symbolic link to "},
		"a link inside": {func(path string) error { return os.Symlink("same", path) }, "it is a symbolic link to same"},
		"a hard link":   {func(path string) error { return os.Link(filepath.Join(filepath.Dir(path), "same"), path) }, "it has another name"},
		"a named pipe":  {func(path string) error { return syscall.Mkfifo(path, 0o600) }, "it is a named pipe"},
		"a directory":   {func(path string) error { return os.Mkdir(path, 0o700) }, "it is a directory"},
		"another mode": {func(path string) error {
			return errors.Join(os.WriteFile(path, []byte("a"), 0o600), os.Chmod(path, 0o640))
		}, "something else changed it"},
		"no mode at all": {func(path string) error { return errors.Join(os.WriteFile(path, []byte("a"), 0o600), os.Chmod(path, 0)) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folderWith(t, file, "a")
			write(t, filepath.Join(dir, "same"), "a")
			path := filepath.Join(dir, file)
			err := Replace(dir, file, func([]byte) ([]byte, error) { return []byte("b"), errors.Join(os.Remove(path), test.swap(path)) })
			if err == nil || !strings.Contains(err.Error(), "prod.tfvars was not changed: "+test.want) {
				t.Errorf("error %v", err)
			}
			holds(t, outside, "a")
			holds(t, filepath.Join(dir, "same"), "a")
			names(t, dir, file, "same")
		})
	}
}

// A mode that changes while the file is edited is not undone.
func TestModeChangedMeanwhile(t *testing.T) {
	dir := folderWith(t, file, "a")
	path := filepath.Join(dir, file)
	err := Replace(dir, file, func([]byte) ([]byte, error) { return []byte("b"), os.Chmod(path, 0o640) })
	says(t, err, dir, "DIR/prod.tfvars was not changed: something else changed it in the meantime; look at the change, and run this again")
}

// What has the name of a temporary file and is none stays.
func TestRestsThatAreNone(t *testing.T) {
	dir := folderWith(t, file, "a")
	left := temporaryPrefix(file) + strings.Repeat("B", randomLength) + temporarySuffix
	must(t, os.Mkdir(filepath.Join(dir, left), 0o700))
	must(t, Replace(dir, file, to("b")))
	names(t, dir, left, file)
}

func TestPermissions(t *testing.T) {
	// Neither root nor the child.
	const owner = 1234
	const remedy = "permission denied; let the user who runs this read and write the file and its folder, or make the edit by hand\n"
	for name, test := range map[string]struct {
		folder, file fs.FileMode
		want         string
		needRoot     bool
	}{
		"folder that may not be written": {0o555, 0o666, "DIR/prod.tfvars was not changed: making a temporary file in its folder failed: " + remedy, false},
		"folder that may not be entered": {0o444, 0o666, "DIR/prod.tfvars was not changed: looking at it failed: " + remedy, false},
		"folder that may not be read":    {0o333, 0o666, "the folder DIR cannot be opened: permission denied; name a folder that is there and that the user who runs this may read\n", false},
		"file that may not be read":      {0o777, 0o200, "DIR/prod.tfvars was not changed: opening it failed: " + remedy, false},
		"file that may not be written":   {0o777, 0o644, "DIR/prod.tfvars was not changed: opening it for writing failed: " + remedy, true},
		"file of another":                {0o777, 0o666, "DIR/prod.tfvars was not changed: the new file cannot have its owner and group: operation not permitted; run this as its owner, or make the edit by hand\n", true},
	} {
		t.Run(name, func(t *testing.T) {
			if test.needRoot && os.Geteuid() != 0 {
				t.Skip("only root can make a file of another user")
			}
			dir := folderWith(t, file, contents[0])
			letOthersIn(t, dir)
			path := filepath.Join(dir, file)
			if os.Geteuid() == 0 {
				must(t, os.Chown(path, owner, owner))
				must(t, os.Chown(dir, owner, owner))
			}
			must(t, os.Chmod(path, test.file))
			must(t, os.Chmod(dir, test.folder))
			output, err := asNobody(t, dir).CombinedOutput()
			must(t, os.Chmod(dir, 0o755))
			must(t, os.Chmod(path, 0o644))
			if errors.Is(err, fs.ErrPermission) {
				t.Skip("another user cannot start a program in the folder for temporary files")
			}
			if err == nil || !strings.Contains(strings.ReplaceAll(string(output), dir, "DIR"), test.want) {
				t.Errorf("%v, the child said\n%s", err, output)
			}
			holds(t, path, contents[0])
			names(t, dir, file)
		})
	}
}
