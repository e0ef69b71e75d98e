package plan

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// expression is what the file tells of one expression: a constant, or what it
// refers to. It tells neither where it is computed by a function of constants.
type expression struct {
	// constant is set where the expression is one; it may be null.
	constant json.RawMessage
	// null marks the constant null.
	null bool
	// references are such as aws_eks_cluster.this.name.
	references []string
	// rest is what is left of the path that led here: the expression stands for
	// more than was asked for.
	rest []string
}

// at lists the expressions at a path of attributes and blocks, in every block of
// a list. Where an expression gives the whole of what the path leads into, it
// stands for its parts.
func (r *configResource) at(path []string) []expression {
	return expressionsAt(r.Expressions[path[0]], path[1:])
}

// expressionsAt lists the expressions at a path below one; all of them where the
// path is empty.
func expressionsAt(raw json.RawMessage, path []string) []expression {
	if len(raw) == 0 {
		return nil
	}
	var blocks []json.RawMessage
	if json.Unmarshal(raw, &blocks) == nil {
		if len(path) > 0 {
			if _, is := stepIndex(path[0]); is {
				path = path[1:]
			}
		}
		var found []expression
		for _, block := range blocks {
			found = append(found, expressionsAt(block, path)...)
		}
		return found
	}
	if leaf, is := parseExpression(raw); is {
		leaf.rest = path
		return []expression{leaf}
	}
	var block map[string]json.RawMessage
	if json.Unmarshal(raw, &block) != nil {
		return nil
	}
	if len(path) > 0 {
		return expressionsAt(block[path[0]], path[1:])
	}
	var found []expression
	for _, name := range slices.Sorted(maps.Keys(block)) {
		found = append(found, expressionsAt(block[name], nil)...)
	}
	return found
}

// parseExpression reads an expression, and tells it from a block, whose keys are
// names of attributes.
func parseExpression(raw json.RawMessage) (expression, bool) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return expression{}, false
	}
	var leaf expression
	for name, field := range fields {
		switch name {
		case "constant_value":
			leaf.constant = field
			leaf.null = string(field) == "null"
		case "references":
			if json.Unmarshal(field, &leaf.references) != nil {
				return expression{}, false
			}
		default:
			return expression{}, false
		}
	}
	leaf.references = longest(leaf.references)
	return leaf, true
}

// longest leaves out references that lead to another one: after each reference
// the file lists what it leads through, such as module.a after module.a.name.
func longest(references []string) []string {
	var kept []string
	for i, reference := range references {
		leads := false
		for j, other := range references {
			if i != j && len(other) > len(reference) && strings.HasPrefix(other, reference) && strings.ContainsRune(".[", rune(other[len(reference)])) {
				leads = true
				break
			}
		}
		if !leads && !slices.Contains(kept, reference) {
			kept = append(kept, reference)
		}
	}
	return kept
}

// addressStep is one step of an address or a reference, with the key in
// brackets behind it as it is written.
type addressStep struct{ name, key string }

// addressSteps takes an address or a reference apart. Keys may hold dots,
// brackets and escaped quotes.
func addressSteps(address string) []addressStep {
	var list []addressStep
	for address != "" {
		end := strings.IndexAny(address, ".[")
		if end < 0 {
			return append(list, addressStep{name: address})
		}
		step := addressStep{name: address[:end]}
		address = address[end:]
		for strings.HasPrefix(address, "[") {
			end = keyEnd(address)
			step.key += address[:end]
			address = address[end:]
		}
		list = append(list, step)
		address = strings.TrimPrefix(address, ".")
	}
	return list
}

// keyEnd is the place behind the bracket that closes the first one.
func keyEnd(address string) int {
	quoted := false
	for i := 0; i < len(address); i++ {
		switch {
		case quoted && address[i] == '\\':
			i++
		case address[i] == '"':
			quoted = !quoted
		case !quoted && address[i] == ']':
			return i + 1
		}
	}
	return len(address)
}

// configAddress is an address without the keys of instances, as the configuration
// has it.
func configAddress(address string) string {
	if !strings.Contains(address, "[") {
		return address
	}
	var names []string
	for _, step := range addressSteps(address) {
		names = append(names, step.name)
	}
	return strings.Join(names, ".")
}

// moduleSteps are the steps of the modules that an address is in.
func moduleSteps(address string) []addressStep {
	list := addressSteps(address)
	end := 0
	for end+1 < len(list) && list[end].name == "module" {
		end += 2
	}
	return list[:end]
}

// stepIndex reads a step of a path that counts.
func stepIndex(step string) (int, bool) {
	number, err := strconv.Atoi(step)
	return number, err == nil && number >= 0
}

// joinAddress puts an address below a module.
func joinAddress(module, address string) string {
	if module == "" {
		return address
	}
	return module + "." + address
}

// unionOf adds the texts that a list lacks.
func unionOf(list, more []string) []string {
	for _, text := range more {
		if !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}
