package console

import "sync"

// signal wakes whoever subscribed. Wakes merge: one pending wake stands for any
// number of changes, as the simulators' own do.
type signal struct {
	mu   sync.Mutex
	subs map[chan struct{}]bool
}

func (s *signal) subscribe() (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.subs == nil {
		s.subs = map[chan struct{}]bool{}
	}
	s.subs[c] = true
	return c, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.subs, c)
	}
}

func (s *signal) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.subs {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
