package upgrade

import "fmt"

// Severity says how much a finding matters.
type Severity int

const (
	// Off means that a rule does not speak.
	Off Severity = iota
	// Info is good to know.
	Info
	// Warning does not stop a plan.
	Warning
	// Error stops a plan.
	Error
)

// String gives the severity's name as users write it.
func (s Severity) String() string {
	return [...]string{"off", "info", "warning", "error"}[s]
}

// ParseSeverity reads a severity that a user may give a rule: error, warning or
// off.
func ParseSeverity(text string) (Severity, error) {
	for _, severity := range []Severity{Off, Warning, Error} {
		if text == severity.String() {
			return severity, nil
		}
	}
	return Off, fmt.Errorf("%s is not a severity; write error, warning or off", Quote(text))
}
