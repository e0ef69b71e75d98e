package tfvars

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/hclguard"
	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// change is what one edit makes of a part of the text.
type change struct {
	edit Edit
	// value is the index of the value that changes, and literal the part of the
	// text that it is.
	value   int
	literal hcl.Range
	text    []byte
}

// changes finds the change of each edit, in the order of the text.
func (e *editable) changes(edits []Edit) ([]change, error) {
	var (
		changes  []change
		refusals []error
	)
	for _, edit := range edits {
		edit.At = placed(edit.At, e.document.source.File)
		found, refused := e.change(edit)
		if refused != nil {
			refusals = append(refusals, refused)
			continue
		}
		changes = append(changes, found)
	}
	slices.SortStableFunc(changes, func(a, b change) int { return cmp.Compare(a.value, b.value) })
	for i := 1; i < len(changes); i++ {
		one, other := changes[i-1], changes[i]
		if one.value == other.value && one.edit.Now != other.edit.Now {
			refusals = append(refusals, refuse(one.edit.At, "Ask for one of them.",
				"%s is to become both %s and %s.", called(one.edit.At), upgrade.Quote(one.edit.Now), upgrade.Quote(other.edit.Now)))
		}
	}
	if len(refusals) > 0 {
		return nil, errors.Join(refusals...)
	}
	return slices.CompactFunc(changes, func(a, b change) bool { return a.value == b.value }), nil
}

// change is that of one edit.
func (e *editable) change(edit Edit) (change, *RefusedError) {
	index, ok := e.at(edit.At)
	if !ok {
		return change{}, edit.outdated()
	}
	literal, instead := e.values[index].literal()
	if instead != "" {
		return change{}, refuse(edit.At, edit.byHand(), "%s is %s, and only a text in quotes or a number is edited.", called(edit.At), instead)
	}
	text, refused := e.values[index].replacement(edit, string(literal.SliceBytes(e.document.text)))
	return change{edit: edit, value: index, literal: literal, text: text}, refused
}

// with is the text with the changes made.
func (e *editable) with(changes []change) []byte {
	var changed bytes.Buffer
	done := 0
	for _, change := range changes {
		changed.Write(e.document.text[done:change.literal.Start.Byte])
		changed.Write(change.text)
		done = change.literal.End.Byte
	}
	changed.Write(e.document.text[done:])
	return changed.Bytes()
}

// literal is the part of the text that is the constant, without parentheses; or
// what the value is where it is none.
func (v value) literal() (hcl.Range, string) {
	switch {
	case v.holds != "":
		return hcl.Range{}, string(v.holds)
	case v.in.json:
		return jsonLiteral(v.expression, v.in.text)
	default:
		return nativeLiteral(v.expression, v.in.text)
	}
}

// replacement is what to write in the place of a literal, if that is what was
// read.
func (v value) replacement(edit Edit, written string) ([]byte, *RefusedError) {
	found, problem := v.leaf()
	switch {
	case problem != nil: // it is longer than any that was read
		return nil, edit.outdated()
	case found.kind == numberKind && written == edit.Was:
		return v.in.number(edit.Now), nil
	case found.kind == numberKind && found.text == edit.Was:
		return nil, refuse(edit.At, fmt.Sprintf("Write %q there by hand if that is what is meant, and run this again.", written),
			"%s is written %s without quotes, which is the number %s.", called(edit.At), written, found.text)
	case found.kind == textKind && found.text == edit.Was && edit.Was == edit.Now:
		return []byte(written), nil
	case found.kind == textKind && found.text == edit.Was:
		return v.in.quoted(edit.Now), nil
	case found.kind == textKind && isReleaseOf(found.text, edit.Was):
		return nil, refuse(edit.At, fmt.Sprintf("Write a release of %s there by hand.", upgrade.Quote(edit.Now)),
			"%s is the AMI release %s, and which release is to follow it is not known.", called(edit.At), upgrade.Quote(found.text))
	default:
		return nil, edit.outdated()
	}
}

// outdated refuses an edit of what is not there. It does not say what is there
// now, which nobody asked for.
func (e Edit) outdated() *RefusedError {
	return refuse(e.At, "Run this again, so that the file is read anew.",
		"%s is not %s in this place: the file was changed meanwhile.", called(e.At), upgrade.Quote(e.Was))
}

func (e Edit) byHand() string { return fmt.Sprintf("Write %s there by hand.", upgrade.Quote(e.Now)) }

// isReleaseOf tells whether a text is an AMI release that a version was taken
// from.
func isReleaseOf(text, version string) bool {
	minor, ok := upgrade.ReleaseMinor(text)
	return ok && minor.String() == version
}

// quoted is a text as the syntax of the document has it.
func (d *document) quoted(text string) []byte {
	if d.json {
		return jsonText(text)
	}
	return nativeText(text)
}

// number is a text without quotes, unless the number is another text: 1.40 is
// 1.4.
func (d *document) number(text string) []byte {
	if isPlainNumber(text) {
		return []byte(text)
	}
	return d.quoted(text)
}

var decimal = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)

func isPlainNumber(text string) bool {
	if !decimal.MatchString(text) || len(text) > hclguard.MaxNumberLength {
		return false
	}
	number, err := cty.ParseNumberVal(text)
	return err == nil && numberText(number) == text
}
