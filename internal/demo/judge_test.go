package main

import (
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

func TestPasses(t *testing.T) {
	warning := said(diagnostic{Severity: "warning", Summary: "dev: support-ending 1.34", Address: gate})
	for name, test := range map[string]struct {
		plan  plan
		wrong string
	}{
		"the step":               {output(t, 0, updates(gate), summary(0, 3, 0)), ""},
		"with a warning":         {output(t, 0, warning, updates(gate), summary(0, 3, 0)), ""},
		"stopped":                {output(t, 1, said(skipError())), "expected it to pass"},
		"an error, yet status 0": {output(t, 0, said(skipError()), updates(gate), summary(0, 3, 0)), "expected it to pass"},
		"no output":              {output(t, 0), "summary of changes"},
		"no changes":             {output(t, 0, summary(0, 0, 0)), "0 to change"},
		"creates":                {output(t, 0, updates(gate), summary(3, 1, 0)), "3 to add"},
		"replaces":               {output(t, 0, updates(gate), summary(0, 1, 1)), "1 to destroy"},
		"without the gate":       {output(t, 0, updates("terraform_data.cluster"), summary(0, 2, 0)), "the gate did not judge"},
	} {
		t.Run(name, func(t *testing.T) { expectProblem(t, passes(test.plan), test.wrong) })
	}
}

func TestStops(t *testing.T) {
	with := func(change func(*diagnostic)) plan {
		changed := skipError()
		change(&changed)
		return output(t, 1, said(changed))
	}
	crashed := diagnostic{Severity: "error", Summary: "Plugin did not respond", Detail: "The plugin encountered an error."}
	for name, test := range map[string]struct {
		plan  plan
		wrong string
	}{
		"the skip":       {output(t, 1, said(skipError())), ""},
		"with a warning": {output(t, 1, said(diagnostic{Severity: "warning", Summary: "dev: support-ending 1.34"}), said(skipError())), ""},
		"a plan that passes": {
			output(t, 0, updates(gate), summary(0, 3, 0)), "expected it to be stopped for env-vars/prod.tfvars:3",
		},
		"only a warning":   {output(t, 0, said(diagnostic{Severity: "warning", Summary: skipError().Summary, Detail: skipDetail, Address: gate})), "stopped"},
		"a crash":          {output(t, 1, said(crashed)), "an error of " + gate},
		"a crash besides":  {output(t, 1, said(skipError()), said(crashed)), "one error"},
		"two findings":     {output(t, 1, said(skipError()), said(skipError())), "one error"},
		"nothing said":     {output(t, 1), "one error"},
		"Terraform panics": {output(t, 11, said(skipError())), "one error"},
		"another resource": {with(func(d *diagnostic) { d.Address = "terraform_data.cluster" }), "an error of " + gate},
		"another rule":     {with(func(d *diagnostic) { d.Summary = "prod: version-unavailable 1.36" }), `begins with "prod: minor-version-skip"`},
		"another environment": {
			with(func(d *diagnostic) { d.Summary = strings.Replace(d.Summary, "prod", "dev", 1) }), `begins with "prod: minor-version-skip"`,
		},
		"no line":       {with(func(d *diagnostic) { d.Detail = strings.ReplaceAll(d.Detail, "prod.tfvars:3", "prod.tfvars") }), "names env-vars/prod.tfvars:3"},
		"another line":  {with(func(d *diagnostic) { d.Detail = strings.ReplaceAll(d.Detail, "prod.tfvars:3", "prod.tfvars:31") }), "names env-vars/prod.tfvars:3"},
		"another file":  {with(func(d *diagnostic) { d.Detail = strings.ReplaceAll(d.Detail, "prod.tfvars", "dev.tfvars") }), "names env-vars/prod.tfvars:3"},
		"no current":    {with(func(d *diagnostic) { d.Detail = strings.ReplaceAll(d.Detail, "1.34", "1.33") }), "names 1.34"},
		"no asked":      {with(func(d *diagnostic) { d.Detail = strings.ReplaceAll(d.Detail, "1.36", "1.37") }), "names 1.36"},
		"no legal step": {with(func(d *diagnostic) { d.Detail = strings.ReplaceAll(d.Detail, "1.35", "another") }), "names 1.35"},
	} {
		t.Run(name, func(t *testing.T) { expectProblem(t, aSkip.stops(test.plan), test.wrong) })
	}
}

func TestProblemShowsWhatWasPrinted(t *testing.T) {
	crashed := readPlan("dev", sandbox.Result{Status: 2, Stdout: "panic: oh\n", Stderr: "goroutine 1"})
	expectProblem(t, aSkip.stops(crashed), "exit status 2\n\ngoroutine 1panic: oh")
}

func TestFirstError(t *testing.T) {
	const plain = "\nWarning: careful\n\nlook\n\nError: no\n\n  env-vars/prod.tfvars:3\n\nError: also\n"
	if found := firstError(plain); found != "Error: no\n\n  env-vars/prod.tfvars:3\n" {
		t.Errorf("without colour: %q", found)
	}
	const framed = "\x1b[33m╷\x1b[0m\n\x1b[33m│\x1b[0m \x1b[1mWarning: careful\n╵\n╷\n\x1b[31m│\x1b[0m \x1b[1mError: no\n│ why\n╵\n╷\n│ Error: also\n╵\n"
	if found := withoutColor(firstError(framed)); found != "│ Error: no\n│ why\n" {
		t.Errorf("with colour: %q", found)
	}
}

func expectProblem(t *testing.T, err error, part string) {
	t.Helper()
	switch {
	case part == "" && err != nil:
		t.Errorf("expected nothing to be wrong, found: %v", err)
	case part != "" && err == nil:
		t.Errorf("expected a problem with %q, found none", part)
	case part != "" && !strings.Contains(err.Error(), part):
		t.Errorf("expected a problem with %q, found: %v", part, err)
	}
}
