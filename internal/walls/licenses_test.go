package walls

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// licenses are those under which a part of the binary may be, with words that
// stand in the text of each and of no other.
var licenses = []struct {
	name  string
	words []string
}{
	{"MPL-2.0", []string{"mozilla public license", "2.0"}},
	{"Apache-2.0", []string{"apache license", "version 2.0, january 2004"}},
	{"MIT", []string{"permission is hereby granted, free of charge, to any person obtaining a copy", "the above copyright notice and this permission notice shall be included"}},
	{"BSD-3-Clause", []string{"redistribution and use in source and binary forms", "neither the name"}},
	{"BSD-2-Clause", []string{"redistribution and use in source and binary forms"}},
	{"ISC", []string{"permission to use, copy, modify, and", "distribute this software for any purpose with or without fee is hereby granted"}},
	{"Unlicense", []string{"this is free and unencumbered software released into the public domain"}},
	{"CC0-1.0", []string{"cc0 1.0 universal"}},
}

// refused are words of licences that a part of the binary may not be under, and
// of conditions that are added to one that is allowed.
var refused = regexp.MustCompile(`^(the )?gnu (lesser |library |affero )?general public license|\b(agpl|lgpl|gpl)-?v?[23]|business source license|server side public license|commons clause|non-?commercial`)

var (
	licenseFile = regexp.MustCompile(`(?i)^(licen[sc]e|copying|unlicense)([._-].*)?$`)
	blanks      = regexp.MustCompile(`[\s#*/"“”]+`)
)

// licenseOf names the licence of a text, "" where it is none that is allowed.
func licenseOf(text string) string {
	plain := strings.TrimSpace(blanks.ReplaceAllString(strings.ToLower(text), " "))
	if refused.MatchString(plain) {
		return ""
	}
	for _, license := range licenses {
		if !slices.ContainsFunc(license.words, func(word string) bool { return !strings.Contains(plain, word) }) {
			return license.name
		}
	}
	return ""
}

// Each package of the binary is under licences that are allowed: those in its
// folder and in the folders above it, up to its module's.
func TestLicenses(t *testing.T) {
	packages, whole := linkedPackages(t)
	if !whole && os.Getenv("ALL_PLATFORMS") != "" {
		t.Error("not all modules are on this machine")
	}
	files, licensed := map[string]string{}, map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(packages)) {
		one := packages[path]
		if one.isOurs() {
			continue
		}
		for dir := one.Dir; strings.HasPrefix(dir, one.Module.Dir); dir = filepath.Dir(dir) {
			for _, file := range licenseFiles(t, dir) {
				licensed[one.Module.Path] = true
				files[file] = one.Module.Path
			}
		}
		if !licensed[one.Module.Path] {
			t.Errorf("%s has no licence file", one.Module.Path)
			licensed[one.Module.Path] = true
		}
	}
	names := map[string][]string{}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := licenseOf(string(text))
		if name == "" {
			t.Errorf("%s: %s is of no licence that is allowed", files[file], filepath.Base(file))
		}
		if module := files[file]; !slices.Contains(names[name], module) {
			names[name] = append(names[name], module)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		t.Logf("%s: %s", name, strings.Join(names[name], ", "))
	}
}

func licenseFiles(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		if !entry.IsDir() && licenseFile.MatchString(entry.Name()) && filepath.Ext(entry.Name()) != ".go" {
			found = append(found, filepath.Join(dir, entry.Name()))
		}
	}
	return found
}

func TestLicenseOf(t *testing.T) {
	ours, err := os.ReadFile("../../LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	const (
		mit = "Permission is hereby granted, free of charge, to any person\nobtaining a copy ... The above copyright notice and this permission notice shall be included in all copies"
		bsd = "Redistribution and use in source and binary forms, with or without\nmodification, are permitted"
	)
	for text, want := range map[string]string{
		string(ours): "MPL-2.0",
		"                 Apache License\n           Version 2.0, January 2004\n": "Apache-2.0",
		mit: "MIT",
		bsd: "BSD-2-Clause",
		bsd + "\n   * Neither the name of Google Inc. nor":                                                                       "BSD-3-Clause",
		"Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted": "ISC",
		"This is free and unencumbered software released into the public domain.":                                                "Unlicense",
		"GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007":                                                                    "",
		"\n\n   GNU AFFERO GENERAL PUBLIC LICENSE":                                                                               "",
		"GNU LESSER GENERAL PUBLIC LICENSE":                                                                                      "",
		"SPDX-License-Identifier: AGPL-3.0":                                                                                      "",
		"Business Source License 1.1\nThe Change License is Mozilla Public License 2.0":                                          "",
		mit + "\n\"Commons Clause\" License Condition v1.0":                                                                      "",
		"All rights reserved.": "",
		"":                     "",
	} {
		if got := licenseOf(text); got != want {
			t.Errorf("%.60q is %q, want %q", text, got, want)
		}
	}
}
