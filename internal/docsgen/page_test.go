package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
)

// What is committed is what the generator makes.
func TestPagesAreGenerated(t *testing.T) {
	dir := filepath.Join("..", "..", guides)
	pages := pagesOf(rules.All())
	for name, want := range pages {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
			t.Errorf("%s is not what the rules say (%v): run make generate", name, err)
		}
	}
	there, err := filepath.Glob(filepath.Join(dir, prefix+"*"+suffix))
	if err != nil || len(there) != len(rules.All()) {
		t.Errorf("%d pages of rules, want %d (%v): run make generate", len(there), len(rules.All()), err)
	}
}

// Every rule is in the list, once, below the heading of what it is about.
func TestOverviewHasAllRules(t *testing.T) {
	page := overviewOf(rules.All())
	for _, rule := range rules.All() {
		_, section, _ := strings.Cut(page, "\n## "+headings[rule.Concern]+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		if link := "[`" + rule.Name + "`](rule-" + rule.Name + ".md)"; strings.Count(page, link) != 1 || !strings.Contains(section, link) {
			t.Errorf("%s is not once in the list, below %q", rule.Name, headings[rule.Concern])
		}
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	stale, other := filepath.Join(dir, "rule-gone.md"), filepath.Join(dir, "in-ci.md")
	for _, file := range []string{stale, other} {
		if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := write(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stale); err == nil {
		t.Error("the page of a rule that is no more is still there")
	}
	if _, err := os.Stat(other); err != nil {
		t.Error("a page that is no rule's is gone")
	}
	page, err := os.ReadFile(filepath.Join(dir, "rule-minor-version-skip.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# minor-version-skip\n", "| error | versions | 0.1.0 |", "## Why", "Reported:", "Accepted:", "## How to fix", "## Source"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	if err := write(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a folder that is not there is no error")
	}
}

// An example with resources is what Terraform can read, whatever it is an example
// of.
func TestExamplesParse(t *testing.T) {
	count := 0
	for _, rule := range rules.All() {
		for kind, text := range map[string]string{"bad": rule.Bad, "good": rule.Good} {
			if !strings.Contains(text, "resource \"") {
				continue
			}
			count++
			if _, diagnostics := hclsyntax.ParseConfig([]byte(text), rule.Name, hcl.InitialPos); diagnostics.HasErrors() {
				t.Errorf("the %s example of %s: %s", kind, rule.Name, diagnostics)
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d examples hold resources", count)
	}
}

func TestParagraphMeansItself(t *testing.T) {
	if got, want := paragraph("a  <b>\n*c*"), `a &lt;b> \*c\*`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
