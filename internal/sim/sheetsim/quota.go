package sheetsim

import (
	"sync"
	"time"
)

// perMinute is the quota of a user, for reads and for writes each, from
// Google's usage limits page.
const perMinute = 60

// quota counts the calls of the last minute by user and kind.
type quota struct {
	mu    sync.Mutex
	calls map[string][]time.Time
}

// take admits a call or not. A refused call does not count.
func (q *quota) take(user, kind string, now time.Time) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	key := kind + " " + user
	recent := q.calls[key][:0]
	for _, at := range q.calls[key] {
		if now.Sub(at) < time.Minute {
			recent = append(recent, at)
		}
	}
	if len(recent) >= perMinute {
		q.calls[key] = recent
		return false
	}
	q.calls[key] = append(recent, now)
	return true
}
