package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"
)

func TestFailed(t *testing.T) {
	at := target{dir: "env-vars", name: "a\nb\u202e.tfvars"}
	says(t, at.failed("doing it", &fs.PathError{Op: "openat", Path: "env-vars/x", Err: errors.New("broken")}), "nowhere",
		`env-vars/a\u000ab\u202e.tfvars was not changed: doing it failed: broken; make the edit by hand, or mend the cause and run this again`)
}

func TestRemedies(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{&fs.PathError{Err: syscall.EROFS}, "the disk is mounted read-only: run this where the folder can be written, or make the edit by hand"},
		{&os.LinkError{Err: syscall.EACCES}, "let the user who runs this read and write the file and its folder, or make the edit by hand"},
		{fs.ErrNotExist, "check that the file is still there, and run this again"},
	} {
		if got := remedy(test.err); got != test.want {
			t.Errorf("%v: %s", test.err, got)
		}
	}
}

func TestKind(t *testing.T) {
	for mode, want := range map[fs.FileMode]string{
		0: "a regular file", fs.ModeDir: "a directory", fs.ModeNamedPipe: "a named pipe", fs.ModeSocket: "a socket",
		fs.ModeDevice | fs.ModeCharDevice: "a device", fs.ModeIrregular: "a special file",
	} {
		if got := kind(mode); got != want {
			t.Errorf("%s: %s", mode, got)
		}
	}
}
