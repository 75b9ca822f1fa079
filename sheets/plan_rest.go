package sheets

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// A row is at rest when a plan looked at it and found nothing: its bytes are as
// the baseline knows them, its cells show what the book says, nothing is wrong
// with it and nothing asked. It stays so until its bytes, its invoice or what a
// plan goes by changes, and until then no plan looks at it: of 50,000 rows,
// a cycle plans the few on which something happened.
//
// What at rest means is checked: TestAPlanOfFewRowsIsThePlanOfAll and the random
// machine compare each plan with the one that looks at every row.

// sighting is what the last plan that was carried out left of a read.
type sighting struct {
	book    *ledger.Book // that it was made from
	grounds grounds
	tabs    map[tabRole]seenTab
	lasting map[ledger.Key]bool // of book; see plan_lasting.go

	ordinals ordinals // of the numbers in tabs, and of some that stood there before
}

// grounds is what a plan goes by beside the rows and the book.
type grounds struct {
	today ledger.Date
	owned map[tabRole]map[ledger.Field]bool
	paid  map[tabRole]paidStyle
}

func (g grounds) equal(other grounds) bool {
	return g.today == other.today && maps.EqualFunc(g.owned, other.owned, maps.Equal) && maps.Equal(g.paid, other.paid)
}

// restsAt is the book at which the rows that were at rest are so still; nil if
// what they rested on is gone. A person's word (Force) and values of ours that
// strayed concern any row.
func (s sighting) restsAt(in PlanInput) *ledger.Book {
	if in.First || in.Force || len(in.Open)+len(in.Strays) > 0 || !s.grounds.equal(groundsOf(in)) {
		return nil
	}
	return s.book
}

func groundsOf(in PlanInput) grounds { return grounds{in.Today, in.Owned, in.Paid} }

// plan plans the rows that something may have happened to.
func (c *cycle) plan(in PlanInput) Planned {
	in.RestedAt = c.seen.restsAt(in)
	plan := makePlan(in)
	plan.in = in
	return plan
}

// makePlan is Plan but in tests, which look at each plan.
var makePlan = Plan

// sight remembers what a plan left, for the next read.
func (c *cycle) sight(plan Planned) {
	in := plan.in
	next := sighting{book: in.Book, grounds: grounds{today: in.Today, owned: map[tabRole]map[ledger.Field]bool{}, paid: maps.Clone(in.Paid)}, tabs: map[tabRole]seenTab{}, ordinals: c.seen.ordinals}
	for role, owned := range in.Owned {
		next.grounds.owned[role] = maps.Clone(owned)
	}
	anew := next.ordinals == nil || len(next.ordinals) > 2*len(in.Sheet.Rows)+ordinalsLeast
	if anew {
		next.ordinals = make(ordinals, len(in.Sheet.Rows))
	}
	rested, st := in.RestedAt != nil, c.state
	for list := in.Sheet.Rows; len(list) > 0; {
		t := list[0].tab
		rows := slices.Grow(c.seen.tabs[t.Role].rows[:0], len(t.grid.Rows)) // those of the sighting before are of no use now
		for len(list) > 0 && list[0].tab == t {
			r := list[0]
			list = list[1:]
			row := seenRow{hash: r.Hash, key: r.Key, ordinal: r.ordinal, rests: rested && r.rests && !plan.Awake[r] || plan.Rests[r]}
			if row.ordinal == 0 || anew {
				row.ordinal = next.ordinals.of(r.Key)
			}
			if r.same {
				row.values = r.Values
			}
			row.values, _ = st.sameRow(row, t.Hash, t.Hash)
			rows = append(rows, row)
		}
		next.tabs[t.Role] = seenTab{header: t.Hash, rows: rows}
	}
	next.lasting = c.seen.lastingIn(in.Book, st)
	c.seen, st.tally.touched = next, map[ledger.Key]bool{}
}

// ordinalsLeast is how many numbers that stand nowhere any more keep their
// ordinals at least; beside it, as many as stand there.
const ordinalsLeast = 1000

// sortedRows are the rows that a plan looks at, in the order of the sheet, so
// that a plan is the same each time: of those that stand there exactly once, the
// ones that are not at rest, or no longer since the plan began.
func (p *planner) sortedRows() []*sheetRow {
	var list []*sheetRow
	if p.RestedAt == nil {
		list = make([]*sheetRow, 0, len(p.Sheet.Rows))
	}
	woken := p.woken()
	for _, r := range p.candidates(woken) {
		if p.rows.get(r.Key) == r {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b *sheetRow) int {
		if a.tab.Pos != b.tab.Pos {
			return a.tab.Pos - b.tab.Pos
		}
		return a.Index - b.Index
	})
	return list
}

// candidates are the rows that were not at rest, and of the others those woken.
func (p *planner) candidates(woken map[ledger.Key]bool) []*sheetRow {
	if p.RestedAt == nil {
		return p.Sheet.Rows
	}
	if p.restless == nil {
		p.restless = []*sheetRow{}
		for _, r := range p.Sheet.Rows {
			if !r.rests {
				p.restless = append(p.restless, r)
			}
		}
	}
	list := slices.Clone(p.restless)
	for k := range woken {
		if r := p.rows.get(k); r != nil && r.rests {
			list = append(list, r)
		}
	}
	return list
}

// woken are the invoices about which anything happened since the rows rested:
// in the book, in the plan so far, or in what is still open.
func (p *planner) woken() map[ledger.Key]bool {
	woken := map[ledger.Key]bool{}
	if p.RestedAt == nil {
		return woken
	}
	if p.movedIn != p.book {
		p.movedIn, p.moved = p.book, p.book.Moved(p.RestedAt)
	}
	for _, k := range p.moved {
		woken[k] = true
	}
	p.involved(woken)
	return woken
}

// involved adds the invoices that the plan so far says something about.
func (p *planner) involved(keys map[ledger.Key]bool) {
	for k := range p.Questions {
		keys[k] = true
	}
	for k := range p.out.Questions {
		keys[k] = true
	}
	for k := range p.out.Rows {
		keys[k] = true
	}
	for k := range p.crooked {
		keys[k] = true
	}
	for k := range p.paidHeld {
		keys[k] = true
	}
	for _, found := range []map[ledger.Key][]Problem{p.broken, p.asked} {
		for k, list := range found {
			if len(list) > 0 {
				keys[k] = true
			}
		}
	}
}

// rest tells, when all is planned, which of the rows that were looked at are at
// rest now, and which of those that were are not.
func (p *planner) rest() {
	p.out.Rests, p.out.Awake = map[*sheetRow]bool{}, map[*sheetRow]bool{}
	busy := map[ledger.Key]bool{}
	p.involved(busy)
	for _, pr := range p.out.Problems {
		busy[pr.Invoice] = true
	}
	for _, w := range p.out.Writes {
		busy[w.Key] = true
	}
	if len(p.Open)+len(p.Strays) == 0 {
		for _, r := range p.sortedRows() {
			was, had := p.Book.Invoice(r.Key)
			inv, has := p.book.Invoice(r.Key)
			if r.same && had && has && was == inv && !busy[r.Key] && inv.Value(ledger.FieldProblem).IsEmpty() && inv.Value(ledger.FieldCheck).IsEmpty() {
				p.out.Rests[r] = true
			}
		}
	}
	for _, r := range p.sortedRows() {
		p.out.Awake[r] = !p.out.Rests[r]
	}
	for _, r := range p.aside {
		p.out.Awake[r] = true
	}
}
