package main

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/relance-bot/relance/store"
	"github.com/relance-bot/relance/store/redisstore"
	"github.com/relance-bot/relance/store/redisstore/redistest"
	"github.com/relance-bot/relance/store/sqlitestore"
)

// killSeed makes a run the same again: `go test -run Kill ./cmd/relance -seed N`,
// or RELANCE_SEED=N. What the machine does between two instructions stays its own.
var killSeed = flag.Int64("seed", 0, "seed of the kills; 0 draws one")

// killsByDefault is how often `make test` kills, over both stores; RELANCE_KILLS
// says otherwise.
const killsByDefault = 30

// killsPerWorld bounds how many kills one store, sheet and workspace live
// through: the ladder is climbed once, and worlds run side by side.
const killsPerWorld = 8

// worldsAtOnce run side by side: they wait most of the time, for Slack's pace and
// for doubts to settle.
const worldsAtOnce = 4

// TestKill: the built binary, against simulators in processes of their own, is
// killed with -9 at named points of its deliveries, once each business day, and
// perhaps stopped past its deadline the next time, while replies get lost, come as errors though the message was posted, or messages
// are posted late. Started again, it says what is left to be said that day. A
// ladder worked out by hand tells what that is: nothing twice, nothing missing,
// and what is parked stands in the list.
func TestKill(t *testing.T) {
	kills, seed := number(t, "RELANCE_KILLS", killsByDefault), *killSeed
	if seed == 0 {
		seed = number(t, "RELANCE_SEED", time.Now().UnixNano()%1_000_000)
	}
	binary := buildRelance(t)
	stores := []struct {
		name string
		open func(t *testing.T, w *killWorld) store.Store
	}{{"sqlite", openKillSQLite}, {"redis", openKillRedis}}
	total := newTally()
	var all sync.WaitGroup
	room := make(chan struct{}, worldsAtOnce)
	for i, s := range stores {
		share := int(kills) / len(stores)
		if i == 0 {
			share = int(kills) - share*(len(stores)-1)
		}
		for n := 0; share > 0; n++ {
			rounds := min(share, killsPerWorld)
			share -= rounds
			room <- struct{}{}
			all.Go(func() {
				defer func() { <-room }()
				t.Run(fmt.Sprintf("%s-%d", s.name, n), func(t *testing.T) {
					w := newKillWorld(t, binary, seed*1000+int64(i*500+n), rounds)
					defer func() { total.add(w.tally) }()
					w.replay = fmt.Sprintf("RELANCE_KILLS=%d go test -race -run 'TestKill/%s-%d$' ./cmd/relance -seed %d", kills, s.name, n, seed)
					w.store = s.open(t, w)
					w.live()
				})
			})
		}
	}
	all.Wait()
	printTally(t, total, kills, seed)
}

func openKillSQLite(t *testing.T, w *killWorld) store.Store {
	t.Helper()
	path := w.file("relance.db")
	w.address = "sqlite:" + path
	st, err := sqlitestore.Open(t.Context(), sqlitestore.Options{Path: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func openKillRedis(t *testing.T, w *killWorld) store.Store {
	t.Helper()
	_, server := redistest.Start(t)
	w.address = server.URL()
	st, err := redisstore.Open(t.Context(), w.address)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// number reads a whole number from the environment.
func number(t *testing.T, name string, otherwise int64) int64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q; expected a whole number from 1 on", name, text)
	}
	return n
}

// settledAlone is the share of what was in doubt, its history readable, that has
// to settle without a person.
const settledAlone = 0.99

func printTally(t *testing.T, total *tally, kills, seed int64) {
	t.Helper()
	var points strings.Builder
	killed := 0
	for _, name := range slices.SortedFunc(maps.Keys(total.kills), cmp.Compare) {
		fmt.Fprintf(&points, " %s=%d", name, total.kills[name])
		killed += total.kills[name]
	}
	t.Logf("seed %d: %d kills:%s; stopped past a deadline: %d", seed, killed, points.String(), total.stops)
	t.Logf("faults:%s", total.faultLine())
	t.Logf("messages %d, reminders %d; uncertain %d, adopted %d, resent %d, parked %d (%d of them with a history that may not be read), doubled %d, missing %d",
		total.messages, total.reminders, total.uncertain, total.adopted, total.resent, len(total.parked), total.parkedBlind, total.doubled, total.missing)
	for _, p := range total.parked {
		t.Logf("parked: %s", p)
	}
	if t.Failed() {
		return
	}
	// -run may have picked some of the worlds.
	if picked := flag.Lookup("test.run").Value.String(); int64(killed) != kills && !strings.Contains(picked, "/") {
		t.Errorf("%d kills; expected %d", killed, kills)
	}
	if asked := len(total.parked) - total.parkedBlind; float64(asked) > (1-settledAlone)*float64(total.uncertain) {
		t.Errorf("%d of %d deliveries in doubt wait for a person though their history could be read", asked, total.uncertain)
	}
}
