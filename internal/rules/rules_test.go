package rules

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestRules(t *testing.T) {
	cases := readCases(t)
	for _, rule := range All() {
		t.Run(rule.Name, func(t *testing.T) {
			for kind, list := range map[string][]ruleCase{"good": cases[rule.Name].Good, "bad": cases[rule.Name].Bad, "unknown": cases[rule.Name].Unknown} {
				for _, c := range list {
					t.Run(kind+"/"+c.Name, func(t *testing.T) { runCase(t, rule, kind, c) })
				}
			}
		})
	}
}

// stepRules are the rules whose findings say what the next legal step is.
var stepRules = []string{"minor-version-skip", "version-downgrade", "node-group-newer", "node-group-skew", "node-group-downgrade"}

func runCase(t *testing.T, rule upgrade.Rule, kind string, c ruleCase) {
	if wantsFindings := len(c.Findings) > 0; wantsFindings != (kind == "bad") {
		t.Fatalf("a %s case with %d findings", kind, len(c.Findings))
	}
	if kind == "good" && c.NotJudged != nil {
		t.Fatal("a good case in which something is not judged")
	}
	report := upgrade.Evaluate([]upgrade.Rule{rule}, c.fleet(t))
	var findings []upgrade.Finding
	var gaps []string
	for _, environment := range report.Environments {
		findings = append(findings, environment.Findings...)
		for _, gap := range environment.NotJudged {
			gaps = append(gaps, fmt.Sprintf("%s %q: %s (affects the verdict: %t)", environment.Environment.Name, gap.Address, gap.Reason, gap.AffectsVerdict))
		}
	}
	if len(findings) != len(c.Findings) {
		t.Fatalf("got %d findings, want %d: %+v", len(findings), len(c.Findings), findings)
	}
	facts := map[string]bool{}
	for i, finding := range findings {
		checkFinding(t, finding, c.Findings[i], c)
		checkWording(t, finding)
		if want := slices.Contains(stepRules, rule.Name); finding.NextStep != want {
			t.Errorf("the finding gives the next legal step: %t, want %t", finding.NextStep, want)
		}
		if facts[finding.Summary()] {
			t.Errorf("two findings have the summary %q", finding.Summary())
		}
		facts[finding.Summary()] = true
	}
	if len(gaps) != len(c.NotJudged) {
		t.Fatalf("got %d things not judged, want %d: %q", len(gaps), len(c.NotJudged), gaps)
	}
	for i, want := range c.NotJudged {
		begin := fmt.Sprintf("%s %q: ", or(want.Environment, c.Environments[0].Name), want.Address)
		end := fmt.Sprintf("(affects the verdict: %t)", want.AffectsVerdict)
		if want.Reason == "" || !strings.HasPrefix(gaps[i], begin) || !strings.Contains(gaps[i], want.Reason) || !strings.HasSuffix(gaps[i], end) {
			t.Errorf("not judged: got %s\nwant %s%s %s", gaps[i], begin, want.Reason, end)
		}
	}
}

func checkFinding(t *testing.T, got upgrade.Finding, want findingCase, c ruleCase) {
	t.Helper()
	want.Environment = or(want.Environment, c.Environments[0].Name)
	for name, values := range map[string][2]string{
		"environment": {got.Environment, want.Environment},
		"severity":    {got.Severity.String(), want.Severity},
		"fact":        {got.Fact, want.Fact},
		"position":    {got.Source.Position(), want.At},
		"attribute":   {got.Attribute, want.Attribute},
		"address":     {got.Address, want.Address},
	} {
		if values[0] != values[1] {
			t.Errorf("%s: got %q, want %q", name, values[0], values[1])
		}
	}
	for name, text := range map[string]struct {
		got  string
		want []string
	}{"message": {got.Message, want.Message}, "remediation": {got.Remediation, want.Remediation}} {
		if len(text.want) == 0 {
			t.Errorf("the case says nothing of the %s, which is %q", name, text.got)
		}
		for _, part := range text.want {
			if !strings.Contains(text.got, part) {
				t.Errorf("%s: got %q, want it to contain %q", name, text.got, part)
			}
		}
		for _, part := range want.Without {
			if strings.Contains(text.got, part) {
				t.Errorf("%s: got %q, want it without %q", name, text.got, part)
			}
		}
	}
}

// checkWording holds every message to what a reader expects of a sentence.
func checkWording(t *testing.T, finding upgrade.Finding) {
	t.Helper()
	for name, text := range map[string]string{"message": finding.Message, "remediation": finding.Remediation} {
		switch {
		case !strings.HasSuffix(text, "."):
			t.Errorf("the %s does not end a sentence: %q", name, text)
		case strings.ContainsAny(text, "\n\t") || strings.Contains(text, "  ") || strings.HasSuffix(text, " ."):
			t.Errorf("the %s has odd spaces: %q", name, text)
		case strings.Contains(text, "%!") || strings.Contains(text, "none") || strings.Contains(text, "()"):
			t.Errorf("the %s lacks a value: %q", name, text)
		}
	}
}

var (
	kebabCase  = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	releaseTag = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
)

// complaints lists what a rule lacks before a user may meet it.
func complaints(rule upgrade.Rule, cases ruleCases) []string {
	var found []string
	lacks := func(what string, lacking bool) {
		if lacking {
			found = append(found, what)
		}
	}
	reference, err := url.Parse(rule.Reference)
	lacks("name in kebab case", !kebabCase.MatchString(rule.Name))
	lacks("title", strings.TrimSpace(rule.Title) == "")
	lacks("why", strings.TrimSpace(rule.Why) == "")
	lacks("remediation", strings.TrimSpace(rule.Remediation) == "")
	lacks("severity", rule.Severity < upgrade.Info || rule.Severity > upgrade.Error)
	lacks("since", !releaseTag.MatchString(rule.Since))
	lacks("reference", err != nil || reference.Scheme != "https" || !strings.Contains(reference.Host, "."))
	lacks("bad", strings.TrimSpace(rule.Bad) == "")
	lacks("good", strings.TrimSpace(rule.Good) == "" || rule.Good == rule.Bad)
	lacks("one check", (rule.Check == nil) == (rule.CheckFleet == nil))
	lacks("good case", len(cases.Good) == 0)
	lacks("bad case", len(cases.Bad) == 0)
	lacks("unknown case", len(cases.Unknown) == 0)
	return found
}

func TestEveryRuleIsDocumentedAndTested(t *testing.T) {
	cases := readCases(t)
	for _, rule := range All() {
		for _, complaint := range complaints(rule, cases[rule.Name]) {
			t.Errorf("rule %s lacks: %s", rule.Name, complaint)
		}
		names := map[string]bool{}
		for _, c := range slices.Concat(cases[rule.Name].Good, cases[rule.Name].Bad, cases[rule.Name].Unknown) {
			if c.Name == "" || names[c.Name] || len(c.Environments) == 0 {
				t.Errorf("testdata/%s.json: case %q needs a name of its own and an environment", rule.Name, c.Name)
			}
			names[c.Name] = true
		}
	}
	for _, name := range strays(cases) {
		t.Errorf("testdata/%s.json is of no rule", name)
	}
}

// strays lists the files of testdata that are of no rule.
func strays(cases map[string]ruleCases) []string {
	var found []string
	for name := range cases {
		if !slices.Contains(Names(), name) {
			found = append(found, name)
		}
	}
	return found
}

// A rule that lacks one thing is refused for just that.
func TestARuleThatLacksSomethingIsRefused(t *testing.T) {
	one := []ruleCase{{Name: "c"}}
	whole := ruleCases{Good: one, Bad: one, Unknown: one}
	check := func(upgrade.Subject) upgrade.Outcome { return upgrade.Outcome{} }
	checkFleet := func(upgrade.Fleet) []upgrade.Finding { return nil }
	for name, test := range map[string]struct {
		spoil func(*upgrade.Rule, *ruleCases)
		want  string
	}{
		"whole":                  {func(*upgrade.Rule, *ruleCases) {}, ""},
		"no name":                {func(r *upgrade.Rule, _ *ruleCases) { r.Name = "" }, "name in kebab case"},
		"a name of two words":    {func(r *upgrade.Rule, _ *ruleCases) { r.Name = "node group" }, "name in kebab case"},
		"a name with underscore": {func(r *upgrade.Rule, _ *ruleCases) { r.Name = "node_group" }, "name in kebab case"},
		"a name with a capital":  {func(r *upgrade.Rule, _ *ruleCases) { r.Name = "nodeGroup" }, "name in kebab case"},
		"no title":               {func(r *upgrade.Rule, _ *ruleCases) { r.Title = "" }, "title"},
		"no why":                 {func(r *upgrade.Rule, _ *ruleCases) { r.Why = " " }, "why"},
		"no remediation":         {func(r *upgrade.Rule, _ *ruleCases) { r.Remediation = "" }, "remediation"},
		"no severity":            {func(r *upgrade.Rule, _ *ruleCases) { r.Severity = upgrade.Off }, "severity"},
		"no release":             {func(r *upgrade.Rule, _ *ruleCases) { r.Since = "" }, "since"},
		"no reference":           {func(r *upgrade.Rule, _ *ruleCases) { r.Reference = "" }, "reference"},
		"a reference without s":  {func(r *upgrade.Rule, _ *ruleCases) { r.Reference = "http://example.com" }, "reference"},
		"a reference to nowhere": {func(r *upgrade.Rule, _ *ruleCases) { r.Reference = "https://" }, "reference"},
		"a reference in words":   {func(r *upgrade.Rule, _ *ruleCases) { r.Reference = "the user guide" }, "reference"},
		"no bad example":         {func(r *upgrade.Rule, _ *ruleCases) { r.Bad = "" }, "bad"},
		"no good example":        {func(r *upgrade.Rule, _ *ruleCases) { r.Good = "" }, "good"},
		"equal examples":         {func(r *upgrade.Rule, _ *ruleCases) { r.Good = r.Bad }, "good"},
		"no check":               {func(r *upgrade.Rule, _ *ruleCases) { r.Check = nil }, "one check"},
		"two checks":             {func(r *upgrade.Rule, _ *ruleCases) { r.CheckFleet = checkFleet }, "one check"},
		"no good case":           {func(_ *upgrade.Rule, c *ruleCases) { c.Good = nil }, "good case"},
		"no bad case":            {func(_ *upgrade.Rule, c *ruleCases) { c.Bad = nil }, "bad case"},
		"no unknown case":        {func(_ *upgrade.Rule, c *ruleCases) { c.Unknown = nil }, "unknown case"},
	} {
		rule := upgrade.Rule{
			Name: "some-rule", Title: "t", Why: "w", Remediation: "r", Severity: upgrade.Info, Since: "0.1.0",
			Reference: "https://example.com/r", Bad: "b", Good: "g", Check: check,
		}
		cases := whole
		test.spoil(&rule, &cases)
		if got := strings.Join(complaints(rule, cases), ", "); got != test.want {
			t.Errorf("%s: refused for %q, want %q", name, got, test.want)
		}
	}
	if got := strays(map[string]ruleCases{"no-such-rule": whole, "minor-version-skip": whole}); !slices.Equal(got, []string{"no-such-rule"}) {
		t.Errorf("files without a rule: got %v, want no-such-rule", got)
	}
}

// The contract's table, for the rules that are there.
func TestRulesAreTheContracts(t *testing.T) {
	want := map[string]upgrade.Severity{
		"minor-version-skip":          upgrade.Error,
		"version-downgrade":           upgrade.Error,
		"version-unknown":             upgrade.Warning,
		"version-unavailable":         upgrade.Error,
		"support-ending":              upgrade.Warning,
		"environment-missing":         upgrade.Error,
		"environment-mismatch":        upgrade.Error,
		"environment-unreadable":      upgrade.Error,
		"environment-order":           upgrade.Warning,
		"node-group-skew":             upgrade.Error,
		"node-group-newer":            upgrade.Error,
		"node-group-downgrade":        upgrade.Error,
		"node-group-release-mismatch": upgrade.Error,
		"node-group-replaced":         upgrade.Error,
		"node-group-update-all":       upgrade.Warning,
		"ami-unsupported":             upgrade.Error,
		"cluster-replaced":            upgrade.Error,
		"force-update":                upgrade.Warning,
		"addon-incompatible":          upgrade.Error,
		"addon-unavailable":           upgrade.Error,
		"addon-version-skip":          upgrade.Warning,
		"addon-removed":               upgrade.Error,
		"addon-behind":                upgrade.Info,
		"cluster-autoscaler-minor":    upgrade.Error,
		"kube-proxy-skew":             upgrade.Error,
		"plan-errored":                upgrade.Error,
		"release-note":                upgrade.Warning,
		"cluster-differs":             upgrade.Warning,
		"kubelet-skew":                upgrade.Error,
		"eviction-blocked-now":        upgrade.Warning,
		"webhook-fails-closed":        upgrade.Warning,
		"deprecated-api-used":         upgrade.Warning,
		"insight-error":               upgrade.Error,
		"insight-warning":             upgrade.Warning,
		"insight-stale":               upgrade.Warning,
		"cluster-unhealthy":           upgrade.Error,
		"node-group-unhealthy":        upgrade.Warning,
		"node-group-removed-in-use":   upgrade.Error,
		"node-selector-unmatched":     upgrade.Error,
		"node-taint-untolerated":      upgrade.Error,
		"removed-api":                 upgrade.Error,
		"deprecated-api":              upgrade.Warning,
		"pdb-blocks-drain":            upgrade.Error,
		"pdb-replaced":                upgrade.Warning,
		"pdb-missing":                 upgrade.Info,
		"single-replica":              upgrade.Warning,
		"recreate-strategy":           upgrade.Warning,
		"rolling-update-unavailable":  upgrade.Warning,
		"readiness-probe-missing":     upgrade.Warning,
		"liveness-probe-missing":      upgrade.Info,
		"catalog-stale":               upgrade.Warning,
		"waiver-expired":              upgrade.Warning,
	}
	for name, severity := range want {
		rule, ok := Find(name)
		if !ok || rule.Name != name || rule.Severity != severity {
			t.Errorf("Find(%q) = %q of severity %s, %t; want severity %s", name, rule.Name, rule.Severity, ok, severity)
		}
	}
}

func TestNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for i, rule := range All() {
		if seen[rule.Name] {
			t.Errorf("two rules are named %s", rule.Name)
		}
		seen[rule.Name] = true
		if got := Names()[i]; got != rule.Name {
			t.Errorf("Names()[%d] is %q, want %q", i, got, rule.Name)
		}
	}
	if got, want := len(Names()), len(All()); got != want {
		t.Errorf("there are %d names of %d rules", got, want)
	}
	if rule, ok := Find("no-such-rule"); ok || rule.Name != "" {
		t.Errorf("Find(no-such-rule) = %q, %t", rule.Name, ok)
	}
}

func TestNothingIsSaidOfNoEnvironment(t *testing.T) {
	fleet := upgrade.Fleet{Policy: upgrade.DefaultPolicy(), Catalog: everythingOffered(t, "2020-01-01"), Today: day(t, "2026-06-01")}
	fleet.Policy.Waivers = []upgrade.Waiver{{Rule: "node-group-skew", Until: day(t, "2026-01-31")}}
	fleet.Policy.PromotionOrder = []string{"dev", "prod"}
	for _, rule := range All() {
		if rule.CheckFleet == nil {
			continue
		}
		if findings := rule.CheckFleet(fleet); len(findings) != 0 {
			t.Errorf("%s: got %+v, want nothing", rule.Name, findings)
		}
	}
}
