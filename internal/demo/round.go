package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

const (
	// culprit is the environment with the mistake.
	culprit  = "prod"
	skipRule = "minor-version-skip"
)

// scene is where the rounds are played.
type scene struct {
	screen *screen
	box    *sandbox.Sandbox
	fleet  *fleet
}

// round is one edit of the tfvars and what all six plans must make of it.
type round struct {
	title string
	// edit makes the edit and says what is to be seen.
	edit func(context.Context, *scene) (expectation, error)
}

// expectation is what must be seen, and nothing else, after an edit.
type expectation struct {
	// plan judges one environment's plan.
	plan func(plan) error
	// seen says in a few words what a plan did that was as expected.
	seen string
	// stopped is what stops the plans; nil where they pass.
	stopped *skip
}

// rounds are run one after the other: each edit begins where the last one ended.
func rounds() []round {
	return []round{
		{title: "Round one: every environment one minor up", edit: allOneUp},
		{title: "Round two: " + shown(culprit) + " two minors up", edit: culpritTwoUp},
		{title: "Round three: next takes " + shown(culprit) + " back to the legal step", edit: mendCulprit},
	}
}

func allOneUp(_ context.Context, s *scene) (expectation, error) {
	for _, name := range s.fleet.names {
		if err := s.fleet.raise(name, 1); err != nil {
			return expectation{}, err
		}
	}
	return expectation{plan: passes, seen: "passes"}, nil
}

func culpritTwoUp(_ context.Context, s *scene) (expectation, error) {
	if err := s.fleet.raise(culprit, 2); err != nil {
		return expectation{}, err
	}
	line, from, err := clusterVersion(s.fleet.committed[culprit])
	if err != nil {
		return expectation{}, err
	}
	skipped := skip{environment: culprit, line: line, from: from}
	if skipped.next, err = above(from, 1); err != nil {
		return expectation{}, err
	}
	if skipped.to, err = above(from, 2); err != nil {
		return expectation{}, err
	}
	return expectation{
		plan:    skipped.stops,
		seen:    fmt.Sprintf("is stopped: %s at %s", skipRule, skipped.place()),
		stopped: &skipped,
	}, nil
}

func (r round) run(ctx context.Context, s *scene) error {
	s.screen.title("%s", r.title)
	expected, err := r.edit(ctx, s)
	if err != nil {
		return err
	}
	var wrong []error
	failed := map[string]bool{}
	err = planAll(ctx, s.box, s.fleet.names, func(p plan) {
		failed[p.environment] = p.status != 0
		if problem := expected.plan(p); problem != nil {
			wrong = append(wrong, problem)
			s.screen.step("plan of %-4s %s", p.environment, s.screen.with(red, "is not as expected"))
			return
		}
		s.screen.step("plan of %-4s %s", p.environment, expected.seen)
	})
	if err != nil {
		return err
	}
	report, err := check(ctx, s.box)
	if err != nil {
		return err
	}
	s.screen.print("\n%s", table(s.screen, rows(report, failed)))
	wrong = append(wrong, expected.table(s.fleet.names, report))
	if expected.stopped != nil {
		wrong = append(wrong, s.showError(ctx, *expected.stopped))
	}
	if err := errors.Join(wrong...); err != nil {
		return fmt.Errorf("%s:\n%w", r.title, err)
	}
	return nil
}

// showError shows a stopped plan as a person sees it: one of an environment that
// nobody touched wrongly.
func (s *scene) showError(ctx context.Context, stopped skip) error {
	victim := s.fleet.names[0]
	if victim == stopped.environment {
		victim = s.fleet.names[1]
	}
	result, err := s.box.Show(ctx, victim, s.screen.color)
	if err != nil {
		return err
	}
	// launch.sh and Terraform write errors to standard error.
	block := firstError(result.Stderr)
	if result.Status == 0 || !names(withoutColor(block), stopped.place()) {
		return fmt.Errorf("%s: expected an error that shows %s, found exit status %d and:\n%s", result.Command, stopped.place(), result.Status, result.Stderr)
	}
	s.screen.print("\nWhat ./launch.sh --plan %s says:\n\n%s", victim, block)
	return nil
}
