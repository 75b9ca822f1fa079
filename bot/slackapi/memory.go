package slackapi

import (
	"sync"
	"time"
)

// memory remembers what was seen for a while, and at most so much of it.
type memory struct {
	now   func() time.Time
	life  time.Duration
	limit int

	mu    sync.Mutex
	seen  map[string]time.Time
	order []string // oldest first; may name what was forgotten
}

func newMemory(now func() time.Time, life time.Duration, limit int) *memory {
	return &memory{now: now, life: life, limit: limit, seen: map[string]time.Time{}}
}

// add tells whether the key is new. A full memory knows nothing new: what
// guards against a repetition must not be flooded out.
func (m *memory) add(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	for len(m.order) > 0 {
		at, ok := m.seen[m.order[0]]
		if ok && now.Sub(at) <= m.life {
			break
		}
		delete(m.seen, m.order[0])
		m.order = m.order[1:]
	}
	if _, ok := m.seen[key]; ok || len(m.order) >= m.limit {
		return false
	}
	m.seen[key] = now
	m.order = append(m.order, key)
	return true
}

// forget lets a key be new again.
func (m *memory) forget(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.seen, key)
}
