package sandbox

import (
	"context"
	"os/exec"
	"path"
	"runtime"
)

// Launch plans and applies an environment as launch.sh --yes does.
func (s *Sandbox) Launch(ctx context.Context, environment string) error {
	if bash, ok := s.bash(); ok {
		_, err := Succeed(ctx, s.Module, s.plain(), bash, "launch.sh", "--yes", environment)
		return err
	}
	if _, err := s.terraform(ctx, "init", "-input=false"); err != nil {
		return err
	}
	if _, err := s.terraform(ctx, "workspace", "new", environment); err != nil {
		return err
	}
	_, err := s.terraform(ctx, "apply", "-input=false", "-auto-approve", varFile(environment))
	return err
}

// Show plans an environment as a person would and gives what is printed, with
// Terraform's colours or without.
func (s *Sandbox) Show(ctx context.Context, environment string, color bool) (Result, error) {
	environ := s.Environ
	if !color {
		environ = s.plain()
	}
	if bash, ok := s.bash(); ok {
		return Run(ctx, s.Module, environ, bash, "launch.sh", "--plan", environment)
	}
	return s.plan(ctx, environ, environment)
}

// Plan plans an environment. It selects no workspace, so several may run at a
// time.
func (s *Sandbox) Plan(ctx context.Context, environment string, arguments ...string) (Result, error) {
	return s.plan(ctx, s.plain(), environment, arguments...)
}

func (s *Sandbox) plan(ctx context.Context, environ []string, environment string, arguments ...string) (Result, error) {
	environ = append(environ[:len(environ):len(environ)], "TF_WORKSPACE="+environment)
	arguments = append([]string{"plan", "-input=false", varFile(environment)}, arguments...)
	return Run(ctx, s.Module, environ, s.Terraform.Path, arguments...)
}

func (s *Sandbox) terraform(ctx context.Context, arguments ...string) (Result, error) {
	return Succeed(ctx, s.Module, s.plain(), s.Terraform.Path, arguments...)
}

// plain is the environment in which Terraform uses no colours, which it does
// use outside of terminals too.
func (s *Sandbox) plain() []string {
	environ := s.Environ[:len(s.Environ):len(s.Environ)]
	return append(environ, "TF_CLI_ARGS_plan=-no-color", "TF_CLI_ARGS_apply=-no-color", "TF_CLI_ARGS_init=-no-color")
}

// bash is not asked of Windows, where it may be the one of another system that
// knows no Windows paths.
func (s *Sandbox) bash() (string, bool) {
	if runtime.GOOS == "windows" {
		return "", false
	}
	found, err := exec.LookPath("bash")
	return found, err == nil
}

func varFile(environment string) string {
	return "-var-file=" + path.Join("env-vars", environment+".tfvars")
}
