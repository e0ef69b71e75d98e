package upgrade

import "strings"

// Finding is one thing that a rule has to say of one environment.
type Finding struct {
	Rule        string
	Severity    Severity
	Environment string
	// Address and Attribute are of the Terraform resource or of the variable
	// that the finding is about.
	Address   string
	Attribute string
	// Fact is the finding in a few words, such as "1.34 -> 1.36". Within one
	// environment and rule no two findings have the same fact.
	Fact string
	// Message says in sentences what was found, with every value's source.
	Message string
	// Remediation is what to do.
	Remediation string
	// NextStep says that Remediation is the next legal step of an upgrade.
	NextStep bool
	// Reference is a URL with the reason.
	Reference string
	// Source is where the value stands that the finding is about.
	Source Source
	// Lowered says why the severity is below the rule's, where it is.
	Lowered string
	// Waiver is the waiver that covers the finding, or nil.
	Waiver *Waiver
}

// Summary is the finding in one line: environment, rule, fact.
func (f Finding) Summary() string {
	summary := f.Environment + ": " + f.Rule
	if f.Fact != "" {
		summary += " " + f.Fact
	}
	return summary
}

// Place is where a reader is to look: file and line, and the name of the value
// there. It is "" where the message begins with the place, or there is none.
func (f Finding) Place() string {
	position := f.Source.Position()
	if position == "" || strings.HasPrefix(f.Message, position) {
		return ""
	}
	return strings.TrimSpace(position + " " + f.Attribute)
}

// NotJudged says that a rule could not judge something, and why.
type NotJudged struct {
	Rule    string
	Address string
	Reason  string
	// AffectsVerdict is false where the source that would decide was not asked
	// for.
	AffectsVerdict bool
}

// Outcome is all that one rule has to say of one subject.
type Outcome struct {
	Findings  []Finding
	NotJudged []NotJudged
}

// Add puts another finding into the outcome.
func (o *Outcome) Add(f Finding) { o.Findings = append(o.Findings, f) }

// AddNotJudged notes what could not be judged.
func (o *Outcome) AddNotJudged(n NotJudged) { o.NotJudged = append(o.NotJudged, n) }
