package store

import (
	"context"
	"errors"

	"github.com/relance-bot/relance/ledger"
)

// Errors that callers act on. Implementations wrap them with what they know.
var (
	// ErrConflict: an entry or document of that id is there with other content.
	ErrConflict = errors.New("another content is recorded under this id")
	// ErrStaleTerm: the lease's term has moved on; the caller is no longer the one.
	ErrStaleTerm = errors.New("the lease has a newer term")
	// ErrNotOpen: the intent to close isn't open, someone settled it before.
	ErrNotOpen = errors.New("the intent is not open")
	// ErrAlreadyOpen: an intent of this token was opened before.
	ErrAlreadyOpen = errors.New("an intent of this token exists")
	// ErrNotFound: no such delivery.
	ErrNotFound = errors.New("no such delivery")
	// ErrStaleEpoch: the reconcile to confirm isn't the one that is open here.
	ErrStaleEpoch = errors.New("the book was reconciled anew, or moved to another server, since")
	// ErrInvalid: the caller asked for what can't be kept or isn't allowed;
	// asking again can't help. Text that is no UTF-8 is one such thing, so
	// that whatever is kept is given back as it was. Nothing was written.
	ErrInvalid = errors.New("not valid")
)

// Store is everything that must survive, for all books of one installation.
// It is safe for concurrent use.
type Store interface {
	Journal
	Sync
	Deliveries
	Leases
	// Close ends the connections. Calls after it fail.
	Close() error
}

// Journal is the append-only list of what happened to a book.
//
// Entries are chained: the hash of each covers the hash before it and all of
// the entry. Personal values (Actor, Old, New) enter the hash as salted
// commitments, SHA-256 of salt and value, so that Erase can later remove them
// and Verify still holds.
type Journal interface {
	// Append adds changes in order, all or none, and gives them back with
	// their Seq, which counts from 1 without gaps. An ID recorded before with
	// the same content is given back as recorded, and nothing is added for
	// it; with other content the whole call is ErrConflict. At and Seq are
	// not part of the content compared: asking again later is the same ask.
	// At is given back in UTC. Values that were erased can't be compared.
	Append(ctx context.Context, book string, changes []ledger.Change) ([]ledger.Change, error)
	// Since lists up to limit entries after a Seq, in order of Seq.
	Since(ctx context.Context, book string, after uint64, limit int) ([]ledger.Change, error)
	// Head is the last Seq and its hash; 0 and nothing for an empty journal.
	Head(ctx context.Context, book string) (Head, error)
	// Verify recomputes the chain and fails at the first entry that doesn't fit.
	Verify(ctx context.Context, book string) error
	// Erase removes the personal values of those entries: Actor, Old and New
	// read as empty from then on. Verify still holds.
	Erase(ctx context.Context, book string, seqs []uint64) error
}

// Head is where a journal ends.
type Head struct {
	Seq  uint64
	Hash string // hex
}

// Sync keeps the state of the sync cycle as documents, whose content belongs
// to package sheets, and moves them together with the journal.
type Sync interface {
	// Docs lists the documents of a kind, by key.
	Docs(ctx context.Context, book, kind string) ([]Doc, error)
	// Commit carries out everything in c or nothing.
	Commit(ctx context.Context, book string, c Commit) ([]ledger.Change, error)
}

// Doc is one document of the sync state.
type Doc struct {
	Kind string // e.g. "row", "payment", "conflict", "mark"
	Key  string
	Data []byte
}

// KindIntent is the kind of document that Commit.Open makes and Commit.Close
// removes. While one exists, no delivery of the book passes the gate.
const KindIntent = "intent"

// Commit is one transaction of the sync cycle.
type Commit struct {
	Term   uint64          // of the lease; ErrStaleTerm unless it is the current one; 0: not asked
	Append []ledger.Change // as Journal.Append
	Open   []Doc           // intents by token; ErrAlreadyOpen if one of that token was ever opened
	Close  []string        // tokens; ErrNotOpen if one isn't open
	Put    []Doc           // made or replaced; not of KindIntent
	Delete []Doc           // by Kind and Key; absent is fine
}

// Leases says which replica syncs and reminds for a book: an efficiency,
// never a safety argument.
type Leases interface {
	// AcquireLease takes or renews the lease for its time to live. A new holder
	// gets a new, higher term; the same holder keeps its term. Held by
	// another: the lease as it is, with Held false.
	AcquireLease(ctx context.Context, book string, ask LeaseAsk) (Lease, error)
	// ReleaseLease gives it up, if it is still the holder's.
	ReleaseLease(ctx context.Context, book, holder string) error
}
