package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const aFile = "environment = \"prod\"\n\n# versions\ncluster_version = \"1.9\"\n\nnode_groups = {\n  blue = { version = \"1.9\" }\n}\n"

func TestRaised(t *testing.T) {
	found, err := raised(aFile, 2)
	if err != nil || found != strings.ReplaceAll(aFile, "1.9", "1.11") {
		t.Errorf("found %v, %s", err, found)
	}
	if _, err := raised("cluster_version = var.version\n", 1); err == nil {
		t.Error("a file without a version to raise: expected an error")
	}
}

func TestClusterVersion(t *testing.T) {
	line, version, err := clusterVersion(aFile)
	if line != 4 || version != "1.9" || err != nil {
		t.Errorf("expected 1.9 on line 4, found %q on line %d, %v", version, line, err)
	}
	if _, _, err := clusterVersion("# cluster_version = \"1.9\"\n"); err == nil {
		t.Error("a comment: expected an error")
	}
}

func TestReadFleetWantsSix(t *testing.T) {
	module := t.TempDir()
	dir := filepath.Join(module, "env-vars")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		write(t, filepath.Join(dir, name+".tfvars"))
	}
	if _, err := readFleet(module); err == nil {
		t.Error("five environments: expected an error")
	}
	write(t, filepath.Join(dir, "f.tfvars"))
	if _, err := readFleet(module); err == nil {
		t.Error("six without prod: expected an error")
	}
	if err := os.Rename(filepath.Join(dir, "f.tfvars"), filepath.Join(dir, "prod.tfvars")); err != nil {
		t.Fatal(err)
	}
	fleet, err := readFleet(module)
	if err != nil {
		t.Fatal(err)
	}
	expected, err := culpritTwoUp(t.Context(), &scene{fleet: fleet})
	if err != nil {
		t.Fatal(err)
	}
	if want := (skip{environment: "prod", line: 4, from: "1.9", next: "1.10", to: "1.11"}); *expected.stopped != want {
		t.Errorf("expected %+v, found %+v", want, *expected.stopped)
	}
}

func write(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(aFile), 0o644); err != nil {
		t.Fatal(err)
	}
}
