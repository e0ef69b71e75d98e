package workflows

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// released is the version that the fake release has.
const released = "0.1.0"

const program = "terraform-provider-eksupgrade"

// release is what a server of releases holds: files by their paths.
type release map[string][]byte

var zipName = fmt.Sprintf("%s_%s_%s_%s.zip", program, released, runtime.GOOS, runtime.GOARCH)

const sumsName = program + "_" + released + "_SHA256SUMS"

// workDir holds what is built for the tests.
var workDir string

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

func runTests(m *testing.M) int {
	var err error
	if workDir, err = os.MkdirTemp("", "workflows"); err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(workDir) }()
	return m.Run()
}

// built is the program, built once.
var built = sync.OnceValues(func() (string, error) {
	binary := filepath.Join(workDir, program)
	if output, err := exec.Command("go", "build", "-o", binary, "-ldflags", "-X main.version="+released, root).CombinedOutput(); err != nil {
		return "", fmt.Errorf("the provider does not build: %w\n%s", err, output)
	}
	return binary, nil
})

// needProgram gives the program, or skips the test.
func needProgram(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the provider")
	}
	binary, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// zipOf is a zip of a release that holds a program.
func zipOf(data []byte) ([]byte, error) {
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	header := &zip.FileHeader{Name: program + "_v" + released, Method: zip.Deflate}
	if runtime.GOOS == "windows" {
		header.Name += ".exe"
	}
	header.SetMode(0o755)
	entry, err := archive.CreateHeader(header)
	if err != nil {
		return nil, err
	}
	if _, err := entry.Write(data); err != nil {
		return nil, err
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// newRelease is a release of the provider of this checkout.
func newRelease(t *testing.T) release {
	t.Helper()
	data, err := os.ReadFile(needProgram(t))
	if err != nil {
		t.Fatal(err)
	}
	return newReleaseOf(t, data)
}

// newScript is a release of a script that stands for the program.
func newScript(t *testing.T, script string) release {
	t.Helper()
	return newReleaseOf(t, []byte("#!/usr/bin/env bash\n"+script+"\n"))
}

func newReleaseOf(t *testing.T, program []byte) release {
	t.Helper()
	archive, err := zipOf(program)
	if err != nil {
		t.Fatal(err)
	}
	return release{zipName: archive, sumsName: []byte(sumLine(archive, zipName))}
}

func sumLine(data []byte, name string) string {
	return fmt.Sprintf("%x  %s\n", sha256.Sum256(data), name)
}

// serve gives the URL under which the release's files are.
func (r release) serve(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		data, ok := r[filepath.Base(request.URL.Path)]
		if !ok || filepath.Dir(request.URL.Path) != "/v"+released {
			http.NotFound(w, request)
			return
		}
		_, _ = w.Write(data)
	}))
	t.Cleanup(server.Close)
	return server.URL
}
