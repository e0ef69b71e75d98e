package registry

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

// program is a Terraform or an OpenTofu.
type program struct {
	// name is terraform or tofu.
	name string
	path string
	// version is 1.11 for 1.11.4; OpenTofu counts from 1.6 on.
	version [2]int
	// host is the registry that an address without a host belongs to.
	host string
}

// findPrograms are the one that TERRAFORM names, else the first on PATH, and
// beside it the other of Terraform and OpenTofu where that is there too: TOFU
// names it, or PATH has it.
func findPrograms() ([]program, error) {
	var found []program
	for _, candidate := range []string{os.Getenv("TERRAFORM"), os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform", os.Getenv("TOFU"), "tofu"} {
		path, err := exec.LookPath(candidate)
		if err != nil {
			continue
		}
		asked, err := ask(path)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(found, func(p program) bool { return p.name == asked.name }) {
			found = append(found, asked)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("there is no terraform and no tofu on PATH, and TERRAFORM names none; install one to run the tests of an installation")
	}
	return found, nil
}

// ask asks a program what it is.
func ask(path string) (program, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return program{}, err
	}
	command := exec.Command(path, "version")
	// Without the caller's CLI configuration: OpenTofu warns of it before it answers.
	command.Env = sandbox.Environ(os.Environ(), path, os.DevNull)
	output, err := command.Output()
	if err != nil {
		return program{}, fmt.Errorf("%s version: %w", path, err)
	}
	p := program{name: "terraform", path: path, host: "registry.terraform.io"}
	if strings.HasPrefix(string(output), "OpenTofu") {
		p.name, p.host = "tofu", "registry.opentofu.org"
	}
	var product string
	if _, err := fmt.Sscanf(string(output), "%s v%d.%d.", &product, &p.version[0], &p.version[1]); err != nil {
		return program{}, fmt.Errorf("%s version: %q: %w", path, output, err)
	}
	return p, nil
}

// withEach runs a test with each program.
func withEach(t *testing.T, test func(t *testing.T, p program)) {
	t.Helper()
	t.Parallel()
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			if p.version[0] == 1 && p.version[1] < 4 {
				t.Skipf("the quickstart needs Terraform 1.4; this is %d.%d", p.version[0], p.version[1])
			}
			test(t, p)
		})
	}
}

// One line says which of the two no test here ran with.
func TestBothPrograms(t *testing.T) {
	for _, want := range []string{"terraform", "tofu"} {
		if !slices.ContainsFunc(programs, func(p program) bool { return p.name == want }) {
			t.Skipf("no installation was tried with %s: it is not on PATH, and neither TERRAFORM nor TOFU names it", want)
		}
	}
}
