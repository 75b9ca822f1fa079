package reminders_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// An invoice is let go in the afternoon, three stages late. The manager, who
// had no digest yet, is told at once; finance, who had, hears of it in the
// morning. Whatever became of the manager's message, each is told which stages
// nobody was told of.
func TestEachIsToldWhatAJumpLeftOut(t *testing.T) {
	for _, c := range []struct {
		story   string
		fault   fault // of the manager's digest
		manager []int
	}{
		{"the manager's digest arrives", fault{}, []int{1, 2}},
		{"it is refused for good, and waits for a person", fault{lost: true, err: &reminders.SendError{Certain: true, Final: true, Code: "channel_not_found"}}, nil},
		{"its reply is lost, and it was posted", fault{err: &reminders.SendError{Code: "internal_error"}}, []int{1, 2}},
	} {
		t.Run(c.story, func(t *testing.T) {
			r := newRig(t)
			r.add(
				row{number: "INV-1", sales: "ann", due: "2026-01-31", customer: "Beta"},
				row{number: "INV-2", due: "2026-02-05", more: fields(ledger.FieldWaiting, ledger.Bool(true))},
			)
			r.set("INV-1", ledger.FieldTakenUntil, on("2026-03-20"))
			r.add(row{number: "INV-3", customer: "Gamma", due: "2026-02-26"}) // nobody's: finance has a digest
			r.run(3 * time.Minute)
			if n := len(r.slack.to("U-MAX", store.KindDigest)); n != 0 {
				t.Fatalf("the manager has %d digests in the morning", n)
			}
			r.slack.fault = func(p reminders.Post) fault {
				if p.Destination == "U-MAX" {
					return c.fault
				}
				return fault{}
			}
			r.clock.set(day("2026-03-02"), 15, 0)
			r.set("INV-2", ledger.FieldWaiting, ledger.Bool(false))
			r.run(30 * time.Minute)
			r.slack.fault = nil
			r.clock.set(day("2026-03-03"), 9, 0)
			r.run(3 * time.Minute)
			if diff := cmp.Diff(c.manager, leftOutOf(r.slack.to("U-MAX", store.KindDigest), "INV-2")); diff != "" {
				t.Errorf("the manager's digest names (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]int{1, 2}, leftOutOf(r.slack.to("U-FIN", store.KindDigest), "INV-2")); diff != "" {
				t.Errorf("finance's digest names (-want +got):\n%s", diff)
			}
			posts := r.slack.to("C-REM", store.KindChannel)
			if last := posts[len(posts)-1].content.Post.Reached; len(last) != 1 || !cmp.Equal(last[0].Skipped, []int{1, 2}) {
				t.Errorf("the channel's post names %+v", last)
			}
		})
	}
}

// leftOutOf are the stages that digests name as left out on an invoice.
func leftOutOf(digests []*message, number string) []int {
	var list []int
	for _, m := range digests {
		for _, l := range m.content.Digest.NoOwner {
			if l.Number == number {
				list = append(list, l.Skipped...)
			}
		}
		for _, customer := range m.content.Digest.Customers {
			for _, l := range customer.Lines {
				if l.Number == number {
					list = append(list, l.Skipped...)
				}
			}
		}
	}
	return list
}
