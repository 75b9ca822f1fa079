package google

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"golang.org/x/time/rate"
)

// PerMinute is the service's limit for one user, which a service account is
// (Google's usage limits: 60 reads and 60 writes a minute, each).
const PerMinute = 60

// A bucket that holds burst and is filled at refill a minute lets burst+refill
// through in the worst minute: never more than PerMinute.
const (
	burst  = 20
	refill = PerMinute - burst
)

// kind is what a call counts against.
type kind int

const (
	reads kind = iota
	writes
	drives // Drive's quota of 12,000 a minute is far away: counted, not paced
	kinds
)

// Limits of trying again after a 429, which says for certain that nothing was
// done and never when to come back. Of 306 recorded refusals the median was
// over after 4 s and the longest after 41 s.
const (
	firstBackoff = 2 * time.Second
	maxBackoff   = 20 * time.Second
	giveUpAfter  = 90 * time.Second
	jitter       = 0.5 // of each interval, either way, so that replicas part
)

// LimiterOptions are a Limiter's clock, patience and dice. All but Now have
// defaults.
type LimiterOptions struct {
	Now     func() time.Time
	Wait    func(context.Context, time.Duration) error
	Random  func() float64 // in [0,1)
	Unpaced bool           // count only: a simulator that sets no pace
}

// Limiter is what one account may ask of the service, shared by all books on
// it: token buckets, the pause after a refusal, and a count of the calls.
type Limiter struct {
	o LimiterOptions

	mu      sync.Mutex
	buckets [kinds]*rate.Limiter
	pause   [kinds]pause
	recent  [kinds][]time.Time // of the last minute
	total   [kinds]uint64
	refused []time.Time // of the last minute, 429s of any kind
	totalNo uint64
}

// pause is the wait that a refusal brought on everyone's calls of its kind.
type pause struct {
	until time.Time
	grow  *backoff.ExponentialBackOff // nil while the service is willing
}

// NewLimiter makes the buckets, full.
func NewLimiter(o LimiterOptions) *Limiter {
	if o.Wait == nil {
		o.Wait = sleep
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	l := &Limiter{o: o}
	for _, k := range []kind{reads, writes} {
		l.buckets[k] = rate.NewLimiter(rate.Every(time.Minute/refill), burst)
	}
	return l
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// take waits for the turn of one call and counts it. An error means that the
// call must not be made.
func (l *Limiter) take(ctx context.Context, k kind) error {
	if !l.o.Unpaced && l.buckets[k] != nil {
		for {
			l.mu.Lock()
			d := l.pause[k].until.Sub(l.o.Now())
			l.mu.Unlock()
			if d <= 0 {
				break
			}
			if err := l.o.Wait(ctx, d); err != nil {
				return err
			}
		}
		now := l.o.Now()
		turn := l.buckets[k].ReserveN(now, 1)
		if d := turn.DelayFrom(now); d > 0 {
			if err := l.o.Wait(ctx, d); err != nil {
				turn.CancelAt(l.o.Now())
				return err
			}
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.o.Now()
	l.recent[k] = append(lastMinute(l.recent[k], now), now)
	l.total[k]++
	return nil
}

// answered notes what the service made of a call that was sent at: a refusal
// pauses all calls of its kind, longer each time, and any other answer ends
// that. Refusals of calls that were under way together count once.
func (l *Limiter) answered(k kind, sent time.Time, refused bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := &l.pause[k]
	if !refused {
		if !sent.Before(p.until) {
			*p = pause{}
		}
		return
	}
	now := l.o.Now()
	l.refused = append(lastMinute(l.refused, now), now)
	l.totalNo++
	if sent.Before(p.until) {
		return
	}
	if p.grow == nil {
		p.grow = &backoff.ExponentialBackOff{InitialInterval: firstBackoff, Multiplier: backoff.DefaultMultiplier, MaxInterval: maxBackoff}
		p.grow.Reset()
	}
	// The library's own jitter can't be replayed from a seed.
	d := time.Duration(float64(p.grow.NextBackOff()) * (1 - jitter + 2*jitter*l.o.Random()))
	p.until = now.Add(d)
}

func lastMinute(list []time.Time, now time.Time) []time.Time {
	for len(list) > 0 && now.Sub(list[0]) >= time.Minute {
		list = list[1:]
	}
	return list
}

// Usage is what the account's calls of the last minute came to, against
// PerMinute, and all since the start.
type Usage struct {
	Reads   int `json:"reads"`
	Writes  int `json:"writes"`
	Drive   int `json:"drive"`
	Refused int `json:"refused,omitempty"` // 429s

	TotalReads   uint64 `json:"total_reads"`
	TotalWrites  uint64 `json:"total_writes"`
	TotalDrive   uint64 `json:"total_drive"`
	TotalRefused uint64 `json:"total_refused,omitempty"`
}

// Usage counts the calls.
func (l *Limiter) Usage() Usage {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.o.Now()
	count := func(k kind) int {
		l.recent[k] = lastMinute(l.recent[k], now)
		return len(l.recent[k])
	}
	l.refused = lastMinute(l.refused, now)
	return Usage{
		Reads: count(reads), Writes: count(writes), Drive: count(drives), Refused: len(l.refused),
		TotalReads: l.total[reads], TotalWrites: l.total[writes], TotalDrive: l.total[drives], TotalRefused: l.totalNo,
	}
}
