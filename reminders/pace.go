package reminders

import (
	"context"
	"time"

	"github.com/relance-bot/relance/store"
)

// pacer keeps posts apart: channelPace within a channel, workspacePace between
// any two, and nothing at all while the service asked to wait (429).
type pacer struct {
	now      func() time.Time
	wait     func(context.Context, time.Duration) error
	between  time.Duration        // any two posts
	channels map[string]time.Time // of the last post
	last     time.Time
	quiet    time.Time // until when the service wants to be left alone
}

func newPacer(now func() time.Time, wait func(context.Context, time.Duration) error) *pacer {
	return &pacer{now: now, wait: wait, between: workspacePace, channels: map[string]time.Time{}}
}

// newMailPacer keeps mails apart, whoever they go to.
func newMailPacer(now func() time.Time, wait func(context.Context, time.Duration) error) *pacer {
	p := newPacer(now, wait)
	p.between = mailPace
	return p
}

func (s *Service) paceOf(d store.Delivery) *pacer {
	if isMail(d) {
		return s.mailed
	}
	return s.pace
}

// turn waits until a post to the destination may go out.
func (p *pacer) turn(ctx context.Context, destination string) error {
	now := p.now()
	at := now
	for _, t := range []time.Time{p.quiet, p.last.Add(p.between), p.channels[destination].Add(channelPace)} {
		if t.After(at) && t.Sub(now) < maxPacing { // further ahead: the clock was set back
			at = t
		}
	}
	if wait := at.Sub(now); wait > 0 {
		if err := p.wait(ctx, wait); err != nil {
			return err
		}
	}
	now = p.now()
	p.last, p.channels[destination] = now, now
	return nil
}

// maxPacing bounds a wait within a tick.
const maxPacing = 2 * time.Minute

// backOff keeps quiet for as long as the service asked.
func (p *pacer) backOff(d time.Duration) {
	p.quiet = p.now().Add(min(max(d, time.Second), maxPacing-time.Second))
}
