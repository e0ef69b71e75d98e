package tfvars

import (
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// survey reads one environment: it looks for what is asked for and collects the
// problems that it meets.
type survey struct {
	scope
	problems []upgrade.Problem
	// met are the explicit paths that led somewhere, by their text.
	met map[string]bool
}

// report keeps a problem once: one broken file may be in the way of several
// values.
func (s *survey) report(problems ...upgrade.Problem) {
	for _, problem := range problems {
		if !slices.Contains(s.problems, problem) {
			s.problems = append(s.problems, problem)
		}
	}
}

// trail is where a path has led.
type trail struct {
	// found are the places at its end.
	found []place
	// nulls are null values on the way, or at the end.
	nulls []place
	// problems are what kept it from going on.
	problems []upgrade.Problem
	// strict tells that a user wrote the path: a value that has no members is
	// then a mistake, and under a default name something else.
	strict bool
}

// follow goes from a place along the segments.
func (t *trail) follow(p place, segments keyPath) {
	if p.isNull() {
		t.nulls = append(t.nulls, p)
		return
	}
	if len(segments) == 0 {
		t.found = append(t.found, p)
		return
	}
	members, kind, problem := p.members()
	if problem == nil && t.strict && kind != objectKind && kind != listKind {
		problem = p.problem("Correct the value, or the path in variable_names.",
			"%s is %s, where an object with %s is expected.", p.name(), kind, segments)
	}
	if problem != nil {
		t.problems = append(t.problems, *problem)
	}
	for _, member := range members {
		if matches(segments[0], member.keys[len(member.keys)-1]) {
			t.follow(member, segments[1:])
		}
	}
}

// route is one variable that a target means, and where the path into it led.
type route struct {
	setting
	trail
	target target
}

// routes follows the targets' paths, but for so many of their last segments.
func (s *survey) routes(targets []target, without int) []route {
	var routes []route
	for _, target := range targets {
		for _, name := range s.spellings(target) {
			route := route{setting: s.variable(name), target: target}
			route.strict = !target.fallback
			if route.set {
				route.follow(route.place, target.path[1:max(1, len(target.path)-without)])
			}
			routes = append(routes, route)
		}
	}
	return routes
}

// meet notes that an explicit path is no mistake, as far as can be told.
func (s *survey) meet(t target) {
	if !t.fallback {
		s.met[t.path.String()] = true
	}
}
