package ledger

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// actDay is the day on which people act: 2026-03-15, at 10:00 UTC.
var actDay = NewDate(2026, time.March, 15)

func act(id string) Act {
	return Act{ID: id, At: actDay.At(10, 0, time.UTC), Actor: "U1", Source: SourceSlack}
}

// actStory has an open invoice, one partly paid in yen, one paid, a credit
// note and one that waits.
func actStory(t *testing.T) *story {
	t.Helper()
	s := newStory(t).
		invoice("FA-1", "Acme", "2026-01-01", "2026-01-31", "100.00 EUR").
		invoice("FA-2", "Acme", "2026-01-01", "2026-01-31", "1000 JPY").paid("p2", "FA-2", "2026-02-01", "400 JPY").
		invoice("FA-3", "Acme", "2026-01-01", "2026-01-31", "100.00 EUR").paid("p3", "FA-3", "2026-02-01", "100.00 EUR").
		invoice("AV-4", "Acme", "2026-01-01", "", "-50.00 EUR")
	return s.set("FA-1", FieldWaiting, Bool(true)).set("FA-3", FieldPaidOn, Day(NewDate(2026, time.February, 1)))
}

func TestActs(t *testing.T) {
	type did = func(*Book) ([]Change, error)
	a := act("click")
	pay := func(invoice Key, amount, on string) did {
		return func(b *Book) ([]Change, error) { return a.Pay(b, invoice, money(t, amount), day(t, on), "") }
	}
	promise := func(invoice Key, on, amount string) did {
		return func(b *Book) ([]Change, error) {
			m := Money{}
			if amount != "" {
				m = money(t, amount)
			}
			return a.Promise(b, invoice, day(t, on), m, actDay)
		}
	}
	add := func(in NewInvoice) did {
		return func(b *Book) ([]Change, error) { return a.AddInvoice(b, in, actDay) }
	}
	dispute := func(invoice Key, reason, amount string) did {
		return func(b *Book) ([]Change, error) {
			return a.Dispute(b, invoice, Contested{Reason: reason, Amount: money(t, amount)}, actDay)
		}
	}
	for _, tt := range []struct {
		story  string
		do     did
		fields string // of the changes, in order
		reason string // of the refusal
	}{
		{"a payment moves paid on too", pay("fa-1", "40.00 EUR", "2026-03-14"), "payment paid_on", ""},
		{"one dated before the last leaves it", pay("fa-3", "1.00 EUR", "2025-12-01"), "payment", ""},
		{"a closed invoice can be overpaid", pay("fa-3", "40.00 EUR", "2026-03-14"), "payment paid_on", ""},
		{"a payment of nothing", pay("fa-1", "0 EUR", "2026-03-14"), "", ReasonAmountInvalid},
		{"a negative payment", pay("fa-1", "-100.00 EUR", "2026-03-14"), "", ReasonAmountInvalid},
		{"a payment in another currency", pay("fa-1", "40.00 USD", "2026-03-14"), "", ReasonOtherCurrency},
		{"a cheque of next week", pay("fa-1", "40.00 EUR", "2026-03-22"), "payment paid_on", ""},
		{"a payment in the far future", pay("fa-1", "40.00 EUR", "2062-03-14"), "", ReasonDateTooFar},
		{"a payment in the year 202", pay("fa-1", "40.00 EUR", "0202-03-14"), "", ReasonDateImplausible},
		{"a payment on no day", pay("fa-1", "40.00 EUR", ""), "", ReasonDateMissing},
		{"a payment on an invoice that isn't there", pay("fa-9", "40.00 EUR", "2026-03-14"), "", ReasonNoInvoice},
		{"a payment so large that totals overflow", pay("fa-1", "92233720368547758.07 EUR", "2026-03-14"), "", ReasonTooLarge},

		{"a promise of the whole balance", promise("fa-1", "2026-03-20", ""), "promised_on", ""},
		{"said in figures, it is the same", promise("fa-1", "2026-03-20", "100.00 EUR"), "promised_on", ""},
		{"a promise of a part", promise("fa-1", "2026-03-20", "60.00 EUR"), "promised_on promised_amount", ""},
		{"a promise for today", promise("fa-1", "2026-03-15", ""), "promised_on", ""},
		{"a promise for yesterday", promise("fa-1", "2026-03-14", ""), "", ReasonDateInPast},
		{"a promise for another decade", promise("fa-1", "2036-03-14", ""), "", ReasonDateTooFar},
		{"a promise of more than is left", promise("fa-2", "2026-03-20", "601 JPY"), "", ReasonMoreThanOpen},
		{"a promise of less than nothing", promise("fa-1", "2026-03-20", "-1.00 EUR"), "", ReasonAmountInvalid},
		{"a promise on a paid invoice", promise("fa-3", "2026-03-20", ""), "", ReasonNothingOpen},
		{"a promise on a credit note", promise("av-4", "2026-03-20", ""), "", ReasonCreditNote},
		{"taking back a promise that wasn't made", promise("fa-1", "", ""), "", ""},

		{"a dispute of it all", dispute("fa-1", "wrong price", "0 EUR"), "dispute", ""},
		{"a dispute of a part", dispute("fa-1", "two of ten broken", "20.00 EUR"), "dispute disputed_amount", ""},
		{"a dispute without a reason", dispute("fa-1", " \u202e ", "0 EUR"), "", ReasonTextMissing},
		{"a dispute of more than was invoiced", dispute("fa-1", "wrong", "100.01 EUR"), "", ReasonMoreThanAmount},
		{"a dispute told at length", dispute("fa-1", strings.Repeat("x", 501), "0 EUR"), "", ReasonTextTooLong},
		{"settling what nobody disputes", func(b *Book) ([]Change, error) { return a.SettleDispute(b, "fa-1", OutcomeUpheld) }, "", ""},
		{"settling by no outcome", func(b *Book) ([]Change, error) { return a.SettleDispute(b, "fa-1", "won") }, "", ReasonUnknownOutcome},

		{"a snooze until tomorrow", func(b *Book) ([]Change, error) { return a.Snooze(b, "fa-1", actDay+1, actDay) }, "snoozed_until", ""},
		{"a snooze until today", func(b *Book) ([]Change, error) { return a.Snooze(b, "fa-1", actDay, actDay) }, "", ReasonDateInPast},
		{"a snooze for ever", func(b *Book) ([]Change, error) { return a.Snooze(b, "fa-1", actDay+3000, actDay) }, "", ReasonDateTooFar},
		{"I'm on it", func(b *Book) ([]Change, error) { return a.TakeOver(b, "fa-1", "U1", actDay+3) }, "taken_by taken_until", ""},
		{"who is on it?", func(b *Book) ([]Change, error) { return a.TakeOver(b, "fa-1", "", actDay+3) }, "", ReasonTextMissing},
		{"on a paid invoice there is nothing to be on", func(b *Book) ([]Change, error) { return a.TakeOver(b, "fa-3", "U1", actDay+3) }, "", ReasonNothingOpen},
		{"the customer says it's paid", func(b *Book) ([]Change, error) { return a.SaysPaid(b, "fa-1", actDay+7) }, "says_paid_until", ""},
		{"and it is", func(b *Book) ([]Change, error) { return a.SaysPaid(b, "fa-3", actDay+7) }, "", ReasonNothingOpen},
		{"never remind", func(b *Book) ([]Change, error) { return a.OptOut(b, "fa-1", true) }, "opt_out", ""},
		{"remind again, which it does", func(b *Book) ([]Change, error) { return a.OptOut(b, "fa-1", false) }, "", ""},

		{"a pause of the book", func(b *Book) ([]Change, error) { return a.Pause(b, "", actDay+7, actDay) }, "pause", ""},
		{"a pause of a customer", func(b *Book) ([]Change, error) { return a.Pause(b, "acme", actDay+7, actDay) }, "pause", ""},
		{"a pause of nobody", func(b *Book) ([]Change, error) { return a.Pause(b, "nobody", actDay+7, actDay) }, "", ReasonNoCustomer},
		{"an invoice is added", add(NewInvoice{Number: "FA-9", Customer: "Acme", Amount: money(t, "10.00 EUR"), Issued: actDay, Due: actDay + 30}), "invoice", ""},
		{"without a due date", add(NewInvoice{Number: "FA-9", Customer: "Acme", Amount: money(t, "10.00 EUR"), Issued: actDay}), "invoice", ""},
		{"a credit note", add(NewInvoice{Number: "AV-9", Customer: "Acme", Amount: money(t, "-10.00 EUR"), Issued: actDay}), "invoice", ""},
		{"under a number that is taken", add(NewInvoice{Number: " fa-1 ", Customer: "Acme", Amount: money(t, "10.00 EUR"), Issued: actDay}), "", ReasonNumberTaken},
		{"without a number", add(NewInvoice{Number: "\u200b", Customer: "Acme", Amount: money(t, "10.00 EUR"), Issued: actDay}), "", ReasonNumberMissing},
		{"without a customer", add(NewInvoice{Number: "FA-9", Amount: money(t, "10.00 EUR"), Issued: actDay}), "", ReasonCustomerMissing},
		{"over nothing", add(NewInvoice{Number: "FA-9", Customer: "Acme", Amount: money(t, "0 EUR"), Issued: actDay}), "", ReasonAmountInvalid},
		{"issued on no day", add(NewInvoice{Number: "FA-9", Customer: "Acme", Amount: money(t, "10.00 EUR")}), "", ReasonDateMissing},
		{"issued in another decade", add(NewInvoice{Number: "FA-9", Customer: "Acme", Amount: money(t, "10.00 EUR"), Issued: actDay + 3000}), "", ReasonDateTooFar},
		{"due before it was issued", add(NewInvoice{Number: "FA-9", Customer: "Acme", Amount: money(t, "10.00 EUR"), Issued: actDay, Due: actDay - 1}), "", ReasonDueBeforeIssue},
		{"so large that totals overflow", add(NewInvoice{Number: "FA-9", Customer: "Acme", Amount: money(t, "92233720368547758.07 EUR"), Issued: actDay}), "", ReasonTooLarge},
		{"handed to a colleague", func(b *Book) ([]Change, error) { return a.Assign(b, "fa-1", " Marcus Reed ") }, "salesperson", ""},
		{"handed to nobody, as it is", func(b *Book) ([]Change, error) { return a.Assign(b, "fa-1", "") }, "", ""},
		{"a note", func(b *Book) ([]Change, error) { return a.Note(b, "fa-1", "calls on Mondays") }, "notes", ""},
		{"a note told at length", func(b *Book) ([]Change, error) { return a.Note(b, "fa-1", strings.Repeat("x", 501)) }, "", ReasonTextTooLong},
		{"due later", func(b *Book) ([]Change, error) { return a.SetDue(b, "fa-1", actDay+7, actDay) }, "due", ""},
		{"due as it is", func(b *Book) ([]Change, error) { return a.SetDue(b, "fa-1", NewDate(2026, time.January, 31), actDay) }, "", ""},
		{"due before issue", func(b *Book) ([]Change, error) { return a.SetDue(b, "fa-1", NewDate(2025, time.January, 31), actDay) }, "", ReasonDueBeforeIssue},
		{"due in another century", func(b *Book) ([]Change, error) { return a.SetDue(b, "fa-1", NewDate(2126, time.January, 31), actDay) }, "", ReasonDateTooFar},
		{"due on no day", func(b *Book) ([]Change, error) { return a.SetDue(b, "fa-1", 0, actDay) }, "", ReasonDateMissing},

		{"a pause that ended yesterday", func(b *Book) ([]Change, error) { return a.Pause(b, "", actDay-1, actDay) }, "", ReasonDateInPast},
		{"resuming what isn't paused", func(b *Book) ([]Change, error) { return a.Pause(b, "acme", 0, actDay) }, "", ""},
		{"to a level", func(b *Book) ([]Change, error) { return a.SetLevel(b, LevelInternal) }, "level", ""},
		{"to the level it has", func(b *Book) ([]Change, error) { return a.SetLevel(b, LevelObserve) }, "", ""},
		{"to no level", func(b *Book) ([]Change, error) { return a.SetLevel(b, "shout") }, "", ReasonUnknownLevel},
		{"start chasing one of two", func(b *Book) ([]Change, error) { return a.StartChasing(b, []Key{"fa-1", "fa-2", "fa-1"}) }, "waiting", ""},
		{"start chasing a ghost", func(b *Book) ([]Change, error) { return a.StartChasing(b, []Key{"fa-1", "fa-9"}) }, "", ReasonNoInvoice},
		{"hold", func(b *Book) ([]Change, error) { return a.Hold(b, "rows vanished") }, "hold", ""},
		{"release what isn't held", func(b *Book) ([]Change, error) { return a.Hold(b, "") }, "", ""},
	} {
		t.Run(tt.story, func(t *testing.T) {
			s := actStory(t)
			changes, err := tt.do(s.book)
			reason := ""
			if e, ok := errors.AsType[*Error](err); ok {
				reason = e.Reason
			}
			if reason != tt.reason || (err != nil) != (reason != "") {
				t.Fatalf("refused with %q (%v), want %q", reason, err, tt.reason)
			}
			check(t, "changes", fieldsOf(changes), tt.fields)
			checkHarmless(t, s.book, changes, tt.do)
		})
	}
}

func fieldsOf(changes []Change) string {
	var fields []string
	for _, c := range changes {
		fields = append(fields, string(c.Field))
	}
	return strings.Join(fields, " ")
}

// checkHarmless applies an act's changes, checks that they say what was and
// what is, and that doing it again does nothing.
func checkHarmless(t *testing.T, b *Book, changes []Change, again func(*Book) ([]Change, error)) {
	t.Helper()
	ids := map[string]bool{}
	for _, c := range changes {
		if ids[c.ID] || !strings.HasPrefix(c.ID, "click/") || c.Actor != "U1" || c.Source != SourceSlack || c.Old == c.New {
			t.Errorf("change %+v", c)
		}
		ids[c.ID] = true
		if inv, ok := b.Invoice(c.Invoice); ok && c.Field != FieldPayment && inv.Value(c.Field) != c.Old {
			t.Errorf("%s was %s, the change says %s", c.Field, inv.Value(c.Field), c.Old)
		}
	}
	if err := Validate(b, changes); err != nil {
		t.Fatal(err)
	}
	next, err := b.Apply(changes...)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if inv, ok := next.Invoice(c.Invoice); ok && c.Field != FieldPayment && c.Field != FieldInvoice && inv.Value(c.Field) != c.New {
			t.Errorf("%s is %s, the change says %s", c.Field, inv.Value(c.Field), c.New)
		}
	}
	if len(changes) == 0 {
		return
	}
	if more, err := again(next); err != nil || len(more) > 0 {
		t.Errorf("a second click: %+v, %v", more, err)
	}
}

func TestASecondClickWithOtherContentIsRefused(t *testing.T) {
	s := actStory(t)
	changes, err := act("click").Pay(s.book, "fa-1", money(t, "40.00 EUR"), actDay, "")
	if err != nil {
		t.Fatal(err)
	}
	s.record(changes...)
	if _, err := act("click").Pay(s.book, "fa-1", money(t, "50.00 EUR"), actDay, ""); CodeOf(err) != CodeConflict {
		t.Errorf("the same click with another amount: %v", err)
	}
	if changes, err := act("another click").Pay(s.book, "fa-1", money(t, "40.00 EUR"), actDay, ""); err != nil || len(changes) == 0 {
		t.Errorf("another payment of the same amount: %v, %v", changes, err)
	}
}

func TestOverpays(t *testing.T) {
	s := actStory(t)
	for _, tt := range []struct {
		story   string
		invoice Key
		amount  string
		want    string
	}{
		{"a part of the balance", "fa-1", "40.00 EUR", "0.00"},
		{"the balance", "fa-2", "600 JPY", "0"},
		{"more than the balance", "fa-2", "1000 JPY", "400"},
		{"on a closed invoice", "fa-3", "40.00 EUR", "40.00"},
		{"in another currency", "fa-1", "40.00 USD", "40.00"},
		{"on a credit note", "av-4", "40.00 EUR", "40.00"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			amount := money(t, tt.amount)
			check(t, "overpaid", Overpays(s.book, tt.invoice, amount).String(), tt.want)
		})
	}
}

func TestSettlingADisputeKeepsItsOutcome(t *testing.T) {
	s := actStory(t).set("FA-1", FieldDispute, Text("wrong price")).set("FA-1", FieldDisputedAmount, Amount(money(t, "20.00 EUR")))
	changes, err := act("click").SettleDispute(s.book, "fa-1", OutcomeConceded)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "changes", fieldsOf(changes), "dispute disputed_amount note")
	check(t, "note", fmt.Sprint(ParseNote(changes[2].New)), fmt.Sprint(Note{What: NoteDispute, Outcome: OutcomeConceded, Text: "wrong price"}))
	checkHarmless(t, s.book, changes[:2], func(b *Book) ([]Change, error) { return act("click").SettleDispute(b, "fa-1", OutcomeConceded) })
}

func TestWhatIsLetBeChasedCountsAsLookedAt(t *testing.T) {
	s := actStory(t)
	if inv, _ := s.book.Invoice("fa-1"); inv.EditedAt.IsZero() {
		t.Fatal("the sheet's edit is not noted")
	}
	changes, err := act("click").StartChasing(s.book, []Key{"fa-1"})
	if err != nil {
		t.Fatal(err)
	}
	next, err := s.book.Apply(changes...)
	if err != nil {
		t.Fatal(err)
	}
	if inv, _ := next.Invoice("fa-1"); !inv.EditedAt.IsZero() {
		t.Errorf("it still settles, since %s", inv.EditedAt)
	}
}
