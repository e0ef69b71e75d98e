// Command bench prints what the gate costs, as ratios of times that are taken in
// one run, because times of two machines, or two days, cannot be compared.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\nThe bench failed:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	root, err := sandbox.Root()
	if err != nil {
		return err
	}
	say := func(text string) { fmt.Println(text) }
	terraform, err := sandbox.NewFinder(filepath.Join(root, "build", "terraform"), say).Find(ctx)
	if err != nil {
		return err
	}
	say(fmt.Sprintf("%s; building the provider and a bare one", terraform.Version))
	dir := filepath.Join(root, "build", "bench")
	gate, err := prepare(ctx, root, filepath.Join(dir, "gate"), ".", terraform)
	if err != nil {
		return err
	}
	bare, err := prepare(ctx, root, filepath.Join(dir, "bare"), "./internal/bench/bareprovider", terraform)
	if err != nil {
		return err
	}
	say(fmt.Sprintf("timing %d pairs of plans", pairs))
	plans, err := timePlans(ctx, gate, bare)
	if err != nil {
		return err
	}
	say(fmt.Sprintf("timing check, %d runs each", runs))
	checks, err := timeChecks(ctx, gate)
	if err != nil {
		return err
	}
	fmt.Print("\n" + table(append([]line{heading}, append(plans, checks...)...)))
	return nil
}
