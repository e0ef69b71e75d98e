package main

import (
	"bytes"
	"encoding/json"
	"testing"
)

func reported(t *testing.T) checkReport {
	t.Helper()
	const text = `{"environments": [
		{"name": "dev", "verdict": "ready", "clusters": [{"current_version": "1.34", "target_version": "1.35", "next_version": "1.35",
			"node_groups": [{"name": "blue", "target_version": "1.35"}]}]},
		{"name": "prod", "verdict": "not_ready", "clusters": [{"current_version": "1.34", "target_version": "1.36", "next_version": "1.35",
			"node_groups": [{"name": "blue", "target_version": "1.36"}]}]}]}`
	var report checkReport
	if err := json.Unmarshal([]byte(text), &report); err != nil {
		t.Fatal(err)
	}
	return report
}

func TestTable(t *testing.T) {
	screen := newScreen(&bytes.Buffer{}, false)
	found := table(screen, rows(reported(t), map[string]bool{"dev": true, "prod": true}))
	const expected = "" +
		"environment  current  asked  node group  verdict                  next step\n" +
		"dev          1.34     1.35   blue 1.35   ready, plan stopped      mend prod\n" +
		"prod         1.34     1.36   blue 1.36   not ready, plan stopped  1.35 first\n"
	if found != expected {
		t.Errorf("expected\n%sfound\n%s", expected, found)
	}
}

func TestTableMustAgreeWithThePlans(t *testing.T) {
	report := reported(t)
	stopped := expectation{stopped: &aSkip}
	expectProblem(t, stopped.table([]string{"dev", "prod"}, report), "")
	expectProblem(t, stopped.table([]string{"cc", "dev", "prod"}, report), "expected the environments cc, dev, prod, found dev, prod")
	expectProblem(t, expectation{}.table([]string{"dev", "prod"}, report), "expected prod to be ready, found not_ready")
	report.Environments[1].Verdict = ready
	expectProblem(t, stopped.table([]string{"dev", "prod"}, report), "expected prod to be not_ready, found ready")
}
