package ledger

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

const benchInvoices = 100_000

var benchDay = NewDate(2026, time.November, 23)

// benchJournal is three years of invoices: 2,000 customers, 30 salespeople,
// three currencies, one invoice in ten still open.
func benchJournal() []Change {
	at := time.Unix(0, 0)
	changes := make([]Change, 0, 2*benchInvoices)
	for i := range benchInvoices {
		issued := benchDay.AddDays(-(i * 7919) % 1095)
		number := fmt.Sprintf("FA-2026-%06d", i)
		amount := Money{Minor: int64(10_00 + i*37%5000_00), Currency: []Currency{"EUR", "EUR", "USD", "GBP"}[i%4]}
		fields := Fields{
			FieldNumber: Text(number), FieldCustomer: Text(fmt.Sprintf("Customer %04d SA", i%2000)), FieldIssued: Day(issued),
			FieldDue: Day(issued.AddDays(30)), FieldAmount: Amount(amount), FieldSalesperson: Text(fmt.Sprintf("sales%d@example.com", i%30)),
		}
		k := KeyOf(number)
		changes = append(changes, Change{ID: "i" + number, At: at, Source: SourceSheet, Invoice: k, Field: FieldInvoice, New: Record(fields)})
		if i%10 != 0 {
			p := Payment{ID: "p" + number, Date: min(issued.AddDays(20+i%40), benchDay), Invoice: k, Amount: amount}
			changes = append(changes, Change{ID: "q" + number, At: at, Source: SourceSheet, Invoice: k, Field: FieldPayment, New: Record(p)})
		}
	}
	for i := range changes {
		changes[i].Seq = uint64(i + 1)
	}
	return changes
}

var benchBook = sync.OnceValue(func() *Book { return NewBook().Replay(benchJournal()...) })

func BenchmarkReplay100k(b *testing.B) {
	journal := benchJournal()
	for b.Loop() {
		book := NewBook()
		for rest := journal; len(rest) > 0; rest = rest[min(catchUpBatch, len(rest)):] {
			book = book.Replay(rest[:min(catchUpBatch, len(rest))]...)
		}
	}
}

func BenchmarkApplyOneChange100k(b *testing.B) {
	book := benchBook()
	for _, c := range []Change{
		{Field: FieldNotes, New: Text("called")},
		{Field: FieldDue, New: Day(benchDay)},
		{Field: FieldPayment, New: Record(Payment{ID: "x", Date: benchDay, Invoice: "fa-2026-050000", Amount: Money{100, "EUR"}})},
	} {
		c.Invoice, c.Source, c.At, c.ID = "fa-2026-050000", SourceSlack, time.Unix(1, 0), "one"
		b.Run(string(c.Field), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := book.Apply(c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOverdueFirstPage100k(b *testing.B) {
	book := benchBook()
	for name, asOf := range map[string]Date{"today": benchDay, "90 days ago": benchDay - 90} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				n := 0
				for range OverdueLines(book, OverdueQuery{AsOf: asOf}) {
					if n++; n == 20 {
						break
					}
				}
			}
		})
	}
}

func BenchmarkAging100k(b *testing.B) {
	book := benchBook()
	customer := KeyOf("Customer 0042 SA")
	for _, bench := range []struct {
		name  string
		query AgingQuery
	}{
		{"today", AgingQuery{AsOf: benchDay}},
		{"90 days ago", AgingQuery{AsOf: benchDay - 90}},
		{"one customer", AgingQuery{AsOf: benchDay, Scope: Scope{Customer: customer}}},
		{"one salesperson", AgingQuery{AsOf: benchDay, Scope: Scope{Salesperson: "sales3@example.com"}}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				Aging(book, bench.query)
			}
		})
	}
}

func BenchmarkDSO100k(b *testing.B) {
	book := benchBook()
	for _, m := range Methods {
		b.Run(string(m), func(b *testing.B) {
			for b.Loop() {
				DSO(book, DSOQuery{AsOf: benchDay, Method: m})
			}
		})
	}
}

func BenchmarkFind100k(b *testing.B) {
	book := benchBook()
	b.Run("invoice", func(b *testing.B) {
		for b.Loop() {
			if _, err := book.FindInvoice("50000"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("customers", func(b *testing.B) {
		for b.Loop() {
			if len(book.FindCustomers("customer 004")) == 0 {
				b.Fatal("nobody")
			}
		}
	})
	b.Run("near duplicates", func(b *testing.B) {
		for b.Loop() {
			book.NearDuplicates()
		}
	})
}
