package sheetsim

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// renderDate writes a serial by a pattern of y m d h s and am/pm. "m" next to
// hours or seconds means minutes.
func renderDate(serial float64, section string, l *locale) string {
	t := timeOf(serial)
	lower := asciiLower(section)
	half := strings.Contains(lower, "am/pm")
	var b strings.Builder
	afterHour := false
	for i := 0; i < len(section); {
		c := lower[i]
		switch {
		case strings.HasPrefix(lower[i:], "am/pm"):
			b.WriteString(pick(t.Hour() < 12, "AM", "PM"))
			i += 5
		case strings.IndexByte("ymdhs", c) >= 0:
			run := 1
			for i+run < len(lower) && lower[i+run] == c {
				run++
			}
			minutes := c == 'm' && run <= 2 && (afterHour || secondsFollow(lower[i+run:]))
			b.WriteString(datePart(t, c, run, minutes, half, l))
			afterHour = c == 'h'
			i += run
		case c == '"':
			end := strings.IndexByte(section[i+1:], '"')
			if end < 0 {
				return b.String() + section[i+1:]
			}
			b.WriteString(section[i+1 : i+1+end])
			i += end + 2
		case c == '\\' && i+1 < len(section):
			b.WriteByte(section[i+1])
			i += 2
		case c == '[' || c == ']':
			i++
		default:
			b.WriteByte(section[i])
			i++
		}
	}
	return b.String()
}

// secondsFollow tells that the next letter of the pattern is an "s".
func secondsFollow(rest string) bool {
	at := strings.IndexAny(rest, "ymdhs")
	return at >= 0 && rest[at] == 's'
}

func datePart(t time.Time, c byte, run int, minutes, half bool, l *locale) string {
	switch c {
	case 'y':
		if run <= 2 {
			return fmt.Sprintf("%02d", t.Year()%100)
		}
		return strconv.Itoa(t.Year())
	case 'm':
		switch {
		case minutes:
			return padded(t.Minute(), run)
		case run >= 4:
			return l.months[t.Month()-1]
		case run == 3:
			return l.short[t.Month()-1]
		}
		return padded(int(t.Month()), run)
	case 'd':
		switch {
		case run >= 4:
			return l.days[t.Weekday()]
		case run == 3:
			return shortened(l.days[t.Weekday()])
		}
		return padded(t.Day(), run)
	case 'h':
		hour := t.Hour()
		if half {
			hour = (hour+11)%12 + 1
		}
		return padded(hour, run)
	}
	return padded(t.Second(), run)
}

func padded(n, width int) string { return fmt.Sprintf("%0*d", min(width, 2), n) }

// shortened is a day's usual abbreviation.
func shortened(day string) string {
	runes := []rune(day)
	return string(runes[:min(3, len(runes))])
}

// asciiLower keeps byte offsets, which strings.ToLower may not.
func asciiLower(s string) string {
	out := []byte(s)
	for i, c := range out {
		if c >= 'A' && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return string(out)
}
