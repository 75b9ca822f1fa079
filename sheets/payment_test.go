package sheets_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// addPayment is a person's row at the end of Payments.
func (o *office) addPayment(cells ...any) {
	o.t.Helper()
	o.must(o.hand.SetValues("Payments", "A"+itoa(len(o.tab("Payments").Rows)+1), [][]any{cells}))
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func TestPaymentsCountOnce(t *testing.T) {
	for _, tt := range []struct {
		name string
		act  func(o *office)
		paid int64  // minor units of INV-4, of 400.00
		cell string // what Paid shows
		rows int
	}{
		{"recorded in Slack", func(o *office) { o.pays("INV-4", 15000) }, 15000, "150", 1},
		{"twice in Slack", func(o *office) { o.pays("INV-4", 15000); o.pays("INV-4", 15000) }, 30000, "300", 2},
		{"typed into Paid", func(o *office) { o.types("INV-4", "Paid", "150") }, 15000, "150", 1},
		{"added as a row", func(o *office) { o.addPayment(nil, day(0), "inv-4", nil, 150.0) }, 15000, "150", 1},
		{"added as a row with an id of their own", func(o *office) { o.addPayment("VIR-9", day(0), "INV-4", nil, 150.0) }, 15000, "150", 1},
		{"two equal rows are two payments", func(o *office) {
			o.addPayment(nil, day(0), "INV-4", nil, 150.0)
			o.addPayment(nil, day(0), "INV-4", nil, 150.0)
		}, 30000, "300", 2},
		{"typed and added at once", func(o *office) {
			o.types("INV-4", "Paid", "150")
			o.addPayment(nil, day(0), "INV-4", nil, 150.0)
		}, 15000, "150", 1},
		{"typed, and added a minute later: counted once, and asked", func(o *office) {
			o.types("INV-4", "Paid", "150")
			o.settle()
			o.addPayment(nil, day(0), "INV-4", nil, 150.0)
		}, 15000, "150", 2},
		{"recorded in Slack and typed: counted once", func(o *office) {
			o.pays("INV-4", 15000)
			o.types("INV-4", "Paid", "150")
		}, 15000, "150", 1},
		{"recorded in Slack and added as a row: counted once", func(o *office) {
			o.pays("INV-4", 15000)
			o.addPayment(nil, day(0), "INV-4", nil, 150.0)
		}, 15000, "150", 1},
		{"imported from a bank file", func(o *office) { o.imports("INV-4", 15000) }, 15000, "150", 1},
		{"imported and typed: counted once", func(o *office) {
			o.imports("INV-4", 15000)
			o.types("INV-4", "Paid", "150")
		}, 15000, "150", 1},
		{"recorded in Slack and reversed there before the bot wrote", func(o *office) {
			id := o.pays("INV-4", 15000)
			o.act(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
				return a.Reverse(b, id, ledger.DateOf(o.now), "")
			})
		}, 0, "", 2},
		{"a row reversed by a person in a row of their own", func(o *office) {
			o.pays("INV-4", 15000)
			o.settle()
			o.addPayment(nil, day(0), "INV-4", nil, -150.0)
		}, 0, "", 2},
		{"reversed in Slack, and by a person too: counted once, and asked", func(o *office) {
			id := o.pays("INV-4", 15000)
			o.settle()
			o.act(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
				return a.Reverse(b, id, ledger.DateOf(o.now), "")
			})
			o.addPayment(nil, day(0), "INV-4", nil, -150.0)
		}, 0, "", 2},
		{"a part of it in each way", func(o *office) {
			o.pays("INV-4", 10000)
			o.imports("INV-4", 5000)
			o.addPayment(nil, day(0), "INV-4", nil, 70.0)
		}, 22000, "220", 3},
		{"an overpayment", func(o *office) { o.pays("INV-4", 45000) }, 45000, "450", 1},
		{"a row taken away again by the person who added it", func(o *office) {
			o.addPayment(nil, day(0), "INV-4", nil, 150.0)
			o.settle()
			o.must(o.hand.DeleteRows("Payments", 1, 1))
		}, 0, "", 0},
		{"a row corrected", func(o *office) {
			o.addPayment(nil, day(0), "INV-4", nil, 150.0)
			o.settle()
			o.must(o.hand.Type("Payments", "E2", "160"))
		}, 16000, "160", 1},
		{"a copied id changes no total", func(o *office) {
			o.addPayment("VIR-9", day(0), "INV-4", nil, 150.0)
			o.settle()
			o.addPayment("VIR-9", day(0), "INV-4", nil, 150.0)
		}, 15000, "150", 2},
		{"nor does one copied over another amount", func(o *office) {
			o.addPayment("VIR-9", day(0), "INV-4", nil, 150.0)
			o.settle()
			o.addPayment("VIR-9", day(0), "INV-4", nil, 70.0)
		}, 15000, "150", 2},
		{"a typed decrease is asked, not taken", func(o *office) {
			o.types("INV-4", "Paid", "150")
			o.settle()
			o.types("INV-4", "Paid", "100")
		}, 15000, "100", 1},
		{"both moved apart: the rows count, the cell stands, the rest is asked", func(o *office) {
			o.types("INV-4", "Paid", "150")
			o.addPayment(nil, day(0), "INV-4", nil, 100.0)
		}, 10000, "150", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := usual(t)
			o.settle()
			tt.act(o)
			o.settle()
			o.paid("INV-4", tt.paid)
			o.expect("INV-4", "Paid", tt.cell)
			if got := len(o.payments()); got != tt.rows {
				t.Errorf("Payments has %d rows, want %d: %v", got, tt.rows, o.payments())
			}
			writes := o.sim.Calls()["spreadsheets.batchUpdate"]
			o.restart()
			o.settle()
			if got := o.sim.Calls()["spreadsheets.batchUpdate"]; got != writes {
				t.Errorf("a restart wrote %d more batches", got-writes)
			}
			o.paid("INV-4", tt.paid)
		})
	}
}

func TestAnOverpaymentIsUnappliedCash(t *testing.T) {
	for name, act := range map[string]func(o *office){
		"recorded in Slack": func(o *office) { o.pays("INV-4", 45000) },
		"typed into Paid":   func(o *office) { o.types("INV-4", "Paid", "450") },
		"added as a row":    func(o *office) { o.addPayment(nil, day(0), "INV-4", nil, 450.0) },
	} {
		o := usual(t)
		o.settle()
		act(o)
		o.settle()
		inv := o.invoice("INV-4")
		if inv.Unapplied() != eur(5000) || !inv.Open().IsZero() {
			t.Errorf("%s: unapplied %s, open %s", name, inv.Unapplied(), inv.Open())
		}
		o.expect("INV-4", "Paid", "450")
		o.expect("INV-4", "Balance", "-50")
	}
}

// While it is asked whether two payments are one, and a second would leave
// nothing to pay, nobody is chased.
func TestAnInvoiceThatMayBePaidIsNotChased(t *testing.T) {
	for amount, chased := range map[int64]bool{15000: true, 20000: false} {
		o := usual(t)
		o.settle()
		o.pays("INV-4", amount)
		o.settle()
		o.addPayment(nil, day(0), "INV-4", nil, float64(amount)/100)
		o.settle()
		if got := o.invoice("INV-4").Problem == ""; got != chased {
			t.Errorf("%d twice of 40000: chased %t, want %t", amount, got, chased)
		}
		if got := o.cell("INV-4", "Check"); !strings.Contains(got, "the same payment, or two?") {
			t.Errorf("Check shows %q", got)
		}
	}
}

func TestASlackPaymentIsARowThatReadsWell(t *testing.T) {
	o := usual(t)
	o.settle()
	id := o.pays("INV-4", 15000)
	o.sync()
	want := [][]string{{id, "11/23/2026", "INV-4", "Dune", "150", "EUR", "slack", "", "claire"}}
	if diff := cmp.Diff(want, o.payments()); diff != "" {
		t.Error(diff)
	}
	o.settle()
	o.expect("INV-4", "Balance", "250")
}

func TestARowThatTheBotInsertedAndAPersonRemovedIsAsked(t *testing.T) {
	o := usual(t)
	o.settle()
	o.pays("INV-4", 15000)
	o.settle()
	o.must(o.hand.DeleteRows("Payments", 1, 1))
	o.settle()
	o.paid("INV-4", 15000)
	if got := len(o.payments()); got != 0 {
		t.Errorf("the row was inserted again: %v", o.payments())
	}
	questions, err := o.syncer.Questions(t.Context())
	if err != nil || questions["inv-4"].Problem.Code != sheets.ProblemPaymentGone {
		t.Errorf("questions %v, %v", questions, err)
	}
}

func TestAPaymentIsInsertedOnceWhateverHappens(t *testing.T) {
	for _, kind := range []sheetsim.FaultKind{
		sheetsim.LoseReplyAfterApply, sheetsim.ErrorAfterApply, sheetsim.TruncateReply, sheetsim.DropBeforeApply, sheetsim.RateLimit429, sheetsim.Status5xx,
	} {
		for name, act := range map[string]func(o *office){
			"nobody touches the sheet":    func(*office) {},
			"someone inserts a row":       func(o *office) { o.must(o.hand.InsertRows("Payments", 0, 1)) },
			"someone sorts the invoices":  func(o *office) { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, true)) },
			"someone moves a column":      func(o *office) { o.must(o.hand.MoveColumn("Payments", 4, 0)) },
			"someone inserts a column":    func(o *office) { o.must(o.hand.InsertColumns("Payments", 1, 1)) },
			"someone adds an equal row":   func(o *office) { o.addPayment(nil, day(0), "INV-4", nil, 150.0) },
			"someone types the same Paid": func(o *office) { o.types("INV-4", "Paid", "150") },
		} {
			t.Run(name+" "+itoa(int(kind)), func(t *testing.T) {
				o := usual(t)
				o.settle()
				id := o.pays("INV-4", 15000)
				o.between(func() { act(o) })
				o.sim.Faults.Add(sheetsim.Fault{Kind: kind, Method: "spreadsheets.batchUpdate"})
				if _, err := o.try(); err == nil {
					t.Error("the fault went unnoticed")
				} else if kind == sheetsim.RateLimit429 && errors.Is(err, sheets.ErrUnsettled) {
					t.Errorf("a 429 is a certain no: %v", err)
				}
				o.restart()
				o.settle()
				found := 0
				for _, row := range o.payments() {
					for _, cell := range row {
						if cell == id {
							found++
						}
					}
					if slices.Contains(row, id) {
						o.straight(row, id)
					}
				}
				if found != 1 {
					t.Errorf("payment %s is there %d times: %v", id, found, o.payments())
				}
				pay, ok := o.desk.Book().Payment(id)
				if !ok || pay.Amount != eur(15000) || pay.Invoice != "inv-4" {
					t.Errorf("the book says %+v", pay)
				}
			})
		}
	}
}

// straight tells that each value of INV-4's payment of 150 stands under its
// header, wherever that is.
func (o *office) straight(row []string, id string) {
	o.t.Helper()
	for i, h := range o.tab("Payments").Rows[0] {
		want, known := map[string]string{"Id": id, "Invoice": "INV-4", "Amount": "150"}[h.Formatted]
		if known && (i >= len(row) || row[i] != want) {
			o.t.Errorf("under %s stands something else than %q: %v", h.Formatted, want, row)
		}
	}
}

// A row that was inserted while columns moved is righted, and keeps what a person
// typed into it since.
func TestACrookedRowThatAPersonTouchedKeepsTheirWords(t *testing.T) {
	o := usual(t)
	o.settle()
	id := o.pays("INV-4", 15000)
	o.between(func() { o.must(o.hand.MoveColumn("Payments", 9, 5)) })
	o.losesReply()
	o.must(o.hand.Type("Payments", "E2", "160"))     // the amount
	o.must(o.hand.Type("Payments", "F2", "by hand")) // the note, where the currency stood
	o.settle()
	o.settle()
	if diff := cmp.Diff([]string{id, "11/23/2026", "INV-4", "Dune", "160", "by hand", "EUR", "slack", "", "claire"}, o.payments()[0]); diff != "" {
		t.Errorf("the row (-want +got):\n%s", diff)
	}
	o.paid("INV-4", 16000)
	questions, err := o.syncer.Questions(t.Context())
	if err != nil || len(questions) > 0 {
		t.Errorf("asked %+v, %v", questions, err)
	}
}

func TestPaidAsAFormulaIsNeverWritten(t *testing.T) {
	o := usual(t)
	for i := 2; i <= 7; i++ {
		o.must(o.hand.SetValues("Invoices", "G"+itoa(i), [][]any{{sheetsim.Formula("=SUMIF(Payments!C:C,A" + itoa(i) + ",Payments!E:E)")}}))
		o.must(o.hand.SetValues("Invoices", "I"+itoa(i), [][]any{{sheetsim.Formula("=E" + itoa(i) + "-G" + itoa(i))}}))
	}
	o.settle()
	o.pays("INV-4", 15000)
	o.settle()
	o.expect("INV-4", "Paid", "150")
	o.expect("INV-4", "Balance", "250")
	o.paid("INV-4", 15000)
	for _, row := range o.tab("Invoices").Rows[1:] {
		if row[6].Formula == "" || row[8].Formula == "" {
			t.Errorf("a formula was overwritten: %+v", row[6])
		}
	}
	if got := len(o.payments()); got != 1 {
		t.Errorf("rows %v", o.payments())
	}
}

func TestWhatPaidHeldWhenFirstReadIsOnePaymentWithoutARow(t *testing.T) {
	rows := usualRows()
	rows[3] = append(rows[3], 120.0, day(-2))
	o := newOffice(t, sheetsim.Options{}, rows, nil)
	o.settle()
	o.paid("INV-4", 12000)
	if pay := o.invoice("INV-4").Payments; len(pay) != 1 || pay[0].Source != ledger.PaymentFromOpening || pay[0].Date != ledger.NewDate(2026, 11, 21) {
		t.Errorf("payments %+v", pay)
	}
	if got := len(o.payments()); got != 0 {
		t.Errorf("rows %v", o.payments())
	}
}

func TestUnappliedCashAndUnknownInvoices(t *testing.T) {
	o := usual(t)
	o.settle()
	o.addPayment(nil, day(0), nil, "Acme", 75.0)
	o.addPayment(nil, day(0), "INV-99", nil, 10.0)
	o.addPayment(nil, day(0), nil, nil, 10.0)
	o.addPayment(nil, day(0), "INV-4", nil, "lots")
	r := o.sync()
	var codes []string
	for _, p := range r.Problems {
		codes = append(codes, string(p.Code))
	}
	want := []string{"payment_of_unknown_invoice", "payment_of_nobody", "not_an_amount"}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Error(diff)
	}
	o.settle()
	found := false
	for p := range o.desk.Book().Payments() {
		found = found || p.Customer == "acme" && p.Invoice == "" && p.Amount == eur(7500)
	}
	if !found {
		t.Error("the unapplied cash is not in the book")
	}
	o.paid("INV-4", 0)
}

// A person who types Paid and then its row is at work for some seconds: half
// of it is not believed, and nothing is asked.
func TestHalfOfAnEditIsNotBelieved(t *testing.T) {
	o := usual(t)
	o.settle()
	o.types("INV-4", "Paid", "150")
	reads := 0
	o.sim.BeforeApply(func(method string) {
		if !strings.HasPrefix(method, "spreadsheets.values") {
			return
		}
		if reads++; reads == 2 {
			o.addPayment(nil, day(0), "INV-4", nil, 150.0)
		}
	})
	o.sync()
	o.sim.BeforeApply(nil)
	if reads < 2 {
		t.Fatalf("it was read %d times", reads)
	}
	o.settle()
	o.paid("INV-4", 15000)
	if rows := o.payments(); len(rows) != 1 {
		t.Errorf("Payments has %v", rows)
	}
	if questions, err := o.syncer.Questions(t.Context()); err != nil || len(questions) != 0 {
		t.Errorf("asked %v, %v", questions, err)
	}
}

func TestTheSamePaidTypedWhileTheBotWroteIsAsked(t *testing.T) {
	o := usual(t)
	o.settle()
	o.pays("INV-4", 15000)
	o.between(func() { o.types("INV-4", "Paid", "150") })
	o.settle()
	o.paid("INV-4", 15000)
	questions, err := o.syncer.Questions(t.Context())
	if q := questions["inv-4"]; err != nil || q.Problem.Code != sheets.ProblemSamePayment || q.Blocks {
		t.Fatalf("asked %+v, %v", questions, err)
	}
	if got := o.cell("INV-4", "Check"); !strings.Contains(got, "the same payment, or two?") {
		t.Errorf("Check shows %q", got)
	}
	o.must(o.syncer.AnswerQuestion(t.Context(), sheets.AnswerAsk{Invoice: "inv-4"}))
	o.settle()
	o.expect("INV-4", "Check", "")
	o.expect("INV-4", "Paid", "150")
}
