// Command terraform-provider-eksupgrade is a Terraform provider that makes a
// plan fail when it would break an EKS upgrade, and a command line that judges
// the same without Terraform.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/cli"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/provider"
)

// Set by the linker. fixedDay is for tests alone: a day that is taken for today.
var (
	version  = "dev"
	commit   = "none"
	fixedDay = ""
)

// Terraform starts a provider without arguments and with this cookie.
const cookieKey, cookieValue = "TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"

func main() {
	debug := len(os.Args) == 2 && (os.Args[1] == "-debug" || os.Args[1] == "--debug")
	started := len(os.Args) == 1 && os.Getenv(cookieKey) == cookieValue
	if !debug && !started {
		os.Exit(cli.Run(os.Args[1:], cli.Build{Version: version, Commit: commit}, now))
	}
	err := providerserver.Serve(context.Background(), provider.New(version, now), providerserver.ServeOpts{
		Address: provider.Address,
		Debug:   debug,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "The provider could not be served:", err)
		os.Exit(1)
	}
}

func now() time.Time {
	if day, err := time.Parse(time.DateOnly, fixedDay); err == nil {
		return day
	}
	return time.Now()
}
