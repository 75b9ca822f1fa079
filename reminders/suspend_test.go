package reminders_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// The invoice is due on Monday 2 March 2026 over 100 EUR.
func TestWhatSuspends(t *testing.T) {
	type made = []ledger.Change
	last := func(stage, date string, more ledger.Fields) ledger.Fields {
		f := fields(ledger.FieldStage, ledger.Text(stage), ledger.FieldLastReminder, on(date))
		maps.Copy(f, more)
		return f
	}
	plan := func(text string) ledger.Fields { return fields(ledger.FieldPlan, ledger.Text(text)) }
	const two = "60 on 2026-04-01; 40 on 2026-05-07" // a Wednesday, and a Thursday before a holiday
	promise := func(made, promised string) ledger.Change {
		return ledger.Change{Invoice: "inv-1", Field: ledger.FieldPromisedOn, At: day(made).At(9, 0, time.UTC), New: on(promised)}
	}
	for _, c := range []struct {
		name    string
		more    ledger.Fields
		changes made
		today   string
		want    string // reason stage cycle amount
		next    string
	}{
		// Calls.
		{name: "after a call the ladder waits for the next one", more: fields(ledger.FieldCallAgain, on("2026-03-09")), today: "2026-03-06", want: "skip_call_again 1 2026-03-02 100.00", next: "2026-03-09"},
		{name: "and goes on on its day", more: fields(ledger.FieldCallAgain, on("2026-03-09")), today: "2026-03-09", want: "send 1 2026-03-02 100.00", next: "2026-03-09"},
		{name: "they replied: the team is told all the same", more: fields(ledger.FieldRepliedUntil, on("2026-03-20")), today: "2026-03-06", want: "send 1 2026-03-02 100.00", next: "2026-03-06"},

		// Standings.
		{name: "an insolvent customer is off the ladder", more: fields(ledger.FieldStanding, ledger.Text("insolvent")), today: "2026-04-06", want: "skip_insolvent 4 2026-03-02 100.00"},
		{name: "a factored invoice is", more: fields(ledger.FieldStanding, ledger.Text("factored")), today: "2026-04-06", want: "skip_factored 4 2026-03-02 100.00"},
		{name: "and one that was handed over", more: fields(ledger.FieldStanding, ledger.Text("handed over")), today: "2026-04-06", want: "skip_handed_over 4 2026-03-02 100.00"},

		// Promises, told by the journal.
		{
			name: "a part that was promised and came keeps the promise for good", more: last("2", "2026-03-16", nil),
			changes: made{
				promise("2026-03-09", "2026-03-12"),
				{Invoice: "inv-1", Field: ledger.FieldPromisedAmount, At: day("2026-03-09").At(9, 0, time.UTC), New: eur(40_00)},
				payment("P1", "inv-1", 40_00, "EUR", "2026-03-11"),
			},
			today: "2026-03-18", want: "skip_already_sent 2 2026-03-02 60.00", next: "2026-03-23", // stage 3 on the 22nd, a Sunday, and the gap
		},
		{
			name: "a broken promise goes on at the stage after the last one, however late it is", more: last("1", "2026-03-05", nil),
			changes: made{promise("2026-03-06", "2026-04-10")}, today: "2026-04-15", want: "send 2 2026-03-02 100.00", next: "2026-04-15",
		},
		{
			name: "and then climbs one stage per contact", more: last("2", "2026-04-15", nil),
			changes: made{promise("2026-03-06", "2026-04-10")}, today: "2026-04-20", want: "skip_too_soon 3 2026-03-02 100.00", next: "2026-04-22",
		},
		{
			name: "the gap over, it is the next", more: last("2", "2026-04-15", nil),
			changes: made{promise("2026-03-06", "2026-04-10")}, today: "2026-04-22", want: "send 3 2026-03-02 100.00", next: "2026-04-22",
		},

		// Instalment plans.
		{name: "while a plan is kept the invoice itself is not chased", more: last("2", "2026-03-12", plan(two)), today: "2026-03-20", want: "skip_plan  2026-04-01 60.00", next: "2026-03-27"},
		{name: "the first instalment has its courtesy", more: last("2", "2026-03-12", plan(two)), today: "2026-03-27", want: "send 0 2026-04-01 60.00", next: "2026-03-27"},
		{name: "which is said once", more: last("2", "2026-03-27", plan(two)), today: "2026-03-30", want: "skip_already_sent 0 2026-04-01 60.00", next: "2026-04-07"}, // stage 1 on Saturday the 4th; broken by Monday the 6th, a holiday
		{name: "and is chased from its own due date", more: last("2", "2026-03-27", plan(two)), today: "2026-04-03", want: "skip_already_sent 0 2026-04-01 60.00", next: "2026-04-07"},
		{
			name: "a missed instalment breaks the plan: the whole balance, at the stage after the last one", more: last("2", "2026-03-27", plan(two)),
			today: "2026-04-07", want: "send 3 2026-03-02 100.00", next: "2026-04-07",
		},
		{
			name: "a part of an instalment breaks it too", more: last("2", "2026-03-27", plan(two)), changes: made{payment("P1", "inv-1", 20_00, "EUR", "2026-04-01")},
			today: "2026-04-07", want: "send 3 2026-03-02 80.00", next: "2026-04-07",
		},
		{
			name: "broken, it climbs one stage per contact", more: last("3", "2026-04-07", plan(two)),
			today: "2026-04-10", want: "skip_too_soon 4 2026-03-02 100.00", next: "2026-04-14",
		},
		{
			name: "the missed instalment comes in after all: the plan goes on", more: last("3", "2026-04-07", plan(two)), changes: made{payment("P1", "inv-1", 60_00, "EUR", "2026-04-10")},
			today: "2026-04-13", want: "skip_plan  2026-05-07 40.00", next: "2026-05-04",
		},
		{
			name: "the second instalment is a cycle of its own", more: last("2", "2026-03-27", plan(two)), changes: made{payment("P1", "inv-1", 60_00, "EUR", "2026-04-01")},
			today: "2026-05-11", want: "send 1 2026-05-07 40.00", next: "2026-05-11",
		},
		{
			name: "all of it paid", more: plan(two), changes: made{payment("P1", "inv-1", 60_00, "EUR", "2026-04-01"), payment("P2", "inv-1", 40_00, "EUR", "2026-05-07")},
			today: "2026-05-07", want: "skip_paid 6 2026-03-02 0.00",
		},
		{name: "a plan in words stops the ladder and says so", more: plan("half now, half later"), today: "2026-03-20", want: "skip_plan_unclear 2 2026-03-02 100.00"},
		{name: "a plan that doesn't come to the balance does", more: plan("50 on 2026-04-01; 40 on 2026-05-01"), today: "2026-03-20", want: "skip_plan_unclear 2 2026-03-02 100.00"},
		{
			name: "a disputed part is asked of no instalment", more: fields(ledger.FieldPlan, ledger.Text(two), ledger.FieldDispute, ledger.Text("price"), ledger.FieldDisputedAmount, eur(70_00)),
			today: "2026-04-02", want: "send 0 2026-04-01 30.00", next: "2026-04-02",
		},
		{name: "a plan of an invoice without a due date has days of its own", more: fields(ledger.FieldPlan, ledger.Text(two), ledger.FieldDue, ledger.Value{}), today: "2026-03-20", want: "skip_plan  2026-04-01 60.00", next: "2026-03-27"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := row{number: "INV-1", due: "2026-03-02", more: c.more}
			b := bookOf(t, []row{w}, c.changes...)
			d := reminders.Plan(b, reminders.Default(), nil, day(c.today))[0]
			got := fmt.Sprintf("%s %s %s %s", d.Reason, d.Stage, d.Cycle, d.Amount)
			if diff := cmp.Diff([]string{c.want, c.next}, []string{got, d.Next.String()}); diff != "" {
				t.Errorf("decision and next (-want +got):\n%s", diff)
			}
		})
	}
}

// days lives from one day to another, a tick each morning and noon.
func (r *rig) days(from, to string) {
	r.t.Helper()
	for d := day(from); d <= day(to); d++ {
		for _, hour := range []int{9, 12} {
			r.clock.set(d, hour, 0)
			r.run(2 * time.Minute)
		}
	}
}

func alertsTo(r *rig, who string) []string {
	var list []string
	for _, m := range r.slack.to(who, store.KindDirect) {
		list = append(list, fmt.Sprintf("%s %s %s", m.content.Day, m.content.Direct.About, strings.Join(m.numbers(), ",")))
	}
	return list
}

func TestAMissedInstalmentIsToldOnceAndTheBalanceIsChasedAgain(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-20"})
	r.days("2026-03-02", "2026-03-06") // stage 2 on Monday
	r.set("INV-1", ledger.FieldPlan, ledger.Text("50 on 2026-03-20; 50 on 2026-04-20"))
	r.days("2026-03-07", "2026-03-20")
	if got := r.invoice("INV-1"); got.Stage.String() != "2" || got.LastReminder != day("2026-03-16") { // the courtesy of the 15th, a Sunday
		t.Errorf("an instalment's courtesy left the row at stage %s of %s", got.Stage, got.LastReminder)
	}
	r.pay("INV-1", 50_00)
	r.days("2026-03-21", "2026-04-30")
	want := []string{"2026-04-23 plan_broken INV-1"} // Monday the 20th and two business days
	if diff := cmp.Diff(want, alertsTo(r, "U-ANN")); diff != "" {
		t.Errorf("to the owner (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, alertsTo(r, "U-FIN")); diff != "" {
		t.Errorf("to finance (-want +got):\n%s", diff)
	}
	var told []string
	for _, m := range r.slack.to("U-ANN", store.KindDigest) {
		for _, c := range m.content.Digest.Customers {
			for _, l := range c.Lines {
				told = append(told, fmt.Sprintf("%s stage %d of %s: %s", m.content.Day, l.Stage, l.Due, l.Amount))
			}
		}
	}
	if diff := cmp.Diff([]string{"2026-03-02 stage 2 of 2026-02-20: 100.00", "2026-04-23 stage 3 of 2026-02-20: 50.00"}, told); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
	if got := r.invoice("INV-1"); got.Stage.String() != "4" {
		t.Errorf("the row is at stage %s", got.Stage)
	}
}

func TestTheDayOfTheNextCallIsInTheDigestOnce(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-20"})
	r.days("2026-03-02", "2026-03-03")
	r.set("INV-1", ledger.FieldCallAgain, on("2026-03-07")) // a Saturday
	r.days("2026-03-04", "2026-03-11")
	var got []string
	for _, m := range r.slack.to("U-ANN", store.KindDigest) {
		for _, l := range m.content.Digest.Calls {
			got = append(got, fmt.Sprintf("%s %s", m.content.Day, l.Number))
		}
	}
	if diff := cmp.Diff([]string{"2026-03-09 INV-1"}, got); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestInsolvencyTellsFinanceTheDayToLodgeTheClaim(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-20"}, row{number: "INV-2", sales: "ann", due: "2026-05-20"}, row{number: "INV-3", sales: "ann", due: "2026-05-20"})
	r.set("INV-1", ledger.FieldStanding, ledger.Text("insolvent"))
	r.set("INV-2", ledger.FieldStanding, ledger.Text("insolvent"))
	r.set("INV-3", ledger.FieldStanding, ledger.Text("factored"))
	r.days("2026-03-02", "2026-03-13")
	if diff := cmp.Diff([]string{"2026-03-02 insolvent INV-1,INV-2"}, alertsTo(r, "U-FIN")); diff != "" {
		t.Errorf("to finance (-want +got):\n%s", diff)
	}
	r.days("2026-04-14", "2026-04-24")
	if got := alertsTo(r, "U-FIN"); len(got) != 2 || got[1] != "2026-04-20 insolvent INV-1,INV-2" { // the 18th is a Saturday
		t.Errorf("two weeks before the last day: %v", got)
	}
	lines := r.slack.to("U-FIN", store.KindDirect)[0].content.Direct.Lines
	if lines[0].Status.Kind != reminders.StatusInsolvent || lines[0].Status.Until != day("2026-05-02") {
		t.Errorf("the line says %+v", lines[0].Status)
	}
	if got := r.slack.to("U-ANN", ""); len(got) != 0 {
		t.Errorf("%d messages to the salesperson", len(got))
	}
}

func TestAPromiseKeptInPartSaysHowMuchCame(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-26"})
	r.set("INV-1", ledger.FieldPromisedOn, on("2026-03-04"))
	r.clock.set(day("2026-03-03"), 11, 0)
	r.pay("INV-1", 30_00)
	r.days("2026-03-04", "2026-03-12")
	if diff := cmp.Diff([]string{"2026-03-09 broken_promise INV-1"}, alertsTo(r, "U-ANN")); diff != "" {
		t.Fatalf("alerts (-want +got):\n%s", diff)
	}
	s := r.slack.to("U-ANN", store.KindDirect)[0].content.Direct.Lines[0].Status
	if s.Kind != reminders.StatusPartKept || s.Came.Minor != 30_00 || s.Amount.Minor != 100_00 || s.Actor != "U-ANN" {
		t.Errorf("the line says %+v", s)
	}
}
