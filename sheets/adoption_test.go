package sheets_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// keptSheet is a sheet that a team has kept for years: a title above the
// header, a total below, colours, a note, a warning, a filter, a formula over
// everything, and a second tab that reads the first.
func keptSheet(t *testing.T) *office {
	t.Helper()
	o := newOffice(t, sheetsim.Options{}, nil, nil)
	o.id = o.sim.CreateSpreadsheet("Suivi clients", "fr_FR", "Europe/Paris")
	o.hand = o.sim.Human(o.id, "claire@example.com")
	rows := [][]any{
		{"Suivi des factures"},
		nil,
		{"N° facture", "Client", "Échéance", "Montant TTC", "Réglé", "Reste dû", "Humeur"},
		{"F-1", "Acme", day(-40), 1200.5, nil, sheetsim.Formula("=D4-E4"), "grognon"},
		{"F-2", "Bolt", day(10), 300.0, 100.0, sheetsim.Formula("=D5-E5"), nil},
		{"F-3", "Cora", day(-3), 80.0, nil, sheetsim.Formula("=D6-E6"), nil},
		{"Total", nil, nil, sheetsim.Formula("=SUM(D4:D6)"), nil, sheetsim.Formula("=SUM(F4:F6)"), nil},
	}
	o.must(o.hand.SetValues("Feuille 1", "A1", rows))
	o.must(o.hand.RenameTab("Feuille 1", "Factures"))
	o.must(o.hand.AddTab("Synthèse"))
	o.must(o.hand.SetValues("Synthèse", "A1", [][]any{{"Encours", sheetsim.Formula("=SUM(Factures!F4:F6)"), sheetsim.Formula("=SUM(Factures!A:F)")}}))
	o.must(o.hand.Dress("Factures", "A3:G3", sheetsim.Look{Bold: true, Background: "#ffee00"}))
	o.must(o.hand.Note("Factures", "B4", "appeler le matin"))
	o.must(o.hand.Freeze("Factures", 3, 1))
	o.batch(`{"addProtectedRange":{"protectedRange":{"range":{"sheetId":0,"startColumnIndex":3,"endColumnIndex":4},"description":"montants","warningOnly":true}}}`,
		`{"addConditionalFormatRule":{"index":0,"rule":{"ranges":[{"sheetId":0,"startRowIndex":3,"endRowIndex":50,"startColumnIndex":5,"endColumnIndex":6}],"booleanRule":{"condition":{"type":"NUMBER_GREATER","values":[{"userEnteredValue":"1000"}]},"format":{"backgroundColor":{"red":1}}}}}}`,
		`{"setBasicFilter":{"filter":{"range":{"sheetId":0,"startRowIndex":2,"endRowIndex":6,"startColumnIndex":0,"endColumnIndex":7}}}}`,
		`{"createDeveloperMetadata":{"developerMetadata":{"metadataKey":"mine","metadataValue":"x","visibility":"DOCUMENT","location":{"spreadsheet":true}}}}`,
		`{"addNamedRange":{"namedRange":{"name":"encours","range":{"sheetId":0,"startRowIndex":3,"endRowIndex":6,"startColumnIndex":5,"endColumnIndex":6}}}}`)
	o.state = newMemory()
	o.opt = func(so *sheets.Options) { so.Language = "fr" }
	o.restart()
	return o
}

func (o *office) batch(requests ...string) {
	o.t.Helper()
	o.call(http.MethodPost, ":batchUpdate", `{"requests":[`+strings.Join(requests, ",")+`]}`)
}

func (o *office) call(verb, rest, body string) []byte {
	o.t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), verb, "http://sheets.invalid/v4/spreadsheets/"+o.id+rest, strings.NewReader(body))
	o.must(err)
	response, err := o.sim.Client().Do(request)
	o.must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	o.must(err)
	if response.StatusCode != http.StatusOK {
		o.t.Fatalf("%s %s: %s", verb, rest, text)
	}
	return text
}

// everything is all that the service tells of a spreadsheet: cells with their
// formats and notes, rules, warnings, filters, marks, names.
func (o *office) everything() map[string]any {
	o.t.Helper()
	var all map[string]any
	o.must(json.Unmarshal(o.call(http.MethodGet, "?includeGridData=true", ""), &all))
	return all
}

func (o *office) google() *google.Spreadsheet {
	o.t.Helper()
	g, err := google.Open(context.Background(), google.Options{SpreadsheetID: o.id, Endpoint: "http://sheets.invalid", HTTPClient: o.sim.Client()})
	o.must(err)
	return g
}

func (o *office) survey() (sheets.Survey, sheets.Outline) {
	o.t.Helper()
	outline, cells, err := sheets.ReadForSurvey(context.Background(), o.google())
	o.must(err)
	s, err := sheets.TakeSurvey(sheets.SurveyInput{
		Outline: outline, Cells: cells, Currency: "EUR", Language: "fr", Now: o.now, Today: ledger.DateOf(o.now), Ladder: []int{-5, 3, 10, 20, 30, 45, 60},
	})
	o.must(err)
	return s, outline
}

func (o *office) adopt() sheets.Adoption {
	o.t.Helper()
	s, outline := o.survey()
	if len(s.Holds) > 0 {
		o.t.Fatalf("the survey holds: %v", s.Holds)
	}
	a := sheets.Adopt(s, outline, "fr", "EUR", ledger.DateOf(o.now))
	o.must(o.google().Adopt(context.Background(), a))
	return a
}

func (o *office) eject(withCopies bool) *google.Footprint {
	o.t.Helper()
	f, err := o.google().Footprint(context.Background())
	o.must(err)
	o.must(o.google().Eject(context.Background(), f, withCopies))
	return f
}

func TestAdoptedAndEjectedASheetIsAsItWas(t *testing.T) {
	for _, tt := range []struct {
		name string
		life func(o *office, adopted bool) // of people, on the adopted sheet and on one never adopted
		work bool
	}{
		{name: "at once", life: func(*office, bool) {}},
		{name: "after the first sync", work: true, life: func(*office, bool) {}},
		{name: "after people moved and renamed what is theirs and ours", work: true, life: func(o *office, adopted bool) {
			o.must(o.hand.InsertRows("Factures", 3, 2))
			o.must(o.hand.InsertColumns("Factures", 1, 1))
			o.must(o.hand.Type("Factures", "B3", "Secteur"))
			o.must(o.hand.SortRange("Factures", "A6:H8", 2, true))
			if adopted {
				header, _ := o.header("Étape")
				o.must(o.hand.Type("Factures", header, "Niveau atteint"))
				o.must(o.hand.MoveColumn("Factures", 12, 2)) // one of ours between theirs
				o.must(o.hand.RenameTab("Paiements", "Règlements"))
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o, control := keptSheet(t), keptSheet(t)
			if diff := cmp.Diff(control.everything(), o.everything(), ignoreIDs); diff != "" {
				t.Fatalf("two fresh sheets differ: %s", diff)
			}
			o.adopt()
			if tt.work {
				o.settle()
				o.says("f-1", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2026, 12, 1)))
				o.says("f-3", ledger.FieldNotes, ledger.Text("a rappelé"))
				o.settle()
			}
			tt.life(o, true)
			tt.life(control, false)
			if tt.work {
				o.now = o.now.AddDate(0, 0, 7)
				o.settle()
			}
			o.eject(true)
			if diff := cmp.Diff(control.everything(), o.everything(), ignoreIDs); diff != "" {
				t.Errorf("ejected, the sheet is not as it would be (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatPeoplePutBetweenOurColumnsStays(t *testing.T) {
	o := keptSheet(t)
	o.adopt()
	o.settle()
	o.must(o.hand.InsertColumns("Factures", 10, 1))
	o.must(o.hand.SetValues("Factures", "K3", [][]any{{"À nous"}, {"oui"}}))
	o.settle()
	f := o.eject(false)
	if len(f.Copies) != 1 || len(f.Kept) != 0 {
		t.Errorf("copies %v, kept %v", f.Copies, f.Kept)
	}
	_, col := o.header("À nous")
	if got := o.tab("Factures").Rows[3][col].Formatted; col != 7 || got != "oui" {
		t.Errorf("column %d shows %q", col, got)
	}
	if copied := o.tab("Factures (copie avant Relance, 2026-11-23)"); len(copied.Rows) != 7 {
		t.Errorf("the copy has %d rows", len(copied.Rows))
	}
}

func TestWhatAFormulaOfTheirsReadsStays(t *testing.T) {
	o := keptSheet(t)
	o.adopt()
	o.settle()
	stage, _ := o.header("Étape")
	column := strings.TrimRight(stage, "3")
	o.must(o.hand.Type("Synthèse", "A5", "=COUNTIF(Factures!"+column+":"+column+`;"3")`))
	o.must(o.hand.Type("Synthèse", "A6", "='Paiements'!E2"))
	f := o.eject(true)
	want := []google.Kept{{What: "Factures!" + column, By: "Synthèse!A5"}, {What: "Paiements", By: "Synthèse!A6"}}
	if diff := cmp.Diff(want, f.Kept); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	for _, row := range o.tab("Synthèse").Rows {
		for _, cell := range row {
			if cell.Kind == "error" {
				t.Errorf("%s shows %s", cell.Formula, cell.Formatted)
			}
		}
	}
}

func TestASpreadsheetThatRelanceMadeKeepsItsDataAndLosesTheRest(t *testing.T) {
	o := usual(t)
	w := sheets.Layout("en")
	madeInvoice(w, "INV-1", "Acme", "Ana", "EUR", -5, 1000, 0)
	id, err := google.Create(context.Background(), google.Options{Endpoint: "http://sheets.invalid", HTTPClient: o.sim.Client()}, w)
	o.must(err)
	o.id, o.hand, o.state = id, o.sim.Human(id, "claire@example.com"), newMemory()
	o.restart()
	o.settle()
	o.pays("INV-1", 5000)
	o.settle()
	f := o.eject(false)
	if !f.Made {
		t.Error("it is not known as made by Relance")
	}
	var titles []string
	for _, tab := range o.sim.Snapshot(id).Tabs {
		titles = append(titles, tab.Title)
	}
	if diff := cmp.Diff([]string{"Invoices", "Payments", "Customers", "People"}, titles); diff != "" {
		t.Errorf("tabs (-want +got):\n%s", diff)
	}
	invoices := o.tab("Invoices")
	for c, cell := range invoices.Rows[0] {
		if cell.Note != "" || cell.Formatted == "Stage" || cell.Formatted == "Check" {
			t.Errorf("the header %d is still %q with the note %q", c, cell.Formatted, cell.Note)
		}
	}
	if got := invoices.Rows[1][7].Formatted; got != "950.00" {
		t.Errorf("the balance shows %q", got)
	}
	if got := o.tab("Payments").Rows[1][4].Formatted; got != "50.00" {
		t.Errorf("the payment shows %q", got)
	}
	text := string(o.call(http.MethodGet, "?fields=namedRanges,developerMetadata,sheets(basicFilter,protectedRanges,conditionalFormats,developerMetadata)", ""))
	for _, ours := range []string{"relance", "Relance", "basicFilter", "conditionalFormats", "protectedRanges"} {
		if strings.Contains(text, ours) {
			t.Errorf("something of ours is left (%s): %s", ours, text)
		}
	}
	if again, err := o.google().Footprint(context.Background()); err != nil || len(again.Columns)+len(again.Tabs) > 0 {
		t.Errorf("a second look finds %+v, %v", again, err)
	}
}

// ignoreIDs leaves out what differs from one spreadsheet to the next.
var ignoreIDs = cmp.FilterPath(func(p cmp.Path) bool {
	last := p.Last().String()
	return last == `["spreadsheetId"]` || last == `["spreadsheetUrl"]` || last == `["protectedRangeId"]` || last == `["namedRangeId"]` || last == `["metadataId"]` || last == `["sheetId"]`
}, cmp.Ignore())

// header finds a column of invoices by its header, in the sheet that was kept.
func (o *office) header(text string) (a1 string, col int) {
	o.t.Helper()
	for c, cell := range o.tab("Factures").Rows[2] {
		if cell.Formatted == text {
			return fmt.Sprintf("%s3", columnLetters(c)), c
		}
	}
	o.t.Fatalf("no column %s", text)
	return "", 0
}

func columnLetters(i int) string {
	if i >= 26 {
		return string(rune('A'+i/26-1)) + string(rune('A'+i%26))
	}
	return string(rune('A' + i))
}
