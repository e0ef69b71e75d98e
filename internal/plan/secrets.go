package plan

import (
	"bytes"
	"maps"
	"slices"
)

// shortestSecret is the least length of a text that is looked for in messages: a
// shorter one is part of ordinary words.
const shortestSecret = 4

// longestSecret is the greatest: no message holds a text as long as a manifest,
// and to keep all of those would take the memory of the plan.
const longestSecret = 1000

// noSecrets are texts that give nothing away, whoever marks them.
var noSecrets = []string{"true", "false", "null", "none"}

// secrets lists the texts that the plan marks sensitive, in order: in the changes
// and instances that were kept, and among the variables of the root module. No
// message may hold one of them.
func (d *document) secrets() []string {
	found := map[string]bool{}
	for _, changes := range [][]change{d.changes, d.drift, d.deferred} {
		for _, change := range changes {
			if marksAny(change.Change.BeforeSensitive) {
				addSecrets(found, change.Change.before())
			}
			if marksAny(change.Change.AfterSensitive) {
				addSecrets(found, change.Change.after())
			}
		}
	}
	for _, instance := range d.prior {
		if marksAny(instance.SensitiveValues) {
			addSecrets(found, value{data: decode(instance.Values), sensitive: decode(instance.SensitiveValues)})
		}
	}
	d.addSecretVariables(found)
	return slices.Sorted(maps.Keys(found))
}

// marksAny tells whether raw marks hold any, without decoding those that do not.
func marksAny(marks []byte) bool { return bytes.Contains(marks, []byte("true")) }

// addSecretVariables adds the values and defaults of the root module's sensitive
// variables.
func (d *document) addSecretVariables(found map[string]bool) {
	if !bytes.Contains(d.configuration, []byte(`"sensitive"`)) {
		return
	}
	configuration := d.config()
	if configuration == nil || configuration.root == nil {
		return
	}
	for name, variable := range configuration.root.Variables {
		if variable.Sensitive {
			addSecrets(found, value{data: decode(d.variables[name]), sensitive: true})
			addSecrets(found, value{data: decode([]byte(variable.Default)), sensitive: true})
		}
	}
}

// addSecrets adds the texts of a value that are marked sensitive.
func addSecrets(found map[string]bool, v value) {
	if !v.isSensitive() {
		return
	}
	switch data := v.data.(type) {
	case string:
		if len(data) >= shortestSecret && len(data) <= longestSecret && !slices.Contains(noSecrets, data) {
			found[data] = true
		}
	case []any:
		for i := range data {
			addSecrets(found, v.at(i))
		}
	case map[string]any:
		for key := range data {
			addSecrets(found, v.at(key))
		}
	}
}
