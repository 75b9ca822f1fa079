package sheets_test

import (
	"fmt"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// item is a row of a list of what is open.
func item(n int, balance float64) []any {
	return []any{fmt.Sprintf("INV-%d", n), fmt.Sprintf("Customer %d", n), day(-10 - n), balance}
}

func items(from, to int) [][]any {
	var list [][]any
	for n := from; n <= to; n++ {
		list = append(list, item(n, float64(100*n)))
	}
	return list
}

// listed is a book of open items, pasted over every week.
func listed(t *testing.T, rows [][]any) *office {
	t.Helper()
	o := newOffice(t, sheetsim.Options{}, nil, func(opt *sheets.Options) { opt.OpenItems = true })
	o.must(o.hand.Clear("Invoices", "A1:Z200"))
	o.paste(rows)
	o.restart()
	o.settle()
	return o
}

// paste replaces the list.
func (o *office) paste(rows [][]any) {
	o.t.Helper()
	o.must(o.hand.Clear("Invoices", "A1:Z200"))
	o.must(o.hand.SetValues("Invoices", "A1", append([][]any{{"Number", "Customer", "Due", "Balance"}}, rows...)))
}

func (o *office) presumed(want ...int) []sheets.PresumedBatch {
	o.t.Helper()
	list, err := o.syncer.Presumed(o.t.Context())
	o.must(err)
	var got []int
	for _, b := range list {
		got = append(got, len(b.Invoices))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		o.t.Errorf("batches of %v wait for a word, want %v", got, want)
	}
	return list
}

func (o *office) openIs(number string, minor int64) {
	o.t.Helper()
	if got := o.invoice(number).Open().Minor; got != minor {
		o.t.Errorf("%s: %d is open, want %d", number, got, minor)
	}
}

func TestAListThatIsPastedOverEveryWeek(t *testing.T) {
	o := listed(t, items(1, 20))
	o.botSays("INV-2", ledger.FieldStage, ledger.Text("2"))
	o.settle()

	// The next week: five are gone, one was paid in part, two are new.
	next := append(items(6, 20), item(21, 2100), item(22, 2200))
	next[0] = item(6, 450)
	o.paste(next)
	r := o.sync()
	if r.Held != "" || r.Gone != 0 || r.Presumed != 5 {
		t.Fatalf("report %v", r)
	}
	o.settle()
	o.openIs("INV-6", 45000)
	o.paid("INV-6", 15000)
	for n := 1; n <= 5; n++ {
		number := fmt.Sprintf("INV-%d", n)
		o.openIs(number, 0)
		if _, ok := o.invoice(number).Presumed(); !ok {
			t.Errorf("%s is not presumed settled", number)
		}
	}
	if got := len(o.payments()); got != 1 {
		t.Errorf("%d rows of Payments: what is presumed has none", got)
	}
	batch := o.presumed(5)[0]

	// One is in the list again before anybody has said anything.
	o.paste(append(next, item(2, 200)))
	o.settle()
	o.openIs("INV-2", 20000)
	if got := o.invoice("INV-2").Stage.String(); got != "2" {
		t.Errorf("INV-2 is at stage %q", got)
	}
	o.presumed(4)

	o.must(o.syncer.ConfirmPresumed(t.Context(), batch.ID, "U-claire", true))
	o.must(o.syncer.ConfirmPresumed(t.Context(), batch.ID, "U-claire", true))
	o.settle()
	o.presumed()
	o.openIs("INV-1", 0)
	if pays := o.invoice("INV-1").Payments; len(pays) != 1 || pays[0].Unconfirmed || pays[0].By != "U-claire" || pays[0].Date != batch.On {
		t.Errorf("INV-1 was paid by %+v", pays)
	}
	if got := len(o.payments()); got != 5 {
		t.Errorf("%d rows of Payments, want 5", got)
	}
	o.restart()
	o.types("INV-22", "Balance", "2199")
	if r := o.sync(); r.Presumed != 0 || r.Held != "" {
		t.Errorf("after all was said: %v", r)
	}
}

func TestWhatIsNotSettledIsOpenAndWaits(t *testing.T) {
	o := listed(t, items(1, 20))
	if o.invoice("INV-1").Waiting {
		o.says("INV-1", ledger.FieldWaiting, ledger.Bool(false)) // they are being chased
	}
	o.paste(items(4, 20))
	o.settle()
	o.must(o.syncer.ConfirmPresumed(t.Context(), o.presumed(3)[0].ID, "U-claire", false))
	o.settle()
	o.presumed()
	o.openIs("INV-1", 10000)
	if !o.invoice("INV-1").Waiting {
		t.Error("INV-1 is chased without a word")
	}
	o.types("INV-20", "Balance", "1999")
	r := o.sync()
	n := 0
	for _, p := range r.Problems {
		if p.Code == sheets.ProblemNotListed {
			n++
		}
	}
	if n != 3 {
		t.Errorf("the report lists %d that are open and not in the list: %v", n, r)
	}
	o.paste(items(1, 20))
	o.settle()
	o.openIs("INV-1", 10000)
}

func TestAListThatLooksWrongIsHeld(t *testing.T) {
	for name, tt := range map[string]struct {
		rows [][]any
		held bool
	}{
		"empty":          {nil, true},
		"pasted in part": {items(1, 8), true},
		"a good week":    {items(9, 20), false},
		"as it was":      {items(1, 20), false},
	} {
		t.Run(name, func(t *testing.T) {
			o := listed(t, items(1, 20))
			o.paste(tt.rows)
			if r := o.sync(); (r.Held != "") != tt.held {
				t.Errorf("report %v", r)
			}
			o.paste(items(1, 20))
			o.settle()
			if got := o.desk.Book().Hold(); got != "" {
				t.Errorf("with the whole list again it is held: %s", got)
			}
			o.openIs("INV-1", 10000)
		})
	}
}
