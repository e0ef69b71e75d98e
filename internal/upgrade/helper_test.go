package upgrade

import (
	"testing"
)

func minor(t testing.TB, text string) Minor {
	t.Helper()
	m, err := ParseMinor(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// at is a minor by its number: 34 is 1.34.
func at(number int) Minor { return Minor{number: int8(number), valid: true} }

func day(t testing.TB, text string) Date {
	t.Helper()
	d, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var (
	tfvarsSource   = Source{Kind: SourceFile, File: "env-vars/prod.tfvars", Line: 3, Attribute: "cluster_version"}
	stateSource    = Source{Kind: SourceState}
	gitSource      = Source{Kind: SourceGit, File: "env-vars/prod.tfvars", Line: 3, Ref: "git:main at 3f2a1c9"}
	baselineSource = Source{Kind: SourceBaseline, Argument: "baseline"}
)

// asks, state, git and baseline are claims of a text by each kind of source.
func asks(text string) VersionClaim     { return ClaimVersion(text, tfvarsSource) }
func state(text string) VersionClaim    { return ClaimVersion(text, stateSource) }
func git(text string) VersionClaim      { return ClaimVersion(text, gitSource) }
func baseline(text string) VersionClaim { return ClaimVersion(text, baselineSource) }

func unset(source Source) VersionClaim { return NoClaim[Minor](source) }
func unclear(source Source) VersionClaim {
	return UnknownClaim[Minor]("it is not known yet", source)
}

func claims(list ...VersionClaim) []VersionClaim { return list }

// clusterOf is a cluster that is at a version and asks for another.
func clusterOf(current, asked VersionClaim, groups ...NodeGroup) Cluster {
	return Cluster{Asked: claims(asked), Current: claims(current), NodeGroups: groups}
}

func groupOf(name string, current, asked VersionClaim) NodeGroup {
	return NodeGroup{Name: name, Asked: claims(asked), Current: claims(current)}
}
