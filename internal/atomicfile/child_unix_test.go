//go:build unix

package atomicfile

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test program is its own child: with childMode set it replaces the file in
// childFolder, and runs no test.
const (
	childMode   = "EKSUPGRADE_TEST_ATOMICFILE"
	childFolder = "EKSUPGRADE_TEST_ATOMICFILE_FOLDER"

	// toggleMode replaces one content by the other until it is killed.
	toggleMode = "toggle"
	// onceMode does it once, and limitedMode where no file may grow over a limit.
	onceMode    = "once"
	limitedMode = "limited"
	limit       = 4096
)

var contents = [2]string{strings.Repeat("first\n", 30_000), strings.Repeat("second\n", 20_000)}

func toggle(current []byte) ([]byte, error) {
	if string(current) == contents[0] {
		return []byte(contents[1]), nil
	}
	return []byte(contents[0]), nil
}

func TestMain(m *testing.M) {
	mode := os.Getenv(childMode)
	if mode == "" {
		os.Exit(m.Run())
	}
	if err := runChild(mode, os.Getenv(childFolder)); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func runChild(mode, dir string) error {
	switch mode {
	case toggleMode:
		return keepToggling(dir)
	case limitedMode:
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			return err
		}
	}
	return Replace(dir, file, toggle)
}

// keepToggling says that it began, and ends by itself if nobody kills it.
func keepToggling(dir string) error {
	for began := time.Now(); time.Since(began) < time.Minute; {
		if err := Replace(dir, file, toggle); err != nil {
			return err
		}
		fmt.Println("replaced")
	}
	return fmt.Errorf("nobody killed this")
}

// child is the test program in one of its modes.
func child(t *testing.T, program, mode, dir string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), program)
	command.Dir = "/"
	command.Env = append(os.Environ(), childMode+"="+mode, childFolder+"="+dir)
	return command
}

func self(t *testing.T) string {
	t.Helper()
	program, err := os.Executable()
	must(t, err)
	return program
}

// A disk that is full cannot be had without rights; a limit on the size of files
// fails in the same place.
func TestNoRoomForTheContent(t *testing.T) {
	dir := folderWith(t, file, contents[0])
	output, err := child(t, self(t), limitedMode, dir).CombinedOutput()
	if err == nil {
		t.Fatalf("the child replaced the file: %s", output)
	}
	said := strings.ReplaceAll(string(output), dir, "DIR")
	if !strings.HasPrefix(said, "DIR/prod.tfvars was not changed: writing the temporary file DIR/.prod.tfvars.") ||
		!strings.Contains(said, " failed: file too large; ") {
		t.Errorf("the child said %s", said)
	}
	holds(t, filepath.Join(dir, file), contents[0])
	names(t, dir, file)
}

// asNobody starts a child that may do no more than others may. A test that runs
// without the rights of root is such a child already.
func asNobody(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	if os.Geteuid() != 0 {
		return child(t, self(t), onceMode, dir)
	}
	programs := t.TempDir()
	letOthersIn(t, programs)
	program := filepath.Join(programs, "child")
	from, err := os.Open(self(t))
	must(t, err)
	defer from.Close()
	to, err := os.OpenFile(program, os.O_WRONLY|os.O_CREATE, 0o755)
	must(t, err)
	_, err = io.Copy(to, from)
	must(t, err)
	must(t, to.Close())
	command := child(t, program, onceMode, dir)
	const nobody = 65534
	command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return command
}

// letOthersIn opens a temporary folder and the one that testing keeps it in.
func letOthersIn(t *testing.T, dir string) {
	t.Helper()
	must(t, os.Chmod(filepath.Dir(dir), 0o755))
	must(t, os.Chmod(dir, 0o755))
}
