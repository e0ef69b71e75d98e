package upgrade

import (
	"reflect"
	"testing"
)

func TestPlaceOfAFinding(t *testing.T) {
	source := Source{Kind: SourceFile, File: "env-vars/prod.tfvars", Line: 3}
	for name, test := range map[string]struct {
		finding Finding
		want    string
	}{
		"a value":                             {Finding{Source: source, Attribute: "cluster_version", Message: "prod asks."}, "env-vars/prod.tfvars:3 cluster_version"},
		"a place without a name":              {Finding{Source: source, Message: "prod asks."}, "env-vars/prod.tfvars:3"},
		"a message that begins with it":       {Finding{Source: source, Attribute: "x", Message: "env-vars/prod.tfvars:3: it is no string."}, ""},
		"a message that names it later":       {Finding{Source: source, Message: "See env-vars/prod.tfvars:3."}, "env-vars/prod.tfvars:3"},
		"a source that is no file":            {Finding{Source: stateSource, Attribute: "x", Message: "m"}, ""},
		"no source":                           {Finding{Attribute: "x", Message: "m"}, ""},
		"a message that begins with the file": {Finding{Source: source, Message: "env-vars/prod.tfvars is empty."}, "env-vars/prod.tfvars:3"},
	} {
		if got := test.finding.Place(); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestUntold(t *testing.T) {
	told := NotJudged{Rule: "a", Reason: "the file is broken"}
	untold := NotJudged{Rule: "b", Reason: "the state cannot tell"}
	findings := []Finding{{Message: "Something else."}, {Message: "In prod the file is broken at line 3."}}
	for name, test := range map[string]struct {
		report EnvironmentReport
		want   []NotJudged
	}{
		"some are told": {EnvironmentReport{Findings: findings, NotJudged: []NotJudged{told, untold, told}}, []NotJudged{untold}},
		"no finding":    {EnvironmentReport{NotJudged: []NotJudged{untold, told}}, []NotJudged{untold, told}},
		"nothing":       {EnvironmentReport{Findings: findings}, nil},
	} {
		if got := test.report.Untold(); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
}

func TestReportUnreadableAndUndecided(t *testing.T) {
	problem := []Problem{{Message: "cannot"}}
	with := func(e Environment, gaps ...NotJudged) Report {
		return Report{Environments: []EnvironmentReport{{}, {Environment: e, NotJudged: gaps, Verdict: verdictOf(nil, gaps, Error)}}}
	}
	known := []VersionClaim{ClaimVersion("1.34", Source{Kind: SourceState})}
	for name, test := range map[string]struct {
		report                Report
		unreadable, undecided bool
	}{
		"nothing":                       {with(Environment{}), false, false},
		"a file":                        {with(Environment{Unreadable: problem}), true, false},
		"a baseline that was asked for": {with(Environment{Clusters: []Cluster{{BaselineAsked: true, BaselineProblems: problem}}}), true, false},
		"one that nobody asked for":     {with(Environment{Clusters: []Cluster{{BaselineProblems: problem}}}), false, false},
		"one where another tells":       {with(Environment{Clusters: []Cluster{{BaselineAsked: true, BaselineProblems: problem, Current: known}}}), false, false},
		"EKS":                           {with(Environment{Clusters: []Cluster{{Current: known, Live: &Live{Version: "1.34", Problems: problem}}}}), true, false},
		"EKS told all":                  {with(Environment{Clusters: []Cluster{{Current: known, Live: &Live{Version: "1.34"}}}}), false, false},
		"a gap that decides":            {with(Environment{}, NotJudged{}, NotJudged{AffectsVerdict: true}), false, true},
		"a gap that does not":           {with(Environment{}, NotJudged{}), false, false},
	} {
		if got := test.report.Unreadable(); got != test.unreadable {
			t.Errorf("%s: unreadable is %t", name, got)
		}
		if got := test.report.Undecided(); got != test.undecided {
			t.Errorf("%s: undecided is %t", name, got)
		}
	}
}

func TestNoTwoFactsAreEqual(t *testing.T) {
	rule := Rule{Name: "twins", Severity: Warning, Check: func(Subject) Outcome {
		return Outcome{Findings: []Finding{
			{Fact: "same"}, {Fact: "same"}, {Fact: "same"}, {Fact: "same", Address: "aws_eks_cluster.b"}, {Fact: "same", Address: "aws_eks_cluster.b"}, {Fact: "other"},
		}}
	}}
	report := Evaluate([]Rule{rule}, Fleet{Environments: []Environment{{Name: "dev"}}, Policy: DefaultPolicy()})
	want := []string{"same", "same (2)", "same (3)", "same (aws_eks_cluster.b)", "same (4)", "other"}
	for i, finding := range report.Environments[0].Findings {
		if finding.Fact != want[i] {
			t.Errorf("finding %d has the fact %q, want %q", i, finding.Fact, want[i])
		}
	}
	if last := report.Environments[0].Findings[4]; last.Address != "aws_eks_cluster.b" {
		t.Errorf("its address is %q", last.Address)
	}
}

func TestPathNeedsTwoVersions(t *testing.T) {
	some, err := ParseMinor("1.34")
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]Minor{{{}, some}, {some, {}}, {{}, {}}} {
		if path, err := Path(pair[0], pair[1]); err == nil {
			t.Errorf("%v: got %v", pair, path)
		}
	}
}
