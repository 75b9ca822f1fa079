package sheets

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Limits beyond which a change looks like an accident and the book is held
// until a person has looked (design, section 4, rails).
const (
	vanishedShare = 20 // percent of the known invoices
	vanishedLeast = 10
	archivedShare = 50 // percent of the known invoices, moved to another tab at once
	changedShare  = 50 // percent of a column's cells
	changedLeast  = 10
	sortedLeast   = 3 // rows that carry values of other invoices
)

// rails hold the book where the sheet as a whole looks wrong. What the header
// says is checked when it is read; see cycle_read.go. A first sync is exempt,
// and so is what a person has looked at (Force), but for a sheet that can't
// be read.
func (p *planner) rails(vanished, unfollowed []ledger.Key) {
	for _, pr := range p.Sheet.Holds {
		p.hold(pr)
	}
	if unread := len(p.out.Hold) > 0 && len(p.Sheet.Rows) == 0; p.Force || len(p.Rows) == 0 || unread {
		return
	}
	if p.OpenItems {
		p.railPresumed(vanished)
		p.railFollow(unfollowed)
		p.railColumns()
		return
	}
	if p.rows.none() && len(vanished) == len(p.Rows) {
		p.hold(problem(ProblemEmptySheet, itoa(len(p.Rows))))
		return
	}
	archived := 0
	for _, k := range vanished {
		if p.Sheet.Archived[k] != "" {
			archived++
		}
	}
	n := len(vanished) - archived
	if archived >= vanishedLeast && archived*100 > len(p.Rows)*archivedShare {
		n += archived
	}
	if n >= vanishedLeast && n*100 > len(p.Rows)*vanishedShare {
		p.hold(problem(ProblemManyVanished, itoa(n), itoa(len(p.Rows))))
	}
	p.railFollow(unfollowed)
	p.railColumns()
	p.railPartialSort()
}

func (p *planner) hold(pr Problem) { p.out.Hold = append(p.out.Hold, pr) }

// tabField is a column of one of the tabs.
type tabField struct {
	Tab   *tabRead
	Field ledger.Field
}

// changedRows lists, by column, the known rows whose cell moved.
func (p *planner) changedRows() map[tabField][]*sheetRow {
	changed := map[tabField][]*sheetRow{}
	for _, r := range p.sortedRows() {
		base, known := p.Rows[r.Key]
		if !known || r.same {
			continue
		}
		for _, f := range r.tab.Columns.Fields() {
			if OwnerOf(f) == OwnerBot || f == ledger.FieldNumber || p.owned(r, f) {
				continue
			}
			if f == ledger.FieldCurrency && !r.tab.Columns.Has(ledger.FieldAmount) {
				continue // of no amount
			}
			at, _ := r.tab.Columns.Index(f)
			if p.protected(r.Key, f, cellAt(r.cells(), at)) {
				continue
			}
			v, ok := r.Values[f]
			// What the bot wrote itself and a person agreed with is no accident.
			if !ok || v != base.Values[f] {
				changed[tabField{r.tab, f}] = append(changed[tabField{r.tab, f}], r)
			}
		}
	}
	return changed
}

func (p *planner) railColumns() {
	var known map[tabRole]int
	knownIn := func(role tabRole) int { // asked for where many rows changed
		if known == nil {
			known = map[tabRole]int{}
			for _, b := range p.Rows {
				known[b.Tab]++
			}
		}
		return known[role]
	}
	for c, rows := range p.changedRows() {
		if len(rows) >= changedLeast && len(rows)*100 > knownIn(c.Tab.Role)*changedShare {
			pr := problem(ProblemColumnChanged, itoa(len(rows)), itoa(knownIn(c.Tab.Role)), HeaderFor(c.Field, p.Language))
			pr.Tab = c.Tab.Tab.Title
			p.hold(pr)
		}
	}
	slices.SortFunc(p.out.Hold, func(a, b Problem) int {
		return compareText(a.Text("en"), b.Text("en"))
	})
}

// railPartialSort finds rows whose new values the baseline knows of others
// whose own moved too: someone sorted only some of the columns.
func (p *planner) railPartialSort() {
	carriers := map[ledger.Key]bool{}
	for c, rows := range p.changedRows() {
		f, owners := c.Field, map[ledger.Value][]ledger.Key{}
		for _, r := range rows {
			if v := p.Rows[r.Key].Values[f]; !v.IsEmpty() {
				owners[v] = append(owners[v], r.Key)
			}
		}
		var found []ledger.Key
		for _, r := range rows {
			v, ok := r.Values[f]
			if !ok || v.IsEmpty() || len(owners[v]) == 0 {
				continue
			}
			owners[v] = owners[v][1:]
			found = append(found, r.Key)
		}
		if len(found) >= sortedLeast {
			for _, k := range found {
				carriers[k] = true
			}
		}
	}
	if len(carriers) >= sortedLeast {
		p.hold(problem(ProblemPartialSort, itoa(len(carriers))))
	}
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
