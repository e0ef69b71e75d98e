package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// jsonFormatVersion changes its first number when a reader of the old form would
// misread the new one.
const jsonFormatVersion = "1.0"

type jsonDocument struct {
	FormatVersion string            `json:"format_version"`
	ToolVersion   string            `json:"tool_version"`
	CatalogDate   string            `json:"catalog_date"`
	Verdict       upgrade.Verdict   `json:"verdict"`
	Environments  []jsonEnvironment `json:"environments"`
	Notes         []string          `json:"notes"`
	Summary       jsonSummary       `json:"summary"`
}

type jsonEnvironment struct {
	Name      string          `json:"name"`
	Source    string          `json:"source"`
	Verdict   upgrade.Verdict `json:"verdict"`
	Clusters  []jsonCluster   `json:"clusters"`
	Findings  []jsonFinding   `json:"findings"`
	NotJudged []jsonNotJudged `json:"not_judged"`
}

type jsonCluster struct {
	Address        *string         `json:"address"`
	Name           *string         `json:"name"`
	CurrentVersion *string         `json:"current_version"`
	TargetVersion  *string         `json:"target_version"`
	NextVersion    *string         `json:"next_version"`
	NodeGroups     []jsonNodeGroup `json:"node_groups"`
}

type jsonNodeGroup struct {
	Address        *string `json:"address"`
	Name           string  `json:"name"`
	CurrentVersion *string `json:"current_version"`
	TargetVersion  *string `json:"target_version"`
}

type jsonFinding struct {
	Rule        string      `json:"rule"`
	Severity    string      `json:"severity"`
	Address     *string     `json:"address"`
	Attribute   *string     `json:"attribute"`
	File        *string     `json:"file"`
	Line        *int        `json:"line"`
	Column      *int        `json:"column"`
	Message     string      `json:"message"`
	Remediation string      `json:"remediation"`
	Reference   string      `json:"reference"`
	Waived      bool        `json:"waived"`
	Waiver      *jsonWaiver `json:"waiver,omitempty"`
}

type jsonWaiver struct {
	Reason string `json:"reason"`
	Until  string `json:"until"`
}

type jsonNotJudged struct {
	Rule           string  `json:"rule"`
	Address        *string `json:"address"`
	Reason         string  `json:"reason"`
	AffectsVerdict bool    `json:"affects_verdict"`
}

type jsonSummary struct {
	Environments int `json:"environments"`
	Ready        int `json:"ready"`
	NotReady     int `json:"not_ready"`
	Incomplete   int `json:"incomplete"`
	Errors       int `json:"errors"`
	Warnings     int `json:"warnings"`
	Infos        int `json:"infos"`
	Waived       int `json:"waived"`
}

func writeJSON(w io.Writer, document Document) error {
	written := jsonDocument{
		FormatVersion: jsonFormatVersion,
		ToolVersion:   document.ToolVersion,
		CatalogDate:   document.CatalogDate.String(),
		Verdict:       document.Report.Verdict,
		Environments:  []jsonEnvironment{},
		Notes:         append([]string{}, document.Notes...),
		Summary:       jsonSummary(document.Report.Summarize()),
	}
	for _, environment := range document.Report.Environments {
		written.Environments = append(written.Environments, jsonEnvironmentOf(environment))
	}
	return encodeJSON(w, written)
}

// encodeJSON writes for programs, in a form that people can read too. What a
// terminal would obey or hide is written as an escape, so that the data is exact
// and the text shows it.
func encodeJSON(w io.Writer, value any) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := io.WriteString(w, withoutCommands(escapeHidden(out.String()), `\u0023`))
	return err
}

// escapeHidden writes hidden characters in JSON text, where they can stand in
// strings alone, as escapes. A newline stands between values.
func escapeHidden(text string) string {
	hidden := func(r rune) bool { return r != '\n' && wording.Hidden(r) }
	if !strings.ContainsFunc(text, hidden) {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if !hidden(r) {
			out.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}

func jsonEnvironmentOf(report upgrade.EnvironmentReport) jsonEnvironment {
	environment := jsonEnvironment{
		Name:      report.Environment.Name,
		Source:    report.Environment.Source,
		Verdict:   report.Verdict,
		Clusters:  []jsonCluster{},
		Findings:  []jsonFinding{},
		NotJudged: []jsonNotJudged{},
	}
	for _, cluster := range clustersOf(report.Environment) {
		environment.Clusters = append(environment.Clusters, jsonClusterOf(cluster))
	}
	for _, finding := range report.Findings {
		environment.Findings = append(environment.Findings, jsonFindingOf(finding))
	}
	for _, gap := range report.NotJudged {
		environment.NotJudged = append(environment.NotJudged, jsonNotJudged{
			Rule: gap.Rule, Address: orNull(gap.Address), Reason: gap.Reason, AffectsVerdict: gap.AffectsVerdict,
		})
	}
	return environment
}

func jsonClusterOf(cluster upgrade.Cluster) jsonCluster {
	written := jsonCluster{
		Address:        orNull(cluster.Address),
		Name:           orNull(cluster.Name),
		CurrentVersion: versionOrNull(cluster.CurrentVersion()),
		TargetVersion:  versionOrNull(cluster.AskedVersion()),
		NodeGroups:     []jsonNodeGroup{},
	}
	if next := cluster.Next(); !next.IsZero() && !secret(cluster) {
		written.NextVersion = orNull(next.String())
	}
	for _, group := range cluster.NodeGroups {
		written.NodeGroups = append(written.NodeGroups, jsonNodeGroup{
			Address:        orNull(group.Address),
			Name:           group.Name,
			CurrentVersion: versionOrNull(group.CurrentVersion()),
			TargetVersion:  versionOrNull(group.AskedVersion()),
		})
	}
	return written
}

func jsonFindingOf(finding upgrade.Finding) jsonFinding {
	written := jsonFinding{
		Rule:        finding.Rule,
		Severity:    finding.Severity.String(),
		Address:     orNull(finding.Address),
		Attribute:   orNull(finding.Attribute),
		File:        orNull(finding.Where().File),
		Line:        numberOrNull(finding.Where().Line),
		Column:      numberOrNull(finding.Where().Column),
		Message:     finding.Message,
		Remediation: finding.Remediation,
		Reference:   finding.Reference,
		Waived:      finding.Waiver != nil,
	}
	if waiver := finding.Waiver; waiver != nil {
		written.Waiver = &jsonWaiver{Reason: waiver.Reason, Until: waiver.Until.String()}
	}
	return written
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func numberOrNull(number int) *int {
	if number == 0 {
		return nil
	}
	return &number
}

func versionOrNull(claim upgrade.VersionClaim) *string {
	if !claim.IsKnown() || claim.Sensitive {
		return nil
	}
	return orNull(claim.Value.String())
}
