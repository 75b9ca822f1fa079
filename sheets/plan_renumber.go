package sheets

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/relance-bot/relance/ledger"
)

// renumber finds rows that are otherwise the same under another number, wherever
// they stand now: such an invoice keeps its history, its payments and what is
// asked of it. Where two could be meant, none is.
func (p *planner) renumber(vanished []ledger.Key, fresh []*sheetRow) ([]ledger.Key, []*sheetRow) {
	if len(vanished) == 0 || len(fresh) == 0 {
		return vanished, fresh
	}
	from, taken := p.likeRows(vanished, fresh)
	start := len(p.out.Changes)
	for _, k := range slices.Sorted(maps.Keys(from)) {
		r := from[k]
		inv, ok := p.book.Invoice(k)
		if taken[r] != 1 || !ok {
			continue
		}
		p.change(ledger.Change{Invoice: k, Field: ledger.FieldNumber, Old: inv.Value(ledger.FieldNumber), New: r.Values[ledger.FieldNumber]})
		old := p.Rows[k]
		values := cloneValues(old.Values)
		values[ledger.FieldNumber] = r.Values[ledger.FieldNumber]
		p.out.Rows[k] = nil
		p.out.Rows[r.Key] = &BaseRow{Values: values, Tab: old.Tab}
		if q, ok := p.Questions[k]; ok {
			p.out.Questions[k], p.out.Questions[r.Key] = nil, &q
		}
		vanished = slices.DeleteFunc(vanished, func(v ledger.Key) bool { return v == k })
		fresh = slices.DeleteFunc(fresh, func(f *sheetRow) bool { return f == r })
	}
	p.settle(start)
	return vanished, fresh
}

// likeRows pairs vanished invoices with new rows: the same number but for its
// zeros, spaces and signs, and the same customer or amount; else the same row
// but for its number.
func (p *planner) likeRows(vanished []ledger.Key, fresh []*sheetRow) (from map[ledger.Key]*sheetRow, taken map[*sheetRow]int) {
	from, taken = map[ledger.Key]*sheetRow{}, map[*sheetRow]int{}
	byNumber, byContent := map[string][]*sheetRow{}, map[string][]*sheetRow{}
	for _, r := range fresh {
		byNumber[bareNumber(r.Key)] = append(byNumber[bareNumber(r.Key)], r)
		byContent[contentOf(r.Values)] = append(byContent[contentOf(r.Values)], r)
	}
	pair := func(k ledger.Key, list []*sheetRow, like func(*sheetRow) bool) {
		list = slices.DeleteFunc(slices.Clone(list), func(r *sheetRow) bool { return !like(r) })
		if len(list) == 1 {
			from[k] = list[0]
		}
		for _, r := range list {
			taken[r]++
		}
	}
	for _, k := range vanished {
		pair(k, byNumber[bareNumber(k)], func(r *sheetRow) bool { return p.sameDebt(k, r) })
	}
	for _, k := range vanished {
		if from[k] == nil {
			list := byContent[contentOf(p.Rows[k].Values)]
			if p.strayedIntoContent(k) {
				list = fresh
			}
			pair(k, list, func(r *sheetRow) bool { return taken[r] == 0 && p.sameButNumber(k, r) })
		}
	}
	return from, taken
}

// contentFields are what a row of an invoice has in any sheet.
var contentFields = []ledger.Field{ledger.FieldCustomer, ledger.FieldAmount, ledger.FieldDue}

// contentOf groups rows that may be the same, by those.
func contentOf(values map[ledger.Field]ledger.Value) string {
	list := make([]string, len(contentFields))
	for i, f := range contentFields {
		list[i] = fmt.Sprint(values[f])
	}
	return strings.Join(list, "|")
}

// strayedIntoContent tells that a value of ours may stand where an invoice's row
// had what it is known by.
func (p *planner) strayedIntoContent(k ledger.Key) bool {
	return slices.ContainsFunc(contentFields, func(f ledger.Field) bool {
		return p.Open[cellID{k, f}] || slices.ContainsFunc(p.Strays, func(s Stray) bool { return s.Field == f && p.bears(k, s.Key) })
	})
}

// bareNumber is a number without what people add and leave out when they clean
// one up: zeros before its digits, spaces and signs. INV-7 and inv 0007 agree,
// 2024-1 and 20241 don't.
func bareNumber(k ledger.Key) string {
	kind := func(r rune) int {
		switch {
		case unicode.IsDigit(r):
			return 1
		case unicode.IsLetter(r):
			return 2
		}
		return 0
	}
	var parts []string
	last := 0
	for _, r := range string(k) {
		now := kind(r)
		if now != 0 && now != last {
			parts = append(parts, "")
		}
		if last = now; now != 0 {
			parts[len(parts)-1] += string(r)
		}
	}
	for i, part := range parts {
		if bare := strings.TrimLeft(part, "0"); bare != "" {
			parts[i] = bare
		}
	}
	return strings.Join(parts, "|")
}

// sameDebt tells that a row may well be an invoice of nearly the same number:
// its customer or its amount agrees.
func (p *planner) sameDebt(k ledger.Key, r *sheetRow) bool {
	for _, f := range []ledger.Field{ledger.FieldCustomerCode, ledger.FieldCustomer, ledger.FieldAmount} {
		if v := p.Rows[k].Values[f]; !v.IsEmpty() && r.Values[f] == v {
			return true
		}
	}
	return false
}

// leastSame is how many filled fields must agree for a row to be known by its
// content.
const leastSame = 3

func (p *planner) sameButNumber(k ledger.Key, r *sheetRow) bool {
	same := 0
	for f, v := range p.Rows[k].Values {
		if f == ledger.FieldNumber || OwnerOf(f) == OwnerBot || f == ledger.FieldCurrency {
			continue
		}
		if r.tab.Role != p.Rows[k].Tab && !r.tab.Columns.Has(f) {
			continue // moved to a tab that has no such column
		}
		if at, mapped := r.tab.Columns.Index(f); mapped && p.protected(k, f, cellAt(r.cells(), at)) {
			continue // our own value, which strayed there
		}
		got, ok := r.Values[f]
		if !ok || got != v {
			return false
		}
		if !v.IsEmpty() {
			same++
		}
	}
	return same >= leastSame
}

// swapped finds two rows that have each other's number and are otherwise as they
// were. Whether the numbers were exchanged, or everything else, can't be told:
// both are left alone, and asked about, until a person says so or puts them
// back. Where more rows did, the rails have had their say.
func (p *planner) swapped() {
	var moved []*sheetRow // known, and another row than it was
	byContent := map[string][]*sheetRow{}
	for _, r := range p.sortedRows() {
		if _, known := p.Rows[r.Key]; known && !r.same && !p.sameButNumber(r.Key, r) {
			moved = append(moved, r)
			byContent[contentOf(r.Values)] = append(byContent[contentOf(r.Values)], r)
		}
	}
	var pairs [][2]*sheetRow
	for _, r := range moved {
		for _, other := range byContent[contentOf(p.Rows[r.Key].Values)] {
			if other.Key > r.Key && p.sameButNumber(r.Key, other) && p.sameButNumber(other.Key, r) {
				pairs = append(pairs, [2]*sheetRow{r, other})
				break
			}
		}
	}
	if len(pairs) == 1 {
		p.setSwapAside(pairs[0][0], pairs[0][1])
	}
	for _, k := range slices.Sorted(maps.Keys(p.Questions)) {
		if q := p.Questions[k]; q.Problem.Code == ProblemSwapped && p.out.Questions[k] == nil {
			p.answered(k) // put back
		}
	}
}

func (p *planner) setSwapAside(a, b *sheetRow) {
	pr := problem(ProblemSwapped, a.Values[ledger.FieldNumber].Text(), b.Values[ledger.FieldNumber].Text())
	for _, pair := range [][2]*sheetRow{{a, b}, {b, a}} {
		r, other := pair[0], pair[1]
		p.setAside(r.Key, r)
		p.broken[r.Key] = append(p.broken[r.Key], pr)
		p.problem(r, r.Key, pr)
		p.writeCheck(r, r.Key, []Problem{pr})
		if q := p.Questions[r.Key]; q.Problem.Code != ProblemSwapped {
			p.ask(r.Key, pr)
			p.out.Questions[r.Key].With = other.Key
			continue
		}
		q := p.Questions[r.Key]
		p.out.Questions[r.Key] = &q
	}
}
