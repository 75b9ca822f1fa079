package mailsim

import (
	"math/rand/v2"
	"sync"
	"time"
)

// Step is where in the dialogue a fault strikes.
type Step string

// The steps, in their order.
const (
	Connect  Step = "connect"
	Greeting Step = "greeting"
	Hello    Step = "hello" // EHLO or HELO
	StartTLS Step = "starttls"
	Auth     Step = "auth"
	Mail     Step = "mail"
	Rcpt     Step = "rcpt"
	Data     Step = "data"
	Content  Step = "content" // in the middle of the message
	End      Step = "end"     // the final dot
	Quit     Step = "quit"
)

// Effect is what a fault does at its step.
type Effect struct {
	kind  effectKind
	code  int
	text  string
	delay time.Duration
}

type effectKind int

const (
	refuse effectKind = iota + 1
	drop
	dropAfter
	reply
	replyAfter
	delayed
	delayedReply
	garbage
)

// Refuse makes the connection fail before it is made; it belongs to Connect.
func Refuse() Effect { return Effect{kind: refuse} }

// Drop ends the connection before the command is carried out.
func Drop() Effect { return Effect{kind: drop} }

// DropAfter carries the command out and ends the connection without a reply:
// at End, the message is in the box.
func DropAfter() Effect { return Effect{kind: dropAfter} }

// Reply answers with a code instead of carrying the command out: at End, the
// message isn't in the box.
func Reply(code int, text string) Effect { return Effect{kind: reply, code: code, text: text} }

// ReplyAfter carries the command out and answers with another code, as a
// server does that is broken.
func ReplyAfter(code int, text string) Effect {
	return Effect{kind: replyAfter, code: code, text: text}
}

// Delay holds the command back. A client that gives up meanwhile doesn't
// prevent it: the command had been received.
func Delay(d time.Duration) Effect { return Effect{kind: delayed, delay: d} }

// DelayReply carries the command out at once and holds back the reply.
func DelayReply(d time.Duration) Effect { return Effect{kind: delayedReply, delay: d} }

// Garbage carries the command out and answers with what is no reply.
func Garbage() Effect { return Effect{kind: garbage} }

// Every makes a fault strike each time.
const Every = 0

// Faults are the switches that make a server misbehave.
type Faults struct {
	mu    sync.Mutex
	rules []*rule
	rng   *rand.Rand
}

type rule struct {
	step        Step
	nth, seen   int
	probability float64
	effect      Effect
}

// On makes the nth pass of a step from now on (1 is the next, Every all) suffer
// the effect. The function it returns takes the fault back.
func (f *Faults) On(step Step, nth int, e Effect) (remove func()) {
	return f.add(&rule{step: step, nth: nth, effect: e})
}

// Sometimes makes passes of a step suffer the effect with a probability, drawn
// from the server's seed.
func (f *Faults) Sometimes(step Step, probability float64, e Effect) (remove func()) {
	return f.add(&rule{step: step, probability: probability, effect: e})
}

// Clear takes back every fault.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = nil
}

func (f *Faults) add(r *rule) func() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = append(f.rules, r)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.remove(r)
	}
}

func (f *Faults) remove(r *rule) {
	for i, have := range f.rules {
		if have == r {
			f.rules = append(f.rules[:i], f.rules[i+1:]...)
			return
		}
	}
}

// take is the effect that a pass of the step suffers; the first rule wins.
func (f *Faults) take(step Step) Effect {
	f.mu.Lock()
	defer f.mu.Unlock()
	var found Effect
	for _, r := range append([]*rule(nil), f.rules...) {
		if r.step != step {
			continue
		}
		r.seen++
		strikes := r.nth == Every || r.seen == r.nth
		if r.probability > 0 {
			strikes = f.rng.Float64() < r.probability
		} else if strikes && r.nth != Every {
			f.remove(r)
		}
		if strikes && found.kind == 0 {
			found = r.effect
		}
	}
	return found
}
