package acceptance

import (
	"strings"
	"testing"
)

// In both wirings the version comes from another resource of the same plan.
const computed = `
resource "terraform_data" "version" {
  input = var.cluster_version
}
`

// behind: the gate is behind the cluster, and hears of the version from it.
var behind = gate(ofEnvironment+`cluster_version = terraform_data.version.output`) + computed

// through: the cluster takes its version through the gate, and is judged before
// it changes.
const through = root + computed + `
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
resource "eksupgrade_readiness" "this" {
  env_vars_dir    = "${path.module}/env-vars"
  environment     = var.environment
  cluster_version = terraform_data.version.output
}
resource "terraform_data" "cluster" {
  input = eksupgrade_readiness.this.cluster_version
}
`

func TestUnknownVersionIsJudgedAtApply(t *testing.T) {
	for name, configuration := range map[string]string{"gate behind the cluster": behind, "cluster through the gate": through} {
		t.Run(name, func(t *testing.T) {
			m := newModule(t, configuration)
			m.tfvars("dev", "1.34", "")
			m.mustApply("dev")
			m.wantApplied("dev", `{"dev":{"cluster_version":"1.34","node_group_versions":{}}}`)
			m.plan("dev").quiet().changes()

			m.tfvars("dev", "1.36", "")
			m.plan("dev").passes().warns("dev: version-unknown cluster_version").
				says("warning", "dev: version-unknown", "known only after apply, and is judged then")
			m.apply("dev").stopped("dev: minor-version-skip 1.34 -> 1.36")
			m.wantApplied("dev", `{"dev":{"cluster_version":"1.34","node_group_versions":{}}}`)

			m.tfvars("dev", "1.35", "")
			m.plan("dev").passes()
		})
	}
}

func TestClusterThroughTheGateIsStoppedBeforeItChanges(t *testing.T) {
	m := newModule(t, through)
	m.tfvars("dev", "1.34", "")
	m.mustApply("dev")
	m.tfvars("dev", "1.36", "")
	result := m.apply("dev").stopped("dev: minor-version-skip 1.34 -> 1.36")
	if strings.Contains(result.raw, `terraform_data.cluster: Modifying`) {
		t.Errorf("the cluster was changed: %s", result.raw)
	}
}

func TestUnknownArgumentsAreJudgedAtApply(t *testing.T) {
	const some = `
resource "terraform_data" "some" {
  input = %q
}
`
	for argument, value := range map[string]string{
		"env_vars_dir": "./env-vars", "environment": "dev", "baseline_source": "state", "module_dir": ".",
		"other_environments": "warning", "enforcement": "error",
	} {
		t.Run(argument, func(t *testing.T) {
			arguments := "  " + argument + " = terraform_data.some.output\n"
			configuration := gate(arguments)
			if argument == "env_vars_dir" {
				configuration = strings.Replace(gate(""), `"${path.module}/env-vars"`, "terraform_data.some.output", 1)
			}
			m := newModule(t, configuration+strings.Replace(some, "%q", `"`+value+`"`, 1))
			m.tfvars("dev", "1.34", "1.35")
			m.plan("dev").passes().warns("eksupgrade: not judged before apply").says("warning", "eksupgrade", argument)
			m.apply("dev").find("error", "dev: node-group-newer blue 1.35 > 1.34")
		})
	}
}

func TestUnknownBaseline(t *testing.T) {
	arguments := `
  baseline = { dev = terraform_data.real.output, prod = null }
`
	m := newModule(t, gate(arguments)+`
resource "terraform_data" "real" {
  input = "1.33"
}
`)
	m.tfvars("dev", "1.35", "")
	m.tfvars("prod", "1.35", "")
	m.plan("dev").passes().warns("dev: version-unknown baseline", "prod: no baseline yet")
	m.apply("dev").stopped("dev: minor-version-skip 1.33 -> 1.35")
}

func TestNodeGroupVersionsUnknown(t *testing.T) {
	m := newModule(t, gate(ofEnvironment+`
  cluster_version     = var.cluster_version
  node_group_versions = terraform_data.groups.output
`)+`
resource "terraform_data" "groups" {
  input = { blue = "1.35" }
}
`)
	m.tfvars("dev", "1.34", "1.34")
	m.plan("dev").passes().warns("dev: no baseline yet", "dev: version-unknown node group blue")
	m.apply("dev").find("error", "dev: node-group-newer blue 1.35 > 1.34")
	// The file knows of no group, and the plan says that there may be some.
	m.tfvars("dev", "1.34", "")
	m.remove("dev.tfstate")
	m.plan("dev").passes().warns("dev: no baseline yet", "dev: version-unknown node group not known yet")
}
