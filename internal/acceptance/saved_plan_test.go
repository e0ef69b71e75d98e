package acceptance

import (
	"testing"
)

// A saved plan carries neither files nor the git checkout. Whatever becomes of
// them, an apply of it ends well or with a word of the gate's, and never with
// Terraform's complaint about the provider.
func TestSavedPlanIsConsistentWhateverChanged(t *testing.T) {
	for name, test := range map[string]struct {
		arguments string
		env       []string
		change    func(m *module)
		// wants is the error that the apply ends with, "" for none.
		wants string
	}{
		"a node group was added to the file": {withVersions, nil, func(m *module) {
			m.write("env-vars/dev.tfvars", "environment = \"dev\"\ncluster_version = \"1.35\"\nnode_groups = {\n  blue  = { version = \"1.35\" }\n  green = { version = \"1.35\" }\n}\n")
		}, "dev: environment-mismatch green 1.35, not in node_group_versions"},
		"the file went on":                  {withVersions, nil, func(m *module) { m.tfvars("dev", "1.36", "1.35") }, "dev: environment-mismatch 1.35, file 1.36"},
		"the folder is gone":                {withVersions, nil, func(m *module) { m.remove("env-vars") }, "Nothing could be judged: env_vars_dir"},
		"the folder is gone, off":           {withVersions, []string{"EKSUPGRADE_ENFORCEMENT=off"}, func(m *module) { m.remove("env-vars") }, ""},
		"the configuration broke, off":      {withVersions, []string{"EKSUPGRADE_ENFORCEMENT=off"}, func(m *module) { m.write(".eksupgrade.hcl", "x") }, ""},
		"the baseline was committed":        {withVersions + `baseline_source = "git:HEAD"`, nil, func(m *module) { m.commit() }, ""},
		"files alone, and the file went on": {ofEnvironment, nil, func(m *module) { m.tfvars("dev", "1.34", "1.34") }, ""},
		"all in one state":                  {"", nil, func(m *module) { m.tfvars("prod", "1.35", "1.35"); m.tfvars("stg", "1.34", "1.34") }, ""},
		"one state, one environment less":   {"", nil, func(m *module) { m.remove("env-vars/prod.tfvars") }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := newModule(t, gate(test.arguments))
			m.tfvars("dev", "1.34", "1.34")
			m.tfvars("prod", "1.34", "1.34")
			m.commit()
			m.mustApply("dev")
			m.env = test.env
			m.tfvars("dev", "1.35", "1.35")
			m.plan("dev", "-out=dev.tfplan").passes()
			test.change(m)
			result := m.terraform("apply", "-state=dev.tfstate", "dev.tfplan")
			if test.wants == "" {
				result.passes()
				return
			}
			result.find("error", test.wants)
			for _, d := range result.of("error") {
				if d.Summary == "Provider produced inconsistent final plan" {
					t.Errorf("%s", result)
				}
			}
		})
	}
}

// A plan without a refresh looks like an apply where the gate changes: then it
// is held to its own environment, and is told of the others.
func TestPlanWithoutRefresh(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.tfvars("dev", "1.34", "1.34")
	m.tfvars("prod", "1.34", "1.34")
	m.commit()
	m.mustApply("dev")
	m.tfvars("prod", "1.36", "1.36")
	m.plan("dev", "-refresh=false").stopped("prod: minor-version-skip")
	m.tfvars("dev", "1.35", "1.35")
	m.plan("dev", "-refresh=false").passes().warns("prod: minor-version-skip").
		says("warning", "prod: minor-version-skip", "this is an apply or a plan without a refresh")
	m.plan("dev").stopped("prod: minor-version-skip")
	m.tfvars("dev", "1.36", "1.36")
	m.plan("dev", "-refresh=false").stopped("dev: minor-version-skip")
}

// A file that cannot be read does not take away what was recorded of it.
func TestUnreadableFileKeepsTheRecord(t *testing.T) {
	m := newModule(t, gate(""))
	m.tfvars("dev", "1.34", "1.34")
	m.tfvars("prod", "1.34", "1.34")
	m.mustApply("dev")
	before := m.applied("dev")
	m.write("env-vars/prod.tfvars", "cluster_version =")
	m.env = []string{"EKSUPGRADE_ENFORCEMENT=warning"}
	m.plan("dev").passes().changes()
	m.mustApply("dev")
	m.wantApplied("dev", before)
}

// Under warning, what was to be kept back at plan may be legal at apply.
func TestRefusedAtPlanAndLegalAtApply(t *testing.T) {
	m := newModule(t, gate(withVersions+`
  enforcement     = "warning"
  baseline_source = "git:HEAD"
`))
	m.tfvars("dev", "1.34", "1.34")
	m.commit()
	m.mustApply("dev")
	m.tfvars("dev", "1.36", "1.36")
	m.plan("dev", "-out=dev.tfplan").passes()
	m.commit()
	m.terraform("apply", "-state=dev.tfstate", "dev.tfplan").passes()
}

func TestBaselineThatTurnsOutOtherwise(t *testing.T) {
	m := newModule(t, gate(ofEnvironment+`
  cluster_version = var.cluster_version
  enforcement     = "warning"
  baseline        = { dev = terraform_data.real.output }
`)+`
resource "terraform_data" "real" {
  input = "1.33"
}
`)
	m.tfvars("dev", "1.35", "")
	m.apply("dev").passes()
	m.wantApplied("dev", `{}`)
}

// Under break-glass a legal step is recorded, whatever is broken besides.
func TestBreakGlassRecordsWhatArgumentsSay(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.tfvars("dev", "1.34", "1.34")
	m.mustApply("dev")
	m.tfvars("dev", "1.35", "1.35")
	m.write(".eksupgrade.hcl", "x")
	for _, level := range []string{"warning", "off"} {
		m.env = []string{"EKSUPGRADE_ENFORCEMENT=" + level}
		m.mustApply("dev")
		m.wantApplied("dev", `{"dev":{"cluster_version":"1.35","node_group_versions":{"blue":"1.35"}}}`)
	}
	m.env = nil
	m.remove(".eksupgrade.hcl")
	m.tfvars("dev", "1.36", "1.36")
	m.plan("dev").quiet()
}
