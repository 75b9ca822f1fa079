package sheetsim

import (
	"context"
	"net/http"
	"time"
)

// call is one request on its way through the simulator.
type call struct {
	method    string // discovery name without the API's: "spreadsheets.get"
	write     bool
	drive     bool
	bookID    string
	args      map[string]string // from the path
	request   *http.Request
	body      []byte
	user      string
	staleness int // read from this many versions ago
	now       time.Time
}

// outcome is what becomes of a call: a reply, or a cut connection.
type outcome struct {
	status    int
	body      []byte
	lost      error // the connection ends without a reply
	truncated bool
	plain     string // content type when the body is not JSON
}

// exchange takes a call through counting, faults, quota and the handler.
func (s *Sim) exchange(ctx context.Context, c *call) outcome {
	s.count(c.method)
	fault := s.Faults.strike(c)
	if fault == nil {
		fault = &Fault{}
	}
	switch fault.Kind {
	case RateLimit429:
		return s.errorReply(c, rateLimited(quotaKind(c)))
	case Status5xx:
		return s.errorReply(c, fault.statusError())
	case DropBeforeApply:
		return outcome{lost: errConnectionLost}
	case Delay:
		if !sleep(ctx, fault.After) {
			return outcome{lost: ctx.Err()}
		}
	case LateCommit:
		return s.late(ctx, c, fault)
	case StaleRead:
		c.staleness = max(1, fault.Versions)
	}
	if s.Faults.quotaOn() && !c.drive && !s.quota.take(c.user, quotaKind(c), s.opts.Now()) {
		return s.errorReply(c, rateLimited(quotaKind(c)))
	}
	reply := s.apply(c)
	switch fault.Kind {
	case LoseReplyAfterApply:
		return outcome{lost: errConnectionLost}
	case ErrorAfterApply:
		return s.errorReply(c, fault.statusError())
	case TruncateReply:
		reply.body, reply.truncated = reply.body[:len(reply.body)/2], true
	}
	return reply
}

// late applies the call after the fault's delay, whether or not the client
// still waits, as a service does that goes on working behind a broken
// connection.
func (s *Sim) late(ctx context.Context, c *call, fault *Fault) outcome {
	time.AfterFunc(min(fault.After, serviceLimit), func() { s.apply(c) })
	wait := fault.GiveUp
	if wait <= 0 {
		wait = serviceLimit
	}
	if !sleep(ctx, wait) {
		return outcome{lost: ctx.Err()}
	}
	return s.errorReply(c, unavailable())
}

func quotaKind(c *call) string { return pick(c.write, "Write", "Read") }

// sleep waits, or returns false when the client gave up.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

func (s *Sim) apply(c *call) outcome {
	s.runHook(c.method, true)
	reply, err := s.handle(c)
	s.runHook(c.method, false)
	if err != nil {
		return s.errorReply(c, err)
	}
	return s.reply(c, http.StatusOK, reply)
}

// handle runs the method under the lock and commits what it changed.
func (s *Sim) handle(c *call) (any, *apiError) {
	if s.opts.RequireAuth && c.user == "" {
		return nil, unauthenticated()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.now = s.opts.Now()
	return methods[c.method].run(s, c)
}

// open returns the spreadsheet of a call, at the version the call may see.
func (s *Sim) open(c *call, id string) (*book, *apiError) {
	b := s.books[id]
	if b == nil {
		return nil, notFound()
	}
	if s.private[id] {
		return nil, forbidden()
	}
	if past := s.past[id]; c.staleness > 0 && len(past) > 0 {
		b = past[max(0, len(past)-c.staleness)]
	}
	b.at(c.now)
	return b, nil
}
