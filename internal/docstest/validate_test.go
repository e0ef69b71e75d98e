package docstest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	// Built below by the go command, of which the cache of test results knows
	// nothing: with the import, a change of the provider makes the tests run anew.
	_ "github.com/eksupgrade/terraform-provider-eksupgrade/internal/provider"
)

// validator runs terraform validate with the provider of this checkout and the
// stubs.
type validator struct {
	terraform string
	cliConfig string
	// major and minor are Terraform's own.
	major, minor int
	// places lets two run at a time.
	places chan struct{}
}

var prepared = sync.OnceValues(func() (*validator, error) { return prepare() })

// prepare builds the providers into the folder that TestMain removes.
func prepare() (*validator, error) {
	terraform, err := findTerraform()
	if err != nil {
		return nil, err
	}
	// A test that has looked at a file runs anew when the file changes.
	stubs, _ := filepath.Glob("stubprovider/*.go")
	for _, stub := range stubs {
		_, _ = os.Stat(stub)
	}
	v := &validator{terraform: terraform, cliConfig: filepath.Join(workDir, "cli.tfrc"), places: make(chan struct{}, 2)}
	overrides := ""
	for _, built := range []struct{ source, name, pkg string }{
		{"eksupgrade/eksupgrade", "eksupgrade", "../.."},
		{"hashicorp/aws", "aws", "./stubprovider"},
		{"hashicorp/kubernetes", "kubernetes", "./stubprovider"},
	} {
		dir := filepath.Join(workDir, built.name)
		binary := filepath.Join(dir, "terraform-provider-"+built.name)
		if runtime.GOOS == "windows" {
			binary += ".exe"
		}
		if output, err := exec.Command("go", "build", "-o", binary, built.pkg).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%s does not build: %w\n%s", built.pkg, err, output)
		}
		overrides += fmt.Sprintf("    %q = %q\n", built.source, filepath.ToSlash(dir))
	}
	config := "provider_installation {\n  dev_overrides {\n" + overrides + "  }\n}\n"
	if err := os.WriteFile(v.cliConfig, []byte(config), 0o600); err != nil {
		return nil, err
	}
	return v, v.readVersion()
}

func findTerraform() (string, error) {
	for _, candidate := range []string{os.Getenv("TERRAFORM"), os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform", "tofu"} {
		if candidate == "" {
			continue
		}
		if found, err := exec.LookPath(candidate); err == nil {
			return filepath.Abs(found)
		}
	}
	return "", fmt.Errorf("there is no terraform and no tofu on PATH, and TERRAFORM names none")
}

func (v *validator) readVersion() error {
	output, stderr, err := v.run(workDir, "version", "-json")
	if err != nil {
		return fmt.Errorf("%s version: %w\n%s", v.terraform, err, stderr)
	}
	var version struct {
		Text string `json:"terraform_version"`
	}
	if err := json.Unmarshal(output, &version); err != nil {
		return fmt.Errorf("%s version: %w", v.terraform, err)
	}
	parts := strings.SplitN(version.Text, ".", 3)
	if len(parts) < 3 {
		return fmt.Errorf("%s is of version %q", v.terraform, version.Text)
	}
	if v.major, err = strconv.Atoi(parts[0]); err != nil {
		return err
	}
	v.minor, err = strconv.Atoi(parts[1])
	return err
}

// run gives standard output and standard error.
func (v *validator) run(dir string, arguments ...string) (stdout []byte, stderr string, err error) {
	command := exec.Command(v.terraform, arguments...)
	command.Dir = dir
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+v.cliConfig, "TF_DATA_DIR=", "TF_WORKSPACE=", "TF_CLI_ARGS=",
		"TF_CLI_ARGS_validate=", "TF_LOG=", "CHECKPOINT_DISABLE=1", "AWS_EC2_METADATA_DISABLED=true")
	var said strings.Builder
	command.Stderr = &said
	stdout, err = command.Output()
	return stdout, said.String(), err
}

// readCLIConfig has Terraform read its own configuration, which is not HCL as
// modules are.
func (v *validator) readCLIConfig(dir, text string) error {
	file := filepath.Join(dir, "cli.tfrc")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return err
	}
	with := &validator{terraform: v.terraform, cliConfig: file}
	// What is wrong with it is said on standard error alone.
	_, stderr, err := with.run(dir, "version")
	if err == nil && stderr != "" {
		err = fmt.Errorf("%s", stderr)
	}
	return err
}

// languages are parts of Terraform's language that are younger than 1.0, with
// the minor of 1.x that brought them.
var languages = []struct {
	text  string
	minor int
}{
	{"provider::", 8},
	{"check \"", 5},
	{"terraform_data", 4},
	{"optional(", 3},
}

// tooOld tells what this Terraform does not know of a module, "" where it knows
// all.
func (v *validator) tooOld(files map[string]string) string {
	for _, text := range files {
		for _, language := range languages {
			if v.major == 1 && v.minor < language.minor && strings.Contains(text, language.text) {
				return fmt.Sprintf("%s needs Terraform 1.%d", language.text, language.minor)
			}
		}
	}
	return ""
}

// validate validates a module, with stubs for what it does not declare.
func (v *validator) validate(dir string, files map[string]string) error {
	stubs, err := stubsFor(files)
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "stubs_of_the_test.tf"), []byte(stubs), 0o600); err != nil {
		return err
	}
	v.places <- struct{}{}
	defer func() { <-v.places }()
	// Nothing has to be installed: every provider is overridden, and there are no
	// modules.
	output, stderr, err := v.run(dir, "validate", "-json")
	var result struct {
		Valid       bool `json:"valid"`
		Diagnostics []struct {
			Severity, Summary, Detail string
			Range                     *struct {
				Filename string
				Start    struct{ Line int }
			}
		} `json:"diagnostics"`
	}
	if jsonErr := json.Unmarshal(output, &result); jsonErr != nil {
		return fmt.Errorf("validate: %w\n%s%s", errors.Join(err, jsonErr), output, stderr)
	}
	if result.Valid {
		return nil
	}
	message := "invalid:"
	for _, diagnostic := range result.Diagnostics {
		if diagnostic.Severity != "error" {
			continue
		}
		if at := diagnostic.Range; at != nil {
			message += fmt.Sprintf("\n%s:%d:", at.Filename, at.Start.Line)
		}
		message += fmt.Sprintf("\n%s: %s", diagnostic.Summary, diagnostic.Detail)
	}
	return fmt.Errorf("%s", message)
}

// needTerraform gives the validator, or skips the test.
func needTerraform(t *testing.T) *validator {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("needs TF_ACC=1; make test sets it")
	}
	v, err := prepared()
	if err != nil {
		t.Fatal(err)
	}
	return v
}
