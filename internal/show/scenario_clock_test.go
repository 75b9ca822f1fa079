package show

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// TestThreeDaysAtOnceBringOneMessage: a laptop that was closed from Monday to
// Thursday says on Thursday what there is to say, once.
func TestThreeDaysAtOnceBringOneMessage(t *testing.T) {
	for _, row := range []struct {
		name string
		pass func(t *testing.T, w *World)
		want int
	}{
		{"awake all the time, there is a message on each day", func(_ *testing.T, w *World) { w.liveTo(3, 12, 0) }, 3},
		{"suspended, the clock jumps and there is one", func(_ *testing.T, w *World) {
			w.App.HoldJobs(true)
			w.Clock.AdvanceTo(w.Clock.Now().AddDate(0, 0, 3))
			w.App.HoldJobs(false)
			w.liveTo(0, 12, 0)
		}, 1},
		{"stopped and started again, there is one", func(t *testing.T, w *World) {
			t.Helper()
			if err := w.App.Stop(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.Clock.AdvanceTo(w.Clock.Now().AddDate(0, 0, 3))
			if err := w.start(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.liveTo(0, 12, 0)
		}, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				// Something reaches stage 1 on each of the three days, for two people.
				w := scenario(t, Options{Data: bookOfOwed(t,
					owed{"A-1", "Acme", "Oliver Hughes", 2, "100"}, owed{"A-2", "Bolt", "Oliver Hughes", 1, "200"}, owed{"A-3", "Cobb", "Oliver Hughes", 0, "300"},
					owed{"B-1", "Dyne", "Priya Shah", 2, "100"}, owed{"B-2", "Eave", "Priya Shah", 1, "200"}, owed{"B-3", "Flux", "Priya Shah", 0, "300"},
				)})
				w.liveTo(0, 11, 0) // Monday's, if any, are out
				asleep := w.Clock.Now().Add(time.Second)
				row.pass(t, w)
				for _, who := range []string{oliver, priya} {
					got := told(t, w, who, asleep)
					if len(got) != row.want {
						t.Errorf("%s got %d messages, want %d", who, len(got), row.want)
					}
				}
				if got := told(t, w, ChannelReminders, asleep); len(got) != row.want {
					t.Errorf("the channel got %d posts, want %d", len(got), row.want)
				}
				saidOnceEach(t, w, "A-1", "A-2", "A-3", "B-1", "B-2", "B-3")
			})
		})
	}
}

// saidOnceEach checks that each invoice was said in digests exactly once.
func saidOnceEach(t *testing.T, w *World, numbers ...string) {
	t.Helper()
	deliveries, err := w.o.OpenStore.List(t.Context(), "demo", store.Sent)
	if err != nil {
		t.Fatal(err)
	}
	times := map[ledger.Key]int{}
	for _, d := range deliveries {
		for _, r := range d.Reminders {
			if d.Kind == store.KindDigest {
				times[r.Invoice]++
			}
		}
	}
	for _, number := range numbers {
		if n := times[ledger.KeyOf(number)]; n != 1 {
			t.Errorf("%s was said in %d digests", number, n)
		}
	}
}
