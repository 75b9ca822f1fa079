package sheets_test

import (
	"slices"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// What the state machine found about values of ours that strayed into cells by
// which rows are known, and into copies.

// hitNumber lets INV-3's customer, said in Slack, hit its number, for somebody
// moved a column meanwhile. Nobody has looked at what came of it yet.
func hitNumber(t *testing.T) *office {
	t.Helper()
	o := usual(t)
	o.settle()
	o.says("INV-3", ledger.FieldCustomer, ledger.Text("Korfu"))
	o.between(func() { o.must(o.hand.MoveColumn("Invoices", len(invoiceHeader)-1, 0)) })
	o.losesReply()
	o.expect("Korfu", "Amount", "300")
	return o
}

func TestANumberThatWeHitIsPutBackThoughItsRowWasEdited(t *testing.T) {
	o := hitNumber(t)
	o.types("Korfu", "Dispute", "late delivery")
	o.settle()
	o.expect("INV-3", "Customer", "Korfu")
	o.expect("INV-3", "Dispute", "late delivery")
	if n := o.desk.Book().Len(); n != 6 {
		t.Errorf("the book has %d invoices", n)
	}
}

func TestANumberThatWeHitAndCannotPutBackIsAskedAbout(t *testing.T) {
	o := hitNumber(t)
	for header, text := range map[string]string{"Customer": "Kea", "Due": "2027-03-01", "Amount": "333", "Currency": "EUR", "Issued": "2026-09-01"} {
		o.types("Korfu", header, text)
	}
	_, _ = o.try() // held: which row was hit?
	_, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, By: "U1"})
	o.must(err)
	o.settle()
	if _, taken := o.desk.Book().Invoice("korfu"); taken {
		t.Error("our value is taken for an invoice's number")
	}
	if problem := o.invoice("INV-3").Problem; problem == "" {
		t.Error("INV-3 can't be found, and somebody may be chased on it")
	}
	if rows := len(o.tab("Invoices").Rows); rows != 7 {
		t.Errorf("%d rows: the invoice was entered a second time", rows)
	}
	o.types("Korfu", "Number", "INV-3")
	o.settle()
	o.expect("INV-3", "Amount", "333")
	if problem := o.invoice("INV-3").Problem; problem != "" {
		t.Errorf("quarantined: %s", problem)
	}
}

// hitCopy lets INV-3's salesperson, said in Slack, hit a copy of INV-4, and a
// person say go on.
func hitCopy(t *testing.T) *office {
	t.Helper()
	o := usual(t)
	o.settle()
	o.says("INV-3", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() { // a copy of INV-4 stands where INV-3 stood
		o.must(o.hand.InsertRows("Invoices", 3, 1))
		o.must(o.hand.SetValues("Invoices", "A4", [][]any{invoice("INV-4", "Dune", 3, 400)}))
	})
	_, _ = o.try() // held: which INV-4 was hit?
	o.expect("INV-4", "Salesperson", "Bob")
	_, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, By: "U1"})
	o.must(err)
	return o
}

func TestOurStrayThatWasLeftInACopiedRowIsTakenBackWhenTheCopyGetsItsNumber(t *testing.T) {
	o := hitCopy(t)
	o.must(o.hand.Type("Invoices", "A4", "INV-9"))
	o.settle()
	o.expect("INV-9", "Salesperson", "")
	o.expect("INV-3", "Salesperson", "Bob")
	o.noStray("INV-9")
}

func TestOurStrayInACopyThatWasEditedIsAskedAbout(t *testing.T) {
	o := hitCopy(t)
	o.must(o.hand.Type("Invoices", "A4", "INV-9"))
	o.types("INV-9", "Amount", "444")
	o.settle()
	if _, taken := o.desk.Book().Invoice("inv-9"); taken {
		t.Error("a new row that holds our value was taken")
	}
	o.expect("INV-9", "Salesperson", "Bob") // perhaps theirs
	o.types("INV-9", "Salesperson", "Zoe")
	o.settle()
	if got := o.invoice("INV-9").Salesperson; got != "Zoe" {
		t.Errorf("the salesperson is %q", got)
	}
}

// noStray demands that our own salesperson is taken for nobody's word about an
// invoice, and that nobody is asked about anything.
func (o *office) noStray(number string) {
	o.t.Helper()
	if got := o.invoice(number).Salesperson; got != "" {
		o.t.Errorf("our own value is taken for a person's word: the salesperson is %q", got)
	}
	if list, err := o.syncer.Conflicts(o.t.Context()); err != nil || len(list) > 0 {
		o.t.Errorf("still asked about: %v, %v", list, err)
	}
}

// copyHit lets INV-3's salesperson, said in Slack, hit INV-4, whose row somebody
// copies before it is put back.
func copyHit(t *testing.T) *office {
	t.Helper()
	o := usual(t)
	o.settle()
	o.says("INV-3", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() { o.must(o.hand.DeleteRows("Invoices", 1, 1)) })
	o.losesReply()
	o.expect("INV-4", "Salesperson", "Bob")
	o.must(o.hand.InsertRows("Invoices", 4, 1))
	row := append(invoice("INV-4", "Dune", 3, 400), nil, nil, 400, nil, "Bob")
	o.must(o.hand.SetValues("Invoices", "A5", [][]any{row}))
	return o
}

func TestOurStrayIsTakenBackFromARowAndItsCopyOnceTheCopyHasItsNumber(t *testing.T) {
	for name, act := range map[string]func(o *office){
		"numbered before anybody looked": func(*office) {},
		"held meanwhile, and a person said go on": func(o *office) {
			_, _ = o.try() // held: which INV-4 was hit?
			_, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, By: "U1"})
			o.must(err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := copyHit(t)
			act(o)
			o.must(o.hand.Type("Invoices", "A5", "INV-9"))
			o.settle()
			o.expect("INV-4", "Salesperson", "")
			o.expect("INV-9", "Salesperson", "")
			o.expect("INV-3", "Salesperson", "Bob")
			o.noStray("INV-9")
		})
	}
}

func TestOurStrayInACopyThatWasNumberedAndEditedIsAskedAbout(t *testing.T) {
	o := copyHit(t)
	o.must(o.hand.Type("Invoices", "A5", "INV-9"))
	o.types("INV-9", "Amount", "444")
	o.settle()
	o.expect("INV-4", "Salesperson", "")
	o.expect("INV-9", "Salesperson", "Bob") // perhaps theirs
	if _, taken := o.desk.Book().Invoice("inv-9"); taken {
		t.Error("a new row that holds our value was taken")
	}
}

// hitPayment lets our id for a person's payment on INV-2 hit another person's,
// on INV-4, that was entered above it meanwhile.
func hitPayment(t *testing.T) (*office, string) {
	t.Helper()
	o := usual(t)
	o.settle()
	o.addPayment(nil, day(0), "INV-2", nil, 70.0)
	o.between(func() {
		o.must(o.hand.InsertRows("Payments", 1, 1))
		o.must(o.hand.SetValues("Payments", "A2", [][]any{{nil, day(-1), "INV-4", nil, 40.0}}))
	})
	o.losesReply()
	id := o.payments()[0][0]
	if id == "" {
		t.Fatal("nothing strayed")
	}
	return o, id
}

func TestOurIDInAnotherPaymentIsTakenBackThoughThatWasEdited(t *testing.T) {
	o, id := hitPayment(t)
	o.must(o.hand.Type("Payments", "E2", "45"))
	o.settle()
	o.paid("INV-2", 7000)
	o.paid("INV-4", 4500)
	if pay, ok := o.desk.Book().Payment(id); !ok || pay.Invoice != "inv-2" {
		t.Errorf("payment %s became %+v", id, pay)
	}
}

func TestOurIDThatStaysInAnotherPaymentIsNotTakenForTheOther(t *testing.T) {
	o, id := hitPayment(t)
	o.must(o.hand.SetValues("Payments", "B2", [][]any{{day(-2), "INV-5", nil, 45.0}})) // hardly the same row
	o.settle()
	o.paid("INV-2", 7000)
	o.paid("INV-5", 4500)
	if pay, ok := o.desk.Book().Payment(id); !ok || pay.Invoice != "inv-2" {
		t.Errorf("payment %s became %+v", id, pay)
	}
	ids := map[string]bool{}
	for _, row := range o.payments() {
		ids[row[0]] = true
	}
	if len(ids) != 2 || ids[""] {
		t.Errorf("the rows bear %v", ids)
	}
}

// What stood beside its header was never shown under it: who typed there has
// not overruled anybody knowingly.
func TestWhatWasTypedIntoACrookedRowIsAConflict(t *testing.T) {
	o := usual(t)
	o.settle()
	o.act(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		return a.AddInvoice(b, ledger.NewInvoice{
			Number: "INV-7", Customer: "Gale", Amount: eur(70000), Issued: ledger.NewDate(2026, 11, 20), Due: ledger.NewDate(2026, 12, 20), Salesperson: "Bob",
		}, ledger.DateOf(o.now))
	})
	o.between(func() { o.must(o.hand.InsertColumns("Invoices", 10, 1)) }) // before Salesperson
	o.losesReply()
	o.types("INV-7", "Salesperson", "Zoe")
	o.settle()
	o.expect("INV-7", "Salesperson", "Zoe")
	if got := o.invoice("INV-7").Salesperson; got != "Zoe" {
		t.Errorf("the salesperson is %q", got)
	}
	list, err := o.syncer.Conflicts(t.Context())
	o.must(err)
	if len(list) != 1 || list[0].Mine.Text() != "Bob" {
		t.Errorf("conflicts %+v, want Bob kept", list)
	}
}

func TestOurStrayIsNobodysWordUnderItsRowsNextNumberEither(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-3", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() { o.must(o.hand.DeleteRows("Invoices", 1, 1)) })
	o.losesReply()
	a1, _ := o.find("INV-4", "Salesperson")
	o.must(o.hand.Dress("Invoices", a1, sheetsim.Look{Background: "#ffee00"})) // theirs by its look: left there, and asked about
	o.settle()
	o.expect("INV-4", "Salesperson", "Bob")
	o.types("INV-4", "Number", "INV-40")
	o.settle()
	o.types("INV-40", "Notes", "read anew")
	o.settle()
	if got := o.invoice("INV-40").Salesperson; got != "" {
		t.Errorf("our own value is taken for a person's word: the salesperson is %q", got)
	}
	o.types("INV-40", "Salesperson", "Zoe")
	o.settle()
	if got := o.invoice("INV-40").Salesperson; got != "Zoe" {
		t.Errorf("the salesperson is %q", got)
	}
}

func TestAnIDThatHitACopiedPaymentIsTakenBack(t *testing.T) {
	o := usual(t)
	o.settle()
	above := o.pays("INV-1", 1100)
	copied := o.pays("INV-4", 14900)
	o.settle()
	rows := o.payments()
	if len(rows) != 2 || rows[0][0] != above || rows[1][0] != copied {
		t.Fatalf("rows %v", rows)
	}
	again := make([]any, len(rows[1]))
	for i, text := range rows[1] {
		again[i] = text
	}
	again[1], again[4] = day(0), 149.0
	o.must(o.hand.SetValues("Payments", "A4", [][]any{{nil, day(0), "INV-3", nil, 21.9}, again}))
	o.between(func() { o.must(o.hand.DeleteRows("Payments", 1, 1)) })
	o.settle()
	o.paid("INV-4", 14900)
	o.paid("INV-3", 2190)
	if rows := o.payments(); len(rows) < 3 || rows[0][0] != copied || rows[1][0] == "" || rows[1][0] == copied || rows[2][0] != copied {
		t.Errorf("rows %v", rows)
	}
}

// hitInvoiceOfPayment lets INV-3's next number hit the invoice of a payment on
// INV-1, whose row somebody copies before anybody looked.
func hitInvoiceOfPayment(t *testing.T) (o *office, hit string) {
	t.Helper()
	o = usual(t)
	o.settle()
	hit = o.pays("INV-1", 1100)
	o.pays("INV-3", 2300)
	o.settle()
	o.types("INV-3", "Number", "INV-30")
	o.between(func() { o.must(o.hand.SortRange("Payments", "A2:J3", 4, true)) })
	o.losesReply()
	rows := o.payments()
	if i := slices.IndexFunc(rows, func(row []string) bool { return row[0] == hit }); i < 0 || rows[i][2] != "INV-30" {
		t.Fatalf("nothing strayed: %v", rows)
	}
	return o, hit
}

func TestANumberThatStaysInACopiedPaymentIsNobodysWord(t *testing.T) {
	o, hit := hitInvoiceOfPayment(t)
	rows := o.payments()
	row := make([]any, len(rows[0]))
	for i, text := range rows[slices.IndexFunc(rows, func(row []string) bool { return row[0] == hit })] {
		row[i] = text
	}
	row[1], row[4] = day(0), 11.0
	o.must(o.hand.SetValues("Payments", "A4", [][]any{row}))
	_, _ = o.try() // held: which of the two was hit?
	_, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, By: "U1"})
	o.must(err)
	o.settle()
	o.paid("INV-1", 1100)
	o.paid("INV-30", 2300)
	_, r := o.syncer.LastSync()
	if !slices.ContainsFunc(r.Problems, func(p sheets.Problem) bool { return p.Code == sheets.ProblemStray }) {
		t.Errorf("nobody is asked about it: %v", r.Problems)
	}
}

// hitBlank lets INV-3's salesperson, said in Slack, hit a blank row, the one at that
// place. Nobody has looked at what came of it yet.
func hitBlank(t *testing.T) (o *office, at int) {
	t.Helper()
	o = usual(t)
	o.must(o.hand.InsertRows("Invoices", 3, 1))
	o.settle()
	o.says("INV-3", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.between(func() { // the blank row stands where INV-3 stood
		o.must(o.hand.DeleteRows("Invoices", 3, 1))
		o.must(o.hand.InsertRows("Invoices", 4, 1))
	})
	o.losesReply()
	at = slices.IndexFunc(o.tab("Invoices").Rows, func(r []sheetsim.CellSnapshot) bool {
		return len(r) > 10 && r[10].Formatted == "Bob" && r[0].Formatted == ""
	})
	if at < 0 {
		t.Fatal("no blank row was hit")
	}
	return o, at
}

// What Slack said of an invoice hit a blank row, in which a person typed before it
// was put back: nothing but our value tells which row that is.
func TestABlankRowThatWeHitIsKnownByOurValueThoughAPersonTypedIntoIt(t *testing.T) {
	o, at := hitBlank(t)
	o.must(o.hand.Type("Invoices", "T"+itoa(at+1), "call them"))
	o.settle()
	o.settle()
	if row := o.tab("Invoices").Rows[at]; row[10].Formatted != "" || row[19].Formatted != "call them" {
		t.Errorf("the row shows %q and %q", row[10].Formatted, row[19].Formatted)
	}
	o.expect("INV-3", "Salesperson", "Bob")
	o.noConflict()
}

// A row is deleted between the put-back's read and its write, so that it hits the
// next row, which is blank too: what strayed is still there.
func TestABlankRowIsNotTakenForTheOneThatWasHit(t *testing.T) {
	o, at := hitBlank(t)
	o.must(o.hand.InsertRows("Invoices", at+1, 1)) // another blank one
	wrote := 0
	o.sim.BeforeApply(func(method string) {
		if method != "spreadsheets.batchUpdate" {
			return
		}
		if wrote++; wrote == 2 { // the first settles what was lost
			o.must(o.hand.DeleteRows("Invoices", 1, 1))
		}
	})
	o.settle()
	o.settle()
	if wrote < 2 {
		t.Fatal("no put-back was written")
	}
	for i, r := range o.tab("Invoices").Rows {
		if len(r) > 10 && r[10].Formatted == "Bob" && r[0].Formatted != "INV-3" {
			t.Errorf("what strayed stays in row %d", i+1)
		}
	}
	o.expect("INV-3", "Salesperson", "Bob")
}
