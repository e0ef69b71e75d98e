package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

// show runs the whole demo in a folder that it makes anew.
func show(ctx context.Context, screen *screen, finder sandbox.Finder, root, dir string) error {
	screen.title("The demo: six environments, one provider, no credentials and no network")
	terraform, err := finder.Find(ctx)
	if err != nil {
		return err
	}
	screen.step("%s (%s)", terraform.Version, terraform.Path)
	box, err := sandbox.New(root, dir, terraform)
	if err != nil {
		return err
	}
	fleet, err := launchAll(ctx, screen, box)
	if err != nil {
		return err
	}
	for _, round := range rounds() {
		if err := round.run(ctx, &scene{screen: screen, box: box, fleet: fleet}); err != nil {
			return err
		}
	}
	if err := analyze(ctx, screen, box, root, filepath.Dir(dir)); err != nil {
		return err
	}
	if err := live(ctx, screen, box, fleet, filepath.Join(dir, "live")); err != nil {
		return err
	}
	screen.title("All of it happened as it should: the legal step passed six times, the skip was stopped six times, next mended it and six plans passed again, the saved plans were judged as they are, and what EKS would not tell was no pass.")
	return nil
}

// launchAll makes the state that the rounds begin with: each environment applied
// at the versions that its committed file holds.
func launchAll(ctx context.Context, screen *screen, box *sandbox.Sandbox) (*fleet, error) {
	screen.step("building the provider (the first time takes a minute)")
	if err := box.Install(ctx, "."); err != nil {
		return nil, err
	}
	screen.step("copying examples/quickstart/eks, and committing it as what runs now")
	if err := box.CopyModule(); err != nil {
		return nil, err
	}
	if err := box.Commit(ctx); err != nil {
		return nil, err
	}
	fleet, err := readFleet(box.Module)
	if err != nil {
		return nil, err
	}
	for _, name := range fleet.names {
		if err := box.Launch(ctx, name); err != nil {
			return nil, fmt.Errorf("%s cannot be launched: %w", name, err)
		}
		screen.step("launched %s at %s", name, fleet.versions[name])
	}
	return fleet, nil
}
