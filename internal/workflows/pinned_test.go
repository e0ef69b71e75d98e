// Package workflows tests what runs in pipelines, this project's and those of
// its users: the workflows, the action, the pre-commit hooks and the examples.
package workflows

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

// own begins the actions of this repository. Its examples name a release of it by
// its tag: no file can hold the commit that it is part of.
const own = "eksupgrade/terraform-provider-eksupgrade/"

var (
	// use is a line that runs somebody's action, also in a page of Markdown.
	use = regexp.MustCompile(`^\s*(?:- )?uses:\s*(\S.*)$`)
	// pinned is an action at a commit, with the version that the commit is, as
	// Dependabot writes it.
	pinned = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
)

// A tag can be moved to other code; a commit cannot.
func TestActionsArePinned(t *testing.T) {
	count := 0
	for _, file := range yamlAndPages(t) {
		for number, line := range strings.Split(read(t, file), "\n") {
			match := use.FindStringSubmatch(strings.TrimRight(line, "\r"))
			if match == nil {
				continue
			}
			count++
			if !isPinned(match[1]) {
				t.Errorf("%s:%d: %s is not pinned to a commit, with its version in a comment", file, number+1, match[1])
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d actions were found: files are missing", count)
	}
}

func isPinned(action string) bool {
	return pinned.MatchString(action) || strings.HasPrefix(action, "./") || strings.HasPrefix(action, own)
}

func TestWhatIsPinned(t *testing.T) {
	commit := strings.Repeat("0123456789", 4)
	for action, want := range map[string]bool{
		"actions/checkout@" + commit + " # v7.0.0":                          true,
		"github/codeql-action/upload-sarif@" + commit + " # v4.36.2":        true,
		"./.github/actions/analyze":                                         true,
		own + ".github/actions/analyze@v0.1.0":                              true,
		"actions/checkout@v7":                                               false,
		"actions/checkout@" + commit:                                        false,
		"actions/checkout@" + commit[1:] + " # v7.0.0":                      false,
		"actions/checkout@" + commit + " # main":                            false,
		"'actions/checkout@v7'":                                             false,
		"actions/checkout@v7 # " + commit + " # v7.0.0":                     false,
		"somebody/terraform-provider-eksupgrade/.github/actions/a@v0.1.0":   false,
		"docker://alpine:3":                                                 false,
		"eksupgrade/terraform-provider-eksupgrade-other/.github/a@v0.1.0":   false,
		"actions/checkout@" + strings.ToUpper("abcdef"+commit[6:]) + " # v": false,
	} {
		if got := isPinned(action); got != want {
			t.Errorf("%s: %v, want %v", action, got, want)
		}
	}
}

// yamlAndPages are the files that may name actions, as paths from the root.
func yamlAndPages(t *testing.T) []string {
	t.Helper()
	found := []string{"README.md"}
	for _, dir := range []string{".github", "examples/ci", "docs", "templates"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			switch filepath.Ext(file) {
			case ".yml", ".yaml", ".md", ".tmpl":
				relative, err := filepath.Rel(root, file)
				found = append(found, filepath.ToSlash(relative))
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
