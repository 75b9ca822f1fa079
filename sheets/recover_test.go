package sheets_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// cells are all cells of Invoices by number and header, as shown.
func (o *office) cells() map[string]string {
	o.t.Helper()
	all := map[string]string{}
	tab := o.tab("Invoices")
	for _, row := range tab.Rows[1:] {
		for i, h := range tab.Rows[0] {
			if h.Formatted != "" && i < len(row) && row[i].Formatted != "" {
				all[row[0].Formatted+"/"+h.Formatted] = row[i].Formatted
			}
		}
	}
	return all
}

func differences(was, is map[string]string) []string {
	var list []string
	for k, v := range was {
		if is[k] != v {
			list = append(list, fmt.Sprintf("%s shows %q, it showed %q", k, is[k], v))
		}
	}
	for k, v := range is {
		if _, had := was[k]; !had {
			list = append(list, fmt.Sprintf("%s shows %q", k, v))
		}
	}
	return list
}

func (o *office) ask(ask sheets.SyncAsk) sheets.Report {
	o.t.Helper()
	r, err := o.syncer.Sync(o.t.Context(), ask)
	o.must(err)
	return r
}

func (o *office) released(by string) {
	o.t.Helper()
	if hold := o.desk.Book().Hold(); hold != "" {
		o.t.Errorf("still held: %s", hold)
	}
	list, err := o.state.Since(o.t.Context(), 0, 100_000)
	o.must(err)
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Field == ledger.FieldHold {
			if list[i].Actor != by {
				o.t.Errorf("released by %s, want %s", list[i].Actor, by)
			}
			return
		}
	}
}

func columnAt(o *office, header string) int {
	for i, c := range o.tab("Invoices").Rows[0] {
		if c.Formatted == header {
			return i
		}
	}
	o.t.Fatalf("no column %s", header)
	return 0
}

func TestAVanishedColumnIsRestoredFromTheBaseline(t *testing.T) {
	for _, headers := range [][]string{{"Due"}, {"Amount"}, {"Customer"}, {"Salesperson"}, {"Paid"}, {"Stage"}, {"Due", "Notes", "Paid"}} {
		t.Run(strings.Join(headers, " and "), func(t *testing.T) {
			o := many(t, 40)
			for i := range 12 {
				number := fmt.Sprintf("INV-%03d", i)
				o.types(number, "Salesperson", "Ana")
				o.types(number, "Notes", "note "+number)
				if i%3 == 0 {
					o.types(number, "Paid", "50")
				}
			}
			o.types("INV-030", "Stage", "stop") // an opt-out, in its only cell
			o.settle()
			before, journal := o.cells(), len(o.state.journal)
			for _, h := range headers {
				o.must(o.hand.DeleteColumns("Invoices", columnAt(o, h), 1))
			}
			if r := o.sync(); len(r.HeldBy) != len(headers) || r.HeldBy[0].Code != sheets.ProblemColumnGone {
				t.Fatalf("held by %v", r.HeldBy)
			}
			would := o.ask(sheets.SyncAsk{RestoreColumns: true, DryRun: true})
			if len(would.Planned) <= len(headers) || len(would.HeldBy) > 0 || !strings.Contains(would.Planned[0], headers[0]) {
				t.Errorf("would write %q, held by %v", would.Planned[:min(3, len(would.Planned))], would.HeldBy)
			}
			if len(would.Holding) != len(headers) || would.Holding[0].Code != sheets.ProblemColumnGone {
				t.Errorf("what holds the book is told as %v", would.Holding)
			}
			if o.desk.Book().Hold() == "" || len(o.state.journal) != journal+1 {
				t.Error("looking did it")
			}
			o.ask(sheets.SyncAsk{RestoreColumns: true, By: "U1"})
			o.settle()
			o.released("U1")
			for _, d := range differences(before, o.cells()) {
				t.Error(d)
			}
			for _, c := range o.state.journal[journal:] {
				if c.Field != ledger.FieldHold {
					t.Errorf("heard as an edit: %s %s %s -> %s", c.Invoice, c.Field, c.Old, c.New)
				}
			}
			// It is a column like any other again: renamed, it is known by our mark.
			at := letters(columnAt(o, headers[0])) + "1"
			o.must(o.hand.Type("Invoices", at, "Anything"))
			if r := o.sync(); r.Held != "" {
				t.Errorf("renamed after that: %s", r.Held)
			}
		})
	}
}

func TestARestoreIsTakenUpWhereverItWasCut(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault sheetsim.Fault
	}{
		{"the header's reply is lost", sheetsim.Fault{Kind: sheetsim.LoseReplyAfterApply, Method: "spreadsheets.batchUpdate"}},
		{"the header never arrives", sheetsim.Fault{Kind: sheetsim.DropBeforeApply, Method: "spreadsheets.batchUpdate"}},
		{"our mark on the column is lost", sheetsim.Fault{Kind: sheetsim.ErrorAfterApply, Method: "spreadsheets.batchUpdate", Nth: 2}},
		{"the values' reply is lost", sheetsim.Fault{Kind: sheetsim.LoseReplyAfterApply, Method: "spreadsheets.batchUpdate", Nth: 3}},
		{"the values never arrive", sheetsim.Fault{Kind: sheetsim.DropBeforeApply, Method: "spreadsheets.batchUpdate", Nth: 3}},
		{"the values wait for the quota", sheetsim.Fault{Kind: sheetsim.RateLimit429, Method: "spreadsheets.batchUpdate", Nth: 3}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := many(t, 40)
			o.settle()
			before, journal := o.cells(), len(o.state.journal)
			o.must(o.hand.DeleteColumns("Invoices", columnAt(o, "Due"), 1))
			o.sync()
			o.sim.Faults.Add(tt.fault)
			if _, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{RestoreColumns: true, By: "U1"}); err == nil {
				t.Fatal("nothing was cut")
			}
			o.restart()
			for range 3 { // a person clicks until the book is released
				if _, err := o.try(); err == nil && o.desk.Book().Hold() != "" {
					o.ask(sheets.SyncAsk{RestoreColumns: true, By: "U1"})
				}
			}
			o.settle()
			for _, d := range differences(before, o.cells()) {
				t.Error(d)
			}
			for _, c := range o.state.journal[journal:] {
				if c.Field != ledger.FieldHold {
					t.Errorf("heard as an edit: %s %s %s -> %s", c.Invoice, c.Field, c.Old, c.New)
				}
			}
		})
	}
}

func TestWhatPeopleTypeIntoARestoredColumnMeanwhileIsHeard(t *testing.T) {
	o := many(t, 40)
	o.settle()
	o.must(o.hand.DeleteColumns("Invoices", columnAt(o, "Customer"), 1))
	o.sync()
	writes := 0
	o.sim.BeforeApply(func(method string) {
		if method != "spreadsheets.batchUpdate" {
			return
		}
		if writes++; writes == 3 { // the header stands, its cells come now
			o.types("INV-007", "Customer", "Zeta")
		}
	})
	_, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{RestoreColumns: true})
	if err != nil && !errors.Is(err, sheets.ErrUnsettled) {
		t.Fatal(err)
	}
	o.settle()
	o.expect("INV-007", "Customer", "Zeta")
	if got := o.invoice("INV-007").Customer; got != "Zeta" {
		t.Errorf("the book says %q", got)
	}
	o.types("INV-008", "Customer", "") // and a clearing is a clearing
	o.settle()
	o.expect("INV-008", "Customer", "")
}

func TestAColumnOfFormulasCantBeRestoredAndThatIsSaid(t *testing.T) {
	o := many(t, 12)
	o.types("INV-003", "Balance", "=E5-G5")
	o.settle()
	o.must(o.hand.DeleteColumns("Invoices", columnAt(o, "Balance"), 1))
	o.sync()
	r := o.ask(sheets.SyncAsk{RestoreColumns: true})
	if r.Held == "" || len(r.HeldBy) != 1 {
		t.Errorf("held by %v", r.HeldBy)
	}
	said := false
	for _, p := range r.Problems {
		said = said || p.Code == sheets.ProblemFormulasGone && strings.Contains(p.Text("fr"), "Balance")
	}
	if !said {
		t.Errorf("nobody is told: %v", r.Problems)
	}
}

func TestAPartialSortIsPutBack(t *testing.T) {
	for _, tt := range []struct {
		name  string
		sort  string
		by    int
		keeps bool // also the columns that nobody knows end up with their rows
	}{
		{"one column", "E2:E41", 4, true},
		{"a few rows of one column", "E2:E9", 4, true},
		{"some columns", "C2:F41", 4, true},
		{"the bot's columns too", "E2:S41", 4, true},
		{"the numbers alone", "A2:A41", 0, true},
		{"the numbers and the customers", "A2:B41", 1, true},
		{"all but the last, which nobody knows", "A2:S41", 4, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := many(t, 40)
			for i := range 40 {
				o.types(fmt.Sprintf("INV-%03d", i), "Mood", fmt.Sprintf("mood %d", i))
				if i%4 == 0 {
					o.types(fmt.Sprintf("INV-%03d", i), "Salesperson", []string{"Ana", "Bob"}[i%8/4])
				}
			}
			o.settle()
			before, journal := o.cells(), len(o.state.journal)
			o.must(o.hand.SortRange("Invoices", tt.sort, tt.by, true))
			held := o.sync()
			if !tt.keeps { // all that is known moved together: nothing is amiss that could be seen
				if held.Held != "" {
					t.Errorf("held: %s", held.Held)
				}
				return
			}
			if held.Held == "" {
				t.Fatal("not held")
			}
			would := o.ask(sheets.SyncAsk{PutBackSort: true, DryRun: true})
			if len(would.Planned) == 0 || len(would.HeldBy) > 0 {
				t.Errorf("would write %q, held by %v", would.Planned, would.HeldBy)
			}
			if p := would.Problems; len(p) == 0 || p[0].Code != sheets.ProblemUnfollowed || p[0].Args[0] != "Mood" {
				t.Errorf("the columns that can't be followed are not named: %v", p)
			}
			r := o.ask(sheets.SyncAsk{PutBackSort: true, By: "U1"})
			if r.Held != "" {
				t.Errorf("still held: %s", r.Held)
			}
			o.settle()
			o.released("U1")
			for _, d := range differences(before, o.cells()) {
				t.Error(d)
			}
			for _, c := range o.state.journal[journal:] {
				if c.Field != ledger.FieldHold {
					t.Errorf("heard as an edit: %s %s %s -> %s", c.Invoice, c.Field, c.Old, c.New)
				}
			}
		})
	}
}

func TestAPartialSortPutBackKeepsWhatPeopleTyped(t *testing.T) {
	for _, sorted := range []string{"E2:E41", "A2:A41"} {
		t.Run(sorted, func(t *testing.T) {
			o := many(t, 40)
			o.settle()
			o.must(o.hand.SortRange("Invoices", sorted, int(sorted[0]-'A'), true))
			o.sync()
			o.must(o.hand.Type("Invoices", "N12", "12/24/2026")) // snoozed until
			o.must(o.hand.Type("Invoices", "E20", "9999"))
			o.ask(sheets.SyncAsk{PutBackSort: true})
			o.settle()
			if hold := o.desk.Book().Hold(); hold != "" {
				t.Fatalf("still held: %s", hold)
			}
			tab := o.tab("Invoices")
			for _, cell := range []struct {
				row, col int
				want     string
			}{{11, 13, "12/24/2026"}, {19, 4, "9999"}} {
				if got := tab.Rows[cell.row][cell.col].Formatted; got != cell.want {
					t.Errorf("row %d shows %q, a person typed %q", cell.row+1, got, cell.want)
				}
			}
			if inv := o.invoice(tab.Rows[19][0].Formatted); inv.Amount != eur(999900) {
				t.Errorf("the book says %s", inv.Amount)
			}
		})
	}
}

func TestAPutBackOfASortIsTakenUpWhereItWasCut(t *testing.T) {
	for _, sorted := range []string{"C2:F41", "A2:A41"} {
		for _, kind := range []sheetsim.FaultKind{sheetsim.LoseReplyAfterApply, sheetsim.DropBeforeApply, sheetsim.RateLimit429} {
			t.Run(fmt.Sprintf("%s, fault %d", sorted, kind), func(t *testing.T) {
				o := many(t, 40)
				o.settle()
				before, journal := o.cells(), len(o.state.journal)
				o.must(o.hand.SortRange("Invoices", sorted, int(sorted[0]-'A'), true))
				o.sync()
				o.sim.Faults.Add(sheetsim.Fault{Kind: kind, Method: "spreadsheets.batchUpdate"})
				if _, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{PutBackSort: true, By: "U1"}); err == nil {
					t.Fatal("nothing was cut")
				}
				o.restart()
				o.settle() // nobody needs to ask again
				for _, d := range differences(before, o.cells()) {
					t.Error(d)
				}
				for _, c := range o.state.journal[journal:] {
					if c.Field != ledger.FieldHold {
						t.Errorf("heard as an edit: %s %s %s -> %s", c.Invoice, c.Field, c.Old, c.New)
					}
				}
			})
		}
	}
}
