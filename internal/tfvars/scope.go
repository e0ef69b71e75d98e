package tfvars

import (
	"maps"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// scope is what the variables are set to in one environment.
type scope struct {
	own   *values
	below *layers
}

// setting is what Terraform gives a variable.
type setting struct {
	place
	// set tells that there is a value; it may be null.
	set bool
	// doubt is what could not be read and might set the variable otherwise.
	doubt []upgrade.Problem
}

// variable looks a variable up by falling precedence. A value replaces one
// below it as a whole: nothing is merged.
func (s scope) variable(name string) setting {
	var found setting
	declared := s.below.variables.byName[name]
	for _, file := range s.files() {
		if file.problem != nil {
			found.doubt = append(found.doubt, *file.problem)
			continue
		}
		expression, ok := file.byName[name]
		if !ok {
			continue
		}
		found.set = true
		found.place = place{expression: expression, in: file.document, keys: []string{name}}
		if declared == nil {
			return found
		}
		found.shape = declared.shape
		if declared.notNull && declared.fallback != nil && found.isNull() {
			found.place = *declared.fallback
		}
		return found
	}
	if declared != nil && declared.fallback != nil {
		found.set, found.place = true, *declared.fallback
		return found
	}
	found.doubt = append(found.doubt, s.below.variables.doubt(name)...)
	return found
}

// files are the files of values by falling precedence.
func (s scope) files() []*values { return append([]*values{s.own}, s.below.files...) }

// isOwn tells whether a place is in the environment's file.
func (s scope) isOwn(p place) bool { return p.in == s.own.document }

// spellings are the variables that a target means: one, or for a default name
// all that are set or declared with hyphens or underscores. The name itself is
// always among them, for what could not be read may have it.
func (s scope) spellings(t target) []string {
	name := t.path[0]
	if !t.fallback {
		return []string{name}
	}
	spellings := map[string]bool{name: true}
	add := func(variable string) {
		if strings.Contains(variable, "-") && alike(variable) == name {
			spellings[variable] = true
		}
	}
	for _, file := range s.files() {
		for variable := range file.byName {
			add(variable)
		}
	}
	for variable := range s.below.variables.byName {
		add(variable)
	}
	return slices.Sorted(maps.Keys(spellings))
}
