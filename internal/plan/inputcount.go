package plan

import "io"

// progressStep is how many bytes are read from one call of progress to the next.
const progressStep = 1 << 20

// countingReader tells how much of an input was read.
type countingReader struct {
	reader   io.Reader
	progress func(read int64)
	read     int64
	told     int64
}

func (c *countingReader) Read(buffer []byte) (int, error) {
	n, err := c.reader.Read(buffer)
	c.read += int64(n)
	if c.progress != nil && c.read-c.told >= progressStep {
		c.told = c.read
		c.progress(c.read)
	}
	return n, err
}

// done tells of all that was read.
func (c *countingReader) done() {
	if c.progress != nil {
		c.progress(c.read)
	}
}
