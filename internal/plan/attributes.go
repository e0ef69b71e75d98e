package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// attributes makes claims of the values on one side of a change: of what is
// there now, or of what the apply leaves.
type attributes struct {
	document *document
	change   change
	value    value
	kind     upgrade.SourceKind
}

// now is what is there before the apply.
func (d *document) now(ch change) attributes {
	return attributes{document: d, change: ch, value: ch.Change.before(), kind: upgrade.SourcePrior}
}

// left is what the apply leaves. What Terraform forgets stays as it is.
func (d *document) left(ch change) attributes {
	if ch.Change.action() == upgrade.Forget {
		return d.now(ch)
	}
	return attributes{document: d, change: ch, value: ch.Change.after(), kind: upgrade.SourcePlan}
}

// exists tells whether there is an object on this side.
func (a attributes) exists() bool { return a.value.data != nil || a.value.isUnknown() }

// source is where the value of an attribute stands.
func (a attributes) source(path ...string) upgrade.Source {
	return upgrade.Source{Kind: a.kind, Attribute: strings.Join(path, ".")}
}

// at is the value of an attribute. A block that may be there once is a list of
// one object in one version of a provider and an object in another: both read
// the same.
func (a attributes) at(path ...string) value {
	v := a.value
	for _, name := range path {
		v = only(v).at(name)
	}
	return v
}

// only is the object of a block that may be there once.
func only(v value) value {
	_, known := v.data.([]any)
	_, unknown := v.unknown.([]any)
	if known || unknown {
		return v.at(0)
	}
	return v
}

// named is a text that is known, and empty where it is not. It is for joining
// resources, not for showing.
func (a attributes) named(path ...string) string {
	text, _ := a.at(path...).text()
	return text
}

// shown is named without what is marked sensitive.
func (a attributes) shown(path ...string) string {
	if a.at(path...).isSensitive() {
		return ""
	}
	return a.named(path...)
}

// reading turns a value that is known into what a claim holds, with its text. An
// error says why it is no such value.
type reading[T any] func(value) (T, string, error)

// claimOf reads one attribute. Where the plan decides it at apply, the value may
// still follow from the plan; otherwise the claim says why it is not known.
func claimOf[T any](a attributes, read reading[T], path ...string) upgrade.Claim[T] {
	v := a.at(path...)
	if v.hasUnknown() {
		return undecided(a, read, path...)
	}
	return readClaim(a, read, v, path...)
}

func readClaim[T any](a attributes, read reading[T], v value, path ...string) upgrade.Claim[T] {
	if v.isNull() {
		return upgrade.NoClaim[T](a.source(path...))
	}
	claim := upgrade.Claim[T]{Knowledge: upgrade.Known, Source: a.source(path...), Sensitive: v.isSensitive()}
	var err error
	claim.Value, claim.Text, err = read(v)
	if err != nil {
		claim.Knowledge, claim.Reason = upgrade.Invalid, err.Error()
		if claim.Sensitive {
			claim.Reason = "the value, which is sensitive, is not of the kind that is expected"
		}
	}
	return claim
}

// undecided is the claim of an attribute that the apply decides. One that the
// configuration leaves alone keeps its value, or is for EKS to choose.
func undecided[T any](a attributes, read reading[T], path ...string) upgrade.Claim[T] {
	resolver := a.document.resolver()
	if found, _, ok := resolver.resolve(a.change, path...); ok && !found.hasUnknown() {
		return readClaim(a, read, found, path...)
	}
	if a.leftAlone(path...) || a.chosenByEKS(path...) {
		if a.change.Change.action() == upgrade.Update {
			return claimOf(a.document.now(a.change), read, path...)
		}
		return upgrade.NoClaim[T](a.source(path...))
	}
	return upgrade.UnknownClaim[T](resolver.why(a.change, path...), a.source(path...))
}

// leftAlone tells whether the configuration certainly does not set an attribute.
// It does not show dynamic blocks: what is in a block counts as left alone where
// the block is shown without it, or where the provider makes up the whole block.
func (a attributes) leftAlone(path ...string) bool {
	config := a.document.config()
	if config.resource(a.change) == nil || config.sets(a.change, path...) {
		return false
	}
	return len(path) == 1 || a.value.at(path[0]).isUnknown() != config.sets(a.change, path[0])
}

// chosen are attributes that EKS chooses where nothing sets them, and that people
// set to texts rather than to what another resource comes to.
var chosen = []string{"ami_type", "release_version", "instance_types", "update_config", "configuration_values"}

// chosenByEKS tells whether an attribute is one that EKS chooses, and nothing that
// its expression names is unknown. It may come from a local value or from the map
// of a for_each, where the file does not show what is unknown; most often it is
// null there.
func (a attributes) chosenByEKS(path ...string) bool {
	resource := a.document.config().resource(a.change)
	if resource == nil || !slices.Contains(chosen, path[0]) {
		return false
	}
	for _, leaf := range resource.at(path) {
		if !a.document.namesKnown(resource.module, leaf) {
			return false
		}
	}
	return true
}

// namesKnown tells whether all resources that an expression of a module names,
// itself or through inputs of modules, are known.
func (d *document) namesKnown(m *configModule, leaf expression) bool {
	for _, reference := range leaf.references {
		steps := addressSteps(reference)
		switch {
		case len(steps) < 2 || slices.Contains([]string{"each", "count", "local", "path", "terraform", "module"}, steps[0].name):
		case steps[0].name != "var":
			if !d.knows(joinAddress(m.path, reference)) {
				return false
			}
		case m.call != nil:
			for _, input := range expressionsAt(m.call.Expressions[steps[1].name], nil) {
				if !d.namesKnown(m.parent, input) {
					return false
				}
			}
		}
	}
	return true
}

// pinned tells whether the configuration sets an attribute which otherwise keeps
// the value that it once got. An expression may come to null, so a value that
// stays as it was counts only where the file shows that somebody wrote it.
func (a attributes) pinned(path ...string) bool {
	config, left := a.document.config(), a.named(path...)
	switch {
	case left == "":
		return config.sets(a.change, path...) && !a.chosenByEKS(path...)
	case left != a.document.now(a.change).named(path...):
		return true
	default:
		return config.sets(a.change, path...) && a.document.writes(left)
	}
}

// writes tells whether a text stands in the configuration, in a variable, or in a
// data source that was read.
func (d *document) writes(text string) bool {
	quoted, err := json.Marshal(text)
	if err != nil {
		return false
	}
	if bytes.Contains(d.configuration, quoted) {
		return true
	}
	for _, variable := range d.variables {
		if bytes.Contains(variable, quoted) {
			return true
		}
	}
	return slices.ContainsFunc(d.prior, func(held instance) bool { return held.Mode == "data" && bytes.Contains(held.Values, quoted) })
}

func readText(v value) (string, string, error) {
	text, is := v.text()
	if !is {
		return "", "", fmt.Errorf("a text is expected, found %s", kindOf(v))
	}
	return text, text, nil
}

func readFlag(v value) (bool, string, error) {
	text, _ := v.text()
	flag, err := strconv.ParseBool(text)
	if err != nil {
		return false, "", fmt.Errorf("true or false is expected, found %s", kindOf(v))
	}
	return flag, text, nil
}

func readCount(v value) (int, string, error) {
	text, _ := v.text()
	count, err := strconv.Atoi(text)
	if err != nil {
		return 0, "", fmt.Errorf("a whole number is expected, found %s", kindOf(v))
	}
	return count, text, nil
}

func readTexts(v value) ([]string, string, error) {
	var texts []string
	for i := range v.length() {
		text, is := v.at(i).text()
		if !is {
			return nil, "", fmt.Errorf("a list of texts is expected, found %s in it", kindOf(v.at(i)))
		}
		texts = append(texts, text)
	}
	return texts, strings.Join(texts, ", "), nil
}

func readLabels(v value) (map[string]string, string, error) {
	labels, pairs := map[string]string{}, []string{}
	for _, key := range v.keys() {
		text, is := v.at(key).text()
		if !is {
			return nil, "", fmt.Errorf("a map of texts is expected, found %s in it", kindOf(v.at(key)))
		}
		labels[key] = text
		pairs = append(pairs, key+"="+text)
	}
	return labels, strings.Join(pairs, ", "), nil
}

// kindOf names the kind of a value, never the value.
func kindOf(v value) string {
	switch v.data.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	case string:
		return "another text"
	default:
		return "a number or bool"
	}
}
