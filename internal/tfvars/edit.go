package tfvars

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Edit gives one value of a file another text.
type Edit struct {
	// At is where the value begins, as the claims of this package have it.
	At upgrade.Source
	// Was is the text of the claim, and Now the text to write.
	Was, Now string
}

// RefusedError is an edit that cannot be made exactly.
type RefusedError struct {
	At upgrade.Source
	// Reason says what is there, and Remedy what to do by hand. Both are
	// sentences without the position.
	Reason, Remedy string
}

func (e *RefusedError) Error() string {
	return oneLine(fmt.Sprintf("%s: %s %s", e.At.Position(), e.Reason, e.Remedy))
}

func refuse(at upgrade.Source, remedy, format string, args ...any) *RefusedError {
	return &RefusedError{At: at, Reason: oneLine(fmt.Sprintf(format, args...)), Remedy: oneLine(remedy)}
}

// Rewrite makes the edits in the text of a file of values, all of them or none,
// and leaves every other byte as it is. The file's name tells native syntax from
// JSON. What is edited is a text in quotes or a number; all else is refused. The
// error is a *RefusedError, or several of them joined.
func Rewrite(file string, text []byte, edits []Edit) ([]byte, error) {
	file = filepath.ToSlash(file)
	if configurationBase(path.Base(file)) != "" && len(edits) > 0 {
		return nil, refuseDefaults(file, edits)
	}
	before, refused := openEditable(file, text)
	if refused != nil {
		return nil, refused
	}
	changes, err := before.changes(edits)
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 {
		return slices.Clone(text), nil
	}
	changed := before.with(changes)
	if after, refused := openEditable(file, changed); refused != nil || !before.becomes(after, changes) {
		return nil, refuse(changes[0].edit.At, changes[0].edit.byHand(), "With this edit the file would not say what is asked for, or say something else besides.")
	}
	// A byte order mark is no part of the document.
	mark := text[:len(text)-len(before.document.text)]
	return slices.Concat(mark, changed), nil
}

// refuseDefaults refuses to edit a module's configuration: a default there is
// the same for all environments.
func refuseDefaults(file string, edits []Edit) error {
	var refusals []error
	for _, edit := range edits {
		at := placed(edit.At, file)
		refusals = append(refusals, refuse(at, fmt.Sprintf("Set it to %s in the tfvars of the environment by hand.", upgrade.Quote(edit.Now)),
			"%s is a default in the configuration, where all environments have it from.", called(at)))
	}
	return errors.Join(refusals...)
}

// placed is a source that has at least a file.
func placed(at upgrade.Source, file string) upgrade.Source {
	at.File = cmp.Or(at.File, file)
	return at
}

// called is the name of a value in a sentence that it begins.
func called(at upgrade.Source) string { return cmp.Or(at.Name(), "The value") }

// becomes tells whether the file, read anew, gives the values that were asked
// for and each other one as it was.
func (e *editable) becomes(after *editable, changes []change) bool {
	if len(e.values) != len(after.values) {
		return false
	}
	asked := make(map[int]string, len(changes))
	for _, change := range changes {
		asked[change.value] = cty.NormalizeString(change.edit.Now)
	}
	for i, before := range e.values {
		now, changes := asked[i]
		if !changes {
			if !before.equals(after.values[i]) {
				return false
			}
			continue
		}
		found, problem := after.values[i].leaf()
		if problem != nil || found.text != now || !before.sameKey(after.values[i]) {
			return false
		}
	}
	return true
}
