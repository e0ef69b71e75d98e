package acceptance

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// module is a root module in a folder of its own, with a state for each
// environment.
type module struct {
	t   *testing.T
	dir string
	env []string
	// chdir runs Terraform from the folder above, with -chdir.
	chdir bool
}

const root = `
terraform {
  required_providers {
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }
}
`

// stack stands for the cluster and its node group, with the gate behind them.
// The %s are further arguments of the gate.
const stack = root + `
variable "environment" {
  type = string
}
variable "cluster_version" {
  type = string
}
variable "node_groups" {
  type    = map(object({ version = string }))
  default = {}
}
resource "terraform_data" "cluster" {
  input = var.cluster_version
}
resource "terraform_data" "node_group" {
  for_each = var.node_groups
  input    = each.value.version
}
resource "eksupgrade_readiness" "this" {
  env_vars_dir = "${path.module}/env-vars"
%s
  depends_on = [terraform_data.cluster, terraform_data.node_group]
}
output "applied" {
  value = eksupgrade_readiness.this.applied
}
`

// ofEnvironment are the arguments of a gate with one state for each environment.
const ofEnvironment = `
  environment  = var.environment
`

// withVersions also tell the gate what the plan will really use.
const withVersions = ofEnvironment + `
  cluster_version     = var.cluster_version
  node_group_versions = { for name, group in var.node_groups : name => group.version }
`

func newModule(t *testing.T, configuration string) *module {
	t.Helper()
	if strings.Contains(configuration, "terraform_data") {
		needs(t, 4, "terraform_data")
	}
	t.Parallel()
	m := &module{t: t, dir: t.TempDir()}
	m.write("main.tf", configuration)
	return m
}

var sixEnvironments = []string{"cc", "dev", "lab", "prod", "stg", "stg2"}

// sixAt writes six environments at a version, nodes included.
func (m *module) sixAt(version string) {
	for _, environment := range sixEnvironments {
		m.tfvars(environment, version, version)
	}
}

// clusterLine is the line of the cluster version in tfvars.
const clusterLine, nodeGroupLine = 2, 4

// tfvars writes an environment's file; no node group where nodes is "".
func (m *module) tfvars(environment, cluster, nodes string) {
	m.t.Helper()
	text := fmt.Sprintf("environment = %q\ncluster_version = %q\n", environment, cluster)
	if nodes != "" {
		text += fmt.Sprintf("node_groups = {\n  blue = { version = %q }\n}\n", nodes)
	}
	m.write("env-vars/"+environment+".tfvars", text)
}

func (m *module) write(name, text string) {
	m.t.Helper()
	path := filepath.Join(m.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		m.t.Fatal(err)
	}
}

func (m *module) remove(name string) {
	m.t.Helper()
	if err := os.RemoveAll(filepath.Join(m.dir, filepath.FromSlash(name))); err != nil {
		m.t.Fatal(err)
	}
}

// git runs git in the module's folder.
func (m *module) git(arguments ...string) {
	m.t.Helper()
	command := exec.Command("git", arguments...)
	command.Dir = m.dir
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=t", "GIT_AUTHOR_EMAIL=t@example.com", "GIT_COMMITTER_NAME=t", "GIT_COMMITTER_EMAIL=t@example.com")
	if output, err := command.CombinedOutput(); err != nil {
		m.t.Fatalf("git %v: %v\n%s", arguments, err, output)
	}
}

// commit makes the folder a checkout where it is none, and commits all but
// states and plans.
func (m *module) commit() {
	m.t.Helper()
	if _, err := os.Stat(filepath.Join(m.dir, ".git")); err != nil {
		m.git("init", "-q", "-b", "main")
		m.write(".gitignore", "*.tfstate*\n*.tfplan\n.terraform*\n")
	}
	m.git("add", "-A")
	m.git("commit", "-q", "--allow-empty", "-m", "commit")
}

// outcome is what a Terraform command said.
type outcome struct {
	t           *testing.T
	command     string
	status      int
	diagnostics []diagnostic
	// changed are the addresses of resources that the plan changes.
	changed []string
	raw     string
}

type diagnostic struct {
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Snippet  struct {
		Code string `json:"code"`
	} `json:"snippet"`
}

// terraform runs a command with -json.
func (m *module) terraform(arguments ...string) outcome {
	m.t.Helper()
	output, status := m.run(append([]string{arguments[0], "-json"}, arguments[1:]...)...)
	result := outcome{t: m.t, command: strings.Join(arguments, " "), status: status, raw: output}
	for _, line := range strings.Split(output, "\n") {
		var message struct {
			Type       string     `json:"type"`
			Diagnostic diagnostic `json:"diagnostic"`
			Change     struct {
				Resource struct {
					Addr string `json:"addr"`
				} `json:"resource"`
				Action string `json:"action"`
			} `json:"change"`
		}
		if json.Unmarshal([]byte(line), &message) != nil {
			continue
		}
		switch message.Type {
		case "diagnostic":
			if !isHarness(message.Diagnostic.Summary) {
				result.diagnostics = append(result.diagnostics, message.Diagnostic)
			}
		case "planned_change":
			result.changed = append(result.changed, message.Change.Resource.Addr)
		}
	}
	return result
}

// isHarness tells the warnings that the tests bring about themselves.
func isHarness(summary string) bool {
	return strings.Contains(summary, "development overrides") || summary == "Deprecated flag: -state"
}

// run runs Terraform and gives all that it printed.
func (m *module) run(arguments ...string) (string, int) {
	m.t.Helper()
	command := exec.Command(terraform, arguments...)
	command.Dir = m.dir
	if m.chdir {
		command.Args = append([]string{terraform, "-chdir=" + filepath.Base(m.dir)}, arguments...)
		command.Dir = filepath.Dir(m.dir)
	}
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+cliConfig, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"AWS_EC2_METADATA_DISABLED=true", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "EKSUPGRADE_ENFORCEMENT=", "TF_LOG=")
	command.Env = append(command.Env, noAWS...)
	command.Env = append(command.Env, m.env...)
	output, err := command.CombinedOutput()
	if err != nil && command.ProcessState == nil {
		m.t.Fatalf("terraform %v: %v", arguments, err)
	}
	return string(output), command.ProcessState.ExitCode()
}

// of are the flags that choose an environment's file and state.
func of(environment string) []string {
	return []string{"-input=false", "-var-file=env-vars/" + environment + ".tfvars", "-state=" + environment + ".tfstate"}
}

func (m *module) plan(environment string, more ...string) outcome {
	m.t.Helper()
	return m.terraform(append(append([]string{"plan"}, of(environment)...), more...)...)
}

func (m *module) apply(environment string) outcome {
	m.t.Helper()
	return m.terraform(append([]string{"apply", "-auto-approve"}, of(environment)...)...)
}

func (m *module) destroy(environment string) outcome {
	m.t.Helper()
	return m.terraform(append([]string{"destroy", "-auto-approve"}, of(environment)...)...)
}

// mustApply applies and stops the test where that is not possible.
func (m *module) mustApply(environment string) {
	m.t.Helper()
	m.apply(environment).passes()
}

// applied reads applied from an environment's state, as compact JSON.
func (m *module) applied(environment string) string {
	m.t.Helper()
	data, err := os.ReadFile(filepath.Join(m.dir, environment+".tfstate"))
	if err != nil {
		m.t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Type      string `json:"type"`
			Instances []struct {
				Attributes struct {
					Applied any `json:"applied"`
				} `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal(data, &state); err != nil {
		m.t.Fatal(err)
	}
	for _, resource := range state.Resources {
		if resource.Type == "eksupgrade_readiness" {
			text, _ := json.Marshal(resource.Instances[0].Attributes.Applied)
			return string(text)
		}
	}
	return "no gate in the state"
}

func (m *module) wantApplied(environment, want string) {
	m.t.Helper()
	if got := m.applied(environment); got != want {
		m.t.Errorf("%s.tfstate: applied is %s, want %s", environment, got, want)
	}
}

func (o outcome) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "terraform %s: exit status %d", o.command, o.status)
	for _, d := range o.diagnostics {
		fmt.Fprintf(&text, "\n%s: %s\n%s", d.Severity, d.Summary, d.Detail)
	}
	if len(o.diagnostics) == 0 {
		text.WriteString("\n" + o.raw)
	}
	return text.String()
}

// passes demands success.
func (o outcome) passes() outcome {
	o.t.Helper()
	if o.status != 0 {
		o.t.Fatalf("want success: %s", o)
	}
	return o
}

// of one severity.
func (o outcome) of(severity string) []diagnostic {
	var found []diagnostic
	for _, d := range o.diagnostics {
		if d.Severity == severity {
			found = append(found, d)
		}
	}
	return found
}

// stopped demands just these errors, by the start of their summaries.
func (o outcome) stopped(summaries ...string) outcome {
	o.t.Helper()
	if o.status == 0 {
		o.t.Fatalf("want it stopped by %q: %s", summaries, o)
	}
	o.same("error", summaries)
	return o
}

// warns demands just these warnings, by the start of their summaries.
func (o outcome) warns(summaries ...string) outcome {
	o.t.Helper()
	o.same("warning", summaries)
	return o
}

func (o outcome) same(severity string, summaries []string) {
	o.t.Helper()
	found := o.of(severity)
	if len(found) != len(summaries) {
		o.t.Fatalf("want %d of severity %s, %q: %s", len(summaries), severity, summaries, o)
	}
	for _, want := range summaries {
		o.find(severity, want)
	}
}

// quiet demands no diagnostic at all.
func (o outcome) quiet() outcome {
	o.t.Helper()
	if o.status != 0 || len(o.diagnostics) > 0 {
		o.t.Fatalf("want no word: %s", o)
	}
	return o
}

// changes demands that the plan changes just these resources.
func (o outcome) changes(addresses ...string) outcome {
	o.t.Helper()
	if strings.Join(o.changed, " ") != strings.Join(addresses, " ") {
		o.t.Fatalf("changed %q, want %q: %s", o.changed, addresses, o)
	}
	return o
}

// find gives the diagnostic whose summary begins so.
func (o outcome) find(severity, summary string) diagnostic {
	o.t.Helper()
	for _, d := range o.of(severity) {
		if strings.HasPrefix(d.Summary, summary) {
			return d
		}
	}
	o.t.Fatalf("no %s %q: %s", severity, summary, o)
	return diagnostic{}
}

// says demands texts in the detail of a diagnostic, whatever the line breaks.
func (o outcome) says(severity, summary string, texts ...string) outcome {
	o.t.Helper()
	d := o.find(severity, summary)
	detail := strings.Join(strings.Fields(d.Detail), " ")
	for _, text := range texts {
		if !strings.Contains(detail, text) {
			o.t.Errorf("the detail of %q lacks %q:\n%s", d.Summary, text, d.Detail)
		}
	}
	return o
}
