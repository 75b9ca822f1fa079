package sheets_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

var update = flag.Bool("update", false, "write the golden files anew")

// messy is one sheet of testdata/messy: a folder with a CSV file for each tab,
// holding what people typed, and about.json.
type messy struct {
	Story    string              `json:"story"`
	Title    string              `json:"title"`
	Locale   string              `json:"locale"`
	TimeZone string              `json:"time_zone"`
	Currency ledger.Currency     `json:"currency"`
	Language string              `json:"language"`
	Today    ledger.Date         `json:"today"`
	Tabs     []string            `json:"tabs"` // in the order of the spreadsheet
	Invoices []string            `json:"invoices"`
	Columns  map[string]string   `json:"columns"`
	Merges   map[string][]string `json:"merges"`
	Pay      messyPayment        `json:"pay"`  // in full, recorded in Slack
	Part     messyPayment        `json:"part"` // a part, recorded in Slack
}

type messyPayment struct {
	Invoice string            `json:"invoice"`
	Minor   int64             `json:"minor"`
	Expect  map[string]string `json:"expect"` // by header: what the row shows then
}

// ladder is the default policy's days.
var ladder = []int{-5, 3, 10, 20, 30, 45, 60}

func messySheets(t *testing.T) map[string]messy {
	t.Helper()
	folders, err := filepath.Glob("testdata/messy/*/about.json")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no messy sheets: %v", err)
	}
	all := map[string]messy{}
	for _, file := range folders {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var m messy
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&m); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all[filepath.Base(filepath.Dir(file))] = m
	}
	return all
}

// open types the sheet into the simulator, as its people did.
func (m messy) open(t *testing.T, name string) *office {
	t.Helper()
	o := &office{t: t, now: m.Today.At(9, 0, time.UTC), state: newMemory()}
	o.sim = sheetsim.New(sheetsim.Options{Now: func() time.Time { return o.now }})
	o.id = o.sim.CreateSpreadsheet(m.Title, m.Locale, m.TimeZone)
	o.hand = o.sim.Human(o.id, "claire@example.com")
	first := o.sim.Snapshot(o.id).Tabs[0].Title
	for i, tab := range m.Tabs {
		if i == 0 {
			o.must(o.hand.RenameTab(first, tab))
		} else {
			o.must(o.hand.AddTab(tab))
		}
		data, err := os.ReadFile(filepath.Join("testdata/messy", name, tab+".csv"))
		o.must(err)
		r := csv.NewReader(bytes.NewReader(data))
		r.Comma, r.FieldsPerRecord = ';', -1
		rows, err := r.ReadAll()
		o.must(err)
		o.must(o.hand.TypeRows(tab, "A1", rows))
		for _, a1 := range m.Merges[tab] {
			o.must(o.hand.Merge(tab, a1))
		}
	}
	o.opt = func(opt *sheets.Options) {
		opt.Language, opt.Currency, opt.Columns, opt.Tabs.Invoices = m.Language, m.Currency, m.Columns, m.Invoices
	}
	o.restart()
	return o
}

func (m messy) spreadsheet(o *office) *google.Spreadsheet {
	g, err := google.Open(context.Background(), google.Options{SpreadsheetID: o.id, Endpoint: "http://sheets.invalid", HTTPClient: o.sim.Client()})
	o.must(err)
	return g
}

func (m messy) survey(o *office) sheets.Survey {
	o.t.Helper()
	outline, cells, err := sheets.ReadForSurvey(context.Background(), m.spreadsheet(o))
	o.must(err)
	s, err := sheets.TakeSurvey(sheets.SurveyInput{
		Outline: outline, Cells: cells, Tabs: sheets.Tabs{Invoices: m.Invoices}, Columns: m.Columns, Currency: m.Currency, Language: m.Language,
		Now: o.now, Today: m.Today, Ladder: ladder,
	})
	o.must(err)
	return s
}

func TestMessySheetsAreSurveyed(t *testing.T) {
	for name, m := range messySheets(t) {
		t.Run(name, func(t *testing.T) {
			o := m.open(t, name)
			s := m.survey(o)
			for _, language := range []string{"fr", "en"} {
				golden(t, filepath.Join("testdata/messy", name, "survey."+language+".golden"), s.Text(language))
			}
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got; -update writes it anew):\n%s", file, diff)
	}
}
