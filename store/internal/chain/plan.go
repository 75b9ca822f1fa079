package chain

import (
	"fmt"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Head is where a journal ends: Seq 0 and no hash if it is empty.
type Head struct {
	Seq  uint64
	Hash []byte
}

// Public is the head as the contract shows it.
func (h Head) Public() store.Head { return store.Head{Seq: h.Seq, Hash: fmt.Sprintf("%x", h.Hash)} }

// Plan decides what an Append adds after head, given the entries known under
// the changes' IDs. It gives back all changes as recorded and the new links.
func Plan(head Head, known map[string]Entry, changes []ledger.Change) ([]ledger.Change, []Entry, error) {
	recorded := make([]ledger.Change, 0, len(changes))
	var added []Entry
	fresh := map[string]Entry{}
	for _, c := range changes {
		e, found := known[c.ID]
		if !found {
			e, found = fresh[c.ID]
		}
		if found {
			if !e.Same(c) {
				return nil, nil, fmt.Errorf("change %q, recorded as entry %d: %w", c.ID, e.Change.Seq, store.ErrConflict)
			}
			recorded = append(recorded, e.Change)
			continue
		}
		c.Seq = head.Seq + 1
		c.At = time.Unix(0, c.At.UnixNano()).UTC() // what a store gives back: no zone, no monotonic part
		e, err := Link(head.Hash, c)
		if err != nil {
			return nil, nil, fmt.Errorf("change %q: %w", c.ID, err)
		}
		head = Head{Seq: c.Seq, Hash: e.Hash}
		fresh[c.ID] = e
		added = append(added, e)
		recorded = append(recorded, c)
	}
	return recorded, added, nil
}

// Verify walks entries in order from after, the zero Head for the first, and
// gives the head that they lead to.
func Verify(after Head, entries []Entry) (Head, error) {
	for _, e := range entries {
		if e.Change.Seq != after.Seq+1 {
			return after, fmt.Errorf("entry %d is missing: %d stands in its place", after.Seq+1, e.Change.Seq)
		}
		if err := e.Fits(after.Hash); err != nil {
			return after, err
		}
		after = Head{Seq: e.Change.Seq, Hash: e.Hash}
	}
	return after, nil
}
