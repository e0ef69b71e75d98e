// Command docsgen writes the page of each rule among the templates of the
// documentation, from the rules themselves: their text is written once. Run it
// in the project's folder; "make generate" does.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
)

// guides is where tfplugindocs takes guides from.
const guides = "templates/guides"

func main() {
	if err := write(guides); err != nil {
		fmt.Fprintln(os.Stderr, "docsgen:", err)
		os.Exit(1)
	}
}

// write makes the pages of a folder those of the rules: pages of rules that are
// no more go.
func write(dir string) error {
	pages := pagesOf(rules.All())
	there, err := filepath.Glob(filepath.Join(dir, prefix+"*"+suffix))
	if err != nil {
		return err
	}
	for _, file := range there {
		if _, wanted := pages[filepath.Base(file)]; !wanted {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	for name, page := range pages {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(page), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// inOneLine is a text for a place that holds one line.
func inOneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
