package plan

import (
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
	"unicode/utf8"
)

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// skipText passes over a text.
func (s *scanner) skipText() error {
	begin := s.offset()
	s.at++
	for {
		s.at += plainLetters(s.buffer[s.at:])
		if s.at == len(s.buffer) {
			if s.offset()-begin > maxToken {
				return errTokenTooLong
			}
			if err := s.fill(); err != nil {
				return err
			}
			continue
		}
		switch c := s.buffer[s.at]; {
		case c == '"':
			s.at++
			return nil
		case c == '\\':
			if err := s.skipEscape(); err != nil {
				return err
			}
		case c < ' ':
			return s.fail("%q in a text, where it must be escaped", c)
		default:
			if err := s.skipRune(); err != nil {
				return err
			}
		}
	}
}

// plainLetters counts the letters that stand for themselves: ASCII without
// quotes, backslashes and control characters. It looks at eight at a time.
func plainLetters(text []byte) int {
	i := 0
	for ; i+8 <= len(text); i += 8 {
		word := binary.LittleEndian.Uint64(text[i:])
		quote, slash := word^(lowBits*'"'), word^(lowBits*'\\')
		special := (quote-lowBits) & ^quote | (slash-lowBits) & ^slash | (word-lowBits*' ') & ^word | word
		if special &= highBits; special != 0 {
			// The lowest mark is exact; a higher one may come from a carry.
			return i + bits.TrailingZeros64(special)/8
		}
	}
	for ; i < len(text); i++ {
		if c := text[i]; c == '"' || c == '\\' || c < ' ' || c >= utf8.RuneSelf {
			break
		}
	}
	return i
}

// available reads until so many bytes are in the buffer.
func (s *scanner) available(count int) error {
	for len(s.buffer)-s.at < count {
		if err := s.fill(); err != nil {
			return err
		}
	}
	return nil
}

func (s *scanner) skipRune() error {
	for !utf8.FullRune(s.buffer[s.at:]) {
		if err := s.fill(); errors.Is(err, io.ErrUnexpectedEOF) {
			break
		} else if err != nil {
			return err
		}
	}
	letter, size := utf8.DecodeRune(s.buffer[s.at:])
	if letter == utf8.RuneError && size == 1 {
		return &syntaxError{s.offset(), errNotUTF8}
	}
	s.at += size
	return nil
}

// skipEscape passes over a backslash and what follows it.
func (s *scanner) skipEscape() error {
	if err := s.available(2); err != nil {
		return err
	}
	switch c := s.buffer[s.at+1]; c {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		s.at += 2
		return nil
	case 'u':
	default:
		return s.fail("%q after a backslash", c)
	}
	if err := s.available(6); err != nil {
		return err
	}
	for _, c := range s.buffer[s.at+2 : s.at+6] {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
			return s.fail("%q in a letter that is written as a number", c)
		}
	}
	s.at += 6
	return nil
}
