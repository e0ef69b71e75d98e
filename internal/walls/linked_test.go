package walls

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

// linkedPackage is a package that the binary holds.
type linkedPackage struct {
	ImportPath string
	Dir        string
	Standard   bool
	Imports    []string
	// ImportMap says what an import is where that is not its own path.
	ImportMap map[string]string
	Module    *linkedModule
	// Error is there where the package is not on this machine.
	Error *struct{ Err string }
}

type linkedModule struct {
	Path, Version, Dir string
	Main, Indirect     bool
}

// platforms are those for which the release has a binary, one for each system:
// what is linked differs by system.
var platforms = []string{"linux", "darwin", "freebsd", "windows"}

// linked are the packages of the binary, by platform. What only another platform
// links may be missing here, as long as nothing has downloaded it.
var linked = sync.OnceValues(func() (map[string][]linkedPackage, error) {
	found := map[string][]linkedPackage{}
	for _, platform := range platforms {
		command := exec.Command("go", "list", "-e", "-deps", "-json=ImportPath,Dir,Standard,Imports,ImportMap,Module,Error", ".")
		command.Dir = "../.."
		// Nothing is fetched: a test needs no network.
		command.Env = append(os.Environ(), "GOOS="+platform, "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=-mod=readonly", "GOPROXY=off")
		output, err := command.Output()
		if err != nil {
			return nil, err
		}
		decoder := json.NewDecoder(bytes.NewReader(output))
		for {
			var one linkedPackage
			err := decoder.Decode(&one)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, err
			}
			found[platform] = append(found[platform], one)
		}
	}
	return found, nil
})

// linkedPackages are the packages of the binary on all platforms, by their paths,
// without those of the standard library. whole tells whether all of them are on
// this machine.
func linkedPackages(t *testing.T) (packages map[string]linkedPackage, whole bool) {
	t.Helper()
	all, err := linked()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages, whole = map[string]linkedPackage{}, true
	for platform, list := range all {
		count := 0
		for _, one := range list {
			switch {
			case one.Standard:
			case one.Error != nil || one.Module == nil || one.Module.Dir == "":
				t.Logf("%s on %s is not on this machine; make licenses downloads it", one.ImportPath, platform)
				whole = false
			default:
				// What a package imports differs by platform.
				one.Imports = append(slices.Clone(one.Imports), packages[one.ImportPath].Imports...)
				packages[one.ImportPath] = one
				count++
			}
		}
		if count < 200 {
			t.Fatalf("go list shows only %d packages on %s", count, platform)
		}
	}
	return packages, whole
}

// isOurs tells whether a package is of this project.
func (p linkedPackage) isOurs() bool { return strings.HasPrefix(p.ImportPath+"/", module+"/") }
