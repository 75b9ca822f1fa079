package sheetsim

import (
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

func (e *evaluator) clock() time.Time { return e.book.results.now.In(e.book.zone()) }

func today(e *evaluator, _ []node) operand {
	v := numberValue(math.Floor(serialOf(e.clock())))
	v.format = &numberFormat{"DATE", localeOf(e.book.locale).datePattern}
	return one(v)
}

func rightNow(e *evaluator, _ []node) operand {
	l := localeOf(e.book.locale)
	v := numberValue(serialOf(e.clock()))
	v.format = &numberFormat{"DATE_TIME", l.dateTimePattern}
	return one(v)
}

// maxYear is the last year of dates.
const maxYear = 9999

func date(e *evaluator, args []node) operand {
	var parts [3]int
	for i := range parts {
		v := e.scalar(args[i].eval(e))
		n, ok := v.asNumber()
		if v.kind == kindError || !ok {
			return one(orError(v, errValue))
		}
		parts[i] = int(math.Max(-1e6, math.Min(1e6, n)))
	}
	if parts[0] >= 0 && parts[0] < 1900 {
		parts[0] += 1900
	}
	t := time.Date(parts[0], time.Month(parts[1]), parts[2], 0, 0, 0, 0, time.UTC)
	if t.Year() < 0 || t.Year() > maxYear {
		return fail(errNum)
	}
	v := numberValue(serialOf(t))
	v.format = &numberFormat{"DATE", localeOf(e.book.locale).datePattern}
	return one(v)
}

func datePartOf(part func(time.Time) int) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		return e.each(args[0].eval(e), one(value{}), func(v, _ value) value {
			n, ok := v.asNumber()
			if v.kind == kindError || !ok {
				return orError(v, errValue)
			}
			return numberValue(float64(part(timeOf(n))))
		})
	}
}

func toNumber(e *evaluator, args []node) operand {
	switch v := e.scalar(args[0].eval(e)); v.kind {
	case kindNumber, kindError:
		return one(v)
	case kindBool:
		return num(v.num)
	}
	return num(0)
}

func toValue(e *evaluator, args []node) operand {
	v := e.scalar(args[0].eval(e))
	if v.kind != kindText {
		return one(v)
	}
	got := parseInput(v.str, localeOf(e.book.locale), e.clock())
	if got.value.kind != kindNumber {
		return fail(errValue)
	}
	return num(got.value.num)
}

// shownText is a value as text functions see it.
func (e *evaluator) shownText(v value) string {
	format := v.format
	if !format.isDate() {
		format = nil
	}
	return render(v, format, localeOf(e.book.locale))
}

func length(e *evaluator, args []node) operand {
	return e.each(args[0].eval(e), one(value{}), func(v, _ value) value {
		if v.kind == kindError {
			return v
		}
		return numberValue(float64(utf8.RuneCountInString(e.shownText(v))))
	})
}

func textual(f func(string) string) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		return e.each(args[0].eval(e), one(value{}), func(v, _ value) value {
			if v.kind == kindError {
				return v
			}
			return textValue(f(e.shownText(v)))
		})
	}
}

func trim(s string) string  { return strings.Join(strings.Fields(s), " ") }
func upper(s string) string { return strings.ToUpper(s) }
func lower(s string) string { return strings.ToLower(s) }

// side is LEFT or RIGHT.
func side(left bool) func(*evaluator, []node) operand {
	return func(e *evaluator, args []node) operand {
		count := numberValue(1)
		if len(args) > 1 {
			count = e.scalar(args[1].eval(e))
		}
		v := e.scalar(args[0].eval(e))
		n, ok := count.asNumber()
		if v.kind == kindError || !ok || n < 0 {
			return one(orError(v, errValue))
		}
		runes := []rune(e.shownText(v))
		k := int(math.Min(n, float64(len(runes))))
		if left {
			return one(textValue(string(runes[:k])))
		}
		return one(textValue(string(runes[len(runes)-k:])))
	}
}

func formatText(e *evaluator, args []node) operand {
	return e.each(args[0].eval(e), args[1].eval(e), func(v, pattern value) value {
		switch {
		case v.kind == kindError:
			return v
		case pattern.kind == kindError:
			return pattern
		case v.kind == kindText || pattern.str == "":
			return textValue(e.shownText(v))
		}
		n, _ := v.asNumber()
		return textValue(render(numberValue(n), &numberFormat{Pattern: pattern.str}, localeOf(e.book.locale)))
	})
}

func concatenate(e *evaluator, args []node) operand {
	var b strings.Builder
	var failed value
	for _, arg := range args {
		e.values(arg.eval(e), func(v value, _ bool) bool {
			if v.kind == kindError {
				failed = v
				return false
			}
			b.WriteString(e.shownText(v))
			return true
		})
	}
	if failed.kind == kindError {
		return one(failed)
	}
	return one(textValue(b.String()))
}
