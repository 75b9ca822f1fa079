package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
	"github.com/relance-bot/relance/store"
)

// An ask is what one process has the one that holds the book's lease do: two
// must never write into one sheet. It travels through the store, as the only
// thing that they all share:
//
//	asked ──> begun ──> replied     the holder, at most once
//	  └──────────┴────────┴──> gone the asker, when it has the reply or gives up
//
// # Failure handling
//
// An ask that is older than askLife is not begun any more: who asked has gone.
// One that was begun by a holder that died is never begun again, for nobody
// knows how far it came; its asker is told so. What outlives its asker the
// holder removes.
type ask struct {
	At       time.Time         `json:"at"`                 // by the store's clock
	Sync     *sheets.SyncAsk   `json:"sync,omitempty"`     // run a cycle
	Conflict string            `json:"conflict,omitempty"` // forget that conflict
	PutBack  string            `json:"put_back,omitempty"` // put back what that conflict kept
	Question *sheets.AnswerAsk `json:"question,omitempty"` // answer what is asked about its payments
	Presumed *presumedAsk      `json:"presumed,omitempty"` // decide on a batch that left the list of open items
	Edits    []sheets.Edit     `json:"edits,omitempty"`    // who typed where, as far as a hook told
	NoReply  bool              `json:"no_reply,omitempty"` // nobody waits
	Begun    string            `json:"begun,omitempty"`    // the run that took it on
	Reply    *reply            `json:"reply,omitempty"`
}

// presumedAsk is a person's word on a batch.
type presumedAsk struct {
	Batch   string `json:"batch"`
	By      string `json:"by"`
	Settled bool   `json:"settled,omitempty"`
}

// reply is how an ask ended.
type reply struct {
	Report sheets.Report `json:"report,omitzero"`
	Minute google.Usage  `json:"minute"` // the account's calls
	Error  string        `json:"error,omitempty"`
}

// kindAsk is the kind of an ask's document.
const kindAsk = "ask"

// askLife is how long an ask may wait to be begun. A document twice as old has
// been forgotten.
const askLife = 30 * time.Second

// askPatience is how long who asked waits: a little less than the bot works on
// one click.
const askPatience = 25 * time.Second

// Both sides look this often within the time of a lease: every second, of a
// minute's, for the reply, and every two for asks.
const (
	repliesPerTTL = 60
	asksPerTTL    = 30
)

// Reasons of an ask that led to nothing, for the person who clicked.
const (
	reasonNoHolder    = "no_holder"
	reasonHolderDied  = "holder_died"
	messageNoHolder   = "The process that works on this sheet does not answer. Try again in a minute."
	messageHolderDied = "The process that worked on this sheet stopped meanwhile. Look at the status, then try again."
)

// put writes an ask's document. A term of 0 is the asker's.
func (b *book) putAsk(ctx context.Context, id string, a ask, term uint64) error {
	data, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("write an ask: %w", err)
	}
	_, err = b.store.Commit(ctx, b.config.Name, store.Commit{Term: term, Put: []store.Doc{{Kind: kindAsk, Key: id, Data: data}}})
	return err
}

func (b *book) dropAsk(ctx context.Context, id string) error {
	_, err := b.store.Commit(ctx, b.config.Name, store.Commit{Delete: []store.Doc{{Kind: kindAsk, Key: id}}})
	return err
}

// asks reads all that there are, by id.
func (b *book) asks(ctx context.Context) (map[string]ask, error) {
	docs, err := b.store.Docs(ctx, b.config.Name, kindAsk)
	if err != nil {
		return nil, fmt.Errorf("read what is asked: %w", err)
	}
	all := make(map[string]ask, len(docs))
	for _, d := range docs {
		var a ask
		if err := json.Unmarshal(d.Data, &a); err != nil {
			return nil, fmt.Errorf("read ask %s: %w", d.Key, err)
		}
		all[d.Key] = a
	}
	return all, nil
}

// askHolder has the holder do something and waits for how it ended.
func (b *book) askHolder(ctx context.Context, a ask) (reply, error) {
	now, err := b.store.Now(ctx)
	if err != nil {
		return reply{}, fmt.Errorf("ask the store's clock: %w", err)
	}
	a.At = now
	id := rand.Text()
	if err := b.putAsk(ctx, id, a, 0); err != nil {
		return reply{}, fmt.Errorf("ask the holder of the book: %w", err)
	}
	wait, cancel := context.WithTimeout(ctx, askPatience)
	defer cancel()
	r, err := b.awaitReply(wait, id)
	// What nobody waits for must not be done later.
	if gone := b.dropAsk(context.WithoutCancel(ctx), id); gone != nil {
		err = errors.Join(err, gone)
	}
	if err != nil {
		return reply{}, err
	}
	if r.Error != "" {
		return r, fmt.Errorf("the holder of the book: %s", r.Error)
	}
	return r, b.keeper.CatchUp(ctx)
}

func (b *book) awaitReply(ctx context.Context, id string) (reply, error) {
	ticker := time.NewTicker(max(b.lease.ttl/repliesPerTTL, 10*time.Millisecond))
	defer ticker.Stop()
	begun := ""
	for {
		select {
		case <-ctx.Done():
			if begun != "" {
				return reply{}, &ledger.Error{Code: ledger.CodeUnavailable, Reason: reasonHolderDied, Message: messageHolderDied}
			}
			return reply{}, &ledger.Error{Code: ledger.CodeUnavailable, Reason: reasonNoHolder, Message: messageNoHolder}
		case <-ticker.C:
		}
		all, err := b.asks(ctx)
		if err != nil {
			continue // the store stumbles; the holder's reply stays
		}
		a, ok := all[id]
		switch {
		case !ok: // the holder found it too old
			return reply{}, &ledger.Error{Code: ledger.CodeUnavailable, Reason: reasonNoHolder, Message: messageNoHolder}
		case a.Reply != nil:
			return *a.Reply, nil
		}
		begun = a.Begun
	}
}
