package plan

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"
)

// planFiles are all plans of the test data, whole.
func planFiles(t testing.TB) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"testdata/plans/*.json*", "testdata/shapes/*.json*"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) < 20 {
		t.Fatalf("found %d plans, want the test data", len(files))
	}
	return files
}

// planText is the JSON of a plan of the test data.
func planText(t testing.TB, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(file, ".gz") {
		return text
	}
	reader, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	text, err = io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// What terraform-json reads of a plan and what this package reads agree.
func TestReadAgreesWithTerraformJSON(t *testing.T) {
	for _, file := range planFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text := planText(t, file)
			var want tfjson.Plan
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			got, err := read(bytes.NewReader(text), readOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if got.formatVersion != want.FormatVersion || got.terraformVersion != want.TerraformVersion {
				t.Errorf("versions are %s, %s; want %s, %s", got.formatVersion, got.terraformVersion, want.FormatVersion, want.TerraformVersion)
			}
			if (got.complete == nil) != (want.Complete == nil) || got.complete != nil && *got.complete != *want.Complete {
				t.Errorf("complete is %v, want %v", got.complete, want.Complete)
			}
			compareChanges(t, "resource_changes", got.changes, want.ResourceChanges)
			compareChanges(t, "resource_drift", got.drift, want.ResourceDrift)
			var deferred []*tfjson.ResourceChange
			for _, entry := range want.DeferredChanges {
				deferred = append(deferred, entry.ResourceChange)
			}
			compareChanges(t, "deferred_changes", got.deferred, deferred)
			changed := 0
			for _, each := range want.ResourceChanges {
				if !got.known.has(each.Address) {
					t.Errorf("%s is not known", each.Address)
				}
				if each.Mode == tfjson.ManagedResourceMode && !each.Change.Actions.NoOp() {
					changed++
				}
			}
			if got.changed != changed {
				t.Errorf("changed is %d, want %d", got.changed, changed)
			}
			for name, variable := range want.Variables {
				if !reflect.DeepEqual(plain(t, got.variables[name]), variable.Value) {
					t.Errorf("variable %s is %s, want %v", name, got.variables[name], variable.Value)
				}
			}
			if want.PriorState != nil && want.PriorState.Values != nil {
				var prior []*tfjson.StateResource
				collectState(want.PriorState.Values.RootModule, &prior)
				comparePrior(t, got, prior)
			}
		})
	}
}

func compareChanges(t *testing.T, list string, got []change, all []*tfjson.ResourceChange) {
	t.Helper()
	var want []*tfjson.ResourceChange
	for _, each := range all {
		if !matters(each.Type) || passesValues(each.Type) && each.Change.Actions.NoOp() {
			continue
		}
		want = append(want, each)
	}
	if len(got) != len(want) {
		t.Fatalf("%s has %d changes that matter, want %d", list, len(got), len(want))
	}
	for i, w := range want {
		g := got[i]
		texts := [][2]string{
			{g.Address, w.Address}, {g.PreviousAddress, w.PreviousAddress}, {g.ModuleAddress, w.ModuleAddress}, {g.Mode, string(w.Mode)},
			{g.Type, w.Type}, {g.Name, w.Name}, {g.ProviderName, w.ProviderName}, {g.Deposed, w.DeposedKey},
		}
		for _, pair := range texts {
			if pair[0] != pair[1] {
				t.Errorf("%s: %s reads %q, want %q", list, w.Address, pair[0], pair[1])
			}
		}
		var actions []string
		for _, action := range w.Change.Actions {
			actions = append(actions, string(action))
		}
		if !slices.Equal(g.Change.Actions, actions) {
			t.Errorf("%s: %s has actions %v, want %v", list, w.Address, g.Change.Actions, actions)
		}
		index := plain(t, g.Index)
		if !reflect.DeepEqual(index, w.Index) {
			t.Errorf("%s: %s has index %v, want %v", list, w.Address, index, w.Index)
		}
		if bareTypes[w.Type] {
			continue
		}
		var replace any
		if len(w.Change.ReplacePaths) > 0 {
			replace = w.Change.ReplacePaths
		}
		for name, pair := range map[string][2]any{
			"before": {g.Change.Before, w.Change.Before}, "after": {g.Change.After, w.Change.After},
			"after_unknown":    {g.Change.AfterUnknown, w.Change.AfterUnknown},
			"before_sensitive": {g.Change.BeforeSensitive, w.Change.BeforeSensitive},
			"after_sensitive":  {g.Change.AfterSensitive, w.Change.AfterSensitive},
			"replace_paths":    {g.Change.ReplacePaths, replace},
		} {
			if value := plain(t, pair[0].(jsontext.Value)); !reflect.DeepEqual(value, pair[1]) {
				t.Errorf("%s: %s has %s %v, want %v", list, w.Address, name, value, pair[1])
			}
		}
	}
}

func comparePrior(t *testing.T, got *document, all []*tfjson.StateResource) {
	t.Helper()
	var want []*tfjson.StateResource
	for _, each := range all {
		if each.Mode == tfjson.ManagedResourceMode && !got.known.has(each.Address) && !got.priorManaged.has(each.Address) {
			t.Errorf("the prior state lacks %s", each.Address)
		}
		if matters(each.Type) && !passesValues(each.Type) {
			want = append(want, each)
		}
	}
	if len(got.prior) != len(want) {
		t.Fatalf("the prior state has %d resources that matter, want %d", len(got.prior), len(want))
	}
	for i, w := range want {
		g := got.prior[i]
		if g.Address != w.Address || g.Mode != string(w.Mode) || g.Type != w.Type || g.Name != w.Name || g.ProviderName != w.ProviderName ||
			g.DeposedKey != w.DeposedKey || !slices.Equal(g.DependsOn, w.DependsOn) || !reflect.DeepEqual(plain(t, g.Index), w.Index) {
			t.Errorf("the prior state reads %+v, want %+v", g, w)
		}
		if values, _ := plain(t, g.Values).(map[string]any); !bareTypes[w.Type] && !reflect.DeepEqual(values, w.AttributeValues) {
			t.Errorf("the prior state has values of %s %v, want %v", w.Address, values, w.AttributeValues)
		}
	}
}

func collectState(module *tfjson.StateModule, into *[]*tfjson.StateResource) {
	if module == nil {
		return
	}
	*into = append(*into, module.Resources...)
	for _, child := range module.ChildModules {
		collectState(child, into)
	}
}

// plain decodes as terraform-json does by default.
func plain(t *testing.T, raw jsontext.Value) any {
	t.Helper()
	if len(raw) == 0 {
		return nil
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return value
}
