package plan

import (
	"bytes"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// tokens reads the parts of JSON that somebody asks for. Names that come twice
// are let through: the later one wins, as with other readers of JSON.
type tokens struct {
	scanner
	// scratch holds the last text that had to be unquoted.
	scratch []byte
	// names holds the last name.
	names []byte
}

func newTokens(r io.Reader) *tokens {
	return &tokens{scanner: scanner{reader: r, kept: -1}}
}

// rawTokens reads a value that is in memory.
func rawTokens(raw jsontext.Value) *tokens {
	return &tokens{scanner: scanner{buffer: raw, kept: -1}}
}

// upcoming is the kind of value that comes next: that of 0 for a number, and
// invalid where none does. Reading it then says why.
func (t *tokens) upcoming() jsontext.Kind {
	c, err := t.next()
	switch {
	case err != nil:
		return jsontext.KindInvalid
	case c == '-' || c >= '0' && c <= '9':
		return '0'
	case c == '"' || c == '{' || c == '[' || c == 'n' || c == 't' || c == 'f':
		return jsontext.Kind(c)
	default:
		return jsontext.KindInvalid
	}
}

// readValue reads a value as it is written. It is valid until the next call.
func (t *tokens) readValue() (jsontext.Value, error) {
	if _, err := t.next(); err != nil {
		return nil, err
	}
	t.kept = t.at
	err := t.skip()
	begin := t.kept
	t.kept = -1
	if err != nil {
		return nil, err
	}
	return t.buffer[begin:t.at:t.at], nil
}

// shapeError tells that a value of the plan is of another kind than plans have.
type shapeError struct {
	offset         int64
	wanted, actual string
}

func (e shapeError) Error() string {
	return fmt.Sprintf("byte %d begins %s where a plan has %s", e.offset, e.actual, e.wanted)
}

// object reads an object, and calls member for each of its members: it must read
// the value, or skip it. The name is valid until then. A null is an object
// without members.
func (t *tokens) object(member func(name []byte) error) error {
	return t.parts('{', '}', func() error {
		name, err := t.name()
		if err != nil {
			return err
		}
		return member(name)
	})
}

// name reads the name of a member, and the colon after it.
func (t *tokens) name() ([]byte, error) {
	c, err := t.next()
	if err != nil {
		return nil, err
	}
	if c != '"' {
		return nil, t.fail("%q where a name belongs", c)
	}
	raw, err := t.readValue()
	if err != nil {
		return nil, err
	}
	t.names, err = t.unquote(t.names[:0], raw)
	if err != nil {
		return nil, err
	}
	return t.names, t.expect(':', "after a name")
}

// unquote appends what a text stands for.
func (t *tokens) unquote(out []byte, raw jsontext.Value) ([]byte, error) {
	if bytes.IndexByte(raw, '\\') < 0 {
		return append(out, raw[1:len(raw)-1]...), nil
	}
	out, err := jsontext.AppendUnquote(out, raw)
	if err != nil {
		return nil, &syntaxError{t.offset() - int64(len(raw)), errNotUTF8}
	}
	return out, nil
}

// list reads a list, and calls element for each of its elements: it must read
// the value, or skip it. A null is an empty list.
func (t *tokens) list(element func() error) error { return t.parts('[', ']', element) }

// parts calls part for each member or element of an object or list.
func (t *tokens) parts(kind jsontext.Kind, end byte, part func() error) error {
	if done, err := t.begin(kind); done || err != nil {
		return err
	}
	for first := true; ; first = false {
		if more, err := t.more(first, end); !more || err != nil {
			t.depth--
			return err
		}
		if err := part(); err != nil {
			return err
		}
	}
}

// begin reads the beginning of an object or list. It is done where a null stands
// for it.
func (t *tokens) begin(kind jsontext.Kind) (done bool, err error) {
	switch actual := t.upcoming(); actual {
	case kind:
		t.at++
		t.depth++
		if t.depth >= maxDepth {
			return false, &syntaxError{t.offset(), errTooDeep}
		}
		return false, nil
	case 'n', jsontext.KindInvalid:
		return true, t.skip()
	default:
		return false, t.wrong(actual, kindNames[kind])
	}
}

// wrong says that the value that is next is of the wrong kind.
func (t *tokens) wrong(actual jsontext.Kind, wanted string) error {
	return shapeError{offset: t.offset(), wanted: wanted, actual: kindNames[actual]}
}

var kindNames = map[jsontext.Kind]string{
	'n': "null", 't': "true", 'f': "false", '"': "a text", '0': "a number",
	'{': "an object", '[': "a list",
}

// text reads a text; a null is an empty one.
func (t *tokens) text() (string, error) {
	text, err := t.bytes()
	return string(text), err
}

// bytes is text without a copy: valid until the next call.
func (t *tokens) bytes() ([]byte, error) {
	switch kind := t.upcoming(); kind {
	case '"':
	case 'n', jsontext.KindInvalid:
		return nil, t.skip()
	default:
		return nil, t.wrong(kind, "a text")
	}
	raw, err := t.readValue()
	if err != nil {
		return nil, err
	}
	t.scratch, err = t.unquote(t.scratch[:0], raw)
	return t.scratch, err
}

// flag reads a bool; a null is none.
func (t *tokens) flag() (*bool, error) {
	kind := t.upcoming()
	if kind != 't' && kind != 'f' && kind != 'n' && kind != jsontext.KindInvalid {
		return nil, t.wrong(kind, "true or false")
	}
	if err := t.skip(); err != nil || kind == 'n' {
		return nil, err
	}
	value := kind == 't'
	return &value, nil
}

// raw reads a value as it is written. A null is none.
func (t *tokens) raw() (jsontext.Value, error) {
	value, err := t.readValue()
	if err != nil || value.Kind() == 'n' {
		return nil, err
	}
	return value.Clone(), nil
}
