package sheets_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// trouble strikes one call of one cycle.
type trouble struct {
	kind  string
	call  int  // the nth call of the cycle, or with write the nth write
	write bool // of the sheet
	store bool // the nth call of the store
}

// What can happen at a call to the service, and how often relative to others.
var callTroubles = []string{
	"people before", "people before", "people before", "people before", "people after", "people after", "people after",
	"slack before", "slack after", "crash before", "crash after", "crash after", "lost reply", "lost reply", "late", "late", "late",
	"dropped", "429", "503 before", "503 after", "503 after", "truncated", "stale", "stale", "takeover before", "takeover after",
}

var storeTroubles = []string{"crash before", "crash after", "error before", "error after", "takeover before"}

// crash is the end of a process, at whatever call it is in.
type crash struct{}

var errTrouble = errors.New("connection reset by peer")

// wire lies between the bot and the service, and brings trouble.
type wire struct{ *machine }

// drawTroubles decides what will happen in the next cycle.
func (m *machine) drawTroubles() {
	m.troubles, m.calls, m.writes, m.stores = nil, 0, 0, 0
	if m.rng.IntN(100) >= m.plan.trouble {
		return
	}
	for range 1 + m.rng.IntN(3) {
		switch m.rng.IntN(6) {
		case 0:
			m.troubles = append(m.troubles, trouble{kind: m.pick(storeTroubles), store: true, call: m.rng.IntN(14)})
		case 1, 2:
			m.troubles = append(m.troubles, trouble{kind: m.pick(callTroubles), call: m.rng.IntN(8)})
		default:
			m.troubles = append(m.troubles, trouble{kind: m.pick(callTroubles), write: true, call: m.rng.IntN(2)})
		}
	}
}

// strike answers the trouble of this call and forgets it.
func (m *machine) strike(write, inStore bool) string {
	if m.nested > 0 {
		return ""
	}
	call := m.calls
	switch {
	case inStore:
		call = m.stores
		m.stores++
	default:
		m.calls++
	}
	for i, t := range m.troubles {
		at := call
		if t.write {
			at = m.writes
		}
		if t.store == inStore && (!t.write || write) && t.call == at {
			m.troubles[i].call = -1
			if write && !inStore {
				m.writes++
			}
			m.note("    %s at call %d", t.kind, call)
			m.count("fault: " + t.kind)
			return t.kind
		}
	}
	if write && !inStore {
		m.writes++
	}
	return ""
}

// serverFaults are those that the simulator brings itself.
var serverFaults = map[string]sheetsim.Fault{
	"429":        {Kind: sheetsim.RateLimit429},
	"503 before": {Kind: sheetsim.Status5xx},
	"503 after":  {Kind: sheetsim.ErrorAfterApply},
	"truncated":  {Kind: sheetsim.TruncateReply},
}

// RoundTrip is a call to the service.
func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	m := w.machine
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		_ = r.Body.Close()
	}
	send := func() (*http.Response, error) {
		again := r.Clone(context.Background())
		again.Body = io.NopCloser(bytes.NewReader(body))
		return m.sim.Client().Transport.RoundTrip(again)
	}
	write := strings.HasSuffix(r.URL.Path, ":batchUpdate")
	if m.pause != nil {
		m.pause()
		defer m.pause()
	}
	kind := m.strike(write, false)
	if fault, ok := serverFaults[kind]; ok {
		m.sim.Faults.Add(fault)
		defer m.sim.Faults.Clear()
	}
	switch kind {
	case "people before":
		m.people()
	case "slack before":
		m.bot()
	case "takeover before":
		m.takeOver()
	case "crash before":
		panic(crash{})
	case "dropped":
		return nil, errTrouble
	case "late":
		if write {
			m.late = append(m.late, lateCall{send, m.now})
			return nil, errTrouble
		}
	case "stale":
		if !write {
			m.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.StaleRead, Versions: 1 + m.rng.IntN(4)})
			defer m.sim.Faults.Clear()
			m.mayReadBefore()
		}
	}
	response, err := send()
	switch kind {
	case "people after":
		m.people()
	case "slack after":
		m.bot()
	case "takeover after":
		m.takeOver()
	case "crash after":
		panic(crash{})
	case "lost reply":
		return nil, errTrouble
	}
	return response, err
}

// lateCall is a write that the service works on while nobody waits any more.
type lateCall struct {
	send func() (*http.Response, error)
	at   time.Time
}

// serviceWorks is how long the service works on a call at most.
const serviceWorks = 180 * time.Second

// arrive lets late writes be carried out, or be forgotten by the service.
func (m *machine) arrive() {
	list := m.late
	m.late = nil
	for _, c := range list {
		switch {
		case m.now.Sub(c.at) > serviceWorks || m.rng.IntN(6) == 0:
			m.note("a late write is dropped by the service")
		case m.rng.IntN(2) == 0:
			response, err := c.send()
			m.must(err)
			_ = response.Body.Close()
			m.note("a late write arrives: %d", response.StatusCode)
			m.count("late write arrived")
		default:
			m.late = append(m.late, c)
		}
	}
}

// shelf is the store as one process reaches it.
type shelf struct{ *machine }

func (s shelf) Docs(ctx context.Context, book, kind string) ([]store.Doc, error) {
	switch s.strike(false, true) {
	case "crash before", "crash after":
		panic(crash{})
	case "error before", "error after":
		return nil, errTrouble
	case "takeover before":
		s.takeOver()
	}
	return s.state.Docs(ctx, book, kind)
}

func (s shelf) Commit(ctx context.Context, book string, c store.Commit) ([]ledger.Change, error) {
	kind := s.strike(true, true)
	switch kind {
	case "crash before":
		panic(crash{})
	case "error before":
		return nil, errTrouble
	case "takeover before":
		s.takeOver()
	}
	list, err := s.state.Commit(ctx, book, c)
	switch kind {
	case "crash after":
		panic(crash{})
	case "error after":
		return nil, errTrouble
	}
	return list, err
}
