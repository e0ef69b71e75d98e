package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
)

// nextFlags are those of next besides the ones that it shares with check.
type nextFlags struct {
	judgeFlags
	write bool
	path  bool
}

func newNext(build Build, now func() time.Time) *cobra.Command {
	var flags nextFlags
	command := &cobra.Command{
		Use:   "next [flags] ENV_VARS_DIR",
		Short: "Print the next legal edit of each environment, or make it",
		Long: "Prints the next legal edit of the tfvars of each environment as a diff. --write makes it:\n" +
			"nothing else in the file changes, and each file is replaced at once or not at all.\n\n" +
			"Where a baseline tells what runs now (git:HEAD by default, --baseline, --live), the tfvars are\n" +
			"what is asked for, and are edited back to the first legal step. With --target-version and no\n" +
			"baseline they are what runs now, and are edited one legal step towards that version. Apply each\n" +
			"step before the next one: a second run after the apply gives the step after.\n\n" +
			"--path prints the whole way: what to change, what to run, and what to look at in between.\n\n" +
			"Exit status: 0 when each environment has its step or needs none, 1 when something could not be\n" +
			"read or must be edited by hand, 3 when it is not known what runs now.",
		Example: "  terraform-provider-eksupgrade next env-vars\n" +
			"  terraform-provider-eksupgrade next --write env-vars\n" +
			"  terraform-provider-eksupgrade next --target-version 1.36 --environments lab,dev --write env-vars\n" +
			"  terraform-provider-eksupgrade next --target-version 1.36 --path env-vars\n" +
			"  terraform-provider-eksupgrade next --baseline prod=1.34 --environments prod env-vars",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, arguments []string) error {
			return next(cmd, flags, arguments, build, now)
		},
	}
	set := command.Flags()
	set.BoolVar(&flags.write, "write", false, "make the edits")
	set.BoolVar(&flags.path, "path", false, "print the whole way to the goal, step by step")
	set.StringVar(&flags.format, "format", "text", "what is printed: text, json")
	set.StringVar(&flags.targetVersion, "target-version", "", "where the clusters and their node groups are to go (default: what the tfvars ask for)")
	set.StringSliceVar(&flags.environments, "environments", nil, "the environments that must be there, and the only ones edited, such as dev,prod")
	flags.addFactsTo(set)
	flags.addBaselineTo(set)
	flags.addLiveTo(set)
	return command
}

func next(cmd *cobra.Command, flags nextFlags, arguments []string, build Build, now func() time.Time) error {
	if !slices.Contains([]string{"text", "json"}, flags.format) {
		return fmt.Errorf("--format is %q; expected text or json", flags.format)
	}
	if err := givenEmpty(cmd.Flags()); err != nil {
		return err
	}
	flags.failOn = "error"
	dir := ""
	if len(arguments) == 1 {
		dir = arguments[0]
	}
	request, err := flags.request(dir, now)
	if err != nil {
		return err
	}
	asking := newLive(cmd.ErrOrStderr(), build, now)
	flags.chooseBaseline(&request, asking)
	found, err := readiness.Next(cmd.Context(), request)
	asking.end()
	if err != nil {
		return describe(err)
	}
	printed := nextPrinter{out: cmd.OutOrStdout(), result: found, request: request, write: flags.write, path: flags.path}
	printed.patchFolder = readiness.PatchFolder(cmd.Context(), request.EnvVarsDir)
	printed.terminal = isTerminal(cmd.OutOrStdout())
	printed.color = !flags.noColor && colorOn(cmd.OutOrStdout())
	if flags.write {
		printed.failed = writeAll(cmd.Context(), found)
	}
	if flags.format == "json" {
		err = printed.json()
	} else {
		err = printed.text()
	}
	if err != nil {
		return err
	}
	return printed.status()
}

// chooseBaseline decides what tells which versions run. A goal without a baseline
// takes the tfvars for that.
func (f nextFlags) chooseBaseline(request *readiness.Request, asking *live) {
	switch {
	case f.live:
		request.Live = asking.source()
		if !request.Baselines.GitAsked {
			request.Baselines.Git = ""
		}
	case !request.Target.IsZero() && !request.Baselines.GitAsked && len(request.Baselines.Explicit) == 0:
		request.Baselines = readiness.Baselines{AsAsked: true}
	}
}

// writeAll makes the edits, and gives by environment why one was not made. An
// interrupt leaves the rest of the files as they are.
func writeAll(ctx context.Context, found readiness.NextResult) map[string]error {
	failed := map[string]error{}
	for _, step := range found.Environments {
		err := ctx.Err()
		if err == nil {
			err = step.Write()
		}
		if err != nil {
			failed[step.Environment] = describe(err)
		}
	}
	return failed
}
