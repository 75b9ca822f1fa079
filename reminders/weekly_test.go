package reminders_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

func TestManagersGetTheWeekOnceAndHowItMoved(t *testing.T) {
	r := newRig(t, func(o *reminders.Options) { o.Policy.Weekly = true })
	r.add(
		row{number: "INV-1", customer: "Acme", sales: "ann", due: "2026-02-10", amount: 100000},
		row{number: "INV-2", customer: "Beta", sales: "ann", due: "2026-02-26", amount: 40000}, // not late a week ago
		row{number: "INV-3", customer: "Cora", sales: "bob", due: "2026-04-26", amount: 7000},
	)
	r.pay("INV-1", 30000)
	for d := day("2026-03-02"); d <= day("2026-03-09"); d++ { // Monday to Monday
		r.clock.set(d, 9, 0)
		r.tick()
		r.tick()
	}
	var weeks []reminders.Weekly
	for _, m := range r.slack.to("U-MAX", store.KindDigest) {
		if w := m.content.Digest.Weekly; w != nil {
			weeks = append(weeks, *w)
		}
	}
	if len(weeks) != 2 || weeks[0].Since != day("2026-02-23") || weeks[1].Since != day("2026-03-02") {
		t.Fatalf("%d weeks in the manager's digests, want one each Monday: %v", len(weeks), weeks)
	}
	eur := func(minor int64) ledger.Money { return ledger.Money{Minor: minor, Currency: "EUR"} }
	got := weeks[0].Figures
	for i := range got {
		got[i].DSO, got[i].WasDSO = "", ""
	}
	if diff := cmp.Diff([]reminders.WeekFigure{{
		Outstanding: eur(117000), WasOpen: eur(147000), Overdue: eur(110000), WasOverdue: eur(100000), Paid: eur(30000),
	}}, got); diff != "" {
		t.Errorf("the week's figures (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]reminders.Debtor{
		{Customer: "acme", Name: "Acme", Overdue: eur(70000), Was: eur(100000)},
		{Customer: "beta", Name: "Beta", Overdue: eur(40000), Was: eur(0)},
	}, weeks[0].Largest); diff != "" {
		t.Errorf("who owes most (-want +got):\n%s", diff)
	}
	for _, to := range []string{"U-ANN", "U-BOB", "U-FIN"} {
		for _, m := range r.slack.to(to, store.KindDigest) {
			if m.content.Digest.Weekly != nil {
				t.Errorf("%s, who manages nobody, got the week", to)
			}
		}
	}
}

func TestFinanceHearsOfWhatIsToBeLookedAtAgain(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", customer: "Acme", sales: "ann", due: "2026-02-10"}, row{number: "INV-2", customer: "Beta", sales: "ann", due: "2026-01-10"})
	r.set("INV-1", ledger.FieldDispute, ledger.Text("broken parcels"))
	r.set("INV-1", ledger.FieldDisputeReview, ledger.Day(day("2026-03-03")))
	a := ledger.Account{Name: "Beta", Mode: ledger.ModeNever, ModeReason: "a lawsuit", ModeReview: day("2026-03-04")}
	r.record(ledger.Change{Customer: a.Key(), Field: ledger.FieldAccount, New: ledger.Record(a)})
	seen := map[string]string{}
	for d := day("2026-03-02"); d <= day("2026-03-06"); d++ {
		r.clock.set(d, 9, 0)
		r.tick()
	}
	for _, m := range r.slack.to("U-FIN", store.KindDigest) {
		for _, l := range m.content.Digest.Disputes {
			seen[m.content.Day.String()] += " dispute of " + l.Number
		}
		for _, v := range m.content.Digest.Reviews {
			seen[m.content.Day.String()] += " mode of " + v.Name
		}
	}
	if diff := cmp.Diff(map[string]string{"2026-03-03": " dispute of INV-1", "2026-03-04": " dispute of INV-1 mode of Beta"}, seen); diff != "" {
		t.Errorf("what finance looks at again (-want +got):\n%s", diff)
	}
}

func TestFinanceHearsOfAStaleBankImportOnce(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", customer: "Acme", sales: "ann", due: "2026-08-10"})
	r.record(ledger.Change{
		Invoice: "inv-1", Field: ledger.FieldNote, Source: ledger.SourceImport, Actor: "U-FIN", At: day("2026-03-02").At(8, 0, paris), New: ledger.Text("statement"),
	})
	for d := day("2026-03-02"); d <= day("2026-03-11"); d++ {
		r.clock.set(d, 9, 0)
		r.tick()
	}
	var told []string
	for _, m := range r.slack.to("U-FIN", store.KindDigest) {
		told = append(told, m.content.Day.String()+" of "+m.content.Digest.Import.String())
	}
	if diff := cmp.Diff([]string{"2026-03-06 of 2026-03-02"}, told); diff != "" {
		t.Errorf("finance's digests (-want +got):\n%s", diff)
	}
	if n := len(r.slack.to("U-ANN", store.KindDigest)); n != 0 {
		t.Errorf("a salesperson got %d digests", n)
	}
}

// What finance heard of long ago, and is still so, is neither told again nor in
// the way of what is new: the store would refuse a digest that tells it twice.
func TestWhatFinanceHeardLongAgoIsNotInTheWayOfWhatIsNew(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", customer: "Acme", sales: "ann", due: "2026-12-10"})
	r.record(ledger.Change{
		Invoice: "inv-1", Field: ledger.FieldNote, Source: ledger.SourceImport, Actor: "U-FIN", At: day("2026-03-02").At(8, 0, paris), New: ledger.Text("statement"),
	})
	a := ledger.Account{Name: "Acme", Mode: ledger.ModeNever, ModeReason: "a lawsuit", ModeReview: day("2026-03-04")}
	r.record(ledger.Change{Customer: a.Key(), Field: ledger.FieldAccount, New: ledger.Record(a)})
	for d := day("2026-03-02"); d <= day("2026-06-10"); d++ {
		r.clock.set(d, 9, 0)
		if d == day("2026-06-08") {
			r.add(row{number: "INV-2", customer: "Beta", due: "2026-06-01"}) // nobody's: finance hears of it
		}
		if report := r.tick(); d > day("2026-05-04") && d < day("2026-06-08") && report.Frozen > 0 {
			t.Errorf("on %s something was frozen", d)
		}
	}
	var told []string
	for _, m := range r.slack.to("U-FIN", store.KindDigest) {
		told = append(told, m.content.Day.String())
	}
	if diff := cmp.Diff([]string{"2026-03-04", "2026-03-06", "2026-06-08"}, told); diff != "" {
		t.Errorf("finance's digests (-want +got):\n%s", diff)
	}
}

func TestWhatIsMostUrgentStandsFirst(t *testing.T) {
	r := newRig(t)
	r.add(
		row{number: "INV-1", customer: "Acme", sales: "ann", due: "2026-02-27"}, // stage 1
		row{number: "INV-2", customer: "Beta", sales: "ann", due: "2026-02-19"}, // stage 2
		row{number: "INV-3", customer: "Cora", sales: "ann", due: "2026-02-26"}, // stage 1, and broke a promise
	)
	r.set("INV-3", ledger.FieldPromisedOn, ledger.Day(day("2026-02-25")))
	r.tick()
	var got []string
	for _, m := range r.slack.to("U-ANN", store.KindDigest) {
		for _, k := range m.content.Digest.Customers {
			got = append(got, k.Name+" "+string(k.Do))
		}
	}
	if diff := cmp.Diff([]string{"Cora broken", "Beta firm", "Acme friendly"}, got); diff != "" {
		t.Errorf("ann's list (-want +got):\n%s", diff)
	}
}
