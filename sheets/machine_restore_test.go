package sheets_test

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

// restores brings back the version that was kept a while ago, or keeps this one
// for later.
func (m *machine) restores() {
	m.adopt()
	if m.kept == nil || m.rng.IntN(3) == 0 {
		v := m.hand.Version()
		m.kept = &v
		return
	}
	m.note("claire restores an older version")
	m.count("version restored")
	paid := map[string]sheetsim.Content{}
	before := m.invoices()
	for _, e := range m.entities {
		if r := before.row(e.id); r != nil {
			paid[e.id] = before.cell(r, "Paid")
		}
	}
	past := map[*entity]*entity{} // deleted ones, as they were: what the bot knew of them comes back with the row
	for _, e := range m.entities {
		if !e.alive {
			was := *e
			was.fates = maps.Clone(e.fates)
			past[e] = &was
		}
	}
	m.restoring = true
	m.act(func(*view) { m.must(m.hand.Restore(*m.kept)) })
	m.restoring, m.kept = false, nil
	after := m.invoices()
	var gone []*entity
	for _, e := range m.entities {
		if past[e] == nil && !e.alive {
			gone = append(gone, e)
		}
	}
	for _, e := range m.entities {
		r := after.row(e.id)
		if r == nil {
			continue
		}
		if past[e] != nil {
			m.revived(e, past[e], gone)
		}
		if number := shown(after.cell(r, "Number")); number != e.number() && number != "" {
			e.numbers = append(e.numbers, number)
			e.doubt = true
		}
		if was, there := paid[e.id]; !there || len(e.typed) > 0 || was.Value != after.cell(r, "Paid").Value {
			// What was written there and what was typed, nobody could tell now.
			e.doubt, e.copy = true, e.copy && m.bearers(e.number()) > 1
		}
		m.touched(e)
	}
	m.restoredSlips()
}

// revived notes that a deleted row came back with a version: with what was said
// of it in its cells, or beside the version, and perhaps taken for one that went
// with the version and was otherwise the same.
func (m *machine) revived(e, was *entity, gone []*entity) {
	e.past = was
	for _, c := range machineColumns {
		f := e.fates[c.header]
		if f.undone = was.fates[c.header].undone; was.fates[c.header].bot != nil {
			f.undone = append(slices.Clone(f.undone), was.fates[c.header].bot.value)
		}
	}
	m.fresh[e.id] = true
	e.doubt = e.doubt || len(gone) > 0
	e.maybe = append(e.maybe, gone...)
}

// restoredSlips notes what became of the rows of payments.
func (m *machine) restoredSlips() {
	v := m.slips()
	for _, p := range m.payments {
		at := slices.IndexFunc(v.rows, func(r viewRow) bool {
			return p.note != "" && r.id == p.note || p.id != "" && shown(v.cell(&r, "Id")) == p.id
		})
		switch {
		case at >= 0:
			minor, ok := cents(v.cell(&v.rows[at], "Amount"))
			p.of.doubt = p.of.doubt || !ok || minor != p.minor || p.gone
			p.minor, p.gone = minor, false
		case p.note != "":
			p.of.doubt = p.of.doubt || !p.gone
			p.gone, p.frozen = true, true
		case p.id != "":
			// Not written yet, or asked about.
			p.of.asked, p.of.doubt, p.frozen = true, true, true
		}
	}
}
