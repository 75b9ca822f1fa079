package google

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/sheets"
)

func open(t *testing.T) (*Spreadsheet, *sheetsim.Sim, string) {
	t.Helper()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	sim := sheetsim.New(sheetsim.Options{Now: func() time.Time { return now }})
	id := sim.CreateSpreadsheet("Ledger", "fr_FR", "Europe/Paris")
	s, err := Open(t.Context(), Options{SpreadsheetID: id, Endpoint: "http://sheets.invalid", HTTPClient: sim.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return s, sim, id
}

func firstTab(t *testing.T, s *Spreadsheet) sheets.TabInfo {
	t.Helper()
	o, err := s.Outline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return o.Tabs[0]
}

func TestOutlineAndVersion(t *testing.T) {
	s, sim, id := open(t)
	before, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tab := firstTab(t, s)
	if _, err := s.Write(t.Context(), sheets.Batch{Requests: []sheets.Request{sheets.TagColumn{Tab: tab, Column: 2, Field: "due"}}}); err != nil {
		t.Fatal(err)
	}
	if err := sim.Human(id, "claire@example.com").InsertColumns(tab.Title, 0, 1); err != nil {
		t.Fatal(err)
	}
	after, err := s.Version(t.Context())
	if err != nil || after == before {
		t.Errorf("the version stayed %q after an edit (err %v)", after, err)
	}
	o, err := s.Outline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if o.Locale != "fr_FR" || o.TimeZone != "Europe/Paris" || o.Title != "Ledger" {
		t.Errorf("outline %+v", o)
	}
	if diff := cmp.Diff([]sheets.ColumnTag{{Tab: tab.ID, Column: 3, Field: "due"}}, o.Tags); diff != "" {
		t.Errorf("a tag must follow its column:\n%s", diff)
	}
}

func TestWriteIsLiteralAndReadKeepsDigits(t *testing.T) {
	s, _, _ := open(t)
	tab := firstTab(t, s)
	got, err := s.Write(t.Context(), sheets.Batch{
		Requests: []sheets.Request{sheets.SetCells{Tab: tab, Row: 1, Col: 0, Cells: []sheets.Literal{
			{Value: "=1+1"}, {Value: "0042"}, {Value: json.Number("1234567890123.45")}, {Value: json.Number("46000"), IsDate: true}, {}, {Value: true},
		}}},
		Echo: []sheets.Area{{Tab: tab, Row: 1, Rows: 1, Col: 0, Cols: 6}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []sheets.Entered{
		{Value: "=1+1"},
		{Value: "0042"},
		{Value: json.Number("1234567890123.45")},
		{Value: json.Number("46000"), IsDate: true},
		{Blank: true},
		{Value: true},
	}
	if diff := cmp.Diff(want, got[0].Rows[0]); diff != "" {
		t.Errorf("echo:\n%s", diff)
	}
	grids, err := s.Read(t.Context(), sheets.ReadAsk{Areas: []sheets.Area{{Tab: tab, FullHeight: true}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(grids[0].Rows[1]); got != `["=1+1","0042",1234567890123.45,46000,"",true]` {
		t.Errorf("read %s", got)
	}
}

func TestATokenCanBeMadeOnce(t *testing.T) {
	s, _, _ := open(t)
	tab := firstTab(t, s)
	batch := sheets.Batch{Requests: []sheets.Request{sheets.MakeToken{Token: "relance_t1", Tab: tab, Row: 5}}}
	if _, err := s.Write(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	_, err := s.Write(t.Context(), batch)
	if e, ok := errors.AsType[*sheets.CallError](err); !ok || e.Code != sheets.CallExists || !e.Certain {
		t.Errorf("the second time: %v", err)
	}
}

func TestErrorsSayWhatIsKnown(t *testing.T) {
	write := func(s *Spreadsheet, tab sheets.TabInfo) error {
		_, err := s.Write(context.Background(), sheets.Batch{Requests: []sheets.Request{sheets.SetCells{Tab: tab, Cells: []sheets.Literal{{Value: "x"}}}}})
		return err
	}
	for _, tt := range []struct {
		name    string
		fault   sheetsim.Fault
		certain bool
		code    sheets.CallCode
	}{
		{"a 429 was not applied", sheetsim.Fault{Kind: sheetsim.RateLimit429}, true, sheets.CallQuota},
		{"a 503 may have been", sheetsim.Fault{Kind: sheetsim.Status5xx}, false, sheets.CallUnclear},
		{"a lost reply may have been", sheetsim.Fault{Kind: sheetsim.LoseReplyAfterApply}, false, sheets.CallUnclear},
		{"half a reply may have been", sheetsim.Fault{Kind: sheetsim.TruncateReply}, false, sheets.CallUnclear},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, sim, _ := open(t)
			tab := firstTab(t, s)
			tt.fault.Method = "spreadsheets.batchUpdate"
			sim.Faults.Add(tt.fault)
			e, ok := errors.AsType[*sheets.CallError](write(s, tab))
			if !ok || e.Certain != tt.certain || e.Code != tt.code {
				t.Errorf("got %+v", e)
			}
		})
	}
	t.Run("a wrong id is certain and named", func(t *testing.T) {
		s, _, _ := open(t)
		s.id = "nowhere"
		_, err := s.Outline(t.Context())
		if e, ok := errors.AsType[*sheets.CallError](err); !ok || e.Code != sheets.CallNotFound {
			t.Errorf("got %v", err)
		}
	})
}
