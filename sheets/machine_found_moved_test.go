package sheets_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
)

// What the state machine found about rows that are known by the rest of their
// pre-image alone, and whose columns people moved since they were hit.

func TestOurStrayInABlankRowIsTakenBackThoughColumnsMoved(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-6", ledger.FieldNotes, ledger.Text("call"))
	o.between(func() { o.must(o.hand.DeleteRows("Invoices", 3, 1)) }) // INV-6 stands one row up
	o.losesReply()
	o.must(o.hand.MoveColumn("Invoices", len(invoiceHeader)-1, 2))
	o.must(o.hand.InsertColumns("Invoices", 1, 1))
	o.settle()
	o.expect("INV-6", "Notes", "call")
	for at, row := range o.tab("Invoices").Rows {
		if at > 5 && len(row) > 0 {
			t.Errorf("row %d still holds our value: %v", at+1, row)
		}
	}
	if list, err := o.syncer.Conflicts(t.Context()); err != nil || len(list) > 0 {
		t.Errorf("asked about %v, %v", list, err)
	}
}

func TestOurStrayInACopyIsTakenBackThoughColumnsMovedBeforeItsNumber(t *testing.T) {
	for _, tt := range []struct {
		name  string
		moved func(o *office)
		bob   string
	}{
		{"moved", func(*office) {}, ""},
		{"moved, and one renamed", func(o *office) { o.must(o.hand.SetValues("Invoices", "C1", [][]any{{"Client"}})) }, ""},
		{"moved, and the row edited: asked", func(o *office) { o.must(o.hand.Type("Invoices", "C4", "Delta")) }, "Bob"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := hitCopy(t)
			o.must(o.hand.MoveColumn("Invoices", len(invoiceHeader)-1, 0)) // Mood: the number stands in B
			tt.moved(o)
			o.must(o.hand.Type("Invoices", "B4", "INV-9"))
			o.settle()
			o.expect("INV-9", "Salesperson", tt.bob)
			o.expect("INV-3", "Salesperson", "Bob")
			if tt.bob == "" {
				o.noStray("INV-9")
			} else if _, taken := o.desk.Book().Invoice("inv-9"); taken {
				t.Error("a new row that holds our value was taken")
			}
		})
	}
}

// The row of an invoice that was added in Slack was made while somebody moved a
// column, and somebody typed into it before it was righted.
func TestWhatAPersonTypesIntoACrookedRowStaysUnderItsHeader(t *testing.T) {
	for _, tt := range []struct {
		name, header, text string
		amount             ledger.Money
		overtaken          int
	}{
		{"over one of our values", "Amount", "1026.26", eur(102_626), 1},
		{"into a blank cell", "Notes", "call", eur(4_640_000), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := usual(t)
			o.settle()
			_, err := o.desk.Record(t.Context(), ledger.Change{
				ID: "slack/new", At: o.now, Actor: "U1", Source: ledger.SourceSlack, Invoice: "inv-7", Field: ledger.FieldInvoice,
				New: ledger.Record(ledger.Fields{
					ledger.FieldNumber: ledger.Text("INV-7"), ledger.FieldCustomer: ledger.Text("Gala"), ledger.FieldSalesperson: ledger.Text("Bob"),
					ledger.FieldIssued: ledger.Day(ledger.DateOf(start)), ledger.FieldDue: ledger.Day(ledger.DateOf(start.AddDate(0, 0, 30))),
					ledger.FieldAmount: ledger.Amount(eur(4_640_000)) /* a day, read as one */, ledger.FieldCurrency: ledger.Text("EUR"),
				}),
			})
			o.must(err)
			o.between(func() { o.must(o.hand.MoveColumn("Invoices", 4, 1)) }) // Amount, to where the customer stood
			o.sim.AfterApply(func(method string) {
				if method == "spreadsheets.batchUpdate" && len(o.tab("Invoices").Rows) > 7 {
					o.sim.AfterApply(nil)
					o.types("INV-7", tt.header, tt.text)
				}
			})
			for range 4 {
				_, _ = o.try()
			}

			inv := o.invoice("INV-7")
			if inv.Customer != "Gala" || inv.Amount != tt.amount || inv.Problem != "" {
				t.Errorf("customer %q, amount %s, problem %q", inv.Customer, inv.Amount, inv.Problem)
			}
			list, err := o.syncer.Conflicts(t.Context())
			if o.must(err); len(list) != tt.overtaken || tt.overtaken > 0 && list[0].Mine != ledger.Amount(eur(4_640_000)) {
				t.Errorf("what was overtaken: %+v", list)
			}
			o.expect("INV-7", "Customer", "Gala")
			o.expect("INV-7", tt.header, tt.text)
		})
	}
}

// The row of an invoice that was added in Slack stands crooked, and a person gives
// it another number, or copies it, before it is righted.
func TestACrookedRowIsRightedUnderAnotherNumber(t *testing.T) {
	for _, tt := range []struct {
		name   string
		to     int    // where Amount goes: the number stands in its place, or doesn't
		number string // its column then
		meant  func(o *office, number string, at int)
		stands []string
	}{
		{"renumbered", 0, "B", renumbered, []string{"INV-8"}},
		{"renumbered where it stands", 2, "A", renumbered, []string{"INV-8"}},
		{"renumbered and scribbled into", 2, "A", func(o *office, number string, at int) {
			renumbered(o, number, at)
			o.must(o.hand.Type("Invoices", "R"+itoa(at), "soon"))
		}, []string{"INV-8"}},
		{"copied", 0, "B", copiedDown, []string{"INV-7", "INV-8"}},
		{"copied where it stands", 2, "A", copiedDown, []string{"INV-7", "INV-8"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := crookedUnder(t, tt.to, (*office).adds)
			tt.meant(o, tt.number, len(o.tab("Invoices").Rows))
			o.settle()
			o.settle()
			for _, number := range tt.stands {
				for header, want := range map[string]string{"Amount": "700", "Customer": "Gale", "Currency": "EUR", "Salesperson": "Bob", "Days late": "0"} {
					o.expect(number, header, want)
				}
				if inv := o.invoice(number); inv.Problem != "" || inv.Amount != eur(70000) || inv.Salesperson != "Bob" {
					t.Errorf("the book says %+v", inv)
				}
			}
			if n := o.desk.Book().Len(); n != 6+len(tt.stands) {
				t.Errorf("the book has %d invoices", n)
			}
		})
	}
}

// copyDown copies an invoice's row to the one below, as people do.
func (o *office) copyDown(at int) {
	o.t.Helper()
	cells := make([]string, 0, len(invoiceHeader))
	for _, c := range o.tab("Invoices").Rows[at-1] {
		cells = append(cells, c.Formatted)
		if _, err := strconv.ParseFloat(c.Formatted, 64); err != nil && c.Formatted != "" && !strings.Contains(c.Formatted, "/") {
			cells[len(cells)-1] = "'" + c.Formatted // a text
		}
	}
	o.must(o.hand.TypeRows("Invoices", "A"+itoa(at+1), [][]string{cells}))
}

func renumbered(o *office, number string, at int) {
	o.t.Helper()
	o.must(o.hand.Type("Invoices", number+itoa(at), "INV-8"))
}

func copiedDown(o *office, number string, at int) {
	o.t.Helper()
	o.copyDown(at)
	renumbered(o, number, at+1)
}

// Both rows are the invoice's until a person gives the copy a number: neither is
// read while one of them stands crooked, and both are righted.
func TestACrookedRowAndItsCopyOfOneNumberAreBothRighted(t *testing.T) {
	for to, column := range []string{0: "B", 2: "A"} {
		if column == "" {
			continue
		}
		t.Run(column, func(t *testing.T) {
			o := crookedUnder(t, to, (*office).adds)
			at := len(o.tab("Invoices").Rows)
			o.copyDown(at)
			o.settle()
			if inv := o.invoice("INV-7"); inv.Customer != "Gale" || inv.Amount != eur(70000) || !strings.Contains(inv.Problem, "stands in rows 8, 9") {
				t.Errorf("the book says %+v", inv)
			}
			renumbered(o, column, at+1)
			o.settle()
			for _, number := range []string{"INV-7", "INV-8"} {
				for header, want := range map[string]string{"Amount": "700", "Customer": "Gale", "Salesperson": "Bob", "Check": ""} {
					o.expect(number, header, want)
				}
			}
			o.noConflict()
		})
	}
}

// A column was renamed when a row was inserted: it stands straight all the same,
// and who empties a cell of it before it was read again has seen it.
func TestARowInsertedWhileAColumnIsRenamedStandsStraight(t *testing.T) {
	o := usual(t)
	o.settle()
	o.adds()
	o.between(func() { o.must(o.hand.Type("Invoices", "B1", "Our customers")) })
	o.losesReply()
	o.types("INV-7", "Salesperson", "")
	o.settle()
	o.expect("INV-7", "Salesperson", "")
	if inv := o.invoice("INV-7"); inv.Salesperson != "" || inv.Customer != "Gale" {
		t.Errorf("the book says %+v", inv)
	}
}
