package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// plannedResource is one entry of resource_changes, with the parts that a test
// leaves out filled in.
type plannedResource struct {
	address  string
	actions  []string
	before   string
	after    string
	unknown  string
	hidden   string
	replaces string
	deposed  string
	provider string
	mode     string
}

func (r plannedResource) json(t *testing.T) map[string]any {
	t.Helper()
	steps := addressSteps(r.address)
	steps = steps[len(moduleSteps(r.address)):]
	if steps[0].name == "data" {
		steps = steps[1:]
		r.mode = "data"
	}
	entry := map[string]any{
		"address": r.address, "mode": orElse(r.mode, "managed"), "type": steps[0].name, "name": steps[1].name,
		"provider_name": orElse(r.provider, "registry.terraform.io/hashicorp/aws"),
		"change": map[string]any{
			"actions": r.actions, "before": rawJSON(t, r.before), "after": rawJSON(t, r.after),
			"after_unknown": rawJSON(t, orElse(r.unknown, "{}")), "before_sensitive": rawJSON(t, orElse(r.hidden, "{}")),
			"after_sensitive": rawJSON(t, orElse(r.hidden, "{}")), "replace_paths": rawJSON(t, r.replaces),
		},
	}
	if key := steps[1].key; key != "" {
		entry["index"] = rawJSON(t, strings.Trim(key, "[]"))
	}
	if module := moduleOf(r.address); module != "" {
		entry["module_address"] = module
	}
	if r.deposed != "" {
		entry["deposed"] = r.deposed
	}
	return entry
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func rawJSON(t *testing.T, text string) any {
	t.Helper()
	if text == "" {
		return nil
	}
	var parsed any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&parsed); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return parsed
}

// testPlan is a plan of a few resources. The configuration is that of the root
// module, and the prior state a list of its instances.
type testPlan struct {
	resources     []plannedResource
	configuration string
	prior         string
	deferred      []plannedResource
}

// environment reads a plan that holds the resources.
func (p testPlan) environment(t *testing.T) upgrade.Environment {
	t.Helper()
	file := map[string]any{"format_version": "1.2", "terraform_version": "1.11.4", "errored": false, "complete": true, "applyable": true}
	changes := []any{}
	for _, resource := range p.resources {
		changes = append(changes, resource.json(t))
	}
	file["resource_changes"] = changes
	if p.configuration != "" {
		file["configuration"] = map[string]any{"root_module": rawJSON(t, p.configuration)}
	}
	if p.prior != "" {
		file["prior_state"] = map[string]any{"format_version": "1.0", "values": map[string]any{"root_module": rawJSON(t, p.prior)}}
	}
	var later []any
	for _, resource := range p.deferred {
		later = append(later, map[string]any{"reason": "provider_config_unknown", "resource_change": resource.json(t)})
	}
	if later != nil {
		file["deferred_changes"] = later
	}
	text, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	environment, err := Read(bytes.NewReader(text), Options{Name: "test", Source: "test.json"})
	if err != nil {
		t.Fatal(err)
	}
	return environment
}

// described is what an environment holds of AWS, a line for each thing.
func described(environment upgrade.Environment) []string {
	var lines []string
	for _, cluster := range environment.Clusters {
		lines = append(lines, describedCluster(cluster)...)
	}
	for _, group := range environment.Unjoined {
		lines = append(lines, "unjoined "+describedGroup(group))
	}
	for _, addon := range environment.Unplaced.Addons {
		if addon.Kind == upgrade.EKSAddon {
			lines = append(lines, "unplaced "+describedAddon(addon))
		}
	}
	return lines
}

func describedCluster(cluster upgrade.Cluster) []string {
	lines := []string{fmt.Sprintf("cluster %s %q %s%s", cluster.Address, cluster.Name, describedMove(cluster.Action, cluster.Deposed, cluster.ReplacedBy),
		describedClaims(cluster.CurrentVersion(), cluster.AskedVersion()))}
	for _, group := range cluster.NodeGroups {
		lines = append(lines, describedGroup(group))
	}
	for _, profile := range cluster.Fargate {
		lines = append(lines, fmt.Sprintf("fargate %s %q %v", profile.Address, profile.Name, profile.Selectors))
	}
	for _, addon := range cluster.Addons {
		if addon.Kind == upgrade.EKSAddon {
			lines = append(lines, describedAddon(addon))
		}
	}
	if len(cluster.OtherNodes) > 0 {
		lines = append(lines, "other nodes: "+strings.Join(cluster.OtherNodes, ", "))
	}
	return lines
}

func describedGroup(group upgrade.NodeGroup) string {
	kind := "group"
	if group.SelfManaged {
		kind = "self-managed"
	}
	return fmt.Sprintf("%s %s %q %s%s", kind, group.Address, group.Name, describedMove(group.Action, group.Deposed, group.ReplacedBy),
		describedClaims(group.CurrentVersion(), group.AskedVersion()))
}

func describedAddon(addon upgrade.Addon) string {
	return fmt.Sprintf("addon %s %s %s%s", addon.Address, addon.Name, describedMove(addon.Action, false, nil), describedClaims(addon.Current, addon.Asked))
}

func describedMove(action upgrade.Action, deposed bool, replacedBy []string) string {
	names := map[upgrade.Action]string{
		upgrade.NoAction: "stays", upgrade.Create: "create", upgrade.Update: "update", upgrade.DeleteThenCreate: "delete, create",
		upgrade.CreateThenDelete: "create, delete", upgrade.Delete: "delete", upgrade.Forget: "forget",
	}
	text := names[action]
	if deposed {
		text += " deposed"
	}
	if len(replacedBy) > 0 {
		text += " for " + strings.Join(replacedBy, ", ")
	}
	return text
}

func describedClaims[T any](current, asked upgrade.Claim[T]) string {
	return ": " + describedClaim(current) + " -> " + describedClaim(asked)
}

func describedClaim[T any](claim upgrade.Claim[T]) string {
	switch claim.Knowledge {
	case upgrade.Known:
		text := claim.Shown()
		if claim.Note != "" {
			text += " (" + claim.Note + ")"
		}
		return text
	case upgrade.Absent:
		return "none"
	case upgrade.Invalid:
		return "invalid " + claim.Shown()
	default:
		return "unknown"
	}
}

// theOnly is the one element of a list.
func theOnly[T any](t *testing.T, list []T) T {
	t.Helper()
	if len(list) != 1 {
		t.Fatalf("got %d elements, want one: %+v", len(list), list)
	}
	return list[0]
}

func compareLines(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
