package reminders_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

var firstDay = day("2026-03-02")

// anyRow draws an invoice in any state that a row can be in.
func anyRow(t *rapid.T, i int) row {
	w := row{
		number: fmt.Sprintf("INV-%d", i), customer: rapid.SampledFrom([]string{"Acme", "Beta"}).Draw(t, "customer"),
		amount:   rapid.Int64Range(-200_00, 500_00).Draw(t, "amount"),
		currency: rapid.SampledFrom([]ledger.Currency{"EUR", "USD"}).Draw(t, "currency"), more: ledger.Fields{},
	}
	if rapid.IntRange(0, 9).Draw(t, "has due") > 0 {
		w.due = firstDay.AddDays(rapid.IntRange(-120, 20).Draw(t, "due")).String()
	}
	someDay := func(name string) ledger.Value {
		return ledger.Day(firstDay.AddDays(rapid.IntRange(-15, 15).Draw(t, name)))
	}
	for _, f := range []ledger.Field{ledger.FieldPromisedOn, ledger.FieldSnoozedUntil, ledger.FieldTakenUntil, ledger.FieldSaysPaidUntil} {
		if rapid.IntRange(0, 5).Draw(t, "sets "+string(f)) == 0 {
			w.more[f] = someDay(string(f))
		}
	}
	for f, v := range map[ledger.Field]ledger.Value{
		ledger.FieldDispute: ledger.Text("why"), ledger.FieldOptOut: ledger.Bool(true),
		ledger.FieldWaiting: ledger.Bool(true), ledger.FieldProblem: ledger.Text("what"),
	} {
		if rapid.IntRange(0, 9).Draw(t, "sets "+string(f)) == 0 {
			w.more[f] = v
		}
	}
	if rapid.Bool().Draw(t, "was reminded") {
		w.more[ledger.FieldStage] = ledger.Text(ledger.StageAt(rapid.IntRange(0, 6).Draw(t, "stage")).String())
		w.more[ledger.FieldLastReminder] = someDay("last reminder")
	}
	return w
}

func TestPlanProperties(t *testing.T) {
	policy := reminders.Default()
	calendar := reminders.NewCalendar(policy)
	rapid.Check(t, func(t *rapid.T) {
		changes := []ledger.Change{{Field: ledger.FieldLevel, New: ledger.Text("internal")}}
		n := rapid.IntRange(1, 8).Draw(t, "invoices")
		for i := range n {
			changes = append(changes, anyRow(t, i).change())
		}
		b, err := ledger.NewBook().Apply(changes...)
		if err != nil {
			t.Fatal(err)
		}
		today := firstDay.AddDays(rapid.IntRange(-10, 10).Draw(t, "today"))
		decisions := reminders.Plan(b, policy, nil, today)
		if len(decisions) != n {
			t.Fatalf("%d decisions on %d invoices", len(decisions), n)
		}
		for _, d := range decisions {
			inv, _ := b.Invoice(d.Invoice)
			if d.Reason == "" {
				t.Fatalf("%s has no reason", d.Number)
			}
			quiet := !inv.Open().IsPositive() || inv.Problem != "" || inv.OptOut || inv.Waiting || inv.Due.IsZero() || inv.Dispute != "" ||
				inv.SnoozedUntil.After(today) || inv.TakenUntil >= today || inv.SaysPaidUntil >= today || inv.PromisedOn >= today
			if d.Reason.Sends() {
				switch {
				case quiet:
					t.Fatalf("%s is reminded although something speaks against it: %+v", d.Number, *inv)
				case !d.Stage.Above(d.Before):
					t.Fatalf("%s goes from stage %s to %s", d.Number, d.Before, d.Stage)
				case !calendar.IsBusinessDay(d.On) || d.On < today:
					t.Fatalf("%s goes out on %s", d.Number, d.On)
				}
			}
			// Everyone who is late and free to be chased is, or was up to this
			// stage, or waits for the gap, or has credits.
			late := inv.DaysLate(today) >= 3 && inv.PromisedOn.IsZero()
			if late && !quiet {
				switch d.Reason {
				case reminders.Send, reminders.CaughtUp, reminders.SkipAlreadySent, reminders.SkipTooSoon, reminders.SkipCreditCovers:
				default:
					t.Fatalf("%s is late and %s", d.Number, d.Reason)
				}
			}
			if !d.Next.IsZero() && !calendar.IsBusinessDay(d.Next) {
				t.Fatalf("%s is next reminded on %s, when nobody works", d.Number, d.Next)
			}
		}
		again := reminders.Plan(b, policy, nil, today)
		for i := range again {
			if again[i].Invoice != decisions[i].Invoice || again[i].Reason != decisions[i].Reason {
				t.Fatal("the same plan twice differs")
			}
		}
	})
}

// A day on which the plan says Next, nothing else having moved, something is
// said; and on no business day before it.
func TestNextReminderIsTheDayOfTheNextReminder(t *testing.T) {
	policy := reminders.Default()
	calendar := reminders.NewCalendar(policy)
	rapid.Check(t, func(t *rapid.T) {
		w := anyRow(t, 1)
		w.amount = 100_00
		b, err := ledger.NewBook().Apply(ledger.Change{Field: ledger.FieldLevel, New: ledger.Text("internal")}, w.change())
		if err != nil {
			t.Fatal(err)
		}
		d := reminders.Plan(b, policy, nil, firstDay)[0]
		if d.Next.IsZero() || d.Next.DaysSince(firstDay) > 200 {
			return
		}
		for on := firstDay; on <= d.Next; on++ {
			if !calendar.IsBusinessDay(on) {
				continue
			}
			sends := reminders.Plan(b, policy, nil, on)[0].Reason.Sends()
			if sends != (on == d.Next) {
				t.Fatalf("planned on %s for %s (%s); on %s it sends: %v", firstDay, d.Next, d.Reason, on, sends)
			}
		}
	})
}
