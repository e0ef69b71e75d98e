package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

func TestDemo(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("the demo drives the real Terraform: set TF_ACC=1, as make test does")
	}
	// The break-glass switch and a named workspace of whoever runs this must not
	// reach the demo.
	t.Setenv("EKSUPGRADE_ENFORCEMENT", "off")
	t.Setenv("TF_WORKSPACE", "elsewhere")
	root, err := sandbox.Root()
	if err != nil {
		t.Fatal(err)
	}
	var printed bytes.Buffer
	screen := newScreen(&printed, false)
	finder := sandbox.NewFinder(filepath.Join(root, "build", "terraform"), func(text string) { screen.step("%s", text) })
	build := t.TempDir()
	if err := show(t.Context(), screen, finder, root, filepath.Join(build, "demo")); err != nil {
		t.Fatalf("%v\n%s", err, printed.String())
	}
	text := printed.String()
	for part, times := range map[string]int{
		"  launched ": 6,
		" passes\n":   12,
		" is stopped: minor-version-skip at env-vars/prod.tfvars:3\n": 6,
		", plan passes ":                  12,
		", plan stopped ":                 6,
		"environment  current  asked  ":   3,
		"Error: prod: minor-version-skip": 1,
		"\nprod: control plane 1.34 -> 1.35, node group blue 1.34 -> 1.35\n": 1,
		"\n-cluster_version = \"1.36\"\n+cluster_version = \"1.35\"\n":       1,
		" changed 2 lines of env-vars/prod.tfvars, and no other file\n":      1,
		"environment  verdict    versions":                                   1,
		" minor-version-skip at aws_eks_cluster.this\n":                      1,
		" asked for 6 clusters in ":                                          1,
		" prod is not ready: environment-unreadable\n":                       1,
		"eks:ListInsights for cluster shop-prod":                             1,
		filepath.Join(build, "report.html") + "\n":                           1,
		"\x1b": 0,
	} {
		if found := strings.Count(text, part); found != times {
			t.Errorf("expected %q %d times, found it %d times", part, times, found)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}
