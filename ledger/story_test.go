package ledger

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// story is a small book told in the words of a ledger. Days are of 2026 unless
// they say otherwise.
type story struct {
	t    *testing.T
	book *Book
	seq  uint64
}

func newStory(t *testing.T) *story {
	t.Helper()
	return &story{t: t, book: NewBook()}
}

func day(t *testing.T, text string) Date {
	t.Helper()
	if text == "" {
		return 0
	}
	d, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// money reads "100.00 EUR".
func money(t *testing.T, text string) Money {
	t.Helper()
	amount, currency, _ := strings.Cut(text, " ")
	m, err := ParseMoney(amount, Currency(currency))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// record puts changes in the journal.
func (s *story) record(changes ...Change) *story {
	s.t.Helper()
	for _, c := range changes {
		s.seq++
		c.Seq, c.ID, c.At, c.Source = s.seq, fmt.Sprint(s.seq), time.Unix(int64(s.seq), 0), SourceSheet
		next, err := s.book.Apply(c)
		if err != nil {
			s.t.Fatalf("%+v: %v", c, err)
		}
		s.book = next
	}
	return s
}

// invoice issues "FA-1" to a customer: its days and amount, "" for none.
func (s *story) invoice(number, customer, issued, due, amount string) *story {
	s.t.Helper()
	return s.record(Change{Invoice: KeyOf(number), Field: FieldInvoice, New: Record(Fields{
		FieldNumber: Text(number), FieldCustomer: Text(customer), FieldIssued: Day(day(s.t, issued)), FieldDue: Day(day(s.t, due)), FieldAmount: Amount(money(s.t, amount)),
	})})
}

// paid lets money come in, on no invoice if there is no number.
func (s *story) paid(id, number, on, amount string) *story {
	s.t.Helper()
	p := Payment{ID: id, Invoice: KeyOf(number), Date: day(s.t, on), Amount: money(s.t, amount), Customer: "acme"}
	return s.record(Change{Invoice: p.Invoice, Field: FieldPayment, New: Record(p)})
}

// set types into a cell.
func (s *story) set(number string, f Field, v Value) *story {
	s.t.Helper()
	return s.record(Change{Invoice: KeyOf(number), Field: f, New: v})
}

// account fills a row of the Customers tab.
func (s *story) account(a Account) *story {
	s.t.Helper()
	return s.record(Change{Customer: a.Key(), Field: FieldAccount, New: Record(a)})
}

// open says what is left on an invoice: "60.00 EUR", and " +5.00" unapplied.
func (s *story) open(number string) string {
	inv, ok := s.book.Invoice(KeyOf(number))
	if !ok {
		return "none"
	}
	text := inv.Open().String() + " " + string(inv.Amount.Currency)
	if u := inv.Unapplied(); !u.IsZero() {
		text += " +" + u.String()
	}
	return text
}

// aging says what is outstanding by age: "EUR 90.00: not due 60.00/1, 1-30
// 40.00/1, unapplied 10.00".
func (s *story) aging(asOf string) string {
	s.t.Helper()
	var lines []string
	for _, r := range Aging(s.book, AgingQuery{AsOf: day(s.t, asOf)}) {
		var parts []string
		for _, b := range r.Buckets {
			if b.Invoices > 0 || !b.Amount.IsZero() {
				parts = append(parts, fmt.Sprintf("%s %s/%d", b.Name, b.Amount, b.Invoices))
			}
		}
		if !r.Unapplied.IsZero() {
			parts = append(parts, "unapplied "+r.Unapplied.String())
		}
		lines = append(lines, fmt.Sprintf("%s %s: %s", r.Currency, r.Outstanding, strings.Join(parts, ", ")))
	}
	return strings.Join(lines, "; ")
}

// dso says the figure, or null, with its note: "45.00", "null (no sales…)".
func (s *story) dso(m Method, days int, asOf string) string {
	s.t.Helper()
	var lines []string
	for _, r := range DSO(s.book, DSOQuery{AsOf: day(s.t, asOf), Method: m, Days: days}) {
		text := "null"
		if r.DSO.Valid {
			text = r.DSO.Decimal.StringFixed(2)
		}
		if r.Note != "" {
			text += " (" + r.Note + ")"
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "; ")
}

func check(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}
