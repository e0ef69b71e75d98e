package tfvars

import (
	"fmt"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// question is a value that an environment has one of.
type question struct {
	targets []target
	// what names the value in a message, field its path in variable_names, and
	// expected what is to be found there.
	what, field, expected string
	// guess tells that the value only helps: of several default names the first
	// counts, and one that has something else is no problem.
	guess bool
}

// answer is what a question came to.
type answer struct {
	// chosen is where the value is.
	chosen *place
	// null is a place that sets it to nothing.
	null *place
	// unknown is why the value cannot be told, and then it is not chosen.
	unknown []upgrade.Problem
	// own tells that the environment's file sets it.
	own bool
}

// single answers a question. Of several names, one that the environment's own
// file sets wins over those that lie below it.
func (s *survey) single(asked question) answer {
	var (
		answer     answer
		own, below []place
		// doubtOfBelow is the doubt of each place below.
		doubtOfBelow     [][]upgrade.Problem
		problems, doubts []upgrade.Problem
	)
	for _, route := range s.routes(asked.targets, 0) {
		if len(route.found)+len(route.nulls)+len(route.problems)+len(route.doubt) > 0 {
			s.meet(route.target)
		}
		problems = append(problems, route.problems...)
		for _, p := range route.found {
			if s.isOwn(p) {
				own = append(own, p)
			} else {
				below, doubtOfBelow = append(below, p), append(doubtOfBelow, route.doubt)
			}
		}
		for _, null := range route.nulls {
			answer.null = &null
		}
		doubts = append(doubts, route.doubt...)
		if route.set && len(route.found) == 0 {
			// A default of the variable, or of its type, may be in a file that
			// could not be read; null may mean the default too.
			doubts = append(doubts, s.below.variables.doubt(route.keys[0])...)
		}
	}
	answer.own = len(own) > 0
	candidates := own
	if len(own) == 0 {
		candidates = below
	}
	switch {
	case len(candidates) == 0:
		answer.unknown = append(problems, doubts...)
	case len(candidates) > 1 && !asked.guess:
		answer.unknown = append(problems, *conflict(candidates, asked.what, asked.field))
	case len(own) == 0 && len(doubtOfBelow[0]) > 0:
		answer.unknown = append(problems, doubtOfBelow[0]...)
	default:
		answer.chosen = &candidates[0]
		s.report(problems...)
	}
	return answer
}

// claim turns an answer into a claim, and reports what stands in its way.
func claim[T any](s *survey, asked question, known func(leaf, upgrade.Source) upgrade.Claim[T]) (upgrade.Claim[T], answer) {
	answer := s.single(asked)
	if answer.chosen != nil {
		found, problem := answer.chosen.read(asked.expected)
		if problem == nil {
			return known(found, answer.chosen.source()), answer
		}
		answer.unknown = []upgrade.Problem{*problem}
	}
	switch {
	case len(answer.unknown) > 0:
		if !asked.guess {
			s.report(answer.unknown...)
		}
		return upgrade.UnknownClaim[T](reasons(answer.unknown), answer.unknown[0].Source), answer
	case answer.null != nil:
		return upgrade.NoClaim[T](answer.null.source()), answer
	default:
		source := s.own.document.source
		source.Attribute = asked.targets[0].path.String()
		return upgrade.NoClaim[T](source), answer
	}
}

// versionClaim makes a claim of a version as it was written.
func versionClaim(found leaf, source upgrade.Source) upgrade.VersionClaim {
	claim := upgrade.ClaimVersion(found.text, source)
	claim.Note = found.note
	return claim
}

func textClaim(found leaf, source upgrade.Source) upgrade.Claim[string] {
	claim := upgrade.ClaimText(found.text, source)
	claim.Note = found.note
	return claim
}

// conflict names all the places that set what only one should.
func conflict(places []place, what, field string) *upgrade.Problem {
	parts := make([]string, len(places))
	for i, p := range places {
		parts[i] = fmt.Sprintf("%s sets %s", p.source(), p.name())
	}
	return &upgrade.Problem{
		Message:     oneLine(fmt.Sprintf("%s: each of them is taken for %s, so which one counts is not known.", enumerate(parts), what)),
		Remediation: fmt.Sprintf("Keep one of them, or name the one that counts in variable_names.%s.", field),
		Source:      places[0].source(),
	}
}

// reasons joins the messages of problems for the reason of an unknown claim. One
// broken file may be in the way of several names.
func reasons(problems []upgrade.Problem) string {
	var messages []string
	for _, problem := range problems {
		if !slices.Contains(messages, problem.Message) {
			messages = append(messages, problem.Message)
		}
	}
	return strings.Join(messages, " ")
}
