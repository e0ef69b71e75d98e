package sandbox

import (
	"os"
	"runtime"
	"strings"
)

// foreign begins the names of variables that would change what Terraform, git or
// the gate do in a sandbox: TF_VAR_..., TF_CLI_ARGS, GIT_DIR of a hook that runs
// make, the break-glass switch.
var foreign = []string{"TF_", "GIT_", "EKSUPGRADE_"}

// Environ is the environment of every program in a sandbox, without the settings
// of the person, the machine or the pipeline.
func Environ(environ []string, terraform, cliConfig string) []string {
	var kept []string
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		if !isForeign(name) {
			kept = append(kept, pair)
		}
	}
	return append(kept,
		"TERRAFORM="+terraform, // launch.sh
		"TF_CLI_CONFIG_FILE="+cliConfig,
		"CHECKPOINT_DISABLE=1",
		"GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=eksupgrade", "GIT_AUTHOR_EMAIL=eksupgrade@example.com",
		"GIT_COMMITTER_NAME=eksupgrade", "GIT_COMMITTER_EMAIL=eksupgrade@example.com",
	)
}

func isForeign(name string) bool {
	if runtime.GOOS == "windows" {
		name = strings.ToUpper(name)
	}
	if name == "TERRAFORM" {
		return true
	}
	for _, prefix := range foreign {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
