package registry

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

// module is a copy of the quickstart on a machine that never saw the provider.
type module struct {
	t *testing.T
	program
	dir string
	// source is the provider's address in it.
	source string
	// cliConfig is Terraform's own configuration.
	cliConfig string
	// authority is a file of certificates, "" for none.
	authority string
}

// newModule copies the quickstart. cliConfig says where providers come from.
func newModule(t *testing.T, p program, source, cliConfig, authority string) *module {
	t.Helper()
	m := &module{t: t, program: p, dir: filepath.Join(t.TempDir(), "eks"), source: source, authority: authority}
	example := filepath.Join(projectRoot, "examples", "quickstart", "eks")
	for _, pattern := range []string{"*.tf", "env-vars/*.tfvars"} {
		files, err := filepath.Glob(filepath.Join(example, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("the quickstart has no %s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name, err := filepath.Rel(example, file)
			if err != nil {
				t.Fatal(err)
			}
			m.write(name, strings.ReplaceAll(string(text), `"eksupgrade/eksupgrade"`, `"`+source+`"`))
		}
	}
	// The configuration file is searched upward: this one ends the search.
	m.write(".eksupgrade.hcl", "")
	m.cliConfig = filepath.Join(filepath.Dir(m.dir), "cli.tfrc")
	if err := os.WriteFile(m.cliConfig, []byte(cliConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *module) write(name, text string) {
	m.t.Helper()
	writeFile(m.t, filepath.Join(m.dir, filepath.FromSlash(name)), []byte(text))
}

// run runs Terraform there. What it printed comes as one line: Terraform wraps
// messages where it likes.
func (m *module) run(arguments ...string) (string, int) {
	m.t.Helper()
	command := exec.Command(m.path, append(arguments, "-no-color")...)
	command.Dir = m.dir
	command.Env = append(sandbox.Environ(os.Environ(), m.path, m.cliConfig),
		// No plugins and credentials of the person who runs the test.
		"HOME="+filepath.Dir(m.dir), "SSL_CERT_FILE="+m.authority, "SSL_CERT_DIR="+m.t.TempDir())
	output, err := command.CombinedOutput()
	if err != nil && command.ProcessState == nil {
		m.t.Fatalf("%s %v: %v", m.name, arguments, err)
	}
	return strings.Join(strings.Fields(string(output)), " "), command.ProcessState.ExitCode()
}

// must runs Terraform and wants it to end well and to say something.
func (m *module) must(says string, arguments ...string) {
	m.t.Helper()
	if output, status := m.run(arguments...); status != 0 || !strings.Contains(output, says) {
		m.t.Fatalf("%s %v: exit status %d, want 0 and %q in:\n%s", m.name, arguments, status, says, output)
	}
}

// refuses runs init, which must not install the provider and must say why.
func (m *module) refuses(why string) {
	m.t.Helper()
	output, status := m.run("init", "-input=false")
	if status == 0 || !strings.Contains(output, why) {
		m.t.Errorf("init: exit status %d, want 1 and %q in:\n%s", status, why, output)
	}
	if installed := m.installed(); len(installed) > 0 {
		m.t.Errorf("it installed %v", installed)
	}
}

// installed are the files of the provider that init has put into the module.
func (m *module) installed() []string {
	m.t.Helper()
	// .terraform/providers/HOST/NAMESPACE/TYPE/VERSION/PLATFORM
	dir := filepath.Join(m.dir, ".terraform", "providers", "*", "eksupgrade", "eksupgrade", packed.Version, here.String())
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		m.t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		names = append(names, filepath.Base(file))
	}
	return names
}

// works wants init to end well and the provider to judge: a plan that is legal,
// and one that is not.
func (m *module) works() {
	m.t.Helper()
	m.must("has been successfully initialized", "init", "-input=false")
	if want := []string{"LICENSE", packed.Binary(here)}; !slices.Equal(m.installed(), want) {
		m.t.Errorf("it installed %v, want %v", m.installed(), want)
	}
	m.must("provider "+m.address()+" v"+packed.Version, "version")
	m.must("The configuration is valid", "validate")
	plan := []string{"plan", "-input=false", "-var-file=env-vars/dev.tfvars"}
	m.must("dev: no baseline yet", plan...)
	m.write("env-vars/prod.tfvars", "environment = \"prod\"\ncluster_version = \"1.34\"\nnode_groups = {\n  blue = { version = \"1.35\" }\n}\n")
	if output, status := m.run(plan...); status != 1 || !strings.Contains(output, "Error: prod: node-group-newer blue 1.35 > 1.34") {
		m.t.Errorf("plan of an illegal step: exit status %d:\n%s", status, output)
	}
}

// address is the provider's, with its host.
func (m *module) address() string {
	if strings.Count(m.source, "/") == 1 {
		return m.host + "/" + m.source
	}
	return m.source
}

var lockedHash = regexp.MustCompile(`"((?:h1|zh):[^"]+)"`)

// locked are the hashes in the lock file, sorted.
func (m *module) locked() []string {
	m.t.Helper()
	text, err := os.ReadFile(filepath.Join(m.dir, ".terraform.lock.hcl"))
	if err != nil {
		m.t.Fatal(err)
	}
	var hashes []string
	for _, match := range lockedHash.FindAllSubmatch(text, -1) {
		hashes = append(hashes, string(match[1]))
	}
	slices.Sort(hashes)
	return hashes
}
