package sheets_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

// adds adds INV-7 in Slack.
func (o *office) adds() {
	o.t.Helper()
	o.act(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		return a.AddInvoice(b, ledger.NewInvoice{
			Number: "INV-7", Customer: "Gale", Amount: eur(70000), Issued: ledger.NewDate(2026, 11, 20), Due: ledger.NewDate(2026, 12, 20),
			Salesperson: "Bob", Notes: "=1+1",
		}, ledger.DateOf(o.now))
	})
}

// times is how often a text stands in a tab.
func (o *office) times(title, text string) int {
	n := 0
	for _, row := range o.tab(title).Rows {
		for _, c := range row {
			if c.Formatted == text {
				n++
			}
		}
	}
	return n
}

func TestAnInvoiceAddedInSlackGetsARow(t *testing.T) {
	o := usual(t)
	o.settle()
	o.adds()
	o.settle()
	for header, want := range map[string]string{
		"Customer": "Gale", "Issued": "11/20/2026", "Due": "12/20/2026", "Amount": "700", "Currency": "EUR", "Paid": "", "Balance": "700",
		"Salesperson": "Bob", "Notes": "=1+1", "Days late": "0",
	} {
		o.expect("INV-7", header, want)
	}
	if a1, _ := o.find("INV-7", "Notes"); a1 != "O8" || o.formulas("Notes") != 0 {
		t.Errorf("its notes stand in %s, a formula %d times", a1, o.formulas("Notes"))
	}
	o.types("INV-7", "Due", "12/24/2026") // an invoice like any other
	o.pays("INV-7", 20000)
	o.settle()
	if inv := o.invoice("INV-7"); inv.Due != ledger.NewDate(2026, 12, 24) {
		t.Errorf("due %s", inv.Due)
	}
	o.expect("INV-7", "Balance", "500")
	o.must(o.hand.DeleteRows("Invoices", 7, 1)) // deleted is deleted
	o.settle()
	if _, there := o.desk.Book().Invoice("inv-7"); there || o.times("Invoices", "INV-7") != 0 {
		t.Error("a row that a person deleted came back")
	}
}

// The row goes behind the last invoice, above what stands below the table, and
// is made like the one above it: formulas are copied, never written over.
func TestARowTakesOverTheFormulasBesideIt(t *testing.T) {
	o := usual(t)
	for i := 2; i <= 7; i++ {
		n := itoa(i)
		o.must(o.hand.SetValues("Invoices", "G"+n, [][]any{{sheetsim.Formula("=SUMIF(Payments!C:C,A" + n + ",Payments!E:E)")}}))
		o.must(o.hand.SetValues("Invoices", "I"+n, [][]any{{sheetsim.Formula("=E" + n + "-G" + n)}}))
		o.must(o.hand.SetValues("Invoices", "T"+n, [][]any{{sheetsim.Formula("=B" + n + `&"!"`)}})) // a column of theirs
	}
	o.must(o.hand.SetValues("Invoices", "D9", [][]any{{"Total", sheetsim.Formula("=SUM(E2:E8)")}}))
	o.settle()
	o.adds()
	o.settle()
	if a1, _ := o.find("INV-7", "Number"); a1 != "A8" {
		t.Errorf("INV-7 stands in %s", a1)
	}
	row := o.tab("Invoices").Rows[7]
	if diff := cmp.Diff([]string{"=SUMIF(Payments!C:C,A8,Payments!E:E)", "=E8-G8", `=B8&"!"`}, []string{row[6].Formula, row[8].Formula, row[19].Formula}); diff != "" {
		t.Error(diff)
	}
	o.pays("INV-7", 20000)
	o.settle()
	o.expect("INV-7", "Paid", "200")
	o.expect("INV-7", "Balance", "500")
	o.expect("INV-7", "Mood", "Gale!")
	o.paid("INV-7", 20000)
	if inv := o.invoice("INV-7"); inv.Amount != eur(70000) || inv.Problem != "" {
		t.Errorf("INV-7 is %+v", inv)
	}
}

func TestAPaymentTakesOverTheFormulasBesideIt(t *testing.T) {
	o := usual(t)
	o.addPayment("VIR-1", day(0), "INV-5", sheetsim.Formula("=VLOOKUP(C2,Invoices!A:B,2,FALSE)"), 50.0, "EUR", "", "", "", "", sheetsim.Formula("=E2*2"))
	o.settle()
	o.pays("INV-4", 15000)
	o.settle()
	row := o.tab("Payments").Rows[2]
	if row[3].Formula != "=VLOOKUP(C3,Invoices!A:B,2,FALSE)" || row[3].Formatted != "Dune" || row[10].Formula != "=E3*2" || row[4].Formatted != "150" {
		t.Errorf("the row is %+v", row)
	}
	o.paid("INV-4", 15000)
}

// The first row of a tab made by Relance stands above rows whose formulas wait.
func TestTheFirstRowTakesOverTheFormulasThatWait(t *testing.T) {
	o := newOffice(t, sheetsim.Options{}, nil, nil)
	o.must(o.hand.SetValues("Invoices", "I2", [][]any{{sheetsim.Formula(`=IF(A2="","",E2-G2)`)}, {sheetsim.Formula(`=IF(A3="","",E3-G3)`)}}))
	o.settle()
	o.adds()
	o.settle()
	if row := o.tab("Invoices").Rows[1]; row[8].Formula != `=IF(A2="","",E2-G2)` {
		t.Errorf("the balance is %+v", row[8])
	}
	o.expect("INV-7", "Balance", "700")
}

func TestAnAddedInvoiceIsInsertedOnceWhateverHappens(t *testing.T) {
	for _, kind := range []sheetsim.FaultKind{
		sheetsim.LoseReplyAfterApply, sheetsim.ErrorAfterApply, sheetsim.TruncateReply, sheetsim.DropBeforeApply, sheetsim.RateLimit429, sheetsim.Status5xx,
	} {
		for name, act := range map[string]func(o *office){
			"nobody touches the sheet":    func(*office) {},
			"someone inserts a row":       func(o *office) { o.must(o.hand.InsertRows("Invoices", 3, 1)) },
			"someone sorts":               func(o *office) { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, true)) },
			"someone moves a column":      func(o *office) { o.must(o.hand.MoveColumn("Invoices", 4, 0)) },
			"someone inserts a column":    func(o *office) { o.must(o.hand.InsertColumns("Invoices", 1, 1)) },
			"someone moves the number":    func(o *office) { o.must(o.hand.MoveColumn("Invoices", 0, 3)) },
			"someone moves the balance":   func(o *office) { o.must(o.hand.MoveColumn("Invoices", 8, 2)) },
			"someone deletes other's row": func(o *office) { o.must(o.hand.DeleteRows("Invoices", 1, 1)) },
		} {
			t.Run(name+" "+itoa(int(kind)), func(t *testing.T) {
				o := usual(t)
				for i := 2; i <= 7; i++ {
					o.must(o.hand.SetValues("Invoices", "I"+itoa(i), [][]any{{sheetsim.Formula("=E" + itoa(i) + "-G" + itoa(i))}}))
				}
				o.settle()
				o.adds()
				o.between(func() { act(o) })
				o.sim.Faults.Add(sheetsim.Fault{Kind: kind, Method: "spreadsheets.batchUpdate"})
				if _, err := o.try(); err == nil {
					t.Error("the fault went unnoticed")
				}
				o.restart()
				o.settle()
				if n := o.times("Invoices", "INV-7"); n != 1 {
					t.Fatalf("INV-7 stands there %d times", n)
				}
				for header, want := range map[string]string{"Customer": "Gale", "Amount": "700", "Due": "12/20/2026", "Salesperson": "Bob", "Check": ""} {
					o.expect("INV-7", header, want)
				}
				if inv := o.invoice("INV-7"); inv.Amount != eur(70000) || inv.Problem != "" || inv.Customer != "Gale" {
					t.Errorf("the book says %+v", inv)
				}
			})
		}
	}
}

func TestTwoPeopleAddTheSameInvoice(t *testing.T) {
	o := usual(t)
	o.settle()
	o.adds()
	o.must(o.hand.SetValues("Invoices", "A8", [][]any{{"inv-7", "Gale", day(-3), day(27), 750.0, "EUR"}}))
	o.settle()
	if n := o.times("Invoices", "INV-7") + o.times("Invoices", "inv-7"); n != 1 {
		t.Fatalf("it stands there %d times", n)
	}
	inv := o.invoice("INV-7")
	if inv.Amount != eur(75000) || inv.Salesperson != "Bob" {
		t.Errorf("the book says %+v", inv)
	}
	o.expect("inv-7", "Amount", "750")
	o.expect("inv-7", "Salesperson", "Bob")
	conflicts, err := o.syncer.Conflicts(t.Context())
	o.must(err)
	kept := map[ledger.Field]ledger.Value{}
	for _, c := range conflicts {
		kept[c.Field] = c.Mine
	}
	want := map[ledger.Field]ledger.Value{ledger.FieldNumber: ledger.Text("INV-7"), ledger.FieldAmount: ledger.Amount(eur(70000))}
	if diff := cmp.Diff(want, kept, cmp.Comparer(func(a, b ledger.Value) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

// A person who types the same number while the bot inserts it makes two rows of
// one number: nothing is guessed, and whichever they keep is the invoice.
func TestTheSameNumberTypedWhileTheBotInserted(t *testing.T) {
	o := usual(t)
	o.settle()
	o.adds()
	o.between(func() {
		o.must(o.hand.SetValues("Invoices", "A8", [][]any{{"INV-7", "Gale", day(-3), day(27), 750.0, "EUR"}}))
	})
	o.settle()
	if inv := o.invoice("INV-7"); !strings.Contains(inv.Problem, "stands in rows 8, 9") {
		t.Errorf("problem %q", inv.Problem)
	}
	o.must(o.hand.DeleteRows("Invoices", 7, 1)) // the bot's
	o.settle()
	if inv := o.invoice("INV-7"); inv.Problem != "" || inv.Amount != eur(75000) {
		t.Errorf("the book says %+v", inv)
	}
}

// crooked leaves the inserted row of INV-7 under moved columns, its reply lost.
func crooked(t *testing.T, setUp func(o *office)) *office {
	t.Helper()
	return crookedUnder(t, 0, setUp)
}

// crookedUnder moves Amount to that column meanwhile.
func crookedUnder(t *testing.T, to int, setUp func(o *office)) *office {
	t.Helper()
	o := usual(t)
	o.settle()
	setUp(o)
	o.between(func() { o.must(o.hand.MoveColumn("Invoices", 4, to)) })
	o.losesReply()
	return o
}

func TestACrookedRowOfAnInvoiceThatAPersonTouchedKeepsTheirWords(t *testing.T) {
	o := crooked(t, (*office).adds)
	last := itoa(len(o.tab("Invoices").Rows))
	o.must(o.hand.Type("Invoices", "K"+last, "Carol"))
	o.must(o.hand.Type("Invoices", "J"+last, "by hand")) // under Days late, which is the bot's
	o.settle()
	if inv := o.invoice("INV-7"); inv.Problem != "" || inv.Amount != eur(70000) || inv.Salesperson != "Carol" {
		t.Errorf("the book says %+v", inv)
	}
	for header, want := range map[string]string{"Amount": "700", "Salesperson": "Carol", "Days late": "0"} {
		o.expect("INV-7", header, want)
	}
	if _, there := o.desk.Book().Invoice("700"); there {
		t.Error("an amount was taken for a number")
	}
}

// While a row stands crooked its payments wait: what stands under Paid there is
// something else.
func TestThePaymentsOfACrookedRowWait(t *testing.T) {
	o := crooked(t, func(o *office) {
		o.adds()
		o.pays("INV-7", 20000)
	})
	// The repair is told to slow down: a cycle ends with the row still crooked.
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.RateLimit429, Method: "spreadsheets.batchUpdate", Nth: 2})
	if _, err := o.try(); err == nil {
		t.Fatal("the repair went through")
	}
	if rows := o.payments(); len(rows) != 0 {
		t.Errorf("a payment of a crooked row was planned: %v", rows)
	}
	o.settle()
	o.paid("INV-7", 20000)
	o.expect("INV-7", "Paid", "200")
	if rows := o.payments(); len(rows) != 1 {
		t.Errorf("Payments has %v", rows)
	}
}

func TestARowThatWasInsertedAgainIsRighted(t *testing.T) {
	o := crooked(t, func(o *office) {
		o.says("INV-3", ledger.FieldNotes, ledger.Text("they called"))
		o.must(o.hand.DeleteRows("Invoices", 3, 1)) // edit beats delete
	})
	o.settle()
	o.expect("INV-3", "Notes", "they called")
	o.expect("INV-3", "Amount", "300")
	o.expect("INV-3", "Customer", "Cora")
	if n := o.times("Invoices", "INV-3"); n != 1 {
		t.Errorf("it stands there %d times", n)
	}
}

// Proven by its token, an inserted row is known from then on: whoever deletes
// it before it was read again has deleted the invoice.
func TestAnInsertedRowDeletedBeforeItWasReadIsDeleted(t *testing.T) {
	o := usual(t)
	o.settle()
	o.adds()
	if r := o.sync(); r.Written == 0 || o.times("Invoices", "INV-7") != 1 {
		t.Fatalf("not inserted: %v", r)
	}
	o.must(o.hand.DeleteRows("Invoices", 7, 1))
	o.settle()
	if _, there := o.desk.Book().Invoice("inv-7"); there || o.times("Invoices", "INV-7") != 0 {
		t.Error("a row that a person deleted came back")
	}
}

// The row beside held a formula when it was looked at, and a value when the row
// was made like it: that value is another invoice's.
func TestAValuePastedOverTheFormulaBesideIsNotTakenOver(t *testing.T) {
	o := usual(t)
	for i := 2; i <= 7; i++ {
		o.must(o.hand.SetValues("Invoices", "K"+itoa(i), [][]any{{sheetsim.Formula("=UPPER(B" + itoa(i) + ")")}}))
	}
	o.settle()
	o.adds()
	o.between(func() { o.must(o.hand.SetValues("Invoices", "K7", [][]any{{"Zoe"}})) })
	o.settle()
	o.expect("INV-7", "Salesperson", "") // another invoice's was copied with the row
	if got := o.invoice("INV-7").Salesperson; got != "Bob" {
		t.Errorf("the book says %q", got)
	}
	if notes := o.notes(); len(notes) != 0 {
		t.Errorf("asked: %v", notes)
	}
	o.expect("INV-6", "Salesperson", "Zoe")
}

// A person types a formula into the row beside between the read and the look at
// it, into the very cell that is written in the same batch: the new row is made like
// that row as it was, and the formula is put back.
func TestAFormulaBesideThatIsWrittenOverIsNotTakenOver(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-6", ledger.FieldDispute, ledger.Text("short"))
	o.adds()
	typed := false
	o.sim.AfterApply(func(method string) {
		if method == "spreadsheets.values.batchGet" && !typed {
			typed = true
			o.must(o.hand.SetValues("Invoices", "M7", [][]any{{sheetsim.Formula(`="w"&24`)}}))
		}
	})
	o.settle()
	if got := o.cell("INV-6", "Dispute"); got != "w24" || !typed {
		t.Errorf("the person's formula shows %q", got)
	}
	o.expect("INV-7", "Dispute", "")
	if got := o.invoice("INV-7").Dispute; got != "" {
		t.Errorf("INV-7 is disputed: %q", got)
	}
}

// A row of Payments for an invoice whose own row stands crooked is new again
// once that is righted, and not before.
func TestAPaymentForACrookedRowIsNotTakenYet(t *testing.T) {
	o := crooked(t, (*office).adds)
	o.addPayment("VIR-1", day(0), "INV-7", "Gale", 50.0, "EUR")
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.RateLimit429, Method: "spreadsheets.batchUpdate", Nth: 2})
	if _, err := o.try(); err == nil {
		t.Fatal("the repair went through")
	}
	o.paid("INV-7", 0)
	o.settle()
	o.paid("INV-7", 5000)
	o.expect("INV-7", "Paid", "50")
}

// The sum that a formula shows while a payment's row stands under other columns
// is nobody's word: nothing is said of it before the row is right.
func TestTheSumOfACrookedPaymentIsNotComplainedOf(t *testing.T) {
	o := usual(t)
	for i := 2; i <= 7; i++ {
		o.must(o.hand.SetValues("Invoices", "G"+itoa(i), [][]any{{sheetsim.Formula("=SUMIF(Payments!C:C,A" + itoa(i) + ",Payments!E:E)")}}))
	}
	o.settle()
	o.pays("INV-4", 5000)
	o.between(func() { o.must(o.hand.MoveColumn("Payments", 4, 9)) })
	o.sync()
	r := o.sync() // plans the repair
	for _, p := range r.Problems {
		t.Errorf("said of %s: %s", p.Invoice, p.Text("en"))
	}
	if r.Written == 0 {
		t.Fatal("nothing stood crooked")
	}
	o.settle()
	o.expect("INV-4", "Paid", "50")
	o.paid("INV-4", 5000)
}
