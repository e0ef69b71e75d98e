package upgrade

import (
	"reflect"
	"strings"
	"testing"
)

func TestClaimVersion(t *testing.T) {
	want := VersionClaim{Knowledge: Known, Value: minor(t, "1.34"), Text: "1.34", Source: tfvarsSource}
	if got := ClaimVersion("1.34", tfvarsSource); got != want || !got.IsKnown() {
		t.Errorf("got %+v, want %+v", got, want)
	}
	invalid := ClaimVersion("1.34.1", tfvarsSource)
	if invalid.Knowledge != Invalid || invalid.IsKnown() || invalid.Text != "1.34.1" || invalid.Source != tfvarsSource || !invalid.Value.IsZero() {
		t.Errorf("got %+v, want an invalid claim of the text", invalid)
	}
	if !strings.Contains(invalid.Reason, `write "1.34"`) {
		t.Errorf("the reason does not say what to write: %q", invalid.Reason)
	}
}

func TestOtherClaims(t *testing.T) {
	if got, want := ClaimText("blue", tfvarsSource), (Claim[string]{Knowledge: Known, Value: "blue", Text: "blue", Source: tfvarsSource}); got != want {
		t.Errorf("ClaimText: got %+v, want %+v", got, want)
	}
	if got, want := NoClaim[Minor](gitSource), (VersionClaim{Knowledge: Absent, Source: gitSource}); got != want || got.IsKnown() {
		t.Errorf("NoClaim: got %+v, want %+v", got, want)
	}
	if got, want := UnknownClaim[Minor]("why", gitSource), (VersionClaim{Knowledge: Unknown, Reason: "why", Source: gitSource}); got != want || got.IsKnown() {
		t.Errorf("UnknownClaim: got %+v, want %+v", got, want)
	}
	if got := (VersionClaim{}); got.Knowledge != Unknown {
		t.Errorf("a claim that nobody filled in is %d, want unknown", got.Knowledge)
	}
}

func TestSource(t *testing.T) {
	for _, test := range []struct {
		source                  Source
		position, name, printed string
	}{
		{Source{Kind: SourceFile, File: "env-vars/prod.tfvars", Line: 3, Column: 9, Attribute: "blue.version"},
			"env-vars/prod.tfvars:3", "blue.version", "env-vars/prod.tfvars:3"},
		{Source{Kind: SourceFile, File: "env-vars/prod.tfvars"}, "env-vars/prod.tfvars", "", "env-vars/prod.tfvars"},
		{Source{Kind: SourceState}, "", "", "the last apply"},
		{Source{Kind: SourceArgument, Argument: "cluster_version"}, "", "cluster_version", "argument cluster_version"},
		{Source{Kind: SourceArgument, Argument: "cluster_version", Attribute: "eks_version", File: "env-vars/dev.tfvars", Line: 1},
			"env-vars/dev.tfvars:1", "eks_version", "env-vars/dev.tfvars:1"},
		{Source{Kind: SourceBaseline, Argument: "baseline"}, "", "baseline", "the baseline given"},
		{Source{Kind: SourceGit, Ref: "git:main at 3f2a1c9", File: "env-vars/dev.tfvars", Line: 1},
			"env-vars/dev.tfvars:1", "", "git:main at 3f2a1c9, env-vars/dev.tfvars:1"},
		{Source{Kind: SourceGit, Ref: "git:main at 3f2a1c9"}, "", "", "git:main at 3f2a1c9"},
		{Source{Kind: SourceTarget, File: "env-vars/dev.tfvars", Line: 1, Attribute: "eks_version"},
			"env-vars/dev.tfvars:1", "eks_version", "the target version given"},
		{Source{}, "", "", ""},
	} {
		got := []string{test.source.Position(), test.source.Name(), test.source.String()}
		if want := []string{test.position, test.name, test.printed}; !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\n got %q\nwant %q", test.source, got, want)
		}
	}
}

func TestSeverity(t *testing.T) {
	if !(Off < Info && Info < Warning && Warning < Error) {
		t.Error("severities are not in ascending order")
	}
	for text, want := range map[string]Severity{"off": Off, "warning": Warning, "error": Error} {
		got, err := ParseSeverity(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("ParseSeverity(%q) = %s, %v", text, got, err)
		}
	}
	if got := Info.String(); got != "info" {
		t.Errorf("Info is written %q", got)
	}
	for _, text := range []string{"info", "", "Error", "warn", "never"} {
		_, err := ParseSeverity(text)
		if want := Quote(text) + " is not a severity; write error, warning or off"; err == nil || err.Error() != want {
			t.Errorf("ParseSeverity(%q): got %v, want %s", text, err, want)
		}
	}
}
