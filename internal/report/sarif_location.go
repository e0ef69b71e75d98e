package report

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// sourceRoot is what relative paths are relative to.
const sourceRoot = "SRCROOT"

// sarifLocations says where a finding is. One without a place of its own is put
// to the file that its environment was read from: a code host refuses a whole
// report for one result without a file.
func sarifLocations(finding upgrade.Finding, environment upgrade.Environment) []sarifLocation {
	location := physical(finding.Where())
	if location == nil {
		location = physical(upgrade.Source{File: environment.Source})
	}
	if location == nil {
		location = &sarifLocation{}
	}
	if finding.Address != "" {
		location.Logical = []sarifLogical{{FullyQualifiedName: finding.Address, Kind: "resource"}}
	}
	if location.Physical == nil && location.Logical == nil {
		return []sarifLocation{}
	}
	return []sarifLocation{*location}
}

// physical is a place in a file, nil where there is no file. Code hosts want a
// line; a file as a whole is its first one.
func physical(source upgrade.Source) *sarifLocation {
	if source.File == "" {
		return nil
	}
	return &sarifLocation{Physical: &sarifPhysical{
		Artifact: artifactOf(source.File),
		Region:   sarifRegion{StartLine: max(source.Line, 1), StartColumn: source.Column},
	}}
}

var drive = regexp.MustCompile(`^[A-Za-z]:/`)

// artifactOf turns a path with forward slashes into the address of a file.
func artifactOf(file string) sarifArtifact {
	switch {
	case strings.HasPrefix(file, "/"):
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: file}).String()}
	case drive.MatchString(file):
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: "/" + file}).String()}
	}
	clean := path.Clean(file)
	artifact := sarifArtifact{URI: (&url.URL{Path: clean}).String()}
	// SARIF lets no address leave the folder that it is relative to.
	if clean != ".." && !strings.HasPrefix(clean, "../") {
		artifact.URIBaseID = sourceRoot
	}
	return artifact
}
