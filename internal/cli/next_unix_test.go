//go:build unix

package cli

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// killed is how often the program is killed, in folders that take turns at the
// machine.
const (
	killedFolders = 2
	killedTimes   = 100
	never         = time.Hour
	look          = 50 * time.Microsecond
)

var longAgo = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// Whenever the program is killed, each file is as it was or as it is to be, and the
// next run goes on from there.
func TestNextKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it builds the program and kills it for some seconds")
	}
	program := filepath.Join(t.TempDir(), "program")
	if output, err := exec.Command("go", "build", "-o", program, "../..").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v: %s", err, output)
	}
	for number := range killedFolders {
		t.Run(fmt.Sprint(number), func(t *testing.T) {
			t.Parallel()
			k := &killing{folder: newFolder(t, nil), program: program}
			k.reset()
			writing := max(k.run(never), time.Millisecond)
			for turn := range killedTimes {
				k.reset()
				k.run(rand.N(writing))
				k.look()
				k.tidy(turn)
			}
			t.Logf("it writes for %s; killed with none of the files written %d times, with all %d times, in between %d times",
				writing.Round(time.Millisecond), k.none, k.all, killedTimes-k.none-k.all)
		})
	}
}

var six = []string{"cc", "dev", "lab", "prod", "stg", "stg2"}

// killing is a folder of six environments in which the program is killed.
type killing struct {
	*folder
	program   string
	none, all int
}

// text is a file long enough to be written in more than one piece.
func (k *killing) text(name, version string) string {
	return environmentAt(version, "1.34") + strings.Repeat("# "+name+"\n", 2_000)
}

func (k *killing) reset() {
	k.t.Helper()
	for _, name := range six {
		k.write("env-vars/"+name+".tfvars", k.text(name, "1.34"))
	}
}

// run starts the program, and kills it a while after it began to write. It gives how
// long the program was seen to write.
func (k *killing) run(while time.Duration) time.Duration {
	k.t.Helper()
	first, err := os.Stat(filepath.Join(k.envVars(), six[0]+".tfvars"))
	k.must(err)
	command := exec.Command(k.program, "next", "--write", "--target-version", "1.35", k.envVars())
	k.must(command.Start())
	done := make(chan error, 1)
	go func() { done <- command.Wait() }()
	var began time.Time
	for {
		select {
		case err := <-done:
			k.must(err)
			if began.IsZero() { // between two looks
				return 0
			}
			return time.Since(began)
		case <-time.After(look):
		}
		switch {
		case began.IsZero() && k.writes(first):
			began = time.Now()
		case !began.IsZero() && time.Since(began) >= while:
			_ = command.Process.Kill() // it may be done
			<-done
			return time.Since(began)
		}
	}
}

// writes tells whether the program began to write: the first file is another one, or
// there is a temporary one.
func (k *killing) writes(first os.FileInfo) bool {
	k.t.Helper()
	now, err := os.Stat(filepath.Join(k.envVars(), six[0]+".tfvars"))
	k.must(err)
	return !os.SameFile(first, now) || len(k.rests()) > 0
}

// rests are the temporary files.
func (k *killing) rests() []string {
	k.t.Helper()
	rests, err := filepath.Glob(filepath.Join(k.envVars(), ".*"))
	if err != nil {
		k.t.Fatal(err)
	}
	return rests
}

// look compares each file with what it may be.
func (k *killing) look() {
	k.t.Helper()
	written := 0
	for _, name := range six {
		got, err := os.ReadFile(filepath.Join(k.envVars(), name+".tfvars"))
		switch {
		case err != nil:
			k.t.Fatal(err)
		case string(got) == k.text(name, "1.35"):
			written++
		case string(got) != k.text(name, "1.34"):
			k.t.Fatalf("%s has %d bytes, and is neither as before nor as after:\n%.200s", name, len(got), got)
		}
	}
	switch written {
	case 0:
		k.none++
	case len(six):
		k.all++
	}
}

// tidy takes away what a kill left: now and then as the next run does it, a minute
// later.
func (k *killing) tidy(turn int) {
	k.t.Helper()
	rests := k.rests()
	if turn%10 > 0 || len(rests) == 0 {
		for _, rest := range rests {
			k.must(os.Remove(rest))
		}
		return
	}
	for _, rest := range rests {
		k.must(os.Chtimes(rest, longAgo, longAgo))
	}
	k.reset()
	k.run(never)
	for name, text := range k.everything() {
		environment := strings.TrimSuffix(strings.TrimPrefix(name, "env-vars/"), ".tfvars")
		if text != k.text(environment, "1.35") {
			k.t.Fatalf("after the run that followed a kill %s is %.200s", name, text)
		}
	}
}

func (k *killing) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}
