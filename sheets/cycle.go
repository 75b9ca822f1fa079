package sheets

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Desk is the book and the one way to change it: a *ledger.Bookkeeper.
type Desk interface {
	Book() *ledger.Book
	// RecordIn validates, appends with appendTo and applies, all or none.
	RecordIn(ctx context.Context, changes []ledger.Change, appendTo func(context.Context, []ledger.Change) ([]ledger.Change, error)) ([]ledger.Change, error)
	CatchUp(ctx context.Context) error
}

// State keeps the cycle's documents: of store.Sync.
type State interface {
	Docs(ctx context.Context, book, kind string) ([]store.Doc, error)
	Commit(ctx context.Context, book string, c store.Commit) ([]ledger.Change, error)
}

// Options of a Syncer. Desk, State, Spreadsheet and Now are required.
type Options struct {
	Book        string
	Desk        Desk
	State       State
	Spreadsheet Spreadsheet
	Now         func() time.Time
	Location    *time.Location // of business days; UTC if nil
	Language    string         // of what the bot writes into the sheet
	Currency    ledger.Currency
	Columns     map[string]string // headers that the bot would not know; see MatchColumns
	Tabs        Tabs
	OpenItems   bool          // the invoices are a list of what is open, replaced every week; implies FollowUp
	FollowUp    bool          // the state stands in the Follow-up tab: the invoices are never written into
	Term        func() uint64 // of the lease; nil: one process
	ReadEvery   time.Duration // read even if nothing seems new; default 5 min
	Quiet       time.Duration // how long a row stands as it is before its problems are told; 0: not at all
	BeatEvery   time.Duration // write the time of the last read for a dashboard that shows it; default 5 min
	Author      func(invoice ledger.Key, field ledger.Field) string
	Recent      func(ctx context.Context, n int) ([]ledger.Change, error) // the journal's last entries, for the Activity tab; may be nil
	Name        func(actor string) string                                 // of a Slack id; may be nil
	Edits       func() []Edit                                             // takes what hooks told since it was last asked; may be nil
	Log         *slog.Logger
	NewID       func() string // random text of 16 letters and digits; default crypto/rand
}

// Tabs name the tabs where they have other titles than usual. Invoices may
// stand in several, the newest last.
type Tabs struct {
	Invoices                    []string
	Payments, Customers, People string
	FollowUp                    string
}

// readEvery is the unconditional read: Drive's version is a hint.
const readEvery = 5 * time.Minute

// Errors of a cycle that ended without an answer that reminders may rely on.
var (
	// ErrUnsettled: a write's end is not known yet, or a put-back is open.
	ErrUnsettled = errors.New("a write into the sheet is not settled yet")
	// ErrStale: the service answered with an older state of the sheet.
	ErrStale = errors.New("the sheet as read is older than what the bot wrote")
)

// Syncer runs the sync cycles of one book. Its methods are safe for concurrent
// use; cycles run one after the other.
type Syncer struct {
	Options

	turn     *semaphore.Weighted // one cycle at a time
	state    *cycleState
	outline  *Outline
	outlined time.Time // when that was
	quiet    quietness
	seen     sighting
	archive  archives
	beats    bool // the spreadsheet shows when it was last read
	shown    shown

	last struct {
		sync.Mutex
		at     time.Time
		report Report
	}
}

// quietness is what stood when a cycle last found nothing left to do.
type quietness struct {
	valid   bool
	version string
	seq     uint64
	today   ledger.Date
	read    time.Time
	until   time.Time // when a row will have settled; zero: none waits
}

// NewSyncer makes a Syncer. It reads nothing before the first Sync.
func NewSyncer(o Options) *Syncer {
	if o.Location == nil {
		o.Location = time.UTC
	}
	o.FollowUp = o.FollowUp || o.OpenItems
	if o.ReadEvery == 0 {
		o.ReadEvery = readEvery
	}
	if o.BeatEvery == 0 {
		o.BeatEvery = beatEvery
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.NewID == nil {
		o.NewID = func() string { return strings.ToLower(rand.Text()[:16]) }
	}
	return &Syncer{Options: o, turn: semaphore.NewWeighted(1)}
}

// takeTurn waits until no other cycle runs, and gives up with ctx.
func (s *Syncer) takeTurn(ctx context.Context) error {
	if err := s.turn.Acquire(ctx, 1); err != nil {
		return fmt.Errorf("wait for the running cycle: %w", err)
	}
	return nil
}

// SyncAsk says how to run a cycle.
type SyncAsk struct {
	Force  bool   // a person looked at what holds the book and says go on
	By     string // who, for the journal
	DryRun bool   // plan and report, change nothing

	RestoreColumns bool // give vanished columns back, from the baseline
	PutBackSort    bool // give cells that only some columns' sort moved back to their rows
}

// LastSync is when the last successful cycle ended its read, and its report;
// the zero time before the first. If a cycle since has left a write unsettled,
// the report says so.
func (s *Syncer) LastSync() (time.Time, Report) {
	s.last.Lock()
	defer s.last.Unlock()
	return s.last.at, s.last.report
}

// Sync runs one cycle: probe, settle, read, plan, write, verify. Without an
// error, the book is what the sheet said at Report.At. A held book is no error.
func (s *Syncer) Sync(ctx context.Context, ask SyncAsk) (Report, error) {
	if err := s.takeTurn(ctx); err != nil {
		return Report{}, err
	}
	defer s.turn.Release(1)
	c := &cycle{Syncer: s, ask: ask, id: s.NewID(), now: s.Now(), report: Report{Calls: map[string]int{}, DryRun: ask.DryRun}}
	c.today = ledger.DateOf(c.now.In(s.Location))
	err := c.run(ctx)
	if err != nil {
		// What we remember may not be what stands: read it all again.
		s.state, s.quiet.valid = nil, false
		s.last.Lock()
		s.last.report.Unsettled = s.last.report.Unsettled || c.report.Unsettled
		s.last.Unlock()
		if callCode(err) != CallQuota {
			s.outline = nil
		}
		return c.report, fmt.Errorf("sync book %s: %w", s.Book, err)
	}
	c.report.At = c.now
	if ask.DryRun && ask.decides() {
		c.report.Holding = s.holding()
	}
	if !ask.DryRun {
		s.last.Lock()
		if c.report.Quiet {
			c.report.stands(s.last.report)
		}
		s.last.at, s.last.report = c.now, c.report
		s.last.Unlock()
	}
	return c.report, nil
}

// holding is what the last cycle held the book for, if it is held for that still.
func (s *Syncer) holding() []Problem {
	s.last.Lock()
	defer s.last.Unlock()
	if s.last.report.Held == "" || s.last.report.Held != s.Desk.Book().Hold() {
		return nil
	}
	return s.last.report.HeldBy
}

// errMoved: someone in Slack changed an invoice between the plan and its
// transaction; it is planned again, or their word would be overruled unseen.
var errMoved = errors.New("the book moved while a plan was made")

// errColumnsMoved: marks on columns were read at another moment than the rows;
// both are read anew.
var errColumnsMoved = errors.New("columns moved while the sheet was read")

// movedSince tells whether an invoice that the changes are about is not the one
// that was planned from. Snapshots share what didn't change.
func movedSince(planned, now *ledger.Book, changes []ledger.Change) bool {
	if planned == now {
		return false
	}
	for _, ch := range changes {
		was, had := planned.Invoice(ch.Invoice)
		is, has := now.Invoice(ch.Invoice)
		if had != has || was != is {
			return true
		}
	}
	return false
}

// cycle is one run.
type cycle struct {
	planned *ledger.Book // what the plan in hand was made from
	*Syncer
	ask     SyncAsk
	id      string
	now     time.Time
	today   ledger.Date
	report  Report
	version string // Drive's, at the beginning
	looked  bool   // at how much of the journal the sheet has seen
	edits   []Edit

	foreseen  bool      // a dry run of a recovery: Report.Planned tells it
	remaining []Problem // and what would go on holding the book
}

// replans is how often a plan is made again because someone acted meanwhile.
const replans = 3

// cycleState is the documents, as the store has them.
type cycleState struct {
	term      uint64
	rows      map[ledger.Key]BaseRow // changed by rememberRows alone
	tally     rowTally               // of rows
	follow    map[ledger.Key]BaseRow
	payments  map[string]BasePayment
	putBacks  map[string]PutBack
	undone    map[string]Undone
	questions map[ledger.Key]Question
	past      map[ledger.Key]Past
	presumed  map[string]PresumedBatch
	strays    map[string]Stray
	stuck     map[string]Stuck
	persons   map[ledger.Key]ledger.Person
	accounts  map[ledger.Key]ledger.Account
	intents   map[string]intent
	typing    map[string]time.Time // since when rows with problems stand as they are
	mark      Mark
}

func (s *Syncer) term() uint64 {
	if s.Term == nil {
		return 0
	}
	return s.Term()
}

// load reads the documents, unless they are in memory under this term.
func (c *cycle) load(ctx context.Context) error {
	if c.state != nil && c.state.term == c.term() {
		return nil
	}
	c.quiet.valid, c.seen = false, sighting{}
	if err := c.Desk.CatchUp(ctx); err != nil {
		return err
	}
	st := &cycleState{term: c.term()}
	err := errors.Join(
		loadDocs(ctx, c.Syncer, kindRow, &st.rows), loadDocs(ctx, c.Syncer, kindPayment, &st.payments),
		loadDocs(ctx, c.Syncer, kindPutBack, &st.putBacks), loadDocs(ctx, c.Syncer, kindQuestion, &st.questions),
		loadDocs(ctx, c.Syncer, kindStray, &st.strays), loadDocs(ctx, c.Syncer, kindStuck, &st.stuck),
		loadDocs(ctx, c.Syncer, kindPerson, &st.persons),
		loadDocs(ctx, c.Syncer, kindAccount, &st.accounts), loadDocs(ctx, c.Syncer, store.KindIntent, &st.intents),
		loadDocs(ctx, c.Syncer, kindPast, &st.past), loadDocs(ctx, c.Syncer, kindFollow, &st.follow),
		loadDocs(ctx, c.Syncer, kindPresumed, &st.presumed),
	)
	var marks map[string]Mark
	if err = errors.Join(err, loadDocs(ctx, c.Syncer, kindMark, &marks)); err != nil {
		return err
	}
	st.mark, st.tally = marks[markKey], newRowTally(st.rows)
	var typing map[string]map[string]time.Time
	if err := loadDocs(ctx, c.Syncer, kindTyping, &typing); err != nil {
		return err
	}
	st.typing = typing[typingKey]
	if err := loadDocs(ctx, c.Syncer, kindUndone, &st.undone); err != nil {
		return err
	}
	c.state = st
	return nil
}

const markKey = "sheet"

func loadDocs[K ~string, V any](ctx context.Context, s *Syncer, kind string, into *map[K]V) error {
	docs, err := s.State.Docs(ctx, s.Book, kind)
	if err != nil {
		return fmt.Errorf("read %s documents: %w", kind, err)
	}
	*into = make(map[K]V, len(docs))
	for _, d := range docs {
		var v V
		dec := json.NewDecoder(strings.NewReader(string(d.Data)))
		dec.UseNumber()
		if err := dec.Decode(&v); err != nil {
			return fmt.Errorf("read %s %s: %w", kind, d.Key, err)
		}
		(*into)[K(d.Key)] = v
	}
	return nil
}

func (c *cycle) run(ctx context.Context) error {
	if err := c.load(ctx); err != nil {
		return err
	}
	version, err := c.Spreadsheet.Version(ctx)
	c.called("probe")
	if err != nil {
		return err
	}
	if c.nothingNew(version) && !c.showDue() {
		c.report.Quiet, c.report.Held = true, c.Desk.Book().Hold()
		return nil
	}
	c.quiet.valid = false
	c.takeEdits()
	if version, err = c.show(ctx, version); err != nil {
		return err
	}
	c.version = version
	if !c.ask.DryRun {
		if err := c.settleAll(ctx); err != nil {
			return err
		}
	}
	read, err := c.read(ctx, false)
	if err != nil {
		return err
	}
	if !c.ask.DryRun {
		if err := c.reconsider(ctx, read); err != nil {
			return err
		}
	}
	if !c.ask.DryRun && c.open() {
		if read, err = c.undo(ctx, read); err != nil {
			return err
		}
		if c.open() && len(read.Holds) == 0 {
			c.report.Unsettled, c.report.Held = true, c.Desk.Book().Hold()
			return ErrUnsettled
		}
	}
	if read, err = c.recover(ctx, read); err != nil {
		return err
	}
	done, err := c.reconcile(ctx, read)
	for range replans {
		if !errors.Is(err, errMoved) {
			break
		}
		done, err = c.reconcile(ctx, read)
	}
	if err != nil {
		return err
	}
	if c.open() && !c.ask.DryRun {
		if _, err := c.undo(ctx, nil); err != nil {
			return err
		}
		done = false
	}
	if c.open() {
		c.report.Unsettled = true
		return ErrUnsettled
	}
	if done && !c.ask.DryRun {
		c.quiet = quietness{until: c.settlesAt(), valid: true, version: version, seq: c.Desk.Book().Seq(), today: c.today, read: c.now}
	}
	return nil
}

// nothingNew tells that neither the sheet, the book nor the day has moved since
// a cycle found nothing left to do.
func (c *cycle) nothingNew(version string) bool {
	q := c.quiet
	if !q.until.IsZero() && !c.now.Before(q.until) {
		return false
	}
	return q.valid && !c.ask.Force && !c.ask.DryRun && q.version == version && q.seq == c.Desk.Book().Seq() &&
		q.today == c.today && c.now.Sub(q.read) < c.ReadEvery && len(c.state.intents) == 0 && !c.open()
}

func (c *cycle) called(what string) { c.report.Calls[what]++ }

// commit carries out one store transaction, with the changes journaled through
// the bookkeeper, and keeps what is in memory in step.
func (c *cycle) commit(ctx context.Context, changes []ledger.Change, t store.Commit, then func()) error {
	t.Term = c.term()
	if t.Term != c.state.term {
		return store.ErrStaleTerm
	}
	if len(changes)+len(t.Open)+len(t.Close)+len(t.Put)+len(t.Delete) == 0 {
		return nil
	}
	_, err := c.Desk.RecordIn(ctx, changes, func(ctx context.Context, list []ledger.Change) ([]ledger.Change, error) {
		if c.planned != nil && movedSince(c.planned, c.Desk.Book(), list) {
			return nil, errMoved
		}
		t.Append = list
		return c.State.Commit(ctx, c.Book, t)
	})
	if err != nil {
		return err
	}
	then()
	return nil
}

func doc(kind, key string, v any) store.Doc {
	return store.Doc{Kind: kind, Key: key, Data: encode(v)}
}
