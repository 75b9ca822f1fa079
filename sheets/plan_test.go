package sheets

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/relance-bot/relance/ledger"
)

// planModel is a sheet, a baseline and a book that may have drifted apart in
// every way, over fields of each owner.
type planModel struct {
	columns Columns
	base    map[ledger.Key]BaseRow
	sheet   map[ledger.Key]map[ledger.Field]ledger.Value
	book    *ledger.Book
}

var modelFields = []ledger.Field{
	ledger.FieldCustomer, ledger.FieldSalesperson, ledger.FieldNotes, ledger.FieldDispute, ledger.FieldTerms,
}

func drawModel(t *rapid.T) *planModel {
	header := []string{"Number", "Amount"}
	for _, f := range modelFields {
		header = append(header, HeaderFor(f, "en"))
	}
	m := &planModel{base: map[ledger.Key]BaseRow{}, sheet: map[ledger.Key]map[ledger.Field]ledger.Value{}, book: ledger.NewBook()}
	m.columns, _ = MatchColumns(header, nil)
	word := rapid.SampledFrom([]string{"", "a", "b", "c"})
	var changes []ledger.Change
	for i := range rapid.IntRange(1, 5).Draw(t, "rows") {
		k := ledger.Key(fmt.Sprintf("inv-%d", i))
		base := map[ledger.Field]ledger.Value{}
		fields := ledger.Fields{}
		row := map[ledger.Field]ledger.Value{}
		for f, v := range map[ledger.Field]ledger.Value{
			ledger.FieldNumber: ledger.Text(string(k)), ledger.FieldCurrency: ledger.Text("EUR"),
			ledger.FieldAmount: ledger.Amount(ledger.Money{Minor: 100, Currency: "EUR"}),
		} {
			base[f], fields[f], row[f] = v, v, v
		}
		for _, f := range modelFields {
			base[f] = ledger.Text(word.Draw(t, "base"))
			row[f] = ledger.Text(word.Draw(t, "sheet"))
			fields[f] = ledger.Text(word.Draw(t, "book"))
			if f == ledger.FieldCustomer { // a row without a customer is quarantined
				base[f], row[f] = ledger.Text("x"+base[f].Text()), ledger.Text("x"+row[f].Text())
				fields[f] = ledger.Text("x" + fields[f].Text())
			}
		}
		m.base[k], m.sheet[k] = BaseRow{Values: base}, row
		changes = append(changes, ledger.Change{Invoice: k, Field: ledger.FieldInvoice, New: ledger.Record(fields)})
	}
	var err error
	if m.book, err = m.book.Apply(changes...); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *planModel) plan() Planned {
	tab := &tabRead{Role: invoicesTab(0), OK: true, Columns: m.columns, Tab: TabInfo{Title: "Invoices"}, Hash: 1}
	read := &sheetRead{Invoices: []*tabRead{tab}}
	for _, k := range unionKeys(m.sheet, nil) {
		read.Rows = append(read.Rows, &sheetRow{tab: tab, Index: len(read.Rows) + 1, Key: k, Values: m.sheet[k], reading: &reading{Bad: map[ledger.Field]Problem{}}})
	}
	ids := 0
	return Plan(PlanInput{
		Book: m.book, Rows: m.base, Sheet: read, Today: ledger.NewDate(2026, 11, 23), Cycle: "c", Language: "en", Force: true,
		NewID: func() string { ids++; return fmt.Sprint("P-", ids) },
	})
}

// carryOut does what the plan says.
func (m *planModel) carryOut(t *rapid.T, p Planned) {
	book, err := m.book.Apply(p.Changes...)
	if err != nil {
		t.Fatal(err)
	}
	m.book = book
	for k, b := range p.Rows {
		m.base[k] = *b
	}
	for _, w := range p.Writes {
		m.sheet[w.Key][w.Field] = w.Value
		m.base[w.Key].Values[w.Field] = w.Value
	}
}

func TestPlanConvergesAndLosesNoEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		was := map[cellID][3]ledger.Value{} // base, sheet, book
		for k, row := range m.sheet {
			inv, _ := m.book.Invoice(k)
			for _, f := range modelFields {
				was[cellID{k, f}] = [3]ledger.Value{m.base[k].Values[f], row[f], inv.Value(f)}
			}
		}
		first, again := m.plan(), m.plan()
		if a, b := fmt.Sprintf("%+v", first.Writes), fmt.Sprintf("%+v", again.Writes); a != b {
			t.Fatalf("the same input gave two plans:\n%s\n%s", a, b)
		}
		m.carryOut(t, first)
		kept := map[cellID]ledger.Value{}
		for _, c := range first.Conflicts {
			kept[cellID{c.Invoice, c.Field}] = c.Mine
		}
		for id, v := range was {
			base, sheet, book := v[0], v[1], v[2]
			now := m.sheet[id.Key][id.Field]
			inv, _ := m.book.Invoice(id.Key)
			switch {
			case sheet != base && now != sheet:
				t.Fatalf("%v: a person's %q became %q", id, sheet, now)
			case sheet == base && now != book:
				t.Fatalf("%v: the bot's %q is not in the sheet, which shows %q", id, book, now)
			case sheet != base && book != base && sheet != book && kept[id] != book:
				t.Fatalf("%v: the bot's %q was lost", id, book)
			case inv.Value(id.Field) != now:
				t.Fatalf("%v: the sheet shows %q, the book says %q", id, now, inv.Value(id.Field))
			}
		}
		if rest := m.plan(); len(rest.Changes)+len(rest.Writes)+len(rest.Conflicts) > 0 {
			t.Fatalf("a second plan still has %v %v", rest.Changes, rest.Writes)
		}
	})
}
