package sheets

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/relance-bot/relance/ledger"
)

// combination is a field of one owner and type, with what may stand in its
// cell and in the book.
type combination struct {
	field ledger.Field
	was   any // in the cell, when the bot last looked
	typed any // by a person since
	mine  any // what Slack's or the bot's new word would look like in the cell
	bad   any // nobody can read it; nil: everything can be read
	// computed fields follow from the book: that the bot's word is new means
	// that the cell shows an older one.
	older any
}

// combinations has a field for each owner and type that there is.
var combinations = []combination{
	{field: ledger.FieldTerms, was: "30 days", typed: "45 days", mine: "60 days"},
	{field: ledger.FieldCustomer, was: "Acme", typed: "Bolt", mine: "Cora"},
	{field: ledger.FieldAmount, was: number("100"), typed: number("120"), mine: number("130"), bad: "about 4"},
	{field: ledger.FieldDue, was: number("46339"), typed: number("46350"), mine: number("46360"), bad: "soon"},
	{field: ledger.FieldSalesperson, was: "Ana", typed: "Bob", mine: "Cleo"},
	{field: ledger.FieldPromisedAmount, was: number("10"), typed: number("12"), mine: number("13"), bad: "some"},
	{field: ledger.FieldPromisedOn, was: number("46400"), typed: number("46401"), mine: number("46402"), bad: "Friday-ish"},
	{field: ledger.FieldStanding, was: "insolvent", typed: "cédée", mine: "handed over", bad: "perhaps"},
	{field: ledger.FieldOptOut, was: nil, typed: "yes", mine: true, bad: "perhaps"},
	{field: ledger.FieldStage, was: "1", typed: "scribble", mine: "2", bad: "#REF!"},
	{field: ledger.FieldBalance, was: number("100"), typed: number("7"), mine: number("100"), bad: "none", older: number("90")},
	{field: ledger.FieldLastReminder, was: number("46340"), typed: number("46341"), mine: number("46342"), bad: "yesterday"},
	{field: ledger.FieldDaysLate, was: number("10"), typed: number("99"), mine: number("10"), bad: "late", older: number("9")},
}

func number(text string) json.Number { return json.Number(text) }

// What becomes of a cell.
const (
	nothing    = "nothing"    // it stays, and so does the book
	take       = "take"       // the book takes the person's word
	write      = "write"      // the bot's word goes into the cell
	agree      = "agree"      // both say the same: only the baseline moves
	conflict   = "conflict"   // the sheet wins, the bot's word is kept and asked about
	quarantine = "quarantine" // neither is touched, nor the baseline: nobody is chased on it
	putBack    = "put back"   // the bot's own cell gets its value again, and that is reported
	never      = "-"          // can't be: a field that is never empty, or has but two values
)

// outcomes tell, for each way in which sheet and bot may have moved, what
// becomes of each of the combinations, in their order.
var outcomes = []struct {
	story    string
	botMoved bool
	sheet    func(c combination) any // what the cell shows now
	bot      func(c combination) any // what the book says now
	want     []string
}{
	//            human: terms    customer    amount      due       shared: text      money       date        word        bool    bot: text     money     date     number
	{
		"neither moved", false, unmoved, unmoved,
		[]string{nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing},
	},
	{
		"a person typed another value", false, retyped, unmoved,
		[]string{take, take, take, take, take, take, take, take, take, putBack, putBack, putBack, putBack},
	},
	{
		"a person cleared it", false, cleared, unmoved,
		[]string{take, quarantine, quarantine, take, take, take, take, take, never, putBack, putBack, putBack, putBack},
	},
	{
		"a person typed what can't be read", false, unreadable, unmoved,
		[]string{never, never, quarantine, quarantine, never, quarantine, quarantine, quarantine, quarantine, putBack, putBack, putBack, putBack},
	},
	{
		"only the bot moved", true, unmoved, moved,
		[]string{write, write, write, write, write, write, write, write, write, write, write, write, write},
	},
	{
		"the bot cleared it", true, unmoved, cleared,
		[]string{write, never, never, write, write, write, write, write, never, write, never, write, never},
	},
	{
		"both moved to the same value", true, moved, moved,
		[]string{agree, agree, agree, agree, agree, agree, agree, agree, agree, agree, agree, agree, agree},
	},
	{
		"both cleared it", true, cleared, cleared,
		[]string{agree, never, never, agree, agree, agree, agree, agree, never, agree, never, agree, never},
	},
	{
		"both moved, apart", true, retyped, moved,
		[]string{conflict, conflict, conflict, conflict, conflict, conflict, conflict, conflict, never, write, write, write, write},
	},
	{
		"a person cleared it, the bot moved it", true, cleared, moved,
		[]string{conflict, quarantine, quarantine, conflict, conflict, conflict, conflict, conflict, never, write, write, write, write},
	},
	{
		"a person moved it, the bot cleared it", true, retyped, cleared,
		[]string{conflict, conflict, never, conflict, conflict, conflict, conflict, conflict, never, write, never, write, never},
	},
	{
		"a person typed what can't be read, the bot moved it", true, unreadable, moved,
		[]string{never, never, quarantine, quarantine, never, quarantine, quarantine, quarantine, quarantine, write, write, write, write},
	},
}

func unmoved(c combination) any    { return c.was }
func retyped(c combination) any    { return c.typed }
func moved(c combination) any      { return c.mine }
func cleared(combination) any      { return nil }
func unreadable(c combination) any { return c.bad }

func TestEveryCombination(t *testing.T) {
	for _, o := range outcomes {
		for i, c := range combinations {
			if o.want[i] == never {
				continue
			}
			t.Run(fmt.Sprintf("%s %s: %s: %s", OwnerOf(c.field), c.field, o.story, o.want[i]), func(t *testing.T) {
				e := newCell(t, c)
				if c.older != nil && o.botMoved {
					c.was = c.older
					e.was(c.older)
				}
				e.book(o.bot(c))
				e.shows(o.sheet(c))
				if got := e.outcome(); got != o.want[i] {
					t.Errorf("%s, want %s", got, o.want[i])
				}
				e.comesToRest(o.want[i] == quarantine)
			})
		}
	}
}

// Each owner has a field of each type it can have, and each outcome is stated.
func TestTheTableIsWhole(t *testing.T) {
	type class struct {
		owner Owner
		kind  ledger.Kind
	}
	have := map[class]bool{}
	for _, c := range combinations {
		have[class{OwnerOf(c.field), c.field.Kind()}] = true
	}
	for _, f := range ledger.RowFields {
		if !have[class{OwnerOf(f), f.Kind()}] {
			t.Errorf("no combination has a field like %s, %s of %v", f, OwnerOf(f), f.Kind())
		}
	}
	for _, o := range outcomes {
		if len(o.want) != len(combinations) {
			t.Errorf("%s: %d outcomes for %d combinations", o.story, len(o.want), len(combinations))
		}
	}
}

// cellModel is one row of which one cell is looked at.
type cellModel struct {
	t      *testing.T
	c      combination
	tab    *tabRead
	raw    map[ledger.Field]any
	base   BaseRow
	ledger *ledger.Book
}

const cellKey = ledger.Key("inv-1")

func newCell(t *testing.T, c combination) *cellModel {
	t.Helper()
	e := &cellModel{t: t, c: c, tab: &tabRead{Role: invoicesTab(0), OK: true, Tab: TabInfo{Title: "Invoices"}, Hash: 1}, raw: map[ledger.Field]any{
		ledger.FieldNumber: "INV-1", ledger.FieldCurrency: "EUR", ledger.FieldIssued: number("46300"),
	}}
	var header []string
	for _, f := range []ledger.Field{ledger.FieldNumber, ledger.FieldCurrency, ledger.FieldIssued, ledger.FieldPaid} {
		header = append(header, HeaderFor(f, "en"))
	}
	for _, other := range combinations {
		header = append(header, HeaderFor(other.field, "en"))
		e.raw[other.field] = other.was
	}
	var problems []Problem
	if e.tab.Columns, problems = MatchColumns(header, nil); len(problems) > 0 {
		t.Fatal(problems)
	}
	row := e.row()
	if len(row.Bad) > 0 {
		t.Fatalf("the row can't be read: %v", row.Bad)
	}
	e.base = BaseRow{Tab: invoicesTab(0), Values: cloneValues(row.Values)}
	fields := newFields(row)
	book, err := ledger.NewBook().Apply(ledger.Change{Invoice: cellKey, Field: ledger.FieldInvoice, New: ledger.Record(fields)})
	if err != nil {
		t.Fatal(err)
	}
	e.ledger = book
	return e
}

// row is the row as it is read now.
func (e *cellModel) row() *sheetRow {
	cells := make([]any, e.tab.Columns.width())
	for f, v := range e.raw {
		at, _ := e.tab.Columns.Index(f)
		cells[at] = v
	}
	row := parseRow(cells, e.tab.Columns, OptionsFor("en_US", "EUR"))
	row.tab, row.Index, row.Hash = e.tab, 1, 1
	return row
}

// typed is what a raw cell means.
func (e *cellModel) typed(raw any) ledger.Value {
	was := e.raw[e.c.field]
	defer func() { e.raw[e.c.field] = was }()
	e.raw[e.c.field] = raw
	return e.row().Values[e.c.field]
}

func (e *cellModel) was(raw any) { e.base.Values[e.c.field] = e.typed(raw) }

func (e *cellModel) shows(raw any) { e.raw[e.c.field] = raw }

// book is what the book says of the cell; a computed one says it by itself.
func (e *cellModel) book(raw any) {
	if e.c.older != nil {
		return
	}
	inv, _ := e.ledger.Invoice(cellKey)
	next, err := e.ledger.Apply(ledger.Change{Invoice: cellKey, Field: e.c.field, Old: inv.Value(e.c.field), New: e.typed(raw)})
	if err != nil {
		e.t.Fatal(err)
	}
	e.ledger = next
}

func (e *cellModel) plan() Planned {
	read := &sheetRead{Invoices: []*tabRead{e.tab}, Rows: []*sheetRow{e.row()}}
	return Plan(PlanInput{
		Book: e.ledger, Rows: map[ledger.Key]BaseRow{cellKey: e.base}, Sheet: read, Today: ledger.NewDate(2026, 11, 23),
		Cycle: "c", Language: "en", NewID: func() string { return "P-1" },
	})
}

// outcome names what the plan makes of the cell.
func (e *cellModel) outcome() string {
	e.t.Helper()
	f := e.c.field
	p := e.plan()
	if len(p.Hold) > 0 {
		return "held: " + problemText(p.Hold, "en")
	}
	inv, _ := e.ledger.Invoice(cellKey)
	was, mine, sheet := e.base.Values[f], inv.Value(f), e.row().Values[f]
	if f == ledger.FieldDaysLate {
		mine = ledger.Int(inv.DaysLate(ledger.NewDate(2026, 11, 23)))
	}
	base := was
	if b := p.Rows[cellKey]; b != nil {
		base = b.Values[f]
	}
	changed := slices.IndexFunc(p.Changes, func(ch ledger.Change) bool { return ch.Field == f })
	written := slices.IndexFunc(p.Writes, func(w Write) bool { return w.Field == f })
	kept := slices.IndexFunc(p.Conflicts, func(c Conflict) bool { return c.Field == f })
	_, bad := e.row().Bad[f]
	switch {
	case changed >= 0 && p.Changes[changed].New != sheet, written >= 0 && p.Writes[written].Value != mine, kept >= 0 && p.Conflicts[kept].Mine != mine:
		return "something else"
	case changed >= 0 && written < 0 && kept >= 0 && p.Conflicts[kept].Sheet == sheet && base == sheet:
		return conflict
	case changed >= 0 && written < 0 && kept < 0 && base == sheet:
		return take
	case changed < 0 && written >= 0 && kept < 0 && p.Writes[written].PutBack:
		if !slices.ContainsFunc(p.Problems, func(pr Problem) bool {
			return (pr.Code == ProblemPutBack || pr.Code == ProblemEmptied) && pr.Field == f
		}) {
			return "put back without a word"
		}
		return putBack
	case changed < 0 && written >= 0 && kept < 0:
		return write
	case changed >= 0 || written >= 0 || kept >= 0:
		return "too much"
	case bad && base == was && slices.ContainsFunc(p.Changes, func(ch ledger.Change) bool { return ch.Field == ledger.FieldProblem }):
		return quarantine
	case !bad && base == sheet && base != was:
		return agree
	case !bad && base == was && len(p.Changes) == 0:
		return nothing
	}
	return "nothing that has a name"
}

// comesToRest carries the plan out: the next one has nothing left to do, and
// where it is quarantined, nothing but that.
func (e *cellModel) comesToRest(quarantined bool) {
	e.t.Helper()
	for range 2 {
		p := e.plan()
		next, err := e.ledger.Apply(p.Changes...)
		if err != nil {
			e.t.Fatal(err)
		}
		e.ledger = next
		if b := p.Rows[cellKey]; b != nil {
			e.base = *b
		}
		for _, w := range p.Writes {
			e.raw[w.Field] = w.New.Value
			e.base.Values[w.Field] = w.Value
		}
	}
	p := e.plan()
	if len(p.Changes)+len(p.Writes)+len(p.Conflicts) > 0 {
		e.t.Errorf("a later plan still has %v %v %v", p.Changes, p.Writes, p.Conflicts)
	}
	inv, _ := e.ledger.Invoice(cellKey)
	if (inv.Problem != "") != quarantined {
		e.t.Errorf("quarantined: %q", inv.Problem)
	}
}
