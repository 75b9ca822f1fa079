package sheets_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// withHistory gives INV-4 a stage, a promise, a payment and an open question.
func withHistory(t *testing.T) *office {
	t.Helper()
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2026, 12, 1)))
	o.botSays("INV-4", ledger.FieldStage, ledger.Text("2"))
	o.pays("INV-4", 10000)
	o.settle()
	o.addPayment(nil, day(0), "INV-4", nil, 100.0)
	o.settle()
	return o
}

func (o *office) hasHistory(number, wasKey string) {
	o.t.Helper()
	inv := o.invoice(number)
	if inv.PromisedOn != ledger.NewDate(2026, 12, 1) || inv.Paid() != eur(10000) || inv.Stage.String() != "2" || len(inv.Former) != 1 || string(inv.Former[0]) != wasKey {
		o.t.Errorf("%s is %+v", number, inv)
	}
	if q := o.question(number); q.Problem.Code != sheets.ProblemSamePayment {
		o.t.Errorf("of %s is asked %+v", number, q)
	}
	o.expect(number, "Stage", "2")
	o.expect(number, "Paid", "100")
	for _, row := range o.payments() {
		if row[2] != number {
			o.t.Errorf("a row of Payments names %s", row[2])
		}
	}
}

func TestARenumberedInvoiceKeepsAllOfItsHistory(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(o *office)
		now  string
	}{
		{"another number", func(o *office) { o.types("INV-4", "Number", "2026/77") }, "2026/77"},
		{"zeros added", func(o *office) { o.types("INV-4", "Number", "INV-0004") }, "INV-0004"},
		{"zeros added, and the amount corrected at once", func(o *office) {
			o.types("INV-4", "Amount", "410")
			o.types("INV-4", "Number", "INV-0004")
		}, "INV-0004"},
		{"a space for a sign, and another customer's name", func(o *office) {
			o.types("INV-4", "Customer", "Dune Ltd")
			o.types("INV-4", "Number", "INV 4")
		}, "INV 4"},
		{"another number, and sorted", func(o *office) {
			o.types("INV-4", "Number", "AAA-1")
			o.must(o.hand.SortRange("Invoices", "A2:T7", 0, false))
		}, "AAA-1"},
		{"another number, cut and pasted below", func(o *office) {
			var row []any
			for i, r := range o.tab("Invoices").Rows {
				if r[0].Formatted != "INV-4" {
					continue
				}
				for _, c := range r {
					row = append(row, c.Formatted)
				}
				o.must(o.hand.DeleteRows("Invoices", i, 1))
			}
			row[0] = "ZZZ-1"
			o.must(o.hand.SetValues("Invoices", "A9", [][]any{row}))
		}, "ZZZ-1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := withHistory(t)
			tt.do(o)
			o.settle()
			o.hasHistory(tt.now, "inv-4")
			if _, ok := o.desk.Book().Invoice("inv-4"); ok {
				t.Error("the old number is still there")
			}
		})
	}
}

func TestANumberWrittenOtherwiseIsTheSame(t *testing.T) {
	for _, now := range []string{"inv-4", " INV-4", "ＩＮＶ-4"} {
		o := withHistory(t)
		o.types("INV-4", "Number", now)
		o.settle()
		if inv := o.invoice("inv-4"); inv.Stage.String() != "2" || inv.Paid() != eur(10000) || len(inv.Former) != 0 {
			t.Errorf("%q: %+v", now, inv)
		}
	}
}

// Two invoices alike can't be told apart once both have new numbers: nobody's
// history is given away.
func TestInvoicesThatAreAlikeAreNotGuessed(t *testing.T) {
	o := usual(t)
	twin := invoice("INV-8", "Dune", 3, 400)
	o.must(o.hand.SetValues("Invoices", "A8", [][]any{twin}))
	o.settle()
	o.botSays("INV-4", ledger.FieldStage, ledger.Text("2"))
	o.settle()
	o.types("INV-4", "Stage", "")
	o.types("INV-4", "Number", "X-1")
	o.types("INV-8", "Number", "X-2")
	o.settle()
	for _, number := range []string{"X-1", "X-2"} {
		if inv := o.invoice(number); inv.Stage.String() != "" || len(inv.Former) != 0 {
			t.Errorf("%s is %+v", number, inv)
		}
	}
}

func TestTwoRowsThatSwappedTheirNumbersAreAsked(t *testing.T) {
	swap := func(o *office) {
		a, _ := o.find("INV-4", "Number")
		b, _ := o.find("INV-5", "Number")
		o.must(o.hand.Type("Invoices", a, "INV-5"))
		o.must(o.hand.Type("Invoices", b, "INV-4"))
	}
	t.Run("asked, and nothing taken", func(t *testing.T) {
		o := withHistory(t)
		swap(o)
		o.settle()
		for _, number := range []string{"INV-4", "INV-5"} {
			if inv := o.invoice(number); !strings.Contains(inv.Problem, "have each other's number") {
				t.Errorf("%s: problem %q", number, inv.Problem)
			}
			if q := o.question(number); q.Problem.Code != sheets.ProblemSwapped {
				t.Errorf("of %s is asked %+v", number, q)
			}
			if got := o.cell(number, "Check"); !strings.Contains(got, "each other's number") {
				t.Errorf("Check of %s shows %q", number, got)
			}
		}
		if inv := o.invoice("INV-4"); inv.Customer != "Dune" || inv.Amount != eur(40000) {
			t.Errorf("INV-4 is %+v", inv)
		}
	})
	t.Run("put back", func(t *testing.T) {
		o := withHistory(t)
		swap(o)
		o.settle()
		swap(o)
		o.settle()
		for _, number := range []string{"INV-4", "INV-5"} {
			if inv := o.invoice(number); inv.Problem != "" || len(inv.Former) != 0 {
				t.Errorf("%s is %+v", number, inv)
			}
		}
		if inv := o.invoice("INV-4"); inv.Stage.String() != "2" || inv.Paid() != eur(10000) {
			t.Errorf("INV-4 is %+v", inv)
		}
		if q := o.question("INV-5"); q.Problem.Code != "" {
			t.Errorf("still asked %+v", q)
		}
	})
	t.Run("said to be right: the history goes with the rows", func(t *testing.T) {
		o := withHistory(t)
		swap(o)
		o.settle()
		o.must(o.syncer.AnswerQuestion(t.Context(), sheets.AnswerAsk{Invoice: "inv-4", Answer: sheets.AnswerSwapped, By: "U1"}))
		o.settle()
		if inv := o.invoice("INV-5"); inv.Customer != "Dune" || inv.Stage.String() != "2" || inv.Paid() != eur(10000) || inv.PromisedOn.IsZero() {
			t.Errorf("INV-5 is %+v", inv)
		}
		if inv := o.invoice("INV-4"); inv.Customer != "Etna" || inv.Stage.String() != "" || !inv.Paid().IsZero() || inv.Problem != "" {
			t.Errorf("INV-4 is %+v", inv)
		}
		for _, row := range o.payments() {
			if row[2] != "INV-5" {
				t.Errorf("a row of Payments names %s", row[2])
			}
		}
		o.expect("INV-5", "Stage", "2")
		o.expect("INV-4", "Check", "")
	})
}
