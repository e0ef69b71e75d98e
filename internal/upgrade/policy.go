package upgrade

// Policy is what a team decides: how strict the rules are, and for whom.
type Policy struct {
	// MaxNodeGroupSkew is how many minors a node group may be behind its
	// control plane at rest. EKS itself allows three.
	MaxNodeGroupSkew int
	// SupportWarningDays is how long before the end of standard support the
	// warning begins.
	SupportWarningDays int
	// PromotionOrder lists environments, the one that is upgraded first
	// leading.
	PromotionOrder []string
	// Severities replaces the default severity of rules, by rule name.
	Severities map[string]Severity
	// OtherEnvironments is the greatest severity of findings about
	// environments other than the plan's own.
	OtherEnvironments Severity
	Waivers           []Waiver
	// FailOn is the least severity that makes a verdict not_ready.
	FailOn Severity
}

// DefaultPolicy is the policy of a team that has not decided anything.
func DefaultPolicy() Policy {
	return Policy{
		MaxNodeGroupSkew:   1,
		SupportWarningDays: 90,
		OtherEnvironments:  Error,
		FailOn:             Error,
	}
}

// Waiver accepts findings of a rule until a day. Environment and Address are
// empty where it holds for all of them.
type Waiver struct {
	Rule        string
	Environment string
	Address     string
	Reason      string
	// Until is the last day on which the waiver holds.
	Until  Date
	Source Source
}

// Expired tells whether the waiver holds no more on a day.
func (w Waiver) Expired(today Date) bool { return w.Until.Before(today) }

// Covers tells whether the waiver speaks of the finding, expired or not.
func (w Waiver) Covers(f Finding) bool {
	return w.Rule == f.Rule &&
		(w.Environment == "" || w.Environment == f.Environment) &&
		(w.Address == "" || w.Address == f.Address)
}

// The bounds of a policy's settings. EKS allows no node group more than three
// minors behind.
const (
	MinNodeGroupSkewSetting = 0
	MaxNodeGroupSkewSetting = 3
	MaxSupportWarningDays   = 3650
)
