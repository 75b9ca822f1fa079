package sheets_test

import (
	"slices"
	"strconv"
	"strings"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
)

// entity is an invoice's row as people know it.
type entity struct {
	id      string
	numbers []string // the last is the present one
	alive   bool
	doubt   bool  // renumbered while other things moved: no one can tell whether it is the same
	risen   bool  // its row was brought back by the bot
	made    bool  // its row was made by the bot
	awaited bool  // added in Slack, and its row has not been seen yet
	copy    bool  // a copied row that bears another's number still
	last    []any // the row, when it was deleted
	diedAt  int   // in order of deletion

	lastColumns map[string]int
	past        *entity   // the same invoice, before its row was deleted
	raised      *entity   // of a row that the bot brought back: the same
	of          *entity   // of a copied row: the first
	maybe       []*entity // those that it may have been taken for

	along map[string]along // of a copied row, or one that came back with a version, by header
	fates map[string]*fate
	purse
}

func (e *entity) number() string { return e.numbers[len(e.numbers)-1] }

// fate is what was said of one cell.
type fate struct {
	human string   // a person's last word, as entered
	read  string   // the last of their words that can be read: the others never reach a baseline
	stood string   // what could be read in the cell before that, and the book goes on saying
	mine  bool     // nobody's word: the bot made the row, perhaps under columns that were being moved
	bot   *said    // Slack's word after it, if any
	owed  []said   // words that were overtaken by somebody who hadn't seen them
	shown []string // words from Slack, said over his, that the person may have seen

	unread []string // what the cell showed before its row changed unread
	since  []string // words from Slack since a version was kept, or waiting then
	kept   string   // a person's last word when a version was kept
	undone []string // those that went with it: written anew where nobody knew of the first time
}

// said is a word from Slack, or one that is owed a place in the conflict list.
type said struct {
	value string
	over  string // what stood in the cell when it was said
	saw   bool   // who said it had seen the person's last word
	bot   bool
}

// column is a column that people type into.
type column struct {
	header string
	field  ledger.Field // empty: nobody's
	kind   ledger.Kind
	shared bool // Slack may change it
}

var machineColumns = []column{
	{"Customer", ledger.FieldCustomer, ledger.KindText, true},
	{"Due", ledger.FieldDue, ledger.KindDate, true},
	{"Amount", ledger.FieldAmount, ledger.KindMoney, true},
	{"Salesperson", ledger.FieldSalesperson, ledger.KindText, true},
	{"Promised on", ledger.FieldPromisedOn, ledger.KindDate, true},
	{"Dispute", ledger.FieldDispute, ledger.KindText, true},
	{"Snoozed until", ledger.FieldSnoozedUntil, ledger.KindDate, true},
	{"Notes", ledger.FieldNotes, ledger.KindText, true},
	{"Opt-out", ledger.FieldOptOut, ledger.KindBool, true},
	{"Mood", "", ledger.KindText, false},
	{"Number", ledger.FieldNumber, ledger.KindText, false},
}

// meant is what a cell says to whoever reads it by its column's kind; false if
// nobody could tell.
func (c column) meant(cell sheetsim.Content) (string, bool) {
	text := strings.TrimSpace(shown(cell))
	_, number := cell.Value.(float64)
	switch c.kind {
	case ledger.KindDate:
		return text, number || text == ""
	case ledger.KindMoney:
		return text, number
	case ledger.KindBool:
		if text == "yes" {
			text = "TRUE"
		}
		return text, true
	}
	return text, text != "" || c.field != ledger.FieldCustomer
}

// readable tells whether what was entered can be read by its column's kind.
func (c column) readable(entered string) bool {
	switch c.kind {
	case ledger.KindDate, ledger.KindMoney:
		_, err := strconv.ParseFloat(entered, 64)
		return err == nil || entered == "" && c.kind == ledger.KindDate
	}
	return true
}

// fate is that of a cell in which a person's word stands.
func (c column) fate(human string) *fate {
	f := &fate{human: human}
	if c.readable(human) {
		f.read = human
	}
	return f
}

// unique tells words that are said once in a run, so that they can be looked
// for anywhere.
func (c column) unique(value string) bool { return value != "" && c.kind != ledger.KindBool }

// act lets a person do something, and notes what it meant: whatever differs
// from before is their word.
func (m *machine) act(do func(v *view)) {
	m.adopt()
	before := m.invoices()
	do(before)
	after := m.invoices()
	m.moved(before, after)
	for _, e := range m.entities {
		was, is := before.row(e.id), after.row(e.id)
		switch {
		case was != nil && is == nil:
			m.died(e, before, was)
		case is != nil && !e.alive:
			e.alive = true
			for _, c := range machineColumns {
				e.fates[c.header] = c.fate(entered(after.cell(is, c.header)))
				e.fates[c.header].mine = e.made
			}
		case is != nil && was != nil:
			for _, c := range machineColumns {
				b, a := entered(before.cell(was, c.header)), entered(after.cell(is, c.header))
				if b != a && !(boolean(c) && asTrue(b) == asTrue(a)) {
					m.heard(e, c, b, a)
				}
			}
		}
	}
}

// moved notes what a person moved into rows that are no invoices.
func (m *machine) moved(before, after *view) {
	count := func(v *view) map[string]int {
		n := map[string]int{}
		for i := range v.rows {
			for _, c := range v.rows[i].cells {
				if v.rows[i].id == "" {
					n[shown(c)]++
				}
			}
		}
		return n
	}
	was := count(before)
	for text, n := range count(after) {
		if n > was[text] {
			m.elsewhere[text] = true
		}
	}
}

// heard notes a person's word for a cell that showed them something else.
func (m *machine) heard(e *entity, c column, before, after string) {
	wasDirty := m.dirty[e.id] || m.before.dirty[e.id]
	m.touched(e)
	f := e.fates[c.header]
	if !wasDirty {
		for _, other := range e.fates {
			other.unread = nil
		}
	}
	f.unread = append(f.unread, before)
	saw := before == f.human || slices.Contains(f.undone, before) || slices.Contains(f.shown, before) || e.remembers(c, before) || e.mistaken(c, before)
	// Slack's word that came into its cell after all, for somebody had taken back
	// unread what overtook it: who types now has seen it.
	if i := slices.IndexFunc(f.owed, func(s said) bool { return s.bot && s.value == before && s.over == f.human }); i >= 0 {
		saw = saw || f.owed[i].saw
		f.owed = slices.Delete(f.owed, i, i+1)
	}
	if !saw && !f.mine && c.unique(f.human) {
		f.owed = append(f.owed, said{value: f.human})
	}
	if f.bot != nil && before != f.bot.value && c.unique(f.bot.value) {
		over := f.bot.over
		if slices.Contains(f.unread, after) {
			over = after // they took their own word back, said before Slack's or after it: nobody can know that there was one
		}
		f.owed = append(f.owed, said{value: f.bot.value, over: over, saw: f.bot.saw, bot: true})
	}
	if c.readable(before) {
		f.stood = before
	}
	f.human, f.bot, f.shown, f.mine, f.undone = after, nil, nil, false, nil
	if c.readable(after) {
		f.read = after
	}
	if c.field == ledger.FieldNumber && after != "" && m.bearers(e.number()) == 1 {
		// Entered again under an old number, and renumbered before anybody read it:
		// nobody can know what it was.
		unread := e.past != nil && (m.fresh[e.id] || m.before.fresh[e.id])
		e.doubt = e.doubt || wasDirty || unread
		m.renumbered[e.id] = true
		m.bothRenumbered(e)
		if e.doubt {
			m.copiesMayBe(e)
		}
	}
	if c.field == ledger.FieldNumber && after != "" {
		e.numbers = append(e.numbers, after)
	}
}

// remembers tells that a cell left blank in a row that was entered again got
// back what was said of it before.
func (e *entity) remembers(c column, value string) bool {
	if e.past == nil {
		return false
	}
	f := e.past.fates[c.header]
	if human := e.fates[c.header].human; human != "" {
		// Deleted and entered again as it was, while Slack's word was on its way:
		// read before or after only, it is the row that it was.
		return (human == f.human || slices.Contains(f.shown, human)) && f.bot != nil && f.bot.value == value
	}
	if boolean(c) && f.human == "yes" && value == "TRUE" {
		return true
	}
	return f.human == value || !c.readable(f.human) && f.stood == value || slices.Contains(f.unread, value) || isFormulaOf(f.human, value) || slices.ContainsFunc(f.unread, func(s string) bool { return isFormulaOf(s, value) }) || f.bot != nil && f.bot.value == value || e.past.remembers(c, value) ||
		slices.ContainsFunc(f.owed, func(s said) bool { return s.value == value })
}

// isFormulaOf tells that what was entered is a formula that comes to that value.
func isFormulaOf(entered, value string) bool {
	return entered == `="w"&`+strings.TrimPrefix(value, "w")
}

// mistaken tells that a cell shows what Slack said of an invoice whose row was
// deleted before anybody had read this one, its copy perhaps: that this isn't
// the same under a new number, nobody could tell.
func (e *entity) mistaken(c column, value string) bool {
	return value != "" && e.mistakenFor(c, value, map[*entity]bool{})
}

func (e *entity) mistakenFor(c column, value string, looked map[*entity]bool) bool {
	looked[e] = true
	return slices.ContainsFunc(e.maybe, func(o *entity) bool {
		f := o.fates[c.header]
		return f.bot != nil && f.bot.value == value || !looked[o] && o.mistakenFor(c, value, looked)
	})
}

// touched notes that a row moved since the last cycle that went through. Such
// a row can't be known again when it is renumbered as well.
func (m *machine) touched(e *entity) {
	if m.renumbered[e.id] || m.before.renumbered[e.id] {
		e.doubt = true
		m.copiesMayBe(e)
	}
	m.dirty[e.id] = true
}

// died notes that a person deleted a row: what they had typed there goes with
// it, what Slack said and they couldn't see brings it back.
func (m *machine) died(e *entity, before *view, was *viewRow) {
	m.deaths++
	e.alive, e.diedAt = false, m.deaths
	if (m.fresh[e.id] || m.before.fresh[e.id]) && e.of != nil {
		e.opening, e.other = 0, 0 // what a copy showed as paid, that nobody read
	}
	e.doubt = e.doubt || len(e.typed) > 0 || m.renumbered[e.id] || m.before.renumbered[e.id] // and deleted, perhaps before anybody read it
	for _, c := range machineColumns {
		f := e.fates[c.header]
		if len(f.undone) > 0 || f.bot != nil && (m.restoring || entered(before.cell(was, c.header)) != f.bot.value) {
			m.mayRise[e.number()] = true
		}
		if (m.dirty[e.id] || m.before.dirty[e.id]) && len(f.unread) > 0 && slices.ContainsFunc(f.owed, func(s said) bool { return s.bot }) {
			m.mayRise[e.number()] = true // nobody read what they typed over it, and then deleted
		}
		if !c.readable(f.human) && slices.ContainsFunc(f.owed, func(s said) bool { return s.bot }) {
			m.mayRise[e.number()] = true // what can't be read overtook nobody: Slack's word waits behind it
		}
	}
	if e.pending > 0 {
		m.mayRise[e.number()] = true
	}
	for _, other := range m.entities {
		if other != e && (m.fresh[other.id] || m.renumbered[other.id] || m.before.fresh[other.id] || m.before.renumbered[other.id]) {
			other.doubt = true // perhaps taken for this one
			if other.alive {
				other.maybe = append(other.maybe, e)
			}
		}
	}
	for _, n := range m.entities {
		if n.alive && n.copy && n.number() == e.number() {
			m.inherits(n, e)
		}
	}
}

// inherits: of an invoice and its copy under the same number, the copy is the
// invoice when the other row is gone.
func (m *machine) inherits(n, e *entity) {
	n.copy, n.doubt, n.purse, n.numbers = false, n.doubt || e.doubt, e.purse, slices.Clone(e.numbers)
	for _, p := range m.payments {
		if p.of == e {
			p.of = n
		}
	}
	for _, c := range machineColumns {
		f, old := n.fates[c.header], e.fates[c.header]
		f.owed = append(f.owed, old.owed...)
		f.shown = append(f.shown, old.shown...)
		if old.bot == nil {
			continue
		}
		if f.human == old.human || slices.Contains(old.shown, f.human) {
			f.bot = old.bot
		} else if c.unique(old.bot.value) {
			f.owed = append(f.owed, said{value: old.bot.value, over: old.bot.over, bot: true})
		}
	}
	m.touched(n)
}

// slackSays notes what somebody in Slack said of a cell, having seen what the
// book says of it.
func (m *machine) slackSays(e *entity, c column, value, book string) {
	f := e.fates[c.header]
	f.undone, f.since = nil, append(f.since, value)
	word := said{value: value, over: f.read, saw: book == f.human || f.mine || e.remembers(c, book) || c.kind == ledger.KindBool, bot: true}
	if f.bot != nil && book == f.bot.value {
		word.over, word.saw = f.bot.over, f.bot.saw
	}
	f.owed = slices.DeleteFunc(f.owed, func(s said) bool { return s.bot })
	f.bot = &word
	if word.saw {
		f.shown = append(f.shown, value)
	}
}

// adopt gives the rows that the bot brought back to the oracle.
func (m *machine) adopt() {
	v := m.invoices()
	for i := range v.rows {
		r := &v.rows[i]
		number := shown(v.cell(r, "Number"))
		if r.id != "" || !strings.HasPrefix(number, "INV-") || m.arrived(v, r, number) {
			continue
		}
		unsure := slices.ContainsFunc(m.entities, func(e *entity) bool { return e.doubt && slices.Contains(e.numbers, number) })
		if !m.mayRise[number] && !unsure {
			m.t.Errorf("row %d: %s came from nowhere", r.at+1, number)
		}
		e := m.newEntity(number)
		e.alive, e.risen, e.doubt, e.made = true, true, true, true
		e.raised = m.deleted(number)
		for _, c := range machineColumns {
			e.fates[c.header] = c.fate(entered(v.cell(r, c.header)))
			e.fates[c.header].mine = true
		}
		m.mark("Invoices", v.a1(r, "Number"), rowNote+e.id)
		m.count("row brought back")
	}
}

// deleted is the invoice of that number whose row people deleted last.
func (m *machine) deleted(number string) (last *entity) {
	for _, e := range m.entities {
		if !e.alive && !e.awaited && e.number() == number && (last == nil || e.diedAt >= last.diedAt) {
			last = e
		}
	}
	return last
}

func (m *machine) newEntity(number string) *entity {
	e := &entity{id: itoa(len(m.entities) + 1), numbers: []string{number}, fates: map[string]*fate{}}
	for _, c := range machineColumns {
		e.fates[c.header] = &fate{}
	}
	m.entities = append(m.entities, e)
	m.fresh[e.id] = true
	return e
}

// mark puts the oracle's note on a cell.
func (m *machine) mark(tab, a1, note string) { m.must(m.hand.Note(tab, a1, note)) }

// bearers are the rows of that number that people see.
func (m *machine) bearers(number string) int {
	n := 0
	for _, e := range m.entities {
		if e.alive && e.number() == number {
			n++
		}
	}
	return n
}

// inBook finds an entity's invoice, under its present number or, where the
// book hasn't heard of that, an earlier one.
func (m *machine) inBook(e *entity) (*ledger.Invoice, bool) {
	for _, number := range slices.Backward(e.numbers) {
		if m.bearers(number) > 1 || number != e.number() && m.bearers(number) > 0 {
			return nil, false
		}
		if inv, ok := m.desk.Book().Invoice(ledger.KeyOf(number)); ok {
			return inv, true
		}
	}
	return nil, false
}
