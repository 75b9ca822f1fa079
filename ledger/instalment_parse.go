package ledger

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// ParsePlan reads an instalment plan as people type it, in amounts of a
// currency: parts apart by semicolons, line breaks, "and" or "et", each an
// amount and a day in either order.
//
//	500.00 on 2026-12-01; 500.00 on 2027-01-01
//	1 000,50 € le 01/12/2026 ; 500 le 1er janvier 2027
//	2026-12-01: 500
//
// A day in figures is the year first, or the day first (01/12/2026 is the
// first of December), with four digits of year. Whatever is left over that is
// no connecting word is refused: nothing is guessed.
func ParsePlan(text string, c Currency) (Plan, error) {
	if len(text) > maxPlanText {
		return nil, unreadablePlan(text[:maxShownPart])
	}
	var plan Plan
	for _, part := range splitPlan(text) {
		instalment, ok := parseInstalment(part, c)
		if !ok || len(plan) > maxInstalments {
			return nil, unreadablePlan(part)
		}
		plan = append(plan, instalment)
	}
	if len(plan) == 0 {
		return nil, unreadablePlan(text)
	}
	if err := plan.check(); err != nil {
		return nil, err
	}
	return plan, nil
}

const (
	maxPlanText  = 4000 // of a cell: maxInstalments of them with their words
	maxShownPart = 40   // of an unreadable part, in the message about it
)

func unreadablePlan(part string) error {
	part = strings.TrimSpace(strings.ToValidUTF8(part, ""))
	if runes := []rune(part); len(runes) > maxShownPart {
		part = string(runes[:maxShownPart]) + "…"
	}
	return &Error{
		Code: CodeInvalid, Reason: ReasonPlanUnreadable, Args: Args{"text": part},
		Message: fmt.Sprintf("%q is no instalment. Write amounts and days such as: 500.00 on 2026-12-01; 500.00 on 2027-01-01", part),
	}
}

var planSeparator = regexp.MustCompile(`(?i)[;\n\r]+|\s(?:and|then|et|puis)\s`)

func splitPlan(text string) []string {
	var parts []string
	for _, part := range planSeparator.Split(text, -1) {
		if strings.TrimSpace(part) != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// planDay finds 2026-12-01, 01/12/2026, 01.12.2026 and "1er décembre 2026".
var planDay = regexp.MustCompile(`(\d{4})-(\d{1,2})-(\d{1,2})|\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b|\b(\d{1,2})(?:er|st|nd|rd|th)?\s+(` +
	strings.Join(slices.Sorted(maps.Keys(monthNames)), "|") + `)\.?\s+(\d{4})\b`)

// parseInstalment takes the one day out of a part and reads what is left as
// the amount.
func parseInstalment(text string, c Currency) (Instalment, bool) {
	text = strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) {
			return ' '
		}
		return r
	}, text))
	found := planDay.FindAllStringSubmatchIndex(text, 2)
	if len(found) != 1 {
		return Instalment{}, false
	}
	due, ok := dayIn(planDay.FindStringSubmatch(text))
	if !ok {
		return Instalment{}, false
	}
	// A sign marks where the day stood, so that figures before and after it
	// don't grow together.
	amount, ok := planAmount(text[:found[0][0]]+"|"+text[found[0][1]:], c)
	return Instalment{Due: due, Amount: amount}, ok
}

// dayIn makes a day of a match of planDay.
func dayIn(m []string) (Date, bool) {
	year, month, day := m[1], m[2], m[3]
	switch {
	case m[4] != "":
		year, month, day = m[6], m[5], m[4]
	case m[7] != "":
		named, ok := monthNames[m[8]]
		if !ok {
			return 0, false
		}
		year, month, day = m[9], strconv.Itoa(int(named)), m[7]
	}
	y, _ := strconv.Atoi(year)
	mo, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date := NewDate(y, time.Month(mo), d)
	gotYear, gotMonth, gotDay := date.Time().Date()
	return date, y > 0 && gotYear == y && int(gotMonth) == mo && gotDay == d // there is no 30 February
}

var monthNames = map[string]time.Month{
	"january": 1, "jan": 1, "janvier": 1, "janv": 1, "february": 2, "feb": 2, "février": 2, "fevrier": 2, "févr": 2, "march": 3, "mar": 3, "mars": 3,
	"april": 4, "apr": 4, "avril": 4, "avr": 4, "may": 5, "mai": 5, "june": 6, "jun": 6, "juin": 6, "july": 7, "jul": 7, "juillet": 7, "juil": 7,
	"august": 8, "aug": 8, "août": 8, "aout": 8, "september": 9, "sep": 9, "sept": 9, "septembre": 9, "october": 10, "oct": 10, "octobre": 10,
	"november": 11, "nov": 11, "novembre": 11, "december": 12, "dec": 12, "décembre": 12, "decembre": 12, "déc": 12,
}

// planWords connect an amount and its day.
var planWords = map[string]bool{
	"on": true, "by": true, "due": true, "before": true, "the": true, "le": true, "au": true, "pour": true, "avant": true,
}

var (
	planWord    = regexp.MustCompile(`[€$£]|\pL+`)
	planFigures = regexp.MustCompile(`^(?:\d+|\d{1,3}(?:[ '’]\d{3})+)(?:[.,]\d+)?$|^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d{1,3}(?:\.\d{3})+(?:,\d+)?$`)
)

var planUnits = map[string]Currency{"€": "EUR", "£": "GBP", "euro": "EUR", "euros": "EUR"}

// planAmount reads "1 000,50 €|" and the like.
func planAmount(text string, c Currency) (Money, bool) {
	isKnown := true
	text = planWord.ReplaceAllStringFunc(text, func(word string) string {
		if planWords[word] {
			return "|"
		}
		isKnown = isKnown && isUnitOf(word, c)
		return " "
	})
	if !isKnown {
		return Money{}, false
	}
	figures := ""
	for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("|:=@–—-", r) }) {
		if piece = strings.TrimSpace(piece); piece == "" {
			continue
		}
		if figures != "" || !planFigures.MatchString(piece) {
			return Money{}, false
		}
		figures = piece
	}
	m, err := ParseMoney(plainFigures(figures, c.Exponent()), c)
	return m, err == nil && m.IsPositive()
}

// isUnitOf tells whether a word or sign stands for the currency.
func isUnitOf(word string, c Currency) bool {
	if word == "$" {
		return strings.HasSuffix(string(c), "D") // USD, CAD, AUD …
	}
	return planUnits[word] == c && c != "" || strings.EqualFold(word, string(c))
}

// plainFigures writes figures that match planFigures with a dot and no groups.
// One sign before exactly three digits is a group, but the decimal sign of a
// currency that counts in thousandths: the bot writes all decimals, and a plan
// that was meant otherwise doesn't come to its balance.
func plainFigures(figures string, exponent int32) string {
	figures = strings.NewReplacer(" ", "", "'", "", "’", "").Replace(figures)
	last := strings.LastIndexAny(figures, ".,")
	if last < 0 {
		return figures
	}
	whole, decimals := figures[:last], figures[last+1:]
	isMixed := strings.ContainsAny(whole, ".,") && !strings.Contains(whole, figures[last:last+1])
	isRepeated := strings.ContainsAny(whole, ".,") && !isMixed
	whole = strings.NewReplacer(",", "", ".", "").Replace(whole)
	if isRepeated || len(decimals) == 3 && exponent < 3 && !isMixed {
		return whole + decimals
	}
	return whole + "." + decimals
}
