package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// files are the contents of a module's files by their path from it, with slashes.
type files map[string]string

// readFiles reads all files of a module but those in the folders of git and
// Terraform.
func readFiles(module string) (files, error) {
	found := files{}
	err := filepath.WalkDir(module, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == ".terraform"):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		relative, err := filepath.Rel(module, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		found[filepath.ToSlash(relative)] = string(data)
		return err
	})
	return found, err
}

// with gives the files with another content of one of them.
func (f files) with(name, content string) files {
	changed := maps.Clone(f)
	changed[name] = content
	return changed
}

// expect says how the files of a module differ from these.
func (f files) expect(module string) error {
	found, err := readFiles(module)
	if err != nil {
		return err
	}
	var wrong []error
	for _, name := range slices.Sorted(maps.Keys(f)) {
		switch content, there := found[name]; {
		case !there:
			wrong = append(wrong, fmt.Errorf("expected %s to be there still, found it is gone", name))
		case content != f[name]:
			wrong = append(wrong, fmt.Errorf("expected %s to hold\n%s\nfound\n%s", name, f[name], content))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if _, known := f[name]; !known {
			wrong = append(wrong, fmt.Errorf("expected no new file, found %s", name))
		}
	}
	return errors.Join(wrong...)
}
