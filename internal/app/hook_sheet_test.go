package app

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

const hookSecret = "0123456789abcdef0123456789abcdef"

func hookRequest(body string, change ...func(*http.Request)) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/hooks/sheet", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set(secretHeader, hookSecret)
	for _, c := range change {
		c(r)
	}
	return r
}

func TestTheSheetHookAnswersClearly(t *testing.T) {
	edit := `{"spreadsheet":"1AbC","event":"edit","tab":"Invoices","range":"B2","editor":""}`
	header := func(name string, values ...string) func(*http.Request) {
		return func(r *http.Request) { r.Header[name] = values }
	}
	for _, tt := range []struct {
		story  string
		ask    *http.Request
		status int
		says   string
		wakes  bool
	}{
		{"an edit wakes the sync", hookRequest(edit), 202, `{"ok":true}`, true},
		{"rows that moved do", hookRequest(`{"spreadsheet":"1AbC","event":"change","change":"INSERT_ROW"}`), 202, "", true},
		{"a new colour doesn't", hookRequest(`{"spreadsheet":"1AbC","event":"change","change":"FORMAT"}`), 202, "", false},
		{"a test is only answered", hookRequest(`{"spreadsheet":"1AbC","event":"test"}`), 202, `{"ok":true}`, false},
		{"without the secret nothing is told", hookRequest(edit, header(secretHeader)), 401, "setup", false},
		{"with another's neither", hookRequest(edit, header(secretHeader, hookSecret[1:]+"x")), 401, "setup", false},
		{"nor with two", hookRequest(edit, header(secretHeader, hookSecret, hookSecret)), 401, "setup", false},
		{"a form is no message", hookRequest(edit, header("Content-Type", "application/x-www-form-urlencoded")), 415, "application/json", false},
		{"half a message", hookRequest(edit[:20]), 400, "no JSON object", false},
		{"two messages", hookRequest(edit + edit), 400, "no JSON object", false},
		{"a message nested ten thousand deep", hookRequest(`{"spreadsheet":` + strings.Repeat("[", 10_000)), 400, "no JSON object", false},
		{"a message of a hundred megabytes", hookRequest(`{"tab":"` + strings.Repeat("x", maxHookBody) + `"}`), 413, "1 MiB", false},
		{"no spreadsheet", hookRequest(`{"event":"edit"}`), 400, "spreadsheet is missing", false},
		{"an event of tomorrow", hookRequest(`{"spreadsheet":"1AbC","event":"dance"}`), 400, "event must be", false},
		{"somebody else's spreadsheet", hookRequest(strings.Replace(edit, "1AbC", "1XyZ", 1)), 404, "no book", false},
	} {
		t.Run(tt.story, func(t *testing.T) {
			var log strings.Builder
			b := &book{config: config.Book{Name: "main", Spreadsheet: "1AbC"}, wakes: wakes{poked: make(chan struct{}, 1)}}
			h := newSheetHook(hookSecret, []*book{b}, nil, time.Now, slog.New(slog.NewTextHandler(&log, nil)))
			w := httptest.NewRecorder()
			h.ServeHTTP(w, tt.ask)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
				t.Errorf("answered %d %s", w.Code, w.Body)
			}
			if woken := len(b.wakes.poked) == 1; woken != tt.wakes {
				t.Errorf("woken: %t", woken)
			}
			if strings.Contains(log.String()+w.Body.String(), hookSecret[1:20]) {
				t.Error("the secret is repeated")
			}
		})
	}
}

func TestTheSheetHookBoundsWhatComes(t *testing.T) {
	now := time.Unix(1, 0)
	b := &book{config: config.Book{Name: "main", Spreadsheet: "1AbC"}, wakes: wakes{poked: make(chan struct{}, 1)}}
	h := newSheetHook(hookSecret, []*book{b}, nil, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	ask := func(change ...func(*http.Request)) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, hookRequest(`{"spreadsheet":"1AbC","event":"edit","tab":"Invoices","range":"B2"}`, change...))
		if w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") == "" {
			t.Error("it doesn't say when to come back")
		}
		return w.Code
	}
	stranger := func(r *http.Request) { r.Header.Set(secretHeader, "guess") }
	for range 2 * hookBurst {
		ask(stranger)
	}
	if got := ask(stranger); got != http.StatusTooManyRequests {
		t.Errorf("who guesses is answered %d", got)
	}
	for i := range hookBurst {
		if got := ask(); got != http.StatusAccepted {
			t.Fatalf("edit %d, while somebody guesses, is answered %d", i, got)
		}
	}
	if got := ask(); got != http.StatusTooManyRequests {
		t.Errorf("a script that goes round in circles is answered %d", got)
	}
	now = now.Add(time.Second)
	if got := ask(); got != http.StatusAccepted {
		t.Errorf("a second later: %d", got)
	}
	for range 20 * maxEdits {
		b.noteEdits([]sheets.Edit{{Tab: "x"}})
	}
	if n := len(b.takeEdits()); n != maxEdits {
		t.Errorf("%d hints are kept", n)
	}
}

func TestReadRange(t *testing.T) {
	for text, want := range map[string][4]int{
		"B2": {1, 1, 1, 1}, "$AA$10": {9, 26, 1, 1}, "B2:C4": {1, 1, 3, 2}, "C4:B2": {1, 1, 3, 2},
		"": {}, "A:B": {}, "2:5": {}, "B0": {}, "B2:C4:D5": {}, "=A1": {}, "AAAA1": {}, "A123456789": {},
	} {
		var got [4]int
		got[0], got[1], got[2], got[3] = readRange(text)
		if got != want {
			t.Errorf("%q is read as %v, want %v", text, got, want)
		}
	}
}

func (h *house) hook(a *App, body string) int {
	h.t.Helper()
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, hookRequest(strings.Replace(body, "SHEET", h.spreadsheet, 1)))
	_, _ = io.Copy(io.Discard, w.Body)
	return w.Code
}

// hooked are the options of a book that syncs only when it is told to.
func (h *house) hooked() Options {
	o := h.options(h.newStore("relance.db"))
	o.Config.Sync.Every, o.Config.HTTP.SheetHookSecret = time.Hour, hookSecret
	return o
}

func TestTypingWakesOneSync(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		a := h.start(h.hooked())
		time.Sleep(time.Minute + time.Second) // beyond what runs at the full minute
		h.sheets.ResetCalls()
		for i := range 10 {
			h.must(h.hand().Type(tab, "G2", fmt.Sprint(100+i)))
			if got := h.hook(a, `{"spreadsheet":"SHEET","event":"edit","tab":"Invoices","range":"G2"}`); got != 202 {
				t.Fatalf("answered %d", got)
			}
			time.Sleep(900 * time.Millisecond)
		}
		time.Sleep(wakeQuiet)
		if inv, _ := a.books[0].keeper.Book().Invoice("inv-1"); inv.Paid().String() != "109.00" {
			t.Errorf("two seconds after the last key, paid is %s", inv.Paid())
		}
		if n := h.sheets.Calls()["files.get"]; n != 1 {
			t.Errorf("ten edits make %d cycles", n)
		}
		// Who never pauses is heard all the same.
		h.sheets.ResetCalls()
		for range 30 {
			h.hook(a, `{"spreadsheet":"SHEET","event":"edit","tab":"Invoices","range":"G2"}`)
			time.Sleep(time.Second)
		}
		if n := h.sheets.Calls()["files.get"]; n < 2 || n > 4 {
			t.Errorf("half a minute of typing makes %d cycles", n)
		}
		h.stop(a)
	})
}

func TestAnEditorIsNamedWhereNothingIsAmbiguous(t *testing.T) {
	const type1 = `{"spreadsheet":"SHEET","event":"edit","tab":"Invoices","range":"%s","editor":"%s"}`
	for _, tt := range []struct {
		story string
		hooks []string
		cell  string
		actor string
	}{
		{"the cell that changed was told of", []string{fmt.Sprintf(type1, "I2", "Anna@example.com")}, "I2", anna},
		{"so was a block around it", []string{fmt.Sprintf(type1, "H2:I4", "anna@example.com")}, "I2", anna},
		{"somebody without an account", []string{fmt.Sprintf(type1, "I2", "Temp@agency.example")}, "I2", "temp@agency.example"},
		{"another cell was told of", []string{fmt.Sprintf(type1, "I3", "anna@example.com")}, "I2", "sheet"},
		{"another tab was", []string{strings.Replace(fmt.Sprintf(type1, "I2", "anna@example.com"), "Invoices", "Other", 1)}, "I2", "sheet"},
		{"Google didn't say who", []string{fmt.Sprintf(type1, "I2", "")}, "I2", "sheet"},
		{"two people edited it", []string{fmt.Sprintf(type1, "I2", "anna@example.com"), fmt.Sprintf(type1, "I2", "sophie@example.com")}, "I2", "sheet"},
		{"one of two is unknown", []string{fmt.Sprintf(type1, "I2", "anna@example.com"), fmt.Sprintf(type1, "I2", "")}, "I2", "sheet"},
		{"a row was inserted meanwhile", []string{fmt.Sprintf(type1, "I2", "anna@example.com"), `{"spreadsheet":"SHEET","event":"change","change":"INSERT_ROW"}`}, "I2", "sheet"},
		{"whole columns moved", []string{fmt.Sprintf(type1, "I:I", "anna@example.com")}, "I2", "sheet"},
		{"a name that is none", []string{fmt.Sprintf(type1, "I2", "<!channel> @x")}, "I2", "sheet"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t)
				a := h.start(h.hooked())
				b := a.books[0]
				h.must(h.hand().Type(tab, tt.cell, "sophie@example.com"))
				for _, hook := range tt.hooks {
					if got := h.hook(a, hook); got != 202 {
						t.Fatalf("answered %d", got)
					}
				}
				time.Sleep(5 * time.Second)
				var actors []string
				entries, err := b.recent(t.Context(), 5)
				h.must(err)
				for _, c := range entries {
					if c.Field == ledger.FieldSalesperson && c.Invoice == "inv-1" {
						actors = append(actors, c.Actor)
					}
				}
				if diff := cmp.Diff([]string{tt.actor}, actors); diff != "" {
					t.Errorf("the journal names (-want +got):\n%s", diff)
				}
				h.stop(a)
			})
		})
	}
}

func TestAHookThatReachesAReplicaWithoutTheLeaseIsPassedOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		o := h.hooked()
		first, second := h.start(o), h.start(o)
		h.must(h.hand().Type(tab, "I2", "sophie@example.com"))
		h.hook(second, `{"spreadsheet":"SHEET","event":"edit","tab":"Invoices","range":"I2","editor":"anna@example.com"}`)
		time.Sleep(8 * time.Second)
		entries, err := first.books[0].recent(t.Context(), 1)
		h.must(err)
		if c := entries[0]; c.Field != ledger.FieldSalesperson || c.Actor != anna {
			t.Errorf("the last entry is %+v", c)
		}
		if left := h.asks(first); len(left) != 0 {
			t.Errorf("left in the store: %v", left)
		}
		h.stop(first)
		h.stop(second)
	})
}

func TestWithoutASecretThereIsNoHook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		a := h.start(h.options(h.newStore("relance.db")))
		if got := h.hook(a, `{"spreadsheet":"SHEET","event":"test"}`); got != http.StatusNotFound {
			t.Errorf("answered %d", got)
		}
		h.stop(a)
	})
}
