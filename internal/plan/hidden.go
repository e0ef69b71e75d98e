package plan

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hiddenDependencies lists what a resource depends on through local values. The
// file does not show what a local value refers to, but the prior state lists all
// that an object depends on: by the configuration now, and by the one of the
// last apply. So a dependency of the state is taken for one of now where a local
// value can carry it:
//   - an attribute is made of a local value, and it holds the value of an
//     attribute of the other resource that Terraform names as relevant to this
//     plan, or is not known yet; or
//   - the provider's configuration is made of a local value, and the other is a
//     cluster.
//
// Tags are left out: they hold names of clusters that come from elsewhere.
func (c *configuration) hiddenDependencies(resource *configResource) []string {
	address := resource.address()
	dependencies := c.dependencies[address]
	if len(dependencies) == 0 {
		return nil
	}
	var found []string
	if len(c.providerOrigins(resource).locals) > 0 {
		for _, other := range dependencies {
			if isCluster(other) {
				found = append(found, other)
			}
		}
	}
	dependencies = slices.DeleteFunc(slices.Clone(dependencies), func(other string) bool { return !c.document.isRelevant(other) })
	if len(dependencies) == 0 {
		return found
	}
	for name := range resource.Expressions {
		if name == "tags" || name == "tags_all" || len(c.originsOf(resource, resource.at([]string{name})).locals) == 0 {
			continue
		}
		for _, other := range dependencies {
			if c.document.carries(address, name, other) {
				found = append(found, other)
			}
		}
	}
	return found
}

// isRelevant tells whether any attribute of a resource is among the relevant ones.
func (d *document) isRelevant(address string) bool {
	return slices.ContainsFunc(d.relevant, func(relevant relevantAttribute) bool { return configAddress(relevant.Resource) == address })
}

// carries tells whether an attribute of any instance of a resource holds the
// value of a relevant attribute of another resource.
func (d *document) carries(address, attribute, other string) bool {
	var texts []string
	for _, relevant := range d.relevant {
		if configAddress(relevant.Resource) != other {
			continue
		}
		path := slices.Clone(relevant.Attribute)
		for i, step := range path {
			if number, is := step.(json.Number); is {
				path[i], _ = strconv.Atoi(number.String())
			}
		}
		for _, ch := range d.changesOf(other) {
			if text, is := ch.Change.after().at(path...).data.(string); is && text != "" {
				texts = append(texts, text)
			}
		}
	}
	for _, ch := range d.changesOf(address) {
		held := ch.Change.after().at(attribute)
		if len(texts) > 0 && held.hasUnknown() {
			return true
		}
		for _, text := range texts {
			if holdsText(held.data, text) {
				return true
			}
		}
	}
	return false
}

// holdsText tells whether any text in a value holds a text, as a word or more.
func holdsText(data any, text string) bool {
	switch data := data.(type) {
	case string:
		return holdsWord(data, text)
	case []any:
		return slices.ContainsFunc(data, func(element any) bool { return holdsText(element, text) })
	case map[string]any:
		for _, element := range data {
			if holdsText(element, text) {
				return true
			}
		}
	}
	return false
}

// holdsWord tells whether a text has a word with no letter or digit before or
// after it: prod is in prod-blue, and not in production.
func holdsWord(text, word string) bool {
	for at := 0; ; at++ {
		found := strings.Index(text[at:], word)
		if found < 0 {
			return false
		}
		at += found
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(word):])
		if !partOfWord(before) && !partOfWord(after) {
			return true
		}
	}
}

func partOfWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// changesOf lists the changes of the instances of a resource, deposed objects
// left out.
func (d *document) changesOf(address string) []change {
	if d.byResource == nil {
		d.byResource = map[string][]int{}
		for i, ch := range d.changes {
			if ch.Deposed == "" {
				key := configAddress(ch.Address)
				d.byResource[key] = append(d.byResource[key], i)
			}
		}
	}
	list := make([]change, len(d.byResource[address]))
	for i, position := range d.byResource[address] {
		list[i] = d.changes[position]
	}
	return list
}
