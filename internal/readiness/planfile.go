package readiness

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/plan"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// PlanFile is one plan to be judged.
type PlanFile struct {
	// Name is the environment's.
	Name string
	// Named is true where somebody named the environment, and did not leave it to
	// the file's name.
	Named bool
	// Path is the file as it was given.
	Path string
	// Input is read in place of the file where it is set.
	Input io.Reader
	// place is where the plan stands in the request.
	place int
}

// readPlans reads plans side by side, as many at once as there are processors,
// and gives their environments in the order of the plans. Its error is that of
// the context alone.
func readPlans(ctx context.Context, files []PlanFile, request PlansRequest) ([]upgrade.Environment, error) {
	environments := make([]upgrade.Environment, len(files))
	turns := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))
	var readers sync.WaitGroup
	for i, file := range files {
		readers.Go(func() {
			select {
			case turns <- struct{}{}:
				defer func() { <-turns }()
			case <-ctx.Done():
				return
			}
			environments[i] = readPlan(ctx, file, request)
		})
	}
	over := make(chan struct{})
	go func() {
		readers.Wait()
		close(over)
	}()
	// A read from a pipe cannot be interrupted, so an interrupt does not wait for it.
	select {
	case <-over:
		return environments, ctx.Err()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// readPlan reads one plan. What cannot be read is an environment that says why.
func readPlan(ctx context.Context, file PlanFile, request PlansRequest) upgrade.Environment {
	environment, err := openPlan(ctx, file, request)
	if err == nil {
		environment.Name, environment.Source = file.Name, file.Path
		return environment
	}
	return upgrade.Environment{Name: file.Name, Source: file.Path, Unreadable: []upgrade.Problem{unreadablePlan(file, err)}}
}

func openPlan(ctx context.Context, file PlanFile, request PlansRequest) (upgrade.Environment, error) {
	input := file.Input
	if input == nil {
		opened, err := openRegular(file.Path)
		if err != nil {
			return upgrade.Environment{}, err
		}
		defer func() { _ = opened.Close() }()
		input = opened
	}
	options := plan.Options{Name: file.Name, Source: file.Path, Named: file.Named, Catalog: request.Catalog}
	if request.Progress != nil {
		options.Progress = func(read int64) { request.Progress(file.place, read) }
	}
	return plan.Read(&stoppedReader{ctx, input}, options)
}

// openRegular opens a file or a pipe; a folder opens, and only fails to be read.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return nil, errors.New("it is a folder, not a plan")
	}
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %s", osReason(err))
	}
	opened, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %s", osReason(err))
	}
	return opened, nil
}

// howToMakeJSON is what to do about a file that is no plan in JSON.
const howToMakeJSON = "Make the file with: terraform plan -out=FILE, then terraform show -json FILE > FILE.json."

// aboutPlans is the page on plans.
const aboutPlans = "https://registry.terraform.io/providers/eksupgrade/eksupgrade/latest/docs/guides/in-ci"

// unreadablePlan words what keeps a plan from being judged.
func unreadablePlan(file PlanFile, err error) upgrade.Problem {
	shown, source := file.Path, upgrade.Source{Kind: upgrade.SourceFile, File: file.Path}
	if file.Input != nil {
		shown, source.File = "standard input", ""
	}
	problem := upgrade.Problem{
		Message:     fmt.Sprintf("%s: %s.", shown, err),
		Remediation: howToMakeJSON,
		Reference:   aboutPlans,
		Source:      source,
	}
	var input *plan.InputError
	if errors.As(err, &input) {
		problem.Message = shown + ": " + input.Message
		if input.Remediation != "" {
			problem.Remediation = input.Remediation
		}
	}
	return problem
}

// stoppedReader ends with its context.
type stoppedReader struct {
	ctx context.Context
	io.Reader
}

func (r *stoppedReader) Read(into []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(into)
}
