package reminders_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// bookOf folds rows and further changes into a book at level internal.
func bookOf(t *testing.T, rows []row, changes ...ledger.Change) *ledger.Book {
	t.Helper()
	all := []ledger.Change{{Field: ledger.FieldLevel, New: ledger.Text(string(ledger.LevelInternal))}}
	for _, w := range rows {
		all = append(all, w.change())
	}
	b, err := ledger.NewBook().Apply(append(all, changes...)...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// payment is money from Acme, on an invoice or, with none, on nothing yet.
func payment(id string, invoice ledger.Key, minor int64, c ledger.Currency, on string) ledger.Change {
	p := ledger.Payment{ID: id, Date: day(on), Invoice: invoice, Customer: "acme", Amount: ledger.Money{Minor: minor, Currency: c}, Source: ledger.PaymentFromBank}
	change := ledger.Change{Field: ledger.FieldPayment, Invoice: invoice, New: ledger.Record(p)}
	if invoice == "" {
		change.Customer = "acme"
	}
	return change
}

func eur(minor int64) ledger.Value { return ledger.Amount(ledger.Money{Minor: minor, Currency: "EUR"}) }

func on(text string) ledger.Value { return ledger.Day(day(text)) }

func fields(pairs ...any) ledger.Fields {
	f := ledger.Fields{}
	for i := 0; i < len(pairs); i += 2 {
		f[pairs[i].(ledger.Field)] = pairs[i+1].(ledger.Value)
	}
	return f
}

// The invoice is due on Monday 2 March 2026 over 100 EUR, unless told otherwise.
func TestPlan(t *testing.T) {
	last := func(stage, date string) ledger.Fields {
		return fields(ledger.FieldStage, ledger.Text(stage), ledger.FieldLastReminder, on(date))
	}
	for _, c := range []struct {
		name    string
		row     row
		others  []row
		changes []ledger.Change
		said    []store.Delivery
		policy  func(*reminders.Policy)
		today   string
		want    reminders.Reason
		stage   string
		until   string
		next    string
		skipped []int
		amount  int64 // 0: 100_00
	}{
		{name: "six days before it is due nothing is said", today: "2026-02-24", want: reminders.SkipNotYet, next: "2026-02-25"},
		{name: "five days before it is due comes the courtesy", today: "2026-02-25", want: reminders.Send, stage: "0", next: "2026-02-25"},
		{name: "on the due day it is not late: the courtesy still", today: "2026-03-02", want: reminders.Send, stage: "0", next: "2026-03-02"},
		{name: "three days late it is reminded in a friendly way", today: "2026-03-05", want: reminders.Send, stage: "1", next: "2026-03-05"},
		{
			name: "what was said today is not said again", row: row{more: last("1", "2026-03-05")}, today: "2026-03-05",
			want: reminders.SkipAlreadySent, stage: "1", next: "2026-03-12",
		},
		{
			name: "the next stage comes on its day", row: row{more: last("1", "2026-03-05")}, today: "2026-03-12",
			want: reminders.Send, stage: "2", next: "2026-03-12",
		},
		{
			name: "a day that is a Sunday is sent on Monday", row: row{more: last("2", "2026-03-12")}, today: "2026-03-22",
			want: reminders.Send, stage: "3", next: "2026-03-23",
		},
		{
			name: "a stage said late holds the next one back for the contact gap", row: row{more: last("3", "2026-03-28")}, today: "2026-04-01",
			want: reminders.SkipTooSoon, stage: "4", until: "2026-04-04", next: "2026-04-07", // the 6th is Easter Monday
		},
		{
			name: "after the gap it goes on", row: row{more: last("3", "2026-03-28")}, today: "2026-04-04",
			want: reminders.Send, stage: "4", next: "2026-04-07",
		},
		{
			name: "weeks without the bot say the highest stage once", row: row{more: last("1", "2026-03-05")}, today: "2026-04-02",
			want: reminders.CaughtUp, stage: "4", skipped: []int{2, 3}, next: "2026-04-02",
		},
		{
			name: "a month after the last stage it is said again", row: row{more: last("6", "2026-05-04")}, today: "2026-06-01",
			want: reminders.Send, stage: "6 ×1", next: "2026-06-01",
		},
		{
			name: "the last stage is said once if the policy doesn't repeat it", row: row{more: last("6", "2026-05-04")}, today: "2026-06-01",
			policy: func(p *reminders.Policy) {
				l := p.Ladders[reminders.DefaultLadder]
				l.RepeatLast = 0
				p.Ladders[reminders.DefaultLadder] = l
			},
			want: reminders.SkipAlreadySent, stage: "6",
		},
		{
			name: "a due date moved into the future starts the ladder again", row: row{due: "2026-05-04", more: last("3", "2026-03-23")}, today: "2026-03-24",
			want: reminders.SkipNotYet, next: "2026-04-29",
		},
		{
			name: "a due date moved by a day asks for the stage that it could not have been", row: row{due: "2026-03-04", more: last("3", "2026-03-23")}, today: "2026-03-23",
			want: reminders.SkipAlreadySent, stage: "2", next: "2026-03-30",
		},
		{name: "a paid one is left alone", changes: []ledger.Change{payment("P1", "inv-1", 100_00, "EUR", "2026-03-04")}, today: "2026-03-05", want: reminders.SkipPaid, stage: "1"},
		{
			name: "a partial payment keeps the invoice at its stage", row: row{more: last("1", "2026-03-05")},
			changes: []ledger.Change{payment("P1", "inv-1", 40_00, "EUR", "2026-03-10")}, today: "2026-03-12",
			want: reminders.Send, stage: "2", next: "2026-03-12", amount: 60_00,
		},
		{name: "a payment in another currency pays nothing here", changes: []ledger.Change{payment("P1", "inv-1", 100_00, "USD", "2026-03-04")}, today: "2026-03-05", want: reminders.Send, stage: "1", next: "2026-03-05"},
		{name: "without a due date nobody is reminded", row: row{due: "none"}, today: "2026-03-05", want: reminders.SkipNoDueDate},
		{name: "a credit note is owed by nobody", row: row{amount: -50_00}, today: "2026-03-05", want: reminders.SkipCreditNote, stage: "1", amount: -1},
		{name: "a row that can't be read is chased by nobody", row: row{more: fields(ledger.FieldProblem, ledger.Text("Amount: 1 O00"))}, today: "2026-03-05", want: reminders.SkipQuarantined, stage: "1"},
		{name: "an opt-out is for good", row: row{more: fields(ledger.FieldOptOut, ledger.Bool(true))}, today: "2026-03-05", want: reminders.SkipOptOut, stage: "1"},
		{name: "what was late when first seen waits for Start chasing", row: row{more: fields(ledger.FieldWaiting, ledger.Bool(true))}, today: "2026-03-12", want: reminders.SkipWaiting, stage: "2"},
		{
			name: "a dispute over everything stops it", row: row{more: fields(ledger.FieldDispute, ledger.Text("broken"))}, today: "2026-03-05",
			want: reminders.SkipDisputed, stage: "1", amount: -1,
		},
		{
			name: "a dispute over a part leaves the rest to be chased", row: row{more: fields(ledger.FieldDispute, ledger.Text("broken"), ledger.FieldDisputedAmount, eur(30_00))},
			today: "2026-03-05", want: reminders.Send, stage: "1", next: "2026-03-05", amount: 70_00,
		},
		{
			name: "when all but the disputed part is paid nothing is left to chase", row: row{more: fields(ledger.FieldDispute, ledger.Text("broken"), ledger.FieldDisputedAmount, eur(30_00))},
			changes: []ledger.Change{payment("P1", "inv-1", 70_00, "EUR", "2026-03-04")}, today: "2026-03-05", want: reminders.SkipDisputed, stage: "1", amount: -1,
		},
		{
			name: "a promise for Friday holds over the weekend and two business days more", row: row{more: fields(ledger.FieldPromisedOn, on("2026-03-06"))}, today: "2026-03-10",
			want: reminders.SkipPromised, stage: "1", until: "2026-03-10", next: "2026-03-11",
		},
		{
			name:  "a broken promise goes on at the next stage, and the gap doesn't spare it",
			row:   row{more: fields(ledger.FieldPromisedOn, on("2026-03-06"), ledger.FieldStage, ledger.Text("1"), ledger.FieldLastReminder, on("2026-03-09"))},
			today: "2026-03-12", want: reminders.Send, stage: "2", next: "2026-03-12",
		},
		{
			name:    "a promised part that came in is kept: the rest is chased",
			row:     row{more: fields(ledger.FieldPromisedOn, on("2026-03-20"), ledger.FieldPromisedAmount, eur(40_00), ledger.FieldStage, ledger.Text("1"), ledger.FieldLastReminder, on("2026-03-05"))},
			changes: []ledger.Change{payment("P1", "inv-1", 40_00, "EUR", "2026-03-06")}, today: "2026-03-12", want: reminders.Send, stage: "2", next: "2026-03-12", amount: 60_00,
		},
		{name: "a snooze lasts until its day", row: row{more: fields(ledger.FieldSnoozedUntil, on("2026-03-09"))}, today: "2026-03-08", want: reminders.SkipSnoozed, stage: "1", until: "2026-03-09", next: "2026-03-09"},
		{name: "on its day a snooze is over", row: row{more: fields(ledger.FieldSnoozedUntil, on("2026-03-09"))}, today: "2026-03-09", want: reminders.Send, stage: "1", next: "2026-03-09"},
		{name: "somebody is on it, the last day included", row: row{more: fields(ledger.FieldTakenUntil, on("2026-03-09"))}, today: "2026-03-09", want: reminders.SkipTaken, stage: "1", until: "2026-03-09", next: "2026-03-10"},
		{name: "the customer says it's paid: finance checks first", row: row{more: fields(ledger.FieldSaysPaidUntil, on("2026-03-09"))}, today: "2026-03-06", want: reminders.SkipSaysPaid, stage: "1", until: "2026-03-09", next: "2026-03-10"},
		{
			name: "a paused customer is left alone", changes: []ledger.Change{{Customer: "acme", Field: ledger.FieldPause, New: on("2026-03-13")}}, today: "2026-03-06",
			want: reminders.SkipPaused, stage: "1", until: "2026-03-13", next: "2026-03-16",
		},
		{
			name: "a paused book sends nothing", changes: []ledger.Change{{Field: ledger.FieldPause, New: on("2026-03-13")}}, today: "2026-03-06",
			want: reminders.SkipPaused, stage: "1", until: "2026-03-13", next: "2026-03-16",
		},
		{name: "a held book sends nothing and foresees nothing", changes: []ledger.Change{{Field: ledger.FieldHold, New: ledger.Text("no key")}}, today: "2026-03-06", want: reminders.SkipHeld, stage: "1"},
		{
			name: "a book that observes says what it would do", changes: []ledger.Change{{Field: ledger.FieldLevel, New: ledger.Text("observe")}}, today: "2026-03-06",
			want: reminders.SkipObserve, stage: "1",
		},
		{
			name: "below the minimum of its currency nobody is bothered", row: row{amount: 4_99}, today: "2026-03-06", want: reminders.SkipTooSmall, stage: "1", amount: 4_99,
			policy: func(p *reminders.Policy) {
				p.Minimum = map[ledger.Currency]ledger.Money{"EUR": {Minor: 5_00, Currency: "EUR"}}
			},
		},
		{
			name: "the minimum of another currency means nothing", row: row{amount: 4_99}, today: "2026-03-06", want: reminders.Send, stage: "1", next: "2026-03-06", amount: 4_99,
			policy: func(p *reminders.Policy) {
				p.Minimum = map[ledger.Currency]ledger.Money{"USD": {Minor: 5_00, Currency: "USD"}}
			},
		},
		{
			name: "a credit note as large as what is overdue covers it", others: []row{{number: "CN-1", amount: -100_00, due: "2026-03-02"}}, today: "2026-03-06",
			want: reminders.SkipCreditCovers, stage: "1",
		},
		{
			name: "a credit note in another currency covers nothing", others: []row{{number: "CN-1", amount: -100_00, currency: "USD", due: "2026-03-02"}}, today: "2026-03-06",
			want: reminders.Send, stage: "1", next: "2026-03-06",
		},
		{
			name: "unapplied cash covers what is overdue", changes: []ledger.Change{payment("P1", "", 100_00, "EUR", "2026-03-04")}, today: "2026-03-06",
			want: reminders.SkipCreditCovers, stage: "1",
		},
		{
			name: "credits smaller than all that is overdue cover nothing", others: []row{{number: "CN-1", amount: -100_00, due: "2026-03-02"}, {number: "INV-2", due: "2026-03-01"}}, today: "2026-03-06",
			want: reminders.Send, stage: "1", next: "2026-03-06",
		},
		{
			name: "the dispute of one leaves the other alone", others: []row{{number: "INV-0", due: "2026-02-02", more: fields(ledger.FieldDispute, ledger.Text("x"))}}, today: "2026-03-05",
			want: reminders.Send, stage: "1", next: "2026-03-05",
		},
		{
			name: "paying the oldest doesn't send the other back down the ladder", row: row{more: last("3", "2026-03-23")}, others: []row{{number: "INV-0", due: "2026-01-05"}},
			changes: []ledger.Change{payment("P1", "inv-0", 100_00, "EUR", "2026-03-23")}, today: "2026-04-01", want: reminders.Send, stage: "4", next: "2026-04-01",
		},
		{
			name: "what is on its way is not said again", said: []store.Delivery{delivery(store.Due, "1")}, today: "2026-03-05", want: reminders.SkipUnderWay, stage: "1", next: "2026-03-12",
		},
		{
			name: "what is parked waits for a person", said: []store.Delivery{delivery(store.Parked, "1")}, today: "2026-03-05", want: reminders.SkipParked, stage: "1", next: "2026-03-12",
		},
		{
			name: "a parked stage doesn't hold up the next", said: []store.Delivery{delivery(store.Parked, "1")}, today: "2026-03-12", want: reminders.Send, stage: "2", next: "2026-03-12",
		},
		{
			name: "what was dropped was never said", said: []store.Delivery{delivery(store.Dropped, "1")}, today: "2026-03-05", want: reminders.Send, stage: "1", next: "2026-03-05",
		},
		{
			name: "what the deliveries know and the row doesn't yet was said", said: []store.Delivery{delivery(store.Sent, "2")}, today: "2026-03-12", want: reminders.SkipAlreadySent, stage: "2", next: "2026-03-23",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := c.row
			w.number = "INV-1"
			switch w.due {
			case "":
				w.due = "2026-03-02"
			case "none":
				w.due = ""
			}
			policy := reminders.Default()
			if c.policy != nil {
				c.policy(&policy)
			}
			b := bookOf(t, append([]row{w}, c.others...), c.changes...)
			var got reminders.Decision
			for _, d := range reminders.Plan(b, policy, reminders.NewSaid(c.said), day(c.today)) {
				if d.Number == "INV-1" {
					got = d
				}
			}
			type answer struct {
				Reason             reminders.Reason
				Stage, Until, Next string
				Skipped            []int
				Amount             int64
			}
			want := answer{c.want, c.stage, c.until, c.next, c.skipped, c.amount}
			if want.Amount == 0 {
				want.Amount = 100_00
			}
			if want.Amount < 0 || c.want == reminders.SkipPaid {
				want.Amount = 0
			}
			if diff := cmp.Diff(want, answer{got.Reason, got.Stage.String(), got.Until.String(), got.Next.String(), got.Skipped, got.Amount.Minor}); diff != "" {
				t.Errorf("decision (-want +got):\n%s", diff)
			}
		})
	}
}

// delivery said a stage of INV-1 to ann.
func delivery(state store.State, stage string) store.Delivery {
	s, err := ledger.ParseStage(stage)
	if err != nil {
		panic(err)
	}
	return store.Delivery{
		ID: "d1", Kind: store.KindDigest, Destination: "U-ANN", Person: "ann", Day: day("2026-03-05"), State: state,
		Reminders: []store.Reminder{{ID: reminders.ReminderID("inv-1", "2026-03-02", s), Invoice: "inv-1", Cycle: "2026-03-02", Stage: s}},
	}
}
