package sheets_test

import (
	"slices"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/sheets"
)

// What the state machine found about a row and its copy, both of which are told
// that their number stands there twice while somebody moves a column: what is
// told hits the numbers of both.

func TestWhatHitARowAndItsCopyIsPutBackInBoth(t *testing.T) {
	check := slices.Index(invoiceHeader, any("Check"))
	for _, tt := range []struct {
		story string
		act   func(o *office)
	}{
		{"in their numbers", func(o *office) { o.must(o.hand.MoveColumn("Invoices", 0, check)) }},
		{"in a column of nobody's", func(o *office) { o.must(o.hand.MoveColumn("Invoices", 0, check+1)) }},
		{"in their customers", func(o *office) { o.must(o.hand.MoveColumn("Invoices", 1, check)) }},
	} {
		t.Run(tt.story, func(t *testing.T) {
			o := usual(t)
			o.settle()
			copied := []string{"Number", "Customer", "Issued", "Due", "Amount", "Currency", "Balance", "Days late"}
			row := make([]string, len(invoiceHeader))
			for i, header := range invoiceHeader {
				if slices.Contains(copied, header.(string)) {
					row[i] = o.cell("INV-4", header.(string))
				}
			}
			o.must(o.hand.InsertRows("Invoices", 5, 1))
			o.must(o.hand.TypeRows("Invoices", "A6", [][]string{row}))
			o.between(func() { tt.act(o) })
			o.settle()
			for header, want := range map[string]string{"Number": "INV-4", "Customer": "Dune", "Mood": ""} {
				at := slices.IndexFunc(o.tab("Invoices").Rows[0], func(c sheetsim.CellSnapshot) bool { return c.Formatted == header })
				for _, r := range []int{4, 5} {
					got := ""
					if row := o.tab("Invoices").Rows[r]; at < len(row) {
						got = row[at].Formatted
					}
					if got != want {
						t.Errorf("row %d shows %q as its %s, want %q", r+1, got, header, want)
					}
				}
			}
			if _, there := o.desk.Book().Invoice("inv-4"); !there {
				t.Error("INV-4 is not in the book any more")
			}
			if hold := o.desk.Book().Hold(); hold != "" {
				t.Errorf("held: %s", hold)
			}
			if list, err := o.syncer.Conflicts(t.Context()); err != nil || len(list) > 0 {
				t.Errorf("asked about %v, %v", list, err)
			}
		})
	}
}

// toldApart lets what is told to INV-4 and its copy, in rows 5 and 6, hit the column
// Mood, in which the two may have different words, and a person say go on.
func toldApart(t *testing.T, mood string, meanwhile func(o *office)) *office {
	t.Helper()
	o := usual(t)
	o.settle()
	o.must(o.hand.InsertRows("Invoices", 5, 1))
	o.must(o.hand.SetValues("Invoices", "A6", [][]any{copyOfFour()}))
	if mood != "" {
		o.types("INV-4", "Mood", mood)
	}
	o.between(func() {
		o.must(o.hand.MoveColumn("Invoices", 14, 19)) // Notes: Mood stands where Check did
		meanwhile(o)
	})
	_, _ = o.try() // held: which INV-4 is which?
	_, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, By: "U1"})
	o.must(err)
	return o
}

// moods are what stands in a column of nobody's, in the rows of INV-4 and INV-9.
func (o *office) moods(header string) [2]string {
	o.t.Helper()
	return [2]string{o.cell("INV-4", header), o.cell("INV-9", header)}
}

func TestWhatHitARowAndItsCopyIsPutBackThoughItsColumnWasRenamed(t *testing.T) {
	o := toldApart(t, "", func(o *office) { o.must(o.hand.Type("Invoices", "L5", "2027-03-01")) })
	if got := o.cell("INV-4", "Mood"); got == "" {
		t.Fatal("nothing strayed")
	}
	a1, _ := o.find("INV-4", "Mood")
	o.must(o.hand.Type("Invoices", a1[:1]+"1", "Humeur"))
	o.settle()
	o.must(o.hand.Type("Invoices", "A6", "INV-9"))
	o.settle()
	o.settle()
	list, err := o.syncer.Conflicts(t.Context())
	o.must(err)
	for _, c := range list {
		if c.Again { // the copy, which is not what it was
			o.must(o.syncer.TryAgain(t.Context(), c.ID))
		}
	}
	o.settle()
	if got := o.moods("Humeur"); got != [2]string{} {
		t.Errorf("what we told them stays in a column of theirs: %q", got)
	}
}

// The row and its copy held different words where both were hit: whose was whose
// nobody can tell once they bear different numbers.
func TestWordsOfARowAndItsCopyAreNeverPutBackOneOverTheOther(t *testing.T) {
	o := toldApart(t, "calm", func(*office) {})
	o.settle()
	o.must(o.hand.Type("Invoices", "A6", "INV-9"))
	o.settle()
	o.settle()
	if got := o.moods("Mood"); got[0] == "" && got[1] == "" {
		t.Error("a word was put back, and a blank over it")
	}
	list, err := o.syncer.Conflicts(t.Context())
	o.must(err)
	at := slices.IndexFunc(list, func(c sheets.Conflict) bool { return told(c.Mine) == "calm" && c.Again })
	if at < 0 {
		t.Fatalf("their word is lost: %v", list)
	}
	o.must(o.syncer.TryAgain(t.Context(), list[at].ID))
	o.settle()
	o.expect("INV-4", "Mood", "calm")
	for i, c := range list {
		if i != at && c.Again {
			_ = o.syncer.TryAgain(t.Context(), c.ID)
		}
	}
	o.settle()
	if got := o.moods("Mood"); got != [2]string{"calm", ""} {
		t.Errorf("after both were put back by hand: %q", got)
	}
}
