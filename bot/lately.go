package bot

import (
	"sync"
	"time"
)

// lately is what was done a short while ago, by a name of its own, so that a
// doubled click does it once. One process hears the clicks of a book: the others
// pass them on.
type lately struct {
	mu   sync.Mutex
	when map[string]time.Time
}

// begin tells whether a thing is done for the first time within so long, and
// notes it.
func (l *lately) begin(name string, now time.Time, within time.Duration) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for k, at := range l.when {
		if now.Sub(at) > within {
			delete(l.when, k)
		}
	}
	if _, done := l.when[name]; done {
		return false
	}
	if l.when == nil {
		l.when = map[string]time.Time{}
	}
	l.when[name] = now
	return true
}

// undo forgets what failed: it may be tried again at once.
func (l *lately) undo(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.when, name)
}
