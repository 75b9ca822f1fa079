package sheets_test

import (
	"strconv"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// rowsAddUp is what the amounts in the rows of Payments come to, in cents: what
// a formula over the tab shows.
func (o *office) rowsAddUp() int64 {
	o.t.Helper()
	sum := int64(0)
	for _, row := range o.payments() {
		if len(row) > 4 && row[4] != "" {
			f, err := strconv.ParseFloat(row[4], 64)
			o.must(err)
			sum += int64(f * 100)
		}
	}
	return sum
}

func (o *office) question(invoice string) sheets.Question {
	o.t.Helper()
	all, err := o.syncer.Questions(o.t.Context())
	o.must(err)
	return all[ledger.KeyOf(invoice)]
}

// act carries out an act on the book.
func (o *office) act(do func(ledger.Act, *ledger.Book) ([]ledger.Change, error)) {
	o.t.Helper()
	o.ids++
	changes, err := do(ledger.Act{ID: "act" + itoa(o.ids), At: o.now, Actor: "U1", Source: ledger.SourceSlack}, o.desk.Book())
	o.must(err)
	_, err = o.desk.Record(o.t.Context(), changes...)
	o.must(err)
}

// "The same payment, or two?" Each way in which a payment of 150 on INV-4 comes
// to be entered twice, with what counts until somebody answers.
func TestTheSamePaymentOrTwo(t *testing.T) {
	row := func(o *office) { o.addPayment(nil, day(0), "INV-4", nil, 150.0) }
	slack := func(o *office) { o.pays("INV-4", 15000) }
	type step = func(*office)
	for _, tt := range []struct {
		name    string
		acts    []step // a sync comes to rest after each
		between step   // while the bot writes what the last act left
		counted int64  // while it is asked
	}{
		{"recorded in Slack and added as a row before the bot wrote", []step{func(o *office) { slack(o); row(o) }}, nil, 15000},
		{"the same, the person's row bearing an id of theirs", []step{func(o *office) {
			slack(o)
			o.addPayment("VIR-9", day(0), "INV-4", nil, 150.0)
		}}, nil, 15000},
		{"recorded in Slack, and added as a row when the bot's stood there", []step{slack, row}, nil, 15000},
		{"added as a row while the bot inserted its own", []step{slack}, row, 15000},
		{"recorded in Slack and typed into Paid before the bot wrote", []step{func(o *office) { slack(o); o.types("INV-4", "Paid", "150") }}, nil, 15000},
		{"typed into Paid while the bot wrote it", []step{slack}, func(o *office) { o.types("INV-4", "Paid", "150") }, 15000},
		{"from a bank file, and added as a row", []step{func(o *office) { o.imports("INV-4", 15000) }, row}, nil, 15000},
		{"typed into Paid, and added as a row later", []step{func(o *office) { o.types("INV-4", "Paid", "150") }, row}, nil, 15000},
		{"added as a row, and then recorded in Slack: both were acknowledged, both count", []step{row, slack}, nil, 30000},
		{"recorded in Slack, and Paid raised by as much when it stood there: it counts as typed", []step{slack, func(o *office) { o.types("INV-4", "Paid", "300") }}, nil, 30000},
	} {
		for _, answer := range []sheets.Answer{sheets.AnswerSame, sheets.AnswerTwo} {
			t.Run(tt.name+", answered "+string(answer), func(t *testing.T) {
				o := usual(t)
				o.settle()
				for i, act := range tt.acts {
					act(o)
					if tt.between != nil && i == len(tt.acts)-1 {
						o.between(func() { tt.between(o) })
					}
					o.settle()
				}
				q := o.question("INV-4")
				if q.Problem.Code != sheets.ProblemSamePayment || q.Blocks || len(q.Doubts) != 1 {
					t.Fatalf("asked %+v", q)
				}
				o.paid("INV-4", tt.counted)
				o.must(o.syncer.AnswerQuestion(t.Context(), sheets.AnswerAsk{Invoice: "inv-4", Answer: answer, By: "U1"}))
				o.settle()
				want := map[sheets.Answer]int64{sheets.AnswerSame: 15000, sheets.AnswerTwo: 30000}[answer]
				o.paid("INV-4", want)
				o.expect("INV-4", "Paid", strconv.Itoa(int(want)/100))
				o.expect("INV-4", "Check", "")
				if got := o.rowsAddUp(); got != want {
					t.Errorf("the rows add up to %d, want %d: %v", got, want, o.payments())
				}
				o.restart()
				o.settle()
				if q := o.question("INV-4"); q.Problem.Code != "" {
					t.Errorf("asked again: %+v", q)
				}
				o.paid("INV-4", want)
			})
		}
	}
}

func (o *office) imports(invoice string, minor int64) {
	o.t.Helper()
	o.act(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		a.Source = ledger.SourceImport
		return a.Pay(b, ledger.KeyOf(invoice), eur(minor), ledger.DateOf(o.now), "")
	})
}

func TestTheSheetAnswersByItself(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer func(o *office)
		paid   int64
		rows   int
	}{
		{"the person takes their row away: it was the same", func(o *office) { o.must(o.hand.DeleteRows("Payments", 2, 1)) }, 15000, 1},
		{"the person takes the bot's row away: it was the same", func(o *office) { o.must(o.hand.DeleteRows("Payments", 1, 1)) }, 15000, 1},
		{"the person types the sum of both into Paid: they are two", func(o *office) { o.types("INV-4", "Paid", "300") }, 30000, 2},
		{"the person gives their row another amount: they are two", func(o *office) { o.must(o.hand.Type("Payments", "E3", "151")) }, 30100, 2},
		{"the person moves their row to another invoice: they are two", func(o *office) { o.must(o.hand.Type("Payments", "C3", "INV-5")) }, 15000, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := usual(t)
			o.settle()
			o.pays("INV-4", 15000)
			o.settle()
			o.addPayment(nil, day(0), "INV-4", nil, 150.0)
			o.settle()
			tt.answer(o)
			o.settle()
			if q := o.question("INV-4"); q.Problem.Code != "" {
				t.Errorf("still asked: %+v", q)
			}
			o.paid("INV-4", tt.paid)
			o.expect("INV-4", "Paid", euros(tt.paid))
			if got := o.payments(); len(got) != tt.rows {
				t.Errorf("Payments has %v", got)
			}
		})
	}
}

func euros(minor int64) string {
	return strconv.FormatFloat(float64(minor)/100, 'f', -1, 64)
}

// A formula adds up whatever stands in the tab, what is in doubt included; the
// answer has it show what the book counts.
func TestAFormulaShowsWhatTheBookCountsAfterTheAnswer(t *testing.T) {
	for answer, want := range map[sheets.Answer]int64{sheets.AnswerSame: 15000, sheets.AnswerTwo: 30000} {
		o := usual(t)
		for i := 2; i <= 7; i++ {
			o.must(o.hand.SetValues("Invoices", "G"+itoa(i), [][]any{{sheetsim.Formula("=SUMIF(Payments!C:C,A" + itoa(i) + ",Payments!E:E)")}}))
		}
		o.settle()
		o.pays("INV-4", 15000)
		o.settle()
		o.addPayment(nil, day(0), "INV-4", nil, 150.0)
		o.settle()
		o.paid("INV-4", 15000)
		o.expect("INV-4", "Paid", "300")
		o.must(o.syncer.AnswerQuestion(t.Context(), sheets.AnswerAsk{Invoice: "inv-4", Answer: answer}))
		o.settle()
		o.paid("INV-4", want)
		o.expect("INV-4", "Paid", euros(want))
		if o.formulas("Paid") != 6 {
			t.Error("a formula was written over")
		}
	}
}

// Instalments are equal by nature: those that are far apart, and those of which
// a person said that they are two, are not asked about.
func TestInstalmentsAreNotAskedAgain(t *testing.T) {
	o := usual(t)
	o.settle()
	o.addPayment(nil, day(-30), "INV-4", nil, 100.0)
	o.settle()
	o.pays("INV-4", 10000)
	o.settle()
	if q := o.question("INV-4"); q.Problem.Code != "" {
		t.Errorf("asked %+v", q)
	}
	o.paid("INV-4", 20000)
}

func TestARowThatIsGoneIsTakenBackOrEnteredAgain(t *testing.T) {
	for _, tt := range []struct {
		answer sheets.Answer
		paid   int64
		rows   int
	}{{sheets.AnswerTakeBack, 0, 0}, {sheets.AnswerAgain, 15000, 1}, {sheets.AnswerCounted, 15000, 0}} {
		o := usual(t)
		o.settle()
		id := o.pays("INV-4", 15000)
		o.settle()
		o.must(o.hand.DeleteRows("Payments", 1, 1))
		o.settle()
		if q := o.question("INV-4"); q.Problem.Code != sheets.ProblemPaymentGone {
			t.Fatalf("asked %+v", q)
		}
		o.must(o.syncer.AnswerQuestion(t.Context(), sheets.AnswerAsk{Invoice: "inv-4", Answer: tt.answer, By: "U1"}))
		o.settle()
		o.paid("INV-4", tt.paid)
		rows := o.payments()
		if len(rows) != tt.rows || len(rows) == 1 && rows[0][0] == id {
			t.Errorf("%q: Payments has %v", tt.answer, rows)
		}
		if q := o.question("INV-4"); q.Problem.Code != "" {
			t.Errorf("%q: still asked %+v", tt.answer, q)
		}
	}
}

func TestARowThatComesBackIsNotAskedAbout(t *testing.T) {
	o := usual(t)
	o.settle()
	o.pays("INV-4", 15000)
	o.settle()
	row := o.payments()[0]
	o.must(o.hand.DeleteRows("Payments", 1, 1))
	o.settle()
	o.addPayment(row[0], day(0), "INV-4", nil, 150.0) // undone
	o.settle()
	if q := o.question("INV-4"); q.Problem.Code != "" {
		t.Errorf("asked %+v", q)
	}
	o.paid("INV-4", 15000)
}

func TestAnAnswerToAnotherQuestionIsRefused(t *testing.T) {
	o := usual(t)
	o.settle()
	o.types("INV-4", "Paid", "150")
	o.settle()
	o.types("INV-4", "Paid", "100")
	o.settle()
	if err := o.syncer.AnswerQuestion(t.Context(), sheets.AnswerAsk{Invoice: "inv-4", Answer: sheets.AnswerTwo}); err == nil {
		t.Error("a typed decrease was answered with: two")
	}
	if q := o.question("INV-4"); q.Problem.Code != sheets.ProblemPaidDecreased {
		t.Errorf("asked %+v", q)
	}
}
