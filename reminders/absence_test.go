package reminders_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// away has a person say in Slack who stands in for them.
func (r *rig) away(slackID, standIn, from, until string) {
	r.t.Helper()
	act := ledger.Act{ID: "away/" + slackID + from + until, At: r.clock.now(), Actor: slackID, Source: ledger.SourceSlack}
	today := ledger.DateOf(r.clock.now().In(paris))
	a := ledger.Away{}
	if standIn != "" {
		a = ledger.Away{From: day(from), Until: day(until), StandIn: standIn}
	}
	changes, err := act.Away(r.desk.Book(), slackID, a, today)
	if err != nil {
		r.t.Fatal(err)
	}
	r.record(changes...)
}

func TestWhoIsAwayHasAStandIn(t *testing.T) {
	for _, c := range []struct {
		story string
		do    func(r *rig)
		who   string // gets the digest about ann's invoice
		about string // whom they stand in for
	}{
		{"nobody is away", func(*rig) {}, "ann", ""},
		{"ann says that bob stands in", func(r *rig) { r.away("U-ANN", "bob", "2026-03-02", "2026-03-06") }, "bob", "ann"},
		{"the last day of it counts", func(r *rig) { r.away("U-ANN", "bob", "2026-02-20", "2026-03-02") }, "bob", "ann"},
		{"it begins tomorrow", func(r *rig) { r.away("U-ANN", "bob", "2026-03-03", "2026-03-06") }, "ann", ""},
		{"she comes back early", func(r *rig) {
			r.away("U-ANN", "bob", "2026-03-01", "2026-03-06")
			r.away("U-ANN", "", "", "")
		}, "ann", ""},
		{"bob is away too, and cid stands in for him", func(r *rig) {
			r.away("U-ANN", "bob", "2026-03-02", "2026-03-06")
			r.away("U-BOB", "cid", "2026-03-02", "2026-03-06")
		}, "cid", "ann"},
		{"each stands in for the other: finance does", func(r *rig) {
			r.away("U-ANN", "bob", "2026-03-02", "2026-03-06")
			r.away("U-BOB", "ann", "2026-03-02", "2026-03-06")
		}, "fin", ""},
		{"who stands in can't be reached: finance does", func(r *rig) { r.away("U-ANN", "somebody", "2026-03-02", "2026-03-06") }, "fin", ""},
		{"the People tab says so", func(r *rig) {
			p := ledger.Person{Name: "ann", Email: "ann@example.com", AwayFrom: day("2026-03-01"), AwayUntil: day("2026-03-31"), StandIn: "cid"}
			r.record(ledger.Change{Person: p.Key(), Field: ledger.FieldPerson, New: ledger.Record(p)})
		}, "cid", "ann"},
	} {
		t.Run(c.story, func(t *testing.T) {
			r := newRig(t)
			r.add(row{number: "INV-1", sales: "ann", due: "2026-02-25"})
			c.do(r)
			r.tick()
			var got strings.Builder
			for _, m := range r.slack.all() {
				d := m.content.Digest
				if d == nil {
					continue
				}
				got.WriteString(m.content.Name)
				about := ""
				for _, k := range d.Customers {
					if k.For != nil {
						about = k.For.Name
					}
				}
				if about != c.about {
					t.Errorf("%s is told of it for %q, want %q", m.content.Name, about, c.about)
				}
			}
			if got.String() != c.who {
				t.Errorf("%q got the digest, want %s", got.String(), c.who)
			}
		})
	}
}

func TestWhoComesBackHearsWhatWasSaidMeanwhile(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-27"}) // stage 1 on 2 March
	r.away("U-ANN", "bob", "2026-03-02", "2026-03-03")
	r.tick()
	r.clock.set(day("2026-03-04"), 9, 0)
	r.tick()
	r.tick()
	if n := len(r.slack.to("U-BOB", store.KindDigest)); n != 1 {
		t.Errorf("bob got %d digests, want the one of the day he stood in", n)
	}
	if n := len(r.slack.to("U-ANN", store.KindDigest)); n != 1 {
		t.Errorf("ann got %d digests, want one: nobody had told her", n)
	}
}

func TestADeactivatedSalespersonIsOneQuestionToFinance(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", sales: "ann", due: "2026-02-27"}, row{number: "INV-2", sales: "ann", due: "2026-04-27"}, row{number: "INV-3", sales: "bob", due: "2026-02-27"}, row{number: "INV-4", sales: "ann", due: "2026-02-27"})
	r.pay("INV-4", 0)
	r.people.gone = map[string]bool{"ann": true}
	for range 3 {
		r.tick()
	}
	r.clock.set(day("2026-03-03"), 9, 0)
	r.tick()
	asked := r.slack.to("C-FIN", store.KindDirect)
	if len(asked) != 1 {
		t.Fatalf("finance was asked %d times, want once", len(asked))
	}
	d := asked[0].content.Direct
	if d.About != reminders.AlertGone || d.Owner != "ann" || len(d.Lines) != 2 {
		t.Errorf("finance is asked about %s of %q with %d invoices, want both of ann's that are open", d.About, d.Owner, len(d.Lines))
	}
	if told := r.slack.to("U-FIN", store.KindDigest); len(told) == 0 || len(told[0].content.Digest.NoOwner) != 1 {
		t.Errorf("what ann would have been told went to nobody of finance: %v", told)
	}
	if n := len(r.slack.to("U-ANN", "")); n != 0 {
		t.Errorf("%d messages to an account that is no more", n)
	}
}
