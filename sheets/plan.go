package sheets

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// PlanInput is everything that a plan depends on: the baseline, the sheet as
// read, and the book, whose difference from the baseline is what the bot has
// not written yet.
type PlanInput struct {
	Book      *ledger.Book
	Rows      map[ledger.Key]BaseRow
	Crooked   map[ledger.Key]bool    // of Rows, those that stand crooked; looked for in all of them where RestedAt is nil
	Follow    map[ledger.Key]BaseRow // of Follow-up
	Payments  map[string]BasePayment
	Questions map[ledger.Key]Question
	Past      map[ledger.Key]Past
	Open      map[cellID]bool // cells that hold a stray value of ours: not planned
	OpenKeys  map[ledger.Key]bool
	Strays    []Stray
	Asked     []PutBack                         // given up, each with a stray
	Owned     map[tabRole]map[ledger.Field]bool // columns that hold formulas: a human's
	Paid      map[tabRole]paidStyle

	OpenItems bool // invoices that vanish are presumed settled
	Presumed  map[string]PresumedBatch
	FollowUp  bool // the state stands in Follow-up

	Sheet    *sheetRead
	RestedAt *ledger.Book                // where rows are marked as at rest, the book at which they were; see plan_rest.go
	Lasting  map[ledger.Key]bool         // where RestedAt is given: invoices that concern each plan; see plan_lasting.go
	PaidSeen map[ledger.Key]ledger.Value // Paid without a row, in the read before this one
	First    bool
	Force    bool // a person looked and said go on
	Now      time.Time
	Today    ledger.Date
	Quiet    time.Duration        // how long a row with problems stands as it is before they are told
	Typing   map[string]time.Time // since when such rows do
	Cycle    string               // of this cycle; ids of changes derive from it
	Language string
	NewID    func() string // of a payment
	Author   func(ledger.Key, ledger.Field) string
}

// cellID names a cell by what stands in it, not by where it stands.
type cellID struct {
	Key   ledger.Key
	Field ledger.Field
}

// Planned is what a cycle will do: it can be printed, tested, and then carried
// out.
type Planned struct {
	Changes   []ledger.Change
	Writes    []Write
	Conflicts []Conflict
	Problems  []Problem
	Hold      []Problem // not empty: none of the rest is carried out

	Rows      map[ledger.Key]*BaseRow // changed baselines; nil: forgotten
	Follow    map[ledger.Key]*BaseRow
	Presumed  map[string]*PresumedBatch
	Payments  map[string]*BasePayment
	Questions map[ledger.Key]*Question
	Past      map[ledger.Key]*Past
	PutBacks  map[string]*PutBack // that are left to a person
	Strays    map[string]*Stray

	Rests, Awake map[*sheetRow]bool `json:"-"` // rows that were looked at, and found at rest or not
	in           PlanInput

	Typing    map[string]time.Time // of PlanInput, as it is by now
	PaidAlone []ledger.Key         // Paid was typed without a row: believed when a second read agrees
	Waiting   int
	Duplicate int
}

// Write is one thing to write: a cell that was read, or a row to insert.
type Write struct {
	Tab     tabRole
	Insert  bool
	Key     ledger.Key
	Field   ledger.Field
	Row     int // of this read
	Col     int
	Old     any
	New     Literal
	Value   ledger.Value                  // typed, for the baseline
	Cells   []any                         // the row as read; of an insert, the row to write
	Dates   []bool                        // of an insert: which cells are dates
	Values  map[ledger.Field]ledger.Value // of an invoice's insert: typed, for the baseline
	Whole   bool                          // the row must hold Cells, the written ones included
	Rights  ledger.Key                    // the invoice whose crooked row it sets right
	Payment *ledger.Payment
	PutBack bool // over a person's edit of a bot cell
}

// String is the write in a dry run's list.
func (w Write) String() string {
	if w.Insert {
		return fmt.Sprintf("insert into %s: %v", w.Tab, w.Cells)
	}
	return fmt.Sprintf("%s %s: %v -> %v", w.Key, w.Field, orBlank(w.Old), orBlank(w.New.Value))
}

func orBlank(v any) any {
	if v == nil {
		return "(blank)"
	}
	return v
}

// planner carries the input and grows the plan.
type planner struct {
	PlanInput
	out      Planned
	book     *ledger.Book // with the plan's changes
	rows     rowsInPlan
	follow   map[ledger.Key]*sheetRow // rows of Follow-up
	seq      int
	broken   map[ledger.Key][]Problem // by invoice: what quarantines it
	asked    map[ledger.Key][]Problem // by invoice: what is asked beside
	crooked  map[ledger.Key]bool      // invoices whose row, or a payment's, stands crooked
	seen     map[string]*payRow       // rows of Payments by id
	there    map[ledger.Key]bool      // numbers that stand in the sheet and are not in rows
	paidHeld map[ledger.Key]bool      // Paid was typed and waits for a second read
	hushed   map[ledger.Key]bool      // invoices whose row is being typed: Check stays as it is
	unfit    error                    // a change that the book can't take
	missed   map[cellID]bool          // cells that may never have shown what was written into them

	twice         map[ledger.Key]bool // numbers that stand in several rows of Follow-up
	crookedFollow map[ledger.Key]bool // invoices whose row of Follow-up stands crooked

	aside    []*sheetRow // those not in rows: without a number, with one that is there twice, crooked, with a stray
	restless []*sheetRow // those not at rest when the plan began
	moved    []ledger.Key
	movedIn  *ledger.Book
}

// Plan compares baseline, sheet and book, field by field:
//
//	only the sheet moved     take it
//	only the bot moved       write it
//	both, to the same value  agree silently
//	both, apart              the sheet wins, the bot's value is kept as a conflict
//
// It is pure: the same input gives the same plan.
func Plan(in PlanInput) Planned {
	p := newPlanner(in)
	vanished, fresh := p.identify()
	unfollowed := p.identifyFollow()
	if p.rails(vanished, unfollowed); len(p.out.Hold) > 0 {
		return p.out
	}
	for _, step := range []func(){
		p.swapped,
		func() { p.missWrites(fresh) },
		p.takeRows,
		func() { p.takeDeleted(vanished) },
		func() { p.addRows(fresh) },
		func() { p.takeFollow(unfollowed) },
		p.planPayments,
		p.judge,
		p.writeRows,
		p.insertAdded,
		p.rest,
	} {
		if step(); p.unfit != nil {
			return Planned{Hold: []Problem{problem(ProblemDoesNotFit, p.unfit.Error())}}
		}
	}
	return p.out
}

func newPlanner(in PlanInput) *planner {
	p := &planner{PlanInput: in, book: in.Book, there: map[ledger.Key]bool{}, broken: map[ledger.Key][]Problem{}, paidHeld: map[ledger.Key]bool{}, asked: map[ledger.Key][]Problem{}, crooked: map[ledger.Key]bool{}}
	p.hushed, p.missed = map[ledger.Key]bool{}, map[cellID]bool{}
	p.out = Planned{Typing: map[string]time.Time{}, Rows: map[ledger.Key]*BaseRow{}, Payments: map[string]*BasePayment{}, Questions: map[ledger.Key]*Question{}, Past: map[ledger.Key]*Past{}, Follow: map[ledger.Key]*BaseRow{}, Presumed: map[string]*PresumedBatch{}}
	p.out.PutBacks, p.out.Strays = map[string]*PutBack{}, map[string]*Stray{}
	p.follow, p.twice, p.crookedFollow = map[ledger.Key]*sheetRow{}, map[ledger.Key]bool{}, map[ledger.Key]bool{}
	p.out.Problems = append(p.out.Problems, in.Sheet.Problems...)
	return p
}

// change notes a fact and applies it, so that what follows sees it.
func (p *planner) change(c ledger.Change) {
	p.seq++
	c.ID = fmt.Sprintf("sync/%s/%d", p.Cycle, p.seq)
	c.At = p.Now
	if c.Cause == "" {
		c.Cause = "sync/" + p.Cycle
	}
	if c.Source == "" {
		c.Source = ledger.SourceSheet
	}
	if c.Actor == "" {
		c.Actor = string(c.Source)
	}
	p.out.Changes = append(p.out.Changes, c)
}

// settle applies what was noted since n to the book.
func (p *planner) settle(from int) {
	if len(p.out.Changes) == from {
		return
	}
	next, err := p.book.Apply(p.out.Changes[from:]...)
	if err != nil {
		// Each value fits its field, but a book has limits of its own: totals
		// that would overflow. The whole plan is off and the book is held.
		p.unfit = err
		p.out.Changes = p.out.Changes[:from]
		return
	}
	p.book = next
}

// base is the row's baseline as this plan leaves it.
func (p *planner) base(k ledger.Key) *BaseRow {
	if b := p.out.Rows[k]; b != nil {
		return b
	}
	b := BaseRow{Values: map[ledger.Field]ledger.Value{}}
	if old, ok := p.Rows[k]; ok {
		b = old
		b.Values, b.Back, b.Over, b.Shown = cloneValues(old.Values), maps.Clone(old.Back), maps.Clone(old.Over), maps.Clone(old.Shown)
	}
	p.out.Rows[k] = &b
	return &b
}

func cloneValues(m map[ledger.Field]ledger.Value) map[ledger.Field]ledger.Value {
	out := make(map[ledger.Field]ledger.Value, len(m))
	maps.Copy(out, m)
	return out
}

func (p *planner) problem(r *sheetRow, k ledger.Key, list ...Problem) {
	for _, pr := range list {
		pr.Invoice, pr.Tab, pr.Row = k, r.tab.Tab.Title, r.Index+1
		p.out.Problems = append(p.out.Problems, pr)
	}
}

// protected tells whether a cell holds a stray value of ours.
func (p *planner) protected(k ledger.Key, f ledger.Field, raw any) bool {
	if p.Open[cellID{k, f}] {
		return true
	}
	return slices.ContainsFunc(p.Strays, func(s Stray) bool {
		return sameCell(s.Value, raw) && (s.Key == "" && p.placeless(s, k, f) || p.bears(k, s.Key) && s.Field == f)
	})
}

// bears tells that an invoice has that number, or had it once: what strayed into
// its row is there still when it is renumbered.
func (p *planner) bears(k, number ledger.Key) bool {
	if k == number || number == "" {
		return k == number
	}
	inv, ok := p.book.Follow(number)
	return ok && inv.Key == k
}

// keptOff tells that the bot may not write a cell now. What strayed into a cell
// of its own, and could not be put back, it writes over: no person's word was
// there.
func (p *planner) keptOff(r *sheetRow, k ledger.Key, f ledger.Field, raw any) bool {
	if ownerIn(r.tab.Role, f) == OwnerBot {
		return p.Open[cellID{k, f}]
	}
	return p.protected(k, f, raw)
}

// owned tells that a field's column holds formulas where the row stands, or is
// a balance that people keep.
func (p *planner) owned(r *sheetRow, f ledger.Field) bool {
	if (f == ledger.FieldPaid || f == ledger.FieldBalance) && r.tab.Columns.keepsBalance() {
		return true
	}
	return p.Owned[r.tab.Role][f]
}
