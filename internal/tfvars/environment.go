package tfvars

import (
	"fmt"
	"path"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Environment is what one file of values asks for, with the defaults below it.
type Environment struct {
	Name string
	// File is the file's path for messages; where there is none, the one that
	// was looked for.
	File string
	// Exists tells that there is such a file.
	Exists bool
	// SetsClusterVersion tells that the file itself, and not a default, sets the
	// cluster's version, even to something that is none. It is false where the
	// file could not be read.
	SetsClusterVersion bool
	// ClusterVersion is absent where nothing sets it, and unknown where a
	// problem keeps it from being told.
	ClusterVersion      upgrade.VersionClaim
	ClusterName, Region upgrade.Claim[string]
	// NodeGroups are sorted by name.
	NodeGroups []NodeGroup
	// Addons are those whose version is certain, sorted by name. What is wrong
	// with one is no problem of the environment.
	Addons []Addon
	// Problems are what could not be read.
	Problems []upgrade.Problem
}

// NodeGroup is one that the environment asks for.
type NodeGroup struct {
	Name string
	// Version is absent where the group follows its control plane.
	Version upgrade.VersionClaim
	// ReleaseVersion is the pinned AMI release.
	ReleaseVersion upgrade.Claim[string]
}

// examined is an environment, and the explicit paths that led somewhere in it.
type examined struct {
	Environment
	met map[string]bool
	// told is false where the file could not be read, so that it says nothing
	// of any path.
	told bool
}

// examine reads an environment from its files; more than one is a mistake.
func (r *Reader) examine(name string, files []string) examined {
	found := Environment{Name: name, Exists: true, File: r.environmentFile(files[0])}
	own := r.readOwn(files)
	if own.problem != nil {
		found.Problems = []upgrade.Problem{*own.problem}
		reason, source := own.problem.Message, own.problem.Source
		found.ClusterVersion = upgrade.UnknownClaim[upgrade.Minor](reason, source)
		found.ClusterName = upgrade.UnknownClaim[string](reason, source)
		found.Region = upgrade.UnknownClaim[string](reason, source)
		return examined{Environment: found}
	}
	survey := &survey{scope: scope{own: own, below: r.layers()}, met: map[string]bool{}}
	wanted := r.targets
	var cluster answer
	found.ClusterVersion, cluster = claim(survey, question{
		targets: wanted.clusterVersion, what: "the cluster's version", field: "cluster_version", expected: expectedVersion,
	}, versionClaim)
	found.SetsClusterVersion = cluster.own
	found.ClusterName, _ = claim(survey, question{
		targets: wanted.clusterName, what: "the cluster's name", field: "cluster_name", expected: "the cluster's name in quotes",
		guess: wanted.clusterName[0].fallback,
	}, textClaim)
	found.Region, _ = claim(survey, question{
		targets: wanted.region, what: "the region", field: "region", expected: `a region such as "eu-central-1"`,
		guess: wanted.region[0].fallback,
	}, textClaim)
	found.NodeGroups = survey.nodeGroups(wanted.nodeGroups)
	found.Addons = survey.addons(wanted.addons)
	found.Problems = survey.problems
	return examined{Environment: found, met: survey.met, told: true}
}

func (r *Reader) readOwn(files []string) *values {
	if len(files) > 1 {
		first, second := r.environmentFile(files[0]), r.environmentFile(files[1])
		source := r.source(first)
		return &values{problem: &upgrade.Problem{
			Message:     fmt.Sprintf("There are both %s and %s, and which of them Terraform is given is not known.", first, second),
			Remediation: "Keep one of them.",
			Source:      source,
		}}
	}
	return readValues(r.folder.EnvVars, files[0], r.source(r.environmentFile(files[0])))
}

func (r *Reader) environmentFile(file string) string { return path.Join(r.folder.EnvVarsPath, file) }

// absent is an environment that has no file.
func (r *Reader) absent(name string) Environment {
	file := r.environmentFile(name + valueSuffixes[0])
	source := r.source(file)
	return Environment{
		Name: name, File: file,
		ClusterVersion: upgrade.NoClaim[upgrade.Minor](source),
		ClusterName:    upgrade.NoClaim[string](source),
		Region:         upgrade.NoClaim[string](source),
	}
}
