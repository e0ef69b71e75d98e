package acceptance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// outputs applies a configuration and gives its outputs.
func (m *module) outputs() map[string]any {
	m.t.Helper()
	if output, status := m.run("apply", "-auto-approve", "-input=false", "-no-color"); status != 0 {
		m.t.Fatalf("apply: %s", output)
	}
	output, _ := m.run("output", "-json")
	var values map[string]struct {
		Value any `json:"value"`
	}
	start := strings.Index(output, "{")
	if start < 0 || json.Unmarshal([]byte(output[start:]), &values) != nil {
		m.t.Fatalf("output: %s", output)
	}
	found := map[string]any{}
	for name, value := range values {
		found[name] = value.Value
	}
	return found
}

// same compares a value with what it is as JSON.
func same(t *testing.T, name string, got any, want string) {
	t.Helper()
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != want {
		t.Errorf("%s is %s, want %s", name, text, want)
	}
}

func TestReadinessDataSource(t *testing.T) {
	m := newModule(t, root+`
data "eksupgrade_readiness" "this" {
  env_vars_dir    = "${path.module}/env-vars"
  baseline_source = "git:main"
  baseline        = { stg = "1.35" }
}
output "ready" {
  value = data.eksupgrade_readiness.this.ready
}
output "verdict" {
  value = data.eksupgrade_readiness.this.verdict
}
output "dev" {
  value = data.eksupgrade_readiness.this.environments["dev"]
}
output "prod" {
  value = data.eksupgrade_readiness.this.environments["prod"]
}
output "stg" {
  value = data.eksupgrade_readiness.this.environments["stg"].next_version
}
`)
	m.tfvars("dev", "1.34", "1.34")
	m.tfvars("prod", "1.34", "1.34")
	m.tfvars("stg", "1.34", "")
	m.commit()
	m.tfvars("dev", "1.35", "1.34")
	m.tfvars("prod", "1.36", "1.35")
	m.tfvars("stg", "1.36", "")
	got := m.outputs()
	same(t, "ready", got["ready"], `false`)
	same(t, "verdict", got["verdict"], `"not_ready"`)
	same(t, "dev", got["dev"], `{"current_version":"1.34","findings":[],"next_version":"1.35","node_group_versions":{"blue":"1.34"},"target_version":"1.35","verdict":"ready"}`)
	same(t, "stg", got["stg"], `"1.36"`)

	prod := got["prod"].(map[string]any)
	same(t, "prod", prod["verdict"], `"not_ready"`)
	same(t, "prod", prod["next_version"], `"1.35"`)
	finding := prod["findings"].([]any)[0].(map[string]any)
	for name, want := range map[string]string{
		"rule": `"minor-version-skip"`, "severity": `"error"`, "attribute": `"cluster_version"`,
		"file": `"env-vars/prod.tfvars"`, "line": `2`, "waived": `false`,
		"reference": `"https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html"`,
	} {
		same(t, name, finding[name], want)
	}
	if message := finding["message"].(string); !strings.Contains(message, "1.36 (env-vars/prod.tfvars:2)") {
		t.Errorf("message is %s", message)
	}
	if remediation := finding["remediation"].(string); !strings.Contains(remediation, `cluster_version = "1.35"`) {
		t.Errorf("remediation is %s", remediation)
	}
}

// Without a baseline the version rules are not judged; the rest is.
func TestReadinessDataSourceWithoutBaseline(t *testing.T) {
	m := newModule(t, root+`
data "eksupgrade_readiness" "this" {
  env_vars_dir      = "${path.module}/env-vars"
  environment_names = ["dev"]
}
output "verdict" {
  value = data.eksupgrade_readiness.this.verdict
}
output "dev" {
  value = data.eksupgrade_readiness.this.environments["dev"]
}
output "names" {
  value = keys(data.eksupgrade_readiness.this.environments)
}
`)
	m.tfvars("dev", "1.36", "")
	m.tfvars("prod", "1.36", "")
	got := m.outputs()
	same(t, "verdict", got["verdict"], `"ready"`)
	same(t, "dev", got["dev"], `{"current_version":null,"findings":[],"next_version":null,"node_group_versions":{},"target_version":"1.36","verdict":"ready"}`)
	same(t, "names", got["names"], `["dev"]`)

	m.tfvars("dev", "1.34", "1.35")
	got = m.outputs()
	same(t, "verdict", got["verdict"], `"not_ready"`)
	m.write("main.tf", strings.Replace(readMain(t, m), "environment_names", "baseline_source = \"state\"\n  environment_names", 1))
	m.terraform("plan", "-input=false").says("error", "Invalid value", "A data source has no state")
}

func readMain(t *testing.T, m *module) string {
	t.Helper()
	text, err := os.ReadFile(m.dir + "/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestClusterVersionsDataSource(t *testing.T) {
	m := newModule(t, root+`
data "eksupgrade_cluster_versions" "now" {}
data "eksupgrade_cluster_versions" "then" {
  as_of = "2026-12-10"
}
output "count" {
  value = length(data.eksupgrade_cluster_versions.now.versions)
}
output "date" {
  value = data.eksupgrade_cluster_versions.now.catalog_date
}
output "now" {
  value = [for v in data.eksupgrade_cluster_versions.now.versions : v if v.version == "1.34"][0]
}
output "then" {
  value = [for v in data.eksupgrade_cluster_versions.then.versions : v if contains(["1.34", "1.37"], v.version)]
}
`)
	got := m.outputs()
	same(t, "count", got["count"], `17`)
	same(t, "date", got["date"], `"2026-11-22"`)
	source := got["now"].(map[string]any)["source"].(string)
	if !strings.HasPrefix(source, "awsdocs/amazon-eks-user-guide@") {
		t.Errorf("source is %s", source)
	}
	delete(got["now"].(map[string]any), "source")
	same(t, "now", got["now"], `{"days_left":null,"end_of_extended_support_date":"2027-12-02","end_of_standard_support_date":"2026-12-02","release_date":"2025-10-02","status":"STANDARD_SUPPORT","version":"1.34"}`)
	then := got["then"].([]any)
	for _, row := range then {
		delete(row.(map[string]any), "source")
	}
	same(t, "then", then, `[{"days_left":-8,"end_of_extended_support_date":"2027-12-02","end_of_standard_support_date":"2026-12-02","release_date":"2025-10-02","status":"EXTENDED_SUPPORT","version":"1.34"},`+
		`{"days_left":null,"end_of_extended_support_date":null,"end_of_standard_support_date":null,"release_date":"2026-10-02","status":"STANDARD_SUPPORT","version":"1.37"}]`)
}

func TestCatalogFile(t *testing.T) {
	m := newModule(t, root+`
provider "eksupgrade" {
  catalog_file = "facts.json"
}
data "eksupgrade_cluster_versions" "this" {}
output "versions" {
  value = data.eksupgrade_cluster_versions.this.versions[*].version
}
`)
	m.write("facts.json", `{"format_version":"1.0","date":"2027-01-01","kubernetes_versions":[{"version":"1.38","release":"2027-01-01","source":"a test","as_of":"2027-01-01"}]}`)
	same(t, "versions", m.outputs()["versions"], `["1.38"]`)
	m.write("facts.json", `{}`)
	m.terraform("plan", "-input=false").says("error", "Unreadable catalog", "facts.json")
}

func TestFunctions(t *testing.T) {
	needs(t, firstWithFunctions(), "a provider function")
	m := newModule(t, root+`
output "path" {
  value = provider::eksupgrade::upgrade_path("1.28", "1.31")
}
output "no_path" {
  value = provider::eksupgrade::upgrade_path("1.31", "1.31")
}
output "distance" {
  value = [provider::eksupgrade::minor_distance("1.28", "1.31"), provider::eksupgrade::minor_distance("1.31", "1.28"), provider::eksupgrade::minor_distance("1.31", "1.31")]
}
output "end" {
  value = provider::eksupgrade::support_end("1.34")
}
output "unknown_end" {
  value = provider::eksupgrade::support_end("1.37").end_of_standard_support_date == null
}
`)
	got := m.outputs()
	same(t, "path", got["path"], `["1.29","1.30","1.31"]`)
	same(t, "no_path", got["no_path"], `[]`)
	same(t, "distance", got["distance"], `[3,3,0]`)
	same(t, "end", got["end"], `{"end_of_extended_support_date":"2027-12-02","end_of_standard_support_date":"2026-12-02","release_date":"2025-10-02","version":"1.34"}`)
	same(t, "unknown_end", got["unknown_end"], `true`)
}

func TestFunctionsRefuse(t *testing.T) {
	needs(t, firstWithFunctions(), "a provider function")
	for call, want := range map[string]string{
		`upgrade_path("1.31", "1.28")`:   "there is no upgrade path from 1.31 to 1.28",
		`upgrade_path("1.031", "1.28")`:  `"1.031" is not a Kubernetes minor version`,
		`minor_distance("v1.31", "1.2")`: `write "1.31"`,
		`minor_distance("1.31", "x")`:    `"x" is not a Kubernetes minor version`,
		`support_end("1.99")`:            "the catalog of 2026-11-22 holds the EKS versions 1.21 to 1.37, and not 1.99",
	} {
		m := &module{t: t, dir: t.TempDir()}
		m.write("main.tf", root+"output \"x\" {\n  value = provider::eksupgrade::"+call+"\n}\n")
		output, status := m.run("plan", "-input=false", "-no-color")
		plain := strings.Join(strings.Fields(regexp.MustCompile(`[│╷╵]`).ReplaceAllString(output, " ")), " ")
		if status == 0 || !strings.Contains(strings.ToLower(plain), strings.ToLower(want)) {
			t.Errorf("%s: exit status %d, want %q in\n%s", call, status, want, output)
		}
	}
}

// firstWithFunctions is the first minor with provider functions, of Terraform or
// of OpenTofu.
func firstWithFunctions() int {
	if strings.Contains(filepath.Base(terraform), "tofu") {
		return 7
	}
	return 8
}
