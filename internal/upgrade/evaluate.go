package upgrade

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// Evaluate judges the environments by the rules. It is pure: the same rules and
// fleet give the same report, in the order of the environments. Environments
// that the policy does not want to hear of are not in it.
func Evaluate(rules []Rule, fleet Fleet) Report {
	_, hasOwn := fleet.Own()
	outcomes := make(map[string]*Outcome, len(fleet.Environments))
	for _, environment := range fleet.Environments {
		outcomes[environment.Name] = &Outcome{}
	}
	for _, rule := range rules {
		if fleet.Policy.severityOf(rule) == Off {
			continue
		}
		if rule.CheckFleet != nil {
			for _, finding := range rule.CheckFleet(fleet) {
				outcomes[finding.Environment].collect(rule, fleet.Policy, finding.Environment, Outcome{Findings: []Finding{finding}})
			}
			continue
		}
		for _, environment := range fleet.Environments {
			outcomes[environment.Name].collect(rule, fleet.Policy, environment.Name, rule.Check(Subject{
				Environment: environment,
				Catalog:     fleet.Catalog,
				Policy:      fleet.Policy,
				Today:       fleet.Today,
				Foreign:     hasOwn && !environment.Own,
			}))
		}
	}

	report := Report{Verdict: Ready, FailOn: fleet.Policy.FailOn}
	for _, environment := range fleet.Environments {
		foreign := hasOwn && !environment.Own
		if foreign && fleet.Policy.OtherEnvironments == Off {
			continue
		}
		judged := judge(environment, *outcomes[environment.Name], fleet, foreign)
		report.Verdict = worst(report.Verdict, judged.Verdict)
		report.Environments = append(report.Environments, judged)
	}
	return report
}

// collect adds what a rule says, with the rule's name and reference filled in,
// and with the severity that the policy gives the rule. A finding that the rule
// itself made less severe than usual stays so.
func (o *Outcome) collect(rule Rule, policy Policy, environment string, outcome Outcome) {
	for _, finding := range outcome.Findings {
		finding.Rule = rule.Name
		finding.Environment = environment
		finding.standing = rule.Standing
		if finding.Severity == Off {
			finding.Severity = rule.Severity
		}
		if configured, ok := policy.Severities[rule.Name]; ok && finding.Severity >= rule.Severity {
			finding.Severity = configured
		}
		finding.Reference = cmp.Or(finding.Reference, rule.Reference)
		finding.Remediation = cmp.Or(finding.Remediation, rule.Remediation)
		o.Add(finding)
	}
	for _, gap := range outcome.NotJudged {
		gap.Rule = rule.Name
		o.AddNotJudged(gap)
	}
}

// judge lowers what is not for this plan to stop, and settles the verdict.
func judge(environment Environment, outcome Outcome, fleet Fleet, foreign bool) EnvironmentReport {
	judged := EnvironmentReport{Environment: environment, Pending: environment.Pending(), NotJudged: outcome.NotJudged}
	for _, finding := range outcome.Findings {
		if finding.Severity == Error && !judged.Pending && !finding.standing {
			finding.Severity = Warning
			finding.Lowered = "nothing is pending for " + environment.Name
		}
		if foreign && finding.Severity > fleet.Policy.OtherEnvironments {
			finding.Severity = fleet.Policy.OtherEnvironments
			finding.Lowered = "it is about another environment than the plan's"
		}
		finding.Fact = distinct(finding, judged.Findings)
		finding.Waiver = fleet.Policy.waiverFor(finding, fleet.Today)
		judged.Findings = append(judged.Findings, finding)
	}
	slices.SortStableFunc(judged.Findings, func(a, b Finding) int {
		return cmp.Compare(b.Severity, a.Severity)
	})
	judged.Verdict = verdictOf(judged.Findings, judged.NotJudged, fleet.Policy.FailOn)
	return judged
}

// distinct gives a finding's fact, with what tells it from another of the same
// rule that has the same fact: two findings never look like one.
func distinct(finding Finding, before []Finding) string {
	fact := finding.Fact
	for count := 2; slices.ContainsFunc(before, func(f Finding) bool { return f.Rule == finding.Rule && f.Fact == fact }); count++ {
		fact = fmt.Sprintf("%s (%s)", finding.Fact, cmp.Or(finding.Address, strconv.Itoa(count)))
		finding.Address = ""
	}
	return fact
}

// severityOf is the configured severity of a rule, else its default.
func (p Policy) severityOf(rule Rule) Severity {
	if configured, ok := p.Severities[rule.Name]; ok {
		return configured
	}
	return rule.Severity
}

// waiverFor finds the waiver that covers a finding on a day.
func (p Policy) waiverFor(finding Finding, today Date) *Waiver {
	for i := range p.Waivers {
		if waiver := &p.Waivers[i]; waiver.Covers(finding) && !waiver.Expired(today) {
			return waiver
		}
	}
	return nil
}
