package tfvars

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Folder is a root module and its folder of tfvars, on disk or at a commit.
type Folder struct {
	// EnvVars is the folder of <environment>.tfvars; EnvVarsPath stands before
	// the names of its files in messages.
	EnvVars     fs.FS
	EnvVarsPath string
	// Module is the root module's folder, which has the variables' defaults. It
	// may be nil: then there are none.
	Module     fs.FS
	ModulePath string
	// Source gives each claim its kind and its commit.
	Source upgrade.Source
	// Shared tells that both are one folder. What Terraform loads from it for
	// every plan is then no environment.
	Shared bool
}

// Reader reads the environments of one folder. It is safe for concurrent use.
type Reader struct {
	folder  Folder
	targets targets
	// layers are read once, at the first environment that is.
	layers       func() *layers
	names        []string
	environments map[string]func() examined
}

// Open lists the environments of a folder and reads none of them.
func Open(folder Folder, names Names) (*Reader, error) {
	targets, err := names.targets()
	if err != nil {
		return nil, err
	}
	if folder.EnvVars == nil {
		return nil, errors.New("there is no folder of tfvars to read")
	}
	folder.EnvVarsPath = filepath.ToSlash(folder.EnvVarsPath)
	folder.ModulePath = filepath.ToSlash(folder.ModulePath)
	files, err := listEnvironments(folder.EnvVars, folder.Shared)
	if err != nil {
		return nil, fmt.Errorf("cannot list the folder of tfvars %s: %w", path.Clean(folder.EnvVarsPath), err)
	}
	reader := &Reader{folder: folder, targets: targets, environments: make(map[string]func() examined, len(files))}
	reader.layers = sync.OnceValue(func() *layers {
		return readLayers(folder.Module, func(file string) upgrade.Source {
			return reader.source(path.Join(folder.ModulePath, file))
		})
	})
	for name, files := range files {
		reader.environments[name] = sync.OnceValue(func() examined { return reader.examine(name, files) })
	}
	reader.names = slices.Sorted(maps.Keys(files))
	return reader, nil
}

// source is a whole file, by its path for messages.
func (r *Reader) source(file string) upgrade.Source {
	return upgrade.Source{Kind: r.folder.Source.Kind, Ref: r.folder.Source.Ref, File: file}
}

// Environments are the names of the environments that have a file, sorted.
func (r *Reader) Environments() []string { return slices.Clone(r.names) }

// Read gives an environment; one that has no file does not exist and asks for
// nothing. The result is shared: do not change it.
func (r *Reader) Read(name string) Environment {
	examine, ok := r.environments[name]
	if !ok {
		return r.absent(name)
	}
	return examine().Environment
}

// Unmatched are the paths of Names, as they were given, that led nowhere in any
// of these environments: likely mistakes. Default names are never among them,
// and nothing is where no environment could be read.
func (r *Reader) Unmatched(environments []string) []string {
	told := false
	met := map[string]bool{}
	for _, name := range environments {
		if examine, ok := r.environments[name]; ok {
			examined := examine()
			told = told || examined.told
			maps.Copy(met, examined.met)
		}
	}
	var unmatched []string
	for _, target := range slices.Concat(r.targets.clusterVersion, r.targets.clusterName, r.targets.region, r.targets.nodeGroups, r.targets.addons) {
		text := target.path.String()
		if told && !target.fallback && !met[text] && !slices.Contains(unmatched, text) {
			unmatched = append(unmatched, text)
		}
	}
	return unmatched
}
