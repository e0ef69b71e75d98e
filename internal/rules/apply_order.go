package rules

import "github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"

// reach says whether an apply passes through a state.
type reach int

const (
	// unreachable: the order of the apply rules the state out.
	unreachable reach = iota
	// possible: nothing in the configuration decides.
	possible
	// certain: the order brings the state about.
	certain
)

// passes says whether an apply passes through the state in which one step is
// made and another is not.
func passes(environment upgrade.Environment, made, notYet upgrade.Step) reach {
	switch environment.Relation(made, notYet) {
	case upgrade.Before:
		return certain
	case upgrade.After:
		return unreachable
	default:
		return possible
	}
}

// severity of a bad state on the way: that of the rule where it is certain, and
// a warning where it is only possible.
func (r reach) severity() upgrade.Severity {
	if r == certain {
		return upgrade.Off
	}
	return upgrade.Warning
}

// inWords is a verb for a state on the way: one for what is certain, another for
// what is only possible.
func (r reach) inWords(certainly, possibly string) string {
	if r == certain {
		return certainly
	}
	return possibly
}

// leaving is the step that takes away what is there now of an object: the
// destroying where there is one, else the update.
func leaving(address string, action upgrade.Action) upgrade.Step {
	return upgrade.Step{Address: address, Destroys: action.Destroys()}
}

// coming is the step that makes an object what the apply leaves.
func coming(address string) upgrade.Step { return upgrade.Step{Address: address} }
