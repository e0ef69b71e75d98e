package plan

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
)

const (
	// chunkSize is how much text one chunk of a textStore holds.
	chunkSize = 64 << 10
	// maxPlain is how many chunks are kept as they are. Texts of a configuration
	// are much alike, so that what is compressed needs a tenth of the memory.
	maxPlain = 48
	// lengthSize is how long the length before each text is.
	lengthSize = 8
)

// textStore keeps very many short texts, few of which are ever asked for.
type textStore struct {
	chunks []textChunk
	// count is how many texts there are.
	count      int
	compressed bytes.Buffer
	compressor *flate.Writer
	// last is the chunk that is being filled.
	last textChunk
}

// textChunk holds texts, each after its length.
type textChunk struct {
	// first is the number of its first text.
	first      int
	text       []byte
	compressed bool
}

// add keeps what appendTo appends.
func (s *textStore) add(appendTo func([]byte) []byte) {
	if s.last.text == nil {
		s.last.text = make([]byte, 0, chunkSize)
	}
	begin := len(s.last.text) + lengthSize
	s.last.text = appendTo(append(s.last.text, make([]byte, lengthSize)...))
	binary.LittleEndian.PutUint64(s.last.text[begin-lengthSize:], uint64(len(s.last.text)-begin))
	s.count++
	if len(s.last.text) >= chunkSize*7/8 {
		s.close()
	}
}

// close puts the chunk that is being filled to the others.
func (s *textStore) close() {
	full := s.last
	s.last = textChunk{first: s.count}
	if len(s.chunks) >= maxPlain {
		s.last.text = full.text[:0]
		full.text, full.compressed = s.compress(full.text), true
	}
	s.chunks = append(s.chunks, full)
}

func (s *textStore) compress(text []byte) []byte {
	s.compressed.Reset()
	if s.compressor == nil {
		// The level is a good one, which is all that can fail.
		s.compressor, _ = flate.NewWriter(&s.compressed, flate.BestSpeed)
	} else {
		s.compressor.Reset(&s.compressed)
	}
	// A buffer takes all that is written.
	_, _ = s.compressor.Write(text)
	_ = s.compressor.Close()
	return bytes.Clone(s.compressed.Bytes())
}

// each calls do for each text whose number is wanted, in order. The text is valid
// until do returns.
func (s *textStore) each(wanted func(number int) bool, do func(text []byte)) {
	for i := range s.chunks {
		end := s.last.first
		if i+1 < len(s.chunks) {
			end = s.chunks[i+1].first
		}
		s.chunks[i].each(end, wanted, do)
	}
	s.last.each(s.count, wanted, do)
}

// each is that of the store, for the texts of one chunk.
func (c *textChunk) each(end int, wanted func(number int) bool, do func(text []byte)) {
	number := c.first
	for number < end && !wanted(number) {
		number++
	}
	if number == end {
		return
	}
	text := c.text
	if c.compressed {
		text, _ = io.ReadAll(flate.NewReader(bytes.NewReader(text)))
	}
	for number = c.first; number < end; number++ {
		length := binary.LittleEndian.Uint64(text)
		if wanted(number) {
			do(text[lengthSize : lengthSize+length])
		}
		text = text[lengthSize+length:]
	}
}
