package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Result is what a program did.
type Result struct {
	// Command is the program's name and arguments, for messages.
	Command        string
	Status         int
	Stdout, Stderr string
	Wall           time.Duration
	// CPU is the user and system time of the program and of the programs that
	// it started and waited for.
	CPU time.Duration
}

// Run runs a program to its end. The error says that it could not be started or
// did not end by itself; an exit status is no error.
func Run(ctx context.Context, dir string, environ []string, name string, arguments ...string) (Result, error) {
	command := exec.CommandContext(ctx, name, arguments...)
	command.Dir = dir
	command.Env = environ
	// Terraform gives its lock back when it is interrupted, not when it is killed.
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 5 * time.Second
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr

	result := Result{Command: strings.Join(append([]string{filepath.Base(name)}, arguments...), " ")}
	start := time.Now()
	err := command.Run()
	result.Wall = time.Since(start)
	result.Stdout, result.Stderr = stdout.String(), stderr.String()
	if state := command.ProcessState; state != nil {
		result.Status = state.ExitCode()
		result.CPU = state.UserTime() + state.SystemTime()
	}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return result, fmt.Errorf("%s: %w", result.Command, ctx.Err())
	case errors.As(err, &exit) && exit.Exited():
		return result, nil
	case err != nil:
		return result, fmt.Errorf("%s: %w%s", result.Command, err, said(result))
	}
	return result, nil
}

// Succeed is Run where any exit status but 0 is an error.
func Succeed(ctx context.Context, dir string, environ []string, name string, arguments ...string) (Result, error) {
	result, err := Run(ctx, dir, environ, name, arguments...)
	if err == nil && result.Status != 0 {
		err = fmt.Errorf("%s: expected exit status 0, found %d%s", result.Command, result.Status, said(result))
	}
	return result, err
}

// said is what a program printed, the end of it where that is long.
func said(result Result) string {
	const most = 4000
	text := strings.TrimSpace(result.Stderr)
	if text == "" {
		text = strings.TrimSpace(result.Stdout)
	}
	if len(text) > most {
		text = "..." + text[len(text)-most:]
	}
	if text == "" {
		return ", and it printed nothing"
	}
	return ":\n" + text
}
