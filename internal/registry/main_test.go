// Package registry holds the tests of an installation on somebody else's machine.
// A release of this checkout, packed and signed as the Terraform registry wants
// it, is served on 127.0.0.1, and the real Terraform and OpenTofu install it from
// there, from mirrors, and refuse it where something was tampered with.
package registry

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/release"
)

// today is the day that the provider under test takes for today, so that support
// dates do not change what the tests see.
const today = "2026-06-15"

const projectRoot = "../.."

// here is this machine's platform.
var here = release.Platform{OS: runtime.GOOS, Arch: runtime.GOARCH}

var (
	// packed is the release, built once: for this platform alone.
	packed = release.Release{Version: "0.1.0", Platforms: []release.Platform{here}}
	// packedFiles are its files, but for the signature.
	packedFiles map[string][]byte
	// author is the key of who makes releases.
	author key
	// programs are the Terraform and the OpenTofu that there are.
	programs []program
)

func TestMain(m *testing.M) {
	if os.Getenv("TF_ACC") == "" {
		fmt.Println("the tests of an installation need TF_ACC=1; make test sets it")
		os.Exit(0)
	}
	switch runtime.GOOS {
	case "darwin", "windows":
		fmt.Printf("on %s Terraform trusts the system's certificates alone: no test of an installation there\n", runtime.GOOS)
		os.Exit(0)
	}
	if err := prepare(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func prepare() error {
	var err error
	if programs, err = findPrograms(); err != nil {
		return err
	}
	if author, err = newKey("author"); err != nil {
		return err
	}
	built, err := build()
	if err != nil {
		return err
	}
	license, err := os.ReadFile(filepath.Join(projectRoot, "LICENSE"))
	if err != nil {
		return err
	}
	manifest, err := os.ReadFile(filepath.Join(projectRoot, release.ManifestFile))
	if err != nil {
		return err
	}
	packedFiles, err = packed.Pack(map[release.Platform][]byte{here: built}, license, manifest)
	return err
}

// build builds the provider, of a day. It leaves -trimpath out, unlike a release:
// so it uses what the go command has compiled for the tests already.
func build() ([]byte, error) {
	dir, err := os.MkdirTemp("", "registry")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary := filepath.Join(dir, packed.Binary(here))
	command := exec.Command("go", "build", "-buildvcs=false", "-o", binary,
		"-ldflags", "-s -w -X main.version="+packed.Version+" -X main.fixedDay="+today, projectRoot)
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the provider does not build: %w\n%s", err, output)
	}
	return os.ReadFile(binary)
}
