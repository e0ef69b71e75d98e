package docstest

import (
	"strings"
	"testing"
)

// The test of the documentation is worth as much as what it refuses.

const sample = "# Page\n\n" +
	"```terraform\nvariable \"a\" {}\n```\n\n" +
	"```text\nnot { HCL\n```\n\n" +
	"1. An item:\n\n   ```hcl\n   # env-vars/dev.tfvars\n   cluster_version = \"1.34\"\n   ```\n\n" +
	"```hcl\n# .eksupgrade.hcl\nenvironments = [\"dev\"]\n```\n\n" +
	"````hcl\n# what follows is Terraform\nlocals {\n  fence = \"```\"\n}\n````\n\n" +
	"```hcl\n# ~/.terraformrc\nprovider_installation {}\n```\n"

func TestBlocksOfAPage(t *testing.T) {
	blocks, err := blocksOf(sample)
	if err != nil {
		t.Fatal(err)
	}
	want := []codeBlock{
		{terraformKind, "", 4, "variable \"a\" {}\n"},
		{tfvarsKind, "env-vars/dev.tfvars", 14, "# env-vars/dev.tfvars\ncluster_version = \"1.34\"\n"},
		{configKind, ".eksupgrade.hcl", 19, "# .eksupgrade.hcl\nenvironments = [\"dev\"]\n"},
		{terraformKind, "", 24, "# what follows is Terraform\nlocals {\n  fence = \"```\"\n}\n"},
		{cliKind, "~/.terraformrc", 31, "# ~/.terraformrc\nprovider_installation {}\n"},
	}
	if len(blocks) != len(want) {
		t.Fatalf("%d blocks, want %d: %+v", len(blocks), len(want), blocks)
	}
	for i := range want {
		if blocks[i] != want[i] {
			t.Errorf("block %d is %+v, want %+v", i, blocks[i], want[i])
		}
	}
	windows, err := blocksOf(strings.ReplaceAll(sample, "\n", "\r\n"))
	if err != nil || len(windows) != len(want) || windows[1] != want[1] {
		t.Errorf("with CRLF: %+v, %v", windows, err)
	}
	if _, err := blocksOf("```terraform\nlocals {}\n"); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a block that is not closed gives %v", err)
	}
}

func TestBrokenFilesAreRefused(t *testing.T) {
	for name, block := range map[string]codeBlock{
		"unknown rule":       {kind: configKind, name: ".eksupgrade.hcl", text: "rule \"minor-version-skipp\" {\n  severity = \"off\"\n}\n"},
		"unknown argument":   {kind: configKind, name: ".eksupgrade.hcl", text: "environment = \"dev\"\n"},
		"no cluster version": {kind: tfvarsKind, name: "dev.tfvars", text: "environment = \"dev\"\n"},
		"no constant":        {kind: tfvarsKind, name: "dev.tfvars", text: "cluster_version = \"1.34\"\nother = var.other\n"},
		"no version":         {kind: tfvarsKind, name: "dev.tfvars", text: "cluster_version = [\"1.34\"]\n"},
	} {
		if err := parse(block); err == nil {
			t.Errorf("%s: nothing is wrong with\n%s", name, block.text)
		}
	}
}

func TestBrokenBlocksAreRefused(t *testing.T) {
	v := needTerraform(t)
	const gate = "resource \"eksupgrade_readiness\" \"this\" {\n  env_vars_dir = \"env-vars\"\n"
	for name, test := range map[string]struct{ text, says string }{
		"syntax":              {gate, "closing brace"},
		"unknown argument":    {gate + "  environment_names = [\"dev\"]\n}\n", "environment_names"},
		"missing argument":    {"resource \"eksupgrade_readiness\" \"this\" {\n}\n", "env_vars_dir"},
		"wrong value":         {gate + "  enforcement = \"on\"\n}\n", "enforcement"},
		"wrong rule":          {gate + "  rules = { minor-skip = \"off\" }\n}\n", "minor-skip"},
		"unknown attribute":   {"output \"a\" {\n  value = eksupgrade_readiness.this.applied_versions\n}\n", "applied_versions"},
		"attribute of a stub": {"output \"a\" {\n  value = aws_eks_cluster.this.versions\n}\n", "versions"},
		"unknown type":        {"resource \"eksupgrade_gate\" \"this\" {\n}\n", "eksupgrade_gate"},
		"unknown data":        {"output \"a\" {\n  value = data.eksupgrade_readiness.this.ready\n}\n", "undeclared"},
		"wrong source":        {"terraform {\n  required_providers {\n    eksupgrade = {\n      source = \"eksupgrades/eksupgrade\"\n    }\n  }\n}\n" + gate + "}\n", "eksupgrades/eksupgrade"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := v.validate(t.TempDir(), map[string]string{"main.tf": test.text})
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("it gives %v, and should speak of %s, for\n%s", err, test.says, test.text)
			}
		})
	}
}

func TestBrokenCLIConfigurationIsRefused(t *testing.T) {
	v := needTerraform(t)
	for _, text := range []string{"provider_installation {\n", "provider_installation {\n  dev_override {}\n}\n"} {
		if err := v.readCLIConfig(t.TempDir(), text); err == nil {
			t.Errorf("nothing is wrong with\n%s", text)
		}
	}
}

func TestExcerptsAreCompleted(t *testing.T) {
	v := needTerraform(t)
	err := v.validate(t.TempDir(), map[string]string{"main.tf": `
resource "eksupgrade_readiness" "this" {
  env_vars_dir    = "${path.module}/env-vars"
  environment     = var.environment
  cluster_version = local.version
  depends_on      = [aws_eks_cluster.this, terraform_data.nodes]
}
`})
	if v.tooOld(map[string]string{"": "terraform_data"}) == "" && err != nil {
		t.Error(err)
	}
}
