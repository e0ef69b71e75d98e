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
	"strconv"
	"syscall"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := choose(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\nThe bench failed:", err)
		os.Exit(1)
	}
}

// choose does what the arguments say: without any it measures all, with -generate
// it writes a plan of so many resources, and with -measure it is a process that is
// measured.
func choose(ctx context.Context, arguments []string) error {
	switch {
	case len(arguments) == 0:
		return run(ctx)
	case len(arguments) == 3 && arguments[0] == "-measure":
		return readMeasured(arguments[1], arguments[2])
	case len(arguments) == 3 && arguments[0] == "-generate":
		resources, err := strconv.Atoi(arguments[2])
		if err != nil || resources < relevantResources {
			return fmt.Errorf("expected a number of resources from %d on, found %q", relevantResources, arguments[2])
		}
		return generatePlan(arguments[1], resources)
	default:
		return fmt.Errorf("expected no arguments, or -generate FILE RESOURCES, found %q", arguments)
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
	say(fmt.Sprintf("reading clusters from a fake EKS: %d, and %d under a limit of requests", fewClusters, manyClusters))
	live, err := timeEKS(ctx)
	if err != nil {
		return err
	}
	say(fmt.Sprintf("reading a cluster of %d pods from a fake API server", fleetPods))
	cluster, err := timeKube(ctx)
	if err != nil {
		return err
	}
	fmt.Print("\n" + table(slices.Concat([]line{heading}, plans, checks, reads, live, []line{cluster})))
	return nil
}
