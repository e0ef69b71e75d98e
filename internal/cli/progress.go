package cli

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

const (
	// patience is how long a command may be silent.
	patience = time.Second
	// onTerminal and inLog are how often progress is told: a line of a terminal is
	// written over, one of a log stays.
	onTerminal = 200 * time.Millisecond
	inLog      = 5 * time.Second
)

// progress tells how much of the plans was read, where reading takes its time.
type progress struct {
	out      io.Writer
	terminal bool
	now      func() time.Time

	guard sync.Mutex
	// read holds the bytes read of each plan.
	read         []int64
	begun, told  time.Time
	tells, ended bool
}

func newProgress(out io.Writer, plans int, now func() time.Time) *progress {
	return &progress{out: out, terminal: isTerminal(out), now: now, read: make([]int64, plans), begun: now()}
}

// of is told how many bytes of a plan were read so far, by any goroutine.
func (p *progress) of(plan int, read int64) {
	p.guard.Lock()
	defer p.guard.Unlock()
	p.read[plan] = read
	interval := inLog
	if p.terminal {
		interval = onTerminal
	}
	now := p.now()
	if p.ended || now.Sub(p.begun) < patience || now.Sub(p.told) < interval {
		return
	}
	p.told, p.tells = now, true
	var total int64
	for _, bytes := range p.read {
		total += bytes
	}
	line := fmt.Sprintf("Reading %s: %d MB", wording.Count(len(p.read), "plan"), total/1_000_000)
	if p.terminal {
		line = "\r" + line
	} else {
		line += "\n"
	}
	_, _ = io.WriteString(p.out, line)
}

// end takes the line of a terminal away, so that the report stands alone.
func (p *progress) end() {
	p.guard.Lock()
	defer p.guard.Unlock()
	if p.terminal && p.tells && !p.ended {
		_, _ = io.WriteString(p.out, "\r\x1b[K")
	}
	p.ended = true
}
