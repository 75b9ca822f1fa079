package sheets_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// merges merges n cells of a column, from the one named on downwards, as a
// person does with the mouse.
func (o *office) merges(number, header string, n int) {
	o.t.Helper()
	a1, _ := o.find(number, header)
	col := int(a1[0] - 'A')
	var row int
	if _, err := fmt.Sscan(a1[1:], &row); err != nil {
		o.t.Fatal(err)
	}
	body := fmt.Sprintf(`{"requests":[{"mergeCells":{"mergeType":"MERGE_ALL","range":{"sheetId":%d,"startRowIndex":%d,"endRowIndex":%d,"startColumnIndex":%d,"endColumnIndex":%d}}}]}`,
		o.tab("Invoices").ID, row-1, row-1+n, col, col+1)
	reply, err := o.sim.Client().Post("http://sheets.invalid/v4/spreadsheets/"+o.id+":batchUpdate", "application/json", strings.NewReader(body))
	o.must(err)
	_ = reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		o.t.Fatalf("merging answers %s", reply.Status)
	}
}

func (o *office) problems(code sheets.ProblemCode) int {
	_, report := o.syncer.LastSync()
	n := 0
	for _, p := range report.Problems {
		if p.Code == code {
			n++
		}
	}
	return n
}

func TestACellThatDoesNotTakeOurValueIsSaidOnceAndNotWrittenForEver(t *testing.T) {
	o := usual(t)
	o.settle()
	o.merges("INV-4", "Notes", 2) // the notes of INV-5 lie under those of INV-4
	o.says("INV-5", ledger.FieldNotes, ledger.Text("call"))
	o.settle()
	if got := o.problems(sheets.ProblemNotTaken); got != 1 {
		t.Errorf("a person is told %d times", got)
	}
	if got := o.invoice("INV-5").Notes; got != "call" {
		t.Errorf("the blank read back was believed: the book says %q", got)
	}
	writes := o.sim.Calls()["spreadsheets.batchUpdate"]
	for range 3 {
		o.now = o.now.Add(10 * time.Minute) // reads, and finds the cell as it was
		o.settle()
	}
	if got := o.sim.Calls()["spreadsheets.batchUpdate"]; got != writes {
		t.Errorf("it was written %d times more", got-writes)
	}
	if got := o.problems(sheets.ProblemNotTaken); got != 1 {
		t.Errorf("it is said %d times while it lasts", got)
	}
	// Once somebody asks for something else there, it is tried.
	o.says("INV-5", ledger.FieldNotes, ledger.Text("call again"))
	o.sync()
	if got := o.sim.Calls()["spreadsheets.batchUpdate"]; got != writes+1 {
		t.Errorf("another value was written %d times", got-writes)
	}
	// The other cells of its row are written as ever.
	o.says("INV-5", ledger.FieldSalesperson, ledger.Text("Ana"))
	o.settle()
	o.expect("INV-5", "Salesperson", "Ana")
}

func TestAMergedRowOfCopiesDoesNotSpoilALaterPreImage(t *testing.T) {
	o := usual(t)
	o.settle()
	o.merges("INV-4", "Mood", 2)
	for _, number := range []string{"INV-4", "INV-5"} {
		o.says(number, ledger.FieldNotes, ledger.Text("one"))
	}
	o.settle() // both rows are copied, with their merge
	o.says("INV-4", ledger.FieldNotes, ledger.Text("two"))
	o.between(func() { o.types("INV-4", "Mood", "fine"); o.types("INV-4", "Notes", "mine") })
	o.settle()
	o.expect("INV-4", "Notes", "mine")
	o.expect("INV-4", "Mood", "fine")
}

func TestTheHiddenTabStaysSmallOverFiveHundredWrites(t *testing.T) {
	o := usual(t)
	o.settle()
	o.sync()
	grown := 0
	for i := range 500 {
		o.says(fmt.Sprintf("INV-%d", 1+i%6), ledger.FieldNotes, ledger.Text(fmt.Sprintf("note %d", i)))
		if i%50 == 7 { // and some stray, whose copies stay until they are put back
			o.between(func() { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, i%100 < 50)) })
		}
		o.sync()
		grown = max(grown, o.tab("_relance").RowCount)
	}
	tab := o.tab("_relance")
	if grown > 150 {
		t.Errorf("the hidden tab grew to %d rows for a sheet of 6", grown)
	}
	filled := 0
	for _, row := range tab.Rows {
		for _, cell := range row {
			if cell.Formatted != "" {
				filled++
				break
			}
		}
	}
	if filled > 30 {
		t.Errorf("%d rows of copies are kept", filled)
	}
	marks, err := o.state.Docs(t.Context(), "main", "mark")
	o.must(err)
	if len(marks) != 1 || len(marks[0].Data) > 6000 {
		t.Errorf("the mark is %d bytes long after 500 writes", len(marks[0].Data))
	}
	if ranges := strings.Count(string(marks[0].Data), "relance_"); ranges > 20 {
		t.Errorf("%d tokens are remembered", ranges)
	}
}
