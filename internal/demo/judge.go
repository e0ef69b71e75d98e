package main

import (
	"fmt"
	"regexp"
	"strings"
)

// gate is the resource that judges.
const gate = "eksupgrade_readiness.this"

// passes says what is wrong with a plan that was to pass: one that fails, and
// also one that passes without the step that it was to let through.
func passes(p plan) error {
	switch {
	case p.status != 0 || len(p.errors) > 0:
		return fmt.Errorf("plan of %s: expected it to pass, found %s", p.environment, p)
	case p.summary == nil:
		return fmt.Errorf("plan of %s: expected a summary of changes, found none in its output: %s", p.environment, p)
	case p.summary.Add != 0 || p.summary.Remove != 0 || p.summary.Change == 0:
		return fmt.Errorf("plan of %s: expected changes in place alone, found %d to add, %d to change, %d to destroy",
			p.environment, p.summary.Add, p.summary.Change, p.summary.Remove)
	case !p.changed[gate]:
		return fmt.Errorf("plan of %s: expected %s among the changes, found it is not: the gate did not judge the step", p.environment, gate)
	default:
		return nil
	}
}

// skip is an edit that leaves a minor out.
type skip struct {
	environment    string
	line           int
	from, next, to string
}

// place is how every message is to name it.
func (s skip) place() string { return fmt.Sprintf("%s:%d", shown(s.environment), s.line) }

// stops says what is wrong with a plan that the skip was to stop. One error and
// no other will do: a plan that fails for another reason shows nothing.
func (s skip) stops(p plan) error {
	wrong := func(expected string) error {
		return fmt.Errorf("plan of %s: expected %s, found %s", p.environment, expected, p)
	}
	if p.status == 0 {
		return wrong("it to be stopped for " + s.place())
	}
	if p.status != 1 || len(p.errors) != 1 {
		return wrong("it to be stopped by one error, for " + s.place())
	}
	found := p.errors[0]
	if found.Address != gate {
		return wrong("an error of " + gate)
	}
	if summary := s.environment + ": " + skipRule; !names(found.Summary, summary) {
		return wrong(fmt.Sprintf("an error that begins with %q", summary))
	}
	for _, part := range []string{s.place(), s.from, s.to, s.next} {
		if !names(found.Detail, part) {
			return wrong("an error that names " + part)
		}
	}
	return nil
}

// names tells whether a text holds a name or number whole: prod.tfvars:3 is not
// named by prod.tfvars:31, nor 1.3 by 1.36.
func names(text, part string) bool {
	return regexp.MustCompile(`(^|[^\w./-])` + regexp.QuoteMeta(part) + `($|[^\w./-]|\.(\W|$))`).MatchString(text)
}

// firstError is the first error of what Terraform prints for a person: with a
// frame where it uses colour, without one where it does not.
func firstError(printed string) string {
	var block []string
	for line := range strings.Lines(printed) {
		plain := strings.TrimPrefix(withoutColor(line), "│ ")
		begins := strings.HasPrefix(plain, "Error: ")
		ends := begins || strings.HasPrefix(plain, "Warning: ") || strings.HasPrefix(plain, "╵")
		if len(block) > 0 && ends {
			break
		}
		if begins || len(block) > 0 {
			block = append(block, line)
		}
	}
	return strings.TrimRight(strings.Join(block, ""), "\n") + "\n"
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

func withoutColor(text string) string { return escapes.ReplaceAllString(text, "") }
