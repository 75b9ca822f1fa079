package sheets

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// putBackSort undoes a sort of only some columns: each cell that carries a
// value which the baseline knows of another invoice gets its own back. What
// people typed besides is kept.
//
// Which columns were sorted can't be told from which were not, only that they
// parted. The fewer are taken for the moved ones. Where the numbers are among
// them, they go back to the rows that the others tell; else the others go back
// to the numbers.
func (c *cycle) putBackSort(ctx context.Context, read *sheetRead) (*sheetRead, error) {
	if len(read.Holds) > 0 {
		return read, nil
	}
	least := sortedLeast
	if c.state.mark.Sorting {
		least = 2 // what is left of an earlier cycle's
	}
	c.planned = c.Desk.Book()
	p := newPlanner(c.input(read, nil))
	c.planned = nil
	p.identify()
	var sorted []*sortedTab
	for _, t := range read.Invoices {
		if s := p.sortedTab(t, least); s != nil {
			sorted = append(sorted, s)
		}
	}
	if c.ask.DryRun {
		for _, s := range sorted {
			s.foresee(c)
			read.Problems = append(read.Problems, s.unfollowed()...)
		}
		return read, nil
	}
	var ops []op
	rows := map[ledger.Key]*BaseRow{}
	for _, s := range sorted {
		ops = append(ops, s.numberOps()...)
		s.mark(c.state.rows, rows, c.options())
	}
	mark := c.state.mark
	mark.Sorting = len(ops) > 0
	t := store.Commit{}
	for _, k := range slices.Sorted(maps.Keys(rows)) {
		putOrDelete(&t, kindRow, string(k), rows[k])
	}
	if mark.Sorting != c.state.mark.Sorting {
		t.Put = append(t.Put, doc(kindMark, markKey, mark))
	}
	err := c.commit(ctx, nil, t, func() {
		c.state.mark = mark
		c.state.rememberRows(rows)
	})
	if err != nil || len(sorted) == 0 {
		return read, err
	}
	read, clean, err := c.recovered(ctx, read, ops)
	if err != nil {
		return nil, err
	}
	if mark.Sorting && !clean {
		c.report.Unsettled = true // somebody was at it; the next cycle goes on
		return nil, ErrUnsettled
	}
	if mark.Sorting {
		mark = c.state.mark
		mark.Sorting = false
		if err := c.commit(ctx, nil, store.Commit{Put: []store.Doc{doc(kindMark, markKey, mark)}}, func() { c.state.mark = mark }); err != nil {
			return nil, err
		}
	}
	for _, s := range sorted {
		read.Problems = append(read.Problems, s.unfollowed()...)
	}
	return read, nil
}

// sortedTab is a tab of which only some columns were sorted.
type sortedTab struct {
	p     *planner
	tab   *tabRead
	rows  []*sheetRow
	moved map[ledger.Field][]*sheetRow // rows whose cell carries another invoice's value
	home  map[*sheetRow]ledger.Key     // where the numbers moved: the invoice that each row is
}

// sortedTab finds what a partial sort moved in a tab; nil where less than least
// rows of a column carry values of others.
func (p *planner) sortedTab(t *tabRead, least int) *sortedTab {
	s := &sortedTab{p: p, tab: t, moved: map[ledger.Field][]*sheetRow{}}
	for _, r := range p.sortedRows() {
		if _, known := p.Rows[r.Key]; known && r.tab == t {
			s.rows = append(s.rows, r)
		}
	}
	strong := false
	for _, f := range t.Columns.Fields() {
		if f == ledger.FieldNumber || len(s.rows) == 0 || p.owned(s.rows[0], f) {
			continue
		}
		list, filled := s.carriers(f)
		if len(list) > 0 {
			s.moved[f] = list
		}
		strong = strong || filled >= least
	}
	if !strong {
		return nil
	}
	if s.numbersMoved() {
		s.home = s.homes()
	}
	return s
}

// carriers are the rows whose cell moved and carries what the baseline knows of
// another that moved; filled counts those that carry more than a blank.
func (s *sortedTab) carriers(f ledger.Field) (list []*sheetRow, filled int) {
	owners := map[ledger.Value]int{}
	var changed []*sheetRow
	for _, r := range s.rows {
		v, ok := r.Values[f]
		was := s.p.Rows[r.Key].Values[f]
		at, _ := s.tab.Columns.Index(f)
		if r.same || !ok || v == was || s.p.protected(r.Key, f, cellAt(r.cells(), at)) {
			continue
		}
		changed = append(changed, r)
		owners[was]++
	}
	for _, r := range changed {
		v := r.Values[f]
		if owners[v] == 0 {
			continue // a person's
		}
		owners[v]--
		list = append(list, r)
		if !v.IsEmpty() {
			filled++
		}
	}
	return list, filled
}

// numbersMoved tells whether the numbers parted from more columns than they
// stayed with.
func (s *sortedTab) numbersMoved() bool {
	with := 1 // the number itself
	for _, f := range s.tab.Columns.Fields() {
		if s.moved[f] == nil && f != ledger.FieldNumber && s.differs(f) {
			with++
		}
	}
	return len(s.moved) > with
}

// differs tells that a column says something of its rows.
func (s *sortedTab) differs(f ledger.Field) bool {
	first := s.p.Rows[s.rows[0].Key].Values[f]
	return slices.ContainsFunc(s.rows, func(r *sheetRow) bool { return s.p.Rows[r.Key].Values[f] != first })
}

// homes finds for each row whose number moved the invoice that its other cells
// tell, and nothing unless they tell one for each, no two the same.
func (s *sortedTab) homes() map[*sheetRow]ledger.Key {
	known := map[ledger.Field]map[ledger.Value][]ledger.Key{}
	parted := map[*sheetRow]bool{}
	for f, rows := range s.moved {
		known[f] = map[ledger.Value][]ledger.Key{}
		for _, r := range rows {
			v := s.p.Rows[r.Key].Values[f]
			known[f][v] = append(known[f][v], r.Key)
			parted[r] = true
		}
	}
	home, taken := map[*sheetRow]ledger.Key{}, map[ledger.Key]bool{}
	for r := range parted {
		votes := map[ledger.Key]int{}
		for f := range s.moved {
			for _, k := range known[f][r.Values[f]] {
				votes[k]++
			}
		}
		best, second := ledger.Key(""), 0
		for _, k := range slices.Sorted(maps.Keys(votes)) {
			switch {
			case votes[k] > votes[best]:
				best, second = k, votes[best]
			default:
				second = max(second, votes[k])
			}
		}
		if best == "" || votes[best] == second || taken[best] {
			return nil
		}
		home[r], taken[best] = best, true
	}
	for r := range parted {
		if !taken[r.Key] {
			return nil
		}
	}
	return home
}

// numberOps write the numbers, and what stayed with them, back to the rows that
// they belong to. Rows that exchange numbers among themselves are one group:
// written together, or a number would stand twice.
func (s *sortedTab) numberOps() []op {
	byKey := map[ledger.Key]*sheetRow{}
	for r := range s.home {
		byKey[r.Key] = r
	}
	var ops []op
	seen := map[*sheetRow]bool{}
	for _, first := range s.rows {
		if s.home[first] == "" || seen[first] {
			continue
		}
		for r := first; !seen[r]; r = byKey[s.home[r]] {
			seen[r] = true
			from := byKey[s.home[r]] // where its own number stands now
			for _, f := range s.tab.Columns.Fields() {
				if s.moved[f] != nil || from == r || s.p.owned(r, f) {
					continue
				}
				at, _ := s.tab.Columns.Index(f)
				old, raw := cellAt(r.cells(), at), cellAt(from.cells(), at)
				if sameCell(old, raw) || r.Values[f] != s.p.Rows[r.Key].Values[f] {
					continue // the same, or a person's
				}
				o := op{
					Tab: s.tab.Role, Ident: string(r.Key), Field: f, Header: textAt(headerTexts(s.tab.header), at), Row: r.Index, Col: at,
					Old: old, New: Back{Raw: raw}.literal(f), Value: s.p.Rows[s.home[r]].Values[f], Group: "sort/" + string(first.Key), Cells: r.cells(),
				}
				ops = append(ops, o)
			}
		}
	}
	return ops
}

// mark notes the cells that wait for their value, where the numbers stay.
func (s *sortedTab) mark(known map[ledger.Key]BaseRow, rows map[ledger.Key]*BaseRow, opt ParseOptions) {
	if s.home != nil {
		return
	}
	for f, list := range s.moved {
		at, _ := s.tab.Columns.Index(f)
		raws := map[ledger.Value]any{} // as it stands where it was carried to
		for _, r := range list {
			raws[r.Values[f]] = cellAt(r.cells(), at)
		}
		for _, r := range list {
			if rows[r.Key] == nil {
				fresh := known[r.Key]
				fresh.Hash, fresh.Back = 0, maps.Clone(fresh.Back)
				if fresh.Back == nil {
					fresh.Back = map[ledger.Field]Back{}
				}
				rows[r.Key] = &fresh
			}
			own := known[r.Key].Values[f]
			raw, stands := raws[own]
			if !stands {
				raw = rawOf(own, s.tab.Columns, opt)
			}
			rows[r.Key].Back[f] = Back{Was: cellAt(r.cells(), at), Raw: raw}
		}
	}
}

// foresee tells what would be written, row by row.
func (s *sortedTab) foresee(c *cycle) {
	if s.home != nil {
		for _, o := range s.numberOps() {
			c.foresee("%s %s: %v -> %v", o.Ident, o.Field, orBlank(o.Old), orBlank(o.New.Value))
		}
		return
	}
	for _, f := range s.tab.Columns.Fields() {
		for _, r := range s.moved[f] {
			c.foresee("%s %s: %s -> %s", r.Key, f, orWord(r.Values[f]), orWord(s.p.Rows[r.Key].Values[f]))
		}
	}
}

func orWord(v ledger.Value) string {
	if v.IsEmpty() {
		return "(blank)"
	}
	return v.String()
}

// unfollowed names the columns that nobody knows: whether they were sorted too
// is for a person to see.
func (s *sortedTab) unfollowed() []Problem {
	var names []string
	for i, text := range headerTexts(s.tab.header) {
		if text != "" && fieldAt(s.tab.Columns, i) == "" {
			names = append(names, text)
		}
	}
	if len(names) == 0 {
		return nil
	}
	pr := problem(ProblemUnfollowed, strings.Join(names, ", "))
	pr.Tab = s.tab.Tab.Title
	return []Problem{pr}
}
