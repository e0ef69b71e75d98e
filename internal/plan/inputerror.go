package plan

import "fmt"

// InputKind is what an input is that is not a plan which can be read.
type InputKind string

// The kinds of inputs that are told apart.
const (
	EmptyInput         InputKind = "empty"
	NotJSON            InputKind = "not-json"
	OtherJSON          InputKind = "other-json"
	JSONList           InputKind = "json-list"
	MarkupInput        InputKind = "markup"
	PlanText           InputKind = "plan-text"
	PlanLog            InputKind = "plan-log"
	BinaryPlan         InputKind = "binary-plan"
	StateFile          InputKind = "state-file"
	StateJSON          InputKind = "state-json"
	RedactedPlan       InputKind = "redacted-plan"
	TruncatedInput     InputKind = "truncated"
	BrokenInput        InputKind = "broken"
	InvalidText        InputKind = "invalid-utf-8"
	TooLong            InputKind = "too-long"
	TooDeep            InputKind = "too-deep"
	UnsupportedVersion InputKind = "unsupported-version"
	SeveralPlans       InputKind = "several-plans"
	UnreadableInput    InputKind = "unreadable"
)

// InputError says what an input is instead of a plan.
type InputError struct {
	Kind InputKind
	// Message is one or two sentences on what the input is.
	Message string
	// Remediation says how to get what can be read.
	Remediation string
	// Err is the error of the reader, for an input that could not be read.
	Err error
}

func (e *InputError) Error() string { return e.Message + " " + e.Remediation }

func (e *InputError) Unwrap() error { return e.Err }

const (
	makePlan = "Run \"terraform plan -out plan.tfplan\", then \"terraform show -json plan.tfplan > plan.json\", and give plan.json."
	makeAnew = "Make the file anew with \"terraform show -json plan.tfplan > plan.json\"."
)

// remediations say what to do about each kind of input.
var remediations = map[InputKind]string{
	EmptyInput:         "See whether the command that wrote it failed. " + makeAnew,
	NotJSON:            makePlan,
	OtherJSON:          makePlan,
	JSONList:           "Give each plan in a file of its own.",
	MarkupInput:        "See whether the download asked for a login. " + makePlan,
	PlanText:           makePlan,
	PlanLog:            "Use \"terraform show -json\" on the saved plan instead. " + makePlan,
	BinaryPlan:         "Run \"terraform show -json FILE > plan.json\" in the folder of the configuration, with the Terraform that made the plan, and give plan.json.",
	StateFile:          makePlan,
	StateJSON:          "Name the saved plan: \"terraform show -json plan.tfplan > plan.json\".",
	RedactedPlan:       "Download the JSON execution plan of the run (json-output), not json-output-redacted.",
	TruncatedInput:     "See whether the disk was full, or the command was stopped. " + makeAnew,
	BrokenInput:        makeAnew,
	InvalidText:        makeAnew + " Do not change its encoding.",
	TooLong:            "Move the value out of the configuration, or make a plan without its resource.",
	TooDeep:            makeAnew,
	UnsupportedVersion: "Use a newer release of this tool, or the Terraform that it knows.",
	SeveralPlans:       "Give each plan in a file of its own.",
	UnreadableInput:    "See whether the file is whole and may be read.",
}

func inputError(kind InputKind, format string, values ...any) *InputError {
	return &InputError{Kind: kind, Message: fmt.Sprintf(format, values...), Remediation: remediations[kind]}
}
