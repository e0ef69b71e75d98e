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
}

func (f *judgeFlags) addTo(flags *pflag.FlagSet) {
	flags.StringVar(&f.format, "format", "text", "what is printed: "+strings.Join(report.Formats(), ", "))
	flags.StringArrayVar(&f.outputs, "output", nil, "write the report to a file too, as FORMAT=FILE (repeat)")
	flags.StringVar(&f.targetVersion, "target-version", "", "judge as if the clusters and their node groups went to this version")
	flags.StringSliceVar(&f.environments, "environments", nil, "the environments that must be there, and the only ones judged, such as dev,prod")
	flags.StringVar(&f.failOn, "fail-on", "error", "the least severity that makes the verdict not ready: error, warning, or never to exit 0 all the same")
	flags.BoolVar(&f.allowIncomplete, "allow-incomplete", false, "exit 0 where something that decides is not known")
	flags.StringVar(&f.configFile, "config", "", "the configuration file (default: "+config.FileName+", searched upward)")
	flags.StringVar(&f.catalogFile, "catalog", "", "a JSON file that replaces the embedded facts")
	flags.StringVar(&f.today, "today", "", "judge as of this day, such as 2026-11-22")
	flags.BoolVar(&f.noColor, "no-color", false, "no colour, also on a terminal")
	flags.StringArrayVar(&f.baselines, "baseline", nil, "where current versions come from: git:<ref>, or ENVIRONMENT=VERSION (repeat; default: git:HEAD in a checkout)")
}

// request turns the flags, and the configuration file below them, into what is
// to be judged. dir is the folder named on the command line, "" for none.
func (f judgeFlags) request(dir string, now func() time.Time) (readiness.Request, error) {
	if !slices.Contains([]string{"error", "warning", "never"}, f.failOn) {
		return readiness.Request{}, fmt.Errorf("--fail-on is %q; expected error, warning or never", f.failOn)
	}
	file, err := readiness.Configuration(f.configFile, cmp.Or(dir, "."))
	if err != nil {
		return readiness.Request{}, err
	}
	if dir == "" {
		dir = file.EnvVarsDir
	}
	if dir == "" {
		return readiness.Request{}, fmt.Errorf("name the folder of <environment>.tfvars, such as env-vars, or set env_vars_dir in %s", config.FileName)
	}
	request := readiness.Request{EnvVarsDir: dir, Names: file.Names, Policy: readiness.PolicyOf(file, readiness.Settings{})}
	request.Environments = file.Environments
	if len(f.environments) > 0 {
		request.Environments = f.environments
	}
	if f.failOn == "warning" {
		request.Policy.FailOn = upgrade.Warning
	}
	if request.Baselines, err = f.baseline(file); err != nil {
		return request, err
	}
	if f.targetVersion != "" {
		target, err := upgrade.ParseMinor(f.targetVersion)
		if err != nil {
			return request, fmt.Errorf("--target-version: %w", err)
		}
		request.Target = target
	}
	request.Today = upgrade.DateOf(now())
	if f.today != "" {
		if request.Today, err = upgrade.ParseDate(f.today); err != nil {
			return request, fmt.Errorf("--today: %w", err)
		}
	}
	request.Catalog, err = f.facts()
	return request, err
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

func (o output) write(stdout io.Writer, document report.Document, noColor bool) (err error) {
	if o.file == "" {
		terminal, ok := stdout.(*os.File)
		document.Color = !noColor && ok && isTerminal(terminal)
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
