// Command bench prints what the gate costs, as ratios of times that are taken in
// one run, because times of two machines, or two days, cannot be compared.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

func main() {
	if isMeasured(os.Args) {
		if err := readMeasured(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
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
	say(fmt.Sprintf("measuring readers of plans, %d runs each", planRuns))
	reads, err := timePlanReading(ctx, gate)
	if err != nil {
		return err
	}
	fmt.Print("\n" + table(slices.Concat([]line{heading}, plans, checks, reads)))
	return nil
}
