// Command demo shows the gate at work with the real Terraform: six environments,
// a legal step that passes, a skip that every plan is stopped for, and the edit
// that mends it. Then the analyzer judges the plans that ship with the project and
// makes a page of it, and a fake EKS tells what is there, and once refuses to. Its
// exit status is 0 only when just that happened.
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
	err := runHere(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\nThe demo failed:", err)
		os.Exit(1)
	}
}

// runHere shows the demo in build/demo of the checkout that it is started in.
func runHere(ctx context.Context) error {
	root, err := sandbox.Root()
	if err != nil {
		return err
	}
	screen := newScreen(os.Stdout, colorOn(os.Stdout))
	build := filepath.Join(root, "build")
	finder := sandbox.NewFinder(filepath.Join(build, "terraform"), func(text string) { screen.step("%s", text) })
	return show(ctx, screen, finder, root, filepath.Join(build, "demo"))
}
