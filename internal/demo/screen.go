package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// screen is where a person follows the demo.
type screen struct {
	mutex sync.Mutex
	out   io.Writer
	color bool
	start time.Time
}

func newScreen(out io.Writer, color bool) *screen {
	return &screen{out: out, color: color, start: time.Now()}
}

// colorOn tells whether a file is a terminal whose owner has nothing against
// colour.
func colorOn(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// step says in one line what happens now, or just happened, and when.
func (s *screen) step(format string, arguments ...any) {
	elapsed := fmt.Sprintf("%6.1fs", time.Since(s.start).Seconds())
	s.print("%s  %s\n", s.with(dim, elapsed), fmt.Sprintf(format, arguments...))
}

func (s *screen) title(format string, arguments ...any) {
	s.print("\n%s\n", s.with(bold, fmt.Sprintf(format, arguments...)))
}

func (s *screen) print(format string, arguments ...any) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	// The demo is what happened, not what could be shown of it.
	_, _ = fmt.Fprintf(s.out, format, arguments...)
}

const (
	bold  = "1"
	dim   = "2"
	red   = "31"
	green = "32"
)

func (s *screen) with(code, text string) string {
	if !s.color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
