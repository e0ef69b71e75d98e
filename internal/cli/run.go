// Package cli is the command line: one file a command.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// Exit statuses, which pipelines rely on.
const (
	exitReady      = 0
	exitUnreadable = 1
	exitNotReady   = 2
	exitIncomplete = 3
)

// Build says which build this is.
type Build struct{ Version, Commit string }

// exitStatus is an error that only carries an exit status: all there is to say
// was printed.
type exitStatus int

func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// Run runs the command line and gives the exit status of the process.
func Run(arguments []string, build Build, now func() time.Time) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, arguments, build, now, os.Stdin, os.Stdout, os.Stderr)
}

func run(ctx context.Context, arguments []string, build Build, now func() time.Time, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot(build, now)
	root.SetArgs(arguments)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var status exitStatus
	switch {
	case err == nil:
		return exitReady
	case errors.As(err, &status):
		return int(status)
	default:
		_, _ = fmt.Fprintf(stderr, "Error: %s\n", err)
		return exitUnreadable
	}
}

func newRoot(build Build, now func() time.Time) *cobra.Command {
	root := &cobra.Command{
		Use:   "terraform-provider-eksupgrade",
		Short: "Judges EKS upgrades before they are applied",
		Long: "Judges EKS upgrades before they are applied: does any environment skip a Kubernetes\n" +
			"minor, go down, or leave a node group behind, and what in a plan would break the upgrade?\n\n" +
			"The same binary is a Terraform provider, which Terraform starts by itself.",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.Help(); err != nil {
				return err
			}
			return exitStatus(exitUnreadable)
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newAnalyze(build, now), newCheck(build, now), newNext(build, now), newRules(), newVersion(build))
	return root
}
