package sheets

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/relance-bot/relance/ledger"
)

// Years that an invoice, a payment or a promise can bear. Outside of them a
// cell is a slip of the finger (0202, 9999) or a number that is no date.
const (
	minYear = 1980
	maxYear = 2100
)

// ParseDate reads a day: a serial number (a time of day is dropped), an ISO
// date, or text in the order of the locale. Text that could be two days, and
// no order is known, is a Problem. A blank cell is no date.
func ParseDate(v any, opt ParseOptions) (ledger.Date, error) {
	if IsBlank(v) {
		return 0, nil
	}
	switch x := v.(type) {
	case bool:
		return 0, problem(ProblemTickBox)
	case string:
		return parseDateText(x, opt.DateOrder)
	}
	d, ok := numberOf(v)
	if !ok {
		return 0, problem(ProblemNotDate, numberText(v))
	}
	serial := d.Floor()
	if serial.Exponent() > 9 || serial.IsNegative() || serial.IntPart() > int64(lastSerial) || serial.IntPart() < int64(firstSerial) {
		if !serial.IsPositive() || serial.GreaterThan(decimal.NewFromInt(sheetSerial)) {
			return 0, problem(ProblemNotDate, short(d)) // no cell shows a day for it
		}
		return 0, problem(ProblemYear, ledger.DateFromSerial(int(serial.IntPart())).String(), strconv.Itoa(minYear), strconv.Itoa(maxYear))
	}
	return ledger.DateFromSerial(int(serial.IntPart())), nil
}

var (
	firstSerial = ledger.NewDate(minYear, time.January, 1).Serial()
	lastSerial  = ledger.NewDate(maxYear, time.December, 31).Serial()
)

// sheetSerial is the last serial number that a spreadsheet shows as a day,
// 9999-12-31.
const sheetSerial = 2_958_465

// parts are a date's three numbers as written, with the month's name if it has one.
type parts struct {
	numbers []string
	month   time.Month // named
	monthAt int        // how many numbers stood before the name
}

func parseDateText(typed string, order DateOrder) (ledger.Date, error) {
	s, err := plainText(typed)
	if err != nil {
		return 0, err
	}
	p, ok := splitDate(s)
	if !ok {
		return 0, problem(ProblemNotDate, typed)
	}
	if p.month != 0 {
		day, year := p.numbers[0], p.numbers[1]
		return dayOf(typed, year, int(p.month), day)
	}
	a, b, c := p.numbers[0], p.numbers[1], p.numbers[2]
	if len(a) == 4 { // year first
		return dayOf(typed, a, atoi(b), c)
	}
	switch order {
	case DateDMY:
		return dayOf(typed, c, atoi(b), a)
	case DateMDY:
		return dayOf(typed, c, atoi(a), b)
	}
	return eitherOrder(typed, a, b, c)
}

// eitherOrder reads text of an unknown order: the day that only one order
// gives, or that both do.
func eitherOrder(typed, a, b, year string) (ledger.Date, error) {
	dmy, noDMY := dayOf(typed, year, atoi(b), a)
	mdy, noMDY := dayOf(typed, year, atoi(a), b)
	isDMY, isMDY := noDMY == nil, noMDY == nil
	switch {
	case !isDMY && !isMDY:
		return 0, noDMY
	case isDMY && isMDY && (len(year) != 4 || dmy != mdy):
		return 0, problem(ProblemDateOrder, typed, dmy.String(), mdy.String())
	case len(year) != 4: // which number is the year is not known either
		return 0, problem(ProblemNotDate, typed)
	case isDMY:
		return dmy, nil
	}
	return mdy, nil
}

// splitDate takes a date apart. A time of day behind it is dropped.
func splitDate(s string) (parts, bool) {
	var p parts
	if i := strings.IndexAny(s, "T"); i == 10 { // 2026-01-31T08:00:00Z
		s = s[:i]
	} else if i := strings.LastIndexByte(s, ' '); i > 0 && strings.Contains(s[i:], ":") {
		s = s[:i]
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/-. ,", r) })
	for _, w := range words {
		if isDigits(w) && len(w) <= 4 {
			p.numbers = append(p.numbers, w)
			continue
		}
		month, ok := monthNames[squeeze(w)]
		if day := strings.TrimRight(strings.ToLower(w), "erndsth"); !ok && isDigits(day) && len(day) <= 2 { // 1er, 2nd
			p.numbers = append(p.numbers, day)
			continue
		}
		if !ok || p.month != 0 {
			return p, false
		}
		p.month, p.monthAt = month, len(p.numbers)
	}
	if p.month == 0 {
		return p, len(p.numbers) == 3
	}
	return p, len(p.numbers) == 2 && p.monthAt <= 1 // 31 janvier 2026, January 31, 2026
}

func isDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !isDigit(r) }) < 0
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

func dayOf(typed, yearText string, month int, dayText string) (ledger.Date, error) {
	year, day := atoi(yearText), atoi(dayText)
	switch len(yearText) {
	case 2: // receivables are of this century
		year += 2000
	case 4:
	default:
		return 0, problem(ProblemNotDate, typed)
	}
	if len(dayText) > 2 {
		return 0, problem(ProblemNotDate, typed)
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, problem(ProblemNoSuchDay, typed)
	}
	if year < minYear || year > maxYear {
		return 0, problem(ProblemYear, typed, strconv.Itoa(minYear), strconv.Itoa(maxYear))
	}
	d, err := ledger.ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
	if err != nil {
		return 0, problem(ProblemNoSuchDay, typed)
	}
	return d, nil
}

var monthNames = func() map[string]time.Month {
	names := map[string]time.Month{}
	for m, list := range [][]string{
		{"jan", "january", "janv", "janvier"},
		{"feb", "february", "fev", "fevr", "fevrier"},
		{"mar", "march", "mars"},
		{"apr", "april", "avr", "avril"},
		{"may", "mai"},
		{"jun", "june", "juin"},
		{"jul", "july", "juil", "juillet"},
		{"aug", "august", "aout"},
		{"sep", "sept", "september", "septembre"},
		{"oct", "october", "octobre"},
		{"nov", "november", "novembre"},
		{"dec", "december", "decembre"},
	} {
		for _, name := range list {
			names[name] = time.Month(m + 1)
		}
	}
	return names
}()
