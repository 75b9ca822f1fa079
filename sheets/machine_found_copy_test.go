package sheets_test

import (
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// What the state machine found about a write that hits one of two rows of one
// number: somebody had copied the row meanwhile, and hadn't numbered the copy yet.

// copyOfFour is INV-4's row as it stands, with what it shows behind its days late.
func copyOfFour(more ...any) []any {
	return append(append(invoice("INV-4", "Dune", 3, 400), nil, nil, 400.0, 0.0), more...)
}

// twinHit lets what Slack says of INV-4 hit a copy of its row, which stands
// above it.
func twinHit(t *testing.T, say func(o *office)) *office {
	t.Helper()
	o := usual(t)
	o.settle()
	say(o)
	o.between(func() {
		o.must(o.hand.InsertRows("Invoices", 4, 1))
		o.must(o.hand.SetValues("Invoices", "A5", [][]any{copyOfFour()}))
	})
	o.sync()
	return o
}

func saysAnn(o *office) { o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Ann")) }

// kept are the conflicts of a number, as field, what stands and what was kept.
func (o *office) kept(number string) [][3]string {
	o.t.Helper()
	list, err := o.syncer.Conflicts(o.t.Context())
	o.must(err)
	var found [][3]string
	for _, c := range list {
		if c.Invoice == ledger.KeyOf(number) {
			found = append(found, [3]string{string(c.Field), told(c.Sheet), told(c.Mine)})
		}
	}
	return found
}

func (o *office) keeps(number string, want ...[3]string) {
	o.t.Helper()
	if got := o.kept(number); len(got) != len(want) || len(got) > 0 && got[0] != want[0] {
		o.t.Errorf("of %s is kept %v, want %v", number, got, want)
	}
}

func TestWhatHitACopyThatBoreTheNumberIsNotLost(t *testing.T) {
	for _, tt := range []struct {
		story string
		act   func(o *office)
	}{
		{"when the copy gets its number after somebody read both", func(o *office) {
			o.settle()
			o.must(o.hand.Type("Invoices", "A5", "INV-9"))
		}},
		{"when the copy gets its number before anybody read it", func(o *office) {
			o.must(o.hand.Type("Invoices", "A5", "INV-9"))
		}},
	} {
		t.Run(tt.story, func(t *testing.T) {
			o := twinHit(t, saysAnn)
			tt.act(o)
			o.settle()
			o.expect("INV-4", "Salesperson", "")
			o.keeps("INV-4", [3]string{"salesperson", "", "Ann"})
			if _, taken := o.desk.Book().Invoice("inv-9"); taken {
				t.Error("a new row that holds our value was taken")
			}
			o.keeps("INV-9", [3]string{"salesperson", "Ann", ""})
			list, err := o.syncer.Conflicts(t.Context())
			o.must(err)
			for _, c := range list {
				if c.Again {
					o.must(o.syncer.TryAgain(t.Context(), c.ID))
				}
			}
			o.settle()
			o.expect("INV-9", "Salesperson", "")
			if got := o.invoice("INV-9").Salesperson; got != "" {
				t.Errorf("our own value is taken for a person's word: the salesperson is %q", got)
			}
			o.keeps("INV-9")
		})
	}
}

func TestOurValueInACopyIsAPersonsOnceTheySaidSo(t *testing.T) {
	o := twinHit(t, saysAnn)
	o.settle()
	o.must(o.hand.Type("Invoices", "A5", "INV-9"))
	o.settle()
	list, err := o.syncer.Conflicts(t.Context())
	o.must(err)
	for _, c := range list {
		o.must(o.syncer.ResolveConflict(t.Context(), c.ID))
	}
	o.settle()
	if got := o.invoice("INV-9").Salesperson; got != "Ann" {
		t.Errorf("the salesperson is %q", got)
	}
	o.expect("INV-4", "Salesperson", "")
}

func TestWhatHitACopyThatIsDeletedIsNotLost(t *testing.T) {
	o := twinHit(t, saysAnn)
	o.settle()
	o.must(o.hand.DeleteRows("Invoices", 4, 1))
	o.settle()
	o.expect("INV-4", "Salesperson", "")
	o.keeps("INV-4", [3]string{"salesperson", "", "Ann"})
}

func TestTheCopyThatWasHitIsTheInvoiceWhenTheOtherRowIsGone(t *testing.T) {
	o := twinHit(t, saysAnn)
	o.settle()
	o.must(o.hand.DeleteRows("Invoices", 5, 1))
	o.settle()
	o.expect("INV-4", "Salesperson", "Ann")
	o.noConflict()
	if got := o.invoice("INV-4").Salesperson; got != "Ann" {
		t.Errorf("the salesperson is %q", got)
	}
}

func TestWhatWasCopiedAlongAndThenTakenBackIsAPersonsWord(t *testing.T) {
	o := usual(t)
	o.settle()
	saysAnn(o)
	o.sync()
	o.must(o.hand.InsertRows("Invoices", 5, 1))
	o.must(o.hand.SetValues("Invoices", "A6", [][]any{copyOfFour("Ann")}))
	o.settle()
	o.types("INV-4", "Salesperson", "")
	o.must(o.hand.Type("Invoices", "A6", "INV-9"))
	o.settle()
	o.noConflict()
	if four, nine := o.invoice("INV-4").Salesperson, o.invoice("INV-9").Salesperson; four != "" || nine != "Ann" {
		t.Errorf("the salespersons are %q and %q", four, nine)
	}
}

func (o *office) noConflict() {
	o.t.Helper()
	if list, err := o.syncer.Conflicts(o.t.Context()); err != nil || len(list) > 0 {
		o.t.Errorf("asked about %v, %v", list, err)
	}
}

func TestWhatWasPaidAndHitACopyCountsOnce(t *testing.T) {
	o := twinHit(t, func(o *office) { o.pays("INV-4", 15_000) })
	o.settle()
	o.must(o.hand.Type("Invoices", "A5", "INV-9"))
	o.settle()
	o.paid("INV-4", 15_000)
	if _, taken := o.desk.Book().Invoice("inv-9"); taken {
		t.Error("a new row that holds our value was taken")
	}
	o.must(o.syncer.AnswerQuestion(t.Context(), sheets.AnswerAsk{Invoice: "inv-4"}))
	o.types("INV-9", "Paid", "")
	o.settle()
	o.expect("INV-4", "Paid", "150")
	o.paid("INV-4", 15_000)
	o.paid("INV-9", 0)
}
