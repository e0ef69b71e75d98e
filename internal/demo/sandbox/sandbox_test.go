package sandbox

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFindWithoutTerraform(t *testing.T) {
	offline := Finder{
		Getenv:   func(string) string { return "" },
		LookPath: func(string) (string, error) { return "", exec.ErrNotFound },
		Install:  func(context.Context) (string, error) { return "", errors.New("no such host") },
	}
	_, err := offline.Find(t.Context())
	expect(t, err, "none could be downloaded: no such host", "Install Terraform", "TERRAFORM")

	offline.Getenv = func(string) string { return "/nowhere/terraform" }
	_, err = offline.Find(t.Context())
	expect(t, err, `TERRAFORM is "/nowhere/terraform"`, "Install Terraform")
}

func TestFindDownloads(t *testing.T) {
	var looked []string
	finder := Finder{
		Getenv: func(string) string { return "" },
		LookPath: func(name string) (string, error) {
			looked = append(looked, name)
			return "", exec.ErrNotFound
		},
		// Any program that answers to the argument version will do.
		Install: func(context.Context) (string, error) { return exec.LookPath("go") },
	}
	found, err := finder.Find(t.Context())
	if err != nil || found.From != "a download" || !strings.HasPrefix(found.Version, "go version") {
		t.Errorf("found %+v, %v", found, err)
	}
	if !slices.Equal(looked, []string{"terraform", "tofu"}) {
		t.Errorf("looked for %q", looked)
	}
}

func TestEnvironKeepsSettingsOut(t *testing.T) {
	found := Environ([]string{"HOME=/home/me", "TF_VAR_environment=x", "GIT_DIR=/x", "EKSUPGRADE_ENFORCEMENT=off", "TERRAFORM=x", "TF_WORKSPACE=x"}, "/bin/terraform", "/x/cli.tfrc")
	for _, pair := range found {
		if strings.HasSuffix(pair, "=x") || strings.HasSuffix(pair, "=off") || pair == "GIT_DIR=/x" {
			t.Errorf("%s was kept", pair)
		}
	}
	for _, pair := range []string{"HOME=/home/me", "TERRAFORM=/bin/terraform", "TF_CLI_CONFIG_FILE=/x/cli.tfrc"} {
		if !slices.Contains(found, pair) {
			t.Errorf("%s is missing", pair)
		}
	}
}

func TestCopyModuleLeavesStateBehind(t *testing.T) {
	root, dir := t.TempDir(), t.TempDir()
	for _, name := range []string{"main.tf", "env-vars/dev.tfvars", ".terraform/environment", "terraform.tfstate.d/dev/terraform.tfstate", "dev.tfplan", ".terraform.lock.hcl"} {
		path := filepath.Join(root, example, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o444); err != nil {
			t.Fatal(err)
		}
	}
	box := &Sandbox{root: root, Module: filepath.Join(dir, "eks")}
	if err := box.CopyModule(); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(box.Module, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{filepath.Join(box.Module, "env-vars"), filepath.Join(box.Module, "main.tf")}; !slices.Equal(found, want) {
		t.Errorf("expected %q, found %q", want, found)
	}
	// The demo edits what it copied.
	if err := os.WriteFile(filepath.Join(box.Module, "env-vars", "dev.tfvars"), []byte("x"), 0o644); err != nil {
		t.Error(err)
	}
}

func TestCommitNeedsGit(t *testing.T) {
	t.Setenv("PATH", "")
	expect(t, CommitAll(t.Context(), t.TempDir(), nil), "no git on the PATH", "Install git")
}

func expect(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("expected an error, found none")
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("expected an error with %q, found: %v", part, err)
		}
	}
}
