package readiness

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// folders are the two folders of a request, as the operating system knows them
// and as messages show them.
type folders struct {
	envVars, envVarsShown string
	module, moduleShown   string
	// shared is true where both are one folder.
	shared bool
}

// openOnDisk opens the tfvars that are in the folders of a request now.
func openOnDisk(request Request) (folders, *tfvars.Reader, error) {
	if err := request.Names.Validate(); err != nil {
		return folders{}, nil, inputError("variable_names", "", err, "%s.", err)
	}
	opened, err := foldersOf(request)
	if err != nil {
		return folders{}, nil, err
	}
	reader, err := opened.onDisk(request.Names)
	return opened, reader, err
}

func foldersOf(request Request) (folders, error) {
	f := folders{envVars: request.EnvVarsDir, envVarsShown: Shown(request.EnvVarsDir), module: request.ModuleDir}
	if err := mustBeFolder("env_vars_dir", f.envVars); err != nil {
		return folders{}, err
	}
	if f.module == "" {
		absolute, err := filepath.Abs(f.envVars)
		if err != nil {
			return folders{}, inputError("env_vars_dir", "", err, "The parent of %s cannot be told: %s.", f.envVars, err)
		}
		f.module = filepath.Dir(absolute)
	} else if err := mustBeFolder("module_dir", f.module); err != nil {
		return folders{}, err
	}
	f.moduleShown = Shown(f.module)
	f.shared = sameFolder(f.envVars, f.module)
	return f, nil
}

func mustBeFolder(argument, path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return inputError(argument, "Correct the path; it is relative to the folder that terraform or the command runs in. An apply of a saved plan needs the folder beside the plan, as it was.",
			err, "The folder %q does not exist.", path)
	case err != nil:
		return inputError(argument, "See that the folder can be read by who runs this.", err, "The folder %q cannot be read: %s.", path, osReason(err))
	case !info.IsDir():
		return inputError(argument, "Name the folder, not a file in it.", nil, "%q is a file, not a folder.", path)
	}
	return nil
}

// osReason is what the operating system says, without the path.
func osReason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	return err.Error()
}

// Shown is a path as messages show it: as short as it is from the working
// directory, with forward slashes.
func Shown(path string) string {
	clean := filepath.Clean(path)
	if filepath.IsAbs(clean) {
		if here, err := os.Getwd(); err == nil {
			if relative, err := filepath.Rel(here, clean); err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator)) {
				clean = relative
			}
		}
	}
	return filepath.ToSlash(clean)
}

// onDisk opens the folders as they are in the work tree.
func (f folders) onDisk(names tfvars.Names) (*tfvars.Reader, error) {
	reader, err := tfvars.Open(tfvars.Folder{
		EnvVars:     os.DirFS(f.envVars),
		EnvVarsPath: f.envVarsShown,
		Module:      os.DirFS(f.module),
		ModulePath:  f.moduleShown,
		Source:      upgrade.Source{Kind: upgrade.SourceFile},
		Shared:      f.shared,
	}, names)
	if err != nil {
		return nil, inputError("env_vars_dir", "See that the folder can be read by who runs this.", err, "The folder %q cannot be listed: %s.", f.envVars, osReason(err))
	}
	return reader, nil
}

func sameFolder(one, other string) bool {
	a, errA := os.Stat(one)
	b, errB := os.Stat(other)
	return errA == nil && errB == nil && os.SameFile(a, b)
}
