package show

import (
	"sync/atomic"
	"time"
)

// Clock runs at the pace of another one, from a moment of its own, and can be
// moved forward.
type Clock struct {
	base     func() time.Time
	location *time.Location
	offset   atomic.Int64
}

// NewClock starts at a moment and goes on as base does.
func NewClock(start time.Time, base func() time.Time) *Clock {
	c := &Clock{base: base, location: start.Location()}
	c.offset.Store(int64(start.Sub(base())))
	return c
}

// Now is the clock's time, in the zone it was started in.
func (c *Clock) Now() time.Time {
	return c.base().Add(time.Duration(c.offset.Load())).In(c.location)
}

// AdvanceTo moves the clock forward to a moment; it never goes back.
func (c *Clock) AdvanceTo(t time.Time) {
	if d := t.Sub(c.Now()); d > 0 {
		c.offset.Add(int64(d))
	}
}
