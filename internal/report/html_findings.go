package report

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// The states of findings on the page.
const (
	openState   = "open"
	waivedState = "waived"
)

// findingKinds lists the kinds, what stops an upgrade leading.
func findingKinds() []string { return []string{errorKind, warningKind, infoKind, waivedKind} }

func findingKind(finding upgrade.Finding) string {
	switch {
	case finding.Waiver != nil:
		return waivedKind
	case finding.Severity == upgrade.Error:
		return errorKind
	case finding.Severity == upgrade.Warning:
		return warningKind
	default:
		return infoKind
	}
}

// pageFindings are the findings by environment, and what they are filtered by.
type pageFindings struct {
	Total int
	// Shown is what the page says of how many findings it shows.
	Shown                                  string
	Groups                                 []pageGroup
	Environments, Severities, Parts, Rules []pageOption
	// States are there where some findings are waived.
	States []pageOption
}

// pageOption is a value to filter by.
type pageOption struct {
	Value string
	Count int
}

// pageGroup are the findings of one environment.
type pageGroup struct {
	ID, Name, Source, Shown string
	Runs                    []pageRun
}

// pageRun are the findings of one kind, severity and rule in an environment. What
// they have in common is said once: it keeps a page of many findings small, and
// quick to read.
type pageRun struct {
	Kind, Label, Severity, State string
	Rule, Title, Part            string
	// Fix is what to do about each of several findings; empty where it differs.
	Fix      string
	Link     pageLink
	Findings []pageFinding
}

// pageFinding is a finding without what its run says: Fix and Link are empty
// where they are the run's.
type pageFinding struct {
	Fact, Place, Message, Fix string
	Remarks                   []string
	Link                      pageLink
}

// pageLink leads to a page of the web. Without a URL its text is shown alone.
type pageLink struct{ URL, Text string }

func pageFindingsOf(document Document, anchors []string) pageFindings {
	var found pageFindings
	rules := make(map[string]upgrade.Rule, len(document.Rules))
	for _, rule := range document.Rules {
		rules[rule.Name] = rule
	}
	for _, report := range document.Report.Environments {
		found.Total += len(report.Findings)
	}
	environments, severities, states, parts, named := tally{}, tally{}, tally{}, tally{}, tally{}
	for i, report := range document.Report.Environments {
		count := len(report.Findings)
		if count == 0 {
			continue
		}
		group := pageGroup{
			ID: anchors[i], Name: plain(report.Environment.Name), Source: plain(report.Environment.Source),
			Shown: wording.Count(count, "finding"), Runs: runsOf(report.Findings, rules, found.Total > manyFindings),
		}
		environments.add(group.Name, count)
		for _, run := range group.Runs {
			severities.add(run.Severity, len(run.Findings))
			states.add(run.State, len(run.Findings))
			parts.add(run.Part, len(run.Findings))
			named.add(run.Rule, len(run.Findings))
		}
		found.Groups = append(found.Groups, group)
	}
	found.Shown = "Nothing was found."
	if found.Total > 0 {
		found.Shown = wording.Count(found.Total, "finding")
	}
	found.Environments = environments.options
	found.Severities = severities.inOrder(findingKinds())
	if len(states.options) > 1 || states.has(waivedState) {
		found.States = states.inOrder([]string{openState, waivedState})
	}
	found.Parts = parts.inOrder(concernNames())
	found.Rules = named.options
	slices.SortFunc(found.Rules, func(a, b pageOption) int { return strings.Compare(a.Value, b.Value) })
	return found
}

// tally counts findings by a value, in the order of the first of each.
type tally struct{ options []pageOption }

func (t *tally) add(value string, count int) {
	i := slices.IndexFunc(t.options, func(o pageOption) bool { return o.Value == value })
	if i < 0 {
		t.options = append(t.options, pageOption{value, count})
		return
	}
	t.options[i].Count += count
}

// has tells whether a value was counted.
func (t *tally) has(value string) bool {
	return slices.ContainsFunc(t.options, func(o pageOption) bool { return o.Value == value })
}

// inOrder gives the values that were counted, in a given order.
func (t *tally) inOrder(values []string) []pageOption {
	var options []pageOption
	for _, value := range values {
		for _, option := range t.options {
			if option.Value == value {
				options = append(options, option)
			}
		}
	}
	return options
}

// manyFindings is the number above which a page says no place twice.
const manyFindings = 1000

// runsOf puts together what is of one kind and rule, the kinds in their order and
// the rules in that of their first finding.
func runsOf(findings []upgrade.Finding, rules map[string]upgrade.Rule, many bool) []pageRun {
	type key struct {
		kind     string
		severity upgrade.Severity
		rule     string
	}
	at := map[key]int{}
	var runs []pageRun
	for _, finding := range findings {
		rule := rules[finding.Rule]
		own := key{findingKind(finding), finding.Severity, finding.Rule}
		i, known := at[own]
		if !known {
			i = len(runs)
			at[own] = i
			run := pageRun{
				Kind: own.kind, Label: own.kind, Severity: finding.Severity.String(), State: openState,
				Rule: plain(finding.Rule), Title: plain(wording.Sentence(rule.Title)), Part: string(rule.Concern),
				Link: pageLinkOf(cmp.Or(finding.Reference, rule.Reference)),
			}
			if finding.Waiver != nil {
				run.State, run.Label = waivedState, waivedState+" "+run.Severity
			}
			runs = append(runs, run)
		}
		written := pageFindingOf(finding, runs[i])
		if many && finding.Place() == "" && strings.Contains(finding.Message, finding.Address) {
			written.Place = ""
		}
		runs[i].Findings = append(runs[i].Findings, written)
	}
	for i := range runs {
		runs[i].shareFix()
	}
	kinds := findingKinds()
	slices.SortStableFunc(runs, func(a, b pageRun) int {
		return cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind))
	})
	return runs
}

// shareFix takes the fix of several findings that all have the same.
func (r *pageRun) shareFix() {
	fix := r.Findings[0].Fix
	if len(r.Findings) == 1 || slices.ContainsFunc(r.Findings, func(f pageFinding) bool { return f.Fix != fix }) {
		return
	}
	r.Fix = fix
	for i := range r.Findings {
		r.Findings[i].Fix = ""
	}
}

func pageFindingOf(finding upgrade.Finding, run pageRun) pageFinding {
	written := pageFinding{
		Fact:    cmp.Or(plain(finding.Fact), run.Rule),
		Place:   plain(strings.Join(places(finding), ", ")),
		Message: plain(finding.Message),
		Fix:     plain(finding.Remediation),
		Remarks: plainAll(finding.Remarks()),
	}
	if link := pageLinkOf(finding.Reference); link != run.Link {
		written.Link = link
	}
	return written
}

// pageLinkOf makes a link of a reference that is an address of the web, and a
// plain text of any other.
func pageLinkOf(reference string) pageLink {
	parsed, err := url.Parse(reference)
	if err != nil || parsed.Scheme != "https" || parsed.Host == "" {
		return pageLink{Text: plain(reference)}
	}
	return pageLink{URL: parsed.String(), Text: fmt.Sprintf("Reference (%s)", plain(parsed.Host))}
}
