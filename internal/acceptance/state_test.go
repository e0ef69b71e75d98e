package acceptance

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// testdata/schema-N holds root modules with the states that the provider wrote of
// them when it first had version N of the resource's schema: those of version 0
// are of the first commit that had the resource (45f696a), applied with Terraform
// 1.11.4. They are never written anew. Users have such states, and no release may
// make a diff of one.
const statesOfSchema = "testdata/schema-%s"

// keptStates are the folders of modules with a state.
func keptStates(t *testing.T) []string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.FromSlash(fmt.Sprintf(statesOfSchema, "*/*")))
	if err != nil || len(dirs) < 3 {
		t.Fatalf("%d states are kept, %v, want three and more", len(dirs), err)
	}
	return dirs
}

// keptModule is a copy of a module with its state.
func keptModule(t *testing.T, dir string) *module {
	t.Helper()
	main, err := os.ReadFile(filepath.Join(dir, "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	m := newModule(t, string(main))
	if err := os.RemoveAll(m.dir); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(m.dir, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestStateOfEachSchemaMakesNoDiff(t *testing.T) {
	for _, dir := range keptStates(t) {
		t.Run(filepath.ToSlash(dir), func(t *testing.T) {
			m := keptModule(t, dir)
			m.terraform("plan", "-input=false").quiet().changes()
			m.terraform("apply", "-input=false", "-auto-approve").passes().changes()
		})
	}
}

// What the state recorded is still the baseline of the next step.
func TestStateOfEachSchemaIsTheBaseline(t *testing.T) {
	m := keptModule(t, filepath.FromSlash(fmt.Sprintf(statesOfSchema, "0/all-environments")))
	m.write("env-vars/prod.tfvars", "cluster_version = \"1.36\"\nnode_groups = {\n  blue = { version = \"1.34\" }\n}\n")
	m.terraform("plan", "-input=false").stopped("prod: minor-version-skip 1.34 -> 1.36", "prod: node-group-skew blue 1.34, control plane 1.36").
		says("error", "prod: minor-version-skip", "1.34 (the last apply)")
}

// The provider of today writes what it wrote then. Where it has another schema
// version, a folder of states of that version is missing.
func TestStateIsWrittenAsInItsSchema(t *testing.T) {
	for _, dir := range keptStates(t) {
		t.Run(filepath.ToSlash(dir), func(t *testing.T) {
			m := keptModule(t, dir)
			kept := m.gateInState()
			m.remove("terraform.tfstate")
			m.terraform("apply", "-input=false", "-auto-approve").passes()
			now := m.gateInState()
			if _, err := os.Stat(fmt.Sprintf(statesOfSchema, now.SchemaVersion)); err != nil {
				t.Fatalf("no state of schema version %s is kept: %v", now.SchemaVersion, err)
			}
			if now.SchemaVersion != kept.SchemaVersion {
				t.Skipf("the provider is at schema version %s now", now.SchemaVersion)
			}
			for name, value := range kept.Attributes {
				if !reflect.DeepEqual(now.Attributes[name], value) {
					t.Errorf("%s is written as %v; it was %v", name, now.Attributes[name], value)
				}
			}
		})
	}
}

// gateInState is the gate as the state holds it.
type gateInState struct {
	SchemaVersion json.Number    `json:"schema_version"`
	Attributes    map[string]any `json:"attributes"`
}

func (m *module) gateInState() gateInState {
	m.t.Helper()
	text, err := os.ReadFile(filepath.Join(m.dir, "terraform.tfstate"))
	if err != nil {
		m.t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Type      string        `json:"type"`
			Instances []gateInState `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal(text, &state); err != nil {
		m.t.Fatal(err)
	}
	for _, resource := range state.Resources {
		if resource.Type == "eksupgrade_readiness" {
			return resource.Instances[0]
		}
	}
	m.t.Fatal("the state holds no gate")
	return gateInState{}
}
