package plan

import (
	"bytes"
	"compress/flate"
	"io"
)

const (
	// chunkSize is how much text one chunk of a textStore holds.
	chunkSize = 64 << 10
	// maxPlain is how many chunks are kept as they are. Texts of a configuration
	// are much alike, so that what is compressed needs a tenth of the memory.
	maxPlain = 64
)

// textStore keeps very many short texts, few of which are ever asked for.
type textStore struct {
	chunks     [][]byte
	compressed bytes.Buffer
	compressor *flate.Writer
	// open is the chunk that a text was asked of last.
	open     int32
	openText []byte
	// last is the chunk that is being filled.
	last []byte
}

// storedText is where a text is.
type storedText struct{ chunk, begin, end int32 }

// add keeps what appendTo appends.
func (s *textStore) add(appendTo func([]byte) []byte) storedText {
	if s.last == nil {
		s.last = make([]byte, 0, chunkSize)
	}
	begin := len(s.last)
	s.last = appendTo(s.last)
	text := storedText{chunk: int32(len(s.chunks)), begin: int32(begin), end: int32(len(s.last))}
	if len(s.last) >= chunkSize*7/8 {
		s.close()
	}
	return text
}

// close puts the chunk that is being filled to the others.
func (s *textStore) close() {
	if len(s.chunks) < maxPlain {
		s.chunks, s.last = append(s.chunks, s.last), nil
		return
	}
	s.compressed.Reset()
	if s.compressor == nil {
		// The level is a good one, which is all that can fail.
		s.compressor, _ = flate.NewWriter(&s.compressed, flate.BestSpeed)
	} else {
		s.compressor.Reset(&s.compressed)
	}
	// A buffer takes all that is written.
	_, _ = s.compressor.Write(s.last)
	_ = s.compressor.Close()
	s.chunks, s.last = append(s.chunks, bytes.Clone(s.compressed.Bytes())), s.last[:0]
}

// get gives a text, valid until the next call.
func (s *textStore) get(text storedText) []byte {
	switch {
	case int(text.chunk) == len(s.chunks):
		return s.last[text.begin:text.end]
	case text.chunk < maxPlain:
		return s.chunks[text.chunk][text.begin:text.end]
	case s.openText == nil || s.open != text.chunk:
		s.openText, _ = io.ReadAll(flate.NewReader(bytes.NewReader(s.chunks[text.chunk])))
		s.open = text.chunk
	}
	return s.openText[text.begin:text.end]
}
