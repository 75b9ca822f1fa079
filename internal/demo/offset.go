package demo

import "time"

// anchorDay is the day of the sample that becomes today. It has seventeen
// months of history behind it, enough for a DSO by any method, and five months
// ahead for a clock that moves.
var anchorDay = time.Date(2013, time.June, 14, 0, 0, 0, 0, time.UTC)

// maxOffsetDays bounds how far one customer moves against the others, so that
// the months keep about the sales they have in the sample.
const maxOffsetDays = 42

// silentDays holds, by code, the customers that stopped paying and for how many
// days they have. They give the last stages of the default ladder something to
// do: the sample alone hardly reaches day 30.
var silentDays = map[string]int{
	"1080-NDGAE": 75,
	"5613-UHVMG": 35,
	"6391-GBFQJ": 75,
	"7329-TWKLF": 50,
	"8102-ABPKQ": 45,
	"9928-IJYBQ": 75,
}

// offsetOf returns how many days of the sample later than anchorDay today is
// for the i-th customer by code: zero for two in five; for the others the
// nearest day on which its latest invoice was later than on any other, and
// still a few days from being paid, or tomorrow they would all be settled.
func offsetOf(i int, rows []sample) int {
	if i%5 > 2 {
		return 0
	}
	daysLeft := 2 + i%9
	best, bestLate := 0, worstDelay(rows, anchorDay, daysLeft)
	for distance := 1; distance <= maxOffsetDays; distance++ {
		for _, offset := range []int{distance, -distance} {
			late := worstDelay(rows, anchorDay.AddDate(0, 0, offset), daysLeft)
			if late > bestLate {
				best, bestLate = offset, late
			}
		}
	}
	return best
}

// worstDelay returns the days late of the latest invoice that is open on a day
// and stays so for at least daysLeft more; zero when there is none.
func worstDelay(rows []sample, day time.Time, daysLeft int) int {
	worst := 0
	for _, s := range rows {
		if !s.issued.After(day) && daysBetween(day, s.settled) > daysLeft {
			worst = max(worst, daysBetween(s.due, day))
		}
	}
	return worst
}

// dayOf returns the calendar day of t, in t's own location, as midnight UTC.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// daysBetween counts whole days between two midnights UTC, where every day has
// 24 hours.
func daysBetween(from, to time.Time) int {
	return int(to.Sub(from) / (24 * time.Hour))
}
