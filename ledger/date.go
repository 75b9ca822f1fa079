package ledger

import (
	"fmt"
	"time"
)

// Date is a day of the calendar with no time and no zone: an invoice falls due
// on a day. It counts days with 1 for 0001-01-01, so that dates compare, add
// and subtract as integers; zero means that there is no date.
type Date int32

const isoDate = "2006-01-02"

// Days from 0001-01-01 to the Unix epoch.
const unixDays = 719162

// serialZero is the day that spreadsheets count from: 1899-12-30 is serial 0.
const serialZero = Date(693594)

// NewDate is the day of that year, month and day, normalised as time.Date does.
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400) + unixDays + 1 //nolint:gosec // years 1 to 9999 fit
}

// DateOf is the day that t shows in its own location. Convert with t.In(zone)
// first: the business day of an instant depends on the book's time zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return NewDate(y, m, d)
}

// ParseDate reads 2006-01-02 and refuses days that don't exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(isoDate, s)
	if err != nil {
		return 0, &Error{Code: CodeInvalid, Message: fmt.Sprintf("%q is not a date such as 2026-01-31", s)}
	}
	return DateOf(t), nil
}

// DateFromSerial is the day of a spreadsheet's serial number.
func DateFromSerial(n int) Date { return serialZero + Date(n) } //nolint:gosec // callers bound n to years 1 to 9999

// Serial is the spreadsheet's number for the day.
func (d Date) Serial() int { return int(d - serialZero) }

// Time is midnight UTC at the start of the day.
func (d Date) Time() time.Time { return time.Unix(int64(d-unixDays-1)*86400, 0).UTC() }

// At is the instant at which clocks in loc show the hour and minute on that day.
func (d Date) At(hour, minute int, loc *time.Location) time.Time {
	y, m, day := d.Time().Date()
	return time.Date(y, m, day, hour, minute, 0, 0, loc)
}

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d == 0 }

// Before tells whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d < e }

// After tells whether d is a later day than e.
func (d Date) After(e Date) bool { return d > e }

// AddDays is the day n days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date { return d + Date(n) } //nolint:gosec // offsets are days of a policy

// DaysSince is how many days d is after e.
func (d Date) DaysSince(e Date) int { return int(d) - int(e) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// MonthStart is the first day of d's month.
func (d Date) MonthStart() Date {
	y, m, _ := d.Time().Date()
	return NewDate(y, m, 1)
}

// MonthEnd is the last day of d's month.
func (d Date) MonthEnd() Date {
	y, m, _ := d.Time().Date()
	return NewDate(y, m+1, 1) - 1
}

// String is 2006-01-02, or nothing where there is no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(isoDate)
}

// MarshalText writes 2006-01-02, or nothing.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	parsed, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
