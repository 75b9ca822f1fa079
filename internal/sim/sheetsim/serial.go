package sheetsim

import (
	"math"
	"time"
)

// epoch is day 0 of the serial numbers.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

const secondsPerDay = 86400

// serialOf counts days since the epoch on t's own wall clock.
func serialOf(t time.Time) float64 {
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	return float64(wall.Unix()-epoch.Unix()) / secondsPerDay
}

// timeOf is the wall clock of a serial, in UTC, to the second.
func timeOf(serial float64) time.Time {
	const reach = 3e6 // beyond year 9999 nothing is shown as a date
	serial = math.Max(-reach, math.Min(reach, serial))
	return time.Unix(epoch.Unix()+int64(math.Round(serial*secondsPerDay)), 0).UTC()
}
