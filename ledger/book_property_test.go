package ledger

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A journal of random changes, hostile ones among them: small sets of numbers,
// names and days, so that they meet.
var (
	someKeys       = rapid.SampledFrom([]string{"INV-1", "INV-2", "inv-2", "INV-003", "0004", "é-5", "AV-6"})
	someNames      = rapid.SampledFrom([]string{"Acme", "ACME SA", "Bolt", "bolt ", "Zoë & Fils", ""})
	someCurrencies = rapid.SampledFrom([]Currency{"EUR", "EUR", "EUR", "USD", "JPY", ""})
	someDays       = rapid.Custom(func(t *rapid.T) Date {
		return NewDate(2026, time.January, 1) + Date(rapid.IntRange(0, 90).Draw(t, "day"))
	})
	someMinor = rapid.OneOf(rapid.Int64Range(-500_00, 500_00), rapid.SampledFrom([]int64{0, 100_00, -100_00, math.MaxInt64, math.MinInt64, math.MaxInt64 / 2}))
	someMoney = rapid.Custom(func(t *rapid.T) Money {
		return Money{Minor: someMinor.Draw(t, "minor"), Currency: someCurrencies.Draw(t, "currency")}
	})
)

func someDayOrNone(t *rapid.T) Date {
	if rapid.IntRange(0, 4).Draw(t, "none") == 0 {
		return 0
	}
	return someDays.Draw(t, "day")
}

func somePayment(t *rapid.T) Payment {
	return Payment{
		ID: rapid.SampledFrom([]string{"p1", "p2", "p3", "p4", "p5", "p6"}).Draw(t, "payment"), Date: someDayOrNone(t),
		Invoice: KeyOf(someKeys.Draw(t, "on")), Customer: KeyOf(someNames.Draw(t, "payer")), Amount: someMoney.Draw(t, "amount"),
		Source: rapid.SampledFrom([]string{PaymentFromSheet, PaymentFromOpening, PaymentAdjusting}).Draw(t, "origin"),
	}
}

func someFields(t *rapid.T, number string) Fields {
	money := someMoney.Draw(t, "amount")
	return Fields{
		FieldNumber: Text(number), FieldCustomer: Text(someNames.Draw(t, "customer")), FieldIssued: Day(someDayOrNone(t)), FieldDue: Day(someDayOrNone(t)),
		FieldAmount: Amount(money), FieldCurrency: Text(string(money.Currency)), FieldSalesperson: Text(rapid.SampledFrom([]string{"", "Jean", "Anna"}).Draw(t, "sales")),
	}
}

func someChange(t *rapid.T, seq uint64) Change {
	c := Change{ID: fmt.Sprint("c", seq), Seq: seq, At: time.Unix(int64(seq), 0), Source: SourceSheet, Invoice: KeyOf(someKeys.Draw(t, "invoice"))}
	switch rapid.IntRange(0, 14).Draw(t, "what") {
	case 0, 1, 2:
		number := someKeys.Draw(t, "number")
		c.Field, c.Invoice, c.New = FieldInvoice, KeyOf(number), Record(someFields(t, number))
	case 3:
		c.Field, c.Old = FieldInvoice, Record(Fields{})
	case 4, 5:
		c.Field, c.New = FieldPayment, Record(somePayment(t))
	case 6:
		c.Field, c.Old = FieldPayment, Record(somePayment(t))
		if rapid.Bool().Draw(t, "move") {
			c.New = Record(somePayment(t))
		}
	case 7:
		a := Account{Name: someNames.Draw(t, "account"), Code: rapid.SampledFrom([]string{"", "C1", "acme"}).Draw(t, "code"), Aliases: []string{someNames.Draw(t, "alias")}}
		c.Invoice, c.Customer, c.Field, c.New = "", a.Key(), FieldAccount, Record(a)
	case 8:
		c.Invoice, c.Customer, c.Field = "", rapid.SampledFrom([]Key{"c1", "acme", "bolt"}).Draw(t, "gone"), FieldAccount
		c.Old = Record(Account{})
	case 9:
		c.Field, c.New = FieldNumber, Text(rapid.OneOf(someKeys, rapid.Just("")).Draw(t, "renumber"))
	case 10:
		c.Invoice, c.Customer, c.Field, c.New = "", KeyOf(someNames.Draw(t, "paused")), FieldPause, Day(someDayOrNone(t))
	case 11, 12:
		c.Field, c.New = FieldPlan, Text(rapid.SampledFrom([]string{
			"", "in words", "1.00 on 2026-01-20", "100.00 on 2026-01-20; 100.00 on 2026-02-20", "0.50 on 2025-12-31; 49.50 on 2026-02-10; 250.00 on 2026-03-01", "1 on 2026-02-01; 99 on 2026-02-15",
		}).Draw(t, "plan"))
	default:
		c.Field = rapid.SampledFrom([]Field{FieldAmount, FieldCurrency, FieldIssued, FieldDue, FieldPaidOn, FieldCustomer, FieldCustomerCode, FieldSalesperson, FieldNotes}).Draw(t, "field")
		switch c.Field.Kind() {
		case KindDate:
			c.New = Day(someDayOrNone(t))
		case KindMoney:
			c.New = Amount(someMoney.Draw(t, "money"))
		default:
			c.New = Text(someNames.Draw(t, "text"))
		}
		if c.Field == FieldCurrency {
			c.New = Text(string(someCurrencies.Draw(t, "currency")))
		}
	}
	return c
}

// Whatever happened, in whatever batches it was read: the book is the fold of
// its journal, every index and total says what the invoices say, and earlier
// snapshots stayed as they were.
func TestBookIsTheFoldOfItsJournal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var journal []Change
		for seq := range rapid.IntRange(1, 60).Draw(t, "length") {
			journal = append(journal, someChange(t, uint64(seq+1)))
		}
		single, half := NewBook(), (*Book)(nil)
		var was bookDump
		for i, c := range journal {
			single = single.Replay(c)
			if i == len(journal)/2 {
				half, was = single, dump(single)
			}
		}
		batched, rest := NewBook(), journal
		for len(rest) > 0 {
			n := rapid.IntRange(1, len(rest)).Draw(t, "batch")
			batched, rest = batched.Replay(rest[:n]...), rest[n:]
		}
		same(t, "batches and single steps", dump(single), dump(batched))
		same(t, "an old snapshot", was, dump(half))
		checkBook(t, single)
	})
}

// A refused change refuses the batch, and what Replay skips Validate refuses.
func TestValidateRefusesWhatReplaySkips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := NewBook()
		for seq := range rapid.IntRange(1, 30).Draw(t, "length") {
			c := someChange(t, uint64(seq+1))
			ask := c
			ask.Seq = 0
			err := Validate(b, []Change{ask})
			next := b.Replay(c)
			if skipped := len(next.Skipped()) > len(b.Skipped()); skipped != (err != nil) {
				t.Fatalf("%+v: validated with %v, skipped %v", c, err, skipped)
			}
			b = next
		}
	})
}

// bookDump is a book as plain data.
type bookDump struct {
	Seq      uint64
	Skipped  int
	Invoices map[Key]Invoice
	Payments map[string]Payment
	Loose    []string
	Renamed  map[Key]Key
	Pauses   map[Key]Date
	Accounts map[Key]Account
	Claims   []string
	Indexes  map[string][]string
	Totals   map[string]string
}

func dump(b *Book) bookDump {
	d := bookDump{
		Seq: b.seq, Skipped: len(b.skipped), Invoices: map[Key]Invoice{}, Payments: map[string]Payment{}, Renamed: maps.Collect(b.renamed.all()),
		Pauses: maps.Collect(b.pauses.all()), Accounts: maps.Collect(b.accounts.all()), Indexes: map[string][]string{}, Totals: map[string]string{},
	}
	for k, inv := range b.invoices.all() {
		d.Invoices[k] = *inv
	}
	for k, p := range b.payments.all() {
		d.Payments[k] = *p
	}
	for k, p := range b.loose.all() {
		d.Loose = append(d.Loose, fmt.Sprint(k, *p))
	}
	for k := range b.claims.all() {
		d.Claims = append(d.Claims, fmt.Sprint(k))
	}
	for k, late := range b.open.all() {
		if want := openOf(b.invoiceOrNil(k.key)); late != want {
			d.Indexes["open"] = append(d.Indexes["open"], fmt.Sprintf("%v holds %+v, not %+v", k, late, want))
		}
		d.Indexes["open"] = append(d.Indexes["open"], fmt.Sprint(k))
	}
	entries(d, b, "planned", &b.planned)
	entries(d, b, "last day", &b.byLastDay)
	entries(d, b, "customer", &b.byCustomer)
	entries(d, b, "sales", &b.bySales)
	entries(d, b, "name", &b.byName)
	entries(d, b, "number", &b.byNumber)
	sums(d, "due", &b.totals.due)
	sums(d, "issued", &b.totals.issued)
	sums(d, "unapplied", &b.totals.unapplied)
	sums(d, "loose", &b.totals.loose)
	sums(d, "gross", &b.totals.gross)
	return d
}

func entries[K any](d bookDump, b *Book, name string, x *index[K, *Invoice]) {
	for k, inv := range x.all() {
		if now, _ := b.Invoice(inv.Key); now != inv {
			d.Indexes[name] = append(d.Indexes[name], fmt.Sprintf("%v holds an old %v", k, inv))
			continue
		}
		d.Indexes[name] = append(d.Indexes[name], fmt.Sprint(k))
	}
}

func sums[K, V any](d bookDump, name string, x *index[K, V]) {
	for k, v := range x.all() {
		d.Totals[fmt.Sprint(name, k)] = fmt.Sprint(v)
	}
}

func same[T any](t *rapid.T, what string, want, got T) {
	t.Helper()
	if reflect.DeepEqual(want, got) {
		return
	}
	if d := gocmp.Diff(want, got, gocmp.Exporter(func(reflect.Type) bool { return true })); d != "" {
		t.Fatalf("%s differ (-want +got):\n%s", what, d)
	}
}

// checkBook compares a book with one made anew from its invoices and payments
// alone, and its figures with naive ones.
func checkBook(t *rapid.T, b *Book) {
	t.Helper()
	got := dump(b)
	w := NewBook().writer()
	for a := range b.Accounts() {
		if err := w.applyAccount(Change{Customer: a.Key(), New: Record(a)}); err != nil {
			t.Fatal(err)
		}
	}
	for p := range b.Payments() {
		w.totals.count([]Payment{p}, +1, w.edit)
		w.payments.set(p.ID, &p, w.edit)
		if _, ok := b.Invoice(p.Invoice); !ok {
			w.setLoose([]Payment{p})
		}
	}
	for inv := range b.Invoices() {
		anew := *inv
		anew.Payments = nil
		for p := range b.Payments() {
			if p.Invoice == inv.Key {
				anew.Payments = append(anew.Payments, p)
			}
		}
		slices.SortFunc(anew.Payments, byPaymentDate)
		if err := w.replace(nil, &anew); err != nil {
			t.Fatal(err)
		}
	}
	w.settle()
	want := dump(&w.Book)
	want.Seq, want.Skipped, want.Renamed, want.Pauses = got.Seq, got.Skipped, got.Renamed, got.Pauses
	for k, inv := range want.Invoices {
		if len(inv.Payments) == 0 {
			inv.Payments = got.Invoices[k].Payments[:0] // nil or empty is all the same
			want.Invoices[k] = inv
		}
	}
	same(t, "the book and one made anew", want, got)
	for _, asOf := range []Date{NewDate(2025, 12, 31), NewDate(2026, 1, 31), NewDate(2026, 2, 15), NewDate(2026, 4, 1), NewDate(2030, 1, 1)} {
		checkFigures(t, b, asOf)
	}
}
