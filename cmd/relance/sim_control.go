package main

import (
	"encoding/json"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

// maxControlBody bounds a control request; they are typed by hand or by a test.
const maxControlBody = 1 << 20

// sheetsControl lets a script be the people who edit a simulated spreadsheet,
// and the service that fails; the simulated Slack has its own (slacksim.Control).
//
//	POST /type   {"spreadsheet", "user", "tab", "cell", "text"}
//	POST /fault  {"method", "kind", "after", "nth", "times"}, kind being lose_reply, error_after_apply, delay, late_commit, 429 or 5xx
//	GET  /calls  how often each method was called
func sheetsControl(sim *sheetsim.Sim) http.Handler {
	kinds := map[string]sheetsim.FaultKind{
		"lose_reply":        sheetsim.LoseReplyAfterApply,
		"error_after_apply": sheetsim.ErrorAfterApply,
		"delay":             sheetsim.Delay,
		"late_commit":       sheetsim.LateCommit,
		"429":               sheetsim.RateLimit429,
		"5xx":               sheetsim.Status5xx,
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /type", func(w http.ResponseWriter, r *http.Request) {
		var ask struct{ Spreadsheet, User, Tab, Cell, Text string }
		if decode(w, r, &ask) {
			answer(w, struct{}{}, sim.Human(ask.Spreadsheet, ask.User).Type(ask.Tab, ask.Cell, ask.Text))
		}
	})
	mux.HandleFunc("POST /fault", func(w http.ResponseWriter, r *http.Request) {
		var ask struct {
			Method, Kind string
			After        time.Duration
			Nth, Times   int
		}
		if !decode(w, r, &ask) {
			return
		}
		kind, ok := kinds[ask.Kind]
		if !ok {
			http.Error(w, "no fault of kind "+ask.Kind, http.StatusUnprocessableEntity)
			return
		}
		sim.Faults.Add(sheetsim.Fault{Kind: kind, Method: ask.Method, Nth: ask.Nth, Times: ask.Times, After: ask.After})
		answer(w, struct{}{}, nil)
	})
	mux.HandleFunc("GET /calls", func(w http.ResponseWriter, _ *http.Request) { answer(w, sim.Calls(), nil) })
	return mux
}

// simClock is the real clock, or one that runs as if it were later.
type simClock struct{ ahead atomic.Int64 }

func (c *simClock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// set moves a simulator's clock:
//
//	POST /clock  {"offset": "72h"}, counted from the real time
func (c *simClock) set(w http.ResponseWriter, r *http.Request) {
	var ask struct{ Offset string }
	if !decode(w, r, &ask) {
		return
	}
	ahead, err := time.ParseDuration(ask.Offset)
	if err == nil {
		c.ahead.Store(int64(ahead))
	}
	answer(w, struct{}{}, err)
}

func decode(w http.ResponseWriter, r *http.Request, v any) bool {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxControlBody))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func answer(w http.ResponseWriter, v any, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}
