// Package acceptance drives the real Terraform with the built provider, as a
// user does: warnings, relative paths, saved plans and several states are out of
// reach of tests that serve the provider from the test process.
package acceptance

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// today is the day that the provider under test takes for today, so that
// support dates do not change what the tests see.
const today = "2026-06-15"

var (
	// binary is the provider, built once.
	binary string
	// cliConfig makes Terraform use it.
	cliConfig string
	terraform string
	// terraformVersion is 1.11 for 1.11.4; OpenTofu counts from 1.6 on.
	terraformVersion [2]int
)

func TestMain(m *testing.M) {
	if os.Getenv("TF_ACC") == "" {
		fmt.Println("acceptance tests need TF_ACC=1; make test sets it")
		os.Exit(0)
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "acceptance")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := prepare(dir); err != nil {
		fmt.Println(err)
		return 1
	}
	return m.Run()
}

func prepare(dir string) error {
	var err error
	if terraform, err = findTerraform(); err != nil {
		return err
	}
	if terraformVersion, err = versionOf(terraform); err != nil {
		return err
	}
	binary = filepath.Join(dir, "terraform-provider-eksupgrade")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	build := exec.Command("go", "build", "-o", binary, "-ldflags", "-X main.fixedDay="+today+" -X main.version=0.0.1", "../..")
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("the provider does not build: %w\n%s", err, output)
	}
	cliConfig = filepath.Join(dir, "cli.tfrc")
	return os.WriteFile(cliConfig, []byte(fmt.Sprintf(`provider_installation {
  dev_overrides {
    "eksupgrade/eksupgrade" = %[1]q
    "registry.opentofu.org/eksupgrade/eksupgrade" = %[1]q
  }
}
`, dir)), 0o600)
}

// findTerraform is the program that TERRAFORM names, else the first on PATH.
func findTerraform() (string, error) {
	candidates := []string{os.Getenv("TERRAFORM"), os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform", "tofu"}
	for _, candidate := range candidates {
		if candidate == "" {
			continue
		}
		if found, err := exec.LookPath(candidate); err == nil {
			return filepath.Abs(found)
		}
	}
	return "", fmt.Errorf("there is no terraform and no tofu on PATH, and TERRAFORM names none; install one to run the acceptance tests")
}

// versionOf asks a Terraform for its version.
func versionOf(program string) (version [2]int, err error) {
	command := exec.Command(program, "version", "-json")
	command.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1")
	output, err := command.Output()
	if err != nil {
		return version, fmt.Errorf("%s version: %w", program, err)
	}
	var said struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(output, &said); err != nil {
		return version, fmt.Errorf("%s version: %w", program, err)
	}
	_, err = fmt.Sscanf(said.Version, "%d.%d.", &version[0], &version[1])
	return version, err
}

// needs skips a test where Terraform is older than 1.minor.
func needs(t *testing.T, minor int, what string) {
	t.Helper()
	if terraformVersion[0] == 1 && terraformVersion[1] < minor {
		t.Skipf("%s needs Terraform 1.%d; this is %d.%d", what, minor, terraformVersion[0], terraformVersion[1])
	}
}
