package redisstore

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/chain"
	"github.com/relance-bot/relance/store/internal/check"
)

// commitTries: another replica adding to the same journal between our look and
// our commit makes us plan anew. Someone always gets through.
const commitTries = 200

// errMoved: the journal no longer ends where it was read.
var errMoved = errors.New("the journal moved on")

// Docs lists the documents of a kind.
func (s *Store) Docs(ctx context.Context, book, kind string) ([]store.Doc, error) {
	found, err := s.client.HGetAll(ctx, key(book, "docs:"+kind)).Result()
	if err != nil {
		return nil, fmt.Errorf("read %s documents of book %s: %w", kind, book, err)
	}
	var docs []store.Doc
	for k, data := range found {
		docs = append(docs, store.Doc{Kind: kind, Key: k, Data: []byte(data)})
	}
	slices.SortFunc(docs, func(a, b store.Doc) int { return strings.Compare(a.Key, b.Key) })
	return docs, nil
}

// Commit carries out everything in c or nothing.
func (s *Store) Commit(ctx context.Context, book string, c store.Commit) ([]ledger.Change, error) {
	if err := check.Commit(c); err != nil {
		return nil, fmt.Errorf("commit sync of book %s: %w", book, err)
	}
	recorded, err := s.commit(ctx, book, c)
	if err != nil {
		return nil, fmt.Errorf("commit sync of book %s: %w", book, err)
	}
	return recorded, nil
}

func (s *Store) commit(ctx context.Context, book string, c store.Commit) ([]ledger.Change, error) {
	if len(c.Append) > 0 {
		select {
		case s.appending <- struct{}{}:
			defer func() { <-s.appending }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	for try := 1; ; try++ {
		recorded, err := s.commitOnce(ctx, book, c)
		if !errors.Is(err, errMoved) || try == commitTries {
			return recorded, err
		}
	}
}

// commitOnce plans the links on the head that it reads, and commits if the
// journal still ends there.
func (s *Store) commitOnce(ctx context.Context, book string, c store.Commit) ([]ledger.Change, error) {
	var head chain.Head
	var recorded []ledger.Change
	var added []chain.Entry
	if len(c.Append) > 0 {
		var known map[string]chain.Entry
		var err error
		if head, known, err = s.look(ctx, book, c.Append); err != nil {
			return nil, err
		}
		if recorded, added, err = chain.Plan(head, known, c.Append); err != nil {
			return nil, err
		}
	}
	further, args, err := commitArgs(book, c, head, added)
	if err != nil {
		return nil, err
	}
	answer, err := s.texts(ctx, book, scriptCommit, further, args...)
	if err != nil {
		return nil, err
	}
	switch answer[0] {
	case "ok":
		return recorded, nil
	case "moved":
		return nil, errMoved
	case "stale term":
		return nil, fmt.Errorf("term %d, now %s: %w", c.Term, answer[1], store.ErrStaleTerm)
	case "not open":
		return nil, fmt.Errorf("intent %s: %w", answer[1], store.ErrNotOpen)
	case "already open":
		return nil, fmt.Errorf("intent %s: %w", answer[1], store.ErrAlreadyOpen)
	}
	return nil, fmt.Errorf("script answered %q", answer)
}

// commitArgs lays the transaction out as commit.lua reads it, and names the
// keys of the kinds of documents in it.
func commitArgs(book string, c store.Commit, head chain.Head, added []chain.Entry) (further []string, args []any, err error) {
	hash := ""
	if n := len(added); n > 0 {
		hash = hex.EncodeToString(added[n-1].Hash)
	}
	args = []any{c.Term, head.Seq, hex.EncodeToString(head.Hash), hash, len(c.Close), len(c.Open), len(c.Delete), len(c.Put), len(added)}
	for _, token := range c.Close {
		args = append(args, token)
	}
	for _, d := range c.Open {
		args = append(args, d.Key, d.Data)
	}
	index := map[string]int{}
	kind := func(name string) int {
		if index[name] == 0 {
			further = append(further, key(book, "docs:"+name))
			index[name] = len(further)
		}
		return index[name]
	}
	for _, d := range c.Delete {
		args = append(args, kind(d.Kind), d.Key)
	}
	for _, d := range c.Put {
		args = append(args, kind(d.Kind), d.Key, d.Data)
	}
	for _, e := range added {
		text, err := json.Marshal(e)
		if err != nil {
			return nil, nil, err
		}
		subject := string(e.Change.Subject())
		if e.Change.IsBookkeeping() {
			subject = "" // moves nothing
		}
		args = append(args, e.Change.Seq, e.Change.ID, text, subject)
	}
	return further, args, nil
}
