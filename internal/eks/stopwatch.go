package eks

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// now measures how long things take. What the day is comes from Options.Now.
func now() time.Time {
	return time.Now() //nolint:forbidigo // measures durations alone, and must go on where a test stops the clock
}

// hangError says that EKS did not answer in time.
type hangError struct{ after time.Duration }

func (e *hangError) Error() string { return fmt.Sprintf("no answer within %s", e.after) }

// stopwatch limits how long EKS may take to answer for one reading in all. It
// runs while at least one request is under way: waiting for a turn does not
// count, as a fleet under a limit of requests waits for long and loses nothing.
type stopwatch struct {
	mutex  sync.Mutex
	left   time.Duration
	active int
	since  time.Time
	timer  *time.Timer
	expire func()
}

type stopwatchKey struct{}

// withStopwatch gives a context that ends when requests made with it have taken
// the limit together.
func withStopwatch(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	watch := &stopwatch{left: limit, expire: func() { cancel(&hangError{after: limit}) }}
	return context.WithValue(ctx, stopwatchKey{}, watch), func() { cancel(nil) }
}

// stopwatchOf gives nil where the context has none, which does nothing.
func stopwatchOf(ctx context.Context) *stopwatch {
	watch, _ := ctx.Value(stopwatchKey{}).(*stopwatch)
	return watch
}

func (s *stopwatch) start() {
	if s == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.active++
	if s.active == 1 {
		s.since = now()
		s.timer = time.AfterFunc(s.left, s.expire)
	}
}

func (s *stopwatch) stop() {
	if s == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.active--
	if s.active == 0 {
		s.timer.Stop()
		s.left = max(0, s.left-now().Sub(s.since))
	}
}
