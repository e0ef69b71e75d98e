package plan

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// maxWrapping is how much a wrapper may print before or after the plan.
const maxWrapping = 64 << 20

// planKeys are the keys of a plan's outermost object that no other JSON file of
// Terraform has, and format_version, which begins each of them.
var planKeys = map[string]bool{
	"format_version": true, "resource_changes": true, "planned_values": true, "resource_drift": true,
	"output_changes": true, "prior_state": true, "relevant_attributes": true, "applyable": true,
	"deferred_changes": true, "plan_format_version": true,
}

// search looks for a plan among the lines that wrappers print: pipelines, colours,
// prefixes, other JSON.
type search struct {
	reader *bufio.Reader
	// passed counts the bytes that were passed over.
	passed int
	// start is the beginning of the input after white space.
	start []byte
	// other are the keys of the first object that is no plan, or of the first one
	// that is known for what it is; nil where there was none.
	other map[string]bool
	// leads tells that other is what the input begins with.
	leads bool
	// broken is why the object that begins the input is none.
	broken error
	// list tells that the input begins as a list of objects or of lists, which ends
	// at listEnd; -1 where it goes on after the window.
	list    bool
	listEnd int
	// text tells that the input reads like what "terraform plan" prints.
	text bool
}

// planTexts are sentences that only the text of a plan has.
var planTexts = [][]byte{
	[]byte("will perform the following actions"), []byte("No changes. Your infrastructure matches"),
	[]byte("Resource actions are indicated with"), []byte("Terraform used the selected providers"),
}

// find passes over what comes before the object that is the plan, or that is too
// long to tell. It is false where there is no such object.
func (s *search) find() (bool, error) {
	for s.passed < maxWrapping {
		window, err := s.reader.Peek(windowSize)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
			return false, readFailure(err)
		}
		if len(window) == 0 {
			return false, nil
		}
		s.look(window)
		begin, found := s.candidate(window)
		if err := s.pass(begin); err != nil || found {
			// A list that ended before the plan is a line of a wrapper.
			s.list = s.list && (s.listEnd < 0 || s.passed < s.listEnd)
			return found, err
		}
	}
	return false, nil
}

func (s *search) pass(count int) error {
	n, err := s.reader.Discard(count)
	s.passed += n
	if err != nil {
		return readFailure(err)
	}
	return nil
}

// look remembers what tells a wrong input by its look.
func (s *search) look(window []byte) {
	for _, text := range planTexts {
		s.text = s.text || bytes.Contains(window, text)
	}
	if len(s.start) > 0 {
		return
	}
	start := bytes.TrimLeft(window, " \t\r\n")
	s.start = bytes.Clone(start[:min(len(start), 64)])
	if s.list = beginsList(start); s.list {
		s.listEnd = -1
		if list := rawTokens(start); list.skip() == nil {
			s.listEnd = len(window) - len(start) + int(list.offset())
		}
	}
}

// candidate gives where in the window the plan begins, or how much of the window
// holds none.
func (s *search) candidate(window []byte) (begin int, found bool) {
	for at := 0; at < len(window); {
		step := bytes.IndexByte(window[at:], '{')
		if step < 0 {
			return len(window), false
		}
		at += step
		object := window[at:]
		// What begins near the end of a full window is looked at in the next one.
		if at > 0 && len(object) < windowSize/2 && len(window) == windowSize {
			return at, false
		}
		if !beginsObject(object) {
			at++
			continue
		}
		size, keys, err := probe(object)
		if isPlan(keys) || errors.Is(err, io.ErrUnexpectedEOF) {
			return at, true
		}
		if err != nil {
			if s.passed == 0 && len(bytes.TrimLeft(window[:at], " \t\r\n")) == 0 {
				s.broken = err
			}
			at++
			continue
		}
		if s.other == nil || !s.leads && nameOther(s.other) == nil && nameOther(keys) != nil {
			s.other = keys
			s.leads = s.passed == 0 && len(bytes.TrimLeft(window[:at], " \t\r\n")) == 0
		}
		at += size
	}
	return len(window), false
}

// beginsObject tells whether an object with a name in it begins here, or an
// empty one.
func beginsObject(window []byte) bool {
	next := bytes.TrimLeft(window[1:], " \t\r\n")
	return len(next) == 0 || next[0] == '"' || next[0] == '}'
}

// isPlan tells whether an object has keys of a plan.
func isPlan(keys map[string]bool) bool {
	for key := range keys {
		if planKeys[key] {
			return true
		}
	}
	return false
}

// probe reads an object as far as it is in the window: its keys, its size, and
// io.ErrUnexpectedEOF where it goes on after the window.
func probe(window []byte) (size int, keys map[string]bool, err error) {
	tokens := rawTokens(window)
	keys = map[string]bool{}
	err = tokens.object(func(name []byte) error {
		keys[string(name)] = true
		return tokens.skip()
	})
	return int(tokens.offset()), keys, err
}

// beginsList tells whether the text begins as a list of objects or of lists does.
// Many log lines begin with a bracket too.
func beginsList(start []byte) bool {
	if !bytes.HasPrefix(start, []byte("[")) {
		return false
	}
	next := bytes.TrimLeft(start[1:], " \t\r\n")
	if len(next) == 0 {
		return true
	}
	switch next[0] {
	case '{':
		return beginsObject(next)
	case '[':
		return true
	}
	return wholeValue(start)
}

// wholeValue tells whether the whole text is one JSON value, white space aside.
func wholeValue(text []byte) bool { return jsontext.Value(bytes.TrimSpace(text)).IsValid() }
