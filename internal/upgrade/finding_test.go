package upgrade

import (
	"slices"
	"testing"
)

func TestWhere(t *testing.T) {
	source := Source{Kind: SourceFile, File: "env-vars/dev.tfvars", Line: 3, Column: 5}
	if got := (Finding{Source: source}).Where(); got != source {
		t.Errorf("a file: got %+v", got)
	}
	source.Kind = SourceGit
	if got := (Finding{Source: source}).Where(); got.File != source.File || got.Line != 0 || got.Column != 0 {
		t.Errorf("a commit: got %+v, want the file alone", got)
	}
}

func TestPlace(t *testing.T) {
	file := Source{Kind: SourceFile, File: "env-vars/dev.tfvars", Line: 3}
	for name, test := range map[string]struct {
		finding Finding
		want    string
	}{
		"none":                {Finding{Attribute: "a"}, ""},
		"a file":              {Finding{Source: file, Attribute: "cluster_version"}, "env-vars/dev.tfvars:3 cluster_version"},
		"without attribute":   {Finding{Source: file}, "env-vars/dev.tfvars:3"},
		"told by the message": {Finding{Source: file, Message: "env-vars/dev.tfvars:3: wrong"}, ""},
		"a file at a commit":  {Finding{Source: Source{Kind: SourceGit, File: "f", Line: 3}}, "f"},
	} {
		if got := test.finding.Place(); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestRemarks(t *testing.T) {
	until, err := ParseDate("2026-12-31")
	if err != nil {
		t.Fatal(err)
	}
	finding := Finding{Severity: Warning, Lowered: "nothing is pending for dev",
		Waiver: &Waiver{Reason: "rebuilt", Until: until, Source: Source{Kind: SourceFile, File: ".eksupgrade.hcl", Line: 2}}}
	want := []string{"It is a warning because nothing is pending for dev.", "Waived until 2026-12-31 (.eksupgrade.hcl:2): rebuilt"}
	if got := finding.Remarks(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := (Finding{}).Remarks(); got != nil {
		t.Errorf("got %q of a finding without", got)
	}
}
