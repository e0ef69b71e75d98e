package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var update = flag.Bool("update", false, "write the golden files")

// nasty is a name with everything in it that means something to some format.
const nasty = "<script>alert('x')</script> | `a` \"b\" 'c' *d* _e_ [f](https://example.com) @someone #12 GH-34 $x$ &amp; \\\r\n# new line\u202egnp.\u0007"

var long = strings.Repeat("n", 300)

func render(t *testing.T, format string, document Document) string {
	t.Helper()
	write, err := Find(format)
	if err != nil {
		t.Fatal(err)
	}
	var first, second bytes.Buffer
	if err := write(&first, document); err != nil {
		t.Fatal(err)
	}
	if err := write(&second, document); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() {
		t.Errorf("%s: the same judgement gave other bytes", format)
	}
	return first.String()
}

func golden(t *testing.T, format, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden."+format)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as in %s; run the test with -update and read the difference:\n%s", format, path, got)
	}
}

func version(text, file string, line int) upgrade.VersionClaim {
	return upgrade.ClaimVersion(text, upgrade.Source{Kind: upgrade.SourceFile, File: file, Line: line, Attribute: "cluster_version"})
}

// environment is one with a cluster that goes from one version to another.
func environment(name, current, asked string, verdict upgrade.Verdict) upgrade.EnvironmentReport {
	file := "env-vars/" + name + ".tfvars"
	return upgrade.EnvironmentReport{
		Environment: upgrade.Environment{Name: name, Source: file, Clusters: []upgrade.Cluster{{
			Current: []upgrade.VersionClaim{version(current, file, 0)},
			Asked:   []upgrade.VersionClaim{version(asked, file, 3)},
			NodeGroups: []upgrade.NodeGroup{{
				Name: "blue", Asked: []upgrade.VersionClaim{version(asked, file, 7)}, Current: []upgrade.VersionClaim{version(current, file, 0)},
			}},
		}}},
		Verdict: verdict,
	}
}

func date(t *testing.T, text string) upgrade.Date {
	t.Helper()
	day, err := upgrade.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

func finding(environment, rule, fact string, severity upgrade.Severity) upgrade.Finding {
	return upgrade.Finding{
		Rule: rule, Severity: severity, Environment: environment, Attribute: "cluster_version", Fact: fact,
		Message:     environment + " asks for a version that " + rule + " is about.",
		Remediation: `Set cluster_version = "1.35" at env-vars/prod.tfvars:3.`,
		Reference:   "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html",
		Source:      upgrade.Source{Kind: upgrade.SourceFile, File: "env-vars/" + environment + ".tfvars", Line: 3, Column: 19, Attribute: "cluster_version"},
	}
}

func ruleList() []upgrade.Rule {
	return []upgrade.Rule{
		{Name: "minor-version-skip", Title: "a skip", Why: "EKS refuses it.", Remediation: "Go up one minor.", Severity: upgrade.Error, Since: "0.1.0", Reference: "https://example.com/skip"},
		{Name: "environment-unreadable", Title: "unreadable", Why: "Not read, not judged.", Remediation: "Mend it.", Severity: upgrade.Error, Since: "0.1.0", Reference: "https://example.com/read"},
		{Name: "support-ending", Title: "support ends", Why: "It costs.", Remediation: "Upgrade.", Severity: upgrade.Warning, Since: "0.1.0", Reference: "https://example.com/support"},
		{Name: "quiet", Title: "says nothing", Why: "It is off.", Remediation: "None.", Severity: upgrade.Off, Since: "0.1.0", Reference: "https://example.com/quiet"},
	}
}

// judgement has one of each kind of thing that a report can hold.
func judgement(t *testing.T) Document {
	t.Helper()
	waiver := &upgrade.Waiver{
		Rule: "minor-version-skip", Reason: "rebuilt on | " + "Monday, says @someone", Until: date(t, "2026-12-31"),
		Source: upgrade.Source{Kind: upgrade.SourceFile, File: ".eksupgrade.hcl", Line: 4, Column: 1},
	}
	dev := environment("dev", "1.34", "1.35", upgrade.Ready)

	prod := environment("prod", "1.34", "1.36", upgrade.NotReady)
	skip := finding("prod", "minor-version-skip", "1.34 -> 1.36", upgrade.Error)
	skip.Address = `module.eks["a b"].aws_eks_cluster.this[0]`
	lowered := finding("prod", "support-ending", "1.34 until 2026-12-02", upgrade.Warning)
	lowered.Lowered = "nothing is pending for prod"
	note := finding("prod", "not-in-the-list", "", upgrade.Info)
	note.Source, note.Attribute, note.Reference = upgrade.Source{}, "", "javascript:alert(1)"
	prod.Findings = []upgrade.Finding{skip, lowered, note}
	prod.NotJudged = []upgrade.NotJudged{
		{Rule: "node-group-skew", Address: "aws_eks_node_group.this", Reason: "the version of blue is not known", AffectsVerdict: true},
		{Rule: "support-ending", Reason: "nobody asked EKS", AffectsVerdict: false},
	}

	stg := environment("stg", "1.34", "1.36", upgrade.Incomplete)
	waived := finding("stg", "minor-version-skip", "1.34 -> 1.36", upgrade.Error)
	waived.Waiver = waiver
	stg.Findings = []upgrade.Finding{waived}
	stg.NotJudged = []upgrade.NotJudged{
		{Rule: "node-group-skew", Reason: "the version of blue is not known", AffectsVerdict: true},
		{Rule: "node-group-skew", Reason: "the version of green is not known", AffectsVerdict: true},
	}

	bad := upgrade.EnvironmentReport{Verdict: upgrade.NotReady, Environment: upgrade.Environment{Name: nasty, Source: "/srv/env vars/ü%.tfvars"}}
	problem := upgrade.Problem{Message: "/srv/env vars/ü%.tfvars:2: " + nasty + " is not closed.", Remediation: "Close " + nasty, Source: upgrade.Source{Kind: upgrade.SourceFile, File: "/srv/env vars/ü%.tfvars", Line: 2}}
	bad.Environment.Unreadable = []upgrade.Problem{problem}
	bad.Environment.Clusters = []upgrade.Cluster{{NodeGroups: []upgrade.NodeGroup{{Name: nasty}, {Name: long}}}}
	unreadable := finding(nasty, "environment-unreadable", nasty, upgrade.Error)
	unreadable.Message, unreadable.Remediation, unreadable.Source, unreadable.Attribute = problem.Message, problem.Remediation, problem.Source, nasty
	atCommit := finding(nasty, "environment-unreadable", "git:main", upgrade.Warning)
	atCommit.Source = upgrade.Source{Kind: upgrade.SourceGit, File: "../elsewhere/prod.tfvars", Line: 9, Ref: "git:main"}
	bad.Findings = []upgrade.Finding{unreadable, atCommit}
	bad.NotJudged = []upgrade.NotJudged{{Rule: "environment-unreadable", Reason: problem.Message, AffectsVerdict: true}}

	other := environment(long, "1.34", "1.34", upgrade.Ready)
	report := upgrade.Report{FailOn: upgrade.Error, Verdict: upgrade.NotReady, Environments: []upgrade.EnvironmentReport{dev, prod, stg, bad, other}}
	return Document{
		Report: report, ToolVersion: "1.2.3-rc.1", CatalogDate: date(t, "2026-11-22"), Rules: ruleList(),
		Notes: []string{"Left out, because they set no cluster version: env-vars/common.tfvars.", nasty},
	}
}

// ready is the judgement of an environment with nothing to say, and of one with
// a warning.
func ready(t *testing.T) Document {
	t.Helper()
	warned := environment("prod", "1.34", "1.35", upgrade.Ready)
	warned.Findings = []upgrade.Finding{finding("prod", "support-ending", "1.35", upgrade.Warning)}
	return Document{
		Report: upgrade.Report{FailOn: upgrade.Error, Verdict: upgrade.Ready, Environments: []upgrade.EnvironmentReport{
			environment("dev", "1.34", "1.35", upgrade.Ready), warned,
		}},
		ToolVersion: "dev", CatalogDate: date(t, "2026-11-22"), Rules: ruleList(),
	}
}

// many is a judgement with a great deal of long findings in two environments:
// warnings in the first, errors in the last.
func many(t *testing.T, count int) Document {
	t.Helper()
	document := judgement(t)
	first, last := environment("first", "1.34", "1.35", upgrade.Ready), environment("last", "1.34", "1.35", upgrade.NotReady)
	for i := range count {
		fact := strings.Repeat("x", i%7) + " " + nasty
		warning := finding("first", "support-ending", fact, upgrade.Warning)
		warning.Message = strings.Repeat("Words of a long message. ", i%40) + nasty
		wrong := finding("last", "minor-version-skip", fact, upgrade.Error)
		wrong.Message = warning.Message
		first.Findings = append(first.Findings, warning)
		last.Findings = append(last.Findings, wrong)
	}
	document.Report.Environments = append([]upgrade.EnvironmentReport{first}, append(document.Report.Environments, last)...)
	return document
}

func TestReadyReportSaysNothingOfFailing(t *testing.T) {
	for _, format := range []string{"text", "json", "markdown", "sarif"} {
		if got := render(t, format, ready(t)); strings.Contains(strings.ToLower(got), "fail") {
			t.Errorf("%s says fail:\n%s", format, got)
		}
	}
}

func TestEveryFormatIsFound(t *testing.T) {
	for _, format := range Formats() {
		if got := render(t, format, judgement(t)); got == "" || !strings.HasSuffix(got, "\n") {
			t.Errorf("%s ends in %q", format, got[max(0, len(got)-20):])
		}
		render(t, format, Document{Report: upgrade.Report{FailOn: upgrade.Error, Verdict: upgrade.Ready}})
	}
	if _, err := Find("xml"); err == nil || !strings.Contains(err.Error(), "text, json, markdown, sarif, junit, html") {
		t.Errorf("the error is %v", err)
	}
}
