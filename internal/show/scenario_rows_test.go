package show

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// fortnight is what two weeks did: which reminder went where, and what the
// bot's columns of each invoice show at the end.
type fortnight struct {
	Said  []string
	Cells map[string]map[ledger.Field]string
}

// TestPeopleWhoRearrangeTheSheetChangeNothing lives the same fortnight twice,
// once with people who sort rows, insert and move columns and rename headers
// between the syncs. The same reminders go to the same people, and what the bot
// wrote stands beside the same invoices.
func TestPeopleWhoRearrangeTheSheetChangeNothing(t *testing.T) {
	renamed := map[ledger.Field]string{ledger.FieldDue: "Pay before the", ledger.FieldPaid: "Got so far", ledger.FieldNumber: "Our ref"}
	quiet := liveAFortnight(t, nil, func(*testing.T, *World, int) {})
	lively := liveAFortnight(t, renamed, func(t *testing.T, w *World, day int) {
		t.Helper()
		hand := w.Sheets.Human(w.SpreadsheetID, "sophie.marchand@example.com")
		var err error
		at := func(header string) int { return headerAt(t, w, header) }
		switch day {
		case 0:
			err = hand.SortRange("Invoices", "A2:Y13", at("Amount"), true)
		case 1:
			err = hand.InsertColumns("Invoices", 2, 1)
		case 2:
			err = hand.Type("Invoices", "C1", "Our own remarks")
		case 3:
			err = hand.Type("Invoices", letter(at("Due"))+"1", renamed[ledger.FieldDue])
		case 4:
			err = hand.Type("Invoices", letter(at("Paid"))+"1", renamed[ledger.FieldPaid])
		case 5:
			err = hand.MoveColumn("Invoices", at(renamed[ledger.FieldPaid]), 1)
		case 6:
			err = hand.Type("Invoices", "A1", renamed[ledger.FieldNumber])
		case 7:
			err = hand.InsertRows("Invoices", 3, 2)
		case 8:
			err = hand.SortRange("Invoices", "A2:Z15", 0, false) // by number; the empty rows come last
		}
		if err != nil {
			t.Fatalf("day %d: %v", day, err)
		}
	})
	if len(quiet.Said) < 20 {
		t.Errorf("only %d reminders: nothing to compare", len(quiet.Said))
	}
	if diff := cmp.Diff(quiet, lively); diff != "" {
		t.Errorf("rearranged, the fortnight went otherwise (-quiet +lively):\n%s", diff)
	}
}

// headerAt is where a header stands now.
func headerAt(t *testing.T, w *World, header string) int {
	t.Helper()
	for c, cell := range w.Sheets.Contents(w.SpreadsheetID, workbook(w.o.Lang).Tabs[0].Title)[0] {
		if cell.Value == header {
			return c
		}
	}
	t.Fatalf("no column %q", header)
	return 0
}

func liveAFortnight(t *testing.T, renamed map[ledger.Field]string, rearrange func(*testing.T, *World, int)) (f fortnight) {
	t.Helper()
	var rows []owed
	for i := range 12 {
		rows = append(rows, owed{
			fmt.Sprintf("A-%02d", i), fmt.Sprintf("Customer %d", i%4), []string{"Oliver Hughes", "Priya Shah"}[i%2], 3 * i, fmt.Sprint(100 * (1 + (i*7)%12)),
		})
	}
	synctest.Test(t, func(t *testing.T) {
		w := scenario(t, Options{Data: bookOfOwed(t, rows...)})
		w.liveTo(0, 11, 0)
		for day := range 14 {
			switch day { // facts come in on the way, by Slack
			case 0, 6, 9:
				ask(t, w, sophie, fmt.Sprintf("/paid A-%02d 50", day))
			case 2, 8:
				ask(t, w, sophie, fmt.Sprintf("/relance promise A-%02d 2026-10-30", day))
			case 4:
				ask(t, w, sophie, "/relance dispute A-11 short delivery")
			}
			// Between the write that this wakes and the next sync.
			w.liveTo(0, 11, 2)
			rearrange(t, w, day)
			w.liveMornings(1)
		}
		deliveries, err := w.o.OpenStore.List(t.Context(), "demo")
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range deliveries {
			if d.State != store.Sent && d.State != store.Dropped {
				t.Errorf("a delivery to %s is %s", d.Destination, d.State)
			}
			for _, r := range d.Reminders {
				if d.State != store.Sent {
					continue
				}
				what := r.ID
				if d.Kind == store.KindThread { // named after entries of the journal, whose names follow the sync's cycles
					what = "a line in a thread"
				}
				f.Said = append(f.Said, fmt.Sprintf("%s %s %s", d.Day, d.Destination, what))
			}
		}
		slices.Sort(f.Said)
		f.Cells = map[string]map[ledger.Field]string{}
		for _, o := range rows {
			f.Cells[o.number] = cellsOf(t, w, o.number, renamed)
		}
		if hold := bookOf(t, w).Hold(); hold != "" {
			t.Errorf("the book is held: %s", hold)
		}
	})
	return f
}
