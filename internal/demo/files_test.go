package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFilesExpect(t *testing.T) {
	module := t.TempDir()
	for _, dir := range []string{"env-vars", ".git", ".terraform"} {
		if err := os.Mkdir(filepath.Join(module, dir), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(module, dir, "prod.tfvars"))
	}
	before, err := readFiles(module)
	if err != nil {
		t.Fatal(err)
	}
	if len(before) != 1 || before[shown("prod")] != aFile {
		t.Fatalf("expected %s alone, found %v", shown("prod"), before)
	}
	expectProblem(t, before.expect(module), "")
	expectProblem(t, before.with(shown("prod"), "another\n").expect(module), "expected env-vars/prod.tfvars to hold\nanother\n")
	expectProblem(t, before.with(shown("dev"), aFile).expect(module), "expected env-vars/dev.tfvars to be there still")
	expectProblem(t, before.expect(module), "")

	write(t, filepath.Join(module, "env-vars", ".prod.tfvars.1"))
	expectProblem(t, before.expect(module), "expected no new file, found env-vars/.prod.tfvars.1")
}
