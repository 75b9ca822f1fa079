package ledger

import (
	"math"
	"testing"
)

func TestBookStories(t *testing.T) {
	for _, tt := range []struct {
		story string
		tell  func(*story)
		on    string // the invoice looked at
		open  string
		aging string // on 2026-03-15
	}{
		{"a new invoice is open", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR")
		}, "FA-1", "100.00 EUR", "EUR 100.00: not due 100.00/1"},
		{"a partial payment leaves the rest", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-02-01", "2026-03-01", "100.00 EUR").paid("p", "FA-1", "2026-03-05", "40.00 EUR")
		}, "FA-1", "60.00 EUR", "EUR 60.00: 1-30 60.00/1"},
		{"a payment made after the day has not happened", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-02-01", "2026-03-01", "100.00 EUR").paid("p", "FA-1", "2026-03-16", "100.00 EUR")
		}, "FA-1", "0.00 EUR", "EUR 100.00: 1-30 100.00/1"},
		{"an overpayment is the customer's cash", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR").paid("p", "FA-1", "2026-03-05", "130.00 EUR")
		}, "FA-1", "0.00 EUR +30.00", "EUR -30.00: unapplied 30.00"},
		{"a credit note is unapplied, in no bucket", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-01-01", "2026-01-31", "100.00 EUR").invoice("AV-1", "Acme", "2026-02-01", "2026-02-01", "-40.00 EUR")
		}, "AV-1", "0.00 EUR +40.00", "EUR 60.00: 31-60 100.00/1, unapplied 40.00"},
		{"a credit note paid out is settled", func(s *story) {
			s.invoice("AV-1", "Acme", "2026-02-01", "", "-40.00 EUR").paid("p", "AV-1", "2026-02-10", "-40.00 EUR")
		}, "AV-1", "0.00 EUR", "EUR 0.00: "},
		{"more paid out than the credit note gave is owed back", func(s *story) {
			s.invoice("AV-1", "Acme", "2026-02-01", "", "-40.00 EUR").paid("p", "AV-1", "2026-02-10", "-50.00 EUR")
		}, "AV-1", "0.00 EUR +-10.00", "EUR 10.00: unapplied -10.00"},
		{"without a due date an invoice is a line of its own", func(s *story) {
			s.invoice("FA-1", "Acme", "2025-01-01", "", "100.00 EUR")
		}, "FA-1", "100.00 EUR", "EUR 100.00: no due date 100.00/1"},
		{"due today is not late", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-15", "100.00 EUR")
		}, "FA-1", "100.00 EUR", "EUR 100.00: not due 100.00/1"},
		{"30 days late and 31, 90 and 91", func(s *story) {
			s.invoice("A", "Acme", "2025-01-01", "2026-02-13", "1.00 EUR").invoice("B", "Acme", "2025-01-01", "2026-02-12", "2.00 EUR")
			s.invoice("C", "Acme", "2025-01-01", "2025-12-15", "4.00 EUR").invoice("D", "Acme", "2025-01-01", "2025-12-14", "8.00 EUR")
		}, "A", "1.00 EUR", "EUR 15.00: 1-30 1.00/1, 31-60 2.00/1, 61-90 4.00/1, 90+ 8.00/1"},
		{"a payment can come before its invoice", func(s *story) {
			s.paid("p", "FA-1", "2026-03-01", "40.00 EUR").invoice("FA-1", "Acme", "2026-03-10", "2026-04-10", "100.00 EUR")
		}, "FA-1", "60.00 EUR", "EUR 60.00: not due 60.00/1"},
		{"and is cash in hand until the invoice is issued", func(s *story) {
			s.paid("p", "FA-1", "2026-03-01", "40.00 EUR").invoice("FA-1", "Acme", "2026-03-20", "2026-04-10", "100.00 EUR")
		}, "FA-1", "60.00 EUR", "EUR -40.00: unapplied 40.00"},
		{"a payment on no invoice is unapplied", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR").paid("p", "", "2026-03-05", "40.00 EUR")
		}, "FA-1", "100.00 EUR", "EUR 60.00: not due 100.00/1, unapplied 40.00"},
		{"dollars don't pay euros", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR").paid("p", "FA-1", "2026-03-05", "100.00 USD")
		}, "FA-1", "100.00 EUR", "EUR 100.00: not due 100.00/1; USD -100.00: unapplied 100.00"},
		{"until the invoice turns out to be in dollars", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR").paid("p", "FA-1", "2026-03-05", "100.00 USD").set("FA-1", FieldCurrency, Text("USD"))
		}, "FA-1", "0.00 USD", "USD 0.00: "},
		{"1,000 euros that were yen are 1,000 yen", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "1000.00 EUR").set("FA-1", FieldCurrency, Text("JPY"))
		}, "FA-1", "1000 JPY", "JPY 1000: not due 1000/1"},
		{"an emptied amount keeps its currency", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "1000 JPY").set("FA-1", FieldAmount, Value{})
		}, "FA-1", "0 JPY", "JPY 0: "},
		{"a removed invoice leaves its payment waiting", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR").paid("p", "FA-1", "2026-03-05", "40.00 EUR")
			s.record(Change{Invoice: "fa-1", Field: FieldInvoice, Old: Record(Fields{})})
		}, "FA-1", "none", "EUR -40.00: unapplied 40.00"},
		{"and finds it when it comes back", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR").paid("p", "FA-1", "2026-03-05", "40.00 EUR")
			s.record(Change{Invoice: "fa-1", Field: FieldInvoice, Old: Record(Fields{})}).invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR")
		}, "FA-1", "60.00 EUR", "EUR 60.00: not due 60.00/1"},
		{"a renumbered invoice takes its payments along", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR").paid("p", "FA-1", "2026-03-05", "40.00 EUR").set("FA-1", FieldNumber, Text("FA-9"))
		}, "FA-9", "60.00 EUR", "EUR 60.00: not due 60.00/1"},
		{"a change of its old number reaches it", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR").set("FA-1", FieldNumber, Text("FA-9")).paid("p", "FA-1", "2026-03-05", "40.00 EUR")
		}, "FA-9", "60.00 EUR", "EUR 60.00: not due 60.00/1"},
		{"until another invoice has that number", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR").set("FA-1", FieldNumber, Text("FA-9"))
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "50.00 EUR").paid("p", "FA-1", "2026-03-05", "50.00 EUR")
		}, "FA-9", "100.00 EUR", "EUR 100.00: not due 100.00/1"},
		{"paid on, corrected by hand, redates what Paid held at first", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-02-01", "2026-03-01", "100.00 EUR")
			p := Payment{ID: "o", Invoice: "fa-1", Date: day(s.t, "2026-03-20"), Amount: money(s.t, "100.00 EUR"), Source: PaymentFromOpening}
			s.record(Change{Invoice: "fa-1", Field: FieldPayment, New: Record(p)}).set("FA-1", FieldPaidOn, Day(day(s.t, "2026-03-10")))
		}, "FA-1", "0.00 EUR", "EUR 0.00: "},
		{"but not what came from the bank", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-02-01", "2026-03-01", "100.00 EUR").paid("p", "FA-1", "2026-03-20", "100.00 EUR").set("FA-1", FieldPaidOn, Day(day(s.t, "2026-03-10")))
		}, "FA-1", "0.00 EUR", "EUR 100.00: 1-30 100.00/1"},
		{"a payment corrected to another invoice moves", func(s *story) {
			s.invoice("FA-1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR").invoice("FA-2", "Acme", "2026-03-01", "2026-03-31", "50.00 EUR").paid("p", "FA-1", "2026-03-05", "50.00 EUR")
			s.paid("p", "FA-2", "2026-03-05", "50.00 EUR")
		}, "FA-1", "100.00 EUR", "EUR 100.00: not due 100.00/1"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			s := newStory(t)
			tt.tell(s)
			check(t, "open", s.open(tt.on), tt.open)
			check(t, "aging", s.aging("2026-03-15"), tt.aging)
		})
	}
}

func TestCustomersAreKnownByCodeNameOrAlias(t *testing.T) {
	s := newStory(t).invoice("1", "Acme", "2026-03-01", "", "1.00 EUR").invoice("2", "ACME SA", "2026-03-01", "", "1.00 EUR").invoice("3", "Bolt", "2026-03-01", "", "1.00 EUR")
	of := func(k Key) (n int) { return len(s.book.CustomerInvoices(k)) }
	if of("acme") != 1 || of("acme sa") != 1 {
		t.Fatalf("two names are one customer before anybody said so")
	}
	s.record(Change{Customer: "acme", Field: FieldPause, New: Day(day(t, "2026-04-01"))})
	s.account(Account{Name: "Acme", Code: "C-7", Aliases: []string{"Acme SA", "ACME Group"}})
	if of("c-7") != 2 || of("acme") != 0 || s.book.CustomerName("c-7") != "Acme" {
		t.Errorf("the account has %d invoices, its name %d", of("c-7"), of("acme"))
	}
	if until := s.book.CustomerPausedUntil("c-7"); until != day(t, "2026-04-01") {
		t.Errorf("the pause did not follow the customer: %s", until)
	}
	s.invoice("4", "acme group", "2026-03-01", "", "1.00 EUR").set("3", FieldCustomerCode, Text("c-7"))
	if of("c-7") != 4 || of("bolt") != 0 {
		t.Errorf("the account has %d invoices, Bolt %d", of("c-7"), of("bolt"))
	}
	s.account(Account{Name: "Acme Group", Code: "C-8"})
	if of("c-8") != 0 || of("acme group") != 1 {
		t.Errorf("a name that two accounts claim went to one of them")
	}
	s.record(Change{Customer: "c-7", Field: FieldAccount, Old: Record(Account{})})
	if of("acme") != 1 || of("acme sa") != 1 || of("c-8") != 1 || of("c-7") != 1 {
		t.Errorf("without the account: acme %d, acme sa %d, c-8 %d, c-7 %d", of("acme"), of("acme sa"), of("c-8"), of("c-7"))
	}
}

func TestNoTotalOverflows(t *testing.T) {
	huge := Money{math.MaxInt64, "EUR"}.String() + " EUR"
	s := newStory(t).invoice("1", "Acme", "2026-03-01", "2026-03-31", "100.00 EUR")
	invoice := func(m Money) Change {
		return Change{Invoice: "2", Field: FieldInvoice, New: Record(Fields{FieldNumber: Text("2"), FieldAmount: Amount(m)})}
	}
	for _, tt := range []struct {
		story  string
		change Change
		code   Code
	}{
		{"an amount that fits alone, but not with the other", invoice(money(t, huge)), CodeOverflow},
		{"the same in another currency", invoice(Money{math.MaxInt64, "USD"}), ""},
		{"a credit note as large", invoice(Money{-math.MaxInt64, "EUR"}), CodeOverflow},
		{"one that has no opposite", invoice(Money{math.MinInt64, "USD"}), CodeOverflow},
		{"a payment", Change{Field: FieldPayment, Invoice: "1", New: Record(Payment{ID: "p", Invoice: "1", Amount: money(t, huge)})}, CodeOverflow},
		{"a correction of the amount", Change{Field: FieldAmount, Invoice: "1", New: Amount(Money{math.MinInt64, "EUR"})}, CodeOverflow},
		{"a correction that just fits", Change{Field: FieldAmount, Invoice: "1", New: Amount(Money{math.MaxInt64, "EUR"})}, ""},
		{"a change of currency into one that is full", Change{Field: FieldCurrency, Invoice: "1", New: Text("USD")}, ""},
	} {
		t.Run(tt.story, func(t *testing.T) {
			tt.change.ID, tt.change.At, tt.change.Source = "x", day(t, "2026-03-01").Time(), SourceSheet
			err := Validate(s.book, []Change{tt.change})
			if (err != nil) != (tt.code != "") || err != nil && CodeOf(err) != tt.code {
				t.Errorf("error %v, want code %q", err, tt.code)
			}
		})
	}
	full := newStory(t).invoice("1", "Acme", "2026-03-01", "", "1.00 EUR").invoice("2", "Acme", "2026-03-01", "", Money{math.MaxInt64, "USD"}.String()+" USD")
	if err := Validate(full.book, []Change{{ID: "x", At: day(t, "2026-03-01").Time(), Source: SourceSheet, Invoice: "1", Field: FieldCurrency, New: Text("USD")}}); CodeOf(err) != CodeOverflow {
		t.Errorf("a change of currency into one that is full: %v", err)
	}
}

func TestRenumberingIsRefusedWhereItWouldLoseAnInvoice(t *testing.T) {
	s := newStory(t).invoice("1", "Acme", "2026-03-01", "", "1.00 EUR").invoice("2", "Acme", "2026-03-01", "", "2.00 EUR")
	for _, tt := range []struct {
		story, number string
		code          Code
	}{
		{"another's number", "2", CodeConflict},
		{"no number", "", CodeInvalid},
		{"nothing that can be seen", " \u200b ", CodeInvalid},
	} {
		_, err := s.book.Apply(Change{Invoice: "1", Field: FieldNumber, New: Text(tt.number)})
		if CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %s", tt.story, err, tt.code)
		}
	}
	s.set("1", FieldNumber, Text("7")).set("7", FieldNumber, Text("1"))
	if inv, ok := s.book.Follow("7"); !ok || inv.Number != "1" || len(inv.Former) != 2 {
		t.Errorf("there and back: %+v", inv)
	}
}
