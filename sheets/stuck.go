package sheets

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Stuck is a cell that did not take our value. It is not written again while
// it, and what we want there, stay the same: a person is told.
type Stuck struct {
	Tab   tabRole      `json:"tab"`
	Key   ledger.Key   `json:"key"`
	Field ledger.Field `json:"field"`
	Old   any          `json:"old"`
	New   any          `json:"new"`
	At    time.Time    `json:"at"`
}

// stuckFor is how long a stuck cell is left alone: people unmerge cells without
// changing what they show.
const stuckFor = 24 * time.Hour

// stuckKey names a cell by its row's key, or by what the row holds.
func stuckKey(tab tabRole, ident string, field ledger.Field, payment *ledger.Payment, cells []any) string {
	switch {
	case payment != nil:
		ident = payment.ID
	case ident == "":
		ident = fmt.Sprintf("#%x", xxhash.Sum64(encode(cells)))
	}
	return string(tab) + "/" + ident + "/" + string(field)
}

// unstuck leaves out the writes into cells that are stuck, tells a person of
// them, and forgets the cells that nothing is to be written into any more.
func (c *cycle) unstuck(ctx context.Context, writes []Write) ([]Write, error) {
	if len(c.state.stuck) == 0 {
		return writes, nil
	}
	var rest []Write
	kept := map[string]bool{}
	for _, w := range writes {
		id := stuckKey(w.Tab, string(w.Key), w.Field, w.Payment, w.Cells)
		s, stuck := c.state.stuck[id]
		if w.Insert || !stuck || c.ask.Force || !sameCell(s.Old, w.Old) || !sameCell(s.New, w.New.Value) || c.now.Sub(s.At) > stuckFor {
			rest = append(rest, w)
			continue
		}
		kept[id] = true
		c.report.Problems = append(c.report.Problems, s.problem())
	}
	t, gone := store.Commit{}, map[string]*Stuck{}
	for _, id := range slices.Sorted(maps.Keys(c.state.stuck)) {
		if !kept[id] {
			gone[id] = nil
			t.Delete = append(t.Delete, store.Doc{Kind: kindStuck, Key: id})
		}
	}
	return rest, c.commit(ctx, nil, t, func() { rememberAll(c.state.stuck, gone) })
}

func (s Stuck) problem() Problem {
	p := problem(ProblemNotTaken, cellText(s.New)).in(s.Field)
	if s.Tab != tabPayments {
		p.Invoice = s.Key
	}
	return p
}

// stick notes the ops that were refused.
func (c *cycle) stick(t *store.Commit, refused []op) map[string]*Stuck {
	stuck := map[string]*Stuck{}
	for _, o := range refused {
		id := stuckKey(o.Tab, o.Ident, o.Field, o.Payment, o.Cells)
		stuck[id] = &Stuck{Tab: o.Tab, Key: ledger.KeyOf(o.Ident), Field: o.Field, Old: o.Old, New: o.New.Value, At: c.now}
		putOrDelete(t, kindStuck, id, stuck[id])
		c.report.Problems = append(c.report.Problems, stuck[id].problem())
	}
	return stuck
}
