package config

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/hclguard"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

type document struct {
	Rules        []ruleBlock    `hcl:"rule,block"`
	Waivers      []waiverBlock  `hcl:"waiver,block"`
	Policy       *policyBlock   `hcl:"policy,block"`
	Names        *namesBlock    `hcl:"variable_names,block"`
	Environments []string       `hcl:"environments,optional"`
	EnvVarsDir   string         `hcl:"env_vars_dir,optional"`
	Baseline     hcl.Expression `hcl:"baseline,optional"`
}

type ruleBlock struct {
	Name     string         `hcl:"name,label"`
	Severity hcl.Expression `hcl:"severity"`
	Range    hcl.Range      `hcl:",def_range"`
}

type waiverBlock struct {
	Rule        hcl.Expression `hcl:"rule"`
	Environment string         `hcl:"environment,optional"`
	Address     string         `hcl:"address,optional"`
	Reason      hcl.Expression `hcl:"reason"`
	Until       hcl.Expression `hcl:"until"`
	Range       hcl.Range      `hcl:",def_range"`
}

type policyBlock struct {
	MaxNodeGroupSkew   hcl.Expression `hcl:"max_node_group_skew,optional"`
	SupportWarningDays hcl.Expression `hcl:"support_warning_days,optional"`
	PromotionOrder     []string       `hcl:"promotion_order,optional"`
}

type namesBlock struct {
	ClusterVersion    string    `hcl:"cluster_version,optional"`
	ClusterName       string    `hcl:"cluster_name,optional"`
	Region            string    `hcl:"region,optional"`
	NodeGroupVersions []string  `hcl:"node_group_versions,optional"`
	AddonVersions     []string  `hcl:"addon_versions,optional"`
	Range             hcl.Range `hcl:",def_range"`
}

// Parse reads the text of a configuration file. path is for messages and for
// what is relative to the file; ruleNames are the rules that it may name. Errors
// name file and line.
func Parse(path string, data []byte, ruleNames []string) (File, error) {
	if refused := hclguard.Native(data); refused != nil {
		return File{}, fmt.Errorf("%s:%d: the file is not read, because %s", filepath.ToSlash(path), 1+bytes.Count(data[:refused.Offset], []byte("\n")), refused.Reason)
	}
	parsed, diags := hclsyntax.ParseConfig(data, filepath.ToSlash(path), hcl.InitialPos)
	if diags.HasErrors() {
		return File{}, firstError(diags)
	}
	var document document
	if diags := gohcl.DecodeBody(parsed.Body, nil, &document); diags.HasErrors() {
		return File{}, firstError(diags)
	}
	file := File{
		Path:         path,
		Severities:   map[string]upgrade.Severity{},
		Environments: document.Environments,
	}
	if document.Environments != nil && len(document.Environments) == 0 {
		return File{}, fmt.Errorf("%s: environments is empty; name those to judge, or leave it out to have all judged", filepath.ToSlash(path))
	}
	if document.EnvVarsDir != "" {
		file.EnvVarsDir = document.EnvVarsDir
		if !filepath.IsAbs(file.EnvVarsDir) {
			file.EnvVarsDir = filepath.Join(filepath.Dir(path), file.EnvVarsDir)
		}
	}
	if err := file.addRules(document.Rules, ruleNames); err != nil {
		return File{}, err
	}
	if err := file.addWaivers(document.Waivers, ruleNames); err != nil {
		return File{}, err
	}
	if err := file.addPolicy(document.Policy); err != nil {
		return File{}, err
	}
	if block := document.Names; block != nil {
		file.Names = tfvars.Names{
			ClusterVersion: block.ClusterVersion, ClusterName: block.ClusterName,
			Region: block.Region, NodeGroupVersions: block.NodeGroupVersions,
			AddonVersions: block.AddonVersions,
		}
		if err := file.Names.Validate(); err != nil {
			return File{}, at(block.Range, "%w", err)
		}
	}
	baseline, err := baselines(document.Baseline)
	file.Baseline = baseline
	return file, err
}

func (f *File) addRules(blocks []ruleBlock, ruleNames []string) error {
	for _, block := range blocks {
		if !slices.Contains(ruleNames, block.Name) {
			return at(block.Range, "%s", wording.UnknownRule(block.Name, ruleNames))
		}
		if _, twice := f.Severities[block.Name]; twice {
			return at(block.Range, "rule %q is set twice", block.Name)
		}
		text, err := stringOf(block.Severity, "severity")
		if err != nil {
			return err
		}
		severity, err := upgrade.ParseSeverity(text)
		if err != nil {
			return at(block.Severity.Range(), "rule %q: %w", block.Name, err)
		}
		f.Severities[block.Name] = severity
	}
	return nil
}

func (f *File) addWaivers(blocks []waiverBlock, ruleNames []string) error {
	for _, block := range blocks {
		rule, err := stringOf(block.Rule, "rule")
		if err != nil {
			return err
		}
		if !slices.Contains(ruleNames, rule) {
			return at(block.Rule.Range(), "%s", wording.UnknownRule(rule, ruleNames))
		}
		reason, err := stringOf(block.Reason, "reason")
		if err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return at(block.Reason.Range(), "the reason of a waiver is empty; say why the finding is accepted")
		}
		until, err := stringOf(block.Until, "until")
		if err != nil {
			return err
		}
		date, err := upgrade.ParseDate(until)
		if err != nil {
			return at(block.Until.Range(), "until: %w", err)
		}
		f.Waivers = append(f.Waivers, upgrade.Waiver{
			Rule: rule, Environment: block.Environment, Address: block.Address, Reason: reason, Until: date,
			Source: upgrade.Source{Kind: upgrade.SourceFile, File: block.Range.Filename, Line: block.Range.Start.Line, Column: block.Range.Start.Column},
		})
	}
	return nil
}

func (f *File) addPolicy(block *policyBlock) error {
	if block == nil {
		return nil
	}
	skew, err := wholeNumber(block.MaxNodeGroupSkew, "max_node_group_skew", upgrade.MinNodeGroupSkewSetting, upgrade.MaxNodeGroupSkewSetting)
	if err != nil {
		return err
	}
	days, err := wholeNumber(block.SupportWarningDays, "support_warning_days", 0, upgrade.MaxSupportWarningDays)
	if err != nil {
		return err
	}
	f.MaxNodeGroupSkew, f.SupportWarningDays, f.PromotionOrder = skew, days, block.PromotionOrder
	return nil
}

// at puts file and line before an error.
func at(where hcl.Range, format string, arguments ...any) error {
	return fmt.Errorf("%s:%d: %w", where.Filename, where.Start.Line, fmt.Errorf(format, arguments...))
}

// firstError is the first error among diagnostics, with its place.
func firstError(diags hcl.Diagnostics) error {
	for _, diag := range diags {
		if diag.Severity != hcl.DiagError {
			continue
		}
		if diag.Subject == nil {
			return fmt.Errorf("%s: %s", diag.Summary, diag.Detail)
		}
		return at(*diag.Subject, "%s: %s", diag.Summary, diag.Detail)
	}
	return diags
}
