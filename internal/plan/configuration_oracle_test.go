package plan

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"
)

// terraform-json reads the same references out of every expression.
func TestConfigurationAgreesWithTerraformJSON(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.json.gz")
	if err != nil || len(files) == 0 {
		t.Fatal("no plans", err)
	}
	compared := 0
	for _, path := range files {
		raw := rawConfiguration(t, path)
		var config tfjson.Config
		if err := json.Unmarshal(raw, &config); err != nil {
			t.Fatal(path, err)
		}
		d := newDocument()
		d.configuration = raw
		compared += compareModule(t, path, config.RootModule, d.config().root)
	}
	if compared < 100 {
		t.Errorf("%d expressions were compared, which is too few to mean anything", compared)
	}
}

func rawConfiguration(t *testing.T, path string) jsontext.Value {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	zipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(path, err)
	}
	var plan struct {
		Configuration jsontext.Value `json:"configuration"`
	}
	if err := json.NewDecoder(zipped).Decode(&plan); err != nil {
		t.Fatal(path, err)
	}
	return plan.Configuration
}

func compareModule(t *testing.T, path string, want *tfjson.ConfigModule, got *configModule) int {
	t.Helper()
	compared := 0
	for _, resource := range want.Resources {
		ours := got.named[resource.Address]
		if ours == nil {
			t.Errorf("%s: %s %s is not read", path, got.path, resource.Address)
			continue
		}
		if ours.Mode != string(resource.Mode) || ours.Provider != resource.ProviderConfigKey ||
			(ours.Count != nil) != (resource.CountExpression != nil) || (ours.ForEach != nil) != (resource.ForEachExpression != nil) || !slices.Equal(ours.DependsOn, resource.DependsOn) {
			t.Errorf("%s: %s is read as %+v", path, resource.Address, ours)
		}
		for name, expression := range resource.Expressions {
			var references []string
			for _, leaf := range ours.at([]string{name}) {
				references = append(references, leaf.references...)
			}
			for _, reference := range longest(referencesOf(expression)) {
				compared++
				if !slices.Contains(references, reference) {
					t.Errorf("%s: %s %s lacks the reference %s", path, resource.Address, name, reference)
				}
			}
		}
	}
	for name, call := range want.ModuleCalls {
		below := got.Calls[name]
		if below == nil {
			t.Errorf("%s: module %s is not read", path, name)
			continue
		}
		compared += compareModule(t, path, call.Module, below.Module)
	}
	return compared
}

func referencesOf(expression *tfjson.Expression) []string {
	if expression == nil || expression.ExpressionData == nil {
		return nil
	}
	references := expression.References
	for _, block := range expression.NestedBlocks {
		for _, below := range block {
			references = append(references, longest(referencesOf(below))...)
		}
	}
	return references
}
