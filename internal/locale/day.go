package locale

import (
	"strconv"
	"time"

	"github.com/relance-bot/relance/ledger"
)

var (
	frenchMonths = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	// Abbreviations of the Imprimerie nationale; mars, mai, juin and août stay whole.
	frenchShort    = [...]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."}
	frenchWeekdays = [...]string{"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."}
)

// Date is a day in full: "20 novembre 2026", "1er mai 2026", "20 November 2026".
func (l Locale) Date(d ledger.Date) string {
	if d.IsZero() {
		return ""
	}
	t := d.Time()
	if l.french {
		return frenchDay(t) + " " + frenchMonths[t.Month()-1] + " " + strconv.Itoa(t.Year())
	}
	if l.american {
		return t.Format("January 2, 2006")
	}
	return t.Format("2 January 2006")
}

// Day is a day in short: "ven. 20 nov.", "Fri 20 Nov". It leaves out the
// year, so it is for days near today.
func (l Locale) Day(d ledger.Date) string {
	if d.IsZero() {
		return ""
	}
	t := d.Time()
	if l.french {
		return frenchWeekdays[t.Weekday()] + " " + frenchDay(t) + " " + frenchShort[t.Month()-1]
	}
	if l.american {
		return t.Format("Mon Jan 2")
	}
	return t.Format("Mon 2 Jan")
}

// frenchDay is the number of the day; the first alone is an ordinal.
func frenchDay(t time.Time) string {
	if t.Day() == 1 {
		return "1er"
	}
	return strconv.Itoa(t.Day())
}

// Clock is the time of day that t shows: "14 h 05", "14:05".
func (l Locale) Clock(t time.Time) string {
	if l.french {
		return t.Format("15" + hardSpace + "h" + hardSpace + "04")
	}
	if l.american {
		return t.Format("3:04 PM")
	}
	return t.Format("15:04")
}

// Late says how a due day stands: "12 days late", "due today", "due in 3 days".
func (l Locale) Late(days int) string {
	if l.french {
		return l.lateFrench(days)
	}
	switch {
	case days > 1:
		return l.Int(days) + " days late"
	case days == 1:
		return "1 day late"
	case days == 0:
		return "due today"
	case days == -1:
		return "due tomorrow"
	}
	return "due in " + l.Int(-days) + " days"
}

func (l Locale) lateFrench(days int) string {
	switch {
	case days > 1:
		return l.Int(days) + " jours de retard"
	case days == 1:
		return "1 jour de retard"
	case days == 0:
		return "échéance aujourd’hui"
	case days == -1:
		return "échéance demain"
	}
	return "échéance dans " + l.Int(-days) + " jours"
}
