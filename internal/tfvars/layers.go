package tfvars

import (
	"io/fs"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// layers are what an environment's file lies upon, the same for all of them:
// what Terraform loads for every plan, and below it the variables' defaults.
type layers struct {
	// files are by falling precedence.
	files     []*values
	variables declarations
	// names are the variables that are set or declared, as alike has them.
	names map[string]bool
}

// readLayers reads the root module's folder.
func readLayers(module fs.FS, source func(file string) upgrade.Source) *layers {
	read := &layers{variables: declarations{}}
	if module == nil {
		return read
	}
	entries, err := fs.ReadDir(module, ".")
	if err != nil {
		read.variables.broken = []upgrade.Problem{*problemAt(source("."),
			"Name the folder of the root module, which has the variables' defaults.",
			"The folder of the root module could not be read: %s.", reason(err))}
		return read
	}
	// ReadDir sorts by name, which is Terraform's order within each of these.
	var configuration, automatic, always []string
	for _, entry := range entries {
		switch file := entry.Name(); {
		case isAutomatic(file):
			automatic = append(automatic, file)
		case slices.Contains(alwaysLoaded, file):
			always = append(always, file)
		case isConfiguration(file) && !entry.IsDir():
			configuration = append(configuration, file)
		}
	}
	for _, file := range slices.Backward(append(always, automatic...)) {
		read.files = append(read.files, readValues(module, file, source(file)))
	}
	read.variables = readDeclarations(module, configuration, source)
	read.names = make(map[string]bool, len(read.variables.byName))
	for _, file := range read.files {
		for name := range file.byName {
			read.names[alike(name)] = true
		}
	}
	for name := range read.variables.byName {
		read.names[alike(name)] = true
	}
	return read
}

func readValues(fsys fs.FS, file string, source upgrade.Source) *values {
	document, problem := readFile(fsys, file, source)
	if problem != nil {
		return &values{problem: problem}
	}
	return parseValues(document)
}
