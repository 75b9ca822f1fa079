package reminders_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store/memstore"
)

const (
	benchInvoices  = 100_000
	benchCustomers = 2_000
)

var benchDay = ledger.NewDate(2026, time.November, 23)

// benchBook is 100,000 open invoices of 2,000 customers and 30 salespeople, in
// every state that the ladder knows: most are late, one in two was reminded.
var benchBook = sync.OnceValue(func() *ledger.Book {
	at, ladder := time.Unix(0, 0), reminders.Default().Ladders[reminders.DefaultLadder]
	changes := []ledger.Change{{ID: "level", At: at, Source: ledger.SourceSlack, Field: ledger.FieldLevel, New: ledger.Text(string(ledger.LevelInternal))}}
	for i := range benchInvoices {
		due := benchDay.AddDays(20 - (i*7919)%220)
		number := fmt.Sprintf("FA-2026-%06d", i)
		f := ledger.Fields{
			ledger.FieldNumber: ledger.Text(number), ledger.FieldCustomer: ledger.Text(fmt.Sprintf("Customer %04d SA", i%benchCustomers)),
			ledger.FieldIssued: ledger.Day(due.AddDays(-30)), ledger.FieldDue: ledger.Day(due),
			ledger.FieldAmount:      ledger.Amount(ledger.Money{Minor: int64(10_00 + i*37%5000_00), Currency: []ledger.Currency{"EUR", "EUR", "USD", "GBP"}[i%4]}),
			ledger.FieldSalesperson: ledger.Text(fmt.Sprintf("sales%d@example.com", i%30)),
		}
		if i%2 == 0 && due.Before(benchDay) {
			last := benchDay.AddDays(-(i % 9))
			if stage := ladder.StageOn(due, last); stage.Reached {
				f[ledger.FieldStage], f[ledger.FieldLastReminder] = ledger.Text(stage.String()), ledger.Day(last)
			}
		}
		switch i % 25 {
		case 0:
			f[ledger.FieldPromisedOn] = ledger.Day(benchDay.AddDays(i%20 - 5))
		case 1:
			f[ledger.FieldSnoozedUntil] = ledger.Day(benchDay.AddDays(i % 15))
		case 2:
			f[ledger.FieldDispute] = ledger.Text("price")
		}
		changes = append(changes, ledger.Change{ID: "i" + number, At: at, Source: ledger.SourceSheet, Invoice: ledger.KeyOf(number), Field: ledger.FieldInvoice, New: ledger.Record(f)})
	}
	for i := range changes {
		changes[i].Seq = uint64(i + 1)
	}
	return ledger.NewBook().Replay(changes...)
})

// processorTime is what this process has used of all processors, the garbage
// collector included: what a crowded machine doesn't change.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkPlan100k is to stay below 300 ms.
func BenchmarkPlan100k(b *testing.B) {
	book, policy := benchBook(), reminders.Default()
	runtime.GC() // what is left of making the book
	b.ReportAllocs()
	since := processorTime()
	defer func() {
		b.ReportMetric(float64((processorTime()-since).Microseconds())/1e3/float64(b.N), "cpu-ms/op")
	}()
	for b.Loop() {
		if n := len(reminders.Plan(book, policy, nil, benchDay)); n != benchInvoices {
			b.Fatalf("%d decisions", n)
		}
	}
}

// shelf is a desk whose book is put there.
type shelf struct{ book *ledger.Book }

func (s *shelf) Book() *ledger.Book { return s.book }

func (*shelf) Record(context.Context, ...ledger.Change) ([]ledger.Change, error) {
	return nil, fmt.Errorf("nothing is recorded here")
}

func (*shelf) Fresh(context.Context, time.Duration) error { return nil }

// BenchmarkPlanAgain100k is a plan after one invoice was edited: what a tick, a
// tray or an answer costs in between.
func BenchmarkPlanAgain100k(b *testing.B) {
	desk, c := &shelf{benchBook()}, &clock{at: benchDay.At(10, 0, paris)}
	s, err := reminders.New(reminders.Options{
		Book: book, Desk: desk, Store: memstore.New(c.now), Freshener: desk, Sender: newSlack(c), Composer: plain{}, Directory: &people{},
		Policy: reminders.Default(), HashKey: []byte("key"), Now: c.now, Location: paris, Language: "en", Rand: rand.NewChaCha8([32]byte{1}), Incarnation: "one",
	})
	if err != nil {
		b.Fatal(err)
	}
	s.Decisions()
	runtime.GC()
	b.ReportAllocs()
	since := processorTime()
	for n := 0; b.Loop(); n++ {
		at, key := desk.book.Seq()+1, ledger.KeyOf(fmt.Sprintf("FA-2026-%06d", n*7919%benchInvoices))
		desk.book = desk.book.Replay(ledger.Change{
			ID: fmt.Sprint("edit", at), Seq: at, At: c.now(), Source: ledger.SourceSlack, Invoice: key,
			Field: ledger.FieldSnoozedUntil, New: ledger.Day(benchDay.AddDays(n%9 + 1)),
		})
		if n := len(s.Decisions()); n != benchInvoices {
			b.Fatalf("%d decisions", n)
		}
	}
	b.ReportMetric(float64((processorTime()-since).Microseconds())/1e3/float64(b.N), "cpu-ms/op")
}
