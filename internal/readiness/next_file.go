package readiness

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/atomicfile"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/tfvars"
)

// rewrite works out the file's content after the edits, where all of them can be
// made.
func (n *NextStep) rewrite(edits []tfvars.Edit) {
	before, err := atomicfile.Read(n.folder, n.name)
	if err != nil {
		n.byHand(edits, err.Error()+".")
		return
	}
	after, err := tfvars.Rewrite(n.File, before, edits)
	refused := refusals(err)
	for _, each := range refused {
		n.ByHand = append(n.ByHand, HandEdit{Place: each.At.Position(), Reason: each.Reason, Remedy: each.Remedy})
	}
	if len(n.ByHand) > 0 {
		n.byHand(without(edits, refused), "This edit goes with the others.")
		return
	}
	n.Before, n.After = before, after
}

// byHand lists edits that could be made, and are not for a reason that is theirs
// together.
func (n *NextStep) byHand(edits []tfvars.Edit, reason string) {
	for _, edit := range edits {
		n.ByHand = append(n.ByHand, HandEdit{
			Place: edit.At.Position(), Reason: reason, Remedy: fmt.Sprintf("Set %s to %q.", edit.At.Name(), edit.Now),
		})
	}
}

// refusals are the edits that were refused one by one.
func refusals(err error) []*tfvars.RefusedError {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		var all []*tfvars.RefusedError
		for _, each := range joined.Unwrap() {
			all = append(all, refusals(each)...)
		}
		return all
	}
	if refused, ok := errors.AsType[*tfvars.RefusedError](err); ok {
		return []*tfvars.RefusedError{refused}
	}
	return nil
}

// without leaves out the edits that were refused themselves. Two values may share
// a line.
func without(edits []tfvars.Edit, refused []*tfvars.RefusedError) []tfvars.Edit {
	return slices.DeleteFunc(slices.Clone(edits), func(edit tfvars.Edit) bool {
		return slices.ContainsFunc(refused, func(r *tfvars.RefusedError) bool {
			return r.At.Line == edit.At.Line && r.At.Column == edit.At.Column
		})
	})
}

// errChanged tells that a file is not the one that the step was worked out for.
var errChanged = errors.New("the file was changed meanwhile; run this again")

// Write makes the edit. The file is replaced at once or stays as it was.
func (n NextStep) Write() error {
	if !n.Edits() {
		return nil
	}
	return atomicfile.Replace(n.folder, n.name, func(current []byte) ([]byte, error) {
		if !bytes.Equal(current, n.Before) {
			return nil, fmt.Errorf("%s: %w", n.File, errChanged)
		}
		return n.After, nil
	})
}
