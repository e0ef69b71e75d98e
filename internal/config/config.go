// Package config reads .eksupgrade.hcl: severities, policy, waivers, and the
// defaults of the command line.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// FileName is what the file is called, wherever it lies.
const FileName = ".eksupgrade.hcl"

// File is what a configuration file says. What it does not set is nil.
type File struct {
	// Path is where the file lies, "" where there is none.
	Path               string
	Severities         map[string]upgrade.Severity
	Waivers            []upgrade.Waiver
	MaxNodeGroupSkew   *int
	SupportWarningDays *int
	PromotionOrder     []string
	// Names says where tfvars keep things.
	Names        tfvars.Names
	Environments []string
	// EnvVarsDir is relative to the working directory, as Path is.
	EnvVarsDir string
	// Baseline holds git:<ref> and ENVIRONMENT=VERSION, as --baseline takes
	// them.
	Baseline []string
}

// Find looks for the file in a folder and in those above it, up to the top of
// the checkout where there is one: what lies above that is not the team's. It
// gives "" where there is none.
func Find(dir string) (string, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("%s cannot be searched for above %s: %w", FileName, dir, err)
	}
	for here := absolute; ; here = filepath.Dir(here) {
		path := filepath.Join(here, FileName)
		_, err := os.Lstat(path)
		switch {
		case err == nil:
			return path, nil // Load says what is wrong with it
		case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.ENOTDIR):
			return "", fmt.Errorf("%s cannot be looked at: %w", path, err)
		}
		if _, err := os.Lstat(filepath.Join(here, ".git")); err == nil || here == filepath.Dir(here) {
			return "", nil
		}
	}
}

// largest is far above any real configuration file.
const largest = 1 << 20

// Load reads a file. ruleNames are the rules that it may name. A path that
// names no file is an error.
func Load(path string, ruleNames []string) (File, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return File{}, fmt.Errorf("the configuration file %s cannot be read: %w", path, err)
	case !info.Mode().IsRegular():
		return File{}, fmt.Errorf("the configuration file %s is not a regular file", path)
	case info.Size() > largest:
		return File{}, fmt.Errorf("the configuration file %s has %d bytes; more than %d are not read", path, info.Size(), largest)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return File{}, fmt.Errorf("the configuration file %s cannot be read: %w", path, err)
	}
	return Parse(path, data, ruleNames)
}
