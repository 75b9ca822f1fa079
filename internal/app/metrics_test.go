package app

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

func TestMetricsCountTheCycles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.must(h.hand().Type(tab, "E3", "1 O00"))
		a := h.start(h.options(h.newStore("relance.db")))
		h.sheets.Faults.Add(sheetsim.Fault{Kind: sheetsim.RateLimit429, Method: "spreadsheets.values.batchGet", Times: 2})
		time.Sleep(3 * time.Minute)
		h.must(h.hand().Type(tab, "G2", "200"))
		time.Sleep(time.Minute)
		read := func() string {
			w := httptest.NewRecorder()
			a.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil))
			if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain; version=0.0.4") {
				t.Fatalf("%d %v", w.Code, w.Header())
			}
			return w.Body.String()
		}
		text := read()
		for _, want := range []string{
			`relance_leader{book="main"} 1`, `relance_sync_held{book="main"} 0`, `relance_sync_quarantined_rows{book="main"} 1`,
			`relance_google_refused_total 2`, `relance_sync_cycles_total{book="main",result="failed"} 0`,
		} {
			if !strings.Contains(text, want+"\n") {
				t.Errorf("no line %s in\n%s", want, text)
			}
		}
		for _, moved := range []string{"relance_sync_taken_total", "relance_sync_written_total", "relance_sync_seconds_count", "relance_sync_last_success_timestamp_seconds"} {
			if strings.Contains(text, moved+`{book="main"} 0`) || !strings.Contains(text, moved+`{book="main"} `) {
				t.Errorf("%s stands still", moved)
			}
		}
		line := regexp.MustCompile(`^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[a-z0-9_-]+"(,[a-z]+="[a-z]+")*\})? [0-9.e+-]+)$`)
		for l := range strings.Lines(text) {
			if !line.MatchString(strings.TrimSuffix(l, "\n")) {
				t.Errorf("no line of the format: %q", l)
			}
		}
		for _, secret := range []string{"Acme", "1200", "anna", h.spreadsheet} {
			if strings.Contains(text, secret) {
				t.Errorf("who may scrape reads %q", secret)
			}
		}
		h.must(h.hand().Type(tab, "N1", "Invoice number"))
		time.Sleep(time.Minute)
		if text := read(); !strings.Contains(text, `relance_sync_held{book="main"} 1`) || strings.Contains(text, `result="held"} 0`) {
			t.Errorf("a held book isn't shown:\n%s", text)
		}
		h.stop(a)
	})
}
