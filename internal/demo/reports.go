package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// reports are where the analyzer writes its reports.
type reports struct{ text, markdown, page string }

// reportsIn names the reports in a folder, and removes those of a run before.
func reportsIn(folder string) (reports, error) {
	named := reports{
		text: filepath.Join(folder, "report.txt"), markdown: filepath.Join(folder, "report.md"), page: filepath.Join(folder, "report.html"),
	}
	for _, file := range []string{named.text, named.markdown, named.page} {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return reports{}, fmt.Errorf("the report of the last run cannot be removed: %w", err)
		}
	}
	return named, nil
}

// showMatrix shows the table that a report in text begins with.
func showMatrix(screen *screen, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	matrix, _, _ := strings.Cut(string(text), "\n\n")
	screen.print("\n%s\n\n", matrix)
	return nil
}

// checkPage says what keeps a file from being one whole page on these plans.
func checkPage(file string, plans []shippedPlan) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	page := strings.ToLower(strings.TrimSpace(string(data)))
	for what, there := range map[string]bool{
		"to begin with <!DOCTYPE html>": strings.HasPrefix(page, "<!doctype html>"),
		"to hold <html> once":           strings.Count(page, "<html") == 1,
		"to end with </html>":           strings.HasSuffix(page, "</html>"),
	} {
		if !there {
			return fmt.Errorf("%s: expected it %s, found it does not, in %d bytes", file, what, len(data))
		}
	}
	for _, plan := range plans {
		if !names(page, plan.environment) {
			return fmt.Errorf("%s: expected it to name %s, found it does not", file, plan.environment)
		}
	}
	return nil
}
