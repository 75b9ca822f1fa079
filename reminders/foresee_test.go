package reminders_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

func TestForesee(t *testing.T) {
	b := bookOf(t, []row{
		{number: "INV-1", customer: "Acme", amount: 100_00, currency: "EUR", due: "2026-03-02", more: fields(ledger.FieldSalesperson, ledger.Text("ana"))},
		{number: "INV-2", customer: "Beta", amount: 50_00, currency: "EUR", due: "2026-02-10", more: fields(ledger.FieldSalesperson, ledger.Text("ben"), ledger.FieldSnoozedUntil, on("2026-03-20"))},
		{number: "INV-3", customer: "Gamma", amount: 50_00, currency: "EUR", due: "2026-02-28"}, // a Saturday: day 3 is Tuesday
		{number: "INV-4", customer: "Delta", amount: 50_00, currency: "EUR", due: "2026-02-10", more: fields(ledger.FieldOptOut, ledger.Bool(true))},
	})
	f, err := reminders.Foresee(b, reminders.Default(), nil, day("2026-03-03"), 30)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range f.Coming {
		got = append(got, c.Day.String()+" "+c.Number+" "+c.Stage.String()+" "+string(c.Reason))
	}
	want := []string{
		"2026-03-03 INV-1 0 send", // the courtesy is only put down
		"2026-03-03 INV-3 1 send",
		"2026-03-05 INV-1 1 send",
		"2026-03-10 INV-3 2 send",
		"2026-03-12 INV-1 2 send",
		"2026-03-20 INV-2 4 caught_up", // the snooze ends; three stages were left out
		"2026-03-20 INV-3 3 send",
		"2026-03-23 INV-1 3 send", // day 20 is Sunday 22 March
		"2026-03-27 INV-2 5 send", // the contact gap holds until then
		"2026-03-30 INV-3 4 send",
		"2026-04-01 INV-1 4 send",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("coming (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[int]int{0: 1, 1: 2, 2: 2, 3: 2, 4: 3, 5: 1}, f.PerStage()); diff != "" {
		t.Errorf("per stage (-want +got):\n%s", diff)
	}
	wantParts := map[string]reminders.Part{"ana": {3, 3}, "finance": {7, 6}, "manager": {5, 4}}
	if diff := cmp.Diff(wantParts, f.PerReader()); diff != "" {
		t.Errorf("per reader (-want +got):\n%s", diff)
	}
	wantReasons := map[reminders.Reason]int{reminders.Send: 2, reminders.SkipSnoozed: 1, reminders.SkipOptOut: 1}
	if diff := cmp.Diff(wantReasons, f.Reasons); diff != "" {
		t.Errorf("reasons of the first day (-want +got):\n%s", diff)
	}
	if n := len(f.Today()); n != 2 {
		t.Errorf("%d today", n)
	}
}

func TestForeseeOnADayOffSaysNothingToday(t *testing.T) {
	b := bookOf(t, []row{{number: "INV-1", customer: "Acme", amount: 100_00, currency: "EUR", due: "2026-02-25"}})
	f, err := reminders.Foresee(b, reminders.Default(), nil, day("2026-02-28"), 3) // a Saturday, and day 3
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Today()) != 0 || len(f.Coming) != 1 || f.Coming[0].Day != day("2026-03-02") {
		t.Errorf("%+v", f.Coming)
	}
}

func TestForeseeShowsWhatABookWouldBringThatIsHeldOrObserves(t *testing.T) {
	// A book that observes shows what it would bring all the same.
	b := bookOf(t, []row{{number: "INV-1", customer: "Acme", amount: 100_00, currency: "EUR", due: "2026-03-02"}},
		ledger.Change{Field: ledger.FieldLevel, New: ledger.Text("observe")}, ledger.Change{Field: ledger.FieldHold, New: ledger.Text("why")})
	f, err := reminders.Foresee(b, reminders.Default(), nil, day("2026-03-05"), 1)
	if err != nil || len(f.Coming) != 1 {
		t.Fatalf("%+v, %v", f, err)
	}
}

// Stage 0 is put down and not posted: a ladder that begins after the due date
// must not lose its first stage to it.
func TestALadderWithoutACourtesyBeginsWithStageOne(t *testing.T) {
	p := readPolicy(t, "ladders:\n  default:\n    stages:\n      - {day: 3, tone: friendly, tell: [finance]}\n      - {day: 10, tone: firm, tell: [finance]}\n")
	b := bookOf(t, []row{{number: "INV-1", customer: "Acme", amount: 100_00, currency: "EUR", due: "2026-03-02"}})
	f, err := reminders.Foresee(b, p, nil, day("2026-03-05"), 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[int]int{1: 1, 2: 1}, f.PerStage()); diff != "" {
		t.Errorf("per stage (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]reminders.Part{"finance": {2, 2}}, f.PerReader()); diff != "" {
		t.Errorf("per reader (-want +got):\n%s", diff)
	}
}
