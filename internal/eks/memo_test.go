package eks

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Many who ask at once share one reading; who leaves does not end it for others.
func TestMemo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var remembered memo[int]
		reads := 0
		read := func(ctx context.Context) int {
			reads++
			select {
			case <-time.After(time.Second):
			case <-ctx.Done():
				return -1
			}
			return 42
		}
		hasty, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := remembered.get(hasty, "a", read); err == nil {
				t.Error("the one who left got an answer")
			}
		})
		for range 5 {
			all.Go(func() {
				if value, err := remembered.get(t.Context(), "a", read); err != nil || value != 42 {
					t.Errorf("%d, %v", value, err)
				}
			})
		}
		all.Wait()
		if value, err := remembered.get(t.Context(), "a", read); reads != 1 || value != 42 || err != nil {
			t.Errorf("%d reads, %d, %v", reads, value, err)
		}
	})
}

// When all have left, the reading ends and is forgotten.
func TestMemoForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var remembered memo[string]
		ended := make(chan struct{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := remembered.get(ctx, "a", func(ctx context.Context) string {
			defer close(ended)
			<-ctx.Done()
			return "given up"
		}); err == nil {
			t.Error("no error")
		}
		<-ended
		if value, _ := remembered.get(t.Context(), "a", func(context.Context) string { return "again" }); value != "again" {
			t.Error(value)
		}
	})
}

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
