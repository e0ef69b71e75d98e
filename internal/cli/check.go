package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/report"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

func newCheck(build Build, now func() time.Time) *cobra.Command {
	var flags judgeFlags
	command := &cobra.Command{
		Use:   "check [flags] ENV_VARS_DIR",
		Short: "Judge the tfvars of all environments, without Terraform",
		Long: "Judges the tfvars of all environments as the gate in a plan does, without Terraform: for a\n" +
			"pre-commit hook and for CI. What is there now is read from git, HEAD by default.\n\n" +
			"With --live it is EKS that tells, for all environments at once, and its upgrade insights,\n" +
			"add-ons, node groups and health are judged too. The tfvars tell each cluster's name and\n" +
			"region; the AWS environment variables and shared files give the credentials.\n\n" +
			kubeHelp +
			"Exit status: 0 ready, 2 not ready, 3 incomplete (something that decides is not known), 1 could\n" +
			"not be read.",
		Example: "  terraform-provider-eksupgrade check env-vars\n" +
			"  terraform-provider-eksupgrade check --baseline git:origin/main env-vars\n" +
			"  terraform-provider-eksupgrade check --baseline prod=1.34 --environments prod env-vars\n" +
			"  terraform-provider-eksupgrade check --live env-vars\n" +
			"  terraform-provider-eksupgrade check --live --kube env-vars\n" +
			"  terraform-provider-eksupgrade check --environments prod --kube-context admin@prod env-vars\n" +
			"  terraform-provider-eksupgrade check --format json --output text=report.txt env-vars",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, arguments []string) error {
			return check(cmd, flags, arguments, build, now)
		},
	}
	flags.addTo(command.Flags())
	flags.addBaselineTo(command.Flags())
	flags.addLiveTo(command.Flags())
	flags.addKubeTo(command.Flags())
	return command
}

func check(cmd *cobra.Command, flags judgeFlags, arguments []string, build Build, now func() time.Time) error {
	if err := givenEmpty(cmd.Flags()); err != nil {
		return err
	}
	outputs, err := flags.writers()
	if err != nil {
		return err
	}
	dir := ""
	if len(arguments) == 1 {
		dir = arguments[0]
	}
	request, err := flags.request(dir, now)
	if err != nil {
		return err
	}
	live, kube := newLive(cmd.ErrOrStderr(), build, now), newKubeAsker(cmd.ErrOrStderr())
	if flags.live {
		request.Live = live.source()
	}
	if request.Kube, err = flags.kubeSource(live, kube, request.Catalog); err != nil {
		return err
	}
	if (flags.live || flags.asksKube()) && !request.Baselines.GitAsked {
		request.Baselines.Git = ""
	}
	result, err := readiness.Assess(cmd.Context(), request)
	live.end()
	kube.end()
	if err != nil {
		return describe(err)
	}
	for _, message := range unreadClusters(result.Report) {
		cmd.PrintErrln("Error: " + message)
	}
	document := report.Document{
		Report:      result.Report,
		ToolVersion: build.Version,
		CatalogDate: request.Catalog.Date,
		Notes:       notesOf(result, request),
		Today:       request.Today,
		Calendar:    request.Catalog.Versions,
		Waivers:     request.Policy.Waivers,
	}
	if flags.showsWays() {
		document.Paths = waysOf(result.Report, path.Question{Target: request.Target, Policy: request.Policy, Catalog: request.Catalog},
			func(environment upgrade.Environment) []string { return readiness.Commands(request, environment) })
	}
	if err := flags.write(cmd.OutOrStdout(), outputs, document); err != nil {
		return err
	}
	return flags.status(result.Report)
}

// describe words an error for the command line.
func describe(err error) error {
	var input *readiness.InputError
	if errors.As(err, &input) {
		return errors.New(input.Error())
	}
	if errors.Is(err, context.Canceled) {
		return errors.New("interrupted")
	}
	return err
}

// notesOf are said besides the findings.
func notesOf(result readiness.Result, request readiness.Request) []string {
	var notes []string
	if len(result.New) > 0 {
		notes = append(notes, fmt.Sprintf("New since %s, so that their version step is not judged: %s. That is right for a new environment; for a renamed file give --baseline ENVIRONMENT=VERSION.",
			result.NewSince, strings.Join(result.New, ", ")))
	}
	if len(result.LeftOut) > 0 {
		notes = append(notes, "Left out, because they set no cluster version: "+strings.Join(result.LeftOut, ", ")+
			". Name the environments with --environments to have one of them judged by the root module's defaults.")
	}
	notes = append(notes, result.Unmatched...)
	notes = append(notes, result.Notes...)
	if len(result.WithoutBaseline) > 0 && request.Baselines.Git != "" && !request.Baselines.GitAsked {
		notes = append(notes, "The folder is in no git checkout with a commit, so nothing says what is there now. Give it with --baseline ENVIRONMENT=VERSION.")
	}
	return notes
}

// status is the exit status as an error, nil for 0. --fail-on never forgives an
// environment that is not ready, and none that is incomplete.
func (f judgeFlags) status(judged upgrade.Report) error {
	switch {
	case judged.Unreadable():
		return exitStatus(exitUnreadable)
	case judged.Verdict == upgrade.NotReady && f.failOn != "never":
		return exitStatus(exitNotReady)
	case judged.Undecided() && !f.allowIncomplete:
		return exitStatus(exitIncomplete)
	default:
		return nil
	}
}

// baselinesOf reads git:<ref> and ENVIRONMENT=VERSION.
func baselinesOf(entries []string, source string) (readiness.Baselines, error) {
	baselines := readiness.Baselines{Git: "HEAD", Explicit: map[string]upgrade.VersionClaim{}}
	for _, entry := range entries {
		if ref, ok := strings.CutPrefix(entry, "git:"); ok {
			if baselines.GitAsked && baselines.Git != ref {
				return baselines, fmt.Errorf("%s names two git refs, %q and %q; give one", source, baselines.Git, ref)
			}
			if ref == "" || strings.HasPrefix(ref, "-") {
				return baselines, fmt.Errorf("%s: git: needs a ref, such as git:main, and a ref does not begin with a dash", source)
			}
			baselines.Git, baselines.GitAsked = ref, true
			continue
		}
		environment, version, ok := strings.Cut(entry, "=")
		if !ok || environment == "" {
			return baselines, fmt.Errorf("%s is %q; expected git:<ref>, such as git:main, or ENVIRONMENT=VERSION, such as prod=1.34", source, entry)
		}
		minor, err := upgrade.ParseMinor(version)
		if err != nil {
			return baselines, fmt.Errorf("%s for %s: %w", source, environment, err)
		}
		if _, twice := baselines.Explicit[environment]; twice {
			return baselines, fmt.Errorf("%s names %s twice", source, environment)
		}
		baselines.Explicit[environment] = upgrade.VersionClaim{
			Knowledge: upgrade.Known, Value: minor, Text: version,
			Source: upgrade.Source{Kind: upgrade.SourceBaseline, Argument: "baseline"},
		}
	}
	return baselines, nil
}
