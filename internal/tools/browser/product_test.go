package browser

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// root is the top of the repository.
const root = "../../.."

// build builds the product, as a user gets it, and gives the path of the binary.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "terraform-provider-eksupgrade")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	command := exec.Command("go", "build", "-o", binary, ".")
	command.Dir = root
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	return binary
}

// report is an HTML report, and what the JSON report of the same run says.
type report struct {
	file string
	said said
}

// said is what is used of the JSON report.
type said struct {
	Environments []struct {
		Name     string
		Findings []struct {
			Rule, Severity, Message, Remediation string
		}
	}
}

// findings lists what the JSON report holds, as the page would.
func (s said) findings() []finding {
	var all []finding
	for _, environment := range s.Environments {
		for _, found := range environment.Findings {
			all = append(all, finding{Environment: printable(environment.Name), Severity: found.Severity, Rule: found.Rule})
		}
	}
	return all
}

// of lists what the JSON report says of findings like one of the page, and how to
// mend them; both squashed.
func (s said) of(like finding) (messages, fixes []string) {
	for _, environment := range s.Environments {
		for _, found := range environment.Findings {
			if printable(environment.Name) == like.Environment && found.Rule == like.Rule && found.Severity == like.Severity {
				messages, fixes = append(messages, squashed(found.Message)), append(fixes, squashed(found.Remediation))
			}
		}
	}
	return messages, fixes
}

// judge runs a command of the product in a folder, and gives its report. Exit
// status 1 is for input that could not be read; the others are verdicts.
func judge(t *testing.T, binary, folder string, arguments ...string) report {
	t.Helper()
	out := t.TempDir()
	page, data := filepath.Join(out, "report.html"), filepath.Join(out, "report.json")
	arguments = slices.Insert(arguments, 1, "--no-color", "--output", "html="+page, "--output", "json="+data)
	command := exec.Command(binary, arguments...)
	command.Dir = folder
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() == 1) {
		t.Fatalf("%.500s: %v\n%.2000s", arguments, err, output)
	}
	written, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	made := report{file: page}
	if err := json.Unmarshal(written, &made.said); err != nil {
		t.Fatal(err)
	}
	if len(made.said.findings()) == 0 {
		t.Fatalf("%.500s: the report has no finding to look at\n%.2000s", arguments, output)
	}
	return made
}
