package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/config"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/path"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/report"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// standardInput is what stands for standard input among the arguments.
const standardInput = "-"

func newAnalyze(build Build, now func() time.Time) *cobra.Command {
	var flags judgeFlags
	var envVars string
	command := &cobra.Command{
		Use:   "analyze [flags] [ENVIRONMENT=]PLAN...",
		Short: "Judge saved plans, of all environments at once",
		Long: "Judges plans as \"terraform show -json\" prints them: what in them would break an EKS\n" +
			"upgrade, in every state that the apply passes through. Nothing is asked of AWS or of a\n" +
			"cluster, but with --live EKS is: for upgrade insights, add-ons, node groups and health of\n" +
			"the clusters that the plans change. A plan may be gzipped; - is standard input. A plan\n" +
			"without ENVIRONMENT= is named after its file: plans/dev.json is dev.\n\n" +
			kubeHelp +
			"Findings name the resource, and with --env-vars the file and line of the tfvars too.\n" +
			"\"rules RULE\" explains a finding's rule. To accept a finding for a while, write a waiver\n" +
			"into " + config.FileName + ":\n\n" +
			"  waiver {\n" +
			"    rule        = \"pdb-blocks-drain\"\n" +
			"    environment = \"prod\"\n" +
			"    reason      = \"moved by hand, on Sunday\"\n" +
			"    until       = \"2026-12-31\"\n" +
			"  }\n\n" +
			"Exit status, of which the first that fits counts:\n" +
			"  1  a plan could not be analyzed, or an argument or a file is wrong\n" +
			"  2  not ready: at least one error, or what --fail-on names\n" +
			"  3  incomplete: something that decides is not known, such as a version that comes at apply,\n" +
			"     or what a plan made with -target leaves out. The report says what\n" +
			"  0  ready",
		Example: "  terraform plan -var-file=env-vars/dev.tfvars -out=dev.tfplan\n" +
			"  terraform show -json dev.tfplan > dev.json\n" +
			"  terraform-provider-eksupgrade analyze dev.json\n" +
			"  terraform-provider-eksupgrade analyze dev=plans/1.json prod=plans/2.json\n" +
			"  terraform show -json prod.tfplan | terraform-provider-eksupgrade analyze prod=-\n" +
			"  terraform-provider-eksupgrade analyze --environments dev,prod --env-vars env-vars *.json\n" +
			"  terraform-provider-eksupgrade analyze --live prod.json\n" +
			"  terraform-provider-eksupgrade analyze --live --kube prod.json\n" +
			"  terraform-provider-eksupgrade analyze --kube-context prod=admin@prod --kube-context dev=admin@dev *.json\n" +
			"  terraform-provider-eksupgrade analyze --target-version 1.35 dev.json\n" +
			"  terraform-provider-eksupgrade analyze --format markdown --output sarif=plans.sarif dev.json",
		RunE: func(cmd *cobra.Command, arguments []string) error {
			return analyze(cmd, flags, envVars, arguments, build, now)
		},
	}
	flags.addTo(command.Flags())
	flags.addLiveTo(command.Flags())
	flags.addKubeTo(command.Flags())
	command.Flags().StringVar(&envVars, "env-vars", "", "the folder of the tfvars that the plans were made with: it gives findings a file and a line")
	return command
}

func analyze(cmd *cobra.Command, flags judgeFlags, envVars string, arguments []string, build Build, now func() time.Time) error {
	if err := givenEmpty(cmd.Flags()); err != nil {
		return err
	}
	outputs, err := flags.writers()
	if err != nil {
		return err
	}
	plans, err := plansOf(arguments, cmd.InOrStdin())
	if err != nil {
		return err
	}
	judging, _, err := flags.judging(envVars, now)
	if err != nil {
		return err
	}
	progress := newProgress(cmd.ErrOrStderr(), len(plans), now)
	defer progress.end()
	request := readiness.PlansRequest{
		Plans:        plans,
		Environments: flags.named(),
		EnvVarsDir:   envVars,
		Names:        judging.names,
		Target:       judging.target,
		Policy:       judging.policy,
		Catalog:      judging.catalog,
		Today:        judging.today,
		Progress:     progress.of,
	}
	live, kube := newLive(cmd.ErrOrStderr(), build, now), newKubeAsker(cmd.ErrOrStderr())
	if flags.live {
		request.Live = live.source()
	}
	if request.Kube, err = flags.kubeSource(live, kube, judging.catalog); err != nil {
		return err
	}
	result, err := readiness.AssessPlans(cmd.Context(), request)
	progress.end()
	live.end()
	kube.end()
	if err != nil {
		return describe(err)
	}
	document := report.Document{
		Report:      result.Report,
		ToolVersion: build.Version,
		CatalogDate: judging.catalog.Date,
		Notes:       result.Notes,
		Plans:       true,
		Today:       judging.today,
		Calendar:    judging.catalog.Versions,
		Waivers:     judging.policy.Waivers,
	}
	if flags.showsWays() {
		document.Paths = waysOf(result.Report, path.Question{Target: judging.target, Policy: judging.policy, Catalog: judging.catalog}, nil)
	}
	if err := flags.write(cmd.OutOrStdout(), outputs, document); err != nil {
		return err
	}
	for _, message := range unreadableIn(result.Report) {
		if _, err := fmt.Fprintf(cmd.ErrOrStderr(), "Error: %s\n", message); err != nil {
			return err
		}
	}
	return flags.status(result.Report)
}

// unreadableIn says of each environment why it could not be read, besides the
// report: standard error is what a person looks at when a pipeline stops.
func unreadableIn(judged upgrade.Report) []string {
	var messages []string
	for _, environment := range judged.Environments {
		messages = append(messages, inSentences(environment.Environment.Unreadable)...)
	}
	return append(messages, unreadClusters(judged)...)
}

// plansOf reads the arguments, each [ENVIRONMENT=]PLAN.
func plansOf(arguments []string, stdin io.Reader) ([]readiness.PlanFile, error) {
	if len(arguments) == 0 {
		return nil, fmt.Errorf("name a plan as terraform show -json prints it, such as dev=dev.json, or - for standard input")
	}
	var plans []readiness.PlanFile
	piped := false
	for _, argument := range arguments {
		plan, err := planOf(argument)
		if err != nil {
			return nil, err
		}
		if plan.Path == standardInput {
			if piped {
				return nil, fmt.Errorf("standard input is named twice; it holds one plan")
			}
			piped, plan.Input = true, stdin
		}
		plans = append(plans, plan)
	}
	return plans, nil
}

// planOf reads one argument. What stands before the first = names the
// environment, unless it is part of a path or the whole is a file and the rest
// is none.
func planOf(argument string) (readiness.PlanFile, error) {
	environment, path, named := strings.Cut(argument, "=")
	if named && (strings.ContainsAny(environment, `/\`) || isFile(argument) && path != standardInput && !isFile(path)) {
		named = false
	}
	switch {
	case argument == "":
		return readiness.PlanFile{}, fmt.Errorf("an argument is empty; expected [ENVIRONMENT=]PLAN, such as dev=dev.json")
	case !named:
		return readiness.PlanFile{Name: nameOf(argument), Path: argument}, nil
	case environment == "" || path == "":
		return readiness.PlanFile{}, fmt.Errorf("%q lacks the environment or the plan; expected ENVIRONMENT=PLAN, such as dev=dev.json", argument)
	default:
		return readiness.PlanFile{Name: environment, Named: true, Path: path}, nil
	}
}

func isFile(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// nameOf is what an environment is called whose plan has no name: the file's name
// without what says that it is a plan.
func nameOf(path string) string {
	if path == standardInput {
		return "stdin"
	}
	base := filepath.Base(path)
	name := base
	for _, suffix := range []string{".gz", ".json", ".tfplan", ".plan"} {
		name = strings.TrimSuffix(name, suffix)
	}
	if name == "" {
		return base
	}
	return name
}
