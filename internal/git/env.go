package git

import "strings"

// keptVariables are the GIT_* variables a child still sees: how git is
// installed and configured. All others go, because a hook, an alias or a tool
// may have set them for another repository or another purpose (GIT_DIR,
// GIT_INDEX_FILE, GIT_LITERAL_PATHSPECS, GIT_TRACE=/some/file ...).
var keptVariables = map[string]bool{
	"GIT_CEILING_DIRECTORIES":         true,
	"GIT_CONFIG_COUNT":                true,
	"GIT_CONFIG_GLOBAL":               true,
	"GIT_CONFIG_NOSYSTEM":             true,
	"GIT_CONFIG_PARAMETERS":           true,
	"GIT_CONFIG_SYSTEM":               true,
	"GIT_DISCOVERY_ACROSS_FILESYSTEM": true,
	"GIT_EXEC_PATH":                   true,
	// git's own switch to test the refusal of a repository of another owner.
	"GIT_TEST_ASSUME_DIFFERENT_OWNER": true,
}

// childEnv is the environment of every git process.
func childEnv(environ []string) []string {
	env := make([]string, 0, len(environ)+8)
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		name = strings.ToUpper(name) // names ignore case on Windows
		// PWD describes this process's folder, not the child's.
		if name == "PWD" || strings.HasPrefix(name, "GIT_") && !keptVariable(name) {
			continue
		}
		env = append(env, pair)
	}
	return append(env,
		"LC_ALL=C", // the texts of git are matched
		"GIT_TERMINAL_PROMPT=0",
		"GIT_OPTIONAL_LOCKS=0",
		"GIT_NO_LAZY_FETCH=1",
		// An older git does not know GIT_NO_LAZY_FETCH; with no protocol
		// allowed it cannot fetch a missing object of a partial clone either.
		"GIT_ALLOW_PROTOCOL=none",
	)
}

func keptVariable(name string) bool {
	return keptVariables[name] ||
		strings.HasPrefix(name, "GIT_CONFIG_KEY_") ||
		strings.HasPrefix(name, "GIT_CONFIG_VALUE_")
}
