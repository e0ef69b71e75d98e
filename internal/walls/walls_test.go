// Package walls keeps the parts of the project apart: sources do not know rules,
// rules do not know sources or presenters, and each large dependency has one
// place that imports it.
package walls

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/eksupgrade/terraform-provider-eksupgrade"

// imports lists what each package imports outside of its tests.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	command := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	command.Dir = "../.."
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	found := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(output)), "\n") {
		fields := strings.Fields(line)
		found[strings.TrimPrefix(fields[0], module+"/")] = fields[1:]
	}
	if len(found["internal/rules"]) == 0 {
		t.Fatalf("go list does not show internal/rules: %s", output)
	}
	return found
}

// A dependency has few importers.
func TestWhoImportsWhat(t *testing.T) {
	for dependency, importers := range map[string][]string{
		"github.com/hashicorp/hcl":              {"internal/tfvars", "internal/config", "internal/hclguard"},
		"github.com/zclconf/go-cty":             {"internal/tfvars", "internal/config"},
		"os/exec":                               {"internal/git", "internal/demo", "internal/bench"},
		"github.com/hashicorp/terraform-json":   {"internal/plan"},
		"github.com/go-json-experiment":         {"internal/plan"},
		"github.com/aws":                        {"internal/eks"},
		"github.com/hashicorp/aws-sdk-go-base":  {"internal/eks"},
		"k8s.io":                                {"internal/kube", "internal/catalog/gen"},
		"sigs.k8s.io":                           {"internal/kube"},
		"github.com/spf13/cobra":                {"internal/cli"},
		"github.com/hashicorp/terraform-plugin": {"internal/provider", "internal/bench", "internal/docstest/stubprovider", module},
		"github.com/hashicorp/hc-install":       {"internal/demo"},
		"k8s.io/client-go/kubernetes":           {},
		module + "/internal/eks/ekstest":        {"internal/demo", "internal/bench"},
		module + "/internal/kube/kubetest":      {"internal/demo", "internal/bench"},
	} {
		for importer, imported := range imports(t) {
			allowed := slices.ContainsFunc(importers, func(place string) bool {
				return importer == place || strings.HasPrefix(importer, place+"/")
			})
			for _, path := range imported {
				if !allowed && strings.HasPrefix(path, dependency) {
					t.Errorf("%s imports %s; only %v may", importer, path, importers)
				}
			}
		}
	}
}

// The clientset of Kubernetes is not even there by way of others, as it adds 25 MiB
// to the binary, and neither are the types of the API, which add 5.
func TestNoClientset(t *testing.T) {
	command := exec.Command("go", "list", "-deps", ".")
	command.Dir = "../.."
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for path := range strings.FieldsSeq(string(output)) {
		for _, large := range []string{"k8s.io/client-go/kubernetes", "k8s.io/client-go/informers", "k8s.io/api/"} {
			if strings.HasPrefix(path, large) {
				t.Errorf("the binary holds %s; use k8s.io/client-go/rest and the types of internal/kube", path)
			}
		}
	}
}

// The binary stays small enough to be fetched in each run of a pipeline.
func TestBinarySize(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the binary")
	}
	const most = 40 << 20
	binary := filepath.Join(t.TempDir(), "provider")
	command := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, ".")
	command.Dir = "../.."
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	found, err := os.Stat(binary)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%.1f MiB", float64(found.Size())/(1<<20))
	if found.Size() > most {
		t.Errorf("expected at most %d MiB", most>>20)
	}
}

// A part of the project knows only these others.
func TestPartsKnowOnly(t *testing.T) {
	found := imports(t)
	for part, others := range map[string][]string{
		"internal/upgrade":     {},
		"internal/wording":     {},
		"internal/git":         {},
		"internal/rules":       {"internal/upgrade", "internal/wording"},
		"internal/catalog":     {"internal/upgrade"},
		"internal/path":        {"internal/upgrade"},
		"internal/atomicfile":  {"internal/wording"},
		"internal/tfvars":      {"internal/upgrade", "internal/hclguard"},
		"internal/config":      {"internal/upgrade", "internal/tfvars", "internal/wording", "internal/hclguard"},
		"internal/plan":        {"internal/upgrade", "internal/wording"},
		"internal/report":      {"internal/upgrade", "internal/wording", "internal/path"},
		"internal/release":     {},
		"internal/docsgen":     {"internal/upgrade", "internal/rules", "internal/wording"},
		"internal/eks/ekstest": {"internal/upgrade"},
		"internal/readiness":   {"internal/upgrade", "internal/rules", "internal/tfvars", "internal/git", "internal/config", "internal/plan", "internal/eks", "internal/kube", "internal/path", "internal/atomicfile"},
		"internal/memo":        {},
		"internal/eks":         {"internal/upgrade", "internal/wording", "internal/memo"},
		"internal/kube":        {"internal/upgrade", "internal/wording", "internal/memo"},
		"internal/provider":    {"internal/upgrade", "internal/rules", "internal/readiness", "internal/config", "internal/catalog", "internal/wording"},
		"internal/cli":         {"internal/upgrade", "internal/rules", "internal/readiness", "internal/config", "internal/catalog", "internal/report", "internal/path", "internal/wording"},
	} {
		for _, path := range found[part] {
			other, ours := strings.CutPrefix(path, module+"/")
			if ours && !slices.Contains(others, other) {
				t.Errorf("%s imports %s; of the project it may know only %v", part, other, others)
			}
		}
	}
}

// The domain does no I/O and reads no clock.
func TestDomainIsPure(t *testing.T) {
	found := imports(t)
	for _, part := range []string{"internal/upgrade", "internal/rules"} {
		for _, path := range found[part] {
			if path == "os" || path == "io" || path == "io/fs" || strings.HasPrefix(path, "net") || strings.HasPrefix(path, "encoding/") {
				t.Errorf("%s imports %s", part, path)
			}
		}
	}
}
