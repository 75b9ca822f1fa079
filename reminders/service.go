package reminders

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-co-op/gocron/v2"
	"golang.org/x/sync/semaphore"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Service runs the reminder cycle of one book. It is safe for concurrent use;
// one tick runs at a time.
type Service struct {
	o        Options
	calendar Calendar
	pace     *pacer
	mailed   *pacer // keeps letters apart

	force    atomic.Pointer[force] // the policy that last held
	view     atomic.Pointer[Said]  // what Why and Preview read while a tick runs
	made     atomic.Pointer[made]  // the last plan
	outdated atomic.Bool           // deliveries moved outside of a tick
	slept    atomic.Pointer[time.Time]

	asked    asked
	spending sync.Mutex // of what is left of people's direct messages

	ticking     *semaphore.Weighted       // guards what follows; who waits gives up with their context
	settled     *sayings                  // nil: to be read in full
	recent      map[string]store.Delivery // what wasn't settled then, and what came since
	readOn      ledger.Date               // day of the last full read
	asks        map[heldAt]bool           // reminders that the store was found to hold
	said        *Said                     // of the two; nil: to be brought up to date
	recalled    *Said                     // the last one
	recheck     bool                      // what is open is read again before said is used
	looked      time.Time                 // when the store was last asked
	proofs      map[string]bool
	lookedAgain time.Time                      // when messages that may exist twice were last looked for
	unburied    bool                           // a second copy could not be deleted yet
	shown       map[string][32]byte            // hash of the content that each message shows
	contents    map[string]Content             // of the messages that are kept true
	about       map[string]map[ledger.Key]bool // the customers that each of them speaks of
	late        map[string]bool                // messages that show what is no longer so
	showed      *made                          // the plan that the messages were last made to agree with
	seen        viewed                         // what the last refresh saw
	foreseen    viewed                         // what the next reminders were last worked out from
	planned     plannedFor                     // what the last plan that found nothing saw

	happened []ledger.Change // what threads may still tell, in the journal's order
	followed uint64          // Seq up to which it goes

	scheduler gocron.Scheduler
	stop      context.CancelFunc
}

// New makes a Service; nothing runs before Tick or Start.
func New(o Options) (*Service, error) {
	if err := o.setDefaults(); err != nil {
		return nil, err
	}
	return &Service{
		o: o, ticking: semaphore.NewWeighted(1), calendar: NewCalendar(o.Policy), pace: newPacer(o.Now, o.Wait), mailed: newMailPacer(o.Now, o.Wait),
		proofs: map[string]bool{}, asks: map[heldAt]bool{}, shown: map[string][32]byte{}, contents: map[string]Content{},
		about: map[string]map[ledger.Key]bool{}, late: map[string]bool{},
	}, nil
}

// Incarnation is the random name of this process, for its lock file and its
// tombstone.
func (s *Service) Incarnation() string { return s.o.Incarnation }

// Calendar is the policy's.
func (s *Service) Calendar() Calendar { return s.calendar }

// AddBusinessDays is the n-th business day after d in the policy's calendar.
func (s *Service) AddBusinessDays(d ledger.Date, n int) ledger.Date {
	return AddBusinessDays(s.calendar, d, n)
}

// Policy is what the Service chases by.
func (s *Service) Policy() Policy { return s.inForce(s.o.Desk.Book()) }

// Location is where the book's days begin and end.
func (s *Service) Location() *time.Location { return s.o.Location }

// Today is the book's day.
func (s *Service) Today() ledger.Date { return ledger.DateOf(s.o.Now().In(s.o.Location)) }

// Why explains an invoice: today's decision, or nothing for one that isn't in
// the book.
func (s *Service) Why(key ledger.Key) []Decision {
	book := s.o.Desk.Book()
	inv, ok := book.Invoice(key)
	if !ok {
		return nil
	}
	p := s.planner(book, s.view.Load(), s.Today())
	p.waitFor(s.o.Quiet, s.o.Now())
	d := p.decide(inv)
	if d.Reason == SkipAlreadySent && d.Plan.isKept() && !p.today.After(d.Plan.Next.Due) {
		d.Reason = SkipPlan // what was said is of an instalment that isn't late yet
	}
	return []Decision{d}
}

// WhyLetter is why the customer is, or isn't, written to today about an
// invoice, and until when that holds; false while the book doesn't write to
// customers, or where nothing is open.
func (s *Service) WhyLetter(key ledger.Key) (Reason, ledger.Date, bool) {
	book := s.o.Desk.Book()
	inv, ok := book.Invoice(key)
	if !ok || book.Level() != ledger.LevelLetters {
		return "", 0, false
	}
	p := s.planner(book, s.view.Load(), s.Today())
	p.noMail = s.o.Mailer == nil
	theirs := &made{customers: []*dossier{p.dossier(inv.CustomerKey, book.CustomerInvoices(inv.CustomerKey), nil)}} // a letter follows from its customer's invoices alone
	for _, d := range p.letters(theirs) {
		if d.Currency != inv.Amount.Currency {
			continue
		}
		for _, l := range d.Left {
			if l.Invoice == key {
				return l.Reason, l.Until, true
			}
		}
		for _, l := range d.Lines {
			if l.Invoice == key {
				return d.Reason, d.Until, true
			}
		}
	}
	return "", 0, false
}

// Waiting are the invoices that were late when first seen and wait for Start
// chasing, each with the stage that it would be at.
func (s *Service) Waiting() []Decision {
	p := s.planner(s.o.Desk.Book(), nil, s.Today())
	var list []Decision
	for inv := range p.book.Invoices() {
		if d := p.decide(inv); d.Reason == SkipWaiting {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b Decision) int {
		switch {
		case a.Stage.Above(b.Stage):
			return -1
		case b.Stage.Above(a.Stage):
			return 1
		}
		return slices.Compare([]string{a.Cycle, string(a.Invoice)}, []string{b.Cycle, string(b.Invoice)})
	})
	return list
}

// Parked are the deliveries of which nobody knows whether they arrived.
func (s *Service) Parked(ctx context.Context) ([]ParkedLine, error) {
	return s.listed(ctx, store.Parked)
}

// Searched are the deliveries whose message is still being looked for.
func (s *Service) Searched(ctx context.Context) ([]ParkedLine, error) {
	return s.listed(ctx, store.Sending, store.Uncertain)
}

func (s *Service) listed(ctx context.Context, states ...store.State) ([]ParkedLine, error) {
	list, err := s.o.Store.List(ctx, s.o.Book, states...)
	if err != nil {
		return nil, fmt.Errorf("list deliveries that are %v: %w", states, err)
	}
	lines := make([]ParkedLine, 0, len(list))
	for _, d := range list {
		if d.Kind != store.KindThread {
			lines = append(lines, parkedLine(d))
		}
	}
	return lines, nil
}

// ResolveParked carries out what a person decided of a parked delivery: send
// it again, which the gate still looks at, or it did arrive. A second click
// changes nothing.
func (s *Service) ResolveParked(ctx context.Context, id string, sendAgain bool, actor string) error {
	verdict, err := s.o.Store.Resolve(ctx, s.o.Book, id, store.Decision{SendAgain: sendAgain, By: actor})
	if err != nil {
		return fmt.Errorf("resolve delivery %s: %w", id, err)
	}
	s.outdated.Store(true)
	s.o.Log.InfoContext(ctx, "delivery_resolved", "delivery", id, "send_again", sendAgain, "verdict", string(verdict))
	if !verdict.Accepted() {
		return &ledger.Error{Code: ledger.CodeConflict, Message: "This message isn't waiting for a decision any more."}
	}
	return nil
}

// Reconciliation tells whether the book waits for finance's word before
// anything goes out.
func (s *Service) Reconciliation(ctx context.Context) (store.Reconciliation, error) {
	return s.o.Store.Reconciliation(ctx, s.o.Book)
}

// ConfirmReconcile is finance's word that sending may go on.
func (s *Service) ConfirmReconcile(ctx context.Context, epoch uint64) error {
	if err := s.o.Store.ConfirmReconcile(ctx, s.o.Book, epoch); err != nil {
		return fmt.Errorf("confirm reconciliation: %w", err)
	}
	s.outdated.Store(true)
	return nil
}

// Decisions are what is decided today about every invoice.
func (s *Service) Decisions() []Decision {
	p := s.planner(s.o.Desk.Book(), s.view.Load(), s.Today())
	p.waitFor(s.o.Quiet, s.o.Now())
	return s.decided(p).list()
}
