package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// callTimeout bounds one question to git, so that a hanging file system shows
// as an error and not as a provider that never answers.
const callTimeout = 30 * time.Second

// maxComplaint bounds what is kept of a process's stderr.
const maxComplaint = 4 << 10

// runner asks git in one folder.
type runner struct {
	dir     string // absolute
	timeout time.Duration
}

// answer is what a git process that ran to its end left behind.
type answer struct {
	code           int
	stdout, stderr string
}

// command prepares git with args in the runner's folder.
func (r runner) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-c", "core.fsmonitor=false"}, args...)...)
	cmd.Dir = r.dir
	cmd.Env = childEnv(os.Environ())
	// A grandchild that inherited the pipes must not keep Wait waiting.
	cmd.WaitDelay = time.Second
	return cmd
}

// run runs git to its end. An exit code other than 0 is no error here, since
// only the caller knows which codes are answers.
func (r runner) run(ctx context.Context, args ...string) (answer, error) {
	return r.ask(ctx, "", args...)
}

// ask is run with a standard input.
func (r runner) ask(ctx context.Context, stdin string, args ...string) (answer, error) {
	limited, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	var stdout bytes.Buffer
	stderr := &head{limit: maxComplaint}
	cmd := r.command(limited, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, stderr
	err := cmd.Run()
	switch {
	case err == nil:
		return answer{stdout: stdout.String(), stderr: stderr.String()}, nil
	case limited.Err() != nil:
		return answer{}, r.ended(ctx, limited.Err(), args[0])
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Exited() {
		return answer{code: exit.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}, nil
	}
	return answer{}, r.broken(err, args[0])
}

// ended explains a call that a context cut short.
func (r runner) ended(ctx context.Context, cause error, verb string) error {
	if ctx.Err() != nil {
		return fmt.Errorf("git %s in %s was interrupted: %w", verb, r.dir, ctx.Err())
	}
	return fmt.Errorf("git %s in %s gave no answer within %s: %w", verb, r.dir, r.timeout, cause)
}

// broken explains a git that could not be started or did not exit by itself.
func (r runner) broken(err error, verb string) error {
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, exec.ErrDot) {
		return &failure{ErrGitMissing, "no git program was found on PATH: install git and make sure the process that runs this has it on its PATH", err}
	}
	return &failure{ErrGitFailed, fmt.Sprintf("git %s in %s did not run: %v", verb, r.dir, err), err}
}

// refused explains an exit code that is no answer.
func (r runner) refused(a answer, verb string) error {
	switch {
	case fatalLine(a.stderr, "detected dubious ownership"), fatalLine(a.stderr, "unsafe repository ("):
		return fail(ErrForeignOwner, fmt.Sprintf(
			"git refuses the repository at %s because another user owns it: if you trust it, run `%s`",
			r.dir, trustCommand(a.stderr, r.dir)))
	case fatalLine(a.stderr, "not a git repository"),
		fatalLine(a.stderr, "this operation must be run in a work tree"),
		fatalLine(a.stderr, "cannot use bare repository"):
		return fail(ErrNotCheckout, fmt.Sprintf(
			"%s is not inside the work tree of a git checkout: git says %q", r.dir, complaint(a.stderr)))
	case lacksObject(a.stderr):
		return fail(ErrMissingObject, fmt.Sprintf(
			"git %s in %s needs an object that this partial clone lacks, and nothing is fetched here: clone without --filter; git says %q",
			verb, r.dir, complaint(a.stderr)))
	}
	return fail(ErrGitFailed, fmt.Sprintf(
		"git %s in %s ended with exit code %d: git says %q", verb, r.dir, a.code, complaint(a.stderr)))
}

// trustCommand is the command git itself proposes, with its quoting, or one
// made for the folder.
func trustCommand(stderr, dir string) string {
	const command = "git config --global --add safe.directory "
	for line := range strings.Lines(stderr) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, command) {
			return line
		}
	}
	return command + "'" + dir + "'"
}

// lacksObject recognises git stopping over an object a partial clone left out.
func lacksObject(stderr string) bool {
	return strings.Contains(stderr, "promisor remote") ||
		strings.Contains(stderr, "lazy fetching disabled")
}

// head keeps the first limit bytes written to it and drops the rest. It does
// not embed the buffer, whose ReadFrom would pass the limit by.
type head struct {
	kept  bytes.Buffer
	limit int
}

func (h *head) Write(p []byte) (int, error) {
	h.kept.Write(p[:min(len(p), max(0, h.limit-h.kept.Len()))])
	return len(p), nil
}

func (h *head) String() string { return h.kept.String() }
