// Package sandbox makes a copy of the quickstart in which Terraform uses the
// provider of this checkout, with no network, no credentials and nothing of the
// settings of whoever runs it. The demo and the bench both need one.
package sandbox

import (
	"fmt"
	"os"
	"path/filepath"
)

// example is the module that is copied.
var example = filepath.Join("examples", "quickstart", "eks")

// Root finds this checkout, from the working directory upward: make runs in its
// top, a test in the folder of its package.
func Root() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("the working directory cannot be told: %w", err)
	}
	for here := start; ; here = filepath.Dir(here) {
		if isFile(filepath.Join(here, "go.mod")) && isFile(filepath.Join(here, example, "main.tf")) {
			return here, nil
		}
		if here == filepath.Dir(here) {
			return "", fmt.Errorf("no folder from %s upward holds go.mod and %s; run this in a checkout of the provider", start, filepath.ToSlash(example))
		}
	}
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
