package acceptance

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func TestPlanOfOneEnvironmentWithTheFileOfAnother(t *testing.T) {
	m := newModule(t, gate(strings.Replace(withVersions, "var.environment", `"dev"`, 1)))
	m.tfvars("dev", "1.34", "1.34")
	m.tfvars("prod", "1.35", "1.35")
	m.mustApply("dev")
	result := m.terraform("plan", "-input=false", "-var-file=env-vars/prod.tfvars", "-state=dev.tfstate")
	result.stopped("dev: environment-mismatch 1.35, file 1.34", "dev: environment-mismatch blue 1.35, file 1.34").
		says("error", "dev: environment-mismatch 1.35", "env-vars/dev.tfvars:2 says 1.34", "its own -var-file (env-vars/dev.tfvars)")
	if code := result.find("error", "dev: environment-mismatch 1.35").Snippet.Code; !strings.Contains(code, "cluster_version") {
		t.Errorf("it points at %q", code)
	}
	if code := result.find("error", "dev: environment-mismatch blue").Snippet.Code; !strings.Contains(code, "node_group_versions") {
		t.Errorf("it points at %q", code)
	}
}

func TestGroupThatTheArgumentDoesNotName(t *testing.T) {
	m := newModule(t, gate(ofEnvironment+`
  cluster_version     = var.cluster_version
  node_group_versions = { green = "1.34" }
`))
	m.tfvars("dev", "1.34", "1.34")
	m.plan("dev").stopped("dev: environment-mismatch blue 1.34, not in node_group_versions").
		says("error", "dev: environment-mismatch", "env-vars/dev.tfvars:4")
}

func TestStateOfAnotherEnvironmentIsNamed(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.tfvars("dev", "1.34", "1.34")
	m.tfvars("prod", "1.34", "1.34")
	m.mustApply("dev")
	m.terraform("plan", "-input=false", "-var-file=env-vars/prod.tfvars", "-state=dev.tfstate").
		passes().warns("prod: no baseline yet").says("warning", "prod", "This state recorded dev, not prod.")
}

func TestWaiver(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.tfvars("dev", "1.34", "1.34")
	m.mustApply("dev")
	m.tfvars("dev", "1.35", "1.33")
	m.write(".eksupgrade.hcl", "waiver {\n  rule        = \"node-group-skew\"\n  environment = \"dev\"\n  reason      = \"maintenance window on Sunday\"\n  until       = \"2026-06-15\"\n}\n\nrule \"node-group-downgrade\" {\n  severity = \"off\"\n}\n")
	m.plan("dev").passes().warns("dev: node-group-skew blue 1.33, control plane 1.35 (waived)").
		says("warning", "dev", "Waived until 2026-06-15 (.eksupgrade.hcl:1): maintenance window on Sunday")
	m.write(".eksupgrade.hcl", "waiver {\n  rule   = \"node-group-skew\"\n  reason = \"maintenance window on Sunday\"\n  until  = \"2026-06-14\"\n}\n\nrule \"node-group-downgrade\" {\n  severity = \"off\"\n}\n")
	m.plan("dev").stopped("dev: node-group-skew").warns("dev: waiver-expired node-group-skew until 2026-06-14 at .eksupgrade.hcl:1")
}

func TestConfigurationFileAndArguments(t *testing.T) {
	m := newModule(t, gate(withVersions+`policy = { promotion_order = ["dev", "prod"] }`))
	m.tfvars("dev", "1.35", "1.33")
	m.tfvars("prod", "1.36", "1.36")
	m.write(".eksupgrade.hcl", "policy {\n  max_node_group_skew = 2\n  promotion_order = [\"prod\", \"dev\"]\n}\n")
	m.plan("dev").passes().warns("dev: no baseline yet", "prod: environment-order 1.36 ahead of dev 1.35")
	m.write("main.tf", gate(withVersions+`policy = { max_node_group_skew = 1 }`))
	m.plan("dev").stopped("dev: node-group-skew blue 1.33, control plane 1.35")
}

func TestRelativePathsWithChdir(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.chdir = true
	m.tfvars("dev", "1.34", "1.34")
	m.mustApply("dev")
	m.tfvars("dev", "1.36", "1.36")
	m.plan("dev").stopped("dev: minor-version-skip").says("error", "dev", "env-vars/dev.tfvars:2")
}

// Terraform wraps what it prints for people; places, commands and rule names stay
// whole, and no two findings become one.
func TestDiagnosticsSurviveWrapping(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.sixAt("1.34")
	m.commit()
	m.mustApply("dev")
	for _, environment := range []string{"cc", "prod", "stg"} {
		m.tfvars(environment, "1.36", "1.33")
	}
	for _, level := range []string{"error", "warning"} {
		m.env = []string{"EKSUPGRADE_ENFORCEMENT=" + level}
		output, _ := m.run(append([]string{"plan", "-no-color"}, of("dev")...)...)
		for _, environment := range []string{"cc", "prod", "stg"} {
			for _, want := range []string{
				": " + environment + ": minor-version-skip 1.34 -> 1.36\n", "env-vars/" + environment + ".tfvars:2 cluster_version\n",
				": " + environment + ": node-group-skew blue 1.33, control plane 1.36\n", "env-vars/" + environment + ".tfvars:4 node_groups.blue.version\n",
				": " + environment + ": node-group-downgrade blue 1.34 -> 1.33\n",
			} {
				if !strings.Contains(output, want) {
					t.Errorf("%s: no %q in\n%s", level, want, output)
				}
			}
		}
	}
}

// The schema works from Terraform 1.0 on, which has no terraform_data.
func TestGateAlone(t *testing.T) {
	m := newModule(t, root+`
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
  environments    = ["dev", "prod"]
  environment     = var.environment
  cluster_version = var.cluster_version
  policy          = { max_node_group_skew = 2 }
  variable_names  = { node_group_versions = ["node_groups.*.version"] }
  rules           = { "support-ending" = "off" }
}
`)
	m.tfvars("dev", "1.34", "1.34")
	m.tfvars("prod", "1.34", "1.34")
	m.commit()
	m.mustApply("dev")
	m.plan("dev").quiet().changes()
	m.tfvars("dev", "1.36", "1.34")
	m.tfvars("prod", "1.36", "1.33")
	m.plan("dev").stopped("dev: minor-version-skip 1.34 -> 1.36", "prod: minor-version-skip 1.34 -> 1.36", "prod: node-group-skew blue 1.33, control plane 1.36", "prod: node-group-downgrade blue 1.34 -> 1.33")
}

func TestRefreshOnlyIsQuiet(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.tfvars("dev", "1.34", "1.34")
	m.mustApply("dev")
	m.plan("dev", "-refresh-only").quiet()
}

func TestArgumentsChangeInPlace(t *testing.T) {
	m := newModule(t, gate(withVersions))
	m.tfvars("dev", "1.34", "1.34")
	m.mustApply("dev")
	m.write("main.tf", gate(withVersions+`policy = { support_warning_days = 10 }`))
	m.plan("dev").quiet().changes("eksupgrade_readiness.this")
	m.mustApply("dev")
	m.plan("dev").quiet().changes()
	m.wantApplied("dev", `{"dev":{"cluster_version":"1.34","node_group_versions":{"blue":"1.34"}}}`)
}

func TestValidateNeedsNothing(t *testing.T) {
	m := newModule(t, gate(ofEnvironment))
	m.env = []string{"PATH=" + t.TempDir(), "HOME=" + t.TempDir()}
	output, status := m.run("validate", "-no-color")
	if status != 0 {
		t.Errorf("exit status %d: %s", status, output)
	}
}

// A process below another provider inherits the cookie that starts a provider.
func TestArgumentsWinOverTheCookie(t *testing.T) {
	const cookie = "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
	command := exec.Command(binary, "version")
	command.Env = append(os.Environ(), cookie)
	output, err := command.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "facts   2026-11-22") {
		t.Errorf("%v: %s", err, output)
	}
	served := exec.Command(binary)
	served.Env = append(os.Environ(), cookie)
	pipe, err := served.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := served.Start(); err != nil {
		t.Fatal(err)
	}
	handshake := make([]byte, 4)
	if _, err := pipe.Read(handshake); err != nil || string(handshake) != "1|6|" {
		t.Errorf("the provider began with %q, %v", handshake, err)
	}
	_ = served.Process.Kill()
	_ = served.Wait()
}

func TestDebug(t *testing.T) {
	command := exec.Command(binary, "-debug")
	pipe, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	}()
	got := make(chan string, 1)
	go func() {
		buffer := make([]byte, 4096)
		text := ""
		for !strings.Contains(text, "TF_REATTACH_PROVIDERS") {
			n, err := pipe.Read(buffer)
			if err != nil {
				break
			}
			text += string(buffer[:n])
		}
		got <- text
	}()
	select {
	case text := <-got:
		if !strings.Contains(text, "TF_REATTACH_PROVIDERS") {
			t.Errorf("it printed %q", text)
		}
	case <-time.After(20 * time.Second):
		t.Error("no word of TF_REATTACH_PROVIDERS in 20 seconds")
	}
}
