package reminders_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

var months = flag.Int("months", 2, "how many random months to live through")

// TestRandomMonths lets people, Slack and the power supply do as they like for
// some weeks, then heals everything and looks at the invariants.
func TestRandomMonths(t *testing.T) {
	for seed := range uint64(*months) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			newMonth(t, rand.New(rand.NewPCG(seed, 7))).live(30)
		})
	}
}

type month struct {
	*rig
	random  *rand.Rand
	crashes int
	process int
	stages  map[string]ledger.Stage // per invoice and cycle, as the row showed it
	healed  bool
}

func newMonth(t *testing.T, random *rand.Rand) *month {
	t.Helper()
	m := &month{rig: newRig(t), random: random, stages: map[string]ledger.Stage{}}
	sellers := []string{"ann", "bob", "nyc", "zoe", ""}
	for i := range 24 {
		m.add(row{
			number: fmt.Sprintf("INV-%d", i), customer: fmt.Sprintf("C%d", i%7), sales: sellers[random.IntN(len(sellers))],
			due: firstDay.AddDays(random.IntN(70) - 40).String(), amount: 10_00 + random.Int64N(1000_00),
			currency: []ledger.Currency{"EUR", "USD"}[random.IntN(2)],
		})
	}
	m.slack.fault = m.fault
	m.slack.during = m.watch
	m.options.Failpoint = func(name string) {
		if !m.healed && m.random.IntN(40) == 0 {
			panic(crash{name})
		}
	}
	m.boot()
	return m
}

// boot is a new process that took over the lock file of the one before.
func (m *month) boot() {
	if m.process > 0 {
		m.deaths = append(m.deaths, reminders.Proof{Incarnation: fmt.Sprintf("process %d", m.process), Proof: "lock file taken over"})
	}
	m.process++
	m.restart(fmt.Sprintf("process %d", m.process))
}

func (m *month) fault(reminders.Post) fault {
	if m.healed {
		return fault{}
	}
	switch m.random.IntN(12) {
	case 0:
		return fault{err: errors.New("reply lost")}
	case 1:
		return fault{lost: true, err: errors.New("request lost")}
	case 2:
		return fault{err: &reminders.SendError{Code: "internal_error"}, shows: time.Duration(m.random.IntN(10)) * time.Minute}
	case 3:
		return fault{lost: true, err: &reminders.SendError{Certain: true, Code: "ratelimited", RetryAfter: 5 * time.Second}}
	case 4:
		return fault{lost: true, err: &reminders.SendError{Certain: true, Code: reminders.CodeNotConnected}}
	}
	return fault{}
}

// watch is I8: at the moment of a post, nothing in the book speaks against any
// of the ladder's reminders in it.
func (m *month) watch(p reminders.Post) {
	d, err := m.store.Delivery(m.t.Context(), book, p.DeliveryID)
	if err != nil {
		m.t.Errorf("a post of no delivery: %v", err)
		return
	}
	today := m.service.Today()
	for _, r := range d.Reminders {
		inv, ok := m.desk.Book().Invoice(r.Invoice)
		if !ok || r.Cycle != inv.Due.String() {
			continue
		}
		if !inv.Open().IsPositive() || inv.Dispute != "" || inv.SnoozedUntil.After(today) || inv.PromisedOn >= today || inv.TakenUntil >= today {
			m.t.Errorf("I8: %s is said stage %s to %s although something speaks against it", inv.Number, r.Stage, d.Destination)
		}
	}
}

func (m *month) live(days int) {
	for range days {
		today := m.service.Today()
		for range 4 {
			m.step()
			m.clock.advance(time.Duration(20+m.random.IntN(150)) * time.Minute)
		}
		next := today.AddDays(1)
		if m.random.IntN(15) == 0 {
			next = next.AddDays(m.random.IntN(4)) // the laptop was closed
		}
		m.clock.set(next, 7+m.random.IntN(3), m.random.IntN(60))
	}
	m.heal()
}

// step has a person do something, and then perhaps a tick, which may die.
func (m *month) step() {
	if m.random.IntN(2) == 0 {
		m.act()
	}
	for range 1 + m.random.IntN(6) {
		if at := m.tickUntilCrash(); at != "" {
			m.crashes++
			m.boot()
		}
		m.clock.advance(time.Minute)
	}
	m.checkStages()
}

func (m *month) act() {
	inv := m.invoice(fmt.Sprintf("INV-%d", m.random.IntN(24)))
	soon := ledger.Day(m.service.Today().AddDays(1 + m.random.IntN(8)))
	switch m.random.IntN(9) {
	case 0, 1:
		if inv.Open().IsPositive() {
			m.pay(inv.Number, 1+m.random.Int64N(inv.Open().Minor))
		}
	case 2:
		if inv.Open().IsPositive() {
			m.pay(inv.Number, 0)
		}
	case 3:
		m.set(inv.Number, ledger.FieldPromisedOn, soon)
	case 4:
		m.set(inv.Number, ledger.FieldSnoozedUntil, soon)
	case 5:
		m.set(inv.Number, ledger.FieldTakenUntil, soon)
	case 6:
		m.set(inv.Number, ledger.FieldDispute, ledger.Text([]string{"", "late", "broken"}[m.random.IntN(3)]))
	case 7:
		m.set(inv.Number, ledger.FieldSalesperson, ledger.Text([]string{"ann", "bob", "zoe"}[m.random.IntN(3)]))
	case 8:
		m.set(inv.Number, ledger.FieldDue, ledger.Day(inv.Due.AddDays(m.random.IntN(20))))
	}
}

// checkStages is I7: within a cycle the stage that a row stands for never goes
// back.
func (m *month) checkStages() {
	ladder := m.options.Policy.Ladders[reminders.DefaultLadder]
	for inv := range m.desk.Book().Invoices() {
		key, now := string(inv.Key)+inv.Due.String(), ladder.StageInCycle(inv)
		if was := m.stages[key]; was.Above(now) {
			m.t.Errorf("I7: %s went from stage %s back to %s in the cycle of %s", inv.Number, was, now, inv.Due)
		}
		m.stages[key] = now
	}
}

// checkOrder is I7 too: what somebody was told of an invoice in a cycle only
// ever goes up.
func (m *month) checkOrder() {
	told := map[string]ledger.Stage{}
	for _, msg := range m.slack.all() {
		d, err := m.store.Delivery(m.t.Context(), book, msg.delivery)
		if err != nil {
			m.t.Fatal(err)
		}
		for _, r := range d.Reminders {
			key := d.Destination + " " + string(r.Invoice) + " " + r.Cycle
			if !r.Stage.Above(told[key]) {
				m.t.Errorf("I7: %s is told stage %s of %s after %s", d.Destination, r.Stage, r.Invoice, told[key])
			}
			told[key] = r.Stage
		}
	}
}

// heal ends all faults; within half an hour of a working day everything is
// settled.
func (m *month) heal() {
	m.healed = true
	for today := m.service.Today(); !m.service.Calendar().IsBusinessDay(today); today = m.service.Today() {
		m.clock.set(today.AddDays(1), 6, 0)
	}
	m.clock.set(m.service.Today(), 16, 0) // both sides of the Atlantic are up
	m.run(45 * time.Minute)
	m.checkInvariants()
	m.checkOrder()
	for _, d := range m.deliveries(store.Due, store.Claimed, store.Sending, store.Uncertain, store.Parked) {
		m.t.Errorf("I2: a %s to %s is still %s (%s)", d.Kind, d.Destination, d.State, d.Reason)
	}
	perDay := map[string]int{}
	for _, msg := range m.slack.all() {
		if msg.content.Kind == store.KindDigest {
			key := msg.destination + msg.content.Day.String()
			if perDay[key]++; perDay[key] > 1 {
				m.t.Errorf("%s got %d digests on %s", msg.destination, perDay[key], msg.content.Day)
			}
		}
	}
	m.t.Logf("%d messages, %d posts, %d crashes", len(m.slack.all()), len(m.slack.messages), m.crashes)
}
