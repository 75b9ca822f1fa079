package reminders_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/sqlitestore"
)

const book = "main"

var paris, newYork, tokyo = mustLoad("Europe/Paris"), mustLoad("America/New_York"), mustLoad("Asia/Tokyo")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

// day reads a date in a test.
func day(text string) ledger.Date {
	d, err := ledger.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// clock is the one clock of a rig; waiting moves it.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func (c *clock) set(d ledger.Date, hour, minute int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = d.At(hour, minute, paris)
}

func (c *clock) wait(_ context.Context, d time.Duration) error {
	c.advance(d)
	return nil
}

// rig is a whole reminder cycle on a real store, with a Slack and a sheet that
// the test plays.
type rig struct {
	t       *testing.T
	clock   *clock
	store   store.Store
	desk    *ledger.Bookkeeper
	slack   *slack
	people  *people
	service *reminders.Service
	options reminders.Options
	stale   error
	deaths  []reminders.Proof
	n       int
}

// newRig starts on Monday 2 March 2026, 09:00 in Paris, at level internal.
func newRig(t *testing.T, changeOptions ...func(*reminders.Options)) *rig {
	t.Helper()
	return newRigOn(t, func(now func() time.Time) store.Store {
		s, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: filepath.Join(t.TempDir(), "relance.db"), Now: now})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}, changeOptions...)
}

// newRigOn is newRig on a store of one's own.
func newRigOn(t *testing.T, open func(now func() time.Time) store.Store, changeOptions ...func(*reminders.Options)) *rig {
	t.Helper()
	r := &rig{t: t, clock: &clock{at: day("2026-03-02").At(9, 0, paris)}}
	r.store = open(r.clock.now)
	t.Cleanup(func() { _ = r.store.Close() })
	if err := r.store.ConfirmReconcile(t.Context(), book, 0); err != nil {
		if _, err := r.store.BeginReconcile(t.Context(), book, "first use"); err != nil {
			t.Fatal(err)
		}
		if err := r.store.ConfirmReconcile(t.Context(), book, 1); err != nil {
			t.Fatal(err)
		}
	}
	r.desk = ledger.NewBookkeeper(journal{r.store})
	r.slack = newSlack(r.clock)
	r.people = &people{}
	seed := rand.NewChaCha8([32]byte{1})
	r.options = reminders.Options{
		Book: book, Desk: r.desk, Store: r.store, Freshener: r, Sender: r.slack, Composer: plain{}, Directory: r.people,
		Policy: daily(), Channels: reminders.Channels{Reminders: "C-REM", Finance: "C-FIN"}, HashKey: []byte("key"), Journal: journal{r.store},
		Now: r.clock.now, Location: paris, Language: "en", Rand: seed, Wait: r.clock.wait,
		Deaths: func() []reminders.Proof { return r.deaths },
	}
	for _, change := range changeOptions {
		change(&r.options)
	}
	r.restart("one")
	r.level(ledger.LevelInternal)
	return r
}

// restart is a new process on the same store.
func (r *rig) restart(incarnation string) {
	r.t.Helper()
	r.options.Incarnation = incarnation
	r.desk = ledger.NewBookkeeper(journal{r.store})
	if err := r.desk.CatchUp(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	r.options.Desk = r.desk
	service, err := reminders.New(r.options)
	if err != nil {
		r.t.Fatal(err)
	}
	r.service = service
}

// Fresh plays the sync.
func (r *rig) Fresh(context.Context, time.Duration) error { return r.stale }

// tick runs a tick that must not fail.
func (r *rig) tick() reminders.Report {
	r.t.Helper()
	report, err := r.service.Tick(r.t.Context())
	if err != nil {
		r.t.Fatalf("tick at %s: %v", r.clock.now(), err)
	}
	return report
}

// record puts changes into the journal, as a person's in the sheet unless they
// say otherwise.
func (r *rig) record(changes ...ledger.Change) {
	r.t.Helper()
	for i := range changes {
		r.n++
		c := &changes[i]
		c.ID, c.At = fmt.Sprintf("test/%d", r.n), r.clock.now()
		switch c.Source {
		case "":
			c.Source, c.Actor = ledger.SourceSheet, "sheet"
		case ledger.SourceSlack:
			c.Actor = "U-ANN"
		}
	}
	if _, err := r.desk.Record(r.t.Context(), changes...); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) level(l ledger.Level) {
	r.t.Helper()
	r.record(ledger.Change{Field: ledger.FieldLevel, New: ledger.Text(string(l)), Source: ledger.SourceSlack})
}

// row is an invoice as a test writes it down.
type row struct {
	number, customer, sales string
	due                     string
	amount                  int64
	currency                ledger.Currency
	more                    ledger.Fields
}

func (w row) change() ledger.Change {
	if w.currency == "" {
		w.currency = "EUR"
	}
	if w.amount == 0 {
		w.amount = 100_00
	}
	if w.customer == "" {
		w.customer = "Acme"
	}
	fields := ledger.Fields{
		ledger.FieldNumber: ledger.Text(w.number), ledger.FieldCustomer: ledger.Text(w.customer), ledger.FieldSalesperson: ledger.Text(w.sales),
		ledger.FieldAmount: ledger.Amount(ledger.Money{Minor: w.amount, Currency: w.currency}), ledger.FieldIssued: ledger.Day(day("2025-01-01")),
	}
	if w.due != "" {
		fields[ledger.FieldDue] = ledger.Day(day(w.due))
	}
	maps.Copy(fields, w.more)
	return ledger.Change{Invoice: ledger.KeyOf(w.number), Field: ledger.FieldInvoice, New: ledger.Record(fields)}
}

func (r *rig) add(rows ...row) {
	r.t.Helper()
	changes := make([]ledger.Change, 0, len(rows))
	for _, w := range rows {
		changes = append(changes, w.change())
	}
	r.record(changes...)
}

func (r *rig) set(number string, f ledger.Field, v ledger.Value) {
	r.t.Helper()
	inv := r.invoice(number)
	r.record(ledger.Change{Invoice: inv.Key, Field: f, Old: inv.Value(f), New: v, Source: ledger.SourceSlack})
}

func (r *rig) invoice(number string) *ledger.Invoice {
	r.t.Helper()
	inv, ok := r.desk.Book().Invoice(ledger.KeyOf(number))
	if !ok {
		r.t.Fatalf("no invoice %s", number)
	}
	return inv
}

// pay pays an amount, or all that is open.
func (r *rig) pay(number string, amount int64) {
	r.t.Helper()
	inv := r.invoice(number)
	if amount == 0 {
		amount = inv.Open().Minor
	}
	today := ledger.DateOf(r.clock.now().In(paris))
	r.n++
	p := ledger.Payment{
		ID: fmt.Sprintf("P-%d", r.n), Date: today, Invoice: inv.Key, Customer: inv.CustomerKey,
		Amount: ledger.Money{Minor: amount, Currency: inv.Amount.Currency}, Source: ledger.PaymentFromSlack,
	}
	r.record(
		ledger.Change{Invoice: inv.Key, Field: ledger.FieldPayment, New: ledger.Record(p), Source: ledger.SourceSlack},
		ledger.Change{Invoice: inv.Key, Field: ledger.FieldPaidOn, Old: inv.Value(ledger.FieldPaidOn), New: ledger.Day(today), Source: ledger.SourceSlack},
	)
}

// deliveries are what the store holds, in some states.
func (r *rig) deliveries(states ...store.State) []store.Delivery {
	r.t.Helper()
	list, err := r.store.List(r.t.Context(), book, states...)
	if err != nil {
		r.t.Fatal(err)
	}
	return list
}

// journal binds a store to the book.
type journal struct{ s store.Journal }

func (j journal) Append(ctx context.Context, changes []ledger.Change) ([]ledger.Change, error) {
	return j.s.Append(ctx, book, changes)
}

func (j journal) Since(ctx context.Context, after uint64, limit int) ([]ledger.Change, error) {
	return j.s.Since(ctx, book, after, limit)
}

// daily is the default policy without the managers' week, which would bring
// them a digest on mornings that are about something else.
func daily() reminders.Policy {
	p := reminders.Default()
	p.Weekly = false
	return p
}
