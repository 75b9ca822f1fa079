package sheets_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

var (
	seedFlag  = flag.Uint64("sheets.seed", 0, "run this seed of the sync machine alone, and print what happened")
	firstFlag = flag.Uint64("sheets.first", 1, "the first seed of the sync machine")
	seedsFlag = flag.Uint64("sheets.seeds", 40, "how many seeds of the sync machine to run")
	figures   = flag.Bool("sheets.figures", false, "print what happened in all runs of the sync machine")
	// It draws other runs from the same seeds.
	restoresFlag = flag.Bool("sheets.restores", false, "people restore older versions of the sheet, too, in the sync machine")
	stepsFlag    = flag.Int("sheets.steps", 60, "how many steps a run has")
)

// machine lets people, Slack and faults act at random upon one spreadsheet
// and its bot, and remembers what people and Slack said, nothing else.
type machine struct {
	*office
	rng  *rand.Rand
	plan seedPlan
	log  []string
	seen map[string]int // how often what happened

	entities   []*entity
	payments   []*slip
	mayRise    map[string]bool // numbers that the bot may bring back
	dirty      map[string]bool // rows that people touched since the last cycle that went through
	fresh      map[string]bool // rows that are new since
	renumbered map[string]bool // rows renumbered since
	slackSaid  map[string]bool
	elsewhere  map[string]bool // what people moved into rows that are no invoices
	avoid      map[string]bool // acts of people
	words      int
	deaths     int // of rows
	columns    int // that people inserted
	formulas   map[string]bool

	before touches // since the cycle before the one that is running, which may read them yet

	kept      *sheetsim.Version // that somebody may restore
	restoring bool

	term      uint64
	nested    int // cycles of another replica, inside a call of this one
	pause     func()
	late      []lateCall
	asked     map[string]bool // invoices about whose payments something was asked
	questions map[ledger.Key]sheets.Question

	left   map[string]bool // cells, as invoice/field, where a person must decide
	stands map[string]bool // and what the bot told them stands there, as invoice/field/value

	troubles              []trouble
	calls, writes, stores int
}

// touches are rows by what happened to them.
type touches struct{ dirty, fresh, renumbered map[string]bool }

// seedPlan is what a seed is about.
type seedPlan struct {
	trouble  int // percent of the cycles
	big      bool
	formulas bool
}

func (m *machine) note(format string, args ...any) {
	m.log = append(m.log, fmt.Sprintf(format, args...))
}
func (m *machine) count(what string)         { m.seen[what]++ }
func (m *machine) pick(list []string) string { return list[m.rng.IntN(len(list))] }

// word is text that nobody said before.
func (m *machine) word() string {
	m.words++
	return fmt.Sprintf("w%d", m.words)
}

func TestMachine(t *testing.T) {
	if *seedFlag != 0 {
		runMachine(t, *seedFlag, *stepsFlag)
		return
	}
	seeds := *seedsFlag
	if testing.Short() {
		seeds = min(seeds, 10)
	}
	var total tally
	t.Run("seeds", func(t *testing.T) {
		for seed := *firstFlag; seed < *firstFlag+seeds; seed++ {
			t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
				t.Parallel()
				m := runMachine(t, seed, *stepsFlag)
				total.add(m.seen)
			})
		}
	})
	if *figures {
		fmt.Printf("%d seeds of %d steps:\n%s", seeds, *stepsFlag, &total)
	}
}

func TestASeedReplaysExactly(t *testing.T) {
	for seed := *firstFlag; seed < *firstFlag+2; seed++ {
		one, two := runMachine(t, seed, *stepsFlag), runMachine(t, seed, *stepsFlag)
		if a, b := strings.Join(one.log, "\n"), strings.Join(two.log, "\n"); a != b {
			t.Errorf("seed %d took two ways:\n%s\n--- and\n%s", seed, a, b)
		}
	}
}

func runMachine(t *testing.T, seed uint64, steps int) *machine {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 7))
	m := newMachine(t, sheetsim.Options{MetadataFollowsSort: seed%2 == 0, DuplicateNamedRangeAllowed: seed%3 == 0}, rng)
	told := m
	t.Cleanup(func() {
		if t.Failed() || *seedFlag != 0 {
			t.Logf("go test ./sheets -run TestMachine -sheets.seed %d\n%s", seed, strings.Join(told.log, "\n"))
		}
		told = nil // or a thousand sheets would stay until the last test has ended
	})
	m.rest()
	for range steps {
		m.step()
		if t.Failed() {
			return m
		}
	}
	m.note("heal")
	m.late = nil
	m.restart()
	m.rest()
	m.fixesCopies()
	m.rest()
	m.check()
	return m
}

func newMachine(t *testing.T, options sheetsim.Options, rng *rand.Rand) *machine {
	t.Helper()
	m := &machine{
		rng: rng, seen: map[string]int{}, mayRise: map[string]bool{}, dirty: map[string]bool{}, fresh: map[string]bool{},
		renumbered: map[string]bool{}, asked: map[string]bool{}, slackSaid: map[string]bool{}, elsewhere: map[string]bool{}, formulas: map[string]bool{},
		plan: seedPlan{trouble: 30 + 20*rng.IntN(3), big: rng.IntN(6) == 0, formulas: rng.IntN(8) == 0},
	}
	rows := usualRows()
	if m.plan.big {
		for i := 7; i <= 16; i++ {
			rows = append(rows, invoice("INV-"+itoa(i), "Firm "+itoa(i), i*3-25, float64(i)*100))
		}
	}
	m.office = newOffice(t, options, rows, func(o *sheets.Options) {
		if m.office == nil {
			return // not wired up yet
		}
		m.term++
		m.state.setTerm(m.term)
		term := m.term
		g, err := google.Open(context.Background(), google.Options{
			SpreadsheetID: m.id, Endpoint: "http://sheets.invalid", HTTPClient: newClient(wire{m}),
		})
		m.must(err)
		o.Spreadsheet, o.State, o.Term = g, shelf{m}, func() uint64 { return term }
	})
	m.must(m.hand.SetValues("Invoices", letters(len(invoiceHeader))+"1", [][]any{{"Opt-out"}}))
	for i, header := range append(slices.Clone(invoiceHeader), "Opt-out") {
		m.mark("Invoices", letters(i)+"1", columnNote+fmt.Sprint(header))
	}
	for i, header := range paymentHeader {
		m.mark("Payments", letters(i)+"1", columnNote+fmt.Sprint(header))
	}
	for i, row := range rows {
		m.newEntity(row[0].(string)) //nolint:forcetypeassert // the fixture's numbers are text
		m.mark("Invoices", "A"+itoa(i+2), rowNote+itoa(i+1))
	}
	v := m.invoices()
	for _, e := range m.entities {
		e.alive = true
		for _, c := range machineColumns {
			e.fates[c.header].human = entered(v.cell(v.row(e.id), c.header))
		}
	}
	m.restart()
	return m
}

func (m *machine) step() {
	m.arrive()
	switch n := m.rng.IntN(100); {
	case n < 34:
		m.people()
	case n < 48:
		m.bot()
	case n < 53:
		m.note("restart")
		m.count("restart")
		m.restart()
	case n < 56:
		m.looks()
	default:
		m.drawTroubles()
		_, _ = m.cycle(sheets.SyncAsk{})
		if hold := m.desk.Book().Hold(); hold != "" && m.rng.IntN(2) == 0 {
			_, _ = m.cycle(sheets.SyncAsk{Force: true, By: "U1"})
		}
	}
}

// cycle runs one cycle; a process that dies in it is followed by another.
func (m *machine) cycle(ask sheets.SyncAsk) (r sheets.Report, err error) {
	m.passes(time.Duration(10+m.rng.IntN(110)) * time.Second)
	desk, syncer := m.desk, m.syncer
	ended, through := m.window(), false
	defer func() {
		if thrown := recover(); thrown != nil {
			if _, ok := thrown.(crash); !ok {
				panic(thrown)
			}
			err = errors.New("the process died")
			m.note("    the process died")
			m.sim.Faults.Clear()
			if m.desk == desk {
				m.restart()
			}
		}
		ended(through)
	}()
	m.count("cycle")
	r, err = syncer.Sync(context.Background(), ask)
	through = err == nil && r.Held == ""
	m.note("sync: %s err=%v", brief(r), err)
	m.tally(r)
	return r, err
}

// window begins a cycle: what people touched before it is known to the bot when
// it went through.
func (m *machine) window() (ended func(through bool)) {
	dirty, fresh, renumbered, outer := m.dirty, m.fresh, m.renumbered, m.before
	m.before = touches{dirty, fresh, renumbered}
	m.dirty, m.fresh, m.renumbered = map[string]bool{}, map[string]bool{}, map[string]bool{}
	return func(through bool) {
		m.before = outer
		for _, e := range m.entities {
			if through && (!e.alive || m.bearers(e.number()) < 2) {
				continue // of rows that bear one number none is read
			}
			m.dirty[e.id] = m.dirty[e.id] || dirty[e.id]
			m.fresh[e.id] = m.fresh[e.id] || fresh[e.id]
			m.renumbered[e.id] = m.renumbered[e.id] || renumbered[e.id]
		}
	}
}

// passes lets time pass.
func (m *machine) passes(d time.Duration) {
	m.now = m.now.Add(d)
	if m.clock != nil {
		time.Sleep(d) // virtual
	}
}

// brief is a report on one line.
func brief(r sheets.Report) string {
	text := fmt.Sprintf("read %d, took %d, wrote %d, put back %d", r.Read, r.Changed, r.Written, r.PutBack)
	if r.Quiet {
		text = "quiet"
	}
	for _, c := range r.Conflicts {
		text += fmt.Sprintf("; conflict on %s %s: %q stands, %q kept %s", c.Invoice, c.Field, c.Sheet, c.Mine, c.Note)
	}
	if len(r.Settled) > 0 {
		text += fmt.Sprintf("; settled %v", r.Settled)
	}
	if r.Held != "" {
		text += "; held: " + r.Held
	}
	if r.Unsettled {
		text += "; unsettled"
	}
	return text
}

func (m *machine) tally(r sheets.Report) {
	m.seen["conflicts"] += len(r.Conflicts)
	m.seen["put back"] += r.PutBack
	m.seen["settled"] += len(r.Settled)
	m.seen["written"] += r.Written
	m.seen["taken"] += r.Changed
	if r.Held != "" {
		m.count("held")
	}
	m.hearQuestions()
}

// takeOver lets another replica take the lease with a newer term, run cycles
// of its own and go on as the one, while the first is still in a call.
func (m *machine) takeOver() {
	m.note("    another replica takes over")
	m.nested++
	defer func() { m.nested-- }()
	m.restart()
	for range 1 + m.rng.IntN(2) {
		r, err := m.syncer.Sync(context.Background(), sheets.SyncAsk{})
		m.note("    it syncs: %s err=%v", brief(r), err)
		m.tally(r)
	}
}

// rest runs cycles without trouble until one is quiet; a person resumes a held
// book.
func (m *machine) rest() {
	m.t.Helper()
	m.nested++
	defer func() { m.nested-- }()
	var last sheets.Report
	var err error
	for i := range 40 {
		ask := sheets.SyncAsk{}
		if i%6 == 5 && m.desk.Book().Hold() != "" {
			ask = sheets.SyncAsk{Force: true, By: "U1"}
		}
		if last, err = m.cycle(ask); err == nil && last.Quiet && last.Held == "" {
			return
		}
	}
	m.t.Fatalf("the sheet does not come to rest: %v, %v", last, err)
}
