package reminders

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// What a plan takes over from the one before is what it would have decided,
// and whoever is decided otherwise than before is among those looked at.
func TestAPlanMadeAgainIsTheSamePlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &again{t: t, book: ledger.NewBook(), today: ledger.NewDate(2026, 3, 2), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), force: &force{policy: Default()}}
		w.change(ledger.Change{Field: ledger.FieldLevel, New: ledger.Text(string(ledger.LevelLetters))})
		for i := range 12 {
			w.invoice(i)
		}
		t.Repeat(map[string]func(*rapid.T){
			"somebody edits a cell": func(*rapid.T) { w.cell() },
			"a payment comes in":    func(*rapid.T) { w.payment() },
			"an invoice goes":       func(*rapid.T) { w.gone() },
			"an invoice is added":   func(*rapid.T) { w.invoice(rapid.IntRange(0, 15).Draw(t, "invoice")) },
			"something is said":     func(*rapid.T) { w.say() },
			"minutes go by": func(*rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.IntRange(1, 6).Draw(t, "minutes")) * time.Minute)
			},
			"the clock is put back":  func(*rapid.T) { w.now = w.now.Add(-10 * time.Minute) },
			"a night goes by":        func(*rapid.T) { w.today++; w.now = w.now.Add(24 * time.Hour) },
			"all is read again":      func(*rapid.T) { w.readAll() },
			"the book moves":         func(*rapid.T) { w.ofTheBook() },
			"a customer is known so": func(*rapid.T) { w.account() },
			"messages are restated":  func(*rapid.T) { w.shown, w.before = w.last, w.after },
			"":                       func(*rapid.T) { w.compare() },
		})
	})
}

type again struct {
	t      *rapid.T
	book   *ledger.Book
	today  ledger.Date
	now    time.Time
	force  *force
	said   []store.Delivery
	ended  *sayings // of them, as of when all was read
	last   *made
	shown  *made                   // the plan that the messages were last made to agree with
	before map[ledger.Key]Decision // of it
	after  map[ledger.Key]Decision // of the last
	n      int
}

func (w *again) change(c ledger.Change) {
	w.n++
	c.ID, c.Seq, c.At, c.Source = fmt.Sprint(w.n), uint64(w.n), w.now, ledger.SourceSheet
	w.book = w.book.Replay(c)
}

func (w *again) number() string { return fmt.Sprintf("I%d", rapid.IntRange(0, 15).Draw(w.t, "number")) }

func (w *again) customer() string {
	return fmt.Sprintf("C%d", rapid.IntRange(0, 4).Draw(w.t, "customer"))
}

func (w *again) invoice(i int) {
	number := fmt.Sprintf("I%d", i)
	w.change(ledger.Change{Invoice: ledger.KeyOf(number), Field: ledger.FieldInvoice, New: ledger.Record(ledger.Fields{
		ledger.FieldNumber: ledger.Text(number), ledger.FieldCustomer: ledger.Text(w.customer()), ledger.FieldIssued: ledger.Day(w.today.AddDays(-90)),
		ledger.FieldDue:    ledger.Day(w.today.AddDays(rapid.IntRange(-70, 10).Draw(w.t, "due"))),
		ledger.FieldAmount: ledger.Amount(ledger.Money{Minor: rapid.Int64Range(-200_00, 500_00).Draw(w.t, "amount"), Currency: rapid.SampledFrom([]ledger.Currency{"EUR", "USD"}).Draw(w.t, "currency")}),
	})})
}

func (w *again) cell() {
	soon := ledger.Day(w.today.AddDays(rapid.IntRange(-3, 9).Draw(w.t, "soon")))
	field := rapid.SampledFrom([]ledger.Field{
		ledger.FieldPromisedOn, ledger.FieldSnoozedUntil, ledger.FieldTakenUntil, ledger.FieldDue, ledger.FieldLastReminder, ledger.FieldDispute,
		ledger.FieldCustomer, ledger.FieldStage, ledger.FieldPlan, ledger.FieldWaiting, ledger.FieldLetterStage, ledger.FieldLastLetter, ledger.FieldSalesperson,
	}).Draw(w.t, "field")
	v := soon
	switch field {
	case ledger.FieldDispute:
		v = ledger.Text(rapid.SampledFrom([]string{"", "late"}).Draw(w.t, "dispute"))
	case ledger.FieldCustomer, ledger.FieldSalesperson:
		v = ledger.Text(w.customer())
	case ledger.FieldStage, ledger.FieldLetterStage:
		v = ledger.Text(rapid.SampledFrom([]string{"", "1", "3"}).Draw(w.t, "stage"))
	case ledger.FieldPlan:
		v = ledger.Text(rapid.SampledFrom([]string{"", "50 on 2026-03-10; 50 on 2026-04-10"}).Draw(w.t, "plan"))
	case ledger.FieldWaiting:
		v = ledger.Bool(rapid.Bool().Draw(w.t, "waiting"))
	}
	w.change(ledger.Change{Invoice: ledger.KeyOf(w.number()), Field: field, New: v})
}

// payment is one on an invoice, in its currency or another, or on account.
func (w *again) payment() {
	number := w.number()
	p := ledger.Payment{
		ID: fmt.Sprintf("P%d", w.n), Date: w.today, Customer: ledger.KeyOf(w.customer()),
		Amount: ledger.Money{Minor: rapid.Int64Range(-50_00, 400_00).Draw(w.t, "paid"), Currency: rapid.SampledFrom([]ledger.Currency{"EUR", "USD"}).Draw(w.t, "currency")},
	}
	if rapid.Bool().Draw(w.t, "on an invoice") {
		p.Invoice = ledger.KeyOf(number)
	}
	w.change(ledger.Change{Invoice: p.Invoice, Customer: p.Customer, Field: ledger.FieldPayment, New: ledger.Record(p)})
}

func (w *again) gone() {
	w.change(ledger.Change{Invoice: ledger.KeyOf(w.number()), Field: ledger.FieldInvoice})
}

func (w *again) say() {
	inv, ok := w.book.Invoice(ledger.KeyOf(w.number()))
	if !ok {
		return
	}
	kind, cycle := store.KindDigest, Cycle(inv)
	if rapid.Bool().Draw(w.t, "to the customer") {
		kind, cycle = store.KindLetter, cycleLetter+cycle
	}
	w.said = append(w.said, store.Delivery{
		ID: fmt.Sprintf("d%d", len(w.said)), Kind: kind, Destination: "U-ANN", Person: string(inv.CustomerKey), Day: w.today,
		State:     rapid.SampledFrom([]store.State{store.Due, store.Sent, store.Parked, store.Dropped}).Draw(w.t, "state"),
		Reminders: []store.Reminder{{Invoice: inv.Key, Cycle: cycle, Stage: ledger.StageAt(rapid.IntRange(1, 5).Draw(w.t, "stage"))}},
	})
}

func (w *again) ofTheBook() {
	switch rapid.IntRange(0, 3).Draw(w.t, "what") {
	case 0:
		w.change(ledger.Change{Field: ledger.FieldHold, New: ledger.Text(rapid.SampledFrom([]string{"", "no key"}).Draw(w.t, "hold"))})
	case 1:
		w.change(ledger.Change{Field: ledger.FieldPause, New: ledger.Day(w.today.AddDays(rapid.IntRange(-1, 2).Draw(w.t, "pause")))})
	case 2:
		w.change(ledger.Change{Customer: ledger.KeyOf(w.customer()), Field: ledger.FieldPause, New: ledger.Day(w.today.AddDays(rapid.IntRange(-1, 2).Draw(w.t, "pause")))})
	case 3:
		w.force = &force{policy: Default()}
		w.force.policy.ContactGap = rapid.IntRange(1, 9).Draw(w.t, "gap")
	}
}

// account gives a customer a row, and perhaps an alias that claims others'.
func (w *again) account() {
	a := ledger.Account{Name: w.customer(), Mode: ledger.ModeAutomatic, Email: "a@example.org"}
	if rapid.Bool().Draw(w.t, "claims") {
		a.Aliases = []string{w.customer()}
	}
	w.change(ledger.Change{Customer: a.Key(), Field: ledger.FieldAccount, New: ledger.Record(a)})
}

// readAll puts what has ended into the settled layer.
func (w *again) readAll() {
	ended := map[string]store.Delivery{}
	for _, d := range w.said {
		if d.State == store.Sent || d.State == store.Dropped {
			ended[d.ID] = d
		}
	}
	w.ended = newSayings(ended, nil)
}

// layered is what is said, in two layers.
func (w *again) layered() *Said {
	recent := map[string]store.Delivery{}
	for _, d := range w.said {
		if w.ended == nil || w.ended.deliveries[d.ID].ID == "" {
			recent[d.ID] = d
		}
	}
	s := &Said{settled: w.ended, recent: newSayings(recent, nil)}
	if w.last != nil && w.last.said.settled == s.settled && len(w.last.said.recent.deliveries) == len(recent) {
		return w.last.said // nothing was said since
	}
	return s
}

func (w *again) planner(said *Said) *planner {
	p := newPlanner(w.book, w.force.policy, said, w.today)
	p.force = w.force
	p.waitFor(5*time.Minute, w.now)
	return p
}

// compareLetters: what an earlier plan knew of letters is so still.
func (w *again) compareLetters(now *made) {
	anew := w.planner(NewSaid(w.said))
	want, got := anew.letters(anew.anew()), w.planner(now.said).letters(now)
	if !reflect.DeepEqual(want, got) {
		w.t.Fatalf("letters planned again differ from those planned anew (-anew +again):\n%s", cmp.Diff(want, got))
	}
}

func (w *again) compare() {
	now := w.planner(w.layered()).planAgain(w.last)
	looked, some := now.stirredSince(w.shown)
	w.last = now
	w.compareLetters(now)
	want := w.planner(NewSaid(w.said)).plan()
	got, reasons := now.list(), map[Reason]int{}
	for _, list := range [][]Decision{want, got} {
		for i := range list {
			list[i].Assigned = nil // the ladder is each plan's own copy
		}
	}
	if !reflect.DeepEqual(want, got) {
		w.t.Fatalf("a plan made again differs from one made anew (-anew +again):\n%s", cmp.Diff(want, got))
	}
	for inv, d := range now.all() {
		if kept, _ := w.book.Invoice(d.Invoice); kept != inv {
			w.t.Fatalf("%s is decided on an invoice that is no longer so", d.Invoice)
		}
		reasons[d.Reason]++
	}
	if diff := cmp.Diff(reasons, now.reasons); diff != "" {
		w.t.Fatalf("the reasons aren't those of the decisions (-decisions +counted):\n%s", diff)
	}
	after := map[ledger.Key]Decision{}
	for _, d := range want {
		after[d.Invoice] = d
		if was, ok := w.before[d.Invoice]; some && (!ok || !reflect.DeepEqual(was, d)) && !looked[d.Customer] {
			w.t.Fatalf("%s is decided otherwise, and %s is not among those looked at", d.Invoice, d.Customer)
		}
	}
	for k, was := range w.before {
		if _, ok := after[k]; !ok && some && !looked[was.Customer] {
			w.t.Fatalf("%s is gone, and %s is not among those looked at", k, was.Customer)
		}
	}
	w.after = after
}
