package readiness

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Commands are what plans and applies an environment of a request, as a person types
// them in the working directory, each once the one before it succeeded; none where the
// folders are not there.
func Commands(request Request, environment upgrade.Environment) []string {
	folders, err := foldersOf(request)
	if err != nil {
		return nil
	}
	return folders.commands(environment)
}

// launcher is the script that plans and applies one environment.
const launcher = "launch.sh"

// commands are what plans and applies an environment: the module's own script
// where there is one, else Terraform.
func (f folders) commands(environment upgrade.Environment) []string {
	module := f.moduleFromHere()
	if info, err := os.Stat(filepath.Join(f.module, launcher)); err == nil && info.Mode().IsRegular() {
		launch := "./" + launcher + " " + ShellWord(environment.Name)
		if module != "" {
			launch = "(cd " + ShellWord(notAFlag(module)) + " && " + launch + ")"
		}
		return []string{launch}
	}
	terraform := "terraform"
	if module != "" {
		terraform += " -chdir=" + ShellWord(module)
	}
	plan := ShellWord(notAFlag(environment.Name + ".tfplan"))
	return []string{
		terraform + " plan -var-file=" + ShellWord(f.fromModule(environment.Source)) + " -out=" + plan,
		terraform + " apply " + plan,
	}
}

// moduleFromHere is the root module as it is called in the working directory, "" where
// it is that.
func (f folders) moduleFromHere() string {
	if sameFolder(f.module, ".") {
		return ""
	}
	// The parent of a folder that was named from here is named from here too.
	if here, err := os.Getwd(); err == nil && filepath.IsAbs(f.module) && !filepath.IsAbs(f.envVars) {
		if relative, err := filepath.Rel(here, f.module); err == nil {
			return filepath.ToSlash(relative)
		}
	}
	return Shown(f.module)
}

// fromModule is an environment's file as it is called in the root module.
func (f folders) fromModule(file string) string {
	name := filepath.Base(filepath.FromSlash(file))
	module, errModule := filepath.Abs(f.module)
	envVars, errEnvVars := filepath.Abs(f.envVars)
	if errModule != nil || errEnvVars != nil {
		return file
	}
	path := filepath.Join(envVars, name)
	if relative, err := filepath.Rel(module, path); err == nil {
		path = relative
	}
	return filepath.ToSlash(path)
}

// notAFlag keeps a path from being taken for a flag.
func notAFlag(path string) string {
	if strings.HasPrefix(path, "-") {
		return "./" + path
	}
	return path
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_.,/=@:+-]+$`)

// ShellWord writes a text so that a shell takes it as one word, whatever is in it.
func ShellWord(text string) string {
	if plainWord.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
