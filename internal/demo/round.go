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

// round is one edit of the tfvars and what all six plans must make of it.
type round struct {
	title string
	// edit makes the edit and says what is to be seen.
	edit func(*fleet) (expectation, error)
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
	}
}

func allOneUp(f *fleet) (expectation, error) {
	for _, name := range f.names {
		if err := f.raise(name, 1); err != nil {
			return expectation{}, err
		}
	}
	return expectation{plan: passes, seen: "passes"}, nil
}

func culpritTwoUp(f *fleet) (expectation, error) {
	if err := f.raise(culprit, 2); err != nil {
		return expectation{}, err
	}
	line, from, err := clusterVersion(f.committed[culprit])
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

func (r round) run(ctx context.Context, screen *screen, box *sandbox.Sandbox, fleet *fleet) error {
	screen.title("%s", r.title)
	expected, err := r.edit(fleet)
	if err != nil {
		return err
	}
	var wrong []error
	failed := map[string]bool{}
	err = planAll(ctx, box, fleet.names, func(p plan) {
		failed[p.environment] = p.status != 0
		if problem := expected.plan(p); problem != nil {
			wrong = append(wrong, problem)
			screen.step("plan of %-4s %s", p.environment, screen.with(red, "is not as expected"))
			return
		}
		screen.step("plan of %-4s %s", p.environment, expected.seen)
	})
	if err != nil {
		return err
	}
	report, err := check(ctx, box)
	if err != nil {
		return err
	}
	screen.print("\n%s", table(screen, rows(report, failed)))
	wrong = append(wrong, expected.table(fleet.names, report))
	if expected.stopped != nil {
		wrong = append(wrong, showError(ctx, screen, box, fleet, *expected.stopped))
	}
	if err := errors.Join(wrong...); err != nil {
		return fmt.Errorf("%s:\n%w", r.title, err)
	}
	return nil
}

// showError shows a stopped plan as a person sees it: one of an environment that
// nobody touched wrongly.
func showError(ctx context.Context, screen *screen, box *sandbox.Sandbox, fleet *fleet, stopped skip) error {
	victim := fleet.names[0]
	if victim == stopped.environment {
		victim = fleet.names[1]
	}
	result, err := box.Show(ctx, victim, screen.color)
	if err != nil {
		return err
	}
	// launch.sh and Terraform write errors to standard error.
	block := firstError(result.Stderr)
	if result.Status == 0 || !names(withoutColor(block), stopped.place()) {
		return fmt.Errorf("%s: expected an error that shows %s, found exit status %d and:\n%s", result.Command, stopped.place(), result.Status, result.Stderr)
	}
	screen.print("\nWhat ./launch.sh --plan %s says:\n\n%s", victim, block)
	return nil
}
