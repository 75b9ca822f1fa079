package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// calendar tells how a person's words for days are to be read.
type dayReader struct {
	today      ledger.Date
	monthFirst bool // 11/20/2026 is how this reader writes a day
	past       bool // "friday" means the last one: a payment came in then
}

var (
	isoDay     = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	slashDay   = regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?$`)
	relativeIn = regexp.MustCompile(`^\+(\d{1,3})(d|j|w|s)?$`)
)

var namedDays = map[string]int{
	"today": 0, "aujourd'hui": 0, "aujourd’hui": 0, "ajd": 0,
	"tomorrow": 1, "demain": 1, "apres-demain": 2, "yesterday": -1, "hier": -1, "avant-hier": -2,
}

var weekdays = map[string]time.Weekday{
	"monday": 1, "mon": 1, "lundi": 1, "lun": 1, "tuesday": 2, "tue": 2, "mardi": 2, "wednesday": 3, "wed": 3, "mercredi": 3, "mer": 3,
	"thursday": 4, "thu": 4, "jeudi": 4, "jeu": 4, "friday": 5, "fri": 5, "vendredi": 5, "ven": 5, "saturday": 6, "sat": 6, "samedi": 6, "sam": 6,
	"sunday": 0, "sun": 0, "dimanche": 0, "dim": 0,
}

var months = map[string]time.Month{
	"january": 1, "jan": 1, "janvier": 1, "janv": 1, "february": 2, "feb": 2, "fevrier": 2, "fevr": 2, "march": 3, "mar": 3, "mars": 3,
	"april": 4, "apr": 4, "avril": 4, "avr": 4, "may": 5, "mai": 5, "june": 6, "jun": 6, "juin": 6, "july": 7, "jul": 7, "juillet": 7, "juil": 7,
	"august": 8, "aug": 8, "aout": 8, "september": 9, "sep": 9, "sept": 9, "septembre": 9, "october": 10, "oct": 10, "octobre": 10,
	"november": 11, "nov": 11, "novembre": 11, "december": 12, "dec": 12, "decembre": 12,
}

// read takes a day from the front of words and tells how many it took; none
// if there is no day. A day that doesn't exist, or that could be two days, is
// an Error.
func (r dayReader) read(words []string) (ledger.Date, int, error) {
	if len(words) == 0 {
		return 0, 0, nil
	}
	word := strings.TrimSuffix(fold(words[0]), ".")
	if offset, ok := namedDays[word]; ok {
		return r.today.AddDays(offset), 1, nil
	}
	if day, ok := weekdays[word]; ok {
		return r.weekday(day), 1, nil
	}
	if (word == "next" || word == "on" || word == "le" || word == "until" || word == "au" || word == "jusqu'au") && len(words) > 1 {
		d, n, err := r.read(words[1:])
		if n == 0 {
			return 0, 0, err
		}
		return d, n + 1, err
	}
	if m := relativeIn.FindStringSubmatch(word); m != nil {
		n, _ := strconv.Atoi(m[1])
		if m[2] == "w" || m[2] == "s" {
			n *= 7
		}
		return r.today.AddDays(n), 1, nil
	}
	if m := isoDay.FindStringSubmatch(word); m != nil {
		d, err := dayOf(words[0], m[1], m[2], m[3])
		return d, 1, err
	}
	if m := slashDay.FindStringSubmatch(word); m != nil {
		return r.slashed(words[0], m)
	}
	return r.spelled(words)
}

// weekday is the next such day after today, or the last one up to today.
func (r dayReader) weekday(day time.Weekday) ledger.Date {
	if r.past {
		back := (int(r.today.Weekday()) - int(day) + 7) % 7
		return r.today.AddDays(-back)
	}
	ahead := (int(day) - int(r.today.Weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	return r.today.AddDays(ahead)
}

// slashed reads 20/11/2026, 20.11. and, for a reader who writes the month
// first, 11/20/2026. Such a reader's 01/02 could be either and is asked about:
// many who have American English set in Slack are not American.
func (r dayReader) slashed(typed string, m []string) (ledger.Date, int, error) {
	if m[3] == "" && !strings.Contains(typed, "/") {
		return 0, 0, nil // 12.50 is an amount
	}
	day, month := m[1], m[2]
	first, _ := strconv.Atoi(m[1])
	second, _ := strconv.Atoi(m[2])
	switch {
	case r.monthFirst && first <= 12 && second <= 12 && first != second:
		return 0, 1, &ledger.Error{
			Code: ledger.CodeAmbiguous, Reason: reasonDayAmbiguous, Args: ledger.Args{"text": typed},
			Message: typed + " could be two days: write it as 2026-01-31.",
		}
	case second > 12:
		day, month = m[2], m[1]
	}
	d, err := dayOf(typed, r.year(m[3]), month, day)
	return d, 1, err
}

// spelled reads "20 november", "1er mai 2026", "nov 20".
func (r dayReader) spelled(words []string) (ledger.Date, int, error) {
	if len(words) < 2 {
		return 0, 0, nil
	}
	number, name := fold(words[0]), strings.TrimSuffix(fold(words[1]), ".")
	month, ok := months[name]
	if !ok {
		number, name = fold(words[1]), strings.TrimSuffix(fold(words[0]), ".")
		if month, ok = months[name]; !ok {
			return 0, 0, nil
		}
	}
	number = strings.TrimSuffix(strings.TrimSuffix(number, ","), "er")
	if day, err := strconv.Atoi(number); err != nil || day < 1 || day > 31 {
		return 0, 0, nil //nolint:nilerr // not a day, then: the words mean something else
	}
	taken, year := 2, ""
	if len(words) > 2 && len(words[2]) == 4 {
		if y, err := strconv.Atoi(words[2]); err == nil && y > 1900 {
			taken, year = 3, words[2]
		}
	}
	d, err := dayOf(strings.Join(words[:taken], " "), r.year(year), strconv.Itoa(int(month)), number)
	return d, taken, err
}

// year completes what was typed: nothing is this year, two digits are 20xx.
func (r dayReader) year(typed string) string {
	switch len(typed) {
	case 0:
		return strconv.Itoa(r.today.Time().Year())
	case 2:
		return "20" + typed
	}
	return typed
}

// dayOf makes a day of its numbers and refuses the 30th of February.
func dayOf(typed, year, month, day string) (ledger.Date, error) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date := ledger.NewDate(y, time.Month(m), d)
	if t := date.Time(); y < 1 || t.Day() != d || int(t.Month()) != m {
		return 0, &ledger.Error{
			Code: ledger.CodeInvalid, Reason: reasonNoSuchDay, Args: ledger.Args{"text": typed},
			Message: typed + " is not a day of the calendar.",
		}
	}
	return date, nil
}

// maxLookBack is how many days ago a day without a year may lie; one longer
// ago is meant of the year to come.
const maxLookBack = 180

// lacksYear tells whether a day was typed without its year: 02/01, 2 january.
func lacksYear(words []string) bool {
	if len(words) == 1 {
		m := slashDay.FindStringSubmatch(words[0])
		return m != nil && m[3] == ""
	}
	_, first := months[fold(words[0])]
	_, second := months[fold(words[1])]
	return len(words) == 2 && (first || second)
}
