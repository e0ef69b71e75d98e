package memo

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
		var remembered Memo[int]
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
			if _, err := remembered.Get(hasty, "a", read); err == nil {
				t.Error("the one who left got an answer")
			}
		})
		for range 5 {
			all.Go(func() {
				if value, err := remembered.Get(t.Context(), "a", read); err != nil || value != 42 {
					t.Errorf("%d, %v", value, err)
				}
			})
		}
		all.Wait()
		if value, err := remembered.Get(t.Context(), "a", read); reads != 1 || value != 42 || err != nil {
			t.Errorf("%d reads, %d, %v", reads, value, err)
		}
	})
}

// When all have left, the reading ends and is forgotten.
func TestMemoForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var remembered Memo[string]
		ended := make(chan struct{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := remembered.Get(ctx, "a", func(ctx context.Context) string {
			defer close(ended)
			<-ctx.Done()
			return "given up"
		}); err == nil {
			t.Error("no error")
		}
		<-ended
		if value, _ := remembered.Get(t.Context(), "a", func(context.Context) string { return "again" }); value != "again" {
			t.Error(value)
		}
	})
}
