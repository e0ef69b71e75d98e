// Package docstest holds the test of the documentation: all HCL that the README,
// the pages and the examples show is valid, and what they refer to is there.
package docstest

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
)

const root = "../.."

// workDir holds what is built for the tests.
var workDir string

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

func runTests(m *testing.M) int {
	var err error
	if workDir, err = os.MkdirTemp("", "docstest"); err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(workDir) }()
	return m.Run()
}

func TestBlocks(t *testing.T) {
	pages := pages(t)
	total := 0
	for _, page := range pages {
		blocks, err := blocksOf(read(t, page))
		if err != nil {
			t.Errorf("%s: %v", page, err)
		}
		total += len(blocks)
		for _, block := range blocks {
			t.Run(fmt.Sprintf("%s:%d", page, block.line), func(t *testing.T) {
				t.Parallel()
				var err error
				switch block.kind {
				case terraformKind:
					check(t, map[string]string{"main.tf": block.text})
				case cliKind:
					err = needTerraform(t).readCLIConfig(t.TempDir(), block.text)
				default:
					err = parse(block)
				}
				if err != nil {
					t.Errorf("not a valid %s: %v\n%s", block.kind, err, block.text)
				}
			})
		}
	}
	if !slices.Contains(pages, "README.md") || total < 20 {
		t.Errorf("only %d blocks were found in %v: pages are missing", total, pages)
	}
}

func TestExamples(t *testing.T) {
	modules := map[string]map[string]string{}
	for _, file := range files(t, "examples", "") {
		switch kindOf(file) {
		case terraformKind:
			dir := path.Dir(file)
			if modules[dir] == nil {
				modules[dir] = map[string]string{}
			}
			modules[dir][path.Base(file)] = read(t, file)
		case configKind, tfvarsKind:
			t.Run(file, func(t *testing.T) {
				if err := parse(codeBlock{kind: kindOf(file), name: file, text: read(t, file)}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	for _, known := range []string{"examples/eks", "examples/eks-live", "examples/quickstart/eks", "examples/provider"} {
		if modules[known] == nil {
			t.Errorf("%s is not among the examples found", known)
		}
	}
	for dir, files := range modules {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			check(t, files)
		})
	}
}

// check validates a module, where Terraform is there and new enough.
func check(t *testing.T, files map[string]string) {
	t.Helper()
	v := needTerraform(t)
	if reason := v.tooOld(files); reason != "" {
		t.Skip(reason)
	}
	if err := v.validate(t.TempDir(), files); err != nil {
		t.Error(err)
	}
}

// An example with tfvars sets no variable that it does not declare.
func TestExampleVariables(t *testing.T) {
	for _, dir := range []string{"examples/eks", "examples/quickstart/eks"} {
		module := inventory{declared: map[string]bool{}, referred: map[string]bool{}}
		body, err := bodyOf("variables.tf", read(t, dir+"/variables.tf"))
		if err != nil {
			t.Fatal(err)
		}
		module.read(body)
		names := []string{}
		for _, file := range files(t, dir+"/env-vars", ".tfvars") {
			names = append(names, strings.TrimSuffix(path.Base(file), ".tfvars"))
			values, err := bodyOf(file, read(t, file))
			if err != nil {
				t.Fatal(err)
			}
			for name := range values.Attributes {
				if !module.declared["var."+name] {
					t.Errorf("%s sets %s, which variables.tf does not declare", file, name)
				}
			}
		}
		if want := []string{"cc", "dev", "lab", "prod", "stg", "stg2"}; !slices.Equal(names, want) {
			t.Errorf("%s has the environments %v, want %v", dir, names, want)
		}
	}
}

// The README of the examples says that they are the same.
func TestScriptsAreTheSame(t *testing.T) {
	for _, script := range []string{"launch.sh", "close.sh"} {
		if read(t, "examples/eks/"+script) != read(t, "examples/quickstart/eks/"+script) {
			t.Errorf("examples/eks/%[1]s and examples/quickstart/eks/%[1]s differ", script)
		}
	}
}

var link = regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)\s]*)?\)`)

func TestLinks(t *testing.T) {
	for _, page := range append(pages(t), "examples/README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md") {
		if strings.HasPrefix(page, "templates/") {
			continue // its links are right where docs/ has it
		}
		for _, match := range link.FindAllStringSubmatch(read(t, page), -1) {
			if target := match[1]; !strings.Contains(target, "://") && !exists(path.Join(path.Dir(page), target)) {
				t.Errorf("%s links to %s, which is not there", page, target)
			}
		}
	}
}

// A rule may refer to the provider's own pages.
func TestRulesReferToPagesThatExist(t *testing.T) {
	const registry = "https://registry.terraform.io/providers/eksupgrade/eksupgrade/latest/docs"
	for _, rule := range rules.All() {
		page, own := strings.CutPrefix(rule.Reference, registry)
		if !own {
			continue
		}
		if page == "" {
			page = "/index"
		}
		if !exists("docs" + page + ".md") {
			t.Errorf("%s refers to %s, and there is no docs%s.md", rule.Name, rule.Reference, page)
		}
	}
}

// pages are the documents that hold blocks, as paths from the root.
func pages(t *testing.T) []string {
	t.Helper()
	return slices.Concat([]string{"README.md", "CHANGELOG.md"}, files(t, "docs", ".md"), files(t, "templates/guides", ".md"))
}

// files lists a folder and those below it, without what Terraform leaves there.
func files(t *testing.T, dir, suffix string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(filepath.Join(root, dir), func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".terraform" || entry.Name() == "terraform.tfstate.d"):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(file, suffix):
			return nil
		}
		relative, err := filepath.Rel(root, file)
		found = append(found, filepath.ToSlash(relative))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func exists(file string) bool {
	_, err := os.Stat(filepath.Join(root, file))
	return err == nil
}
