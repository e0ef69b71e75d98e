package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/demo/sandbox"
)

// plan is what one run of terraform plan -json said.
type plan struct {
	environment string
	status      int
	errors      []diagnostic
	// changed holds the addresses that the plan updates in place.
	changed map[string]bool
	// summary is nil where the plan did not come to its end.
	summary *changeSummary
	// noise is what was not JSON: the trace of a crash, a message of the shell.
	noise string
}

type diagnostic struct {
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Address  string `json:"address"`
}

type changeSummary struct {
	Add    int `json:"add"`
	Change int `json:"change"`
	Remove int `json:"remove"`
}

// message is one line of terraform plan -json.
type message struct {
	Type       string         `json:"type"`
	Diagnostic diagnostic     `json:"diagnostic"`
	Changes    *changeSummary `json:"changes"`
	Change     struct {
		Action   string `json:"action"`
		Resource struct {
			Address string `json:"addr"`
		} `json:"resource"`
	} `json:"change"`
}

func readPlan(environment string, result sandbox.Result) plan {
	read := plan{environment: environment, status: result.Status, changed: map[string]bool{}, noise: result.Stderr}
	for line := range strings.Lines(result.Stdout) {
		var said message
		if err := json.Unmarshal([]byte(line), &said); err != nil {
			read.noise += line
			continue
		}
		switch {
		case said.Type == "diagnostic" && said.Diagnostic.Severity == "error":
			read.errors = append(read.errors, said.Diagnostic)
		case said.Type == "planned_change" && said.Change.Action == "update":
			read.changed[said.Change.Resource.Address] = true
		case said.Type == "change_summary":
			read.summary = said.Changes
		}
	}
	return read
}

// String is what a reader needs of a plan that did something else than expected.
func (p plan) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "exit status %d", p.status)
	for _, problem := range p.errors {
		fmt.Fprintf(&text, "\n\nError: %s\n\n%s", problem.Summary, problem.Detail)
	}
	if noise := strings.TrimSpace(p.noise); noise != "" {
		fmt.Fprintf(&text, "\n\n%s", noise)
	}
	return text.String()
}

// planAll plans every environment, two at a time, and hands each plan over as it
// ends. done is called by one goroutine at a time.
func planAll(ctx context.Context, box *sandbox.Sandbox, names []string, done func(plan)) error {
	const atATime = 2
	var (
		group    sync.WaitGroup
		mutex    sync.Mutex
		firstErr error
	)
	slots := make(chan struct{}, atATime)
	for _, name := range names {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			result, err := box.Plan(ctx, name, "-json")
			mutex.Lock()
			defer mutex.Unlock()
			switch {
			case err == nil:
				done(readPlan(name, result))
			case firstErr == nil:
				firstErr = fmt.Errorf("plan of %s: %w", name, err)
			}
		})
	}
	group.Wait()
	return firstErr
}
