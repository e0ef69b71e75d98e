package cli

import (
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/readiness"
)

// nextState is how one environment stands.
type nextState string

const (
	// nothingToDo: it runs what is asked for.
	nothingToDo nextState = "nothing_to_do"
	// toEdit: its file is to be edited.
	toEdit nextState = "edit"
	// written: its file was edited.
	written nextState = "written"
	// toApply: its file asks for the legal step already.
	toApply nextState = "apply"
	// toWait: another environment goes first.
	toWait nextState = "wait"
	// byHand: its edit is to be made by a person.
	byHand nextState = "by_hand"
	// notLegal: the rules find an error in the step.
	notLegal nextState = "refused"
	// notKnown: what it runs, or asks for, is not known.
	notKnown nextState = "unknown"
	// notWritten: its file could not be written.
	notWritten nextState = "not_written"
)

func (p nextPrinter) stateOf(next readiness.NextStep) nextState {
	_, some := next.Step()
	switch {
	case len(next.Path.Problems) > 0:
		return notKnown
	case !some:
		return nothingToDo
	case len(next.Overtakes) > 0:
		return toWait
	case len(next.Refused) > 0:
		return notLegal
	case len(next.ByHand) > 0:
		return byHand
	case !next.Edits():
		return toApply
	case p.failed[next.Environment] != nil:
		return notWritten
	case p.write:
		return written
	default:
		return toEdit
	}
}

// status is the exit status as an error, nil for 0. What could not be done
// outranks what is not known.
func (p nextPrinter) status() error {
	worst := exitReady
	for _, next := range p.result.Environments {
		switch p.stateOf(next) {
		case byHand, notLegal, notWritten:
			return exitStatus(exitUnreadable)
		case notKnown:
			if next.Unreadable {
				return exitStatus(exitUnreadable)
			}
			worst = exitIncomplete
		}
	}
	if worst == exitReady {
		return nil
	}
	return exitStatus(worst)
}
