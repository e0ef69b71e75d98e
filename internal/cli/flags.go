package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/catalog"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/config"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/report"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/rules"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// judgeFlags are the flags of every command that judges.
type judgeFlags struct {
	format          string
	outputs         []string
	targetVersion   string
	environments    []string
	failOn          string
	allowIncomplete bool
	configFile      string
	catalogFile     string
	today           string
	noColor         bool
	baselines       []string
	live            bool
	kube            bool
	kubeContexts    []string
}

func (f *judgeFlags) addTo(flags *pflag.FlagSet) {
	flags.StringVar(&f.format, "format", "text", "what is printed: "+strings.Join(report.Formats(), ", "))
	flags.StringArrayVar(&f.outputs, "output", nil, "write the report to a file too, as FORMAT=FILE (repeat)")
	flags.StringVar(&f.targetVersion, "target-version", "", "judge as if the clusters and their node groups went to this version")
	flags.StringSliceVar(&f.environments, "environments", nil, "the environments that must be there, and the only ones judged, such as dev,prod")
	flags.StringVar(&f.failOn, "fail-on", "error", "the least severity that makes the verdict not ready: error, warning, or never to exit 0 all the same")
	flags.BoolVar(&f.allowIncomplete, "allow-incomplete", false, "exit 0 where something that decides is not known")
	f.addFactsTo(flags)
}

// addFactsTo adds the flags of what is judged by, and of how it is shown.
func (f *judgeFlags) addFactsTo(flags *pflag.FlagSet) {
	flags.StringVar(&f.configFile, "config", "", "the configuration file (default: "+config.FileName+", searched upward)")
	flags.StringVar(&f.catalogFile, "catalog", "", "a JSON file that replaces the embedded facts")
	flags.StringVar(&f.today, "today", "", "judge as of this day, such as 2026-11-22")
	flags.BoolVar(&f.noColor, "no-color", false, "no colour, also on a terminal")
}

// addBaselineTo adds the flag of the commands that read no plan, which tells
// itself what is there.
func (f *judgeFlags) addBaselineTo(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.baselines, "baseline", nil, "where current versions come from: git:<ref>, or ENVIRONMENT=VERSION (repeat; default: git:HEAD in a checkout)")
}

// addLiveTo adds the flag of the commands that may ask AWS.
func (f *judgeFlags) addLiveTo(flags *pflag.FlagSet) {
	flags.BoolVar(&f.live, "live", false, "ask EKS what is there now, with the credentials of the AWS environment variables and shared files")
}

// givenEmpty refuses flags that are given without a value, as by a variable of a
// pipeline that is not set. Taken as not given they would judge something else.
func givenEmpty(flags *pflag.FlagSet) error {
	for _, expected := range []struct{ flag, value string }{
		{"target-version", "a version, such as 1.36"},
		{"environments", "names, such as dev,prod"},
		{"baseline", "git:<ref>, such as git:main, or ENVIRONMENT=VERSION, such as prod=1.34"},
	} {
		if !flags.Changed(expected.flag) {
			continue
		}
		given := flags.Lookup(expected.flag).Value
		empty := strings.TrimSpace(given.String()) == ""
		if list, ok := given.(pflag.SliceValue); ok {
			empty = strings.TrimSpace(strings.Join(list.GetSlice(), "")) == ""
		}
		if empty {
			return fmt.Errorf("--%s is given and empty; expected %s, or leave the flag out", expected.flag, expected.value)
		}
	}
	return nil
}

// judging is what a command judges by.
type judging struct {
	names   readiness.Names
	policy  upgrade.Policy
	target  upgrade.Minor
	today   upgrade.Date
	catalog upgrade.Catalog
}

// judging turns the flags, and the configuration file below them, into what is
// judged by. The file is searched from a folder upward, "" for the working
// directory.
func (f judgeFlags) judging(folder string, now func() time.Time) (judging, config.File, error) {
	if !slices.Contains([]string{"error", "warning", "never"}, f.failOn) {
		return judging{}, config.File{}, fmt.Errorf("--fail-on is %q; expected error, warning or never", f.failOn)
	}
	file, err := readiness.Configuration(f.configFile, cmp.Or(folder, "."))
	if err != nil {
		return judging{}, config.File{}, err
	}
	by := judging{names: file.Names, policy: readiness.PolicyOf(file, readiness.Settings{}), today: upgrade.DateOf(now())}
	if f.failOn == "warning" {
		by.policy.FailOn = upgrade.Warning
	}
	if f.targetVersion != "" {
		if by.target, err = upgrade.ParseMinor(f.targetVersion); err != nil {
			return judging{}, config.File{}, fmt.Errorf("--target-version: %w", err)
		}
	}
	if f.today != "" {
		if by.today, err = upgrade.ParseDate(f.today); err != nil {
			return judging{}, config.File{}, fmt.Errorf("--today: %w", err)
		}
	}
	by.catalog, err = f.facts()
	return by, file, err
}

// request turns the flags, and the configuration file below them, into what is
// to be judged. dir is the folder named on the command line, "" for none.
func (f judgeFlags) request(dir string, now func() time.Time) (readiness.Request, error) {
	by, file, err := f.judging(dir, now)
	if err != nil {
		return readiness.Request{}, err
	}
	if dir == "" {
		dir = file.EnvVarsDir
	}
	if dir == "" {
		return readiness.Request{}, fmt.Errorf("name the folder of <environment>.tfvars, such as env-vars, or set env_vars_dir in %s", config.FileName)
	}
	request := readiness.Request{
		EnvVarsDir: dir, Names: by.names, Policy: by.policy, Target: by.target, Today: by.today, Catalog: by.catalog,
		Environments: file.Environments,
	}
	if len(f.environments) > 0 {
		request.Environments = f.named()
	}
	request.Baselines, err = f.baseline(file)
	return request, err
}

// named are the environments named, nil for none. A space after a comma is part of
// no name.
func (f judgeFlags) named() []string {
	var names []string
	for _, name := range f.environments {
		names = append(names, strings.TrimSpace(name))
	}
	return names
}

// baseline takes the flags where there are any, else the configuration file.
func (f judgeFlags) baseline(file config.File) (readiness.Baselines, error) {
	if len(f.baselines) == 0 && len(file.Baseline) > 0 {
		return baselinesOf(file.Baseline, "baseline in "+file.Path)
	}
	return baselinesOf(f.baselines, "--baseline")
}

func (f judgeFlags) facts() (upgrade.Catalog, error) {
	if f.catalogFile == "" {
		return catalog.Embedded(), nil
	}
	return catalog.ReadFile(f.catalogFile)
}

// output is one place that the report is written to.
type output struct {
	writer report.Writer
	// file is "" for standard output.
	file string
}

// writers checks the formats before anything is judged.
func (f judgeFlags) writers() ([]output, error) {
	writer, err := report.Find(f.format)
	if err != nil {
		return nil, fmt.Errorf("--format: %w", err)
	}
	outputs := []output{{writer: writer}}
	for _, entry := range f.outputs {
		format, file, ok := strings.Cut(entry, "=")
		if !ok || file == "" {
			return nil, fmt.Errorf("--output is %q; expected FORMAT=FILE, such as json=report.json", entry)
		}
		writer, err := report.Find(format)
		if err != nil {
			return nil, fmt.Errorf("--output %s: %w", entry, err)
		}
		outputs = append(outputs, output{writer: writer, file: file})
	}
	return outputs, nil
}

// showsWays tells whether a format is asked for that shows the ways up, which take
// time to find for many environments.
func (f judgeFlags) showsWays() bool {
	const page = "html"
	return f.format == page || slices.ContainsFunc(f.outputs, func(entry string) bool { return strings.HasPrefix(entry, page+"=") })
}

// write writes a judgement to all of its outputs.
func (f judgeFlags) write(stdout io.Writer, outputs []output, document report.Document) error {
	document.Rules = rules.All()
	for _, output := range outputs {
		if err := output.write(stdout, document, f.noColor); err != nil {
			return err
		}
	}
	return nil
}

func (o output) write(stdout io.Writer, document report.Document, noColor bool) (err error) {
	if o.file == "" {
		document.Color = !noColor && colorOn(stdout)
		return o.writer(stdout, document)
	}
	file, err := os.Create(o.file)
	if err != nil {
		return fmt.Errorf("--output: %w", err)
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	return o.writer(file, document)
}
