package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// six is how many environments the quickstart has.
const six = 6

// fleet is the environments of the copy: their files as committed, which every
// edit begins from.
type fleet struct {
	dir       string
	names     []string
	committed map[string]string
	// versions are the committed cluster versions.
	versions map[string]string
}

func readFleet(module string) (*fleet, error) {
	found := &fleet{dir: filepath.Join(module, "env-vars"), committed: map[string]string{}, versions: map[string]string{}}
	entries, err := os.ReadDir(found.dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), ".tfvars")
		if !ok {
			continue
		}
		data, err := os.ReadFile(found.file(name))
		if err != nil {
			return nil, err
		}
		_, version, err := clusterVersion(string(data))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shown(name), err)
		}
		found.names = append(found.names, name)
		found.committed[name], found.versions[name] = string(data), version
	}
	if len(found.names) != six || !slices.Contains(found.names, culprit) {
		return nil, fmt.Errorf("the quickstart: expected %d environments with %s among them, found %s", six, culprit, strings.Join(found.names, ", "))
	}
	return found, nil
}

func (f *fleet) file(name string) string { return filepath.Join(f.dir, name+".tfvars") }

// shown is an environment's file as every message is to name it.
func shown(name string) string { return "env-vars/" + name + ".tfvars" }

// raise writes an environment's file with every version so many minors above the
// committed one.
func (f *fleet) raise(name string, minors int) error {
	text, err := raised(f.committed[name], minors)
	if err != nil {
		return fmt.Errorf("%s: %w", shown(name), err)
	}
	return os.WriteFile(f.file(name), []byte(text), 0o644)
}

var (
	quotedVersion = regexp.MustCompile(`"(\d+)\.(\d+)"`)
	versionLine   = regexp.MustCompile(`^\s*cluster_version\s*=\s*"(\d+\.\d+)"`)
)

func raised(text string, minors int) (string, error) {
	changed := quotedVersion.ReplaceAllStringFunc(text, func(quoted string) string {
		version, err := above(strings.Trim(quoted, `"`), minors)
		if err != nil {
			return quoted
		}
		return strconv.Quote(version)
	})
	if changed == text {
		return "", fmt.Errorf("expected a quoted version such as \"1.34\" to raise, found none")
	}
	return changed, nil
}

// above is a version so many minors up. The product's own arithmetic is not
// used: it is what is shown.
func above(version string, minors int) (string, error) {
	major, minor, _ := strings.Cut(version, ".")
	number, err := strconv.Atoi(minor)
	if err != nil {
		return "", fmt.Errorf("expected a version such as 1.34, found %q", version)
	}
	return major + "." + strconv.Itoa(number+minors), nil
}

// clusterVersion finds the version and its line by looking at the text alone, so
// that the line that a plan names is compared with the real one.
func clusterVersion(text string) (line int, version string, err error) {
	for i, content := range strings.Split(text, "\n") {
		if match := versionLine.FindStringSubmatch(content); match != nil {
			return i + 1, match[1], nil
		}
	}
	return 0, "", fmt.Errorf("expected a line cluster_version = \"<version>\", found none")
}
