package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func TestHTMLFindings(t *testing.T) {
	root := parsed(t, judgement(t))
	found := slices.DeleteFunc(elements(root, "details"), func(n *html.Node) bool { return attribute(n, "class") != "finding" })
	if len(found) != 6 {
		t.Fatalf("there are %d findings, want 6", len(found))
	}
	first := found[0]
	for key, want := range map[string]string{"data-environment": "prod", "data-severity": "error", "data-rule": "minor-version-skip"} {
		if got := attribute(first.Parent, key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	const text = `1.34 -> 1.36 env-vars/prod.tfvars:3 cluster_version, module.eks["a b"].aws_eks_cluster.this[0]` +
		`prod asks for a version that minor-version-skip is about.Fix: Set cluster_version = "1.35" at env-vars/prod.tfvars:3.`
	if got := textIn(first); got != text {
		t.Errorf("the finding says %q, want %q", got, text)
	}
	if got := textIn(found[1]); !strings.Contains(got, "It is a warning because nothing is pending for prod.") {
		t.Errorf("why the severity is lowered is not said: %q", got)
	}
	if got := textIn(found[3]); attribute(found[3].Parent, "data-severity") != "error" || !strings.Contains(got, "Waived until 2026-12-31 (.eksupgrade.hcl:4): rebuilt on") {
		t.Errorf("the waived finding says %q", got)
	}
	if got := attribute(found[3].Parent, "data-state") + " " + textIn(elements(found[3].Parent, "h4")[0]); got != "waived waived error minor-version-skip" {
		t.Errorf("its head says %q", got)
	}
	for _, link := range elements(withID(t, root, "main"), "a") {
		if strings.HasPrefix(attribute(link, "href"), "javascript") {
			t.Errorf("a reference that is no address of the web became a link: %q", attribute(link, "href"))
		}
	}
	if got := textIn(withID(t, root, "shown")); got != "6 findings" {
		t.Errorf("the count is %q", got)
	}
}

func TestHTMLFilters(t *testing.T) {
	root := parsed(t, whole(t))
	if attribute(withID(t, root, "filters"), "role") != "search" {
		t.Error("the filters are no landmark")
	}
	for id, want := range map[string]string{
		"filter-environment": "All prod (5)",
		"filter-severity":    "All error (4) warning (1)",
		"filter-part":        "All versions (1) nodes (1) APIs (2) workloads (1)",
		"filter-rule":        "All minor-version-skip (1) node-group-skew (1) removed-api (2) single-replica (1)",
		"filter-state":       "All open (4) waived (1)",
	} {
		var options []string
		for _, option := range elements(withID(t, root, id), "option") {
			options = append(options, textIn(option))
		}
		if got := strings.Join(options, " "); got != want {
			t.Errorf("%s: got %q, want %q", id, got, want)
		}
	}
	page := render(t, "html", ready(t))
	if strings.Contains(page, `<select id="filter-state">`) {
		t.Error("nothing is waived, and there is a filter for it")
	}
	if page := render(t, "html", Document{}); strings.Contains(page, `id="filters"`) || !strings.Contains(page, "Nothing was found.") {
		t.Error("nothing was found, and there are filters for it")
	}
}

func TestRunsOf(t *testing.T) {
	rules := map[string]upgrade.Rule{"a": {Name: "a", Title: "what a says", Concern: upgrade.APIConcern, Reference: "https://example.com/a"}}
	found := func(rule, fact, fix, reference string, severity upgrade.Severity) upgrade.Finding {
		return upgrade.Finding{Rule: rule, Fact: fact, Severity: severity, Remediation: fix, Reference: reference, Message: fact, Address: "x." + fact}
	}
	waived := found("a", "five", "one by one", "", upgrade.Error)
	waived.Waiver = &upgrade.Waiver{}
	runs := runsOf([]upgrade.Finding{
		waived,
		found("a", "one", "the same", "https://example.com/a", upgrade.Warning),
		found("b", "two", "one by one", "no address", upgrade.Error),
		found("a", "three", "the same", "https://example.com/other", upgrade.Warning),
		found("b", "four", "another way", "no address", upgrade.Error),
	}, rules, false)
	if len(runs) != 3 {
		t.Fatalf("there are %d runs, want 3: %+v", len(runs), runs)
	}
	b, a, last := runs[0], runs[1], runs[2]
	if b.Rule != "b" || b.Kind != errorKind || b.Fix != "" || b.Findings[0].Fix != "one by one" || b.Findings[1].Fix != "another way" || b.Link != (pageLink{Text: "no address"}) {
		t.Errorf("errors lead, each with its own fix: %+v", b)
	}
	if a.Title != "What a says" || a.Part != "APIs" || a.Fix != "the same" || a.Findings[0].Fix != "" || a.Findings[1].Fix != "" {
		t.Errorf("one fix of all is said once: %+v", a)
	}
	if a.Link.URL != "https://example.com/a" || a.Findings[0].Link != (pageLink{}) || a.Findings[1].Link.URL != "https://example.com/other" {
		t.Errorf("a reference of its own stays with the finding: %+v", a)
	}
	if last.Kind != waivedKind || last.Severity != "error" || last.State != waivedState || last.Findings[0].Fix != "one by one" {
		t.Errorf("what is waived comes last: %+v", last)
	}
}

// On a page of many findings a place that the message names is not told twice.
func TestRunsOfManyFindings(t *testing.T) {
	told := upgrade.Finding{Message: "Deployment app (kubernetes_deployment.app) is alone.", Address: "kubernetes_deployment.app"}
	untold := upgrade.Finding{Message: "Deployment app is alone.", Address: "kubernetes_deployment.app"}
	placed := told
	placed.Source = upgrade.Source{Kind: upgrade.SourceFile, File: "app.tfvars", Line: 2}
	for _, test := range []struct {
		finding upgrade.Finding
		many    bool
		want    string
	}{
		{told, false, "kubernetes_deployment.app"}, {told, true, ""},
		{untold, true, "kubernetes_deployment.app"}, {placed, true, "app.tfvars:2, kubernetes_deployment.app"},
	} {
		if got := runsOf([]upgrade.Finding{test.finding}, nil, test.many)[0].Findings[0].Place; got != test.want {
			t.Errorf("%+v: got %q, want %q", test, got, test.want)
		}
	}
}

func TestPageLinkOf(t *testing.T) {
	for reference, want := range map[string]pageLink{
		"https://docs.aws.amazon.com/eks": {"https://docs.aws.amazon.com/eks", "Reference (docs.aws.amazon.com)"},
		"http://example.com":              {"", "http://example.com"},
		"javascript:alert(1)":             {"", "javascript:alert(1)"},
		"//example.com":                   {"", "//example.com"},
		"https:///path":                   {"", "https:///path"},
		"https://a\u202eb.example":        {"https://a%E2%80%AEb.example", `Reference (a\u202eb.example)`},
		"%zz":                             {"", "%zz"},
		"":                                {},
	} {
		if got := pageLinkOf(reference); got != want {
			t.Errorf("%q: got %+v, want %+v", reference, got, want)
		}
	}
}

func TestShareSentences(t *testing.T) {
	for name, test := range map[string]struct {
		fixes []string
		also  string
		own   []string
	}{
		"the end is shared":        {[]string{"Set a. Then wait. Or stop.", "Set b. Then wait. Or stop."}, "Then wait. Or stop.", []string{"Set a.", "Set b."}},
		"one sentence":             {[]string{"Set a at x.tfvars:3.", "Set b at x.tfvars:3."}, "", []string{"Set a at x.tfvars:3.", "Set b at x.tfvars:3."}},
		"nothing is shared":        {[]string{"Set a. Wait", "Set b. Go"}, "", []string{"Set a. Wait", "Set b. Go"}},
		"one finding":              {[]string{"Set a. Then wait."}, "", []string{"Set a. Then wait."}},
		"one has no fix":           {[]string{"Set a. Then wait.", ""}, "", []string{"Set a. Then wait.", ""}},
		"characters are not split": {[]string{"Set ä. Then wait.", "Set \u00e5. Then wait."}, "Then wait.", []string{"Set ä.", "Set \u00e5."}},
	} {
		run := pageRun{}
		for _, fix := range test.fixes {
			run.Findings = append(run.Findings, pageFinding{Fix: fix})
		}
		run.shareSentences()
		if run.Also != test.also {
			t.Errorf("%s: shared is %q, want %q", name, run.Also, test.also)
		}
		for i, want := range test.own {
			if got := run.Findings[i].Fix; got != want {
				t.Errorf("%s: got %q, want %q", name, got, want)
			}
		}
	}
}

func TestShortenFile(t *testing.T) {
	const file = "env-vars/app.tfvars"
	found := upgrade.Finding{Message: "At env-vars/app.tfvars:2, of env-vars/app.tfvars.", Remediation: "Edit env-vars/app.tfvars:2.", Source: upgrade.Source{File: file, Line: 2}}
	document := Document{Report: upgrade.Report{Environments: []upgrade.EnvironmentReport{
		{Environment: upgrade.Environment{Source: file}, Findings: []upgrade.Finding{found}},
		{Environment: upgrade.Environment{Source: "plan.json"}, Findings: []upgrade.Finding{found}},
	}}}
	short := withShortFiles(document).Report.Environments
	if got := short[0].Findings[0]; got.Message != "At app.tfvars:2, of env-vars/app.tfvars." || got.Remediation != "Edit app.tfvars:2." || got.Source.Position() != "app.tfvars:2" {
		t.Errorf("got %+v", got)
	}
	if short[1].Findings[0] != found || document.Report.Environments[0].Findings[0] != found {
		t.Error("a finding changed that must not")
	}
}

// On a page of many findings those with one fix say it once.
func TestRunsOfManyFindingsOfOneFix(t *testing.T) {
	var findings []upgrade.Finding
	for i := range 3 * manyOfOneFix {
		fix := fmt.Sprintf("Use v%d.", i%2)
		if i%3 == 0 {
			fix = fmt.Sprintf("Mend %d.", i)
		}
		findings = append(findings, upgrade.Finding{Rule: "a", Severity: upgrade.Error, Message: "m", Remediation: fix})
	}
	var got []string
	for _, run := range runsOf(findings, nil, true) {
		got = append(got, fmt.Sprintf("%s %d", run.Fix, len(run.Findings)))
	}
	if want := []string{" 5", "Use v1. 5", "Use v0. 5"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if runs := runsOf(findings, nil, false); len(runs) != 1 {
		t.Errorf("on a page of few findings a rule has %d runs, want one", len(runs))
	}
}
