package ledger

import (
	"errors"
	"fmt"
	"testing"
)

func TestActsThatSuspend(t *testing.T) {
	type did = func(*Book) ([]Change, error)
	a := act("click")
	call := func(invoice Key, c Call) did {
		return func(b *Book) ([]Change, error) { return a.Called(b, invoice, c, actDay) }
	}
	contest := func(d Contested) did {
		return func(b *Book) ([]Change, error) { return a.Dispute(b, "fa-1", d, actDay) }
	}
	plan := func(invoice Key, text string, c Currency) did {
		return func(b *Book) ([]Change, error) {
			p, err := ParsePlan(text, c)
			if err != nil {
				t.Fatal(err)
			}
			return a.AgreePlan(b, invoice, p, "en", actDay)
		}
	}
	stand := func(s Standing, keys ...Key) did {
		return func(b *Book) ([]Change, error) { return a.SetStanding(b, keys, s) }
	}
	for _, tt := range []struct {
		story  string
		do     did
		fields string // of the changes, in order
		reason string // of the refusal
	}{
		{"nobody answered, again on Tuesday", call("fa-1", Call{Outcome: CallNoAnswer, Next: actDay + 2}), "call_again note", ""},
		{"nobody answered, and that is all", call("fa-1", Call{Outcome: CallNoAnswer}), "note", ""},
		{"a call again today is no pause", call("fa-1", Call{Outcome: CallMessage, Next: actDay}), "", ReasonDateInPast},
		{"a call again in a year", call("fa-1", Call{Outcome: CallMessage, Next: actDay + 365}), "", ReasonDateTooFar},
		{"they promise on the phone", call("fa-1", Call{Outcome: CallPromises, Next: actDay + 5}), "promised_on note", ""},
		{"they promise a part", call("fa-1", Call{Outcome: CallPromises, Next: actDay + 5, Amount: money(t, "20.00 EUR")}), "promised_on promised_amount note", ""},
		{"they promise, and nobody asked when", call("fa-1", Call{Outcome: CallPromises}), "", ReasonDateMissing},
		{"they promise more than is open", call("fa-1", Call{Outcome: CallPromises, Next: actDay + 5, Amount: money(t, "200.00 EUR")}), "", ReasonMoreThanOpen},
		{"they contest it", call("fa-1", Call{Outcome: CallDisputes, Type: DisputePrice, Text: "too high"}), "dispute note", ""},
		{"they contest it, to be looked at on a day", call("fa-1", Call{Outcome: CallDisputes, Text: "too high", Next: actDay + 9}), "dispute dispute_review note", ""},
		{"they contest it, and nobody asked why", call("fa-1", Call{Outcome: CallDisputes}), "", ReasonTextMissing},
		{"by no outcome", call("fa-1", Call{Outcome: "shouted"}), "", ReasonUnknownCall},
		{"about what is paid", call("fa-3", Call{Outcome: CallNoAnswer}), "", ReasonNothingOpen},
		{"the next call on another day", func(b *Book) ([]Change, error) { return a.CallAgain(b, "fa-1", actDay+4, actDay) }, "call_again", ""},
		{"no next call, as it is", func(b *Book) ([]Change, error) { return a.CallAgain(b, "fa-1", 0, actDay) }, "", ""},

		{"they replied", func(b *Book) ([]Change, error) { return a.Replied(b, "fa-1", actDay+7, actDay) }, "replied_until", ""},
		{"they replied long ago", func(b *Book) ([]Change, error) { return a.Replied(b, "fa-1", actDay-1, actDay) }, "", ReasonDateInPast},
		{"they replied about what is paid", func(b *Book) ([]Change, error) { return a.Replied(b, "fa-3", actDay+7, actDay) }, "", ReasonNothingOpen},
		{"they didn't, as it is", func(b *Book) ([]Change, error) { return a.Replied(b, "fa-1", 0, actDay) }, "", ""},

		{"a dispute with an owner and a day", contest(Contested{Type: DisputeQuality, Reason: "two broken", Amount: money(t, "20.00 EUR"), Owner: "Léa", Review: actDay + 14}), "dispute disputed_amount dispute_owner dispute_review", ""},
		{"a dispute to be looked at yesterday", contest(Contested{Reason: "two broken", Review: actDay - 1}), "", ReasonDateInPast},
		{"a dispute to be looked at in two years", contest(Contested{Reason: "two broken", Review: actDay + 700}), "", ReasonDateTooFar},

		{"a plan in two", plan("fa-1", "50 on 2026-04-01; 50 on 2026-05-01", "EUR"), "plan", ""},
		{"a plan from today on", plan("fa-1", "50 on 2026-03-15; 50 on 2026-04-15", "EUR"), "plan", ""},
		{"a plan of what is left", plan("fa-2", "300 on 2026-04-01; 300 on 2026-05-01", "JPY"), "plan", ""},
		{"a plan of less than is left", plan("fa-1", "50 on 2026-04-01; 40 on 2026-05-01", "EUR"), "", ReasonPlanSum},
		{"a plan of more than is left", plan("fa-2", "500 on 2026-04-01; 500 on 2026-05-01", "JPY"), "", ReasonPlanSum},
		{"a plan that began yesterday", plan("fa-1", "50 on 2026-03-14; 50 on 2026-05-01", "EUR"), "", ReasonDateInPast},
		{"a plan of another decade", plan("fa-1", "50 on 2026-04-01; 50 on 2036-05-01", "EUR"), "", ReasonDateTooFar},
		{"a plan in another currency", plan("fa-1", "100 on 2026-04-01", "USD"), "", ReasonOtherCurrency},
		{"a plan of nothing", func(b *Book) ([]Change, error) { return a.AgreePlan(b, "fa-1", nil, "en", actDay) }, "", ReasonPlanParts},
		{"a plan for what is paid", plan("fa-3", "100 on 2026-04-01", "EUR"), "", ReasonNothingOpen},
		{"giving up a plan that isn't there", func(b *Book) ([]Change, error) { return a.DropPlan(b, "fa-1") }, "", ""},

		{"insolvent", stand(StandingInsolvent, "fa-1"), "standing", ""},
		{"insolvent, all that is open of them", stand(StandingInsolvent, "fa-1", "fa-2", "fa-3", "av-4", "fa-1"), "standing standing", ""},
		{"sold to a factor", stand(StandingFactored, "fa-1"), "standing", ""},
		{"handed over", stand(StandingHandedOver, "fa-1"), "standing", ""},
		{"by no word", stand("broke", "fa-1"), "", ReasonUnknownStanding},
		{"what is paid owes nobody", stand(StandingInsolvent, "fa-3"), "", ReasonNothingOpen},
		{"back on the ladder, where it is", stand("", "fa-1"), "", ""},
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
			if n := len(changes); n > 0 && changes[n-1].Field == FieldNote {
				// The line in the timeline is the same change the second time: the
				// journal takes it once.
				next, err := s.book.Apply(changes...)
				if err != nil {
					t.Fatal(err)
				}
				again, err := tt.do(next)
				if err != nil || len(again) != 1 || again[0] != changes[n-1] {
					t.Errorf("a second click: %+v, %v", again, err)
				}
				return
			}
			checkHarmless(t, s.book, changes, tt.do)
		})
	}
}

func TestAPlanTakesThePlaceOfAPromise(t *testing.T) {
	s := actStory(t).set("FA-1", FieldPromisedOn, Day(actDay+3)).set("FA-1", FieldPlan, Text("100 on 2026-03-20"))
	changes, err := act("click").AgreePlan(s.book, "fa-1", Plan{{Due: actDay + 9, Amount: money(t, "100.00 EUR")}}, "fr", actDay)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "changes", fieldsOf(changes), "plan promised_on")
	check(t, "plan", changes[0].New.Text(), "100,00 le 24/03/2026")
	s.record(changes...)
	changes, err = act("later").DropPlan(s.book, "fa-1")
	if err != nil {
		t.Fatal(err)
	}
	check(t, "given up", fieldsOf(changes), "plan note")
	check(t, "what it was", ParseNote(changes[1].New).Text, "100,00 le 24/03/2026")
}

// The invoice is over 100.00 EUR; 40.00 of it came in on 1 March and 10.00 on 5 March.
func TestWhatIsWrongWithAPlanThatWasTyped(t *testing.T) {
	for _, tt := range []struct{ story, plan, reason string }{
		{"of the whole amount, agreed before anything came", "50 on 2026-03-01; 50 on 2026-04-01", ""},
		{"of what was left after the first payment", "30 on 2026-03-05; 30 on 2026-04-01", ""},
		{"of what is left now", "25 on 2026-04-01; 25 on 2026-05-01", ""},
		{"of what was left, had only the second come", "45 on 2026-04-01; 45 on 2026-05-01", ""},
		{"of less than is left: the rest has no day", "20 on 2026-04-01; 20 on 2026-05-01", ReasonPlanSum},
		{"of what was never left", "50 on 2026-04-01; 30 on 2026-05-01", ReasonPlanSum},
		{"of more than the invoice", "100 on 2026-04-01; 30 on 2026-05-01", ReasonPlanSum},
		{"in words", "half now, half later", ReasonPlanUnreadable},
		{"none", "", ""},
	} {
		t.Run(tt.story, func(t *testing.T) {
			s := newStory(t).invoice("FA-1", "Acme", "2026-01-01", "2026-01-31", "100.00 EUR").
				paid("p1", "FA-1", "2026-03-01", "40.00 EUR").paid("p2", "FA-1", "2026-03-05", "10.00 EUR").set("FA-1", FieldPlan, Text(tt.plan))
			inv, _ := s.book.Invoice("fa-1")
			reason := ""
			if e, ok := errors.AsType[*Error](inv.PlanProblem()); ok {
				reason = e.Reason
			}
			check(t, "reason", reason, tt.reason)
		})
	}
}

func TestTheDayToLodgeAClaim(t *testing.T) {
	s := newStory(t).invoice("FA-1", "Acme", "2026-01-01", "2026-01-31", "100.00 EUR")
	by := func() string { inv, _ := s.book.Invoice("fa-1"); return inv.ClaimBy().String() }
	check(t, "nobody is insolvent", by(), "")
	mark := func(standing Standing) []Change {
		inv, _ := s.book.Invoice("fa-1")
		return []Change{{Invoice: inv.Key, Field: FieldStanding, Old: inv.Value(FieldStanding), New: Text(string(standing))}}
	}
	s.on("12-31", mark(StandingInsolvent)...)
	check(t, "two months, and February is short", by(), "2027-02-28")
	s.on("12-31", Change{Invoice: "fa-1", Field: FieldNotes, New: Text("called the administrator")})
	check(t, "what else is said moves nothing", by(), "2027-02-28")
	s.on("12-31", mark("")...)
	check(t, "taken back", by(), "")
	s.on("12-31", mark(StandingFactored)...)
	check(t, "a factor has no such day", by(), "")
}

func TestParseDispute(t *testing.T) {
	for _, tt := range []struct {
		cell, reason string
		kind         DisputeType
	}{
		{"price: not what we agreed", "not what we agreed", DisputePrice},
		{"Prix : pas celui du devis", "pas celui du devis", DisputePrice},
		{"Qualité: rayures", "rayures", DisputeQuality},
		{"bon de commande : il manque", "il manque", DisputeAdministrative},
		{"delivery", "delivery", DisputeDelivery},
		{"delivery:", "delivery", DisputeDelivery},
		{"they say: never ordered", "they say: never ordered", ""},
		{"the price is wrong", "the price is wrong", ""},
		{"", "", ""},
	} {
		kind, reason := ParseDispute(tt.cell)
		check(t, tt.cell, fmt.Sprint(kind, " / ", reason), fmt.Sprint(tt.kind, " / ", tt.reason))
	}
	for _, kind := range DisputeTypes {
		for _, language := range []string{"en", "fr"} {
			got, reason := ParseDispute(DisputeCell(kind, "why", language))
			check(t, "back from "+language, fmt.Sprint(got, reason), fmt.Sprint(kind, "why"))
		}
	}
}

// A dispute, a plan or a standing stops reminders, not the calendar: what is
// owed and how old it is are the same with and without.
func TestSuspensionsLeaveTheFiguresAlone(t *testing.T) {
	base := func() *story {
		return newStory(t).
			invoice("FA-1", "Acme", "2026-01-01", "2026-01-31", "100.00 EUR").
			invoice("FA-2", "Acme", "2026-02-01", "2026-03-03", "70.00 EUR").
			invoice("FA-3", "Bolt", "2026-03-01", "2026-03-31", "30.00 EUR")
	}
	plain := base()
	aging, dso := plain.aging("2026-03-31"), plain.dso(MethodPeriod, 90, "2026-03-31")
	for _, c := range []struct {
		field Field
		value Value
	}{
		{FieldDispute, Text("price: too high")},
		{FieldDisputedAmount, Amount(money(t, "50.00 EUR"))},
		{FieldStanding, Text(string(StandingInsolvent))},
		{FieldStanding, Text(string(StandingFactored))},
		{FieldStanding, Text(string(StandingHandedOver))},
		{FieldCallAgain, Day(actDay + 40)},
		{FieldRepliedUntil, Day(actDay + 40)},
		{FieldSnoozedUntil, Day(actDay + 40)},
		{FieldPromisedOn, Day(actDay + 40)},
		{FieldOptOut, Bool(true)},
	} {
		s := base().set("FA-1", c.field, c.value)
		check(t, "aging with "+string(c.field), s.aging("2026-03-31"), aging)
		check(t, "DSO with "+string(c.field), s.dso(MethodPeriod, 90, "2026-03-31"), dso)
	}
}
