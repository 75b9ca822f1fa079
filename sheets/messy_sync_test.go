package sheets_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// shown is what every cell of the tabs that can be seen shows, by tab and
// address.
func (o *office) shown() map[string]string {
	cells := map[string]string{}
	for _, tab := range o.sim.Snapshot(o.id).Tabs {
		if tab.Hidden {
			continue
		}
		for r, row := range tab.Rows {
			for c, cell := range row {
				if cell.Formatted != "" {
					cells[tab.Title+"!"+letters(c)+strconv.Itoa(r+1)] = cell.Formatted
				}
			}
		}
	}
	return cells
}

// changed lists the cells that differ, as "tab!A1".
func changed(before, after map[string]string) []string {
	var list []string
	for at := range maps.All(after) {
		if before[at] != after[at] {
			list = append(list, at)
		}
	}
	for at := range before {
		if _, there := after[at]; !there {
			list = append(list, at)
		}
	}
	slices.Sort(list)
	return list
}

// columnOf is "tab!A" of "tab!A1".
func columnOf(at string) string { return strings.TrimRight(at, "0123456789") }

func rowOf(at string) int {
	n, _ := strconv.Atoi(at[len(columnOf(at)):])
	return n
}

// adopt adds the columns and tabs that the survey proposes.
func (m messy) adopt(o *office, s sheets.Survey) {
	o.t.Helper()
	for _, c := range s.AddColumns {
		o.must(o.hand.SetValues(c.Tab, letters(c.Column)+strconv.Itoa(c.Row+1), [][]any{{c.Header}}))
	}
	for _, tab := range sheets.Layout(m.Language).Tabs {
		if !slices.Contains(s.AddTabs, tab.Title) {
			continue
		}
		header := make([]any, len(tab.Columns))
		for i, c := range tab.Columns {
			header[i] = c.Header
		}
		o.must(o.hand.AddTab(tab.Title))
		o.must(o.hand.SetValues(tab.Title, "A1", [][]any{header}))
	}
	m.Invoices = s.Tabs.Invoices
	o.opt = func(opt *sheets.Options) {
		opt.Language, opt.Currency, opt.Columns, opt.Tabs = m.Language, m.Currency, m.Columns, s.Tabs
	}
	o.restart()
}

func TestADryRunAgreesWithTheSurvey(t *testing.T) {
	for name, m := range messySheets(t) {
		t.Run(name, func(t *testing.T) {
			o := m.open(t, name)
			m.adopt(o, m.survey(o))
			before := o.shown()
			s := m.survey(o) // of the adopted sheet: it has nothing to add
			if len(s.AddColumns)+len(s.AddTabs) > 0 {
				t.Errorf("what was adopted lacks %v %v", s.AddColumns, s.AddTabs)
			}
			report, err := o.syncer.Sync(context.Background(), sheets.SyncAsk{DryRun: true})
			o.must(err)
			if diff := cmp.Diff(places(s.Problems), places(report.Problems)); diff != "" {
				t.Errorf("problems (-survey +dry run):\n%s", diff)
			}
			cells := 0
			for _, w := range s.Writes {
				cells += w.Cells
			}
			if cells != len(report.Planned) {
				t.Errorf("the survey proposes %d cells, the dry run plans %d: %v", cells, len(report.Planned), report.Planned)
			}
			if s.Late.Count != report.Waiting || report.Held != "" {
				t.Errorf("late: survey %d, dry run %d; held %q", s.Late.Count, report.Waiting, report.Held)
			}
			if diff := changed(before, o.shown()); len(diff) > 0 {
				t.Errorf("a dry run changed %v", diff)
			}
		})
	}
}

func places(list []sheets.Problem) []string {
	var at []string
	for _, p := range list {
		at = append(at, fmt.Sprintf("%s %d %s", p.Tab, p.Row, p.Invoice))
	}
	slices.Sort(at)
	return at
}

func TestAFirstSyncWritesWhatTheSurveyProposed(t *testing.T) {
	for name, m := range messySheets(t) {
		t.Run(name, func(t *testing.T) {
			o := m.open(t, name)
			s := m.survey(o)
			m.adopt(o, s)
			before := o.shown()
			o.settle()
			got := map[string]int{}
			for _, at := range changed(before, o.shown()) {
				got[columnOf(at)]++
			}
			want := map[string]int{}
			for _, w := range s.Writes {
				want[w.Tab+"!"+w.Letter] = w.Cells
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("cells by column (-proposed +written):\n%s", diff)
			}
			if n := o.desk.Book().Len(); n != s.Invoices {
				t.Errorf("the book has %d invoices, the survey said %d", n, s.Invoices)
			}
		})
	}
}

func TestAPaymentInSlackWritesItsOwnRowOnly(t *testing.T) {
	for name, m := range messySheets(t) {
		for what, pay := range map[string]messyPayment{"in full": m.Pay, "a part": m.Part} {
			t.Run(name+"/"+what, func(t *testing.T) {
				o := m.open(t, name)
				s := m.survey(o)
				m.adopt(o, s)
				o.settle()
				before := o.shown()
				inv := o.invoice(pay.Invoice)
				o.ids++
				id := "PAY" + strconv.Itoa(o.ids)
				_, err := o.desk.Record(context.Background(), ledger.Change{
					ID: "slack/" + id, At: o.now, Actor: "U1", Source: ledger.SourceSlack, Invoice: inv.Key, Field: ledger.FieldPayment,
					New: ledger.Record(ledger.Payment{
						ID: id, Date: m.Today, Invoice: inv.Key, Amount: ledger.Money{Minor: pay.Minor, Currency: inv.Amount.Currency}, Source: ledger.PaymentFromSlack, By: "claire",
					}),
				})
				o.must(err)
				o.settle()
				after := o.shown()
				tab, row := m.rowOf(o, s, pay.Invoice)
				for _, at := range changed(before, after) {
					if m.isTotal(s, at) {
						continue // a formula that sums them up
					}
					if rowOf(at) != row && strings.HasPrefix(at, tab+"!") {
						t.Errorf("%s was %q and is %q, in another row than %d", at, before[at], after[at], row)
					}
				}
				for header, want := range pay.Expect {
					col := m.column(t, s, tab, header)
					if got := after[tab+"!"+col+strconv.Itoa(row)]; got != want {
						t.Errorf("%s of %s shows %q, want %q", header, pay.Invoice, got, want)
					}
				}
			})
		}
	}
}

func (m messy) isTotal(s sheets.Survey, at string) bool {
	for _, t := range s.Sheets {
		for _, r := range t.Skipped {
			if strings.HasPrefix(at, t.Title+"!") && rowOf(at) == r.Row && (r.Why == sheets.SkipSum || r.Why == sheets.SkipTotal) {
				return true
			}
		}
	}
	return false
}

// rowOf finds an invoice's row.
func (m messy) rowOf(o *office, s sheets.Survey, number string) (string, int) {
	o.t.Helper()
	for _, t := range s.Sheets {
		for _, c := range t.Mapping {
			if c.Field != ledger.FieldNumber {
				continue
			}
			for at, text := range o.shown() {
				if columnOf(at) == t.Title+"!"+c.Letter && ledger.KeyOf(text) == ledger.KeyOf(number) {
					return t.Title, rowOf(at)
				}
			}
		}
	}
	o.t.Fatalf("no row of %s", number)
	return "", 0
}

// column finds a column by its header, as the survey shows it.
func (m messy) column(t *testing.T, s sheets.Survey, tab, header string) string {
	t.Helper()
	for _, of := range s.Sheets {
		if of.Title != tab {
			continue
		}
		for _, c := range of.Mapping {
			if c.Header == header {
				return c.Letter
			}
		}
		for _, c := range of.History {
			if c.Header == header {
				return c.Letter
			}
		}
		for _, c := range s.AddColumns {
			if c.Tab == tab && c.Header == header {
				return c.Letter
			}
		}
	}
	t.Fatalf("no column %q in %q", header, tab)
	return ""
}
