package redisstore

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/internal/chain"
	"github.com/relance-bot/relance/store/internal/check"
)

// readBatch entries or documents are read in one call.
const readBatch = 1000

// Append adds changes to the journal.
func (s *Store) Append(ctx context.Context, book string, changes []ledger.Change) ([]ledger.Change, error) {
	if err := check.Changes(changes); err != nil {
		return nil, fmt.Errorf("append to journal of book %s: %w", book, err)
	}
	recorded, err := s.commit(ctx, book, store.Commit{Append: changes})
	if err != nil {
		return nil, fmt.Errorf("append to journal of book %s: %w", book, err)
	}
	return recorded, nil
}

// look reads the head and the entries known under the changes' IDs.
func (s *Store) look(ctx context.Context, book string, changes []ledger.Change) (chain.Head, map[string]chain.Entry, error) {
	args := make([]any, len(changes))
	for i, c := range changes {
		args[i] = c.ID
	}
	found, err := s.texts(ctx, book, scriptLook, nil, args...)
	if err != nil {
		return chain.Head{}, nil, err
	}
	if len(found) != len(changes)+2 {
		return chain.Head{}, nil, fmt.Errorf("script answered %d for %d changes", len(found), len(changes))
	}
	head, err := parseHead(found[0], found[1])
	if err != nil {
		return head, nil, err
	}
	known := map[string]chain.Entry{}
	for i, text := range found[2:] {
		if text == "" {
			continue
		}
		if known[changes[i].ID], err = parseEntry(text); err != nil {
			return head, nil, err
		}
	}
	return head, known, nil
}

// Since lists entries after a Seq.
func (s *Store) Since(ctx context.Context, book string, after uint64, limit int) ([]ledger.Change, error) {
	var changes []ledger.Change
	for len(changes) < limit {
		entries, err := s.entries(ctx, book, after, min(readBatch, limit-len(changes)))
		if err != nil {
			return nil, fmt.Errorf("read journal of book %s: %w", book, err)
		}
		for _, e := range entries {
			changes = append(changes, e.Change)
			after = e.Change.Seq
		}
		if len(entries) < readBatch {
			break
		}
	}
	return changes, nil
}

// entries reads up to limit entries after a Seq, up to the first that is missing.
func (s *Store) entries(ctx context.Context, book string, after uint64, limit int) ([]chain.Entry, error) {
	fields := make([]string, limit)
	for i := range fields {
		fields[i] = strconv.FormatUint(after+1+uint64(i), 10)
	}
	values, err := s.client.HMGet(ctx, key(book, "entries"), fields...).Result()
	if err != nil {
		return nil, err
	}
	var found []chain.Entry
	for _, value := range values {
		text, ok := value.(string)
		if !ok {
			break
		}
		e, err := parseEntry(text)
		if err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	return found, nil
}

// Head is where the journal ends.
func (s *Store) Head(ctx context.Context, book string) (store.Head, error) {
	head, err := s.head(ctx, book)
	if err != nil {
		return store.Head{}, fmt.Errorf("read head of journal of book %s: %w", book, err)
	}
	return head.Public(), nil
}

func (s *Store) head(ctx context.Context, book string) (chain.Head, error) {
	var stored struct {
		Seq  string `redis:"seq"`
		Hash string `redis:"hash"`
	}
	if err := s.client.HMGet(ctx, key(book, "head"), "seq", "hash").Scan(&stored); err != nil || stored.Seq == "" {
		return chain.Head{}, err
	}
	return parseHead(stored.Seq, stored.Hash)
}

// Verify recomputes the chain, up to the head.
func (s *Store) Verify(ctx context.Context, book string) error {
	end, err := s.head(ctx, book)
	if err != nil {
		return fmt.Errorf("verify journal of book %s: %w", book, err)
	}
	var at chain.Head
	for at.Seq < end.Seq {
		entries, err := s.entries(ctx, book, at.Seq, int(min(readBatch, end.Seq-at.Seq))) //nolint:gosec // at most readBatch
		if err == nil && len(entries) == 0 {
			err = fmt.Errorf("entry %d is missing", at.Seq+1)
		}
		if err == nil {
			at, err = chain.Verify(at, entries)
		}
		if err != nil {
			return fmt.Errorf("verify journal of book %s: %w", book, err)
		}
	}
	if string(at.Hash) != string(end.Hash) {
		return fmt.Errorf("verify journal of book %s: the head doesn't fit entry %d", book, at.Seq)
	}
	return nil
}

// Erase removes the personal values of entries.
func (s *Store) Erase(ctx context.Context, book string, seqs []uint64) error {
	for _, seq := range seqs {
		if err := s.erase(ctx, book, seq); err != nil {
			return fmt.Errorf("erase entry %d of book %s: %w", seq, book, err)
		}
	}
	return nil
}

// erase writes only over what it read. An entry that isn't there, or was
// erased by someone else meanwhile, is left alone.
func (s *Store) erase(ctx context.Context, book string, seq uint64) error {
	text, err := s.client.HGet(ctx, key(book, "entries"), strconv.FormatUint(seq, 10)).Result()
	if errors.Is(err, redis.Nil) {
		return nil
	}
	if err != nil {
		return err
	}
	e, err := parseEntry(text)
	if err != nil {
		return err
	}
	erased, err := json.Marshal(e.Erase())
	if err != nil {
		return err
	}
	_, err = s.run(ctx, book, scriptErase, nil, seq, text, erased)
	return err
}

func parseHead(seq, hash string) (chain.Head, error) {
	n, err := strconv.ParseUint(seq, 10, 64)
	if err != nil {
		return chain.Head{}, fmt.Errorf("head of journal: %w", err)
	}
	b, err := hex.DecodeString(hash)
	if err != nil {
		return chain.Head{}, fmt.Errorf("head of journal: %w", err)
	}
	return chain.Head{Seq: n, Hash: b}, nil
}

func parseEntry(text string) (chain.Entry, error) {
	var e chain.Entry
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return e, fmt.Errorf("journal entry: %w", err)
	}
	e.Change.At = e.Change.At.UTC()
	return e, nil
}
