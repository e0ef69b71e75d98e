package cli

import (
	"bytes"
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	begun := time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		terminal bool
		// reads are seconds, plan and megabytes.
		reads [][3]float64
		want  string
	}{
		"a fast plan says nothing":       {true, [][3]float64{{0.2, 0, 10}, {0.9, 0, 50}}, ""},
		"a terminal's line is rewritten": {true, [][3]float64{{0.5, 0, 10}, {1.1, 0, 30}, {1.2, 1, 5}, {1.4, 1, 20}}, "\rReading 2 plans: 30 MB\rReading 2 plans: 50 MB\r\x1b[K"},
		"a log is told now and then":     {false, [][3]float64{{1.1, 0, 30}, {3, 1, 5}, {6.2, 0, 90}}, "Reading 2 plans: 30 MB\nReading 2 plans: 95 MB\n"},
	} {
		var out bytes.Buffer
		now := begun
		p := newProgress(&out, 2, func() time.Time { return now })
		p.terminal = test.terminal
		for _, read := range test.reads {
			now = begun.Add(time.Duration(read[0] * float64(time.Second)))
			p.of(int(read[1]), int64(read[2]*1_000_000))
		}
		p.end()
		p.end()
		now = begun.Add(time.Hour)
		p.of(0, 1)
		if out.String() != test.want {
			t.Errorf("%s: got %q, want %q", name, out.String(), test.want)
		}
	}
}
