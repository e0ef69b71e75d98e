package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckPage(t *testing.T) {
	const page = "<!DOCTYPE html>\n<html lang=\"en\">\n<td>cc</td><td>prod</td>\n</html>\n"
	plans := []shippedPlan{{environment: "cc"}, {environment: "prod"}}
	for name, test := range map[string]struct{ page, wrong string }{
		"whole":                   {page, ""},
		"cut off":                 {strings.TrimSuffix(page, "</html>\n"), "to end with </html>"},
		"no page":                 {"Verdict: ready of cc and prod\n", "found it does not"},
		"two pages":               {page + page, "to hold <html> once"},
		"empty":                   {"", "found it does not"},
		"an environment is left":  {strings.Replace(page, ">prod<", ">prods<", 1), "to name prod"},
		"no environment is named": {"<!DOCTYPE html><html></html>", "to name cc"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "report.html")
			if err := os.WriteFile(file, []byte(test.page), 0o644); err != nil {
				t.Fatal(err)
			}
			expectProblem(t, checkPage(file, plans), test.wrong)
		})
	}
	if err := checkPage(filepath.Join(t.TempDir(), "report.html"), plans); err == nil {
		t.Error("no file: expected an error")
	}
}

func TestReportsOfTheLastRunAreRemoved(t *testing.T) {
	folder := t.TempDir()
	written, err := reportsIn(folder)
	if err != nil {
		t.Fatal(err)
	}
	write(t, written.page)
	if _, err := reportsIn(folder); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("expected an empty folder, found %v, %v", left, err)
	}
}
