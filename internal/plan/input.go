package plan

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/upgrade"
)

// Read makes an environment of a plan as "terraform show -json" prints it. What
// is no such plan is an *InputError that says what it is.
func Read(r io.Reader, options Options) (upgrade.Environment, error) {
	document, err := read(r, readOptions{progress: options.Progress})
	if err != nil {
		return upgrade.Environment{}, err
	}
	return document.environment(options), nil
}

// readOptions say how a plan is read.
type readOptions struct {
	progress func(read int64)
}

// read finds the plan in an input, and keeps what matters of it.
func read(r io.Reader, options readOptions) (*document, error) {
	counting := &countingReader{reader: r, progress: options.progress}
	text, err := openText(counting)
	if err != nil {
		return nil, err
	}
	search := &search{reader: text}
	found, err := search.find()
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, search.name()
	}
	if search.list {
		return nil, inputError(JSONList, "This is a JSON list, and a plan is a JSON object.")
	}
	plan := newPlanReader(text)
	err = plan.readPlan()
	if err := plan.judge(err, int64(search.passed)); err != nil {
		return nil, err
	}
	if err := onlyOne(io.MultiReader(bytes.NewReader(plan.buffer[plan.at:]), text)); err != nil {
		return nil, err
	}
	counting.done()
	return plan.document, nil
}

// onlyOne refuses another plan after the first.
func onlyOne(rest io.Reader) error {
	search := &search{reader: bufio.NewReaderSize(rest, windowSize)}
	found, err := search.find()
	if err != nil {
		return err
	}
	if found && search.foundPlan() {
		return inputError(SeveralPlans, "The file holds more than one plan.")
	}
	return nil
}

// judge tells what kept an object from being a plan that can be read; nil where
// nothing did.
func (p *planReader) judge(err error, before int64) error {
	if err != nil {
		return p.judgeError(err, before)
	}
	if wrong := nameKeys(p.keys); wrong != nil {
		return wrong
	}
	major, _, _ := strings.Cut(p.document.formatVersion, ".")
	if major != "0" && major != "1" {
		return inputError(UnsupportedVersion, "The plan is of format_version %q. This tool understands 0.x and 1.x.", shorten(p.document.formatVersion))
	}
	return nil
}

func (p *planReader) judgeError(err error, before int64) error {
	var syntax *syntaxError
	var shape shapeError
	switch {
	case errors.Is(err, errTokenTooLong):
		return inputError(TooLong, "A value at byte %d is longer than 64 MiB, which is the most that is read.", before+p.offset())
	case errors.As(err, &shape):
		if wrong := nameKeys(p.keys); wrong != nil && !p.keys["format_version"] {
			return wrong
		}
		return inputError(BrokenInput, "This is not a plan as Terraform writes it: %s.", shape)
	case errors.As(err, &syntax):
		return p.judgeSyntax(syntax, before)
	default:
		return readFailure(err)
	}
}

func (p *planReader) judgeSyntax(syntax *syntaxError, before int64) error {
	at := before + syntax.offset
	if errors.Is(syntax, io.ErrUnexpectedEOF) {
		return p.truncated(at)
	}
	return nameSyntax(syntax, at)
}

// truncated names an object that does not end, by its keys where they tell that
// it is no plan.
func (p *planReader) truncated(at int64) error {
	if wrong := nameOther(p.keys); wrong != nil {
		return wrong
	}
	return inputError(TruncatedInput, "The file is cut off: the JSON ends at byte %d, in the middle of a value.", at)
}

// nameSyntax names an error of JSON's grammar.
func nameSyntax(syntax *syntaxError, at int64) error {
	switch {
	case errors.Is(syntax, errTooDeep):
		return inputError(TooDeep, "The JSON is nested deeper than 10,000 levels at byte %d. No plan is.", at)
	case errors.Is(syntax, errNotUTF8):
		return inputError(InvalidText, "The text is not UTF-8 at byte %d.", at)
	}
	return inputError(BrokenInput, "The JSON is broken at byte %d: %s.", at, syntax.err)
}

// readFailure tells of an input that could not be read to its end.
func readFailure(err error) error {
	if already := (*InputError)(nil); errors.As(err, &already) {
		return already
	}
	failure := inputError(UnreadableInput, "The input could not be read: %s.", err)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		failure = inputError(TruncatedInput, "The file is cut off: its compressed data ends too early.")
	}
	failure.Err = err
	return failure
}

// shorten keeps an error short whatever the input.
func shorten(text string) string {
	const most = 40
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "..."
}
