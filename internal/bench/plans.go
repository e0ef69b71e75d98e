package main

import (
	"context"
	"fmt"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

const (
	// pairs is how often both plans are timed.
	pairs = 10
	// environment is the one that is planned.
	environment = "dev"
)

var planAim = ratioWithin(1.2)

// prepare makes a sandbox in which one environment is applied, and nothing is
// left to do.
func prepare(ctx context.Context, root, dir, pkg string, terraform sandbox.Terraform) (*sandbox.Sandbox, error) {
	box, err := sandbox.New(root, dir, terraform)
	if err != nil {
		return nil, err
	}
	if err := box.Install(ctx, pkg); err != nil {
		return nil, err
	}
	if err := box.CopyModule(); err != nil {
		return nil, err
	}
	if err := box.Commit(ctx); err != nil {
		return nil, err
	}
	return box, box.Launch(ctx, environment)
}

// timePlans times a plan with the gate and the same plan with the bare provider,
// one after the other, so that both see the same moods of the machine.
func timePlans(ctx context.Context, gate, bare *sandbox.Sandbox) ([]line, error) {
	var wall, cpu [2][]time.Duration
	// The first pair fills caches and is not counted.
	for pair := range pairs + 1 {
		for side, box := range []*sandbox.Sandbox{gate, bare} {
			// 0 is a plan without changes; anything else would time something else.
			result, err := box.Plan(ctx, environment, "-detailed-exitcode")
			if err != nil {
				return nil, err
			}
			if result.Status != 0 {
				return nil, fmt.Errorf("%s: expected a plan without changes (exit status 0), found %d:\n%s%s", result.Command, result.Status, result.Stdout, result.Stderr)
			}
			if pair > 0 {
				wall[side] = append(wall[side], result.Wall)
				cpu[side] = append(cpu[side], result.CPU)
			}
		}
	}
	return []line{
		compare("plan of the quickstart, wall", "with a bare provider", wall[0], wall[1], planAim),
		compare("the same, CPU of Terraform and providers", "with a bare provider", cpu[0], cpu[1], aim{}),
	}, nil
}
