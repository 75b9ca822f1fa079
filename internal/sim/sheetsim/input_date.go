package sheetsim

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	isoDate   = regexp.MustCompile(`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$`)
	shortDate = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})(?:([-/.])(\d{4}|\d{2}))?$`)
	wordDate  = regexp.MustCompile(`^(\d{1,2})\.?[ -](\pL+)\.?(?:[ -](\d{4}))?$`)
	usDate    = regexp.MustCompile(`^(\pL+)\.? (\d{1,2})(?:, ?| )(\d{4})$`)
	clockTime = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([aApP])[mM])?$`)
)

// parseDate reads a date, a time, or both with a space between.
func (l *locale) parseDate(text string, now time.Time) (float64, *numberFormat, bool) {
	if t, ok := parseClock(text); ok {
		return t, &numberFormat{"TIME", l.timePattern}, true
	}
	day, nf, ok := l.parseDay(text, now)
	if ok {
		return day, nf, true
	}
	at := strings.LastIndexAny(text, " T")
	if at < 0 {
		return 0, nil, false
	}
	if at > 0 && strings.HasSuffix(strings.ToLower(text), "m") { // "1/2/2026 4:05 pm"
		if before := strings.LastIndex(text[:at], " "); before > 0 {
			if _, isClock := parseClock(text[before+1:]); isClock {
				at = before
			}
		}
	}
	clock, okClock := parseClock(strings.TrimSpace(text[at+1:]))
	day, nf, ok = l.parseDay(strings.TrimSpace(text[:at]), now)
	if !ok || !okClock {
		return 0, nil, false
	}
	pattern := l.dateTimePattern
	if nf.Pattern != l.datePattern {
		pattern = nf.Pattern + " hh:mm:ss"
	}
	return day + clock, &numberFormat{"DATE_TIME", pattern}, true
}

func parseClock(text string) (float64, bool) {
	m := clockTime.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	h, mi, s := atoi(m[1]), atoi(m[2]), atoi(m[3])
	if m[4] != "" {
		if h < 1 || h > 12 {
			return 0, false
		}
		h = h%12 + map[string]int{"a": 0, "p": 12}[strings.ToLower(m[4])]
	}
	if h > 23 || mi > 59 || s > 59 {
		return 0, false
	}
	return float64(h*3600+mi*60+s) / secondsPerDay, true
}

func (l *locale) parseDay(text string, now time.Time) (float64, *numberFormat, bool) {
	if m := isoDate.FindStringSubmatch(text); m != nil {
		return daySerial(atoi(m[1]), atoi(m[2]), atoi(m[3]), "yyyy-mm-dd")
	}
	if m := shortDate.FindStringSubmatch(text); m != nil {
		if !strings.Contains(l.dateSeparators, m[2]) || (m[4] != "" && m[4] != m[2]) {
			return 0, nil, false
		}
		day, month := atoi(m[3]), atoi(m[1])
		if l.dayFirst {
			day, month = month, day
		}
		return daySerial(fullYear(m[5], now), month, day, l.datePattern)
	}
	if m := wordDate.FindStringSubmatch(text); m != nil {
		return daySerial(fullYear(m[3], now), l.month(m[2]), atoi(m[1]), "d mmm yyyy")
	}
	if m := usDate.FindStringSubmatch(text); m != nil {
		return daySerial(atoi(m[3]), l.month(m[1]), atoi(m[2]), "mmm d, yyyy")
	}
	return 0, nil, false
}

func daySerial(year, month, day int, pattern string) (float64, *numberFormat, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if month < 1 || month > 12 || t.Day() != day || year < 1800 {
		return 0, nil, false
	}
	return serialOf(t), &numberFormat{"DATE", pattern}, true
}

func fullYear(text string, now time.Time) int {
	year := atoi(text)
	switch {
	case text == "":
		return now.Year()
	case len(text) == 2 && year < 30:
		return 2000 + year
	case len(text) == 2:
		return 1900 + year
	}
	return year
}

// month finds a month by its name or the first three or more letters of it.
func (l *locale) month(name string) int {
	name = strings.ToLower(name)
	if len([]rune(name)) < 3 {
		return 0
	}
	for _, names := range [][]string{l.months, l.short, englishMonths} {
		for i, m := range names {
			if strings.HasPrefix(strings.TrimSuffix(strings.ToLower(m), "."), name) {
				return i + 1
			}
		}
	}
	return 0
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }
