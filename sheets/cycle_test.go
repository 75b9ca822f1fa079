package sheets_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

func TestFirstSyncTakesTheSheetAndFillsItsOwnCells(t *testing.T) {
	o := usual(t)
	r := o.sync()
	if !r.First || r.Read != 6 || r.Waiting != 2 {
		t.Errorf("report %+v", r)
	}
	if got := o.desk.Book().Len(); got != 6 {
		t.Fatalf("the book has %d invoices", got)
	}
	inv := o.invoice("inv-2")
	if inv.Amount != eur(20050) || inv.Customer != "Bolt" || !inv.Waiting {
		t.Errorf("INV-2 is %+v", inv)
	}
	o.settle()
	o.expect("INV-2", "Days late", "5")
	o.expect("INV-1", "Days late", "0")
	o.expect("INV-2", "Balance", "200.5")
	o.expect("INV-2", "Check", "")
}

func TestAQuietCycleCostsOneDriveCall(t *testing.T) {
	o := usual(t)
	o.settle()
	o.sim.ResetCalls()
	docs := o.state.writes["row"]
	for range 3 {
		if r := o.sync(); !r.Quiet {
			t.Errorf("not quiet: %v", r)
		}
	}
	if calls := o.sim.Calls(); len(calls) != 1 || calls["files.get"] != 3 {
		t.Errorf("calls %v", calls)
	}
	o.now = o.now.Add(5 * time.Minute)
	if r := o.sync(); r.Quiet || r.Written != 0 {
		t.Errorf("the unconditional read: %v", r)
	}
	if calls := o.sim.Calls(); calls["spreadsheets.values.batchGet"] != 1 || calls["spreadsheets.batchUpdate"] != 0 {
		t.Errorf("calls %v", calls)
	}
	if o.state.writes["row"] != docs {
		t.Errorf("%d baseline rows were written again", o.state.writes["row"]-docs)
	}
}

func TestOnlyTheSheetMoved(t *testing.T) {
	o := usual(t)
	o.settle()
	o.types("INV-3", "Salesperson", "Ana")
	o.types("INV-3", "Amount", "350")
	r := o.sync()
	if r.Changed != 2 || r.Decoded != 1 {
		t.Errorf("report %v", r)
	}
	if inv := o.invoice("INV-3"); inv.Salesperson != "Ana" || inv.Amount != eur(35000) {
		t.Errorf("INV-3 is %+v", inv)
	}
	o.settle()
	o.expect("INV-3", "Balance", "350")
}

func TestOnlyTheBotMoved(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2026, 12, 1)))
	o.says("INV-4", ledger.FieldDispute, ledger.Text("=1+1 is not what we ordered"))
	o.sync()
	o.expect("INV-4", "Promised on", "12/1/2026")
	o.expect("INV-4", "Dispute", "=1+1 is not what we ordered")
	o.settle()
}

func TestBothMovedApartTheSheetWinsAndNothingIsLost(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.types("INV-4", "Salesperson", "Ana")
	r := o.sync()
	if len(r.Conflicts) != 1 || r.Conflicts[0].Mine != ledger.Text("Bob") || r.Conflicts[0].Sheet != ledger.Text("Ana") {
		t.Errorf("conflicts %+v", r.Conflicts)
	}
	o.settle()
	o.expect("INV-4", "Salesperson", "Ana")
	if got := o.invoice("INV-4").Salesperson; got != "Ana" {
		t.Errorf("the book says %q", got)
	}
	kept, err := o.syncer.Conflicts(t.Context())
	if err != nil || len(kept) != 1 {
		t.Errorf("kept %v, %v", kept, err)
	}
}

// What happens between the read and the write: every human value must be in
// its place once the sheet has come to rest, and the bot's too.
func TestHumansBetweenReadAndWrite(t *testing.T) {
	sortByDue := func(o *office) {
		o.must(o.hand.SortRange("Invoices", "A2:T7", 3, false))
	}
	for _, tt := range []struct {
		name  string
		act   func(o *office)
		check func(o *office)
	}{
		{"someone sorts", sortByDue, nil},
		{"someone inserts a row above", func(o *office) { o.must(o.hand.InsertRows("Invoices", 1, 1)) }, nil},
		{"someone inserts two rows above and sorts", func(o *office) {
			o.must(o.hand.InsertRows("Invoices", 2, 2))
			o.must(o.hand.SortRange("Invoices", "A2:T9", 3, true))
		}, nil},
		{"someone deletes a row above", func(o *office) { o.must(o.hand.DeleteRows("Invoices", 1, 1)) }, nil},
		{"someone deletes the last rows", func(o *office) { o.must(o.hand.DeleteRows("Invoices", 5, 2)) }, nil},
		{"someone inserts a column before", func(o *office) { o.must(o.hand.InsertColumns("Invoices", 1, 1)) }, nil},
		{"someone inserts a column first", func(o *office) { o.must(o.hand.InsertColumns("Invoices", 0, 1)) }, nil},
		{"someone moves the column", func(o *office) { o.must(o.hand.MoveColumn("Invoices", 10, 1)) }, nil},
		{"someone inserts a column and sorts", func(o *office) {
			o.must(o.hand.InsertColumns("Invoices", 1, 1))
			o.must(o.hand.SortRange("Invoices", "A2:U7", 4, true))
		}, nil},
		{"someone types the number of the row anew", func(o *office) { o.types("INV-4", "Number", "INV-4bis") }, func(o *office) {
			o.expect("INV-4bis", "Salesperson", "Bob")
		}},
		{"someone types into another cell of the row", func(o *office) { o.types("INV-4", "Notes", "call back") }, func(o *office) {
			o.expect("INV-4", "Notes", "call back")
		}},
		{"someone types into the very cell", func(o *office) { o.types("INV-4", "Salesperson", "Ana") }, func(o *office) {
			o.expect("INV-4", "Salesperson", "Ana")
		}},
		{"someone types a formula into the very cell", func(o *office) { o.types("INV-4", "Salesperson", `="An"&"a"`) }, func(o *office) {
			o.expect("INV-4", "Salesperson", "Ana")
		}},
		{"someone types into the very cell and sorts", func(o *office) {
			o.types("INV-4", "Salesperson", "Ana")
			sortByDue(o)
		}, func(o *office) {
			o.expect("INV-4", "Salesperson", "Ana")
		}},
		{"someone renames the column", func(o *office) { o.must(o.hand.Type("Invoices", "K1", "Closer")) }, func(o *office) {
			o.expect("INV-4", "Closer", "Bob")
		}},
	} {
		for _, fault := range []struct {
			name string
			add  func(o *office)
		}{
			{"", func(*office) {}},
			{" and the reply is lost", func(o *office) {
				o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.LoseReplyAfterApply, Method: "spreadsheets.batchUpdate"})
			}},
			{" and a 503 comes after it was applied", func(o *office) {
				o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.ErrorAfterApply, Method: "spreadsheets.batchUpdate"})
			}},
			{" and the bot dies before it verifies", func(o *office) {
				o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.TruncateReply, Method: "spreadsheets.batchUpdate"})
			}},
		} {
			t.Run(tt.name+fault.name, func(t *testing.T) {
				o := usual(t)
				o.settle()
				before := o.humanCells()
				o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
				var touched map[string]string
				o.between(func() {
					tt.act(o)
					touched = o.humanCells()
				})
				fault.add(o)
				_, err := o.try()
				if fault.name != "" {
					if !errors.Is(err, sheets.ErrUnsettled) {
						t.Fatalf("a lost reply ended in %v", err)
					}
					if strings.Contains(fault.name, "dies") {
						o.restart()
					}
				}
				o.settle()
				for name, want := range touched {
					if strings.HasSuffix(name, "/Salesperson") && want == "" || strings.HasSuffix(name, "/Closer") {
						continue // the bot's to fill
					}
					if got := o.humanCells()[name]; got != want {
						t.Errorf("%s shows %q, a person left %q (before %q)", name, got, want, before[name])
					}
				}
				if tt.check != nil {
					tt.check(o)
				} else {
					o.expect("INV-4", "Salesperson", "Bob")
				}
			})
		}
	}
}

// humanCells are all cells that a person owns or shares, by number and header.
func (o *office) humanCells() map[string]string {
	cells := map[string]string{}
	tab := o.tab("Invoices")
	key := -1
	for i, c := range tab.Rows[0] {
		if c.Formatted == "Number" {
			key = i
		}
	}
	for _, row := range tab.Rows[1:] {
		if key >= len(row) || row[key].Formatted == "" {
			for i, c := range row {
				if c.Formatted != "" {
					cells["(no number)/"+letters(i)] = c.Formatted
				}
			}
			continue
		}
		for i, h := range tab.Rows[0] {
			switch h.Formatted {
			case "Balance", "Days late", "Stage", "Last reminder", "Next reminder", "Check":
				continue
			}
			shown := ""
			if i < len(row) {
				shown = row[i].Formatted
			}
			cells[row[key].Formatted+"/"+h.Formatted] = shown
		}
	}
	return cells
}

func TestATokenIsNeverAppliedTwiceAndALateBatchNever(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.DropBeforeApply, Method: "spreadsheets.batchUpdate"})
	if _, err := o.try(); !errors.Is(err, sheets.ErrUnsettled) {
		t.Fatalf("got %v", err)
	}
	o.expect("INV-4", "Salesperson", "")
	r := o.sync()
	if len(r.Settled) != 1 || !strings.HasSuffix(r.Settled[0], "not applied") {
		t.Errorf("settled %v", r.Settled)
	}
	o.settle()
	o.expect("INV-4", "Salesperson", "Bob")
}

func TestRateLimitIsACertainNo(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.RateLimit429, Method: "spreadsheets.batchUpdate"})
	if _, err := o.try(); err == nil || errors.Is(err, sheets.ErrUnsettled) {
		t.Errorf("got %v", err)
	}
	if docs, _ := o.state.Docs(t.Context(), "main", "intent"); len(docs) != 0 {
		t.Error("an intent stayed open after a certain no")
	}
	o.settle()
	o.expect("INV-4", "Salesperson", "Bob")
}

func TestAStaleReadIsDiscarded(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.sync()
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.StaleRead, Method: "spreadsheets.values.batchGet"})
	if _, err := o.try(); !errors.Is(err, sheets.ErrStale) {
		t.Errorf("got %v", err)
	}
	if got := o.invoice("INV-4").Salesperson; got != "Bob" {
		t.Errorf("the book believed the old state: %q", got)
	}
	o.settle()
	o.expect("INV-4", "Salesperson", "Bob")
}

func TestAHumanWhoTakesItBackIsHeard(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.sync()
	o.types("INV-4", "Salesperson", "")
	o.settle()
	o.expect("INV-4", "Salesperson", "")
	if got := o.invoice("INV-4").Salesperson; got != "" {
		t.Errorf("the book says %q", got)
	}
}

func TestNormalLifeHoldsNothing(t *testing.T) {
	for name, act := range map[string]func(o *office){
		"a renamed header":    func(o *office) { o.must(o.hand.Type("Invoices", "D1", "Zahlbar bis")) },
		"a moved column":      func(o *office) { o.must(o.hand.MoveColumn("Invoices", 4, 0)) },
		"an inserted column":  func(o *office) { o.must(o.hand.InsertColumns("Invoices", 0, 2)) },
		"a sorted sheet":      func(o *office) { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, true)) },
		"a renamed tab":       func(o *office) { o.must(o.hand.RenameTab("Invoices", "AR 2026")) },
		"a title above":       func(o *office) { o.must(o.hand.InsertRows("Invoices", 0, 2)) },
		"a total row below":   func(o *office) { o.must(o.hand.SetValues("Invoices", "A9", [][]any{{nil, "Total", nil, nil, 2100.5}})) },
		"hidden rows":         func(o *office) { o.must(o.hand.HideRows("Invoices", 2, 3)) },
		"a blank row between": func(o *office) { o.must(o.hand.InsertRows("Invoices", 3, 1)) },
	} {
		t.Run(name, func(t *testing.T) {
			o := usual(t)
			o.settle()
			act(o)
			r := o.sync()
			if r.Held != "" || r.Changed != 0 || len(r.Problems) > 0 {
				t.Errorf("report %v", r)
			}
			o.settle()
		})
	}
}
