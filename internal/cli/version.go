package cli

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
)

func newVersion(build Build) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and the date of the embedded facts",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "terraform-provider-eksupgrade %s\ncommit  %s\nfacts   %s\ngo      %s\n",
				build.Version, build.Commit, catalog.Calendar().Date, runtime.Version())
			return err
		},
	}
}
