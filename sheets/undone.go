package sheets

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/relance-bot/relance/store"
)

// Undone is a put-back that has ended. A version of the spreadsheet from before
// its end, which somebody may restore, holds what strayed once more, and the
// copy of what had stood there.
type Undone struct {
	PutBack
	At     time.Time `json:"ended"`
	Until  int64     `json:"until"`  // the last write after which the sheet may have held what strayed
	Blocks []Token   `json:"blocks"` // whose copies are needed to put it back
}

// undoneFor is how long that is remembered: of a sheet that is edited every day,
// a version older than a month costs more work than it saves.
const undoneFor = 30 * 24 * time.Hour

// ending notes the put-backs that end with a transaction, for who restores a
// version in which their cells are as they were, and forgets the old ones.
func (c *cycle) ending(t *store.Commit, putBacks map[string]*PutBack, until int64) map[string]*Undone {
	noted := map[string]*Undone{}
	for _, id := range slices.Sorted(maps.Keys(putBacks)) {
		b, open := c.state.putBacks[id]
		if !open || putBacks[id] != nil {
			continue
		}
		u := Undone{PutBack: b, At: c.now, Until: until}
		for _, token := range c.state.mark.Tokens {
			if token.Seq == b.Seq || b.StraySeq > 0 && token.Seq == b.StraySeq {
				u.Blocks = append(u.Blocks, token)
			}
		}
		noted[id] = &u
		putOrDelete(t, kindUndone, id, noted[id])
	}
	if len(noted) == 0 {
		return noted
	}
	for _, id := range slices.Sorted(maps.Keys(c.state.undone)) {
		if c.now.Sub(c.state.undone[id].At) > undoneFor {
			noted[id] = nil
			putOrDelete(t, kindUndone, id, noted[id])
		}
	}
	return noted
}

// revive takes up again what had been put back since the version was made that a
// person restored: our values stray there anew, and are no person's words. The
// numbers of writes only ever grow, also when the sheet went back, so that the
// last one that the version shows tells which it holds.
func (c *cycle) revive(t *store.Commit, mark *Mark, log []logLine) map[string]*PutBack {
	last := int64(0)
	for _, l := range log {
		last = max(last, l.Seq)
	}
	revived := map[string]*PutBack{}
	for _, id := range slices.Sorted(maps.Keys(c.state.undone)) {
		u := c.state.undone[id]
		if u.Seq > last || u.StraySeq > last || u.Until < last {
			continue
		}
		b := u.PutBack
		b.Asked, b.Tries, b.Revived = false, 0, true
		revived[id] = &b
		putOrDelete(t, kindPutBack, id, revived[id])
		t.Delete = append(t.Delete, store.Doc{Kind: kindUndone, Key: id})
		for _, token := range u.Blocks {
			mark.Tokens = slices.DeleteFunc(mark.Tokens, func(o Token) bool { return o.Seq == token.Seq })
			mark.Tokens = append(mark.Tokens, token)
		}
	}
	slices.SortStableFunc(mark.Tokens, func(a, b Token) int { return cmp.Compare(a.Seq, b.Seq) })
	return revived
}
