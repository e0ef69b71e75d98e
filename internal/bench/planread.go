package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/plan"
)

// planRuns is how often each reader of a plan is measured.
const planRuns = 5

// atOnce is how many plans are read at once to see that all cores are used.
const atOnce = 6

const (
	skipping = "skip"
	reading  = "read"
)

var (
	skipAim   = ratioWithin(1.5)
	memoryAim = aim{"at most 48 MiB", func(median, _ float64) bool { return median <= 48<<20 }}
	// flatAim leaves room for what is remembered of each resource that does not
	// matter: a few bytes.
	flatAim     = ratioWithin(1.2)
	conftestAim = ratioOver(15)
	leanAim     = ratioOver(30)
)

// coresAim is nearly all cores: one plan of six is the last.
func coresAim() aim { return ratioOver(0.8 * float64(runtime.NumCPU())) }

// readMeasured reads a plan in one of the ways that are compared.
func readMeasured(way, file string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	switch way {
	case skipping:
		return plan.SkipThrough(in)
	case reading:
		_, err = plan.Read(in, plan.Options{Name: "bench", Catalog: catalog.Embedded()})
		return err
	default:
		return fmt.Errorf("expected -measure %s or %s, found %s", skipping, reading, way)
	}
}

// usage is what one process used.
type usage struct {
	wall, cpu time.Duration
	// memory is the most that it held at once, in bytes.
	memory int64
}

// measure runs a program to its end. Its output is not looked at, because some
// programs tell by the exit status what they think of a plan.
func measure(ctx context.Context, program string, arguments ...string) (usage, error) {
	command := exec.CommandContext(ctx, program, arguments...)
	command.Stdout = io.Discard
	begin := time.Now()
	err := command.Run()
	used := usage{wall: time.Since(begin)}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return used, err
	}
	state := command.ProcessState
	if !state.Exited() {
		return used, fmt.Errorf("%s: %s", command, state)
	}
	used.cpu, used.memory = state.UserTime()+state.SystemTime(), peakMemory(state)
	return used, nil
}

// planBench measures readers of generated plans side by side.
type planBench struct {
	dir string
	// self is this program, and binary the one that users have.
	self, binary string
}

// timePlanReading measures how plans are read: against skipping through them, and
// against other tools where they are installed.
func timePlanReading(ctx context.Context, box *sandbox.Sandbox) ([]line, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "eksupgrade-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	for name, resources := range map[string]int{"small": smallPlan, "medium": mediumPlan, "large": largePlan} {
		if err := generatePlan(filepath.Join(dir, name), resources); err != nil {
			return nil, err
		}
	}
	bench := planBench{dir: dir, self: self, binary: box.Binary}
	if err := bench.check(ctx); err != nil {
		return nil, err
	}
	var lines []line
	for _, part := range []func(context.Context) ([]line, error){bench.againstSkipping, bench.flat, bench.manyAtOnce, bench.againstOthers} {
		more, err := part(ctx)
		if err != nil {
			return nil, err
		}
		lines = append(lines, more...)
	}
	return lines, nil
}

func (b planBench) file(name string) string { return filepath.Join(b.dir, name) }

// check makes sure that what is measured reads the plan: a program that refuses
// it would be fast.
func (b planBench) check(ctx context.Context) error {
	for _, arguments := range [][]string{{b.self, "-measure", reading, b.file("medium")}, {b.binary, "analyze", b.file("medium")}} {
		if out, err := exec.CommandContext(ctx, arguments[0], arguments[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%v: expected the generated plan to be ready, found %w:\n%s", arguments, err, out)
		}
	}
	return nil
}

// series are the measurements of one program.
type series []usage

func (s series) cpu() []time.Duration {
	return eachOf(s, func(u usage) time.Duration { return u.cpu })
}

func (s series) wall() []time.Duration {
	return eachOf(s, func(u usage) time.Duration { return u.wall })
}

func (s series) memory() []float64 {
	return eachOf(s, func(u usage) float64 { return float64(u.memory) })
}

// eachOf lists one figure of each measurement.
func eachOf[T any](s series, figure func(usage) T) []T {
	list := make([]T, len(s))
	for i, used := range s {
		list[i] = figure(used)
	}
	return list
}

// sideBySide measures programs in turn, so that all see the same moods of the
// machine. The first round fills caches and is not counted.
func sideBySide(ctx context.Context, programs ...[]string) ([]series, error) {
	all := make([]series, len(programs))
	for round := range planRuns + 1 {
		for i, program := range programs {
			used, err := measure(ctx, program[0], program[1:]...)
			if err != nil {
				return nil, err
			}
			if round > 0 {
				all[i] = append(all[i], used)
			}
		}
	}
	return all, nil
}

func (b planBench) againstSkipping(ctx context.Context) ([]line, error) {
	all, err := sideBySide(ctx,
		[]string{b.self, "-measure", skipping, b.file("medium")},
		[]string{b.self, "-measure", reading, b.file("medium")},
		[]string{b.binary, "analyze", b.file("medium")})
	if err != nil {
		return nil, err
	}
	skip, read, analyze := all[0], all[1], all[2]
	return []line{
		compare("reading a plan of 20,000 resources, CPU", "skipping through it", read.cpu(), skip.cpu(), skipAim),
		compare("analyze of it, CPU", "skipping through it", analyze.cpu(), skip.cpu(), skipAim),
		compareMemory("analyze of it, memory", "skipping through it", analyze.memory(), skip.memory(), memoryAim),
	}, nil
}

// flat compares the memory for plans that have as many resources that matter.
func (b planBench) flat(ctx context.Context) ([]line, error) {
	all, err := sideBySide(ctx,
		[]string{b.binary, "analyze", b.file("small")},
		[]string{b.binary, "analyze", b.file("large")})
	if err != nil {
		return nil, err
	}
	return []line{compareMemory("analyze of 1 GB, memory", "of 10 MB", all[1].memory(), all[0].memory(), flatAim)}, nil
}

// manyAtOnce compares six plans in one run with one plan.
func (b planBench) manyAtOnce(ctx context.Context) ([]line, error) {
	six := []string{b.binary, "analyze"}
	for i := range atOnce {
		six = append(six, fmt.Sprintf("plan%d=%s", i, b.file("medium")))
	}
	all, err := sideBySide(ctx, six)
	if err != nil {
		return nil, err
	}
	return []line{compare("analyze of six at once, CPU", "wall", all[0].cpu(), all[0].wall(), coresAim())}, nil
}

// againstOthers compares with other readers of plans that are installed.
func (b planBench) againstOthers(ctx context.Context) ([]line, error) {
	policy := b.file("policy")
	if err := os.MkdirAll(policy, 0o755); err != nil {
		return nil, err
	}
	const rego = "package main\n\nimport rego.v1\n\ndeny contains msg if {\n\tinput.resource_changes[_].type == \"never\"\n\tmsg := \"never\"\n}\n"
	if err := os.WriteFile(filepath.Join(policy, "main.rego"), []byte(rego), 0o644); err != nil {
		return nil, err
	}
	var lines []line
	for _, other := range []struct {
		name         string
		arguments    []string
		faster, lean aim
	}{
		{"conftest", []string{"test", "--policy", policy, "--parser", "json", b.file("medium")}, conftestAim, leanAim},
		{"tf-summarize", []string{b.file("medium")}, aim{}, aim{}},
	} {
		program, err := exec.LookPath(other.name)
		if err != nil {
			continue
		}
		all, err := sideBySide(ctx, append([]string{program}, other.arguments...), []string{b.binary, "analyze", b.file("medium")})
		if err != nil {
			return nil, err
		}
		lines = append(lines,
			compare(other.name+" of it, CPU", "analyze", all[0].cpu(), all[1].cpu(), other.faster),
			compareMemory(other.name+" of it, memory", "analyze", all[0].memory(), all[1].memory(), other.lean))
	}
	return lines, nil
}
