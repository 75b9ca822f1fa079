package sheets

import (
	"context"

	"github.com/relance-bot/relance/store"
)

// Conflicts lists what lost and is kept, for a person to decide.
func (s *Syncer) Conflicts(ctx context.Context) ([]Conflict, error) {
	var m map[string]Conflict
	if err := loadDocs(ctx, s, kindConflict, &m); err != nil {
		return nil, err
	}
	var putBacks map[string]PutBack
	if err := loadDocs(ctx, s, kindPutBack, &putBacks); err != nil {
		return nil, err
	}
	list := make([]Conflict, 0, len(m))
	for id, c := range m {
		c.Again = c.Again && putBacks[id].Asked // meanwhile a person may have typed over it
		list = append(list, c)
	}
	return list, nil
}

// ResolveConflict forgets a conflict: a person kept the sheet's value, or the
// other was applied as an act of its own. What stands in the cell is a person's
// word from now on.
func (s *Syncer) ResolveConflict(ctx context.Context, id string) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.turn.Release(1)
	_, err := s.State.Commit(ctx, s.Book, store.Commit{Term: s.term(), Delete: []store.Doc{
		{Kind: kindConflict, Key: id}, {Kind: kindStray, Key: id}, {Kind: kindPutBack, Key: id},
	}})
	s.forget()
	return err
}

// TryAgain puts back once more what could not be: the conflict ends, the next
// cycle looks for the cell anew. Where there is nothing to put back any more it
// changes nothing.
func (s *Syncer) TryAgain(ctx context.Context, id string) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.turn.Release(1)
	var all map[string]PutBack
	if err := loadDocs(ctx, s, kindPutBack, &all); err != nil {
		return err
	}
	b, ok := all[id]
	if !ok || !b.Asked {
		return nil // decided meanwhile, here or in the sheet
	}
	b.Asked, b.Tries = false, 0
	_, err := s.State.Commit(ctx, s.Book, store.Commit{
		Term: s.term(), Put: []store.Doc{doc(kindPutBack, id, b)},
		Delete: []store.Doc{{Kind: kindConflict, Key: id}, {Kind: kindStray, Key: id}},
	})
	s.forget()
	return err
}

// forget has the next cycle read the documents anew: a person decided
// something about them.
func (s *Syncer) forget() { s.state, s.quiet.valid = nil, false }
