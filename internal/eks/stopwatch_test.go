package eks

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// The stopwatch runs only while a request is under way.
func TestStopwatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := withStopwatch(t.Context(), 10*time.Second)
		defer cancel()
		watch := stopwatchOf(ctx)
		for range 2 {
			time.Sleep(time.Hour)
			watch.start()
			watch.start()
			time.Sleep(4 * time.Second)
			watch.stop()
			watch.stop()
		}
		if ctx.Err() != nil {
			t.Fatalf("ended after 8 seconds: %v", context.Cause(ctx))
		}
		watch.start()
		time.Sleep(3 * time.Second)
		if _, hung := context.Cause(ctx).(*hangError); !hung {
			t.Errorf("not ended: %v", context.Cause(ctx))
		}
	})
}
