package sheets_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// sent keeps what is sent that changes the spreadsheet.
type sent struct {
	http.RoundTripper
	requests []map[string]any
}

func (w *sent) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, ":batchUpdate") && r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		var ask struct{ Requests []map[string]any }
		if err := json.Unmarshal(body, &ask); err == nil {
			w.requests = append(w.requests, ask.Requests...)
		}
	}
	return w.RoundTripper.RoundTrip(r)
}

// intoTab lists the requests that would change a tab: all that name it, but for
// copies of it to elsewhere.
func (w *sent) intoTab(id float64) []string {
	var list []string
	for _, request := range w.requests {
		for kind, v := range request {
			body := v.(map[string]any)
			if kind == "copyPaste" {
				body = map[string]any{"destination": body["destination"]}
			}
			if names(body, id) {
				text, _ := json.Marshal(request)
				list = append(list, string(text))
			}
		}
	}
	return list
}

func names(v any, id float64) bool {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			if n, ok := inner.(float64); k == "sheetId" && ok && n == id || names(inner, id) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, func(inner any) bool { return names(inner, id) })
	}
	return false
}

var listHeader = []any{"Number", "Customer", "Issued", "Due", "Amount", "Currency", "Paid"}

// followed is a book whose state stands in Follow-up.
func followed(t *testing.T) (*office, *sent) {
	t.Helper()
	w := &sent{}
	var o *office
	o = newOffice(t, sheetsim.Options{}, usualRows(), func(opt *sheets.Options) {
		if o == nil {
			return
		}
		opt.FollowUp = true
		w.RoundTripper = o.sim.Client().Transport
		g, err := google.Open(t.Context(), google.Options{SpreadsheetID: o.id, Endpoint: "http://sheets.invalid", HTTPClient: &http.Client{Transport: w}})
		o.must(err)
		opt.Spreadsheet = g
	})
	o.must(o.hand.Clear("Invoices", "A1:T1"))
	o.must(o.hand.SetValues("Invoices", "A1", [][]any{listHeader}))
	o.restart()
	return o, w
}

func (o *office) tabID(title string) float64 { return float64(o.tab(title).ID) }

func TestTheInvoicesAreOnlyRead(t *testing.T) {
	o, w := followed(t)
	o.settle()
	before := o.tab("Invoices")
	o.says("INV-2", ledger.FieldNotes, ledger.Text("they called"))
	o.says("INV-3", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2026, 12, 1)))
	o.botSays("INV-3", ledger.FieldStage, ledger.Text("2"))
	o.botSays("INV-3", ledger.FieldLastReminder, ledger.Day(ledger.NewDate(2026, 11, 20)))
	o.pays("INV-4", 10000)
	r := o.sync()
	if r.Calls["read"] != 1 {
		t.Errorf("one read was to be made, not %v", r.Calls)
	}
	o.settle()
	o.expectIn("Follow-up", "INV-2", "Notes", "they called")
	o.expectIn("Follow-up", "INV-2", "Customer", "Bolt")
	o.expectIn("Follow-up", "INV-3", "Stage", "2")
	if got := len(o.payments()); got != 1 {
		t.Errorf("%d rows of Payments", got)
	}
	if got := len(o.tab("Follow-up").Rows); got != 3 {
		t.Errorf("Follow-up has %d rows, want a header and INV-2 and INV-3", got)
	}
	o.types("INV-1", "Amount", "1 O00") // what is wrong with it is said there, too
	o.must(o.hand.SetValues("Invoices", "A8", [][]any{{"INV-6", "Faro", nil, nil, 1.0}}))
	o.settle()
	if _, got := o.findIn("Follow-up", "INV-1", "Check"); !strings.Contains(got, "1 O00") {
		t.Errorf("Check of INV-1 shows %q", got)
	}
	if _, got := o.findIn("Follow-up", "INV-6", "Check"); !strings.Contains(got, "stands in rows 7, 8") {
		t.Errorf("Check of INV-6 shows %q", got)
	}
	if list := w.intoTab(o.tabID("Invoices")); len(list) > 0 {
		t.Errorf("the invoices were written into:\n%s", strings.Join(list, "\n"))
	}
	if got := o.tab("Invoices").Rows[2]; len(got) != len(before.Rows[2]) {
		t.Errorf("a row of the invoices became %v", got)
	}
	if list := w.intoTab(o.tabID("Follow-up")); len(list) == 0 {
		t.Error("the recording shows nothing: the test sees nothing")
	}
}

func TestFollowUpIsMergedThreeWays(t *testing.T) {
	o, _ := followed(t)
	o.settle()
	o.says("INV-3", ledger.FieldNotes, ledger.Text("first"))
	o.botSays("INV-3", ledger.FieldStage, ledger.Text("2"))
	o.settle()
	types := func(number, header, text string) {
		a1, _ := o.findIn("Follow-up", number, header)
		o.must(o.hand.Type("Follow-up", a1, text))
	}
	types("INV-3", "Notes", "hers")
	types("INV-3", "Customer", "Somebody else")
	types("INV-3", "Promised on", "2026-12-01")
	r := o.sync()
	if r.Changed != 2 {
		t.Errorf("report %v", r)
	}
	o.settle()
	inv := o.invoice("INV-3")
	if inv.Notes != "hers" || inv.PromisedOn != ledger.NewDate(2026, 12, 1) || inv.Customer != "Cora" {
		t.Errorf("INV-3 is %+v", inv)
	}
	o.expectIn("Follow-up", "INV-3", "Customer", "Cora") // put back

	o.says("INV-3", ledger.FieldNotes, ledger.Text("his")) // both moved: the sheet wins, his is kept
	types("INV-3", "Notes", "hers again")
	if r := o.sync(); len(r.Conflicts) != 1 || r.Conflicts[0].Mine.Text() != "his" {
		t.Errorf("report %v", r)
	}
	o.settle()
	types("INV-3", "Stage", "stop")
	o.settle()
	if !o.invoice("INV-3").OptOut {
		t.Error("stop in Stage was not heard")
	}
}

func TestFollowUpSortedAndInsertedIntoMeanwhile(t *testing.T) {
	o, w := followed(t)
	o.settle()
	for _, number := range []string{"INV-1", "INV-2", "INV-3"} {
		o.says(number, ledger.FieldNotes, ledger.Text("of "+number))
	}
	o.settle()
	for _, number := range []string{"INV-1", "INV-3", "INV-5"} { // two cells and a row to insert
		o.says(number, ledger.FieldDispute, ledger.Text("about "+number))
	}
	o.between(func() {
		o.must(o.hand.SortRange("Follow-up", "A2:Z4", 0, true))
		o.must(o.hand.InsertColumns("Follow-up", 1, 1))
	})
	o.settle()
	for _, number := range []string{"INV-1", "INV-3", "INV-5"} {
		o.expectIn("Follow-up", number, "Dispute", "about "+number)
	}
	o.expectIn("Follow-up", "INV-2", "Dispute", "")
	o.expectIn("Follow-up", "INV-2", "Notes", "of INV-2")
	if got := len(o.tab("Follow-up").Rows); got != 5 {
		t.Errorf("Follow-up has %d rows, want a header and four", got)
	}
	if list := w.intoTab(o.tabID("Invoices")); len(list) > 0 {
		t.Errorf("the invoices were written into: %v", list)
	}
}

func TestALostStoreFindsItsStateInFollowUp(t *testing.T) {
	o, _ := followed(t)
	o.settle()
	o.botSays("INV-3", ledger.FieldStage, ledger.Text("2"))
	o.says("INV-3", ledger.FieldOptOut, ledger.Bool(true))
	o.settle()
	o.state = newMemory()
	o.restart()
	o.settle()
	if inv := o.invoice("INV-3"); inv.Stage.String() != "2" || !inv.OptOut {
		t.Errorf("INV-3 is %+v", inv)
	}
	o.must(o.hand.DeleteRows("Follow-up", 1, 1)) // a line deleted is written again
	o.settle()
	o.expectIn("Follow-up", "INV-3", "Stage", "2")
	o.must(o.hand.DeleteTab("Follow-up"))
	if r := o.sync(); !strings.Contains(r.Held, "there is no tab Follow-up") {
		t.Errorf("without Follow-up: %v", r)
	}
}

func TestWhatTheListShowsAsPaidCatchesUp(t *testing.T) {
	for _, tt := range []struct {
		name         string
		slack, shown int64 // minor units: recorded in Slack, then shown by the list
		paid         int64
		rows, asked  int
	}{
		{"the list shows the payment that Slack recorded", 10000, 100, 10000, 1, 0},
		{"the list shows one that nobody recorded", 0, 70, 7000, 1, 0},
		{"the list shows it and another", 10000, 150, 15000, 2, 0},
		{"the list shows a part of it", 10000, 40, 10000, 1, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o, w := followed(t)
			o.settle()
			if tt.slack > 0 {
				o.pays("INV-6", tt.slack)
				o.settle()
			}
			o.types("INV-6", "Paid", itoa(int(tt.shown)))
			o.settle()
			o.paid("INV-6", tt.paid)
			if got := len(o.payments()); got != tt.rows {
				t.Errorf("%d rows of Payments, want %d", got, tt.rows)
			}
			if q, err := o.syncer.Questions(t.Context()); err != nil || len(q) != tt.asked {
				t.Errorf("asked %v, %v", q, err)
			}
			if list := w.intoTab(o.tabID("Invoices")); len(list) > 0 {
				t.Errorf("the invoices were written into: %v", list)
			}
		})
	}
}

// A list is pasted over in pieces, too: what it shows as paid is believed from
// two equal reads.
func TestHalfOfWhatAListShowsAsPaidIsNotBelieved(t *testing.T) {
	o, _ := followed(t)
	o.settle()
	o.types("INV-4", "Paid", "15")
	reads := 0
	o.sim.BeforeApply(func(method string) {
		if strings.HasPrefix(method, "spreadsheets.values") {
			if reads++; reads == 2 {
				o.types("INV-4", "Paid", "150")
			}
		}
	})
	o.sync()
	o.sim.BeforeApply(nil)
	o.settle()
	o.paid("INV-4", 15000)
	if rows := o.payments(); len(rows) != 1 || reads < 2 {
		t.Errorf("%d reads, Payments has %v", reads, rows)
	}
}

func TestARowThatAPersonTypesIntoFollowUpCounts(t *testing.T) {
	o, _ := followed(t)
	o.settle()
	o.says("INV-3", ledger.FieldNotes, ledger.Text("first"))
	o.settle()
	o.must(o.hand.SetValues("Follow-up", "A3", [][]any{{"INV-5"}}))
	a1, _ := o.findIn("Follow-up", "INV-5", "Notes")
	o.must(o.hand.Type("Follow-up", a1, "hers"))
	o.settle()
	if got := o.invoice("INV-5").Notes; got != "hers" {
		t.Errorf("the notes of INV-5 are %q", got)
	}
	o.expectIn("Follow-up", "INV-5", "Customer", "Etna")
}

func TestOfANumberTwiceInFollowUpNoThirdRowIsWritten(t *testing.T) {
	o, _ := followed(t)
	o.settle()
	o.says("INV-3", ledger.FieldNotes, ledger.Text("first"))
	o.settle()
	o.must(o.hand.SetValues("Follow-up", "A3", [][]any{{"INV-3"}}))
	o.settle()
	o.says("INV-3", ledger.FieldNotes, ledger.Text("second"))
	o.settle()
	if n := o.times("Follow-up", "INV-3"); n != 2 {
		t.Errorf("INV-3 stands there %d times", n)
	}
	if got := o.invoice("INV-3").Problem; !strings.Contains(got, "stands in rows 2, 3") {
		t.Errorf("problem %q", got)
	}
}

func TestManyRowsOfFollowUpGoneAtOnceHoldTheBook(t *testing.T) {
	o, _ := followed(t)
	var rows [][]any
	for i := 7; i <= 18; i++ {
		rows = append(rows, invoice("INV-"+itoa(i), "Firm", i, 100))
	}
	o.must(o.hand.SetValues("Invoices", "A8", rows))
	o.settle()
	for i := 1; i <= 18; i++ {
		o.says("INV-"+itoa(i), ledger.FieldNotes, ledger.Text("called"))
	}
	o.settle()
	o.must(o.hand.DeleteRows("Follow-up", 4, 12))
	r := o.sync()
	if len(r.HeldBy) != 1 || r.HeldBy[0].Code != sheets.ProblemFollowVanished {
		t.Fatalf("12 of 18 rows gone: %v", r)
	}
	if n := len(o.tab("Follow-up").Rows); n != 7 {
		t.Errorf("Follow-up has %d rows: written while held", n)
	}
	_, err := o.syncer.Sync(t.Context(), sheets.SyncAsk{Force: true, By: "U1"})
	o.must(err)
	o.settle()
	if n := len(o.tab("Follow-up").Rows); n != 19 {
		t.Errorf("Follow-up has %d rows, want them all again", n)
	}
}
