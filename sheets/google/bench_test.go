package google

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/store"
)

// The size that the figures of docs/benchmarks.md are about.
const (
	benchRows    = 50_000
	benchChanged = 500
)

// shelf is a journal and a store of documents in memory.
type shelf struct {
	mu      sync.Mutex
	journal []ledger.Change
	docs    map[string]map[string][]byte
}

func (s *shelf) Append(_ context.Context, changes []ledger.Change) ([]ledger.Change, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	changes = slices.Clone(changes)
	for i := range changes {
		changes[i].Seq = uint64(len(s.journal) + i + 1)
	}
	s.journal = append(s.journal, changes...)
	return changes, nil
}

func (s *shelf) Since(_ context.Context, after uint64, limit int) ([]ledger.Change, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rest := s.journal[min(int(after), len(s.journal)):]
	return slices.Clone(rest[:min(limit, len(rest))]), nil
}

func (s *shelf) Docs(_ context.Context, _, kind string) ([]store.Doc, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []store.Doc
	for key, data := range s.docs[kind] {
		list = append(list, store.Doc{Kind: kind, Key: key, Data: data})
	}
	slices.SortFunc(list, func(a, b store.Doc) int { return strings.Compare(a.Key, b.Key) })
	return list, nil
}

func (s *shelf) Commit(ctx context.Context, _ string, c store.Commit) ([]ledger.Change, error) {
	s.mu.Lock()
	for _, d := range slices.Concat(c.Open, c.Put) {
		if s.docs[d.Kind] == nil {
			s.docs[d.Kind] = map[string][]byte{}
		}
		s.docs[d.Kind][d.Key] = bytes.Clone(d.Data)
	}
	for _, token := range c.Close {
		delete(s.docs[store.KindIntent], token)
	}
	for _, d := range c.Delete {
		delete(s.docs[d.Kind], d.Key)
	}
	s.mu.Unlock()
	return s.Append(ctx, c.Append)
}

// benchDesk is a synced sheet and the bot at it.
type benchDesk struct {
	tb     testing.TB
	sheet  *benchSheet
	book   *ledger.Bookkeeper
	syncer *sheets.Syncer
	now    time.Time
	edits  int
	own    stopwatch
}

// stopwatch adds the processor's time to what a benchmark measures: on a
// machine that does other things too, the time on the clock says little.
type stopwatch struct {
	b     *testing.B
	since time.Duration
	spent time.Duration
}

func (w *stopwatch) StartTimer() { w.since = processorTime(); w.b.StartTimer() }

func (w *stopwatch) StopTimer() { w.b.StopTimer(); w.spent += processorTime() - w.since }

// processorTime is what this process has used of all processors, the garbage
// collector included.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func newBenchDesk(tb testing.TB, rows int) *benchDesk {
	tb.Helper()
	d := &benchDesk{tb: tb, sheet: newBenchSheet(tb, rows), now: benchDay.Time().Add(9 * time.Hour)}
	g, err := Open(tb.Context(), Options{SpreadsheetID: "id", Endpoint: "http://sheets.invalid", HTTPClient: &http.Client{Transport: d.sheet}})
	if err != nil {
		tb.Fatal(err)
	}
	s := &shelf{docs: map[string]map[string][]byte{}}
	d.book = ledger.NewBookkeeper(s)
	ids := 0
	d.syncer = sheets.NewSyncer(sheets.Options{
		Book: "main", Desk: d.book, State: s, Spreadsheet: g, Language: "en", Currency: "EUR",
		Now:   func() time.Time { return d.now },
		NewID: func() string { ids++; return fmt.Sprintf("%08dabcdefgh", ids) },
	})
	if r := d.sync(); r.Read != rows || r.Written != 0 || r.HeldBy != nil {
		tb.Fatalf("first sync: %+v", r)
	}
	d.rest()
	return d
}

func (d *benchDesk) sync() sheets.Report {
	d.tb.Helper()
	d.now = d.now.Add(10 * time.Second)
	r, err := d.syncer.Sync(context.Background(), sheets.SyncAsk{})
	if err != nil {
		d.tb.Fatal(err)
	}
	return r
}

// rest syncs until nothing is new.
func (d *benchDesk) rest() {
	d.tb.Helper()
	for range 5 {
		if d.sync().Quiet {
			return
		}
	}
	d.tb.Fatal("the sheet does not come to rest")
}

// people change n rows: each an amount, after which the bot writes a balance.
func (d *benchDesk) people(n int) {
	for i := range n {
		d.edits++
		open := (len(d.sheet.rows) - 1) / 2 // every second is paid
		d.sheet.set(1+2*((i*open/n+d.edits/n)%open), colAmount, 1_000_000+d.edits)
	}
	d.sheet.edited()
}

// cycle measures one cycle after n rows were changed.
func (d *benchDesk) cycle(n int) sheets.Report {
	d.people(n)
	if b, ok := d.tb.(*testing.B); ok {
		d.sheet.clock = &d.own
		d.own.b = b
		d.own.StartTimer()
	}
	r := d.sync()
	if d.sheet.clock != nil {
		d.own.StopTimer()
	}
	d.sheet.clock = nil
	if r.Decoded != n || r.Changed < n || r.Written != n || r.PutBack+len(r.Conflicts) > 0 || r.HeldBy != nil {
		d.tb.Fatalf("a cycle with %d changed rows: %+v", n, r)
	}
	return r
}

func BenchmarkCycle(b *testing.B) {
	d := newBenchDesk(b, benchRows)
	for _, bb := range []struct {
		name string
		rows int
	}{{"500 changed rows", benchChanged}, {"one changed row", 1}} {
		b.Run(bb.name, func(b *testing.B) {
			d.tb = b
			b.ReportAllocs()
			standing, peak := heap(), uint64(0)
			d.own.spent = 0
			for b.Loop() {
				b.StopTimer()
				stop := watchHeap(&peak)
				d.cycle(bb.rows)
				stop()
				d.rest()
				b.StartTimer()
			}
			b.ReportMetric(float64(d.own.spent.Microseconds())/1e3/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(standing)/1e6, "standing-MB")
			b.ReportMetric(float64(peak)/1e6, "peak-MB")
		})
	}
	b.Run("nothing new", func(b *testing.B) {
		d.tb = b
		b.ReportAllocs()
		for b.Loop() {
			d.now = d.now.Add(-10 * time.Second) // or the unconditional read would be due
			if r := d.sync(); !r.Quiet {
				b.Fatalf("%+v", r)
			}
		}
	})
}

// heap is what is alive.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// watchHeap keeps the most that the heap held until it is stopped.
func watchHeap(most *uint64) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			metrics.Read(sample)
			*most = max(*most, sample[0].Value.Uint64())
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	return func() { close(done); <-ended }
}
