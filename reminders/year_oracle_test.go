package reminders_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// debt is an invoice as people know it.
type debt struct {
	number, customer, owner string
	currency                ledger.Currency
	amount, received        int64
	due, comes, pays        ledger.Date

	promises                  []vow // in the order in which they were made
	snoozed, taken, saysPaid  ledger.Date
	disputed, optOut, waiting bool

	touched ledger.Date // last day on which somebody did something about it
	moved   int         // how often its due date moved
	contact ledger.Date // last day on which a stage of it was said to anybody
	told    map[string]tellings
	top     int          // highest stage that stood in Slack since the due date moved
	highest ledger.Stage // likewise, with the repeats
	passed  int          // highest stage that passed the gate since then
	before  int          // the one before that
	owed    int          // evenings in a row on which something was owed on it
	row     ledger.Stage
	owedTo  string
	plan    *agreed // what was agreed last, for good: what follows is the ladder of instalments

	written int         // last letter on it that arrived, since the due date moved
	wrote   int         // likewise, ever
	firm    ledger.Date // when the last letter arrived that warned
}

// vow is a promise: made on a day, for a day, until another took its place.
type vow struct{ made, on, ended ledger.Date }

// waitedFor tells whether the promise that stands pauses the debt: its day and
// two business days have not passed, and not both of the last two were broken.
// What is open now was never paid in full, so that none was kept.
func (d *debt) waitedFor(today ledger.Date) bool {
	broken := 0
	for _, w := range d.promises {
		last := businessDaysAfter(w.on, 2)
		if last < today && (w.ended == 0 || w.ended > last) {
			broken++
		}
	}
	n := len(d.promises)
	return n > 0 && d.promises[n-1].ended == 0 && businessDaysAfter(d.promises[n-1].on, 2) >= today && broken < 2
}

// promise notes a promise, or that the one that stood was taken back. What is
// put right on the day it was said is one promise.
func (d *debt) promise(today, on ledger.Date) {
	n := len(d.promises)
	switch {
	case n == 0 || d.promises[n-1].ended != 0:
	case d.promises[n-1].on == on:
		return
	case d.promises[n-1].made == today:
		d.promises = d.promises[:n-1]
	default:
		d.promises[n-1].ended = today
	}
	if on != 0 {
		d.promises = append(d.promises, vow{made: today, on: on})
	}
}

// tellings are what somebody was told of a debt last.
type tellings struct {
	stage ledger.Stage
	on    ledger.Date
	moved int
}

func (d *debt) open() int64 { return d.amount - d.received }

// oracle knows what people did, what passed the gate and what stands in Slack.
type oracle struct {
	tb     *testing.T
	at     func() time.Time
	debts  []*debt
	coming []*debt
	byKey  map[ledger.Key]*debt

	credits     map[string]bool        // customer and currency that paid too much once
	pauses      map[string]ledger.Date // by customer
	pausedUntil ledger.Date
	held        bool

	begun   map[string]store.Delivery // that passed the gate
	doubted map[string]bool
	digests map[string]string // person and day: delivery
	directs map[string]int
	posts   map[string]string
	seen    tally
	mail    mailbag
	log     strings.Builder
}

func newOracle(t *testing.T, now func() time.Time) *oracle {
	t.Helper()
	return &oracle{
		tb: t, at: now, byKey: map[ledger.Key]*debt{}, credits: map[string]bool{}, pauses: map[string]ledger.Date{}, begun: map[string]store.Delivery{},
		doubted: map[string]bool{}, digests: map[string]string{}, directs: map[string]int{}, posts: map[string]string{}, seen: tally{},
	}
}

// tally counts what happened.
type tally map[string]int

func (n tally) add(o tally) {
	for k, v := range o {
		n[k] += v
	}
}

func (n tally) String() string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(n)) {
		fmt.Fprintf(&b, "%9d  %s\n", n[k], k)
	}
	return b.String()
}

func (o *oracle) count(what string, n ...int) {
	if len(n) == 0 {
		o.seen[what]++
	} else if n[0] > 0 {
		o.seen[what] += n[0]
	}
}

func (o *oracle) note(format string, args ...any) {
	if *yearSeed != 0 {
		fmt.Printf("%s %s\n", o.at().In(paris).Format("01-02 15:04:05"), fmt.Sprintf(format, args...))
	}
	fmt.Fprintf(&o.log, "%s %s\n", o.at().In(paris).Format("01-02 15:04:05"), fmt.Sprintf(format, args...))
}

func (o *oracle) wrong(format string, args ...any) {
	o.note("WRONG "+format, args...)
	o.tb.Errorf("%s: "+format, append([]any{o.at().In(paris).Format("2006-01-02 15:04")}, args...)...)
}

func (o *oracle) doubt(id string) {
	if !o.doubted[id] {
		o.doubted[id] = true
		o.count("deliveries in doubt")
		o.note("%s is in doubt", id)
	}
}

func (o *oracle) touchAll(which func(*debt) bool) {
	today := ledger.DateOf(o.at().In(paris))
	for _, d := range o.debts {
		if which(d) {
			d.touched = today
		}
	}
}

func (o *oracle) sinceDowntime() {
	for _, d := range o.debts {
		d.owed = 0
	}
}

// days of the ladder's stages, as published, and whom they are told to.
var (
	yearLadder    = []int{1: 3, 2: 10, 3: 20, 4: 30, 5: 45, 6: 60}
	yearAudiences = [][]string{1: {"owner"}, 2: {"owner"}, 3: {"owner", "U-MAX"}, 4: {"U-MAX", "U-FIN"}, 5: {"U-FIN"}, 6: {"U-FIN", "U-MAX"}}
)

// reached is the stage of a day, and the day on which it was reached.
func (d *debt) reached(today ledger.Date) (stage ledger.Stage, on ledger.Date) {
	for n := 1; n < len(yearLadder); n++ {
		if day := d.due + ledger.Date(yearLadder[n]); day <= today {
			stage, on = ledger.StageAt(n), day
		}
	}
	if stage.Number == len(yearLadder)-1 {
		stage.Repeat = int(today-on) / 30
		on += ledger.Date(stage.Repeat * 30)
	}
	return stage, on
}

// audience are who is told of a stage on a day. Nobody knows zoe: finance
// stands in.
func (o *oracle) audience(d *debt, stage int, today ledger.Date) []string {
	var list []string
	for _, who := range yearAudiences[stage] {
		switch {
		case who == "owner" && (d.owner == "" || d.owner == "zoe"):
			who = "U-FIN"
		case who == "owner":
			who = o.present("U-"+strings.ToUpper(d.owner), today)
		}
		list = append(list, who)
	}
	return list
}

// against is what speaks against chasing a debt on a day, if anything does.
func (o *oracle) against(d *debt, today ledger.Date) string {
	switch {
	case d.open() <= 0:
		return "it is paid"
	case d.disputed:
		return "it is disputed"
	case d.waitedFor(today):
		return "a promise is waited for"
	case d.snoozed > today:
		return "it is snoozed"
	case d.taken >= today:
		return "somebody is on it"
	case d.saysPaid >= today:
		return "the customer says it's paid"
	case d.optOut:
		return "it is not to be chased"
	case d.waiting:
		return "it waits for Start chasing"
	case o.pauses[d.customer] >= today:
		return "the customer is paused"
	case o.pausedUntil >= today:
		return "the book is paused"
	case o.held:
		return "the book is held"
	}
	return ""
}

// works tells business days in France, 2026 and 2027, from a printed calendar.
func works(d ledger.Date) bool {
	switch d.Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	return !frenchHolidays[d.String()]
}

var frenchHolidays = map[string]bool{
	"2026-04-06": true, "2026-05-01": true, "2026-05-08": true, "2026-05-14": true, "2026-05-25": true, "2026-07-14": true,
	"2026-08-15": true, "2026-11-01": true, "2026-11-11": true, "2026-12-25": true, "2027-01-01": true, "2027-03-29": true,
	"2027-05-01": true, "2027-05-06": true, "2027-05-08": true, "2027-05-17": true, "2027-07-14": true,
}

func businessDaysAfter(d ledger.Date, n int) ledger.Date {
	for n > 0 {
		if d++; works(d) {
			n--
		}
	}
	return d
}
