package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

const (
	toolName = "eksupgrade"
	toolPage = "https://registry.terraform.io/providers/eksupgrade/eksupgrade/latest/docs"
	// fingerprint names what findings are told apart by; another way to make it
	// needs another number.
	fingerprint = "findingIdentity/v1"
)

// writeSARIF writes for code scanning: one run, with a result for each finding
// and a notification for each thing that was not judged.
func writeSARIF(w io.Writer, document Document) error {
	run := sarifRun{
		Tool: sarifTool{Driver: sarifDriverOf(document)},
		OriginalURIBaseIDs: map[string]sarifArtifact{
			sourceRoot: {Description: &sarifMessage{"The working directory of the run."}},
		},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
		Properties: map[string]any{
			"catalogDate": document.CatalogDate.String(),
			"verdict":     document.Report.Verdict,
			"summary":     jsonSummary(document.Report.Summarize()),
		},
	}
	invocation := sarifInvocation{
		ExecutionSuccessful: !document.Report.Unreadable(),
		Notifications:       []sarifNotification{},
	}
	prints := fingerprints{}
	for _, environment := range document.Report.Environments {
		for _, finding := range environment.Findings {
			result := sarifResultOf(finding, environment)
			result.RuleIndex = ruleIndex(document.Rules, finding.Rule)
			result.Fingerprints = map[string]string{fingerprint: prints.of(finding)}
			run.Results = append(run.Results, result)
		}
		for _, missing := range environment.NotJudged {
			invocation.Notifications = append(invocation.Notifications, sarifNotJudged(missing, environment, document.Rules))
		}
	}
	for _, note := range document.Notes {
		invocation.Notifications = append(invocation.Notifications, sarifNotification{Level: "note", Message: sarifText(note)})
	}
	run.Invocations = []sarifInvocation{invocation}
	return encodeJSON(w, sarifLog{Schema: sarifSchema, Version: sarifVersion, Runs: []sarifRun{run}})
}

var semantic = regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)

func sarifDriverOf(document Document) sarifDriver {
	driver := sarifDriver{Name: toolName, Version: document.ToolVersion, InformationURI: toolPage, Rules: []sarifRule{}}
	if semantic.MatchString(document.ToolVersion) {
		driver.SemanticVersion = document.ToolVersion
	}
	for _, rule := range document.Rules {
		driver.Rules = append(driver.Rules, sarifRule{
			ID:               rule.Name,
			ShortDescription: sarifText(rule.Title),
			FullDescription:  sarifText(rule.Why),
			Help:             sarifText(rule.Remediation),
			HelpURI:          rule.Reference,
			Configuration:    sarifLevel{levelOf(rule.Severity)},
			Properties:       properties{"since": rule.Since}.known(),
		})
	}
	return driver
}

func sarifResultOf(finding upgrade.Finding, environment upgrade.EnvironmentReport) sarifResult {
	sentences := append([]string{finding.Message}, finding.Remarks()...)
	result := sarifResult{
		RuleID:       finding.Rule,
		Level:        levelOf(finding.Severity),
		Message:      sarifText(strings.Join(append(sentences, "Fix: "+finding.Remediation), "\n")),
		Locations:    sarifLocations(finding, environment.Environment),
		Suppressions: []sarifSuppression{},
		Properties: properties{
			"environment": finding.Environment,
			"verdict":     string(environment.Verdict),
			"fact":        finding.Fact,
			"attribute":   finding.Attribute,
			"reference":   finding.Reference,
		}.known(),
	}
	if waiver := finding.Waiver; waiver != nil {
		result.Suppressions = append(result.Suppressions, sarifSuppression{
			Kind: "external", Status: "accepted",
			Justification: wording.PlainLines(fmt.Sprintf("%s (until %s)", waiver.Reason, waiver.Until)),
			Location:      physical(waiver.Source),
		})
	}
	return result
}

func sarifNotJudged(missing upgrade.NotJudged, report upgrade.EnvironmentReport, rules []upgrade.Rule) sarifNotification {
	level := "note"
	if missing.AffectsVerdict {
		level = "warning"
	}
	return sarifNotification{
		Level:          level,
		Message:        sarifText(fmt.Sprintf("%s was not judged for %s: %s", missing.Rule, report.Environment.Name, missing.Reason)),
		AssociatedRule: &sarifRuleLink{ID: missing.Rule, Index: ruleIndex(rules, missing.Rule)},
		Properties: properties{
			"environment": report.Environment.Name,
			"verdict":     string(report.Verdict),
			"address":     missing.Address,
		}.known(),
	}
}

// ruleIndex is where the rule stands in the list of rules, nil where it is not
// in it.
func ruleIndex(rules []upgrade.Rule, name string) *int {
	index := slices.IndexFunc(rules, func(rule upgrade.Rule) bool { return rule.Name == name })
	if index < 0 {
		return nil
	}
	return &index
}

func levelOf(severity upgrade.Severity) string {
	switch severity {
	case upgrade.Error:
		return "error"
	case upgrade.Warning:
		return "warning"
	case upgrade.Info:
		return "note"
	default:
		return "none"
	}
}

// sarifText is a message that stands for itself: SARIF takes what looks like a
// link in Markdown for one, in plain text too. People read it, so it shows what
// would turn or hide words; names are exact where SARIF has a property for them.
func sarifText(text string) sarifMessage {
	return sarifMessage{strings.ReplaceAll(wording.PlainLines(text), "](", `\](`)}
}

// properties are what SARIF itself has no place for.
type properties map[string]string

// known leaves out what is not known.
func (p properties) known() properties {
	maps.DeleteFunc(p, func(_, value string) bool { return value == "" })
	return p
}

// fingerprints counts the findings of each identity.
type fingerprints map[string]int

// of is the same for a finding from run to run, although lines move and versions
// change.
func (f fingerprints) of(finding upgrade.Finding) string {
	identity := []string{finding.Rule, finding.Environment, finding.Address, finding.Attribute}
	if finding.Address == "" && finding.Attribute == "" {
		identity = append(identity, finding.Source.File)
	}
	sum := sha256.Sum256([]byte(strings.Join(identity, "\x00")))
	text := hex.EncodeToString(sum[:16])
	f[text]++
	return fmt.Sprintf("%s:%d", text, f[text])
}
