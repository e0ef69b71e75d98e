package eks

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"
)

const (
	// paceWindow is how long answers are counted before the rate is set anew. At a
	// low rate it is longer, so that there is something to count: windowSends
	// requests.
	paceWindow  = time.Second
	windowSends = 8
	// leastRate is the rate below which requests are not slowed, a second.
	leastRate = 1.0
	// firstRate is the least rate after the first throttling, when nothing was
	// measured yet.
	firstRate = 10.0
	// underRate is how far below what the server let through requests are sent
	// after it throttled.
	underRate = 0.98
	// holdWindows is for how many windows the rate then stays, before more is
	// tried: 3 % at first, twice as much each time that the server lets it pass.
	// Each try that is throttled doubles the windows until the next, up to
	// mostHold: a limit that stays needs no trying, and each try costs. After
	// risenWindows that pass the limit is another one, and they are few again.
	holdWindows  = 4
	mostHold     = 16
	risenWindows = 4
	firstStep    = 0.03
)

const (
	// decay is how fast what the server once let through is forgotten, in a window
	// in which it throttles; below collapse it is forgotten at once.
	decay    = 0.95
	collapse = 0.4
	// tolerated is the part of the requests that may be throttled in a window before
	// the rate goes down: some are where requests come unevenly.
	tolerated = 0.2
	// blockedAfter is how long an action is throttled, while others pass, before
	// it no longer counts.
	blockedAfter = 5 * time.Second
	// hopelessSends is how often a request is sent at least before throttling alone
	// makes it fail.
	hopelessSends = 8
)

// stallError says that nothing was let through for long.
type stallError struct{ after time.Duration }

func (e *stallError) Error() string { return fmt.Sprintf("no request was let through for %s", e.after) }

// pacer gives requests to one endpoint their turn. At first it only limits how
// many are under way; when the server throttles, it measures what the server
// lets through, keeps to that and now and then tries a little more, so that
// requests wait here and not in a storm of retries.
type pacer struct {
	limit    int
	patience time.Duration

	mutex sync.Mutex
	// again are requests that were throttled. They and the fresh ones take turns.
	again, fresh []*turn
	freshLast    bool
	underway     int

	// rate is the requests a second; zero is no limit.
	rate, tokens float64
	// ceiling is what the server let through while it throttled.
	ceiling float64
	// clean counts the windows since it last throttled. rising is true until it
	// throttles for a second time: what it let through before the first is no
	// measure.
	clean  int
	rising bool
	// hold is for how many such windows the rate stays.
	hold int
	// settling is true in the window after the first throttling: it holds the
	// answers to what was sent before.
	settling bool
	refilled time.Time
	timer    *time.Timer

	window            time.Time
	passed, throttled int
	waited            bool
	// progress is when a request was last let through, and by action.
	progress time.Time
	actions  map[string]time.Time
}

type turn struct{ ready chan struct{} }

func newPacer(limit int, patience time.Duration) *pacer {
	start := now()
	return &pacer{limit: limit, patience: patience, hold: holdWindows, window: start, refilled: start, progress: start, actions: map[string]time.Time{}}
}

// outcome is how a request went, as far as the pace is concerned.
type outcome int

const (
	answered outcome = iota
	throttled
	unanswered
)

// acquire waits for the turn of a request. It gives up when the context ends, or
// when nothing at all was let through for as long as patience allows. Whoever
// acquires must release.
func (p *pacer) acquire(ctx context.Context, call *attempts) error {
	mine := &turn{ready: make(chan struct{})}
	p.mutex.Lock()
	if call.throttled.IsZero() {
		p.fresh = append(p.fresh, mine)
	} else {
		p.again = append(p.again, mine)
	}
	p.pump()
	p.mutex.Unlock()
	patience := time.NewTimer(p.patienceLeft(call))
	defer patience.Stop()
	for {
		select {
		case <-mine.ready:
			return nil
		case <-ctx.Done():
			p.abandon(mine)
			return context.Cause(ctx)
		case <-patience.C:
			left := p.patienceLeft(call)
			if left <= 0 {
				p.abandon(mine)
				return &stallError{after: p.patience}
			}
			patience.Reset(left)
		}
	}
}

func (p *pacer) patienceLeft(call *attempts) time.Duration {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	since := call.begun
	if p.progress.After(since) {
		since = p.progress
	}
	return p.patience - now().Sub(since)
}

// hopeless tells whether a throttled request should give up: nothing of its action
// was let through for as long as patience allows, however often it was sent.
// Waiting for a turn alone is no reason.
func (p *pacer) hopeless(call *attempts) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	since := call.throttled
	if progress := p.actions[call.action]; progress.After(since) {
		since = progress
	}
	return !since.IsZero() && call.sent >= hopelessSends && now().Sub(since) >= p.patience
}

// abandon takes a turn out of the queue, or gives it back where it came already.
func (p *pacer) abandon(mine *turn) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, queue := range []*[]*turn{&p.again, &p.fresh} {
		if at := slices.Index(*queue, mine); at >= 0 {
			*queue = slices.Delete(*queue, at, at+1)
			return
		}
	}
	p.underway--
	p.pump()
}

// next takes the first of those who wait: in turn one that was throttled and a
// fresh one, so that an action that is throttled for good does not hold up the
// others. Nobody waiting gives nil.
func (p *pacer) next() *turn {
	queue := &p.fresh
	if len(p.again) > 0 && (p.freshLast || len(p.fresh) == 0) {
		queue = &p.again
	}
	p.freshLast = queue == &p.fresh
	if len(*queue) == 0 {
		return nil
	}
	first := (*queue)[0]
	*queue = slices.Delete(*queue, 0, 1)
	return first
}

func (p *pacer) waiting() bool { return len(p.again)+len(p.fresh) > 0 }

// release tells how the request went, and lets the next one go.
func (p *pacer) release(call *attempts, how outcome) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.underway--
	switch how {
	case answered:
		p.passed++
		p.progress = now()
		p.actions[call.action] = p.progress
	case throttled:
		if p.blocked(call.action) {
			break
		}
		p.throttled++
		if p.rate == 0 {
			p.limitRate()
		}
	case unanswered:
	}
	p.pump()
}

// blocked tells that an action is throttled while others pass, for long or from
// the start: it says nothing of the rate for the others.
func (p *pacer) blocked(action string) bool {
	return len(p.actions) > 0 && p.progress.Sub(p.actions[action]) > blockedAfter
}

// pump lets go whoever may. The mutex is held.
func (p *pacer) pump() {
	p.adapt()
	p.refill()
	for p.waiting() && p.underway < p.limit && (p.rate == 0 || p.tokens >= 1) {
		p.underway++
		if p.rate > 0 {
			p.tokens--
		}
		close(p.next().ready)
	}
	p.arm()
}

func (p *pacer) refill() {
	at := now()
	if p.rate > 0 {
		p.tokens = min(p.tokens+p.rate*at.Sub(p.refilled).Seconds(), max(1, p.rate/10))
	}
	p.refilled = at
}

// arm sets a timer for when the next token is there.
func (p *pacer) arm() {
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
	if !p.waiting() || p.rate == 0 || p.tokens >= 1 {
		return
	}
	p.waited = true
	wait := time.Duration((1 - p.tokens) / p.rate * float64(time.Second))
	p.timer = time.AfterFunc(max(wait, time.Microsecond), func() {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		p.pump()
	})
}

// adapt sets the rate at the end of a window.
func (p *pacer) adapt() {
	if now().Sub(p.window) < p.windowLength() {
		return
	}
	switch {
	case p.settling && p.throttled > 0:
		p.settling = false
		p.slow()
	case p.throttled > 0:
		if p.clean > p.hold {
			p.hold = min(2*p.hold, mostHold)
		}
		p.rising = false
		p.clean = 0
		if float64(p.throttled) > tolerated*float64(p.passed) {
			p.slow()
		}
	case p.rate > 0 && p.waited:
		p.settling = false
		p.clean++
		if p.clean > p.hold+risenWindows {
			p.hold = holdWindows
		}
		p.ceiling = max(p.ceiling, p.let())
		p.rate *= p.growth()
	}
	p.restart()
}

func (p *pacer) windowLength() time.Duration {
	if p.rate == 0 {
		return paceWindow
	}
	return max(paceWindow, time.Duration(windowSends/p.rate*float64(time.Second)))
}

// growth is by how much the rate grows after a window without throttling.
func (p *pacer) growth() float64 {
	switch {
	case p.rising:
		return 2
	case p.clean <= p.hold:
		return 1
	default:
		return 1 + min(1, firstStep*math.Pow(2, float64(p.clean-p.hold-1)))
	}
}

// slow sets the rate to a little less than what the server let through.
func (p *pacer) slow() {
	let := p.let()
	if let > collapse*p.ceiling {
		let = max(let, decay*p.ceiling)
	}
	p.ceiling, p.clean = let, 0
	p.rate = max(leastRate, let*underRate)
}

// let is what the server let through in this window, a second.
func (p *pacer) let() float64 {
	return float64(p.passed) / max(now().Sub(p.window), paceWindow).Seconds()
}

// limitRate goes from no limit to one, at the first throttling.
func (p *pacer) limitRate() {
	p.refilled, p.tokens, p.rising, p.settling = now(), 0, true, true
	p.slow()
	p.rate = max(p.rate, firstRate)
	p.restart()
}

func (p *pacer) restart() {
	p.window = now()
	p.passed, p.throttled, p.waited = 0, 0, false
}
