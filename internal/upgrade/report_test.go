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
