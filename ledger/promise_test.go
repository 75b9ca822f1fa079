package ledger

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// promiseGrace is two days, as told to PromiseAt.
func promiseGrace(on Date) Date { return on.AddDays(2) }

// on puts a change into the journal on a day of 2026 (MM-DD).
func (s *story) on(on string, changes ...Change) *story {
	s.t.Helper()
	for _, c := range changes {
		s.seq++
		c.Seq, c.ID, c.At, c.Source = s.seq, fmt.Sprint(s.seq), day(s.t, "2026-"+on).At(10, 0, time.UTC), SourceSlack
		next, err := s.book.Apply(c)
		if err != nil {
			s.t.Fatalf("%+v: %v", c, err)
		}
		s.book = next
	}
	return s
}

func (s *story) promise(made, on, amount string) *story {
	s.t.Helper()
	inv, _ := s.book.Invoice("fa-1")
	a := Act{ID: made, At: day(s.t, "2026-"+made).At(10, 0, time.UTC), Actor: "U1", Source: SourceSlack}
	m, d := Money{}, Date(0)
	if amount != "" {
		m = money(s.t, amount)
	}
	if on != "" {
		d = day(s.t, "2026-"+on)
	}
	changes, err := a.Promise(s.book, inv.Key, d, m, day(s.t, "2026-"+made))
	if err != nil {
		s.t.Fatal(err)
	}
	return s.on(made, changes...)
}

func (s *story) came(on, amount string) *story { return s.paid("p"+on, "FA-1", "2026-"+on, amount) }

// The invoice is over 100.00 EUR and due on 31 January.
func TestWhatBecameOfAPromise(t *testing.T) {
	for _, tt := range []struct {
		story string
		tell  func(s *story) *story
		asOf  string
		want  string // status, came of wanted; one per promise
		row   string // broken in a row
	}{
		{"a promise is ahead up to its day", func(s *story) *story { return s.promise("02-10", "02-20", "") }, "02-20", "ahead 0.00 of 100.00", "0"},
		{"and within the grace", func(s *story) *story { return s.promise("02-10", "02-20", "") }, "02-22", "ahead 0.00 of 100.00", "0"},
		{"broken after it", func(s *story) *story { return s.promise("02-10", "02-20", "") }, "02-23", "broken 0.00 of 100.00", "1"},
		{"kept by a payment of it all", func(s *story) *story { return s.promise("02-10", "02-20", "").came("02-19", "100.00 EUR") }, "02-23", "kept 100.00 of 100.00", "0"},
		{"kept on the last day of the grace", func(s *story) *story { return s.promise("02-10", "02-20", "").came("02-22", "100.00 EUR") }, "02-28", "kept 100.00 of 100.00", "0"},
		{"a day too late is broken", func(s *story) *story { return s.promise("02-10", "02-20", "").came("02-23", "100.00 EUR") }, "02-28", "broken 0.00 of 100.00", "1"},
		{"partly kept says how much came", func(s *story) *story { return s.promise("02-10", "02-20", "").came("02-15", "30.00 EUR") }, "02-23", "part 30.00 of 100.00", "1"},
		{"two payments add up to a part that was promised", func(s *story) *story {
			return s.promise("02-10", "02-20", "50.00 EUR").came("02-15", "30.00 EUR").came("02-18", "20.00 EUR")
		}, "02-23", "kept 50.00 of 50.00", "0"},
		{"what came before the promise is no part of it", func(s *story) *story {
			return s.came("02-09", "40.00 EUR").promise("02-10", "02-20", "50.00 EUR")
		}, "02-23", "broken 0.00 of 50.00", "1"},
		{"and what was open then is what was promised", func(s *story) *story {
			return s.came("02-09", "40.00 EUR").promise("02-10", "02-20", "").came("02-20", "60.00 EUR")
		}, "02-23", "kept 60.00 of 60.00", "0"},
		{"a cheque that bounced keeps nothing", func(s *story) *story {
			return s.promise("02-10", "02-20", "50.00 EUR").came("02-15", "50.00 EUR").came("02-17", "-50.00 EUR")
		}, "02-23", "broken 0.00 of 50.00", "1"},
		{"one that bounced later is broken after all", func(s *story) *story {
			return s.promise("02-10", "02-20", "").came("02-15", "100.00 EUR").came("02-21", "-100.00 EUR")
		}, "02-23", "broken 0.00 of 100.00", "1"},
		{"a kept one stays kept whatever is said since", func(s *story) *story {
			return s.promise("02-10", "02-20", "50.00 EUR").came("02-12", "50.00 EUR").set("FA-1", FieldLastReminder, Day(day(s.t, "2026-02-18")))
		}, "02-28", "kept 50.00 of 50.00", "0"},
		{"put off in time is moved, not broken", func(s *story) *story {
			return s.promise("02-10", "02-20", "").promise("02-18", "02-25", "")
		}, "02-24", "moved 0.00 of 100.00, ahead 0.00 of 100.00", "0"},
		{"put off when it was broken is a second one", func(s *story) *story {
			return s.promise("02-10", "02-20", "").promise("02-25", "03-02", "")
		}, "03-10", "broken 0.00 of 100.00, broken 0.00 of 100.00", "2"},
		{"a kept one between begins the count anew", func(s *story) *story {
			return s.promise("02-10", "02-12", "").promise("02-16", "02-20", "40.00 EUR").came("02-20", "40.00 EUR").promise("02-25", "03-02", "")
		}, "03-10", "broken 0.00 of 100.00, kept 40.00 of 40.00, broken 0.00 of 60.00", "1"},
		{"what is put right the same day is one promise", func(s *story) *story {
			return s.promise("02-10", "02-20", "").promise("02-10", "02-21", "40.00 EUR")
		}, "02-21", "ahead 0.00 of 40.00", "0"},
		{"taken back", func(s *story) *story { return s.promise("02-10", "02-20", "").promise("02-15", "", "") }, "02-28", "moved 0.00 of 100.00", "0"},
		{"it was not made yet", func(s *story) *story { return s.promise("02-10", "02-20", "") }, "02-09", "", "0"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			s := tt.tell(newStory(t).invoice("FA-1", "Acme", "2026-01-01", "2026-01-31", "100.00 EUR"))
			inv, _ := s.book.Invoice("fa-1")
			states := inv.PromisesAt(day(t, "2026-"+tt.asOf), promiseGrace)
			var said []string
			for _, p := range states {
				said = append(said, fmt.Sprintf("%s %s of %s", p.Status, p.Came, p.Wanted))
			}
			check(t, "promises", strings.Join(said, ", "), tt.want)
			check(t, "broken in a row", fmt.Sprint(BrokenInRow(states)), tt.row)
		})
	}
}

func TestAPromiseThatCameWithTheSheet(t *testing.T) {
	s := newStory(t).invoice("FA-1", "Acme", "2026-01-01", "2026-01-31", "100.00 EUR").
		set("FA-1", FieldLastReminder, Day(day(t, "2026-02-03")))
	inv, _ := s.book.Invoice("fa-1")
	row := *inv
	row.PromisedOn, row.PromisedAmount = day(t, "2026-02-10"), money(t, "50.00 EUR")
	got, ok := row.PromiseAt(day(t, "2026-02-20"), promiseGrace)
	check(t, "nothing came", fmt.Sprintf("%v %s", ok, got.Status), "true broken")
	s.came("02-05", "50.00 EUR")
	inv, _ = s.book.Invoice("fa-1")
	row.Payments = inv.Payments
	got, _ = row.PromiseAt(day(t, "2026-02-20"), promiseGrace)
	check(t, "payments since the last reminder keep it", string(got.Status), "kept")
	check(t, "and it is known to PromisesAt", fmt.Sprint(len(row.PromisesAt(day(t, "2026-02-20"), nil))), "1")
}
