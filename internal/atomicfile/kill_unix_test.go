//go:build unix

package atomicfile

import (
	"bufio"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Killed at any moment, a run leaves the file whole, with one of its contents, and
// nothing that the next run does not clean up.
func TestKilled(t *testing.T) {
	dir := folderWith(t, file, contents[0])
	path := filepath.Join(dir, file)
	kills, rests := 0, 0
	for end := time.Now().Add(3 * time.Second); kills < 300 && time.Now().Before(end); kills++ {
		killAtRandom(t, dir)
		content, err := os.ReadFile(path)
		must(t, err)
		if string(content) != contents[0] && string(content) != contents[1] {
			t.Fatalf("after %d kills the file has %d bytes, and neither content", kills+1, len(content))
		}
		rests += ageRests(t, dir)

		must(t, Replace(dir, file, toggle))
		want, err := toggle(content)
		must(t, err)
		holds(t, path, string(want))
		names(t, dir, file)
	}
	t.Logf("%d kills, of which %d left a temporary file", kills, rests)
	if kills == 0 {
		t.Error("nothing was killed")
	}
}

// killAtRandom starts a child and kills it some time after its first replace.
func killAtRandom(t *testing.T, dir string) {
	t.Helper()
	command := child(t, self(t), toggleMode, dir)
	output, err := command.StdoutPipe()
	must(t, err)
	must(t, command.Start())
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil || line != "replaced\n" {
		t.Fatalf("the child said %q, %v", line, err)
	}
	time.Sleep(rand.N(5 * time.Millisecond))
	must(t, command.Process.Kill())
	var exit *exec.ExitError
	if err := command.Wait(); !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the child ended before it was killed: %v", err)
	}
}

// ageRests makes the temporary files that it finds older than a run can be, and
// counts them.
func ageRests(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	count := 0
	for _, entry := range entries {
		if isTemporaryFor(file, entry.Name()) {
			count++
			then := time.Now().Add(-2 * oldAge)
			must(t, os.Chtimes(filepath.Join(dir, entry.Name()), then, then))
		}
	}
	return count
}
