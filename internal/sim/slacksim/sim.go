package slacksim

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Sim is one workspace with one installed app. It is safe for concurrent use.
//
// The lock guards all state and is never held while waiting for anything: a
// goroutine that waits for a mutex would stop the clock of a synctest bubble.
type Sim struct {
	Faults *Faults

	opt Options

	mu          sync.Mutex
	ws          *workspace
	rng         *rand.Rand
	base        string // scheme and host the app reached us by
	pending     []lateCommit
	frozen      time.Time // the clock while a late commit runs
	outgoing    []queued
	buckets     map[string]*bucket
	calls       map[string]int
	connections map[*connection]bool
	arrivals    int             // connections so far
	installed   bool            // the app has called with a valid token
	tickets     map[string]bool // single-use Socket Mode URLs
	acks        map[string]chan ack
	subscribers map[chan struct{}]bool

	life   sync.Mutex
	closed bool
	done   chan struct{}
	wg     sync.WaitGroup
}

// inProcessBase is what the in-process client and dialer are served under.
const inProcessBase = "http://slack.sim"

// New makes a workspace with the app's bot user and no one else.
func New(o Options) *Sim {
	if o.Now == nil {
		panic("slacksim: Options.Now is required")
	}
	o = o.withDefaults()
	s := &Sim{
		opt:         o,
		ws:          newWorkspace(),
		rng:         rand.New(rand.NewPCG(uint64(o.Seed), 0x51acc)),
		base:        inProcessBase,
		buckets:     map[string]*bucket{},
		calls:       map[string]int{},
		connections: map[*connection]bool{},
		tickets:     map[string]bool{},
		acks:        map[string]chan ack{},
		subscribers: map[chan struct{}]bool{},
		done:        make(chan struct{}),
	}
	s.Faults = newFaults(o.Seed)
	s.ws.Users[o.BotUserID] = &User{ID: o.BotUserID, Name: o.AppName, RealName: o.AppName, TZ: "UTC", Locale: "en-US", Bot: true}
	return s
}

// Options returns the options in force, defaults filled in.
func (s *Sim) Options() Options { return s.opt }

// Close ends every connection and waits for every goroutine.
func (s *Sim) Close() {
	s.life.Lock()
	if !s.closed {
		s.closed = true
		close(s.done)
	}
	s.life.Unlock()
	s.wg.Wait()
	s.opt.HTTPClient.CloseIdleConnections()
}

// spawn runs f in a goroutine that Close waits for; after Close it does nothing.
func (s *Sim) spawn(f func()) bool {
	s.life.Lock()
	defer s.life.Unlock()
	if s.closed {
		return false
	}
	s.wg.Go(f)
	return true
}

// locked runs f with the state locked and what is due committed, then sends the
// events that came of it.
func (s *Sim) locked(f func()) {
	var events []queued
	func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.settle()
		f()
		events, s.outgoing = s.outgoing, nil
	}()
	for _, e := range events {
		s.emit(e.name, e.event)
	}
}

// queued is an event to be sent once the lock is free.
type queued struct {
	name  string
	event object
}

// now is the workspace's clock; while a late commit runs, the time it was due.
// The state is locked.
func (s *Sim) now() time.Time {
	if !s.frozen.IsZero() {
		return s.frozen
	}
	return s.opt.Now()
}

// ServeHTTP answers the Web API under /api/, Socket Mode under /link/, response
// URLs under /respond/ and uploads under /upload/.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBodyBytes)
	path := r.URL.Path
	switch {
	case strings.HasPrefix(path, "/api/"):
		s.remember(r)
		s.serveMethod(w, r, strings.TrimPrefix(path, "/api/"))
	case strings.HasPrefix(path, "/link"):
		s.serveLink(w, r)
	case strings.HasPrefix(path, "/respond/"):
		s.serveRespond(w, r, strings.TrimPrefix(path, "/respond/"))
	case strings.HasPrefix(path, "/upload/"):
		s.serveUpload(w, r, strings.TrimPrefix(path, "/upload/"))
	default:
		http.NotFound(w, r)
	}
}

// remember notes how the app reaches us: response, upload and Socket Mode URLs
// have the same scheme and host as its API calls.
func (s *Sim) remember(r *http.Request) {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	if r.Host == "" {
		return
	}
	s.mu.Lock()
	s.base = scheme + r.Host
	s.mu.Unlock()
}

// Subscribe returns a channel that receives after changes (several may be
// merged into one), and a function that ends the subscription.
func (s *Sim) Subscribe() (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	s.mu.Lock()
	s.subscribers[c] = true
	s.mu.Unlock()
	return c, func() {
		s.mu.Lock()
		delete(s.subscribers, c)
		s.mu.Unlock()
	}
}

// changed wakes subscribers; the state is locked.
func (s *Sim) changed() {
	for c := range s.subscribers {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// Calls counts the calls of each method since the start or the last reset.
// Response URLs count as "response_url", uploads as "upload".
func (s *Sim) Calls() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make(map[string]int, len(s.calls))
	maps.Copy(out, s.calls)
	return out
}

// ResetCalls sets every counter to zero.
func (s *Sim) ResetCalls() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.calls)
}

// lateCommit is a call whose effect comes later than its (lost) reply.
type lateCommit struct {
	due time.Time
	run func()
}

// settle commits what is due. The state is locked.
func (s *Sim) settle() {
	now := s.now()
	for i := 0; i < len(s.pending); {
		if s.pending[i].due.After(now) {
			i++
			continue
		}
		run := s.pending[i].run
		s.frozen = s.pending[i].due
		s.pending = append(s.pending[:i], s.pending[i+1:]...)
		run()
		s.frozen = time.Time{}
	}
}

// commitLater has run executed, under the lock, once the clock has moved on by d.
func (s *Sim) commitLater(d time.Duration, run func()) {
	s.locked(func() { s.pending = append(s.pending, lateCommit{due: s.now().Add(d), run: run}) })
	// Whoever looks settles what is due; the timer is for those who wait to be told.
	s.spawn(func() {
		s.wait(d)
		s.locked(func() {})
	})
}
