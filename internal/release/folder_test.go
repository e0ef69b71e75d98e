package release

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A folder of files that GoReleaser made: `make snapshot` names it, and so can
// whoever has downloaded a release.
func TestFolder(t *testing.T) {
	dir := os.Getenv("RELEASE_DIR")
	if dir == "" {
		t.Skip("RELEASE_DIR names no folder with a release; make snapshot makes and checks one")
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(projectRoot, dir)
	}
	lists, err := filepath.Glob(filepath.Join(dir, Name+"_*_SHA256SUMS"))
	if err != nil || len(lists) != 1 {
		t.Fatalf("%s holds %d files of checksums, %v, want one", dir, len(lists), err)
	}
	version := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(lists[0]), Name+"_"), "_SHA256SUMS")
	found := Release{Version: version, Platforms: Platforms(), Unsigned: os.Getenv("GPG_FINGERPRINT") == ""}
	if err := found.Check(os.DirFS(dir), read(t, ManifestFile)); err != nil {
		t.Error(err)
	}
}
