package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
)

// module declares what the files set, as a root module does.
const module = `variable "environment" {
  type = string
}

variable "cluster_version" {
  type = string
}

variable "node_groups" {
  type = map(object({
    version = string
  }))
}
`

// file is one environment, as in the quickstart.
const file = `environment = %[1]q

cluster_version = %[2]q

node_groups = {
  blue = { version = %[2]q }
}
`

// newest is the newest version in the calendar, which ages last.
func newest() string { return catalog.Embedded().Newest().String() }

// generate writes a root module and so many environments, all at one version.
func generate(folder string, count int, version string) error {
	dir := filepath.Join(folder, envVars)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "variables.tf"), []byte(module), 0o644); err != nil {
		return err
	}
	for i := range count {
		name := fmt.Sprintf("env%04d", i)
		if err := os.WriteFile(filepath.Join(dir, name+".tfvars"), fmt.Appendf(nil, file, name, version), 0o644); err != nil {
			return err
		}
	}
	return nil
}
