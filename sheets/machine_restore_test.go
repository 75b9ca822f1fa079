package sheets_test

import (
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
		for _, e := range m.entities {
			for _, f := range e.fates {
				f.kept = f.human
				if f.since = slices.Clone(f.undone); f.bot != nil {
					f.since = append(f.since, f.bot.value)
				}
			}
		}
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
	past := map[*entity]*entity{} // as they were: what the bot knew of deleted ones comes back with the row
	for _, e := range m.entities {
		was := *e
		was.fates = map[string]*fate{}
		for header, f := range e.fates {
			then := *f
			was.fates[header] = &then
		}
		past[e] = &was
	}
	m.restoring = true
	m.act(func(*view) { m.must(m.hand.Restore(*m.kept)) })
	m.restoring, m.kept = false, nil
	after := m.invoices()
	var gone []*entity
	for _, e := range m.entities {
		if past[e].alive && !e.alive {
			gone = append(gone, e)
		}
	}
	for _, e := range m.entities {
		r := after.row(e.id)
		if r == nil {
			continue
		}
		for header, f := range e.fates {
			m.strayedBack(e, header, past[e].fates[header], entered(after.cell(r, header)))
			f.undone = append(f.undone, past[e].fates[header].since...) // made anew, or gone with the version: nobody could tell
		}
		if !past[e].alive {
			m.revived(e, past[e], gone)
		}
		if past[e].number() != e.number() {
			e.doubt, e.past = true, past[e] // renumbered, and what was said under either number may be remembered
		}
		if was, there := paid[e.id]; !there || len(e.typed) > 0 || was.Value != after.cell(r, "Paid").Value {
			// What was written there and what was typed, nobody could tell now.
			e.doubt, e.copy = true, e.copy && m.bearers(e.number()) > 1
		}
		m.touched(e)
	}
	m.restoredSlips()
}

// strayedBack notes that what a cell shows now is what Slack said of another, and
// had strayed there when the version was kept: that is nobody's word.
func (m *machine) strayedBack(e *entity, header string, was *fate, now string) {
	if e.fates[header].human != now || was.human == now || !m.slackSaid[now] || was.kept == now || slices.Contains(was.since, now) {
		return
	}
	if e.along == nil {
		e.along = map[string]along{}
	}
	e.along[header] = along{stray: now, before: []string{was.kept}}
}

// revived notes that a deleted row came back with a version: with what was said
// of it in its cells, or beside the version, and perhaps taken for one that went
// with the version and was otherwise the same.
func (m *machine) revived(e, was *entity, gone []*entity) {
	e.past = was
	m.fresh[e.id] = true
	if number := e.fates["Number"].human; number != "" && number != e.number() { // a copy that had not got its own yet
		e.numbers, e.doubt = append(e.numbers, number), true
		e.copy = m.bearers(number) > 1
	}
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
