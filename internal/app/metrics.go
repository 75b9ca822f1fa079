package app

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/relance-bot/relance/sheets"
)

// tally counts the cycles of one book since the start.
type tally struct {
	mu          sync.Mutex
	cycles      map[string]uint64 // by how they ended
	took        time.Duration     // all of them
	conflicts   uint64
	putBack     uint64
	taken       uint64
	written     uint64
	held        bool
	quarantined int
	success     time.Time
}

// Ways in which a cycle ends, as a metric's label.
const (
	cycleQuiet  = "quiet" // nothing new
	cycleRead   = "read"
	cycleHeld   = "held"
	cycleFailed = "failed"
)

// ended notes a cycle. A dry run is none.
func (t *tally) ended(r sheets.Report, took time.Duration, err error) {
	if r.DryRun {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cycles == nil {
		t.cycles = map[string]uint64{}
	}
	how := cycleRead
	switch {
	case err != nil:
		how = cycleFailed
	case r.Held != "":
		how = cycleHeld
	case r.Quiet:
		how = cycleQuiet
	}
	t.cycles[how]++
	t.took += took
	t.conflicts += uint64(len(r.Conflicts))
	t.putBack += uint64(max(0, r.PutBack))
	t.taken += uint64(max(0, r.Changed))
	t.written += uint64(max(0, r.Written))
	if err == nil {
		t.held, t.quarantined, t.success = r.Held != "", quarantined(r.Problems), r.At
	}
}

// metrics serves what an operator watches, in the text format of Prometheus. It
// names books and no customer, amount or person.
func (a *App) metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	var p page
	per := func(f func(b *book, labels string)) {
		for _, b := range a.books {
			b.tally.mu.Lock()
			f(b, `book="`+b.config.Name+`"`) // a book's name needs no escaping
			b.tally.mu.Unlock()
		}
	}
	p.family("relance_leader", "gauge", "Whether this replica syncs and reminds for the book.")
	per(func(b *book, l string) { p.sample("relance_leader", l, flag(b.lease.held.Load())) })
	p.family("relance_sync_cycles_total", "counter", "Sync cycles by how they ended.")
	per(func(b *book, l string) {
		for _, how := range []string{cycleQuiet, cycleRead, cycleHeld, cycleFailed} {
			p.sample("relance_sync_cycles_total", l+`,result="`+how+`"`, float64(b.tally.cycles[how]))
		}
	})
	p.family("relance_sync_seconds", "summary", "What the cycles took, waiting for Google included.")
	per(func(b *book, l string) {
		p.sample("relance_sync_seconds_sum", l, b.tally.took.Seconds())
		n := uint64(0)
		for _, c := range b.tally.cycles {
			n += c
		}
		p.sample("relance_sync_seconds_count", l, float64(n))
	})
	p.family("relance_sync_last_success_timestamp_seconds", "gauge", "When a cycle last ended well.")
	per(func(b *book, l string) {
		if !b.tally.success.IsZero() {
			p.sample("relance_sync_last_success_timestamp_seconds", l, float64(b.tally.success.Unix()))
		}
	})
	p.family("relance_sync_held", "gauge", "Whether the book is held: nothing is written, nobody reminded.")
	per(func(b *book, l string) { p.sample("relance_sync_held", l, flag(b.tally.held)) })
	p.family("relance_sync_quarantined_rows", "gauge", "Rows that can't be read as they stand.")
	per(func(b *book, l string) { p.sample("relance_sync_quarantined_rows", l, float64(b.tally.quarantined)) })
	for _, c := range []struct {
		name, help string
		of         func(*tally) uint64
	}{
		{"relance_sync_conflicts_total", "Conflicts between sheet and Slack that cycles found.", func(t *tally) uint64 { return t.conflicts }},
		{"relance_sync_put_back_total", "Cells put back that were written while rows moved.", func(t *tally) uint64 { return t.putBack }},
		{"relance_sync_taken_total", "Facts taken from the sheet.", func(t *tally) uint64 { return t.taken }},
		{"relance_sync_written_total", "Cells written into the sheet.", func(t *tally) uint64 { return t.written }},
	} {
		p.family(c.name, "counter", c.help)
		per(func(b *book, l string) { p.sample(c.name, l, float64(c.of(&b.tally))) })
	}
	u := a.limiter.Usage()
	p.family("relance_google_calls_total", "counter", "Calls to Google by what they count against.")
	p.sample("relance_google_calls_total", `kind="read"`, float64(u.TotalReads))
	p.sample("relance_google_calls_total", `kind="write"`, float64(u.TotalWrites))
	p.sample("relance_google_calls_total", `kind="drive"`, float64(u.TotalDrive))
	p.family("relance_google_refused_total", "counter", "Calls that Google refused for its quota (429).")
	p.sample("relance_google_refused_total", "", float64(u.TotalRefused))
	_, _ = io.WriteString(w, p.String())
}

// page is metrics in the text format.
type page struct{ strings.Builder }

func (p *page) family(name, kind, help string) {
	fmt.Fprintf(p, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

func (p *page) sample(name, labels string, value float64) {
	if labels != "" {
		labels = "{" + labels + "}"
	}
	fmt.Fprintf(p, "%s%s %v\n", name, labels, value)
}

func flag(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
