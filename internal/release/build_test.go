package release

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

// here is this machine's platform.
var here = Platform{runtime.GOOS, runtime.GOARCH}

// build builds the provider in a folder, as .goreleaser.yml says, for this machine.
func build(t *testing.T, dir string) []byte {
	t.Helper()
	c := readConfig(t)
	settings := c.Builds[0]
	arguments := append([]string{"build"}, settings.Flags...)
	arguments = append(arguments, "-ldflags", c.expand(t, strings.Join(settings.Ldflags, " "), here), "-o", "built", ".")
	compile := exec.Command("go", arguments...)
	compile.Dir = dir
	// Go's own default, in place of flags of this machine.
	compile.Env = append(os.Environ(), "GOFLAGS=-mod=readonly", "GOWORK=off")
	compile.Env = append(compile.Env, settings.Env...)
	if output, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("go %v: %v\n%s", arguments, err, output)
	}
	program, err := os.ReadFile(filepath.Join(dir, "built"))
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// copySource copies what the provider is built from.
func copySource(t *testing.T, to string) {
	t.Helper()
	from := os.DirFS(projectRoot)
	for _, name := range []string{"go.mod", "go.sum", "main.go", "internal"} {
		err := fs.WalkDir(from, name, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && entry.Name() == "testdata":
				return fs.SkipDir
			case entry.IsDir() || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			content, err := fs.ReadFile(from, path)
			if err != nil {
				return err
			}
			target := filepath.Join(to, filepath.FromSlash(path))
			if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
				return err
			}
			return os.WriteFile(target, content, 0o644)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// commit makes a folder a checkout, where there is git.
func commit(t *testing.T, dir string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		return
	}
	for _, arguments := range [][]string{{"init", "-q"}, {"add", "-A"}, {"commit", "-q", "-m", "commit"}, {"tag", "v9.9.9"}} {
		git := exec.Command("git", arguments...)
		git.Dir = dir
		// Not the caller's checkout, which a hook names in variables.
		git.Env = sandbox.Environ(os.Environ(), "", "")
		if output, err := git.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", arguments, err, output)
		}
	}
}

// built is the program of a release, built once for the tests that look into it.
var built struct {
	sync.Once
	program []byte
}

func builtOnce(t *testing.T) []byte {
	t.Helper()
	built.Do(func() {
		dir := filepath.Join(t.TempDir(), "first")
		copySource(t, dir)
		built.program = build(t, dir)
	})
	if built.program == nil {
		t.Fatal("the provider was not built")
	}
	return built.program
}

// The same source gives the same bytes, wherever it lies, and whether it comes
// from a checkout or from an archive: so anybody can build a release anew and
// compare.
func TestBuildIsReproducible(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "second", "place")
	copySource(t, dir)
	commit(t, dir)
	if !bytes.Equal(builtOnce(t), build(t, dir)) {
		t.Error("two builds of the same source, in two folders, differ")
	}
}

// command is the built program, to be started.
func command(t *testing.T, arguments ...string) *exec.Cmd {
	t.Helper()
	path := filepath.Join(t.TempDir(), example.Binary(here))
	if err := os.WriteFile(path, builtOnce(t), 0o755); err != nil {
		t.Fatal(err)
	}
	return exec.Command(path, arguments...)
}

// What the linker is given is what the program says of itself.
func TestBuildKnowsItsVersion(t *testing.T) {
	output, err := command(t, "version").Output()
	want := fmt.Sprintf("terraform-provider-eksupgrade %s\ncommit  %s\nfacts   %s\ngo      %s\n",
		example.Version, exampleCommit, catalog.Calendar().Date, runtime.Version())
	if err != nil || string(output) != want {
		t.Errorf("version prints %q, %v, want %q", output, err, want)
	}
}

// The registry is told of the protocol that the provider serves. The first line of
// a provider is CORE|PROTOCOL|NETWORK|ADDRESS|...
func TestManifestNamesTheProtocolThatIsServed(t *testing.T) {
	protocols, err := Protocols(read(t, ManifestFile))
	if err != nil {
		t.Fatal(err)
	}
	served := command(t)
	served.Env = append(os.Environ(), "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
	output, err := served.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := served.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	_ = served.Process.Kill()
	_ = served.Wait()
	fields := strings.Split(line, "|")
	if err != nil || len(fields) < 4 {
		t.Fatalf("the provider began with %q, %v", line, err)
	}
	if want := []string{fields[1] + ".0"}; !slices.Equal(protocols, want) {
		t.Errorf("%s names %v, and the provider serves %v", ManifestFile, protocols, want)
	}
}
