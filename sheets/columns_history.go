package sheets

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/relance-bot/relance/ledger"
)

// historyColumn is a column in which people noted reminders before the bot
// came: "Relance 1", "2e relance", "Reminder 3". It tells where an invoice that
// is new to the book stands on the ladder; it is never a column of the bot's.
type historyColumn struct {
	Index int
	Stage int // that a mark in it says was reached; 0: a reminder of no number
}

// Stages of the default ladder that a header names in words (see the policy:
// 4 is the last amicable letter, 5 the formal notice).
const (
	stageLastAmicable = 4
	stageFormalNotice = 5
)

func historyColumns(header []string, c Columns) []historyColumn {
	var list []historyColumn
	for i, text := range header {
		if fieldAt(c, i) != "" {
			continue
		}
		if stage, ok := historyStage(text); ok {
			list = append(list, historyColumn{Index: i, Stage: stage})
		}
	}
	return list
}

var (
	// relance 1, date relance n° 2, reminder 3, rappel 1 le, r1
	reminderNumber = regexp.MustCompile(`^(?:date )?(?:de )?(?:la )?(?:relance|rappel|reminder|lettre de relance|reminder letter|dunning|r) ?(?:n|no|nr)? ?([1-9])(?: le| date| on| sent)?$`)
	// 1ere relance, 2e rappel, 3rd reminder, date 1ere relance
	numberReminder = regexp.MustCompile(`^(?:date )?(?:de )?(?:la )?([1-9]) ?(?:re|ere|er|e|eme|de|nde|st|nd|rd|th) (?:relance|rappel|reminder|lettre|letter|notice)(?: le| date| on| sent)?$`)
	reminderWords  = map[string]int{
		"premiere relance": 1, "deuxieme relance": 2, "seconde relance": 2, "troisieme relance": 3, "premier rappel": 1, "deuxieme rappel": 2, "troisieme rappel": 3,
		"first reminder": 1, "second reminder": 2, "third reminder": 3, "final reminder": stageLastAmicable, "last amicable": stageLastAmicable,
		"mise en demeure": stageFormalNotice, "mise en demeure le": stageFormalNotice, "date mise en demeure": stageFormalNotice, "med": stageFormalNotice, "lrar": stageFormalNotice,
		"formal notice": stageFormalNotice, "final notice": stageFormalNotice, "final demand": stageFormalNotice,
		"relance": 0, "relances": 0, "relance le": 0, "date relance": 0, "date de relance": 0, "rappel": 0, "rappels": 0, "nb relances": 0, "nb de relances": 0, "nombre de relances": 0,
		"reminder": 0, "reminders": 0, "reminder sent": 0, "reminders sent": 0, "reminder date": 0,
	}
)

// historyStage tells that a header is of past reminders, and of which.
func historyStage(text string) (int, bool) {
	if above, below, ok := strings.Cut(text, groupSign); ok {
		text = above + " " + below
	}
	words := spokenWords(text)
	if stage, ok := reminderWords[words]; ok {
		return stage, true
	}
	for _, form := range []*regexp.Regexp{reminderNumber, numberReminder} {
		if m := form.FindStringSubmatch(words); m != nil {
			n, _ := strconv.Atoi(m[1])
			return n, true
		}
	}
	return 0, false
}

// spokenWords are a text's words in lower case without accents and signs, with
// one space between them; letters and digits are apart.
func spokenWords(text string) string {
	var b strings.Builder
	kind := ' '
	for _, r := range norm.NFKD.String(norm.NFKC.String(strings.ReplaceAll(text, "°", " "))) {
		is := ' '
		switch {
		case isMark(r):
			continue
		case isLetter(r):
			is = 'a'
		case isDigit(r):
			is = '1'
		}
		if is != kind && b.Len() > 0 && !strings.HasSuffix(b.String(), " ") {
			b.WriteByte(' ')
		}
		if kind = is; is != ' ' {
			b.WriteString(strings.ToLower(string(r)))
		}
	}
	return strings.TrimSpace(b.String())
}

// history is what people noted about reminders in a row.
type history struct {
	Stage int // the highest that was reached
	Last  ledger.Date
	Any   bool
}

// readHistory reads the columns of past reminders: a day, or any mark but a no.
func readHistory(cells []any, columns Columns, opt ParseOptions, issued ledger.Date) history {
	var h history
	for _, col := range columns.history {
		stage, day, ok := readReminder(cellAt(cells, col.Index), col.Stage, opt, issued)
		if !ok {
			continue
		}
		h.Any = true
		h.Stage = max(h.Stage, stage)
		h.Last = max(h.Last, day)
	}
	return h
}

// countedReminders is how many past reminders a bare number may count.
const countedReminders = 9

func readReminder(cell any, stage int, opt ParseOptions, issued ledger.Date) (int, ledger.Date, bool) {
	if IsBlank(cell) {
		return 0, 0, false
	}
	if no, err := ParseBool(cell); err == nil && !no {
		return 0, 0, false
	}
	if d, ok := numberOf(cell); ok && d.IsInteger() && !d.IsNegative() && d.NumDigits() == 1 {
		n := min(int(d.IntPart()), countedReminders)
		if stage == 0 {
			return n, 0, n > 0
		}
		return stage, 0, true
	}
	reached := max(stage, 1)
	if d, err := ParseDate(cell, opt); err == nil {
		return reached, d, true
	}
	if s, ok := cell.(string); ok && !errorTexts[strings.TrimSpace(s)] {
		day, _, _ := dayIn(s, opt, issued)
		return reached, day, true
	}
	return 0, 0, false
}

// into sets where an invoice that is new to the book stands on the ladder, where
// the columns of the bot don't say it.
func (h history) into(fields ledger.Fields) {
	if !h.Any {
		return
	}
	if _, said := fields[ledger.FieldStage]; !said && h.Stage > 0 {
		fields[ledger.FieldStage] = ledger.Text(ledger.StageAt(h.Stage).String())
	}
	if _, said := fields[ledger.FieldLastReminder]; !said && !h.Last.IsZero() {
		fields[ledger.FieldLastReminder] = ledger.Day(h.Last)
	}
}
