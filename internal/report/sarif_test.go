package report

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// sarifSchemaOf compiles the published schema.
func sarifSchemaOf(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "sarif-schema-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(sarifSchema, document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(sarifSchema)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func parseSARIF(t *testing.T, text string) sarifLog {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	return log
}

func TestSARIFIsValid(t *testing.T) {
	schema := sarifSchemaOf(t)
	for name, document := range map[string]Document{
		"everything": judgement(t), "ready": ready(t), "many": many(t, 300), "nothing": {}, "plans": plans(t),
	} {
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(render(t, "sarif", document)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(instance); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// The validator does refuse what is wrong.
	wrong, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.Replace(render(t, "sarif", judgement(t)), `"level": "error"`, `"level": "fatal"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if schema.Validate(wrong) == nil {
		t.Error("the schema takes any level")
	}
}

func TestSARIF(t *testing.T) {
	got := render(t, "sarif", judgement(t))
	golden(t, "sarif", got)
	run := parseSARIF(t, got).Runs[0]
	if run.Invocations[0].ExecutionSuccessful || len(run.Invocations[0].Notifications) != 7 {
		t.Errorf("the invocation is %+v", run.Invocations)
	}
	for _, result := range run.Results {
		if result.RuleIndex != nil && run.Tool.Driver.Rules[*result.RuleIndex].ID != result.RuleID {
			t.Errorf("%s has the index of another rule", result.RuleID)
		}
		// Code hosts refuse a report with a result that has no file.
		if len(result.Locations) != 1 || result.Locations[0].Physical == nil || result.Locations[0].Physical.Region.StartLine < 1 {
			t.Errorf("%s is at %+v", result.RuleID, result.Locations)
		}
	}
	if driver := parseSARIF(t, render(t, "sarif", ready(t))).Runs[0].Tool.Driver; driver.Version != "dev" || driver.SemanticVersion != "" {
		t.Errorf("the driver is %+v", driver)
	}
}

func TestArtifactOf(t *testing.T) {
	for file, want := range map[string]sarifArtifact{
		"env-vars/prod.tfvars":      {URI: "env-vars/prod.tfvars", URIBaseID: sourceRoot},
		"./env vars/ü%[1]#?.tfvars": {URI: "env%20vars/%C3%BC%25%5B1%5D%23%3F.tfvars", URIBaseID: sourceRoot},
		"a:b.tfvars":                {URI: "./a:b.tfvars", URIBaseID: sourceRoot},
		"../prod.tfvars":            {URI: "../prod.tfvars"},
		"/srv/a b.tfvars":           {URI: "file:///srv/a%20b.tfvars"},
		"C:/a b.tfvars":             {URI: "file:///C:/a%20b.tfvars"},
	} {
		if got := artifactOf(file); got != want {
			t.Errorf("artifactOf(%q) is %+v, want %+v", file, got, want)
		}
	}
}

func TestSARIFWithoutAnyFile(t *testing.T) {
	if got := sarifLocations(upgrade.Finding{}, upgrade.Environment{}); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	got := sarifLocations(upgrade.Finding{Address: "aws_eks_cluster.this"}, upgrade.Environment{})
	if len(got) != 1 || got[0].Physical != nil || got[0].Logical[0].FullyQualifiedName != "aws_eks_cluster.this" {
		t.Errorf("got %+v", got)
	}
}

// A finding stays the same when lines move and versions change, and no two
// findings of a report are the same.
func TestFingerprints(t *testing.T) {
	prints := func(document Document) map[string]bool {
		found := map[string]bool{}
		for _, result := range parseSARIF(t, render(t, "sarif", document)).Runs[0].Results {
			found[result.Fingerprints[fingerprint]] = true
		}
		return found
	}
	before, moved := judgement(t), judgement(t)
	for _, report := range moved.Report.Environments {
		for i := range report.Findings {
			report.Findings[i].Source.Line += 5
			report.Findings[i].Fact += " now"
		}
	}
	if was, is := prints(before), prints(moved); !maps.Equal(was, is) || len(was) != 6 {
		t.Errorf("%v became %v", was, is)
	}
	if got := prints(many(t, 100)); len(got) != 206 {
		t.Errorf("%d fingerprints for 206 findings", len(got))
	}
}
