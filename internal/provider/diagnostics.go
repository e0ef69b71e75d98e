package provider

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// diagnostics is all that a plan has to say of a judgement: one error or warning
// for each finding, and warnings of what was not judged.
func (j judgement) diagnostics(applied map[string]upgrade.Applied) diag.Diagnostics {
	if j.err != nil {
		return j.inputDiagnostics()
	}
	var diags diag.Diagnostics
	for _, report := range j.result.Report.Environments {
		for _, finding := range report.Findings {
			if j.mayBeApply && !report.Environment.Own && j.request.Own != "" && finding.Severity == upgrade.Error {
				finding.Severity = upgrade.Warning
				finding.Lowered = "it is about another environment, and this is an apply or a plan without a refresh"
			}
			if finding.Severity > upgrade.Info {
				diags.Append(findingDiagnostic(finding))
			}
		}
		diags.Append(notJudgedWarnings(report)...)
	}
	if warning := j.noBaselineWarning(applied); warning != nil {
		diags.Append(warning)
	}
	diags.Append(j.baselinesDifferWarnings()...)
	diags.Append(j.kubeUndecidedWarnings()...)
	diags.Append(j.overlookedWarnings()...)
	return diags
}

// overlookedWarnings tell what was not looked at, or named and not found.
func (j judgement) overlookedWarnings() diag.Diagnostics {
	var diags diag.Diagnostics
	if len(j.result.New) > 0 {
		diags.AddAttributeWarning(path.Root("env_vars_dir"), fmt.Sprintf("eksupgrade: new since %s: %s", j.result.NewSince, strings.Join(j.result.New, ", ")),
			"There was no such file at that commit, so the version step is not judged. That is right for a new environment. For a file or folder that was renamed, give the current version in `baseline`.")
	}
	if len(j.result.LeftOut) > 0 {
		diags.AddAttributeWarning(path.Root("env_vars_dir"), "eksupgrade: files without a cluster version are not judged",
			fmt.Sprintf("Left out: %s. Name the environments in `environments`, so that none is left out by mistake and this is not said again.", strings.Join(j.result.LeftOut, ", ")))
	}
	for _, unmatched := range j.result.Unmatched {
		diags.AddWarning("eksupgrade: "+unmatched, "It is a mistake, or left over from something that was removed. What it was to say is not judged.")
	}
	if len(j.result.Notes) > 0 {
		diags.AddAttributeWarning(path.Root("baseline_source"), "eksupgrade: two places say where EKS is to be asked", strings.Join(j.result.Notes, "\n\n"))
	}
	return diags
}

// kubeUndecidedWarnings say what is not asked before apply, where EKS tells the
// version, so that no rule misses it.
func (j judgement) kubeUndecidedWarnings() diag.Diagnostics {
	kube := j.request.Kube
	if kube == nil || j.request.Live == nil {
		return nil
	}
	reasons := map[string]bool{kube.Unknown: true}
	for name, entry := range kube.Environments {
		if j.request.Own == "" || name == j.request.Own {
			reasons[entry.Unknown] = true
		}
	}
	delete(reasons, "")
	var diags diag.Diagnostics
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		diags.AddWarning("eksupgrade: what runs is not asked before apply: "+reason,
			"How the Kubernetes API is reached is not known yet. EKS was asked, and what only the Kubernetes API tells is judged at apply.")
	}
	return diags
}

// findingDiagnostic words a finding for Terraform, which merges warnings of
// equal summaries and wraps lines that do not begin with a space.
func findingDiagnostic(finding upgrade.Finding) diag.Diagnostic {
	summary := wording.Plain(finding.Summary())
	var detail strings.Builder
	if place := finding.Place(); place != "" {
		fmt.Fprintf(&detail, "  %s\n\n", place)
	}
	detail.WriteString(finding.Message)
	label := "What to do"
	if finding.NextStep {
		label = "Next legal step"
	}
	fmt.Fprintf(&detail, "\n\n%s: %s", label, finding.Remediation)
	for _, remark := range finding.Remarks() {
		fmt.Fprintf(&detail, "\n\n%s", remark)
	}
	severity := finding.Severity
	if finding.Waiver != nil {
		severity = upgrade.Warning
		summary += " (waived)"
	}
	fmt.Fprintf(&detail, "\n\nRule %s: %s", finding.Rule, finding.Reference)

	at, located := attributeOf(finding)
	switch {
	case severity == upgrade.Error && located:
		return diag.NewAttributeErrorDiagnostic(at, summary, detail.String())
	case severity == upgrade.Error:
		return diag.NewErrorDiagnostic(summary, detail.String())
	case located:
		return diag.NewAttributeWarningDiagnostic(at, summary, detail.String())
	default:
		return diag.NewWarningDiagnostic(summary, detail.String())
	}
}

var argumentPattern = regexp.MustCompile(`^([a-z_]+)(?:\["(.*)"\])?$`)

// attributeOf is the argument that a finding is about; false where it is about
// none.
func attributeOf(finding upgrade.Finding) (path.Path, bool) {
	switch finding.Source.Kind {
	case upgrade.SourceArgument:
		match := argumentPattern.FindStringSubmatch(finding.Source.Argument)
		if match == nil {
			return path.Empty(), false
		}
		if match[2] != "" {
			return path.Root(match[1]).AtMapKey(match[2]), true
		}
		return path.Root(match[1]), true
	case upgrade.SourceBaseline:
		return path.Root("baseline"), true
	case upgrade.SourceGit, upgrade.SourceEKS, upgrade.SourceKubernetes:
		return path.Root("baseline_source"), true
	case upgrade.SourceFile:
		if finding.Rule == "waiver-expired" {
			return path.Root("config_file"), true
		}
		return path.Root("env_vars_dir"), true
	default:
		return path.Empty(), false
	}
}

// notJudgedWarnings tell what could not be judged and no finding says already,
// each reason once.
func notJudgedWarnings(report upgrade.EnvironmentReport) diag.Diagnostics {
	var diags diag.Diagnostics
	told := map[string]bool{}
	for _, gap := range report.Untold() {
		if !gap.AffectsVerdict || told[gap.Reason] {
			continue
		}
		told[gap.Reason] = true
		// Terraform merges warnings of equal summaries, so the reason is in it.
		diags.AddWarning(wording.Plain(fmt.Sprintf("%s: %s not judged: %s", report.Environment.Name, gap.Rule, gap.Reason)),
			"What this rule would say is not known, which is not the same as fine.")
	}
	return diags
}

// baselinesDifferWarnings say where another baseline is newer than what was
// applied: right where the cluster was upgraded outside of Terraform, and a skip
// that nobody sees where two upgrades were merged and none was applied.
func (j judgement) baselinesDifferWarnings() diag.Diagnostics {
	var diags diag.Diagnostics
	for _, report := range j.result.Report.Environments {
		for _, cluster := range report.Environment.Clusters {
			older, differ := cluster.OtherBaseline()
			if !differ || older.Source.Kind != upgrade.SourceState {
				continue
			}
			newer := cluster.CurrentVersion()
			if newer.Source.FromCluster() {
				diags.Append(clusterDiffersWarning(report.Environment.Name, older, newer, cluster.AskedVersion())...)
				continue
			}
			diags.AddAttributeWarning(path.Root("baseline_source"), fmt.Sprintf("%s: two baselines, %s and %s", report.Environment.Name, older.Value, newer.Value),
				fmt.Sprintf("%s says %s, but %s says %s. The newer counts. If the cluster was not upgraded outside of Terraform, it is at %s, and the step to judge is from there.",
					wording.Sentence(older.Source.String()), older.Value, newer.Source, newer.Value, older.Value))
		}
	}
	return diags
}

// clusterDiffersWarning says that a cluster is not where the last apply left it.
// While an upgrade is applied, the cluster is at the version asked for and the state
// not yet.
func clusterDiffersWarning(environment string, recorded, live, asked upgrade.VersionClaim) diag.Diagnostics {
	if asked.IsKnown() && live.IsKnown() && asked.Value == live.Value {
		return nil
	}
	counts := "The newer counts. The cluster was upgraded outside of this state."
	if live.Value.Older(recorded.Value) {
		counts = fmt.Sprintf("A step up is judged from %s, and a step below %s is an error. An apply that failed, a rollback or another cluster of that name make such a difference.",
			live.Value, recorded.Value)
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("baseline_source"),
		fmt.Sprintf("%s: two baselines, %s and %s", environment, recorded.Value, live.Value),
		fmt.Sprintf("%s says %s, but %s says %s. %s",
			wording.Sentence(recorded.Source.String()), recorded.Value, live.Source, live.Value, counts))}
}

// noBaselineWarning says which environments could not be judged for want of a
// baseline: the plan's own where there is one, else all.
func (j judgement) noBaselineWarning(applied map[string]upgrade.Applied) diag.Diagnostic {
	names := j.result.WithoutBaseline
	if own := j.request.Own; own != "" {
		if !slices.Contains(names, own) {
			return nil
		}
		names = []string{own}
	}
	if len(names) == 0 {
		return nil
	}
	list := strings.Join(names, ", ")
	detail := fmt.Sprintf("Nothing tells which versions run there now, so the version step of %s is not judged in this plan. Apply records what it lets through, and the next plan is judged by that. "+
		"To have it judged now, give the current version in `baseline`.", list)
	if others := slices.Sorted(maps.Keys(applied)); len(others) > 0 && j.request.Own != "" {
		detail += fmt.Sprintf("\n\nThis state recorded %s, not %s. If it is the state of another environment, stop here: the workspace and the -var-file do not belong together.",
			strings.Join(others, ", "), j.request.Own)
	}
	return diag.NewWarningDiagnostic(list+": no baseline yet", detail)
}
