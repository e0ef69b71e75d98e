package tfvars

import (
	"io/fs"
	"slices"
	"strings"
)

// valueSuffixes end the names of files of values.
var valueSuffixes = []string{".tfvars", ".tfvars.json"}

// listEnvironments gives the file names of each environment: one, or two where
// it is there in both syntaxes. What kind of file each is, is seen when it is
// read: a directory of such a name is a mistake to report, not to pass over.
func listEnvironments(fsys fs.FS, shared bool) (map[string][]string, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	files := map[string][]string{}
	for _, entry := range entries {
		file := entry.Name()
		if shared && isLoadedAlways(file) {
			continue
		}
		if name := environmentName(file); name != "" {
			files[name] = append(files[name], file)
		}
	}
	return files, nil
}

// environmentName is empty where the file is of no environment.
func environmentName(file string) string {
	if strings.HasPrefix(file, ".") {
		return ""
	}
	for _, suffix := range valueSuffixes {
		if name, ok := strings.CutSuffix(file, suffix); ok {
			return name
		}
	}
	return ""
}

// isLoadedAlways tells whether Terraform reads the file for every plan, when it
// is in the root module's folder.
func isLoadedAlways(file string) bool {
	return slices.Contains(alwaysLoaded, file) || isAutomatic(file)
}

// alwaysLoaded are below all automatic ones in precedence.
var alwaysLoaded = []string{"terraform.tfvars", "terraform.tfvars.json"}

func isAutomatic(file string) bool {
	return strings.HasSuffix(file, ".auto.tfvars") || strings.HasSuffix(file, ".auto.tfvars.json")
}

// isConfiguration tells whether Terraform reads the file as part of a module.
func isConfiguration(file string) bool {
	ignored := strings.HasPrefix(file, ".") || strings.HasPrefix(file, "#") && strings.HasSuffix(file, "#")
	return !ignored && configurationBase(file) != ""
}

// isOverride tells whether the file changes what others declare.
func isOverride(file string) bool {
	base := configurationBase(file)
	return base == "override" || strings.HasSuffix(base, "_override")
}

func configurationBase(file string) string {
	for _, suffix := range []string{".tf", ".tf.json"} {
		if base, ok := strings.CutSuffix(file, suffix); ok {
			return base
		}
	}
	return ""
}
