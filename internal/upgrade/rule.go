package upgrade

// Rule is one thing that is judged. All text on a rule, in the documentation,
// in reports and on the command line, is rendered from here.
type Rule struct {
	// Name is how users refer to the rule; it never changes.
	Name string
	// Title says in a few words what a finding of the rule means.
	Title string
	// Why says what happens to a cluster where the rule is ignored.
	Why string
	// Remediation says in general what to do about a finding.
	Remediation string
	// Severity is the default.
	Severity Severity
	// Concern is the part of an upgrade that the rule is about.
	Concern Concern
	// Since is the first release with the rule.
	Since string
	// Reference is a URL that backs the rule up.
	Reference string
	// Bad and Good are tfvars, or resources, that the rule reports and accepts, as
	// an example.
	Bad, Good string
	// Standing keeps an error of the rule an error where no version is pending:
	// the rule speaks of other changes too.
	Standing bool
	// Check judges one environment. Either Check or CheckFleet is set.
	Check func(Subject) Outcome
	// CheckFleet judges the environments against each other. Its findings name
	// their environment.
	CheckFleet func(Fleet) []Finding
}

// Fleet is everything that is judged together.
type Fleet struct {
	Environments []Environment
	Catalog      Catalog
	Policy       Policy
	Today        Date
}

// Own is the environment that the plan is for, and false where the state stands
// for all of them.
func (f Fleet) Own() (Environment, bool) {
	for _, environment := range f.Environments {
		if environment.Own {
			return environment, true
		}
	}
	return Environment{}, false
}

// Subject is one environment to be judged, with what it is judged by.
type Subject struct {
	Environment Environment
	Catalog     Catalog
	Policy      Policy
	Today       Date
	// Foreign marks an environment other than the one that the plan is for.
	Foreign bool
}
