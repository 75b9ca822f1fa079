package slacksim

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Effect is what a fault does to one call.
type Effect struct {
	kind  effectKind
	code  string
	delay time.Duration
}

type effectKind int

const (
	loseRequest effectKind = iota + 1
	connectionRefused
	loseReplyAfterApply
	errorReplyAfterApply
	http5xx
	http5xxAfterApply
	delayRequest
	delayReply
	lateCommitEffect
	rateLimit429
	errorReply
	disconnect
)

// LoseRequest drops the call before it is applied: the client sees the
// connection end.
func LoseRequest() Effect { return Effect{kind: loseRequest} }

// ConnectionRefused makes an in-process client's call fail before it is sent;
// over a socket it is LoseRequest.
func ConnectionRefused() Effect { return Effect{kind: connectionRefused} }

// LoseReplyAfterApply applies the call and ends the connection without a reply.
func LoseReplyAfterApply() Effect { return Effect{kind: loseReplyAfterApply} }

// ErrorReplyAfterApply applies the call and answers {"ok":false,"error":code},
// as internal_error and fatal_error are documented to.
func ErrorReplyAfterApply(code string) Effect { return Effect{kind: errorReplyAfterApply, code: code} }

// ErrorReply answers with code and applies nothing.
func ErrorReply(code string) Effect { return Effect{kind: errorReply, code: code} }

// HTTP5xx answers 503 and applies nothing.
func HTTP5xx() Effect { return Effect{kind: http5xx} }

// HTTP5xxAfterApply applies the call and answers 503.
func HTTP5xxAfterApply() Effect { return Effect{kind: http5xxAfterApply} }

// Delay holds the call back before it is applied. A client that gives up
// meanwhile doesn't prevent it: the request had been received.
func Delay(d time.Duration) Effect { return Effect{kind: delayRequest, delay: d} }

// DelayReply applies the call at once and holds back the reply.
func DelayReply(d time.Duration) Effect { return Effect{kind: delayReply, delay: d} }

// LateCommit ends the connection without a reply and applies the call when the
// workspace's clock has moved on by d: only then it shows in history.
func LateCommit(d time.Duration) Effect { return Effect{kind: lateCommitEffect, delay: d} }

// RateLimit429 answers 429 with Retry-After and applies nothing.
func RateLimit429(retryAfter time.Duration) Effect {
	return Effect{kind: rateLimit429, delay: retryAfter}
}

// Disconnect sends every Socket Mode connection a disconnect message with the
// reason when the call arrives, and goes on with the call.
func Disconnect(reason string) Effect { return Effect{kind: disconnect, code: reason} }

// EveryCall makes a fault apply to each call of its method.
const EveryCall = 0

// Faults are the switches that make a workspace misbehave. Methods are those of
// the Web API, "response_url", "upload", and "ack" for Socket Mode
// acknowledgements (any effect loses them); "" matches any.
type Faults struct {
	mu             sync.Mutex
	rules          []*rule
	rng            *rand.Rand
	historyRefused bool
	repliesRefused bool
	hideFor        time.Duration
}

type rule struct {
	method, channel string
	nth, seen       int
	probability     float64
	effect          Effect
}

func newFaults(seed int64) *Faults {
	return &Faults{rng: rand.New(rand.NewPCG(uint64(seed), 0xfa117))}
}

// On makes the nth call of method from now on (1 is the next one, EveryCall all)
// suffer the effect. The function it returns takes the fault back.
func (f *Faults) On(method string, nth int, e Effect) (remove func()) {
	return f.add(&rule{method: method, nth: nth, effect: e})
}

// OnChannel is On for calls whose channel argument is channel.
func (f *Faults) OnChannel(method, channel string, nth int, e Effect) (remove func()) {
	return f.add(&rule{method: method, channel: channel, nth: nth, effect: e})
}

// Sometimes makes calls of method suffer the effect with a probability, drawn
// from the workspace's seed.
func (f *Faults) Sometimes(method string, probability float64, e Effect) (remove func()) {
	return f.add(&rule{method: method, probability: probability, effect: e})
}

func (f *Faults) add(r *rule) func() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = append(f.rules, r)
	return func() { f.drop(r) }
}

func (f *Faults) drop(r *rule) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, have := range f.rules {
		if have == r {
			f.rules = append(f.rules[:i], f.rules[i+1:]...)
			return
		}
	}
}

// Clear takes back every fault and switch.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules, f.historyRefused, f.repliesRefused, f.hideFor = nil, false, false, 0
}

// HistoryRefused makes conversations.history answer missing_scope.
func (f *Faults) HistoryRefused(on bool) { f.mu.Lock(); f.historyRefused = on; f.mu.Unlock() }

// RepliesRefused makes conversations.replies refuse the bot token in channels.
func (f *Faults) RepliesRefused(on bool) { f.mu.Lock(); f.repliesRefused = on; f.mu.Unlock() }

// HistoryDelay keeps messages posted from now on out of history until the
// workspace's clock has moved on by d.
func (f *Faults) HistoryDelay(d time.Duration) { f.mu.Lock(); f.hideFor = d; f.mu.Unlock() }

func (f *Faults) historyDelay() time.Duration { f.mu.Lock(); defer f.mu.Unlock(); return f.hideFor }

func (f *Faults) refusals() (history, replies bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.historyRefused, f.repliesRefused
}

// faultPlan is what happens to one call.
type faultPlan struct {
	effects []Effect
	lateBy  time.Duration
}

func (f *Faults) take(method, channel string) faultPlan {
	f.mu.Lock()
	defer f.mu.Unlock()
	var p faultPlan
	for i := 0; i < len(f.rules); i++ {
		r := f.rules[i]
		if (r.method != "" && r.method != method) || (r.channel != "" && r.channel != channel) {
			continue
		}
		r.seen++
		if r.probability > 0 {
			if f.rng.Float64() >= r.probability {
				continue
			}
		} else if r.nth != EveryCall && r.seen != r.nth {
			continue
		}
		if r.effect.kind == lateCommitEffect {
			p.lateBy = r.effect.delay
		}
		p.effects = append(p.effects, r.effect)
		if r.nth != EveryCall {
			f.rules = append(f.rules[:i], f.rules[i+1:]...)
			i--
		}
	}
	return p
}

// errConnectionRefused travels by panic from the handler to the in-process
// transport, which turns it into a dial error.
var errConnectionRefused = errors.New("connection refused")

// before runs what comes before the call; true means the answer was given.
func (p faultPlan) before(s *Sim, w http.ResponseWriter) bool {
	for _, e := range p.effects {
		switch e.kind {
		case delayRequest:
			s.wait(e.delay)
		case disconnect:
			s.Disconnect(e.code)
		case loseRequest:
			panic(http.ErrAbortHandler)
		case connectionRefused:
			if _, inProcess := w.(*recorder); inProcess {
				panic(errConnectionRefused)
			}
			panic(http.ErrAbortHandler)
		case http5xx:
			http.Error(w, "upstream unavailable", http.StatusServiceUnavailable)
			return true
		case errorReply:
			writeJSON(w, http.StatusOK, object{"ok": false, "error": e.code})
			return true
		case rateLimit429:
			w.Header().Set("Retry-After", strconv.Itoa(int((e.delay+time.Second-1)/time.Second)))
			writeJSON(w, http.StatusTooManyRequests, object{"ok": false, "error": "ratelimited"})
			return true
		}
	}
	return false
}

// after runs what comes after the call; true means the answer was given.
func (p faultPlan) after(s *Sim, w http.ResponseWriter, applied bool) bool {
	for _, e := range p.effects {
		switch e.kind {
		case delayReply:
			s.wait(e.delay)
		case loseReplyAfterApply:
			panic(http.ErrAbortHandler)
		case errorReplyAfterApply:
			if applied {
				writeJSON(w, http.StatusOK, object{"ok": false, "error": e.code})
				return true
			}
		case http5xxAfterApply:
			http.Error(w, "upstream unavailable", http.StatusServiceUnavailable)
			return true
		}
	}
	return false
}

// wait sleeps for d, or until Close.
func (s *Sim) wait(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.done:
	}
}
