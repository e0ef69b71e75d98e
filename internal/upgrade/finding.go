package upgrade

import (
	"fmt"
	"strings"
)

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
	// standing is Rule.Standing of the finding's rule.
	standing bool
}

// Summary is the finding in one line: environment, rule, fact.
func (f Finding) Summary() string {
	summary := f.Environment + ": " + f.Rule
	if f.Fact != "" {
		summary += " " + f.Fact
	}
	return summary
}

// Where is the place in the work tree that the finding is about. What was read
// at a commit may stand on another line there, so then it is the file alone.
func (f Finding) Where() Source {
	where := f.Source
	if where.Kind == SourceGit {
		where.Line, where.Column = 0, 0
	}
	return where
}

// Remarks say what else there is to know of the finding: why its severity is
// lowered, and who accepts it.
func (f Finding) Remarks() []string {
	var remarks []string
	if f.Lowered != "" {
		article := "a"
		if f.Severity != Warning {
			article = "an"
		}
		remarks = append(remarks, fmt.Sprintf("It is %s %s because %s.", article, f.Severity, f.Lowered))
	}
	if f.Waiver != nil {
		remarks = append(remarks, fmt.Sprintf("Waived until %s (%s): %s", f.Waiver.Until, f.Waiver.Source.Position(), f.Waiver.Reason))
	}
	return remarks
}

// Place is where a reader is to look: file and line, and the name of the value
// there. It is "" where the message begins with the place, or there is none.
func (f Finding) Place() string {
	position := f.Where().Position()
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
	// NotAsked tells that nothing else keeps the rule from judging than that
	// nobody chose its source.
	NotAsked bool
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
