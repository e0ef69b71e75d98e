package readiness

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Commands are what plans and applies an environment of a request, as a person
// types them in the root module; none where the folders are not there.
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
	if info, err := os.Stat(filepath.Join(f.module, launcher)); err == nil && info.Mode().IsRegular() {
		return []string{"./" + launcher + " " + ShellWord(environment.Name)}
	}
	file := environment.Source
	if relative, err := filepath.Rel(f.module, filepath.Join(f.envVars, filepath.Base(filepath.FromSlash(file)))); err == nil {
		file = filepath.ToSlash(relative)
	}
	plan := ShellWord(environment.Name + ".tfplan")
	return []string{
		"terraform plan -var-file=" + ShellWord(file) + " -out=" + plan,
		"terraform apply " + plan,
	}
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_.,/=@:+-]+$`)

// ShellWord writes a text so that a shell takes it as one word, whatever is in it.
func ShellWord(text string) string {
	if plainWord.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
