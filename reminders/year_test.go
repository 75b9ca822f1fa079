package reminders_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/memstore"
)

var (
	yearSeed     = flag.Uint64("reminders.seed", 0, "live through the year of this seed alone, and print what happened")
	yearFirst    = flag.Uint64("reminders.first", 1, "the first seed of the years")
	yearSeeds    = flag.Uint64("reminders.seeds", 1, "how many years to live through")
	yearDays     = flag.Int("reminders.days", 365, "how long a year is")
	yearInvoices = flag.Int("reminders.invoices", 40, "how many invoices a year has")
	yearFigures  = flag.Bool("reminders.figures", false, "print what happened in all years")
)

// TestAYear lets people, Slack, clocks and the power supply do as they like
// for a year with two replicas, and holds what was said against an oracle that
// knows what people did and what the default ladder promises, and nothing of
// the planner:
//
//	I1  at most one message per delivery, each reminder once per destination
//	I2  whatever is due is said, or visibly parked, within three good days
//	I7  stages never go back, and a jump names what it left out
//	I8  nothing passes the gate that a person's word speaks against
//
// Beside them: business days and sending hours of who reads it, one digest a
// day, three direct messages, one post.
func TestAYear(t *testing.T) {
	first, last := *yearFirst, *yearFirst+*yearSeeds-1
	if *yearSeed != 0 {
		first, last = *yearSeed, *yearSeed
	}
	var mu sync.Mutex
	all := tally{}
	t.Run("of", func(t *testing.T) {
		for seed := first; seed <= last; seed++ {
			t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
				t.Parallel()
				y := newYear(t, seed, *yearInvoices)
				y.live(*yearDays)
				mu.Lock()
				defer mu.Unlock()
				all.add(y.seen)
				if t.Failed() {
					t.Logf("again: go test ./reminders -run TestAYear$ -reminders.seed %d -reminders.invoices %d -reminders.days %d", seed, *yearInvoices, *yearDays)
				}
			})
		}
	})
	if *yearFigures {
		t.Logf("%d years of %d days and %d invoices:\n%s", last-first+1, *yearDays, *yearInvoices, all)
	}
	if in := all["deliveries in doubt"]; in > 0 && all["parked because of it"]*100 > in {
		t.Errorf("%d of %d deliveries in doubt needed a person", all["parked because of it"], in)
	}
}

func TestAYearReplaysExactly(t *testing.T) {
	sums := map[[32]byte]bool{}
	for range 2 {
		y := newYear(t, 3, 15)
		y.live(60)
		sums[sha256.Sum256([]byte(y.log.String()))] = true
	}
	if len(sums) != 1 {
		t.Error("the same seed lived two different years")
	}
}

// year is one run.
type year struct {
	*rig
	*oracle
	random   *rand.Rand
	replicas [2]*replica
	booted   int
	leads    int  // which replica has the lease
	nested   bool // a replica ticks inside another's tick
	acting   bool
	stopped  bool // since the gate, by SIGSTOP: its hour may be over
	healed   bool
	crowd    int // a book of thousands has as many failpoints more: its processes fail as often a year, not a delivery
}

func newYear(t *testing.T, seed uint64, invoices int) *year {
	t.Helper()
	r := newRigOn(t, func(now func() time.Time) store.Store { return memstore.New(now) })
	y := &year{rig: r, random: rand.New(rand.NewPCG(seed, 11)), crowd: max(1, invoices/1000)}
	y.oracle = newOracle(t, y.now)
	y.letterOptions(seed)
	for i := range invoices {
		y.coming = append(y.coming, y.drawn(i, invoices))
	}
	y.slack.fault, y.slack.posted = y.fault, y.oracle.posted
	for i := range y.replicas {
		y.replicas[i] = &replica{}
		y.boot(i)
	}
	if y.mail.on {
		y.goToLetters(invoices)
	}
	return y
}

// live lets days go by, then heals everything and looks at the invariants.
func (y *year) live(days int) {
	end := y.today() + ledger.Date(days)
	y.lasting(y.today())
	for day := y.today(); day < end; day++ {
		if gone := y.downtime(); gone > 0 {
			y.count("days of downtime", gone)
			y.quiet(gone)
			day += ledger.Date(gone)
		}
		y.note("--- %s", day)
		y.arrive(day)
		if !works(day) {
			y.clock.set(day, 11, 0)
			y.acts(1)
			y.ticks(1)
			continue
		}
		y.morning(day)
		for _, hour := range []int{10, 13, 15} {
			y.clock.set(day, hour, y.random.IntN(50))
			y.acts(y.busy())
			y.officeHours()
			y.ticks(1 + y.random.IntN(2))
		}
		y.step()
		y.evening(day)
	}
	y.heal()
	y.checkAtTheEnd()
}

// lasting is what finance is told once and stays so all year: a bank statement
// that is the last one, a mode whose day to be looked at again passes. Months
// later it must not be in the way of what is new. Where letters are written they
// would wait for the bank all year.
func (y *year) lasting(today ledger.Date) {
	a := ledger.Account{Name: "Nemo", Mode: ledger.ModeNever, ModeReason: "a lawsuit", ModeReview: today + 3}
	y.record(ledger.Change{Customer: a.Key(), Field: ledger.FieldAccount, New: ledger.Record(a)})
	if !y.mail.on {
		y.record(ledger.Change{Field: ledger.FieldNote, Customer: a.Key(), Source: ledger.SourceImport, Actor: "U-FIN", At: y.now(), New: ledger.Text("statement")})
	}
}

// busy is how many things people do in a session: each open invoice sees one
// every three weeks or so.
func (y *year) busy() int {
	n := 0
	open := 0
	for _, d := range y.debts {
		if d.open() > 0 {
			open++
		}
	}
	for range open/30 + 1 {
		n += y.random.IntN(2)
	}
	return n
}

// morning is when most goes out: around half past eight in Paris.
func (y *year) morning(day ledger.Date) {
	y.clock.set(day, 8, y.random.IntN(40))
	y.ticks(1)
	y.clock.set(day, 8, 45)
	y.ticks(2)
}

// evening ends faults and acts for a quarter of an hour, in which both sides
// of the Atlantic are at work, and then asks whether anything is owed.
func (y *year) evening(day ledger.Date) {
	y.clock.set(day, 17, 0)
	for range 2 {
		y.ticks(1)
		y.clock.advance(5 * time.Minute)
	}
	y.checkOwed(day)
	y.checkLetters(day)
	y.checkRows()
}

// step is an administrator who puts a clock right.
func (y *year) step() {
	if y.random.IntN(60) == 0 {
		y.count("clocks put right")
		y.clock.advance(time.Duration(y.random.IntN(20)-10) * time.Minute)
		y.ticks(1)
	}
}

// downtime is for how many days nothing runs.
func (y *year) downtime() int {
	switch n := y.random.IntN(1500); {
	case n < 1:
		return 30
	case n < 8:
		return 3
	case n < 20:
		return 1
	}
	return 0
}

func (y *year) now() time.Time { return y.clock.now() }

func (y *year) today() ledger.Date { return ledger.DateOf(y.clock.now().In(paris)) }

// heal ends all faults; within three quarters of an hour of a working day
// everything is settled, but for what a person must decide.
func (y *year) heal() {
	y.healed = true
	if y.held {
		y.catchUp()
		y.holdTheBook()
	}
	day := y.today() + 1
	for !works(day) {
		day++
	}
	y.clock.set(day, 15, 0)
	for range 9 {
		y.ticks(1)
		y.clock.advance(5 * time.Minute)
	}
	y.resolveAll()
	for range 9 {
		y.ticks(1)
		y.clock.advance(5 * time.Minute)
	}
}
