package plan

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// moduleOf is the address of the module instance that an address is in; empty
// for the root module.
func moduleOf(address string) string {
	var names []string
	for _, step := range moduleSteps(address) {
		names = append(names, step.name+step.key)
	}
	return strings.Join(names, ".")
}

// keysIn are the keys of the instances in an address.
func keysIn(address string) []string {
	var keys []string
	for _, step := range addressSteps(address) {
		if step.key != "" {
			keys = append(keys, step.key)
		}
	}
	return keys
}

// managed lists the managed resources of the types, as they are changed or, where
// the plan does not speak of them, as they are in the prior state: an apply
// leaves alone what its plan lacks, such as what a target leaves out.
func (d *document) managed(types ...string) []change {
	var found []change
	wanted := func(mode, kind string) bool { return mode != "data" && slices.Contains(types, kind) }
	for _, ch := range d.changes {
		if wanted(ch.Mode, ch.Type) {
			found = append(found, ch.apart()...)
		}
	}
	for _, ch := range d.deferred {
		if wanted(ch.Mode, ch.Type) {
			found = append(found, ch)
		}
	}
	for _, held := range d.prior {
		if wanted(held.Mode, held.Type) && held.DeposedKey == "" && !d.known.has(held.Address) {
			found = append(found, held.asChange())
		}
	}
	return found
}

// apart splits a replacement that keeps the old object, which Terraform calls
// create and forget, into the two objects that it leaves: the old one that stays
// as it is, and the new one. Any other change stays whole.
func (c change) apart() []change {
	if !slices.Contains(c.Change.Actions, "create") || !slices.Contains(c.Change.Actions, "forget") {
		return []change{c}
	}
	old, made := c, c
	old.Change.Actions, made.Change.Actions = []string{"forget"}, []string{"create"}
	old.Change.After, old.Change.AfterUnknown, old.Change.AfterSensitive = nil, nil, nil
	made.Change.Before, made.Change.BeforeSensitive = nil, nil
	return []change{old, made}
}

// asChange is an instance of the prior state as the change that leaves it as it
// is.
func (i instance) asChange() change {
	return change{
		Address: i.Address, Mode: i.Mode, Type: i.Type, Name: i.Name, Index: i.Index, ProviderName: i.ProviderName,
		ModuleAddress: moduleOf(i.Address),
		Change: changeValues{
			Actions: []string{"no-op"}, Before: i.Values, After: i.Values, AfterUnknown: jsontext.Value("{}"),
			BeforeSensitive: i.SensitiveValues, AfterSensitive: i.SensitiveValues,
		},
	}
}

// ofAWS tells whether a resource is the AWS provider's, from whichever registry.
// Terraform 0.12 writes the name of the provider's configuration alone, such as
// aws or module.west.aws.oregon.
func ofAWS(provider string) bool {
	parts := strings.Split(provider, "/")
	if len(parts) == 1 {
		return slices.Contains(strings.Split(provider, "."), "aws")
	}
	return parts[len(parts)-1] == "aws" && slices.Contains([]string{"hashicorp", "opentofu", "-"}, parts[len(parts)-2])
}
