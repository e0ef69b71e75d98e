package upgrade

// Knowledge says what a claim knows of its value. The difference between absent
// and unknown decides verdicts: absent is an answer, unknown is the lack of one.
type Knowledge int

const (
	// Unknown: the value could not be read or is not decided yet; Reason says why.
	Unknown Knowledge = iota
	// Absent: nothing sets the value, and that is certain.
	Absent
	// Invalid: something sets it to a text that is no such value; Reason says why.
	Invalid
	// Known: Value holds it.
	Known
)

// Claim is what one source says of one value.
type Claim[T any] struct {
	Knowledge Knowledge
	Value     T
	// Text is the value as it was written, for messages.
	Text string
	// Reason says why the value is unknown or invalid.
	Reason string
	// Note is what a reader of the value should know of how it was written,
	// such as a number that lost its last zero.
	Note   string
	Source Source
	// Sensitive marks a value that may be judged and never printed.
	Sensitive bool
}

// VersionClaim is a claim of a Kubernetes minor.
type VersionClaim = Claim[Minor]

// IsKnown tells whether the claim holds a value.
func (c Claim[T]) IsKnown() bool { return c.Knowledge == Known }

// Shown is the value as it may be printed.
func (c Claim[T]) Shown() string {
	if c.Sensitive {
		return "(sensitive)"
	}
	return c.Text
}

// ClaimVersion makes a claim of a version text: known, or invalid with the
// reason where the text is no Kubernetes minor.
func ClaimVersion(text string, source Source) VersionClaim {
	minor, err := ParseMinor(text)
	if err != nil {
		return VersionClaim{Knowledge: Invalid, Text: text, Reason: err.Error(), Source: source}
	}
	return VersionClaim{Knowledge: Known, Value: minor, Text: text, Source: source}
}

// ClaimText makes a known claim of a text.
func ClaimText(text string, source Source) Claim[string] {
	return Claim[string]{Knowledge: Known, Value: text, Text: text, Source: source}
}

// NoClaim says that the source certainly does not set the value.
func NoClaim[T any](source Source) Claim[T] {
	return Claim[T]{Knowledge: Absent, Source: source}
}

// UnknownClaim says that the source cannot tell the value, and why.
func UnknownClaim[T any](reason string, source Source) Claim[T] {
	return Claim[T]{Knowledge: Unknown, Reason: reason, Source: source}
}
