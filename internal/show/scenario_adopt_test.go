package show

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// TestAnAdoptedSheetWaitsForStartChasing: three hundred invoices that are late
// when the bot first sees them bring not one message, until somebody in
// finance has seen the list and clicked.
func TestAnAdoptedSheetWaitsForStartChasing(t *testing.T) {
	salespeople := map[string]string{oliver: "Oliver Hughes", priya: "Priya Shah", "U0CAMILLE1": "camille.laurent@example.com", "U0INES0003": "U0INES0003"}
	var rows []owed
	for i := range 75 {
		for id, name := range salespeople {
			rows = append(rows, owed{fmt.Sprintf("%s-%02d", id, i), fmt.Sprintf("%s's customer %d", name, i%9), name, 4 + i, "1200.50"})
		}
	}
	synctest.Test(t, func(t *testing.T) {
		w := scenario(t, Options{Data: bookOfOwed(t, rows...), KeepWaiting: true})
		w.liveMornings(2)
		w.liveTo(0, 19, 40) // past the sending hours in London as well
		for _, m := range everythingSaid(w) {
			t.Errorf("before Start chasing somebody read %q", m.Text)
		}
		if cells := cellsOf(t, w, oliver+"-00", nil); cells[ledger.FieldStage] != "" || cells[ledger.FieldLastReminder] != "" {
			t.Errorf("the row says stage %q, last reminder %q", cells[ledger.FieldStage], cells[ledger.FieldLastReminder])
		}

		// A salesperson sees no such button.
		if status := ask(t, w, oliver, "/relance status"); shows(status, "start_chasing") {
			t.Error("a salesperson is offered to start chasing")
		}
		status := ask(t, w, daniel, "/relance status")
		if !shows(status, "*300 invoices were late when first seen*") {
			t.Errorf("finance reads %q %s", status.Text, status.Blocks)
		}
		started := w.Clock.Now()
		done := click(t, w, daniel, status, "start_chasing")
		if !shows(done, "Daniel Whitfield") || !shows(done, "300") {
			t.Errorf("the click answered %q", done.Text)
		}
		w.liveTo(0, 23, 59)
		if got := told(t, w, oliver, started); len(got) != 0 {
			t.Errorf("%d messages in the evening", len(got))
		}

		w.liveMornings(1) // Thursday
		for id := range salespeople {
			if got := told(t, w, id, started); len(got) != 1 {
				t.Errorf("%s got %d messages, want one digest", id, len(got))
			}
		}
		// Finance has a digest, too, and is asked about formal notices: within
		// the budget of three direct messages a day.
		digests, directs := 0, 0
		for _, d := range sentTo(t, w, daniel) {
			switch d.Kind {
			case store.KindDigest:
				digests++
			case store.KindDirect:
				directs++
			}
		}
		if digests != 1 || directs > 3 {
			t.Errorf("finance got %d digests and %d direct messages", digests, directs)
		}
		status = ask(t, w, daniel, "/relance status")
		if shows(status, "start_chasing") {
			t.Error("after the click it is still offered")
		}
	})
}

// sentTo are the deliveries that reached a destination.
func sentTo(t *testing.T, w *World, to string) []store.Delivery {
	t.Helper()
	deliveries, err := w.o.OpenStore.List(t.Context(), "demo", store.Sent)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(deliveries, func(d store.Delivery) bool { return d.Destination != to })
}

// TestNobodyForASalespersonCell: finance hears of it, and when the cell is
// mended the right person does.
func TestNobodyForASalespersonCell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := scenario(t, Options{Data: bookOfOwed(t, owed{"A-1", "Acme", "Zoé Inconnue", 3, "100"}, owed{"A-2", "Bolt", "Oliver Hughes", 3, "100"})})
		w.liveTo(0, 12, 0) // both are at stage 1
		got := told(t, w, daniel, quarterStart())
		if len(got) != 1 || !shows(got[0], "A-1") || !shows(got[0], "Zoé Inconnue") || shows(got[0], "A-2") {
			t.Fatalf("finance was told %v", got)
		}
		if got := told(t, w, oliver, quarterStart()); len(got) != 1 || shows(got[0], "A-1") {
			t.Fatalf("Oliver was told %v", got)
		}
		if err := w.Sheets.Human(w.SpreadsheetID, "finance@example.com").Type("Invoices", column(ledger.FieldSalesperson)+"2", "Priya Shah"); err != nil {
			t.Fatal(err)
		}
		mended := w.Clock.Now()
		w.liveTo(0, 12, 30)
		if got := told(t, w, priya, mended); len(got) != 1 || !shows(got[0], "A-1") {
			t.Errorf("Priya, whose it is now, was told %d messages on that day", len(got))
		}
		w.liveMornings(8) // stage 2, on the tenth day, is hers as well
		if got := told(t, w, priya, mended); len(got) != 2 || !shows(got[1], "A-1") {
			t.Errorf("Priya was told %d messages", len(got))
		}
		if got := told(t, w, daniel, mended); len(got) != 0 {
			t.Errorf("finance was told again: %d messages", len(got))
		}
	})
}
