package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

var ruleNames = []string{"minor-version-skip", "node-group-skew"}

const whole = `
env_vars_dir = "eks/env-vars"
environments = ["dev", "prod"]
baseline     = ["git:main", "prod=1.34"]

policy {
  max_node_group_skew  = 2
  support_warning_days = 30
  promotion_order      = ["dev", "prod"]
}

variable_names {
  cluster_version     = "eks.version"
  node_group_versions = ["blue.version"]
  addon_versions      = ["addons.*"]
}

rule "node-group-skew" {
  severity = "warning"
}

waiver {
  rule        = "minor-version-skip"
  environment = "prod"
  address     = "aws_eks_cluster.this"
  reason      = "rebuilt on Sunday"
  until       = "2026-12-31"
}
`

func TestParse(t *testing.T) {
	file, err := Parse(filepath.Join("repo", FileName), []byte(whole), ruleNames)
	if err != nil {
		t.Fatal(err)
	}
	if *file.MaxNodeGroupSkew != 2 || *file.SupportWarningDays != 30 || !reflect.DeepEqual(file.PromotionOrder, []string{"dev", "prod"}) {
		t.Errorf("policy is %v %v %v", *file.MaxNodeGroupSkew, *file.SupportWarningDays, file.PromotionOrder)
	}
	if file.EnvVarsDir != filepath.Join("repo", "eks", "env-vars") {
		t.Errorf("env_vars_dir is %s", file.EnvVarsDir)
	}
	if !reflect.DeepEqual(file.Environments, []string{"dev", "prod"}) || !reflect.DeepEqual(file.Baseline, []string{"git:main", "prod=1.34"}) {
		t.Errorf("environments %v, baseline %v", file.Environments, file.Baseline)
	}
	if file.Names.ClusterVersion != "eks.version" || !reflect.DeepEqual(file.Names.NodeGroupVersions, []string{"blue.version"}) ||
		!reflect.DeepEqual(file.Names.AddonVersions, []string{"addons.*"}) {
		t.Errorf("variable_names is %+v", file.Names)
	}
	if !reflect.DeepEqual(file.Severities, map[string]upgrade.Severity{"node-group-skew": upgrade.Warning}) {
		t.Errorf("severities are %v", file.Severities)
	}
	waiver := file.Waivers[0]
	if waiver.Rule != "minor-version-skip" || waiver.Environment != "prod" || waiver.Address != "aws_eks_cluster.this" ||
		waiver.Reason != "rebuilt on Sunday" || waiver.Until.String() != "2026-12-31" || waiver.Source.Position() != "repo/.eksupgrade.hcl:22" {
		t.Errorf("waiver is %+v", waiver)
	}
}

func TestBaselineForms(t *testing.T) {
	for text, want := range map[string][]string{
		`baseline = "git:main"`:                       {"git:main"},
		`baseline = { prod = "1.34", dev = "1.35" }`:  {"dev=1.35", "prod=1.34"},
		`baseline = ["prod=1.34", "git:origin/main"]`: {"git:origin/main", "prod=1.34"},
		``:                nil,
		`baseline = null`: nil,
	} {
		file, err := Parse("f.hcl", []byte(text), ruleNames)
		if err != nil || !reflect.DeepEqual(file.Baseline, want) {
			t.Errorf("%s: got %v, %v", text, file.Baseline, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const waiver = "waiver {\n  rule = \"minor-version-skip\"\n  reason = %REASON\n  until = %UNTIL\n}"
	with := func(reason, until string) string {
		return strings.NewReplacer("%REASON", reason, "%UNTIL", until).Replace(waiver)
	}
	for name, test := range map[string]struct{ text, want string }{
		"syntax":            {"policy {", "f.hcl:1"},
		"unknown block":     {"\npolicies {}", "f.hcl:2"},
		"unknown attribute": {"environment = []", "f.hcl:1"},
		"unknown rule":      {"rule \"minor-version-skp\" {\n  severity = \"off\"\n}", `f.hcl:1: there is no rule "minor-version-skp"; did you mean "minor-version-skip"?`},
		"rule twice":        {"rule \"node-group-skew\" {\n  severity = \"off\"\n}\nrule \"node-group-skew\" {\n  severity = \"off\"\n}", `f.hcl:4: rule "node-group-skew" is set twice`},
		"severity":          {"rule \"node-group-skew\" {\n  severity = \"fatal\"\n}", `f.hcl:2: rule "node-group-skew": "fatal" is not a severity`},
		"severity number":   {"rule \"node-group-skew\" {\n  severity = 3\n}", `f.hcl:2: severity must be a string`},
		"waived rule":       {"waiver {\n  rule = \"x\"\n  reason = \"y\"\n  until = \"2026-01-01\"\n}", `f.hcl:2: there is no rule "x"`},
		"blank reason":      {with(`"  "`, `"2026-01-01"`), "f.hcl:3: the reason of a waiver is empty"},
		"no environments":   {"environments = []", "f.hcl: environments is empty"},
		"no reason":         {with(`""`, `"2026-01-01"`), "f.hcl:3: the reason of a waiver is empty"},
		"no until":          {"waiver {\n  rule = \"minor-version-skip\"\n  reason = \"x\"\n}", "until"},
		"bad until":         {with(`"x"`, `"2026-1-1"`), `f.hcl:4: until: "2026-1-1" is not a date`},
		"skew":              {"policy {\n  max_node_group_skew = 4\n}", "f.hcl:2: max_node_group_skew must be a whole number from 0 to 3"},
		"half a skew":       {"policy {\n  max_node_group_skew = 1.5\n}", "f.hcl:2: max_node_group_skew must be a whole number"},
		"skew text":         {"policy {\n  max_node_group_skew = \"1\"\n}", "f.hcl:2: max_node_group_skew must be a whole number"},
		"days":              {"policy {\n  support_warning_days = -1\n}", "f.hcl:2: support_warning_days"},
		"baseline number":   {"baseline = 7", "f.hcl:1: baseline must be"},
		"baseline numbers":  {"baseline = { prod = 1.34 }", "f.hcl:1: baseline must be"},
		"hostile":           {"\nbaseline = " + strings.Repeat("[", 100_000), "f.hcl:2: the file is not read, because brackets are nested"},
		"reference":         {"baseline = var.x", "f.hcl:1: Variables not allowed"},
		"path":              {"variable_names {\n  cluster_version = \"a..b\"\n}", "f.hcl:1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("f.hcl", []byte(test.text), ruleNames)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestFind(t *testing.T) {
	top := t.TempDir()
	deep := filepath.Join(top, "eks", "env-vars")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	if found, err := Find(deep); err != nil || strings.HasPrefix(found, top) {
		t.Errorf("found %q, %v", found, err)
	}
	want := filepath.Join(top, FileName)
	if err := os.WriteFile(want, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if found, err := Find(deep); err != nil || found != want {
		t.Errorf("found %q, %v, want %q", found, err, want)
	}
	if found, err := Find(filepath.Join(deep, "not there")); err != nil || found != want {
		t.Errorf("found %q, %v, want %q", found, err, want)
	}
	// What lies above a checkout is not looked at.
	if err := os.Mkdir(filepath.Join(top, "eks", ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	if found, err := Find(deep); err != nil || found != "" {
		t.Errorf("found %q, %v, above the checkout", found, err)
	}
	if err := os.Remove(filepath.Join(top, "eks", ".git")); err != nil {
		t.Fatal(err)
	}
	// What has the name and is no file is not passed over: a policy would be lost.
	nearer := filepath.Join(top, "eks", FileName)
	if err := os.Symlink("nowhere", nearer); err != nil {
		t.Fatal(err)
	}
	if found, err := Find(deep); err != nil || found != nearer {
		t.Errorf("found %q, %v, want %q", found, err, nearer)
	}
	if _, err := Load(nearer, ruleNames); err == nil {
		t.Error("a dangling symlink was read")
	}
}

func TestLoadRefuses(t *testing.T) {
	dir := t.TempDir()
	big := filepath.Join(dir, "big.hcl")
	if err := os.WriteFile(big, make([]byte, largest+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "none.hcl"): "cannot be read",
		dir:                            "is not a regular file",
		big:                            "more than 1048576 are not read",
	} {
		if _, err := Load(path, ruleNames); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", path, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("waiver {\n}"))
	f.Add([]byte("policy {\n max_node_group_skew = 1e999999999\n}"))
	f.Add([]byte("baseline = [[[[{}]]]]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse("f.hcl", data, ruleNames)
		if err != nil && err.Error() == "" {
			t.Error("an error without words")
		}
		if err == nil && file.MaxNodeGroupSkew != nil && (*file.MaxNodeGroupSkew < 0 || *file.MaxNodeGroupSkew > 3) {
			t.Errorf("skew %d", *file.MaxNodeGroupSkew)
		}
	})
}
