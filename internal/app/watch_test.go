package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

// watched are the options of a book that syncs only when Drive tells.
func (h *house) watched(o Options) Options {
	o.Config.Sync.Every, o.Config.Sync.FullEvery = 12*time.Hour, 24*time.Hour
	o.Config.HTTP.PublicURL = "https://relance.example.com/"
	return o
}

func (h *house) paid(a *App) string {
	h.t.Helper()
	inv, ok := a.books[0].keeper.Book().Invoice("inv-1")
	if !ok {
		h.t.Fatal("no invoice")
	}
	return inv.Paid().String()
}

func TestDriveTellsOfChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		o := h.watched(h.options(h.newStore("relance.db")))
		o.LeaseTTL = 10 * time.Minute // days go by
		a := h.start(o)
		h.sheets.NotifyTo(a.Handler())
		time.Sleep(time.Minute)
		if n := h.sheets.Channels(h.spreadsheet); n != 1 {
			t.Fatalf("%d channels", n)
		}
		h.must(h.hand().Type(tab, "G2", "200"))
		time.Sleep(5 * time.Second)
		if got := h.paid(a); got != "200.00" {
			t.Errorf("five seconds later, paid is %s", got)
		}
		// Its own writes don't keep it going round.
		time.Sleep(time.Minute)
		h.sheets.ResetCalls()
		time.Sleep(10 * time.Minute)
		if n := h.sheets.Calls()["files.get"]; n != 0 {
			t.Errorf("%d probes while nothing moves", n)
		}
		// A day and a half later it was renewed often, with never two for long.
		h.sheets.ResetCalls()
		time.Sleep(36 * time.Hour)
		calls := h.sheets.Calls()
		if n := calls["files.watch"]; n < 6 || n > 7 || calls["channels.stop"] != n {
			t.Errorf("renewals: %v", calls)
		}
		if n := h.sheets.Channels(h.spreadsheet); n != 1 {
			t.Errorf("%d channels after renewals", n)
		}
		h.must(h.hand().Type(tab, "G2", "250"))
		time.Sleep(5 * time.Second)
		if got := h.paid(a); got != "250.00" {
			t.Errorf("on the last channel, paid is %s", got)
		}
		h.stop(a)
		if n := h.sheets.Channels(h.spreadsheet); n != 0 {
			t.Errorf("a stop leaves %d channels", n)
		}
	})
}

func TestADriveThatRefusesIsPolled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		o := h.watched(h.options(h.newStore("relance.db")))
		o.Config.Sync.Every, o.LeaseTTL = 30*time.Second, 10*time.Minute
		h.sheets.Faults.Add(sheetsim.Fault{Kind: sheetsim.Status5xx, Method: "files.watch", Status: 401, Times: 2})
		a := h.start(o)
		h.sheets.NotifyTo(a.Handler())
		h.must(h.hand().Type(tab, "G2", "200"))
		time.Sleep(40 * time.Second)
		if got := h.paid(a); got != "200.00" {
			t.Errorf("paid is %s", got)
		}
		time.Sleep(30 * time.Minute)
		if n := h.sheets.Calls()["files.watch"]; n != 1 {
			t.Errorf("asked %d times within half an hour", n)
		}
		time.Sleep(2 * time.Hour)
		if n := h.sheets.Channels(h.spreadsheet); n != 1 {
			t.Errorf("once it is allowed there are %d channels", n)
		}
		if n := h.log.count("drive_watch_refused"); n != 1 {
			t.Errorf("the refusal is logged %d times", n)
		}
		h.stop(a)
	})
}

func TestOnlyTheHolderWatchesAndEachReplicaPassesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		st := h.newStore("relance.db")
		first := h.start(h.watched(h.options(st)))
		second := h.start(h.watched(h.options(st)))
		h.sheets.NotifyTo(second.Handler()) // the balancer sends them there
		time.Sleep(time.Minute)
		if n := h.sheets.Channels(h.spreadsheet); n != 1 {
			t.Fatalf("%d channels", n)
		}
		h.must(h.hand().Type(tab, "G2", "200"))
		time.Sleep(10 * time.Second)
		if got := h.paid(first); got != "200.00" {
			t.Errorf("paid is %s", got)
		}
		h.stop(first)
		time.Sleep(DefaultLeaseTTL)
		h.must(h.hand().Type(tab, "G2", "250"))
		time.Sleep(10 * time.Second)
		if got := h.paid(second); got != "250.00" || h.sheets.Channels(h.spreadsheet) != 1 {
			t.Errorf("the other took over: paid is %s, %d channels", got, h.sheets.Channels(h.spreadsheet))
		}
		h.stop(second)
	})
}

func TestTheDriveHookKnowsItsOwnChannels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		a := h.start(h.watched(h.options(h.newStore("relance.db"))))
		good := watchToken(a.hashKey(), "main", "relance-1")
		for _, tt := range []struct {
			story                 string
			channel, token, state []string
			status                int
			wakes                 bool
		}{
			{"a change wakes the sync", []string{"relance-1"}, []string{good}, []string{"update"}, 204, true},
			{"so does a file that went", []string{"relance-1"}, []string{good}, []string{"trash"}, 204, true},
			{"the first message says that it works", []string{"relance-1"}, []string{good}, []string{"sync"}, 204, false},
			{"another channel's token", []string{"relance-2"}, []string{good}, []string{"update"}, 401, false},
			{"a token cut short", []string{"relance-1"}, []string{good[:len(good)-1]}, []string{"update"}, 401, false},
			{"a book that isn't", []string{"relance-1"}, []string{watchToken(a.hashKey(), "other", "relance-1")}, []string{"update"}, 401, false},
			{"no token", []string{"relance-1"}, nil, []string{"update"}, 401, false},
			{"two tokens", []string{"relance-1"}, []string{good, good}, []string{"update"}, 401, false},
			{"a state of tomorrow", []string{"relance-1"}, []string{good}, []string{"dance"}, 400, false},
			{"no state", []string{"relance-1"}, []string{good}, nil, 400, false},
		} {
			r := httptest.NewRequest(http.MethodPost, driveHookPath, strings.NewReader("whatever"))
			for name, list := range map[string][]string{"X-Goog-Channel-Id": tt.channel, "X-Goog-Channel-Token": tt.token, "X-Goog-Resource-State": tt.state} {
				for _, v := range list {
					r.Header.Add(name, v)
				}
			}
			h.sheets.ResetCalls()
			w := httptest.NewRecorder()
			a.Handler().ServeHTTP(w, r)
			time.Sleep(5 * time.Second)
			if woken := h.sheets.Calls()["files.get"] > 0; w.Code != tt.status || woken != tt.wakes {
				t.Errorf("%s: answered %d, woken %t", tt.story, w.Code, woken)
			}
		}
		h.stop(a)
	})
}
