package ledger

import (
	"testing"

	"github.com/shopspring/decimal"
)

func TestWhatCanBeClaimedOnAnInvoice(t *testing.T) {
	french := Account{Name: "Acme", Country: "fr"}
	for _, tt := range []struct {
		story   string
		policy  PenaltyPolicy
		account Account
		book    func(s *story)
		asOf    string
		want    string
	}{
		{"thirty days late, by the customer's country", PenaltyPolicy{}, french, nil, "2025-02-14", "30: 10.81 + 40.00: 01-16..02-14 30 × 13.15 % of 1000.00 = 10.81"},
		{"a customer in Germany", PenaltyPolicy{}, Account{Name: "Acme", Country: "DE"}, nil, "2025-02-14", "30: 9.16 + 40.00: 01-16..02-14 30 × 11.15 % of 1000.00 = 9.16"},
		{"a customer in the United States, by country", PenaltyPolicy{}, Account{Name: "Acme", Country: "US"}, nil, "2025-02-14", "0: 0.00 + 0.00"},
		{"a customer whose country isn't known", PenaltyPolicy{}, Account{Name: "Acme"}, nil, "2025-02-14", "0: 0.00 + 0.00"},
		{"the book's regime holds for all", PenaltyPolicy{Regime: RegimeFR}, Account{Name: "Acme", Country: "US"}, nil, "2025-02-14", "30: 10.81 + 40.00: 01-16..02-14 30 × 13.15 % of 1000.00 = 10.81"},
		{"with the contract's rate", PenaltyPolicy{Regime: RegimeContract, Rate: decimal.NewNullDecimal(decimal.NewFromInt(12))}, french, nil, "2025-02-14", "30: 9.86 + 40.00: 01-16..02-14 30 × 12.00 % of 1000.00 = 9.86"},
		{"a contract's rate is not for a country that has its own", PenaltyPolicy{Rate: decimal.NewNullDecimal(decimal.NewFromInt(12))}, Account{Name: "Acme", Country: "BE"}, nil, "2025-02-14", "30: 9.16 + 40.00: 01-16..02-14 30 × 11.15 % of 1000.00 = 9.16"},
		{"off", PenaltyPolicy{Regime: RegimeOff}, french, nil, "2025-02-14", "0: 0.00 + 0.00"},
		{"on the due day", PenaltyPolicy{}, french, nil, "2025-01-15", "0: 0.00 + 0.00"},
		{"not due yet", PenaltyPolicy{}, french, nil, "2025-01-10", "0: 0.00 + 0.00"},
		{"without a due date", PenaltyPolicy{}, french, func(s *story) { s.set("INV-1", FieldDue, Value{}) }, "2025-02-14", "0: 0.00 + 0.00"},
		{"a credit note", PenaltyPolicy{}, french, func(s *story) { s.set("INV-1", FieldAmount, Amount(Money{-5_00, "EUR"})) }, "2025-02-14", "0: 0.00 + 0.00"},
		{"a row that can't be read", PenaltyPolicy{}, french, func(s *story) { s.set("INV-1", FieldProblem, Text("Amount: ?")) }, "2025-02-14", "0: 0.00 + 0.00"},
		{"a part came in", PenaltyPolicy{}, french, func(s *story) { s.paid("p", "INV-1", "2025-01-25", "400.00 EUR") }, "2025-02-14", "30: 7.93 + 40.00: 01-16..01-25 10 × 13.15 % of 1000.00 = 3.60; 01-26..02-14 20 × 13.15 % of 600.00 = 4.33"},
		{"it survives a late settlement, and stops there", PenaltyPolicy{}, french, func(s *story) { s.paid("p", "INV-1", "2025-01-25", "1000.00 EUR") }, "2025-06-14", "10: 3.60 + 40.00: 01-16..01-25 10 × 13.15 % of 1000.00 = 3.60"},
		{"a payment to come has not happened", PenaltyPolicy{}, french, func(s *story) { s.paid("p", "INV-1", "2025-02-20", "1000.00 EUR") }, "2025-02-14", "30: 10.81 + 40.00: 01-16..02-14 30 × 13.15 % of 1000.00 = 10.81"},
		{"paid in time", PenaltyPolicy{}, french, func(s *story) { s.paid("p", "INV-1", "2025-01-15", "1000.00 EUR") }, "2025-02-14", "0: 0.00 + 0.00"},
		{"disputed, it runs on", PenaltyPolicy{}, french, func(s *story) { s.set("INV-1", FieldDispute, Text("price: wrong")) }, "2025-02-14", "30: 10.81 + 40.00: 01-16..02-14 30 × 13.15 % of 1000.00 = 10.81"},
		{"waived", PenaltyPolicy{}, french, func(s *story) { s.set("INV-1", FieldWaived, Text("a good customer")) }, "2025-02-14", "0: 0.00 + 0.00 waived: a good customer"},
		{"a half-year isn't known", PenaltyPolicy{}, french, nil, "2026-07-14", ReasonNoRate},
	} {
		t.Run(tt.story, func(t *testing.T) {
			s := newStory(t).invoice("INV-1", "Acme", "2024-12-15", "2025-01-15", "1000.00 EUR")
			if tt.book != nil {
				tt.book(s)
			}
			inv, _ := s.book.Invoice("inv-1")
			tt.policy.Rates = someRates()
			p, err := tt.policy.Claim(tt.account, inv, day(t, tt.asOf))
			got := told(p)
			if p.Waived != "" {
				got += " waived: " + p.Waived
			}
			if e, ok := err.(*Error); ok { //nolint:errorlint // not wrapped here
				got = e.Reason
			}
			check(t, tt.asOf, got, tt.want)
		})
	}
}

func TestNoInterestIsClaimedOnWhatIsDisputed(t *testing.T) {
	for _, tt := range []struct {
		story    string
		disputed int64
		want     string
	}{
		{"nothing of it", 0, "30: 10.81 + 40.00: 01-16..02-14 30 × 13.15 % of 1000.00 = 10.81"},
		{"a part", 200_00, "30: 8.65 + 40.00: 01-16..02-14 30 × 13.15 % of 800.00 = 8.65"},
		{"a part, and the rest was paid in part", 600_00, "30: 3.24 + 40.00: 01-16..01-25 10 × 13.15 % of 400.00 = 1.44; 01-26..02-14 20 × 13.15 % of 250.00 = 1.80"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			s := newStory(t).invoice("INV-1", "Acme", "2024-12-15", "2025-01-15", "1000.00 EUR")
			if tt.disputed == 600_00 {
				s.paid("p", "INV-1", "2025-01-25", "150.00 EUR")
			}
			inv, _ := s.book.Invoice("inv-1")
			p, err := PenaltyPolicy{Rates: someRates()}.ClaimBeside(Account{Name: "Acme", Country: "FR"}, inv, Money{tt.disputed, "EUR"}, day(t, "2025-02-14"))
			if err != nil {
				t.Fatal(err)
			}
			check(t, tt.story, told(p), tt.want)
		})
	}
}

func TestWaiveAndClaimAgain(t *testing.T) {
	s := actStory(t)
	waive := func(b *Book) ([]Change, error) {
		return act("click").WaivePenalties(b, "fa-1", " a good\ncustomer ")
	}
	changes, err := waive(s.book)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "waived", fieldsOf(changes), "penalties_waived")
	checkHarmless(t, s.book, changes, waive)
	s.record(changes...)
	inv, _ := s.book.Invoice("fa-1")
	check(t, "the cell", inv.Waived, "a good customer")

	again := func(b *Book) ([]Change, error) { return act("click").ClaimPenalties(b, "fa-1") }
	if changes, err = again(s.book); err != nil {
		t.Fatal(err)
	}
	checkHarmless(t, s.book, changes, again)
	s.record(changes...)
	inv, _ = s.book.Invoice("fa-1")
	check(t, "the cell, claimed again", inv.Waived, "")

	for _, tt := range []struct {
		story, invoice, reason string
		want                   string
	}{
		{"without a reason", "fa-1", "  ", ReasonTextMissing},
		{"on no invoice", "none", "why", ReasonNoInvoice},
		{"on a credit note", "av-4", "why", ReasonCreditNote},
		{"on what is paid, late: it was waived in time", "fa-3", "paid at last", ""},
	} {
		_, err := act("click").WaivePenalties(s.book, Key(tt.invoice), tt.reason)
		reason := ""
		if e, ok := err.(*Error); ok { //nolint:errorlint // not wrapped here
			reason = e.Reason
		}
		check(t, tt.story, reason, tt.want)
	}
}
