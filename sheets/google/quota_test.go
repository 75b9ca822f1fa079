package google

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/sheets"
)

// ward is a clock that waiting moves.
type ward struct {
	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
}

func (w *ward) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *ward) Wait(ctx context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	w.now = w.now.Add(d)
	w.waits = append(w.waits, d)
	return nil
}

// account is one service account with two spreadsheets, whose service counts
// its calls as the real one does.
func account(t *testing.T) (first, second *Spreadsheet, sim *sheetsim.Sim, w *ward, l *Limiter) {
	t.Helper()
	w = &ward{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	sim = sheetsim.New(sheetsim.Options{Now: w.Now})
	l = NewLimiter(LimiterOptions{Now: w.Now, Wait: w.Wait, Random: func() float64 { return 0.5 }})
	book := func() *Spreadsheet {
		s, err := Open(t.Context(), Options{
			SpreadsheetID: sim.CreateSpreadsheet("Ledger", "", ""), Endpoint: "http://sheets.invalid", HTTPClient: sim.Client(), Limiter: l,
		})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	return book(), book(), sim, w, l
}

func TestTwoBooksOnOneAccountNeverAskTooMuch(t *testing.T) {
	first, second, sim, w, l := account(t)
	sim.Faults.SetQuota(true)
	tabs := map[*Spreadsheet]sheets.TabInfo{first: firstTab(t, first), second: firstTab(t, second)}
	begun := w.Now()
	const each = 100
	for range each {
		for _, s := range []*Spreadsheet{first, second} {
			if _, err := s.Read(t.Context(), sheets.ReadAsk{Areas: []sheets.Area{{Tab: tabs[s], FullHeight: true}}}); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Write(t.Context(), sheets.Batch{Requests: []sheets.Request{sheets.SetCells{Tab: tabs[s], Cells: []sheets.Literal{{Value: "x"}}}}}); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Version(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	u := l.Usage()
	if u.TotalRefused != 0 || u.TotalReads != 2*each+4 || u.TotalWrites != 2*each || u.TotalDrive != 2*each {
		t.Errorf("usage %+v", u)
	}
	if u.Reads > PerMinute || u.Writes > PerMinute || u.Reads == 0 {
		t.Errorf("of the last minute: %+v", u)
	}
	// 180 of each at 40 a minute, once the bucket is empty.
	if took := w.Now().Sub(begun); took < 4*time.Minute || took > 6*time.Minute {
		t.Errorf("it took %s", took)
	}
}

func TestARefusalForQuotaIsAskedAgain(t *testing.T) {
	write := func(s *Spreadsheet) error {
		_, err := s.Write(context.Background(), sheets.Batch{Requests: []sheets.Request{
			sheets.MakeToken{Token: "relance_t1", Tab: sheets.TabInfo{}, Row: 1},
		}})
		return err
	}
	t.Run("later each time, until it is taken, once", func(t *testing.T) {
		s, _, sim, w, l := account(t)
		sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.RateLimit429, Method: "spreadsheets.batchUpdate", Times: 3})
		if err := write(s); err != nil {
			t.Fatal(err)
		}
		if n := sim.Calls()["spreadsheets.batchUpdate"]; n != 4 {
			t.Errorf("%d calls", n)
		}
		if len(w.waits) != 3 || w.waits[0] != 2*time.Second || w.waits[1] <= w.waits[0] || w.waits[2] <= w.waits[1] {
			t.Errorf("waited %v", w.waits)
		}
		if u := l.Usage(); u.TotalRefused != 3 || u.Refused != 3 {
			t.Errorf("usage %+v", u)
		}
		if err := write(s); !errors.As(err, new(*sheets.CallError)) {
			t.Errorf("the token was not made: %v", err)
		}
		if len(w.waits) != 3 {
			t.Errorf("after it was taken there is still a pause: %v", w.waits)
		}
	})
	t.Run("the other book waits with it", func(t *testing.T) {
		s, other, sim, w, _ := account(t)
		tab := firstTab(t, other)
		sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.RateLimit429, Method: "spreadsheets.values.batchGet", Times: -1})
		read := func(s *Spreadsheet) error {
			_, err := s.Read(t.Context(), sheets.ReadAsk{Areas: []sheets.Area{{Tab: tab, FullHeight: true}}})
			return err
		}
		err := read(s)
		if e, ok := errors.AsType[*sheets.CallError](err); !ok || e.Code != sheets.CallQuota || !e.Certain {
			t.Fatalf("after all that patience: %v", err)
		}
		gaveUp := w.Now()
		calls := sim.Calls()["spreadsheets.values.batchGet"]
		if calls < 6 || calls > 14 {
			t.Errorf("%d calls", calls)
		}
		sim.Faults.Clear()
		if err := read(other); err != nil {
			t.Fatal(err)
		}
		if paused := w.Now().Sub(gaveUp); paused < maxBackoff/2 {
			t.Errorf("the other book waited %s", paused)
		}
	})
	t.Run("anything else is never asked again", func(t *testing.T) {
		s, _, sim, _, _ := account(t)
		for _, k := range []sheetsim.FaultKind{sheetsim.Status5xx, sheetsim.LoseReplyAfterApply, sheetsim.ErrorAfterApply, sheetsim.DropBeforeApply} {
			sim.ResetCalls()
			sim.Faults.Add(sheetsim.Fault{Kind: k, Method: "spreadsheets.batchUpdate"})
			if err := write(s); err == nil {
				t.Errorf("fault %d: no error", k)
			}
			if n := sim.Calls()["spreadsheets.batchUpdate"]; n != 1 {
				t.Errorf("fault %d: %d calls", k, n)
			}
		}
	})
}

func TestRefusalsOfCallsThatWereUnderWayTogetherCountOnce(t *testing.T) {
	w := &ward{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	l := NewLimiter(LimiterOptions{Now: w.Now, Wait: w.Wait, Random: func() float64 { return 0.5 }})
	sent := w.Now()
	for range 10 {
		l.answered(reads, sent, true)
	}
	if d := l.pause[reads].until.Sub(sent); d != firstBackoff {
		t.Errorf("ten refusals at once pause for %s", d)
	}
	if !l.pause[writes].until.IsZero() {
		t.Error("writes wait for the reads' refusal")
	}
	l.answered(reads, sent, false) // it was under way too, and was lucky
	if l.pause[reads].until.IsZero() {
		t.Error("an answer to an older call ends the pause")
	}
}
