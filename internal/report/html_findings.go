package report

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

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
	Shown string
	// LeftOut says which findings did not fit.
	LeftOut                                string
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
	LeftOut                 string
	Runs                    []pageRun
}

// pageRun are the findings of one kind, severity and rule in an environment. What
// they have in common is said once: it keeps a page of many findings small, and
// quick to read.
type pageRun struct {
	Kind, Label, Severity, State string
	Environment, Rule            string
	Title, Part                  string
	// Fix is what to do about each of several findings; empty where it differs.
	Fix string
	// Also is what to do about each besides its own fix.
	Also     string
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
	for i, report := range document.Report.Environments {
		count := len(report.Findings)
		if count == 0 {
			continue
		}
		found.Groups = append(found.Groups, pageGroup{
			ID: anchors[i], Name: plain(report.Environment.Name), Source: plain(report.Environment.Source),
			Shown: wording.Count(count, "finding"), Runs: runsOf(report.Findings, rules, found.Total > manyFindings),
		})
	}
	found.Shown = "Nothing was found."
	if found.Total > 0 {
		found.Shown = wording.Count(found.Total, "finding")
	}
	found.offerFilters()
	return found
}

// offerFilters counts the findings that the page shows by what they are filtered
// by.
func (p *pageFindings) offerFilters() {
	environments, severities, states, parts, named := tally{}, tally{}, tally{}, tally{}, tally{}
	for _, group := range p.Groups {
		for _, run := range group.Runs {
			environments.add(group.Name, len(run.Findings))
			severities.add(run.Severity, len(run.Findings))
			states.add(run.State, len(run.Findings))
			parts.add(run.Part, len(run.Findings))
			named.add(run.Rule, len(run.Findings))
		}
	}
	p.Environments = environments.options
	p.States = nil
	p.Severities = severities.inOrder(findingKinds())
	if len(states.options) > 1 || states.has(waivedState) {
		p.States = states.inOrder([]string{openState, waivedState})
	}
	p.Parts = parts.inOrder(concernNames())
	p.Rules = named.options
	slices.SortFunc(p.Rules, func(a, b pageOption) int { return strings.Compare(a.Value, b.Value) })
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

// manyFindings is the number above which a page says nothing twice: no place that
// the message and the fix name, and no sentence that ends each fix of a rule.
const manyFindings = 1000

// manyOfOneFix is how many findings with one fix are a run of their own on such a
// page: then the fix is said once.
const manyOfOneFix = 5

// runsOf puts together what is of one kind and rule, the kinds in their order and
// the rules in that of their first finding.
func runsOf(findings []upgrade.Finding, rules map[string]upgrade.Rule, many bool) []pageRun {
	type key struct {
		kind     string
		severity upgrade.Severity
		rule     string
		fix      string
	}
	at := map[key]int{}
	fixed := map[key]int{}
	ofFix := func(finding upgrade.Finding) key {
		return key{findingKind(finding), finding.Severity, finding.Rule, finding.Remediation}
	}
	for _, finding := range findings {
		fixed[ofFix(finding)]++
	}
	var runs []pageRun
	for _, finding := range findings {
		rule := rules[finding.Rule]
		own := ofFix(finding)
		if !many || fixed[own] < manyOfOneFix {
			own.fix = ""
		}
		i, known := at[own]
		if !known {
			i = len(runs)
			at[own] = i
			run := pageRun{
				Kind: own.kind, Label: own.kind, Severity: finding.Severity.String(), State: openState,
				Environment: plain(finding.Environment), Rule: plain(finding.Rule), Title: plain(wording.Sentence(rule.Title)), Part: string(rule.Concern),
				Link: pageLinkOf(cmp.Or(finding.Reference, rule.Reference)),
			}
			if finding.Waiver != nil {
				run.State, run.Label = waivedState, waivedState+" "+run.Severity
			}
			runs = append(runs, run)
		}
		written := pageFindingOf(finding, runs[i])
		if many && tellsPlace(finding) {
			written.Place = ""
		}
		runs[i].Findings = append(runs[i].Findings, written)
	}
	for i := range runs {
		runs[i].shareFix()
		if many {
			runs[i].shareSentences()
		}
	}
	kinds := findingKinds()
	slices.SortStableFunc(runs, func(a, b pageRun) int {
		return cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind))
	})
	return runs
}

// tellsPlace tells whether a finding's sentences name the place that they are
// about.
func tellsPlace(finding upgrade.Finding) bool {
	if finding.Place() == "" {
		return strings.Contains(finding.Message, finding.Address)
	}
	said := finding.Message + " " + finding.Remediation
	for _, named := range []string{finding.Where().Position(), finding.Attribute, finding.Address} {
		if !strings.Contains(said, named) {
			return false
		}
	}
	return true
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

// shareSentences takes the sentences that end the fixes of all findings, where
// each begins with one of its own.
func (r *pageRun) shareSentences() {
	const end = ". "
	tail := r.Findings[0].Fix
	for _, finding := range r.Findings {
		for !strings.HasSuffix(finding.Fix, tail) {
			_, first := utf8.DecodeRuneInString(tail)
			tail = tail[first:]
		}
	}
	_, also, found := strings.Cut(tail, end)
	if !found || also == "" || len(r.Findings) == 1 {
		return
	}
	r.Also = also
	for i := range r.Findings {
		r.Findings[i].Fix = strings.TrimSuffix(r.Findings[i].Fix, " "+also)
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
