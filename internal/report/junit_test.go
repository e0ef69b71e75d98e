package report

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func parseJUnit(t *testing.T, text string) junitSuites {
	t.Helper()
	var suites junitSuites
	if err := xml.Unmarshal([]byte(text), &suites); err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	return suites
}

func TestJUnit(t *testing.T) {
	got := render(t, "junit", judgement(t))
	golden(t, "junit", got)
	suites := parseJUnit(t, got)
	if want := (junitCounts{Tests: 14, Failures: 2, Skipped: 7}); suites.junitCounts != want {
		t.Errorf("the counts are %+v, want %+v", suites.junitCounts, want)
	}
	if cases := suites.Suites[0].Cases; len(cases) != 1 || cases[0].Name != "ready" || cases[0].Failure != nil {
		t.Errorf("dev has %+v", cases)
	}
	skip := suites.Suites[1].Cases[0]
	if skip.Name != "minor-version-skip 1.34 -> 1.36" || skip.Class != "prod" || skip.File != "env-vars/prod.tfvars" || skip.Line != 3 || skip.Failure == nil {
		t.Errorf("the skip is %+v", skip)
	}
	if waived := suites.Suites[2].Cases[0]; waived.Skipped == nil || !strings.HasPrefix(waived.Skipped.Message, "waived until 2026-12-31: rebuilt") {
		t.Errorf("the waived finding is %+v", waived)
	}
}

// The counts are those of the cases, names are unique, and any input is XML.
func TestJUnitAddsUp(t *testing.T) {
	for _, document := range []Document{judgement(t), ready(t), many(t, 100), {}} {
		text := render(t, "junit", document)
		suites := parseJUnit(t, text)
		var all junitCounts
		for _, suite := range suites.Suites {
			var own junitCounts
			names := map[string]bool{}
			for _, c := range suite.Cases {
				own.Tests++
				if c.Failure != nil {
					own.Failures++
				}
				if c.Skipped != nil {
					own.Skipped++
				}
				if names[c.Name] || c.Name == "" {
					t.Errorf("two cases of %s are called %q", suite.Name, c.Name)
				}
				names[c.Name] = true
			}
			if own != suite.junitCounts || own.Tests == 0 {
				t.Errorf("%s counts %+v and has %+v", suite.Name, suite.junitCounts, own)
			}
			all = junitCounts{all.Tests + own.Tests, all.Failures + own.Failures, 0, all.Skipped + own.Skipped}
		}
		if all != suites.junitCounts {
			t.Errorf("the whole counts %+v and has %+v", suites.junitCounts, all)
		}
		decoder := xml.NewDecoder(strings.NewReader(text))
		decoder.Strict = true
		for {
			if _, err := decoder.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestJUnitWithoutReadiness(t *testing.T) {
	report := environment("dev", "1.34", "1.35", upgrade.Incomplete)
	report.NotJudged = []upgrade.NotJudged{{Rule: "node-group-skew", Reason: "not known", AffectsVerdict: true}}
	got := render(t, "junit", Document{Report: upgrade.Report{FailOn: upgrade.Error, Verdict: upgrade.Incomplete, Environments: []upgrade.EnvironmentReport{report}}})
	if cases := parseJUnit(t, got).Suites[0].Cases; len(cases) != 1 || cases[0].Skipped == nil {
		t.Errorf("got %+v", cases)
	}
}

// With --fail-on warning an environment is not ready for a warning.
func TestJUnitWhereWarningsDecide(t *testing.T) {
	document := ready(t)
	document.Report.FailOn = upgrade.Warning
	document.Report.Environments[1].Verdict = upgrade.NotReady
	if got := parseJUnit(t, render(t, "junit", document)); got.Failures != 1 {
		t.Errorf("got %+v", got.junitCounts)
	}
}
