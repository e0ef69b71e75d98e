package sandbox

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Sandbox is a folder with a provider and a copy of the quickstart.
type Sandbox struct {
	// Module is the copy of the quickstart's root module.
	Module string
	// Binary is the provider that Terraform uses there.
	Binary    string
	Terraform Terraform
	// Environ is what programs are to be started with there.
	Environ []string

	root, dir string
}

// New makes the folder anew: nothing of a run before may decide what happens.
func New(root, dir string, terraform Terraform) (*Sandbox, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("the folder of the last run cannot be removed: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	// The configuration file is searched upward: this one ends the search before
	// it leaves the sandbox.
	if err := os.WriteFile(filepath.Join(dir, ".eksupgrade.hcl"), nil, 0o644); err != nil {
		return nil, err
	}
	cliConfig := filepath.Join(dir, "cli.tfrc")
	// Without a direct block, Terraform asks no registry.
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.ToSlash(mirror(dir)))
	if err := os.WriteFile(cliConfig, []byte(text), 0o644); err != nil {
		return nil, err
	}
	return &Sandbox{
		Module:    filepath.Join(dir, filepath.Base(example)),
		Terraform: terraform,
		Environ:   Environ(os.Environ(), terraform.Path, cliConfig),
		root:      root,
		dir:       dir,
	}, nil
}

func mirror(dir string) string { return filepath.Join(dir, "mirror") }

// Install builds a provider from a package of this checkout to where Terraform
// looks for eksupgrade/eksupgrade.
func (s *Sandbox) Install(ctx context.Context, pkg string) error {
	// OpenTofu completes the short address of a provider with its own registry.
	host := "registry.terraform.io"
	if strings.HasPrefix(s.Terraform.Version, "OpenTofu") {
		host = "registry.opentofu.org"
	}
	const version = "0.0.1"
	s.Binary = filepath.Join(mirror(s.dir), host, "eksupgrade", "eksupgrade", version, runtime.GOOS+"_"+runtime.GOARCH,
		"terraform-provider-eksupgrade_v"+version)
	if runtime.GOOS == "windows" {
		s.Binary += ".exe"
	}
	environ := append(os.Environ(), "CGO_ENABLED=0")
	// -buildvcs=false: a checkout of another owner must not fail the build.
	_, err := Succeed(ctx, s.root, environ, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", s.Binary, pkg)
	if err != nil {
		return fmt.Errorf("the provider cannot be built: %w", err)
	}
	return nil
}
