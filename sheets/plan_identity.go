package sheets

import (
	"maps"
	"slices"
	"strconv"

	"github.com/relance-bot/relance/ledger"
)

// identify tells which invoice each row is: known, new, renumbered, twice
// there, or nobody's. It returns the known ones that have vanished and the new
// ones.
func (p *planner) identify() (vanished []ledger.Key, fresh []*sheetRow) {
	twice := map[ledger.Key][]*sheetRow{}
	var keyless []*sheetRow
	aside, kept := p.setAsideAll()
	var present int // of the known ones; most often all, and nothing has to be looked for
	if index := p.Sheet.byNumber(); len(aside) == 0 {
		p.rows, keyless, present = rowsInPlan{index: index}, index.keyless, p.Sheet.present(p.Rows)
		for _, r := range index.again {
			if twice[r.Key] == nil {
				twice[r.Key] = []*sheetRow{p.rows.get(r.Key)}
			}
			twice[r.Key] = append(twice[r.Key], r)
		}
	} else {
		keyless, present = p.identifyBut(aside, twice)
	}
	p.aside = slices.AppendSeq(slices.Clone(keyless), maps.Keys(aside))
	if present < len(p.Rows) {
		for k := range p.Rows {
			if p.rows.get(k) == nil && !p.OpenKeys[k] && !kept[k] && p.Rows[k].Left.IsZero() {
				vanished = append(vanished, k)
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(twice)) {
		p.setAside(k, twice[k]...)
		p.duplicate(k, twice[k])
	}
	slices.Sort(vanished)
	for _, r := range p.sortedRows() {
		if _, known := p.Rows[r.Key]; !known {
			fresh = append(fresh, r)
		}
	}
	vanished, fresh = p.renumber(vanished, fresh)
	vanished = p.emptied(vanished, keyless)
	return vanished, fresh
}

// identifyBut is what identify begins with where some rows are left out.
func (p *planner) identifyBut(aside map[*sheetRow]bool, twice map[ledger.Key][]*sheetRow) (keyless []*sheetRow, present int) {
	rows := map[ledger.Key]*sheetRow{}
	for _, r := range p.Sheet.Rows {
		if aside[r] {
			continue
		}
		if r.Key == "" {
			keyless = append(keyless, r)
			continue
		}
		first, there := rows[r.Key]
		if !there {
			rows[r.Key] = r
			continue
		}
		if twice[r.Key] == nil {
			twice[r.Key] = []*sheetRow{first}
		}
		twice[r.Key] = append(twice[r.Key], r)
	}
	p.rows = rowsInPlan{own: rows}
	for k, r := range rows {
		if r.same {
			present++
		} else if _, known := p.Rows[k]; known {
			present++
		}
	}
	return keyless, present
}

// setAside takes rows out of what is planned row by row.
func (p *planner) setAside(k ledger.Key, rows ...*sheetRow) {
	p.rows.drop(k)
	p.there[k] = true
	p.aside = append(p.aside, rows...)
}

// duplicate quarantines both rows of one number: neither is read, and nobody
// is chased on it.
func (p *planner) duplicate(k ledger.Key, rows []*sheetRow) {
	pr := duplicateProblem(rows)
	p.broken[k] = append(p.broken[k], pr)
	p.out.Duplicate++
	p.hitTwin(k, rows)
	typing := false // a row was copied, and gets its number now
	for _, r := range rows {
		typing = p.typing(r) || typing
	}
	if typing {
		p.hushed[k] = true
		return
	}
	for _, r := range rows {
		p.problem(r, k, pr)
		p.writeCheck(r, k, []Problem{pr})
	}
}

// duplicateProblem says where the rows of one number stand.
func duplicateProblem(rows []*sheetRow) Problem {
	number := rows[0].Values[ledger.FieldNumber].Text()
	if slices.ContainsFunc(rows, func(r *sheetRow) bool { return r.tab != rows[0].tab }) {
		pr := problem(ProblemDuplicateTabs, number)
		for _, r := range rows {
			pr.Args = append(pr.Args, r.tab.Tab.Title, itoa(r.Index+1))
		}
		return pr
	}
	indexes := make([]int, len(rows))
	for i, r := range rows {
		indexes[i] = r.Index
	}
	return problem(ProblemDuplicate, number, rowNumbers(indexes))
}

// emptied looks after rows without a number: an invoice whose number someone
// cleared is quarantined, not deleted. A row with nothing that an invoice has
// (a total, a note) is left alone.
func (p *planner) emptied(vanished []ledger.Key, keyless []*sheetRow) []ledger.Key {
	if len(keyless) == 0 {
		return vanished
	}
	last := p.lastKeyed()
	for _, r := range keyless {
		was := slices.IndexFunc(vanished, func(k ledger.Key) bool { return p.sameButNumber(k, r) })
		if was >= 0 {
			k := vanished[was]
			vanished = slices.Delete(slices.Clone(vanished), was, was+1)
			pr := problem(ProblemNumberEmptied, p.Rows[k].Values[ledger.FieldNumber].Text())
			p.broken[k] = append(p.broken[k], pr)
			p.tell(r, k, "", pr)
			continue
		}
		if bad, ok := r.Bad[ledger.FieldNumber]; ok {
			p.tell(r, "", "", bad)
			continue
		}
		// A sum, a note or a group's name is no invoice. An amount that stands
		// among the invoices, or beside a name or a day, is one without its number.
		worth := !r.Values[ledger.FieldAmount].Money().IsZero()
		named := !r.Values[ledger.FieldCustomer].IsEmpty() || !r.Values[ledger.FieldCustomerCode].IsEmpty()
		dated := !r.Values[ledger.FieldIssued].IsEmpty() || !r.Values[ledger.FieldDue].IsEmpty()
		if !(named && (dated || worth)) && !(worth && (dated || r.Index < last[r.tab])) {
			continue
		}
		pr := problem(ProblemNoNumber)
		p.tell(r, "", "", pr)
	}
	return vanished
}

// lastKeyed is the last row of each tab that has a number.
func (p *planner) lastKeyed() map[*tabRead]int {
	last := map[*tabRead]int{}
	for _, r := range p.Sheet.Rows {
		if r.Key != "" {
			last[r.tab] = max(last[r.tab], r.Index)
		}
	}
	return last
}

// writeCheck plans the Check cell of a row that is quarantined as a whole.
func (p *planner) writeCheck(r *sheetRow, k ledger.Key, list []Problem) {
	at, ok := r.tab.Columns.Index(ledger.FieldCheck)
	if !ok || r.tab.ReadOnly || p.owned(r, ledger.FieldCheck) {
		return
	}
	want := ledger.Text(cutText(problemText(list, p.Language)))
	if r.Values[ledger.FieldCheck] == want || p.keptOff(r, k, ledger.FieldCheck, cellAt(r.cells(), at)) {
		return
	}
	p.out.Writes = append(p.out.Writes, Write{
		Tab: r.tab.Role, Key: k, Field: ledger.FieldCheck, Row: r.Index, Col: at,
		Old: cellAt(r.cells(), at), New: literal(want), Value: want, Cells: r.cells(),
	})
}

// maxCheck bounds a Check cell: it should be read at a glance.
const maxCheck = 500

func cutText(s string) string {
	if r := []rune(s); len(r) > maxCheck {
		return string(r[:maxCheck-1]) + "…"
	}
	return s
}

func itoa(n int) string { return strconv.Itoa(n) }
