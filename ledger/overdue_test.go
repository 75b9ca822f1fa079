package ledger

import (
	"strings"
	"testing"
)

func TestOverdueIsInOrderOnAnyDay(t *testing.T) {
	s := newStory(t).
		invoice("A", "Acme", "2026-01-01", "2026-02-01", "1.00 EUR").paid("a", "A", "2026-03-20", "1.00 EUR").
		invoice("B", "Acme", "2026-01-01", "2026-02-02", "1.00 EUR").
		invoice("C", "Bolt", "2026-01-01", "2026-02-03", "1.00 EUR").paid("c", "C", "2026-03-20", "0.40 EUR").
		invoice("D", "Acme", "2026-01-01", "2026-02-04", "1.00 EUR").
		invoice("E", "Acme", "2026-01-01", "2026-03-10", "1.00 EUR").
		invoice("F", "Acme", "2026-03-18", "2026-03-18", "1.00 EUR").
		invoice("G", "Acme", "2026-01-01", "", "1.00 EUR")
	for _, tt := range []struct {
		story, asOf, want string
		query             OverdueQuery
	}{
		{"today", "2026-03-31", "B 57 1.00, C 56 0.60, D 55 1.00, E 21 1.00, F 13 1.00", OverdueQuery{}},
		{"before A was paid and F issued, each in its place", "2026-03-15", "A 42 1.00, B 41 1.00, C 40 1.00, D 39 1.00, E 5 1.00", OverdueQuery{}},
		{"on the day after the first due day", "2026-02-02", "A 1 1.00", OverdueQuery{}},
		{"on the first due day", "2026-02-01", "", OverdueQuery{}},
		{"at least 40 days late", "2026-03-15", "A 42 1.00, B 41 1.00, C 40 1.00", OverdueQuery{MinDays: 40}},
		{"one customer's", "2026-03-15", "C 40 1.00", OverdueQuery{Scope: Scope{Customer: "bolt"}}},
	} {
		t.Run(tt.story, func(t *testing.T) {
			tt.query.AsOf = day(t, tt.asOf)
			var got []string
			for l := range OverdueLines(s.book, tt.query) {
				got = append(got, strings.Join([]string{l.Number, Int(l.DaysLate).String(), l.Open.String()}, " "))
			}
			check(t, tt.asOf, strings.Join(got, ", "), tt.want)
		})
	}
}
