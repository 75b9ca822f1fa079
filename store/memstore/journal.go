package memstore

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/chain"
	"github.com/relance-bot/relance/store/internal/check"
)

// Append adds changes to the journal.
func (s *Store) Append(ctx context.Context, name string, changes []ledger.Change) ([]ledger.Change, error) {
	return s.Commit(ctx, name, store.Commit{Append: changes})
}

func (b *book) head() chain.Head {
	if len(b.entries) == 0 {
		return chain.Head{}
	}
	last := b.entries[len(b.entries)-1]
	return chain.Head{Seq: last.Change.Seq, Hash: last.Hash}
}

// planned is what an append would add.
func (b *book) planned(changes []ledger.Change) ([]ledger.Change, []chain.Entry, error) {
	known := map[string]chain.Entry{}
	for _, c := range changes {
		if at, ok := b.ids[c.ID]; ok {
			known[c.ID] = b.entries[at]
		}
	}
	return chain.Plan(b.head(), known, changes)
}

func (b *book) add(entries []chain.Entry) {
	for _, e := range entries {
		b.ids[e.Change.ID] = len(b.entries)
		b.entries = append(b.entries, e)
		if !e.Change.IsBookkeeping() {
			b.moved[e.Change.Subject()] = e.Change.Seq
		}
	}
}

// Since lists entries after a Seq.
func (s *Store) Since(_ context.Context, name string, after uint64, limit int) (list []ledger.Change, err error) {
	err = s.with(name, func(b *book) error {
		for at := after; at < uint64(len(b.entries)) && len(list) < limit; at++ {
			list = append(list, b.entries[at].Change)
		}
		return nil
	})
	return list, err
}

// Head is where the journal ends.
func (s *Store) Head(_ context.Context, name string) (head store.Head, err error) {
	err = s.with(name, func(b *book) error {
		head = b.head().Public()
		return nil
	})
	return head, err
}

// Verify recomputes the chain.
func (s *Store) Verify(_ context.Context, name string) error {
	return s.with(name, func(b *book) error {
		_, err := chain.Verify(chain.Head{}, b.entries)
		return err
	})
}

// Erase removes the personal values of entries.
func (s *Store) Erase(_ context.Context, name string, seqs []uint64) error {
	return s.with(name, func(b *book) error {
		for _, seq := range seqs {
			if seq > 0 && seq <= uint64(len(b.entries)) {
				b.entries[seq-1] = b.entries[seq-1].Erase()
			}
		}
		return nil
	})
}

// Docs lists the documents of a kind.
func (s *Store) Docs(_ context.Context, name, kind string) (docs []store.Doc, err error) {
	err = s.with(name, func(b *book) error {
		docs = b.list(kind)
		return nil
	})
	return docs, err
}

// Commit carries out everything in c or nothing.
func (s *Store) Commit(_ context.Context, name string, c store.Commit) (recorded []ledger.Change, err error) {
	if err := check.Commit(c); err != nil {
		return nil, fmt.Errorf("commit to book %s: %w", name, err)
	}
	err = s.with(name, func(b *book) error {
		if c.Term != 0 && c.Term != b.lease.Term {
			return fmt.Errorf("term %d, now %d: %w", c.Term, b.lease.Term, store.ErrStaleTerm)
		}
		for _, token := range c.Close {
			if _, ok := b.docs[store.KindIntent][token]; !ok {
				return fmt.Errorf("intent %s: %w", token, store.ErrNotOpen)
			}
		}
		for _, d := range c.Open {
			if b.tokens[d.Key] {
				return fmt.Errorf("intent %s: %w", d.Key, store.ErrAlreadyOpen)
			}
		}
		all, added, err := b.planned(c.Append)
		if err != nil {
			return err
		}
		b.write(c)
		b.add(added)
		recorded = all
		return nil
	})
	return recorded, err
}
