package reminders_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// at sets the clock to what the clocks of a place show.
func (r *rig) at(date string, hour, minute int, place *time.Location) {
	r.clock.mu.Lock()
	defer r.clock.mu.Unlock()
	r.clock.at = day(date).At(hour, minute, place)
}

// A digest comes when the clocks of who reads it show half past eight, also on
// the days on which they were put forward or back, on one side of the sea alone.
func TestADigestComesAtHalfPastEightByTheReadersClock(t *testing.T) {
	for _, c := range []struct {
		name, reader, due, date string
		place                   *time.Location
	}{
		{"in winter", "ann", "2026-02-24", "2026-03-02", paris},
		{"on the Monday after Paris put its clocks forward", "ann", "2026-03-26", "2026-03-30", paris},
		{"on the Monday after Paris put its clocks back", "ann", "2026-10-22", "2026-10-26", paris},
		{"in New York, when only New York has summer time", "nyc", "2026-03-06", "2026-03-09", newYork},
		{"in New York, when both have", "nyc", "2026-03-27", "2026-03-30", newYork},
		{"in New York, when only Paris is back to winter time", "nyc", "2026-10-23", "2026-10-26", newYork},
		{"in Tokyo, where it is tomorrow", "tok", "2026-03-05", "2026-03-09", tokyo},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.add(row{number: "INV-1", sales: c.reader, due: c.due})
			to := map[string]string{"ann": "U-ANN", "nyc": "U-NYC", "tok": "U-TOK"}[c.reader]
			r.at(c.date, 8, 29, c.place)
			r.tick()
			if n := len(r.slack.to(to, store.KindDigest)); n != 0 {
				t.Fatalf("%d digests at 08:29", n)
			}
			r.at(c.date, 8, 30, c.place)
			r.tick()
			got := r.slack.to(to, store.KindDigest)
			if len(got) != 1 || got[0].content.Day != day(c.date) {
				t.Fatalf("%d digests at 08:30", len(got))
			}
		})
	}
}

// West of the book its next day begins in the afternoon: what that brings
// waits for the reader's own morning, and doesn't cost them that day's digest.
func TestADigestIsOfTheReadersOwnDay(t *testing.T) {
	r := newRig(t)
	r.at("2026-03-04", 12, 0, paris)
	r.add(row{number: "INV-1", sales: "nyc", due: "2026-03-02"}) // stage 1 on Thursday the 5th
	r.at("2026-03-04", 18, 10, newYork)                          // already Thursday in Paris
	r.tick()
	if n := len(r.slack.to("U-NYC", store.KindDigest)); n != 0 {
		t.Fatalf("%d digests in the evening before", n)
	}
	r.at("2026-03-05", 8, 45, newYork)
	r.tick()
	if got := r.slack.to("U-NYC", store.KindDigest); len(got) != 1 || got[0].content.Day != day("2026-03-05") {
		t.Errorf("%d digests in their morning", len(got))
	}
}

// Days of the ladder are days of the calendar, whatever the month or the clocks
// do; what falls on a day off goes out on the next business day.
func TestStagesAcrossTheOddDaysOfTheCalendar(t *testing.T) {
	policy := reminders.Default()
	for _, c := range []struct {
		name, due, on string
		stage         int
	}{
		{"three days after 26 February 2028 is the leap day", "2028-02-26", "2028-02-29", 1},
		{"three days after 26 February 2027 is the first of March", "2027-02-26", "2027-03-01", 1},
		{"due on the leap day", "2028-02-29", "2028-03-03", 1},
		{"thirty days after the end of January are not a month", "2026-01-31", "2026-03-02", 4},
		{"ten days after the end of a year", "2025-12-31", "2026-01-12", 2}, // the 10th is a Saturday
		{"due on the day on which clocks go forward", "2026-03-29", "2026-04-01", 1},
		{"due on the day on which clocks go back", "2026-10-25", "2026-10-28", 1},
		{"the third day is the one on which clocks go forward, a Sunday", "2026-03-26", "2026-03-30", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := bookOf(t, []row{{number: "INV-1", sales: "ann", due: c.due}})
			due := day(c.due)
			// As it stood after the stage before.
			w := row{number: "INV-1", sales: "ann", due: c.due, more: fields(
				ledger.FieldStage, ledger.Text(ledger.StageAt(c.stage-1).String()), ledger.FieldLastReminder, ledger.Day(due-5))}
			if c.stage > 1 {
				before = bookOf(t, []row{w})
			}
			for today := due; today <= day(c.on); today++ {
				d := reminders.Plan(before, policy, nil, today)[0]
				sends := d.Reason.Sends() && d.Stage.Number >= c.stage && d.On == today
				if sends != (today == day(c.on)) {
					t.Fatalf("on %s: %s, stage %s, goes out on %s", today, d.Reason, d.Stage, d.On)
				}
			}
		})
	}
}

// An administrator puts the clock right, by ten minutes in either direction.
func TestAClockThatIsPutRight(t *testing.T) {
	lost := fault{lost: true, err: errors.New("reset")}
	for _, c := range []struct {
		name  string
		fault fault
		first time.Duration // of ticks before the step
		step  time.Duration
		then  time.Duration
		posts int
	}{
		{"back over half past eight, after the digest", fault{}, 2 * time.Minute, -10 * time.Minute, 30 * time.Minute, 1},
		{"forward, after the digest", fault{}, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, 1},
		{"back, while one is in doubt that arrived", fault{err: errors.New("reset")}, 5 * time.Minute, -10 * time.Minute, 40 * time.Minute, 1},
		{"forward, while one is in doubt that arrived", fault{err: errors.New("reset")}, 5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 1},
		{"back, while one is in doubt that was lost", lost, 5 * time.Minute, -10 * time.Minute, 40 * time.Minute, 1},
		{"forward, while one is in doubt that was lost", lost, 5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 1},
		{"back, between two probes that found nothing", lost, 11 * time.Minute, -10 * time.Minute, 40 * time.Minute, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := one(t)
			r.clock.set(day("2026-03-02"), 8, 30)
			r.slack.fault = once(c.fault)
			r.run(c.first)
			r.clock.advance(c.step)
			r.run(c.then)
			if n := len(r.slack.messages); n != c.posts {
				t.Errorf("%d posts", n)
			}
			r.checkInvariants()
			if open := r.deliveries(store.Due, store.Claimed, store.Sending, store.Uncertain, store.Parked); len(open) > 0 {
				t.Errorf("%d still open, the first %s (%s)", len(open), open[0].State, open[0].Reason)
			}
		})
	}
}

// Whatever fell into a downtime is said at once, each thing at its highest
// stage, in one message a person; what was left out is named.
func TestAfterADowntime(t *testing.T) {
	for _, c := range []struct {
		name    string
		down    string // until this day, at nine, or an hour on the same
		hour    int
		stages  []string // of INV-0 .. INV-4, due on 13, 20, 27 February, 6 and 13 March
		skipped string   // of INV-2
	}{
		{"of an hour", "2026-03-02", 9, []string{"2", "2", "1", "0", ""}, "[]"},
		{"of three days", "2026-03-05", 10, []string{"3", "2", "1", "0", ""}, "[]"},
		{"of thirty days", "2026-04-01", 10, []string{"5", "4", "4", "3", "2"}, "[1 2 3]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			for i := range 5 {
				r.add(row{number: fmt.Sprintf("INV-%d", i), customer: fmt.Sprintf("C%d", i), sales: "ann", due: (day("2026-02-13") + ledger.Date(7*i)).String()})
			}
			// It went down at eight, before anything was said.
			r.clock.set(day(c.down), c.hour, 0)
			r.run(5 * time.Minute)
			var stages []string
			for i := range 5 {
				stages = append(stages, r.invoice(fmt.Sprintf("INV-%d", i)).Stage.String())
			}
			if diff := cmp.Diff(c.stages, stages); diff != "" {
				t.Errorf("stages in the rows (-want +got):\n%s", diff)
			}
			perPerson := map[string]int{}
			for _, m := range r.slack.all() {
				perPerson[m.destination+" "+m.content.Kind]++
				if m.content.Digest == nil {
					continue
				}
				for _, customer := range m.content.Digest.Customers {
					for _, l := range customer.Lines {
						if l.Number == "INV-2" && fmt.Sprint(l.Skipped) != c.skipped {
							t.Errorf("%s left out %v, and not %s", l.Number, l.Skipped, c.skipped)
						}
					}
				}
			}
			for key, n := range perPerson {
				if n > 1 && key != "C-REM case" {
					t.Errorf("%d messages of %s", n, key)
				}
			}
			if len(r.slack.to("U-ANN", store.KindDigest)) != 1 {
				t.Error("she has no digest")
			}
			r.checkInvariants()
		})
	}
}
