package sheets_test

import (
	"context"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// bot lets somebody in Slack do something.
func (m *machine) bot() {
	if len(m.entities) == 0 {
		return
	}
	e := m.entities[m.rng.IntN(len(m.entities))]
	inv, ok := m.inBook(e)
	if !e.alive || !ok {
		return
	}
	m.count("slack")
	switch n := m.rng.IntN(11); {
	case n == 10:
		m.addsInSlack()
	case n < 3:
		minor := m.amount()
		id := m.pays(string(inv.Key), minor)
		m.note("slack records %s of %d for %s", id, minor, e.number())
		m.payments = append(m.payments, &slip{id: id, of: e, minor: minor})
		e.pending++
	case n < 4:
		field := []ledger.Field{ledger.FieldStage, ledger.FieldLastReminder}[m.rng.IntN(2)]
		value := ledger.Text(itoa(1 + m.words%6))
		if m.words++; field == ledger.FieldLastReminder {
			value = ledger.Day(ledger.DateOf(start.AddDate(0, 0, m.words)))
		}
		m.note("the bot notes %s %s for %s", field, value, e.number())
		m.says(string(inv.Key), field, value)
	default:
		c := machineColumns[m.rng.IntN(len(machineColumns)-2)] // neither the number nor nobody's
		value := m.slackValue(c)
		m.note("slack says %s for %s %s", told(value), e.number(), c.header)
		m.slackSays(e, c, told(value), told(inv.Value(c.field)))
		m.slackSaid[told(value)] = true
		m.says(string(inv.Key), c.field, value)
	}
}

func (m *machine) slackValue(c column) ledger.Value {
	m.words++
	switch c.kind {
	case ledger.KindDate:
		return ledger.Day(ledger.DateOf(start.AddDate(0, 0, 200+m.words)))
	case ledger.KindMoney:
		return ledger.Amount(eur(int64(m.words)*101 + 300_000))
	case ledger.KindBool:
		return ledger.Bool(m.rng.IntN(2) == 0)
	}
	if m.rng.IntN(8) == 0 && c.field != ledger.FieldCustomer {
		return ledger.Value{}
	}
	return ledger.Text("w" + itoa(m.words))
}

func (m *machine) syncerQuestions() (map[ledger.Key]sheets.Question, error) {
	var err error
	m.nested++
	m.questions, err = m.syncer.Questions(context.Background())
	m.nested--
	return m.questions, err
}

// check compares what came of it with what was said: I3 (every person's value
// is in its cell or in the conflict list), I4 (so is every acknowledged one
// from Slack), I5 (the sheet is the book, and a second sync writes nothing),
// I6 (payments, to the cent).
func (m *machine) check() {
	t := m.t
	t.Helper()
	m.nested++
	defer func() { m.nested-- }()
	m.adopt()
	m.rest()
	conflicts, err := m.syncer.Conflicts(context.Background())
	m.must(err)
	kept := map[string]bool{}
	m.left, m.stands = map[string]bool{}, map[string]bool{}
	for _, c := range conflicts {
		kept[told(c.Mine)] = true
		if c.Again || c.Note == "a person formatted it" {
			m.left[string(c.Invoice)+"/"+string(c.Field)] = true
			m.stands[string(c.Invoice)+"/"+string(c.Field)+"/"+told(c.Sheet)] = true
		}
	}
	m.hearQuestions()
	v := m.invoices()
	for _, e := range m.entities {
		if e.alive {
			m.checkRow(e, v, kept)
		}
	}
	m.checkStrays(v)
	m.checkSlips()
	m.checkAdded()
	if hold := m.desk.Book().Hold(); hold != "" {
		t.Errorf("held: %s", hold)
	}
	m.checkQuiet()
}

func (m *machine) checkRow(e *entity, v *view, kept map[string]bool) {
	t := m.t
	t.Helper()
	r := v.row(e.id)
	if r == nil {
		t.Errorf("I3: the row of %s is gone", e.number())
		return
	}
	inv, inBook := m.inBook(e)
	twice := m.bearers(e.number()) > 1
	if twice {
		inv, inBook = m.desk.Book().Invoice(ledger.KeyOf(e.number()))
	}
	if !inBook && m.strayIn(e) {
		m.count("row left to people: a stray value could not be put back")
	} else if !inBook && !twice {
		t.Errorf("I5: %s is not in the book", e.number())
		return
	}
	broken := twice
	swapped := inBook && m.questions[inv.Key].Problem.Code == sheets.ProblemSwapped
	if swapped {
		m.count("row left to people: it may have changed its number with another, and is not read")
	}
	for _, c := range machineColumns {
		cell, f := v.cell(r, c.header), e.fates[c.header]
		meaning, good := c.meant(cell)
		if issued, dated := v.cell(r, "Issued").Value.(float64); c.header == "Due" && dated {
			if due, falls := cell.Value.(float64); falls && due < issued {
				good = false
			}
		}
		broken = broken || !good
		now := entered(cell)
		pending := inBook && c.field != "" && (!good || m.formulas[c.header] || twice || swapped) // the book's word can't be written
		has := func(s said) bool {
			return kept[s.value] || !c.unique(s.value) || now == s.value || pending && told(inv.Value(c.field)) == s.value || e.doubt && s.bot
		}
		switch {
		case e.remembers(c, meaning), e.mistaken(c, meaning), slices.Contains(f.undone, meaning), f.mine && f.bot == nil:
		case f.bot == nil && e.cameAlong(c) && slices.Contains(e.along[c.header].before, now):
			m.count("stray that came along with a copy, taken back")
		case m.leftToPeople(e, c) && (m.slackSaid[now] || m.saidToStand(e, c, now)) && has(said{value: f.human}):
			m.count("cell left to people: a stray value could not be put back")
			continue
		case now == f.human, boolean(c) && asTrue(now) == asTrue(f.human):
			if f.bot != nil && f.bot.value != now && !has(*f.bot) && !boolean(c) {
				t.Errorf("I4: %s %s shows %q, Slack's %q is lost", e.number(), c.header, now, f.bot.value)
			}
		case f.bot != nil && meaning == f.bot.value:
			if !f.bot.saw && !e.cameAlong(c) && !has(said{value: f.human}) {
				t.Errorf("I3: %s %s shows Slack's %q, a person's %q is lost", e.number(), c.header, now, f.human)
			}
		case f.bot != nil && m.formulas[c.header] && slices.Contains(f.shown, now):
			// A formula makes the column a person's: it keeps Slack's word before the last.
			if !has(*f.bot) {
				t.Errorf("I4: %s %s shows %q, Slack's %q is lost", e.number(), c.header, now, f.bot.value)
			}
		case e.doubt && f.bot != nil && slices.Contains(f.shown, meaning):
			// Renumbered while other things moved: Slack's word went to the number of then.
		case slices.ContainsFunc(f.owed, func(s said) bool { return s.bot && s.value == meaning && s.over == f.human }):
			// A person took their own word back before anybody read it.
		default:
			t.Errorf("I3: %s %s shows %q; a person said %q, Slack %+v", e.number(), c.header, now, f.human, f.bot)
		}
		for _, s := range f.owed {
			if !has(s) {
				t.Errorf("I3/I4: %s %s shows %q, the overtaken %q (from Slack: %v) is lost", e.number(), c.header, now, s.value, s.bot)
			}
		}
		if inBook && !twice && !swapped && good && c.field != "" && !m.formulas[c.header] && told(inv.Value(c.field)) != meaning {
			t.Errorf("I5: %s %s shows %q, the book says %q", e.number(), c.header, meaning, told(inv.Value(c.field)))
		}
	}
	if !inBook || twice {
		return
	}
	issued, dated := v.cell(r, "Issued").Value.(float64)
	due, falls := v.cell(r, "Due").Value.(float64)
	broken = broken || dated && falls && due < issued
	broken = broken || m.questions[inv.Key].Blocks
	// What strayed there, and nobody decided about yet, may be no day.
	paidOn := m.leftToPeople(e, column{field: ledger.FieldPaidOn})
	if quarantined := inv.Problem != ""; quarantined != broken && !(quarantined && paidOn) {
		t.Errorf("%s is quarantined: %q, want %v", e.number(), inv.Problem, broken)
	}
	for header, field := range map[string]ledger.Field{"Stage": ledger.FieldStage, "Last reminder": ledger.FieldLastReminder, "Check": ledger.FieldCheck, "Balance": ledger.FieldBalance} {
		got, want := shown(v.cell(r, header)), told(inv.Value(field))
		if field == ledger.FieldBalance && inv.Amount.Currency == "" {
			continue
		}
		if got != want && !(got == "" && want == "0") && !swapped {
			t.Errorf("I5: %s %s shows %q, the book says %q", e.number(), header, got, want)
		}
	}
	m.checkPaid(e, inv, v)
	if balance, ok := cents(v.cell(r, "Balance")); ok && !broken {
		amount, _ := cents(v.cell(r, "Amount"))
		if m.leftToPeople(e, column{field: ledger.FieldAmount}) {
			amount = inv.Amount.Minor // a person formatted the cell while a stray value stood in it
		}
		if paid, _ := cents(v.cell(r, "Paid")); balance != amount-inv.Paid().Minor {
			t.Errorf("I6: %s: %d of %d paid leave a balance of %d", e.number(), paid, amount, balance)
		}
	}
}

// leftToPeople tells that a value of the bot's stays in a cell until a person
// has decided.
func (m *machine) leftToPeople(e *entity, c column) bool {
	return slices.ContainsFunc(e.numbers, func(number string) bool { return m.left[string(ledger.KeyOf(number))+"/"+string(c.field)] }) ||
		e.of != nil && m.leftToPeople(e.of, c) // hit while both bore one number
}

// saidToStand tells that people were told of that value of the bot's: a sum or a
// number of days that nobody said in Slack.
func (m *machine) saidToStand(e *entity, c column, now string) bool {
	return m.stands[string(ledger.KeyOf(e.number()))+"/"+string(c.field)+"/"+now] || e.of != nil && m.saidToStand(e.of, c, now)
}

// strayIn tells that people were asked about a row, for it holds a value of
// the bot's that it could not take back.
func (m *machine) strayIn(e *entity) bool { return m.told(e, sheets.ProblemStray) }

// told tells that people were told of such a problem of a row.
func (m *machine) told(e *entity, code sheets.ProblemCode) bool {
	_, r := m.syncer.LastSync()
	return slices.ContainsFunc(r.Problems, func(p sheets.Problem) bool {
		return p.Code == code && p.Invoice == ledger.KeyOf(e.number())
	})
}

func boolean(c column) bool { return c.kind == ledger.KindBool }

// asTrue writes a yes one way: typed over TRUE it says nothing new.
func asTrue(s string) string {
	if s == "yes" {
		return "TRUE"
	}
	return s
}

// checkStrays looks for words of the bot in cells that they weren't said of.
func (m *machine) checkStrays(v *view) {
	for i := range v.rows {
		r := &v.rows[i]
		for at, cell := range r.cells {
			text, ok := cell.Value.(string)
			if !ok || !m.slackSaid[text] || r.id == "" && m.elsewhere[text] {
				continue
			}
			said := false
			for _, e := range m.entities {
				for header, f := range e.fates {
					if e.alive && e.id == r.id && v.columns[header] == at && (f.human == text || f.mine && f.bot == nil || f.bot != nil && f.bot.value == text || cell.Formula != "" || (m.formulas[header] || e.doubt && f.bot != nil) && slices.Contains(f.shown, text)) {
						said = true
					}
					for _, c := range machineColumns {
						said = said || c.header == header && e.id == r.id && v.columns[header] == at && (e.remembers(c, text) || e.mistaken(c, text) || slices.Contains(f.undone, text))
					}
					for _, o := range f.owed {
						said = said || e.id == r.id && v.columns[header] == at && o.value == text
					}
				}
			}
			for _, c := range machineColumns {
				said = said || r.id != "" && v.columns[c.header] == at && m.leftToPeople(m.entity(r.id), c)
			}
			if e := m.entityOf(r); !said && e != nil && m.strayIn(e) {
				_, inBook := m.inBook(e)
				said = !inBook // a person is asked, and nothing of the row is taken before
			}
			if !said {
				m.t.Errorf("stray: %q stands in %s%d, where nobody said it", text, letters(at), r.at+1)
			}
		}
	}
}

// checkSlips: each payment from Slack has one row, unless a person deleted it
// or its invoice, or its invoice's row stands crooked, or may have changed its number
// with another, until a person has said or put right what it is: the payment counts,
// and its row waits.
func (m *machine) checkSlips() {
	v := m.slips()
	for _, p := range m.payments {
		if p.id == "" || p.frozen || !p.of.alive || p.of.doubt || m.bearers(p.of.number()) > 1 || m.told(p.of, sheets.ProblemSwapped) {
			continue
		}
		n := 0
		for i := range v.rows {
			if shown(v.cell(&v.rows[i], "Id")) == p.id {
				n++
			}
		}
		if n != 1 {
			m.t.Errorf("I6: payment %s of %s has %d rows", p.id, p.of.number(), n)
		}
	}
}

// checkQuiet: another process finds nothing left to write.
func (m *machine) checkQuiet() {
	m.restart()
	before := m.sim.Calls()["spreadsheets.batchUpdate"]
	for range 2 {
		m.passes(10 * time.Minute)
		r, err := m.syncer.Sync(context.Background(), sheets.SyncAsk{})
		if err != nil || r.Changed > 0 {
			m.t.Errorf("I5: a quiet sync takes %d changes: %v", r.Changed, err)
		}
	}
	if n := m.sim.Calls()["spreadsheets.batchUpdate"] - before; n > 0 {
		m.t.Errorf("I5: a quiet sheet was written %d times", n)
	}
}
