package acceptance

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// bad is one input that cannot be judged as it is: what is wrong, and what the
// error says.
type bad struct {
	arguments string
	arrange   func(m *module)
	summary   string
	says      []string
}

func TestBadInput(t *testing.T) {
	file := func(text string) func(*module) {
		return func(m *module) { m.write("env-vars/prod.tfvars", text) }
	}
	for name, test := range map[string]bad{
		"missing folder":     {"", func(m *module) { m.remove("env-vars") }, "Nothing could be judged: env_vars_dir", []string{`/env-vars" does not exist`}},
		"a file as folder":   {"", func(m *module) { m.remove("env-vars"); m.write("env-vars", "") }, "Nothing could be judged: env_vars_dir", []string{"is a file, not a folder"}},
		"empty folder":       {"", func(m *module) { m.remove("env-vars/dev.tfvars"); m.remove("env-vars/prod.tfvars") }, "Nothing could be judged: env_vars_dir", []string{"there is no .tfvars or .tfvars.json file in it"}},
		"empty file, named":  {`environments = ["dev", "prod"]`, file(""), "prod: environment-missing", []string{"Nothing sets a cluster version for prod", "env-vars/prod.tfvars", "variable_names"}},
		"no file, named":     {`environments = ["dev", "prd"]`, file(""), "prd: environment-missing", []string{"There is no env-vars/prd.tfvars", "holds dev, prod"}},
		"own does not exist": {`environment = "prd"`, file(""), "prd: environment-missing", []string{"There is no env-vars/prd.tfvars"}},
		"syntax error":       {"", file("a = 1\ncluster_version = \n"), "prod: environment-unreadable env-vars/prod.tfvars:2", []string{"env-vars/prod.tfvars:2"}},
		"no version":         {"", file(`cluster_version = "latest"`), `prod: version-unavailable "latest"`, []string{"env-vars/prod.tfvars:1", `write one such as "1.34"`}},
		"patch version":      {"", file(`cluster_version = "1.34.2"`), `prod: version-unavailable "1.34.2"`, []string{`write "1.34"`}},
		"number":             {"", file(`cluster_version = 1.30`), "prod: version-unavailable 1.3", []string{"1.30 is the number 1.3", "was never an EKS version"}},
		"1.3":                {"", file(`cluster_version = "1.3"`), "prod: version-unavailable 1.3", []string{"was never an EKS version", "1.34, 1.35, 1.36"}},
		"list":               {"", file(`cluster_version = ["1.34"]`), "prod: environment-unreadable env-vars/prod.tfvars:1", []string{"list"}},
		"two default names":  {"", file("cluster_version = \"1.34\"\nkubernetes_version = \"1.34\"\n"), "prod: environment-unreadable env-vars/prod.tfvars", []string{"cluster_version", "kubernetes_version"}},
		"two files":          {"", func(m *module) { m.write("env-vars/prod.tfvars.json", `{"cluster_version":"1.34"}`) }, "prod: environment-unreadable env-vars/prod.tfvars", []string{"prod.tfvars.json"}},
		"unknown rule":       {`rules = { "minor-version-skp" = "off" }`, nil, "Invalid value", []string{`did you mean "minor-version-skip"?`}},
		"unknown severity":   {`rules = { "minor-version-skip" = "fatal" }`, nil, "Invalid Attribute Value Match", []string{"fatal"}},
		"skew of four":       {`policy = { max_node_group_skew = 4 }`, nil, "Invalid Attribute Value", []string{"between 0 and 3"}},
		"unknown source":     {`baseline_source = "main"`, nil, "Invalid value", []string{"expected state, git:<ref>, eks or kubernetes"}},
		"no baseline":        {`baseline = { prod = "1.34.1" }`, nil, "Invalid value", []string{`write "1.34"`}},
		"version alone":      {`cluster_version = "1.34"`, nil, "Invalid Attribute Combination", []string{"environment"}},
		"bad path":           {`variable_names = { node_group_versions = ["blue..version"] }`, nil, "Nothing could be judged: variable_names", []string{"blue..version"}},
		"no configuration":   {`config_file = "nowhere.hcl"`, nil, "Unusable .eksupgrade.hcl", []string{"nowhere.hcl"}},
		"wrong waiver": {"", func(m *module) {
			m.write(".eksupgrade.hcl", "waiver {\n  rule = \"minor-version-skip\"\n  reason = \"x\"\n  until = \"soon\"\n}\n")
		}, "Unusable .eksupgrade.hcl", []string{".eksupgrade.hcl:4", `"soon" is not a date`}},
		"waiver without reason": {"", func(m *module) {
			m.write(".eksupgrade.hcl", "waiver {\n  rule = \"minor-version-skip\"\n  until = \"2026-12-31\"\n}\n")
		}, "Unusable .eksupgrade.hcl", []string{".eksupgrade.hcl:1", "reason"}},
		"null environment":     {`environments = [null]`, nil, "Null Set Value", []string{"contains a null value"}},
		"null promotion order": {`policy = { promotion_order = [null] }`, nil, "Null List Value", []string{"contains a null value"}},
		"null path":            {`variable_names = { node_group_versions = [null] }`, nil, "Null List Value", []string{"contains a null value"}},
		"null severity":        {`rules = { "minor-version-skip" = null }`, nil, "Null Map Value", []string{"contains a null value"}},
		"big file": {"", func(m *module) {
			m.write("env-vars/prod.tfvars", "")
			if err := os.Truncate(filepath.Join(m.dir, "env-vars", "prod.tfvars"), 50<<20); err != nil {
				m.t.Fatal(err)
			}
		}, "prod: environment-unreadable env-vars/prod.tfvars", []string{"env-vars/prod.tfvars"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := newModule(t, gate(test.arguments))
			m.tfvars("dev", "1.34", "1.34")
			m.tfvars("prod", "1.34", "1.34")
			if test.arrange != nil {
				test.arrange(m)
			}
			m.write("vars.tfvars", "environment = \"dev\"\ncluster_version = \"1.34\"\n")
			result := m.terraform("plan", "-input=false", "-var-file=vars.tfvars")
			if result.status == 0 {
				t.Fatalf("want an error: %s", result)
			}
			result.says("error", test.summary, test.says...)
			if strings.Contains(result.raw, "panic") || strings.Contains(result.raw, "plugin did not respond") {
				t.Errorf("a panic: %s", result.raw)
			}
		})
	}
}

func TestSymlinkLoop(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symlinks need a privilege on Windows")
	}
	m := newModule(t, gate(""))
	m.tfvars("dev", "1.34", "1.34")
	if err := os.Symlink("prod.tfvars", filepath.Join(m.dir, "env-vars", "prod.tfvars")); err != nil {
		t.Fatal(err)
	}
	m.plan("dev").stopped("prod: environment-unreadable env-vars/prod.tfvars").
		says("error", "prod", "too many levels of symbolic links")
}

func TestTwoFindingsOfOneLineStayTwo(t *testing.T) {
	m := newModule(t, gate(ofEnvironment+`other_environments = "warning"`))
	m.tfvars("dev", "1.34", "")
	m.write("env-vars/prod.tfvars", "cluster_version = \"1.34\"\nnode_groups = { a = { version = [\"x\"] }, b = { version = [\"y\"] } }\n")
	m.plan("dev").passes().warns("dev: no baseline yet",
		"prod: environment-unreadable env-vars/prod.tfvars:2", "prod: environment-unreadable env-vars/prod.tfvars:2 (2)")
}

func TestCatalogThatIsNoFile(t *testing.T) {
	m := newModule(t, gate("")+`
provider "eksupgrade" {
  catalog_file = "env-vars"
}
`)
	m.tfvars("dev", "1.34", "1.34")
	m.plan("dev").says("error", "Unreadable catalog", "env-vars is not a regular file")
}

func TestNewerThanTheCatalogIsAWarning(t *testing.T) {
	m := newModule(t, gate(""))
	m.tfvars("dev", "1.99", "")
	m.plan("dev").passes().warns("dev: version-unavailable 1.99 newer than the catalog", "dev: no baseline yet").
		says("warning", "dev: version-unavailable", "The catalog of 2026-11-22 knows versions up to 1.37")
}

func TestLeftOutAndUnmatchedAreSaid(t *testing.T) {
	m := newModule(t, gate(`variable_names = { node_group_versions = ["green.version"] }
  policy   = { promotion_order = ["dev", "prd"] }
  baseline = { dve = "1.34" }`))
	m.tfvars("dev", "1.34", "")
	m.write("env-vars/common.tfvars", "tags = {}\n")
	m.plan("dev").passes().warns("dev: no baseline yet", "eksupgrade: files without a cluster version are not judged",
		`eksupgrade: variable_names: "green.version" matches nothing`, `eksupgrade: promotion_order: "prd" is none`, `eksupgrade: baseline: "dve" is none`).
		says("warning", "eksupgrade: files", "env-vars/common.tfvars")
}
