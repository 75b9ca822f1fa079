package show

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/ledger"
)

// caseOf is the channel's message about a customer; there is one.
func caseOf(t *testing.T, w *World, customer string) slacksim.Message {
	t.Helper()
	var found []slacksim.Message
	for _, d := range deliveriesInSlack(t, w) {
		if d.channel == ChannelReminders && shows(d.message, "*"+customer+"*") {
			found = append(found, d.message)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d messages about %s, want one", len(found), customer)
	}
	return found[0]
}

// TestWhatPeopleSayEndsTheReminders: a payment typed into the sheet, one
// recorded in Slack, a promise, a dispute. Nothing more is said of the invoice,
// the messages that stand say so in place and by whose word, and the sheet does.
func TestWhatPeopleSayEndsTheReminders(t *testing.T) {
	type cells = map[ledger.Field]string
	for _, row := range []struct {
		name  string
		act   func(t *testing.T, w *World)
		shows []string // in the channel's message, which was there before
		cells cells
		again bool // the reminders go on
	}{
		{name: "nobody says anything", act: func(*testing.T, *World) {}, shows: []string{"stage 4"}, cells: cells{ledger.FieldStage: "4"}, again: true},
		{
			name: "a payment is typed into the sheet",
			act: func(t *testing.T, w *World) {
				t.Helper()
				hand := w.Sheets.Human(w.SpreadsheetID, "sophie.marchand@example.com")
				if err := hand.Type("Invoices", column(ledger.FieldPaid)+"2", "1200"); err != nil {
					t.Fatal(err)
				}
			},
			shows: []string{"*Acme* has paid", "paid (in the sheet, Mon 14 Sep)"}, cells: cells{ledger.FieldPaid: "1,200.00", ledger.FieldBalance: "0.00", ledger.FieldStage: "3"},
		},
		{
			name: "finance records a payment in Slack",
			act: func(t *testing.T, w *World) {
				t.Helper()
				if done := ask(t, w, sophie, "/paid A-1 1200"); !shows(done, "Sophie Marchand") {
					t.Errorf("the answer is %q", done.Text)
				}
			},
			shows: []string{"*Acme* has paid", "paid (Sophie Marchand, Mon 14 Sep)"}, cells: cells{ledger.FieldPaid: "1,200.00", ledger.FieldBalance: "0.00", ledger.FieldStage: "3"},
		},
		{
			name: "the salesperson notes a promise",
			act: func(t *testing.T, w *World) {
				t.Helper()
				ask(t, w, oliver, "/relance promise A-1 2026-10-02")
			},
			shows: []string{"Promised for 2 October 2026 (Oliver Hughes, Mon 14 Sep)"}, cells: cells{ledger.FieldPromisedOn: "2026-10-02", ledger.FieldStage: "3"},
		},
		{
			name: "the salesperson notes a dispute",
			act: func(t *testing.T, w *World) {
				t.Helper()
				ask(t, w, oliver, "/relance dispute A-1 goods damaged")
			},
			shows: []string{"Disputed: goods damaged (Oliver Hughes, Mon 14 Sep)"}, cells: cells{ledger.FieldDispute: "goods damaged", ledger.FieldStage: "3"},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				// On Monday it is at stage 3; the fourth comes a contact gap later and is
				// for manager and finance.
				w := scenario(t, Options{Data: bookOfOwed(t, owed{"A-1", "Acme", "Oliver Hughes", 26, "1200"})})
				w.liveTo(0, 11, 0)
				before := caseOf(t, w, "Acme")
				if got := told(t, w, oliver, quarterStart()); len(got) != 1 {
					t.Fatalf("Oliver got %d messages on Monday", len(got))
				}
				row.act(t, w)
				acted := w.Clock.Now()
				w.liveTo(0, 12, 0)
				if !row.again {
					if now := caseOf(t, w, "Acme"); now.Edited == "" || !shows(now, row.shows[len(row.shows)-1]) {
						t.Errorf("within the hour the message says %s", now.Blocks)
					}
				}
				w.liveMornings(8) // Tuesday of next week
				var to []string
				for _, c := range w.Slack.Channels() {
					for _, m := range told(t, w, c.ID, acted.Add(time.Minute)) {
						if !strings.Contains(m.Text, "Nothing new is late") { // but the manager's week
							to = append(to, c.ID)
						}
					}
				}
				// The channel's post speaks of the payment; nobody is reminded.
				to = slices.DeleteFunc(to, func(id string) bool { return id == ChannelReminders })
				if row.again != (len(to) > 0) {
					t.Errorf("afterwards there were messages to %v", to)
				}
				after := caseOf(t, w, "Acme")
				if after.TS != before.TS || after.Edited == "" {
					t.Errorf("the channel's message was %s and is %s, edited %q", before.TS, after.TS, after.Edited)
				}
				for _, text := range row.shows {
					if !shows(after, text) {
						t.Errorf("the channel's message lacks %q:\n%s", text, after.Blocks)
					}
				}
				digest := told(t, w, oliver, quarterStart())[0]
				if want := row.shows[len(row.shows)-1]; !row.again && !shows(digest, want) {
					t.Errorf("Monday's digest lacks %q:\n%s", want, digest.Blocks)
				}
				now := cellsOf(t, w, "A-1", nil)
				for f, want := range row.cells {
					if now[f] != want {
						t.Errorf("the cell %s shows %q, want %q", f, now[f], want)
					}
				}
			})
		})
	}
}
