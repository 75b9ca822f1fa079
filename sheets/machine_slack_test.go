package sheets_test

import (
	"context"
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// addsInSlack enters an invoice in Slack. Its row comes with a later cycle.
func (m *machine) addsInSlack() {
	if len(m.entities) > 30 {
		return
	}
	number := m.nextNumber()
	in := ledger.NewInvoice{
		Number: number, Customer: m.word(), Salesperson: m.word(), Amount: eur(int64(m.words)*100 + 7_000_000),
		Issued: ledger.DateOf(start), Due: ledger.DateOf(start.AddDate(0, 0, 300+m.words)),
	}
	m.note("slack adds %s of %s, %s, due %s", number, in.Customer, in.Amount, in.Due)
	m.count("slack adds an invoice")
	m.office.act(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		return a.AddInvoice(b, in, ledger.DateOf(m.now))
	})
	e := m.newEntity(number)
	delete(m.fresh, e.id) // nobody takes it for another's row
	e.awaited = true
	e.fates["Number"].human = number
	for header, v := range map[string]ledger.Value{
		"Customer": ledger.Text(in.Customer), "Salesperson": ledger.Text(in.Salesperson), "Amount": ledger.Amount(in.Amount), "Due": ledger.Day(in.Due),
	} {
		e.fates[header].bot = &said{value: told(v), saw: true, bot: true}
		e.fates[header].shown, e.fates[header].since = []string{told(v)}, []string{told(v)}
		m.slackSaid[told(v)] = true
	}
}

// arrived gives the row of an invoice that was added in Slack to the oracle.
func (m *machine) arrived(v *view, r *viewRow, number string) bool {
	i := slices.IndexFunc(m.entities, func(e *entity) bool { return e.awaited && e.number() == number })
	if i < 0 {
		return false
	}
	e := m.entities[i]
	e.alive, e.awaited, e.made = true, false, true
	for _, c := range machineColumns {
		if cell := v.cell(r, c.header); cell.Formula != "" && e.fates[c.header].bot == nil {
			e.fates[c.header] = c.fate(entered(cell)) // taken over from the row beside it
			e.fates[c.header].mine = true
		}
	}
	m.mark("Invoices", v.a1(r, "Number"), rowNote+e.id)
	m.count("row of an invoice added in Slack")
	return true
}

// checkAdded: what was added in Slack has a row.
func (m *machine) checkAdded() {
	for _, e := range m.entities {
		if e.awaited {
			m.t.Errorf("I4: %s was added in Slack and has no row", e.number())
		}
	}
}

// looks makes a dry run, of what a person may be about to decide too: it
// changes nothing.
func (m *machine) looks() {
	asks := []sheets.SyncAsk{{}, {}, {Force: true}, {RestoreColumns: true}, {PutBackSort: true}}
	ask := asks[m.rng.IntN(len(asks))]
	ask.DryRun = true
	m.nested++
	defer func() { m.nested-- }()
	docs, entries, writes := m.state.stored(), len(m.state.journal), m.sim.Calls()["spreadsheets.batchUpdate"]
	r, err := m.syncer.Sync(context.Background(), ask)
	m.note("dry run: %d planned, err=%v", len(r.Planned), err)
	m.count("dry run")
	if diff := cmp.Diff(docs, m.state.stored()); diff != "" {
		m.t.Errorf("a dry run changed what is stored:\n%s", diff)
	}
	if now := len(m.state.journal); now != entries {
		m.t.Errorf("a dry run journaled: %d entries, then %d", entries, now)
	}
	if n := m.sim.Calls()["spreadsheets.batchUpdate"]; n != writes {
		m.t.Errorf("a dry run made %d write calls", n-writes)
	}
}

// stored are the documents, by kind and key.
func (m *memory) stored() map[string]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := map[string]string{}
	for kind, docs := range m.docs {
		for key, data := range docs {
			all[kind+"/"+key] = string(data)
		}
	}
	return all
}
