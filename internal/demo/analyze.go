package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

// plansOf is where the plans stand that ship with the project, and plansToday
// the day as of which they are true.
const (
	plansOf    = "internal/plan/testdata/plans"
	plansToday = "2024-10-15"
)

// shippedPlan is a plan of real providers, and what the analyzer must say of it.
type shippedPlan struct {
	environment string
	file        string
	// says is what stands in the way; empty where nothing does.
	says string
	at   string
}

func shippedPlans() []shippedPlan {
	return []shippedPlan{
		{environment: "cc", file: "b00-noop.json.gz"},
		{environment: "dev", file: "c20-ng-126-to-128.json.gz"},
		{environment: "lab", file: "b09-app-to-missing-green.json.gz", says: "node-selector-unmatched", at: "kubernetes_deployment.app"},
		{environment: "prod", file: "b02-cp-130-skip.json.gz", says: skipRule, at: "aws_eks_cluster.this"},
		{environment: "stg", file: "b14-pdb-min-eq-replicas.json.gz", says: "pdb-blocks-drain", at: "kubernetes_pod_disruption_budget_v1.app[0]"},
		{environment: "stg2", file: "b22-instance-type-replace.json.gz", says: "node-group-replaced", at: "aws_eks_node_group.blue[0]"},
	}
}

// analyzed is what is used of the report of analyze --format json.
type analyzed struct {
	Environments []struct {
		Name     string `json:"name"`
		Verdict  string `json:"verdict"`
		Findings []struct {
			Rule     string `json:"rule"`
			Severity string `json:"severity"`
			Address  string `json:"address"`
		} `json:"findings"`
	} `json:"environments"`
}

// analyze has the product judge the plans that ship with it, and writes the
// reports beside the demo's folder.
func analyze(ctx context.Context, screen *screen, box *sandbox.Sandbox, root, build string) error {
	screen.title("The analyzer: six saved plans, judged as of %s", plansToday)
	written, err := reportsIn(build)
	if err != nil {
		return err
	}
	arguments := []string{
		"analyze", "--today", plansToday, "--format", "json",
		"--output", "text=" + written.text, "--output", "markdown=" + written.markdown, "--output", "html=" + written.page,
	}
	for _, plan := range shippedPlans() {
		arguments = append(arguments, plan.environment+"="+filepath.Join(filepath.FromSlash(plansOf), plan.file))
	}
	result, err := sandbox.Run(ctx, root, box.Environ, box.Binary, arguments...)
	if err != nil {
		return err
	}
	var report analyzed
	if err := json.Unmarshal([]byte(result.Stdout), &report); err != nil {
		return fmt.Errorf("%s: expected a report in JSON, found exit status %d and:\n%s%s", result.Command, result.Status, result.Stdout, result.Stderr)
	}
	const statusNotReady = 2
	if result.Status != statusNotReady {
		return fmt.Errorf("%s: expected exit status %d, found %d", result.Command, statusNotReady, result.Status)
	}
	if err := showMatrix(screen, written.text); err != nil {
		return err
	}
	var wrong []error
	for _, plan := range shippedPlans() {
		if problem := plan.judge(report); problem != nil {
			wrong = append(wrong, problem)
			continue
		}
		if plan.says != "" {
			screen.step("%-4s %s at %s", plan.environment, plan.says, plan.at)
		}
	}
	if err := errors.Join(append(wrong, checkPage(written.page, shippedPlans()))...); err != nil {
		return err
	}
	screen.step("the whole reports: %s, %s", written.text, written.markdown)
	screen.step("the same as a page, to open in a browser: %s", screen.with(bold, written.page))
	return nil
}

// judge says what is wrong with what the analyzer says of a plan.
func (p shippedPlan) judge(report analyzed) error {
	for _, environment := range report.Environments {
		if environment.Name != p.environment {
			continue
		}
		expected := ready
		if p.says != "" {
			expected = notReady
		}
		if environment.Verdict != expected {
			return fmt.Errorf("analyze: expected %s to be %s, found %s", p.environment, expected, environment.Verdict)
		}
		for _, finding := range environment.Findings {
			if finding.Rule == p.says && finding.Severity == "error" && finding.Address == p.at {
				return nil
			}
		}
		if p.says != "" {
			return fmt.Errorf("analyze: expected %s at %s for %s, found %v", p.says, p.at, p.environment, environment.Findings)
		}
		return nil
	}
	return fmt.Errorf("analyze: expected %s in the report, found it is not", p.environment)
}
