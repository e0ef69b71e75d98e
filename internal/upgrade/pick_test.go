package upgrade

import (
	"strings"
	"testing"
)

func TestAskedVersion(t *testing.T) {
	argument := Source{Kind: SourceArgument, Argument: "cluster_version"}
	for name, test := range map[string]struct {
		asked []VersionClaim
		want  VersionClaim
	}{
		"nothing asks":                      {nil, unset(Source{})},
		"the first that is set":             {claims(ClaimVersion("1.35", argument), asks("1.34")), ClaimVersion("1.35", argument)},
		"not set, then set":                 {claims(unset(argument), asks("1.34")), asks("1.34")},
		"unknown is not absent":             {claims(unclear(argument), asks("1.34")), unclear(argument)},
		"invalid is not absent":             {claims(ClaimVersion("x", argument), asks("1.34")), ClaimVersion("x", argument)},
		"not set: the place named":          {claims(unset(tfvarsSource)), unset(tfvarsSource)},
		"none is set: the last place named": {claims(unset(argument), unset(tfvarsSource)), unset(tfvarsSource)},
	} {
		if got := (Cluster{Asked: test.asked}).AskedVersion(); got != test.want {
			t.Errorf("%s: cluster: got %+v, want %+v", name, got, test.want)
		}
		if got := (NodeGroup{Asked: test.asked}).AskedVersion(); got != test.want {
			t.Errorf("%s: node group: got %+v, want %+v", name, got, test.want)
		}
	}
}

func TestCurrentVersion(t *testing.T) {
	for name, test := range map[string]struct {
		current []VersionClaim
		want    VersionClaim
	}{
		"no baseline":                         {nil, UnknownClaim[Minor]("no baseline says what the current version is", Source{})},
		"one":                                 {claims(state("1.34")), state("1.34")},
		"the newer, first":                    {claims(state("1.35"), git("1.34")), state("1.35")},
		"the newer, last":                     {claims(state("1.34"), git("1.35")), git("1.35")},
		"equal: the first":                    {claims(state("1.34"), git("1.34")), state("1.34")},
		"explicit wins over newer":            {claims(baseline("1.33"), state("1.35"), git("1.36")), baseline("1.33")},
		"explicit wins from the end":          {claims(state("1.35"), git("1.36"), baseline("1.33")), baseline("1.33")},
		"explicit wins although not known":    {claims(state("1.35"), unclear(baselineSource)), unclear(baselineSource)},
		"explicit wins although invalid":      {claims(baseline("x"), git("1.35")), baseline("x")},
		"known wins over unknown":             {claims(unclear(stateSource), git("1.34")), git("1.34")},
		"known wins over invalid":             {claims(git("1.3.4"), state("1.34")), state("1.34")},
		"known wins over absent":              {claims(unset(stateSource), git("1.34")), git("1.34")},
		"known stays before absent":           {claims(git("1.34"), unset(stateSource)), git("1.34")},
		"absent is an answer, unknown is not": {claims(unclear(gitSource), unset(stateSource)), unset(stateSource)},
		"neither is known: the first":         {claims(unclear(stateSource), unclear(gitSource)), unclear(stateSource)},
		"invalid tells more than unknown":     {claims(unclear(gitSource), state("x")), state("x")},
	} {
		if got := (Cluster{Current: test.current}).CurrentVersion(); got != test.want {
			t.Errorf("%s: cluster: got %+v, want %+v", name, got, test.want)
		}
		if got := (NodeGroup{Current: test.current}).CurrentVersion(); got != test.want {
			t.Errorf("%s: node group: got %+v, want %+v", name, got, test.want)
		}
	}
}

func TestOtherBaseline(t *testing.T) {
	for name, test := range map[string]struct {
		current []VersionClaim
		want    VersionClaim
		found   bool
	}{
		"state is behind":         {claims(state("1.34"), git("1.35")), state("1.34"), true},
		"git is behind":           {claims(state("1.35"), git("1.34")), git("1.34"), true},
		"they agree":              {claims(state("1.34"), git("1.34")), VersionClaim{}, false},
		"one alone":               {claims(state("1.34")), VersionClaim{}, false},
		"none":                    {nil, VersionClaim{}, false},
		"the other is not known":  {claims(state("1.34"), unclear(gitSource)), VersionClaim{}, false},
		"the other is absent":     {claims(unset(gitSource), state("1.34")), VersionClaim{}, false},
		"neither is known":        {claims(unclear(stateSource), state("x")), VersionClaim{}, false},
		"explicit: no comparison": {claims(state("1.36"), baseline("1.34")), VersionClaim{}, false},
	} {
		got, found := (Cluster{Current: test.current}).OtherBaseline()
		if got != test.want || found != test.found {
			t.Errorf("%s: got %+v, %t; want %+v, %t", name, got, found, test.want, test.found)
		}
	}
}

func TestNextOfCluster(t *testing.T) {
	for name, test := range map[string]struct {
		current, asked VersionClaim
		want           Minor
	}{
		"one up":            {state("1.34"), asks("1.35"), minor(t, "1.35")},
		"three up":          {state("1.34"), asks("1.37"), minor(t, "1.35")},
		"no step":           {state("1.34"), asks("1.34"), Minor{}},
		"down":              {state("1.34"), asks("1.33"), Minor{}},
		"asked not known":   {state("1.34"), unclear(tfvarsSource), Minor{}},
		"current not known": {unclear(stateSource), asks("1.35"), Minor{}},
		"asked invalid":     {state("1.34"), asks("x"), Minor{}},
	} {
		if got := clusterOf(test.current, test.asked).Next(); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

// No cluster runs what EKS never had: the 1.3 of an unquoted 1.30 tells nothing.
func TestWhatCannotRunIsNotKnown(t *testing.T) {
	for _, kind := range []SourceKind{SourceGit, SourceBaseline, SourceState} {
		claim := ClaimVersion("1.3", Source{Kind: kind, Ref: "git:HEAD"})
		claim.Note = "written without quotes, 1.30 is the number 1.3"
		current := Cluster{Current: []VersionClaim{claim}}.CurrentVersion()
		if current.Knowledge != Unknown || !strings.Contains(current.Reason, "says 1.3, which EKS never had (written without quotes") || current.Source != claim.Source {
			t.Errorf("%s: %+v", kind, current)
		}
	}
}
