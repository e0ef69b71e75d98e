package plan

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// windowSize is how much of an input may be looked at before it is read.
const windowSize = 64 << 10

var (
	gzipMagic = []byte{0x1f, 0x8b}
	zipMagic  = []byte("PK\x03\x04")
	utf8Mark  = []byte{0xef, 0xbb, 0xbf}
)

// openText finds the text in what a pipeline may hand over: UTF-8 or UTF-16,
// with a mark or without, and perhaps under gzip. It gives UTF-8 without a mark.
func openText(r io.Reader) (*bufio.Reader, error) {
	reader := bufio.NewReaderSize(r, windowSize)
	if head, _ := reader.Peek(len(gzipMagic)); bytes.Equal(head, gzipMagic) {
		unzipped, err := gzip.NewReader(reader)
		if err != nil {
			return nil, readFailure(err)
		}
		reader = bufio.NewReaderSize(unzipped, windowSize)
	}
	head, _ := reader.Peek(4)
	if bytes.Equal(head, zipMagic) {
		return nil, inputError(BinaryPlan, "This is a zip archive, as \"terraform plan -out\" writes it, and not JSON.")
	}
	if order := utf16Order(head); order != nil {
		reader = bufio.NewReaderSize(&utf16Reader{reader: reader, order: order}, windowSize)
		head, _ = reader.Peek(len(utf8Mark))
	}
	if bytes.HasPrefix(head, utf8Mark) {
		if _, err := reader.Discard(len(utf8Mark)); err != nil {
			return nil, readFailure(err)
		}
	}
	return reader, nil
}

// utf16Order is the byte order of a text in UTF-16; nil for another text. Without
// a mark the zero byte of the first letter tells it.
func utf16Order(head []byte) binary.ByteOrder {
	if len(head) < 2 {
		return nil
	}
	switch first, second := head[0], head[1]; {
	case first == 0xff && second == 0xfe, first != 0 && first < utf8.RuneSelf && second == 0:
		return binary.LittleEndian
	case first == 0xfe && second == 0xff, first == 0 && second != 0 && second < utf8.RuneSelf:
		return binary.BigEndian
	}
	return nil
}

// utf16Reader gives a text in UTF-16 as UTF-8, its mark included.
type utf16Reader struct {
	reader *bufio.Reader
	order  binary.ByteOrder
	// ready are the bytes that did not fit into the last buffer.
	ready   [utf8.UTFMax]byte
	pending []byte
}

func (u *utf16Reader) Read(buffer []byte) (int, error) {
	n := 0
	for n < len(buffer) {
		if len(u.pending) == 0 {
			letter, err := u.letter()
			if err != nil {
				if n > 0 {
					return n, nil
				}
				return 0, err
			}
			u.pending = utf8.AppendRune(u.ready[:0], letter)
		}
		taken := copy(buffer[n:], u.pending)
		u.pending = u.pending[taken:]
		n += taken
	}
	return n, nil
}

// letter reads one letter. Half a pair that stands alone is the letter for what
// cannot be read.
func (u *utf16Reader) letter() (rune, error) {
	first, err := u.unit()
	if err != nil || !utf16.IsSurrogate(rune(first)) {
		return rune(first), err
	}
	next, err := u.reader.Peek(2)
	if err != nil {
		return utf8.RuneError, nil //nolint:nilerr // the next read finds the same end
	}
	letter := utf16.DecodeRune(rune(first), rune(u.order.Uint16(next)))
	if letter != utf8.RuneError {
		_, err = u.reader.Discard(2)
	}
	return letter, err
}

func (u *utf16Reader) unit() (uint16, error) {
	var unit [2]byte
	_, err := io.ReadFull(u.reader, unit[:])
	return u.order.Uint16(unit[:]), err
}
