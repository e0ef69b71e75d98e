package plan

import (
	"errors"
	"fmt"
	"io"
)

const (
	// maxToken is how long a text, or a value that is kept whole, may be: it is
	// held in memory.
	maxToken = 64 << 20
	// maxDepth is how deep values may be nested. No plan comes near.
	maxDepth = 10_000
	// scanBuffer is how much is read at once: more than the reader below it holds,
	// which then copies nothing.
	scanBuffer = 128 << 10
)

var (
	errTokenTooLong = errors.New("a value is longer than 64 MiB")
	errTooDeep      = errors.New("values are nested too deep")
	errNotUTF8      = errors.New("the text is not UTF-8")
)

// syntaxError is what is wrong with the JSON, and at which byte.
type syntaxError struct {
	offset int64
	err    error
}

func (e *syntaxError) Error() string { return fmt.Sprintf("at byte %d: %s", e.offset, e.err) }

func (e *syntaxError) Unwrap() error { return e.err }

// scanner reads JSON byte by byte from a buffer. It checks all of the grammar,
// also of what is passed over. It is faster than a token reader at passing over
// values, which is most of the work: it makes no token of what nobody asks for.
type scanner struct {
	reader io.Reader
	// buffer holds what was read from the byte at base on, and at is the place of
	// the next byte. What begins at kept stays in the buffer; -1 for nothing.
	buffer   []byte
	base     int64
	at, kept int
	depth    int
	// open are the objects and lists that are being passed over.
	open []byte
}

// offset is the place of the next byte in the input.
func (s *scanner) offset() int64 { return s.base + int64(s.at) }

func (s *scanner) fail(format string, values ...any) error {
	return &syntaxError{s.offset(), fmt.Errorf(format, values...)}
}

// fill reads more; io.ErrUnexpectedEOF where there is no more.
func (s *scanner) fill() error {
	if s.reader == nil {
		return &syntaxError{s.base + int64(len(s.buffer)), io.ErrUnexpectedEOF}
	}
	from := s.at
	if s.kept >= 0 {
		from = s.kept
		s.kept = 0
	}
	if len(s.buffer)-from > maxToken {
		return errTokenTooLong
	}
	rest := s.buffer[from:]
	if len(rest) >= cap(s.buffer)*3/4 {
		s.buffer = append(make([]byte, 0, max(scanBuffer, 2*cap(s.buffer))), rest...)
	} else {
		s.buffer = s.buffer[:copy(s.buffer[:cap(s.buffer)], rest)]
	}
	s.base += int64(from)
	s.at -= from
	for {
		n, err := s.reader.Read(s.buffer[len(s.buffer):cap(s.buffer)])
		s.buffer = s.buffer[:len(s.buffer)+n]
		switch {
		case n > 0:
			return nil
		case errors.Is(err, io.EOF):
			return &syntaxError{s.base + int64(len(s.buffer)), io.ErrUnexpectedEOF}
		case err != nil:
			return err
		}
	}
}

// next passes over white space and gives the byte after it, without taking it.
func (s *scanner) next() (byte, error) {
	if s.at < len(s.buffer) && s.buffer[s.at] > ' ' {
		return s.buffer[s.at], nil
	}
	return s.nextAfterSpace()
}

func (s *scanner) nextAfterSpace() (byte, error) {
	for {
		for s.at < len(s.buffer) {
			switch c := s.buffer[s.at]; c {
			case ' ', '\n', '\r', '\t':
				s.at++
			default:
				return c, nil
			}
		}
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
}

// expect takes one byte after white space.
func (s *scanner) expect(wanted byte, where string) error {
	c, err := s.next()
	if err != nil {
		return err
	}
	if c != wanted {
		return s.fail("%q %s, where %q belongs", c, where, wanted)
	}
	s.at++
	return nil
}

// more takes the comma between members or elements. It is false at the end of
// the object or list, which it takes too.
func (s *scanner) more(first bool, end byte) (bool, error) {
	c, err := s.next()
	switch {
	case err != nil:
		return false, err
	case c == end:
		s.at++
		return false, nil
	case first:
		return true, nil
	case c != ',':
		return false, s.fail("%q after a value, where a comma or %q belongs", c, end)
	}
	s.at++
	// A comma must be followed by another value, which who called reads.
	return true, nil
}

// skip passes over one value.
func (s *scanner) skip() error {
	s.open = s.open[:0]
	for {
		c, err := s.next()
		if err != nil {
			return err
		}
		switch {
		case c == '{' || c == '[':
			s.at++
			if s.depth+len(s.open) >= maxDepth {
				return &syntaxError{s.offset(), errTooDeep}
			}
			s.open = append(s.open, c+2)
			empty, err := s.more(true, c+2)
			if err != nil {
				return err
			}
			if empty {
				if c == '{' {
					if err := s.skipName(); err != nil {
						return err
					}
				}
				continue
			}
			s.open = s.open[:len(s.open)-1]
		default:
			if err := s.skipScalar(c); err != nil {
				return err
			}
		}
		done, err := s.closeAll()
		if done || err != nil {
			return err
		}
	}
}

// closeAll takes the ends of objects and lists after a value, and what leads to
// the next value. It is done where the value is whole.
func (s *scanner) closeAll() (done bool, err error) {
	for len(s.open) > 0 {
		end := s.open[len(s.open)-1]
		more, err := s.more(false, end)
		if err != nil {
			return false, err
		}
		if more {
			if end == '}' {
				return false, s.skipName()
			}
			return false, nil
		}
		s.open = s.open[:len(s.open)-1]
	}
	return true, nil
}

func (s *scanner) skipName() error {
	c, err := s.next()
	if err != nil {
		return err
	}
	if c != '"' {
		return s.fail("%q where a name belongs", c)
	}
	if err := s.skipText(); err != nil {
		return err
	}
	if s.at < len(s.buffer) && s.buffer[s.at] == ':' {
		s.at++
		return nil
	}
	return s.expect(':', "after a name")
}

func (s *scanner) skipScalar(c byte) error {
	switch {
	case c == '"':
		return s.skipText()
	case c == '-' || c >= '0' && c <= '9':
		return s.skipNumber()
	case c == 't':
		return s.skipLiteral("true")
	case c == 'f':
		return s.skipLiteral("false")
	case c == 'n':
		return s.skipLiteral("null")
	}
	return s.fail("%q where a value belongs", c)
}

func (s *scanner) skipLiteral(literal string) error {
	for i := range len(literal) {
		if s.at == len(s.buffer) {
			if err := s.fill(); err != nil {
				return err
			}
		}
		if s.buffer[s.at] != literal[i] {
			return s.fail("%q in what begins as %s", s.buffer[s.at], literal)
		}
		s.at++
	}
	return nil
}

// peek is the next byte, which may be white space. It is zero at the end of the
// input, which ends a number.
func (s *scanner) peek() (byte, error) {
	if s.at == len(s.buffer) {
		if err := s.fill(); errors.Is(err, io.ErrUnexpectedEOF) {
			return 0, nil
		} else if err != nil {
			return 0, err
		}
	}
	return s.buffer[s.at], nil
}

// digits passes over at least one digit.
func (s *scanner) digits() error {
	for count := 0; count <= maxToken; count++ {
		c, err := s.peek()
		if err != nil {
			return err
		}
		if c < '0' || c > '9' {
			if count == 0 {
				return s.noDigit(c)
			}
			return nil
		}
		s.at++
	}
	return errTokenTooLong
}

func (s *scanner) noDigit(c byte) error {
	if c == 0 && s.at == len(s.buffer) {
		return &syntaxError{s.offset(), io.ErrUnexpectedEOF}
	}
	return s.fail("%q in a number, where a digit belongs", c)
}

func (s *scanner) skipNumber() error {
	c, err := s.peek()
	if err == nil && c == '-' {
		s.at++
		c, err = s.peek()
	}
	if err != nil {
		return err
	}
	if c == '0' {
		s.at++
	} else if err := s.digits(); err != nil {
		return err
	}
	if c, err = s.peek(); err == nil && c == '.' {
		s.at++
		if err := s.digits(); err != nil {
			return err
		}
		c, err = s.peek()
	}
	if err != nil || c != 'e' && c != 'E' {
		return err
	}
	s.at++
	if c, err = s.peek(); err == nil && (c == '+' || c == '-') {
		s.at++
	}
	if err != nil {
		return err
	}
	return s.digits()
}
