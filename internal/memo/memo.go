// Package memo remembers what was read, so that many who ask share one reading.
package memo

import (
	"context"
	"sync"
)

// Memo remembers what was read, by key. Who asks for what is being read waits for
// it; when all who wait have gone, the reading is given up and forgotten. The zero
// Memo is empty and ready.
type Memo[V any] struct {
	mutex   sync.Mutex
	entries map[string]*reading[V]
}

type reading[V any] struct {
	done    chan struct{}
	value   V
	waiting int
	cancel  context.CancelFunc
}

// Get gives what read gives for the key. The error is that of the context, and
// tells that nobody read to the end.
func (m *Memo[V]) Get(ctx context.Context, key string, read func(context.Context) V) (V, error) {
	var nothing V
	if ctx.Err() != nil {
		return nothing, context.Cause(ctx)
	}
	entry := m.join(ctx, key, read)
	select {
	case <-entry.done:
		return entry.value, nil
	case <-ctx.Done():
		m.leave(key, entry)
		return nothing, context.Cause(ctx)
	}
}

func (m *Memo[V]) join(ctx context.Context, key string, read func(context.Context) V) *reading[V] {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	entry := m.entries[key]
	if entry != nil {
		entry.waiting++
		return entry
	}
	if m.entries == nil {
		m.entries = map[string]*reading[V]{}
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	entry = &reading[V]{done: make(chan struct{}), waiting: 1, cancel: cancel}
	m.entries[key] = entry
	go func() {
		defer cancel()
		entry.value = read(own)
		close(entry.done)
	}()
	return entry
}

func (m *Memo[V]) leave(key string, entry *reading[V]) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	entry.waiting--
	if entry.waiting > 0 {
		return
	}
	select {
	case <-entry.done:
	default:
		entry.cancel()
		if m.entries[key] == entry {
			delete(m.entries, key)
		}
	}
}
