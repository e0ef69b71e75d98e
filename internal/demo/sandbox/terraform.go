package sandbox

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// whatToInstall ends every message about a missing Terraform.
const whatToInstall = "Install Terraform 1.4 or newer (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install), or name the program in the variable TERRAFORM."

// Terraform is a Terraform or OpenTofu to work with.
type Terraform struct {
	// Path is absolute, because it is started in other folders.
	Path string
	// Version is what it calls itself, such as "Terraform v1.11.4".
	Version string
	// From says where it was found.
	From string
}

// Finder looks for Terraform. Its parts are fields so that a test can stand in
// for a machine that has none.
type Finder struct {
	Getenv   func(string) string
	LookPath func(string) (string, error)
	// Install gets one from the network and gives its path.
	Install func(context.Context) (string, error)
	// Say tells the person what takes time.
	Say func(string)
}

// NewFinder looks on this machine, and downloads into a folder where there is
// nothing to be found.
func NewFinder(dir string, say func(string)) Finder {
	return Finder{
		Getenv:   os.Getenv,
		LookPath: exec.LookPath,
		Install:  func(ctx context.Context) (string, error) { return install(ctx, dir, say) },
		Say:      say,
	}
}

// Find takes the program that TERRAFORM names, else terraform or tofu from the
// PATH, else one that it downloads.
func (f Finder) Find(ctx context.Context) (Terraform, error) {
	found, err := f.locate(ctx)
	if err != nil {
		return Terraform{}, err
	}
	if found.Path, err = filepath.Abs(found.Path); err != nil {
		return Terraform{}, fmt.Errorf("%s: %w", found.Path, err)
	}
	// version looks into the working directory and the CLI configuration; neither
	// is to be the caller's.
	result, err := Succeed(ctx, filepath.Dir(found.Path), Environ(os.Environ(), found.Path, os.DevNull), found.Path, "version")
	if err != nil {
		return Terraform{}, fmt.Errorf("%s (%s) does not tell its version: %w. %s", found.Path, found.From, err, whatToInstall)
	}
	found.Version, _, _ = strings.Cut(result.Stdout, "\n")
	found.Version = strings.TrimSpace(found.Version)
	return found, nil
}

func (f Finder) locate(ctx context.Context) (Terraform, error) {
	if named := f.Getenv("TERRAFORM"); named != "" {
		path, err := f.LookPath(named)
		if err != nil {
			return Terraform{}, fmt.Errorf("the variable TERRAFORM is %q, which cannot be run: %w. %s", named, err, whatToInstall)
		}
		return Terraform{Path: path, From: "the variable TERRAFORM"}, nil
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := f.LookPath(name); err == nil {
			return Terraform{Path: path, From: "the PATH"}, nil
		}
	}
	path, err := f.Install(ctx)
	if err != nil {
		return Terraform{}, fmt.Errorf("there is no terraform or tofu on the PATH, and none could be downloaded: %w. %s", err, whatToInstall)
	}
	return Terraform{Path: path, From: "a download"}, nil
}
