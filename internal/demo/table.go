package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

// checkReport is what is used of the report of check --format json.
type checkReport struct {
	Environments []checkedEnvironment `json:"environments"`
}

type checkedEnvironment struct {
	Name     string `json:"name"`
	Verdict  string `json:"verdict"`
	Clusters []struct {
		Current    string `json:"current_version"`
		Target     string `json:"target_version"`
		Next       string `json:"next_version"`
		NodeGroups []struct {
			Name   string `json:"name"`
			Target string `json:"target_version"`
		} `json:"node_groups"`
	} `json:"clusters"`
}

const ready, notReady = "ready", "not_ready"

// check has the product judge the same files without Terraform.
func check(ctx context.Context, box *sandbox.Sandbox) (checkReport, error) {
	result, err := sandbox.Run(ctx, box.Module, box.Environ, box.Binary, "check", "--format", "json", "env-vars")
	if err != nil {
		return checkReport{}, err
	}
	var report checkReport
	if err := json.Unmarshal([]byte(result.Stdout), &report); err != nil {
		return checkReport{}, fmt.Errorf("%s: expected a report in JSON, found exit status %d and:\n%s%s", result.Command, result.Status, result.Stdout, result.Stderr)
	}
	return report, nil
}

// table says what is wrong with what check says: it must come to the same
// verdicts as the plans.
func (e expectation) table(environments []string, report checkReport) error {
	var found []string
	for _, environment := range report.Environments {
		found = append(found, environment.Name)
		expected := ready
		if e.stopped != nil && e.stopped.environment == environment.Name {
			expected = notReady
		}
		if environment.Verdict != expected {
			return fmt.Errorf("check: expected %s to be %s, found %s", environment.Name, expected, environment.Verdict)
		}
	}
	if !slices.Equal(found, environments) {
		return fmt.Errorf("check: expected the environments %s, found %s", strings.Join(environments, ", "), strings.Join(found, ", "))
	}
	return nil
}

// row is one environment; the verdict is of check and of the plan.
type row struct {
	cells  [6]string
	failed bool
}

func rows(report checkReport, failed map[string]bool) []row {
	var culprits []string
	for _, environment := range report.Environments {
		if environment.Verdict != ready {
			culprits = append(culprits, environment.Name)
		}
	}
	var made []row
	for _, environment := range report.Environments {
		verdict := strings.ReplaceAll(environment.Verdict, "_", " ") + ", plan passes"
		if failed[environment.Name] {
			verdict = strings.ReplaceAll(environment.Verdict, "_", " ") + ", plan stopped"
		}
		line := row{failed: failed[environment.Name], cells: [6]string{environment.Name, "-", "-", "-", verdict, "-"}}
		for _, cluster := range environment.Clusters {
			line.cells[1], line.cells[2] = cluster.Current, cluster.Target
			var groups []string
			for _, group := range cluster.NodeGroups {
				groups = append(groups, group.Name+" "+group.Target)
			}
			line.cells[3] = strings.Join(groups, ", ")
			line.cells[5] = nextStep(line.failed, cluster.Current, cluster.Target, cluster.Next, environment, culprits)
		}
		made = append(made, line)
	}
	return made
}

func nextStep(failed bool, current, target, next string, environment checkedEnvironment, culprits []string) string {
	switch {
	case environment.Verdict != ready && next != "":
		return next + " first"
	case failed:
		return "mend " + strings.Join(culprits, ", ")
	case current != target:
		return "apply " + target
	default:
		return "-"
	}
}

func table(screen *screen, rows []row) string {
	lines := append([]row{{cells: [6]string{"environment", "current", "asked", "node group", "verdict", "next step"}}}, rows...)
	var widths [6]int
	for _, line := range lines {
		for i, cell := range line.cells {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var text strings.Builder
	for number, line := range lines {
		for i, cell := range line.cells {
			padding := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2)
			if i == len(line.cells)-1 {
				padding = ""
			}
			text.WriteString(paint(screen, number, i, line.failed, cell) + padding)
		}
		text.WriteString("\n")
	}
	return text.String()
}

func paint(screen *screen, number, column int, failed bool, cell string) string {
	switch {
	case number == 0:
		return screen.with(bold, cell)
	case column == 4 && failed:
		return screen.with(red, cell)
	case column == 4:
		return screen.with(green, cell)
	default:
		return cell
	}
}
