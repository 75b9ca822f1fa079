package sheets_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/sheets"
)

// The schedule that the configuration has by default.
const syncEvery = 15 * time.Second

// An hour of a busy office, in virtual time: three people edit the sheet every
// few seconds, somebody in Slack acts twice a minute, calls take their time, so
// that people type while they are under way, the service's quota counts, and
// the sync runs on its schedule.
func TestAnHourOfHeavyEditing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		rng := rand.New(rand.NewPCG(20261123, 1))
		m := newMachine(t, sheetsim.Options{}, rng)
		m.nested++ // no trouble but what people make
		m.clock = func() time.Time { return start.Add(time.Since(began)) }
		var ids atomic.Int64
		wire := m.opt
		m.opt = func(o *sheets.Options) {
			wire(o)
			o.NewID = func() string { return "id" + itoa(int(ids.Add(1))) + "abcdefghij" }
		}
		m.restart()
		m.rest()
		latency := rand.New(rand.NewPCG(7, 7))
		m.pause = func() { time.Sleep(time.Duration(80_000_000 + latency.IntN(600_000_000))) }
		m.sim.Faults.SetQuota(true)

		var lock sync.Mutex // people and Slack act one after the other
		busy, stop := context.WithTimeout(t.Context(), time.Hour)
		defer stop()
		var all sync.WaitGroup
		act := func(seed uint64, least, most time.Duration, do func()) {
			pace := rand.New(rand.NewPCG(seed, 3))
			all.Go(func() {
				for {
					select {
					case <-busy.Done():
						return
					case <-time.After(least + time.Duration(pace.Int64N(int64(most-least)))):
						lock.Lock()
						do()
						lock.Unlock()
					}
				}
			})
		}
		act(1, 2*time.Second, 14*time.Second, m.people)
		act(2, 4*time.Second, 20*time.Second, m.people)
		act(3, 1*time.Second, 30*time.Second, m.people)
		act(4, 10*time.Second, 50*time.Second, m.bot)
		for busy.Err() == nil {
			time.Sleep(syncEvery)
			lock.Lock()
			ended := m.window()
			ask := sheets.SyncAsk{}
			if m.desk.Book().Hold() != "" {
				ask = sheets.SyncAsk{Force: true, By: "U1"}
			}
			lock.Unlock()
			r, err := m.syncer.Sync(t.Context(), ask)
			lock.Lock()
			m.note("sync: %s err=%v", brief(r), err)
			m.count("cycle")
			m.tally(r)
			ended(err == nil && r.Held == "")
			lock.Unlock()
		}
		all.Wait()
		m.pause = nil
		m.fixesCopies()
		m.rest()
		m.check()
		edits := 0
		for what, n := range m.seen {
			if len(what) > 4 && what[:4] == "act:" {
				edits += n
			}
		}
		if edits < 600 || m.seen["slack"] < 50 || m.seen["cycle"] < 150 {
			t.Errorf("an idle hour: %d edits, %d acts in Slack, %d cycles", edits, m.seen["slack"], m.seen["cycle"])
		}
		t.Logf("%d edits, %d acts in Slack, %d cycles, %d put back, %d conflicts", edits, m.seen["slack"], m.seen["cycle"], m.seen["put back"], m.seen["conflicts"])
		if t.Failed() {
			for _, line := range m.log {
				t.Log(line)
			}
		}
	})
}
