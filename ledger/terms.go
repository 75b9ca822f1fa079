package ledger

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Terms say when an invoice falls due, counted from its issue date. The zero
// Terms are payment on receipt.
type Terms struct {
	Days   int // calendar days
	Months int
	// End says that an end of month is part of the count, and where in it.
	End EndOfMonth
	// Day is the day of a month on which payment is made: the first such day
	// on or after what the rest gives; 0: none. 31 is the last day of a month.
	Day int
	// Early is a discount for paying within so many days, as in 2/10 net 30. It
	// changes what may be paid, never when the invoice is late.
	EarlyPercent int
	EarlyDays    int
}

// EndOfMonth is where the end of the month stands in the count of days.
//
// "45 jours fin de mois" is read in two ways, and the French administration
// admits both (CEPC, questions et réponses sur les délais de paiement, « sur la
// computation des délais »; Code de commerce, art. L441-10): 45 days and then to
// the end of that month, or the end of the month of the invoice and then 45
// days. The order of the words decides here, which is also the first reading
// that the CEPC names: "45 jours fin de mois" is EndAfter, "fin de mois 45
// jours" and "FDM + 45" are EndBefore. In English the days of "net 30 EOM" count
// from the end of the month whatever the order (AMA's dictionary of marketing,
// end-of-month dating), so EOM is EndBefore.
type EndOfMonth int

// Places of the end of the month.
const (
	EndNone   EndOfMonth = iota
	EndAfter             // count the days, then go to the end of that month
	EndBefore            // go to the end of the month of issue, then count the days
)

// maxTermDays bounds terms: beyond a year and a half it is a slip.
const maxTermDays = 550

// Due is the day on which an invoice issued on a day falls due.
func (t Terms) Due(issued Date) Date {
	if issued.IsZero() {
		return 0
	}
	d := issued
	if t.End == EndBefore {
		d = d.MonthEnd()
	}
	d = addMonths(d, t.Months).AddDays(t.Days)
	if t.Months > 0 && t.End == EndBefore && t.Days == 0 {
		d = d.MonthEnd() // the end of February is followed by the end of March
	}
	if t.End == EndAfter {
		d = d.MonthEnd()
	}
	if t.Day > 0 {
		d = nextDayOfMonth(d, t.Day)
	}
	return d
}

// addMonths keeps the day of the month, or takes the month's last day.
func addMonths(d Date, n int) Date {
	if n == 0 {
		return d
	}
	y, m, day := d.Time().Date()
	first := NewDate(y, m+time.Month(n), 1)
	return min(first.AddDays(day-1), first.MonthEnd())
}

// nextDayOfMonth is the first day of that number on or after d.
func nextDayOfMonth(d Date, day int) Date {
	for month := d.MonthStart(); ; month = month.MonthEnd().AddDays(1) {
		if on := min(month.AddDays(day-1), month.MonthEnd()); !on.Before(d) {
			return on
		}
	}
}

// ParseTerms reads payment terms as people write them in French and English:
// "30 jours nets", "45 jours fin de mois", "FDM 45", "fin de mois + 30 le 10",
// "à réception", "comptant", "net 30", "30 EOM", "2/10 net 30". It answers
// whether it understood all of it: a word that it doesn't know may change the
// meaning, so nothing is guessed from the rest.
func ParseTerms(text string) (Terms, bool) {
	p := termsParser{}
	words := termWords(text)
	if len(words) == 0 || len(words) > maxTermWords {
		return Terms{}, false
	}
	for i := 0; i < len(words); {
		n, ok := p.take(words[i:])
		if !ok {
			return Terms{}, false
		}
		i += n
	}
	return p.terms()
}

// maxTermWords bounds a text of terms: more is prose.
const maxTermWords = 16

// termsParser gathers what the words say.
type termsParser struct {
	t          Terms
	counted    bool // days or months were said
	receipt    bool // on receipt, cash
	ended      bool // an end of month was said
	english    bool // as EOM: its days count from the end of the month
	afterEnd   bool // days were said behind the end of the month
	dayOfMonth bool
}

// take understands the words at the front and answers how many.
func (p *termsParser) take(words []string) (int, bool) {
	w, next := words[0], ""
	if len(words) > 1 {
		next = words[1]
	}
	if n, ok := termNumber(w); ok {
		return p.takeNumber(n, words)
	}
	switch {
	case w == "n" && next == "/": // n/30
		return 2, true
	case w == "+":
		return 1, true
	case termOrdinal[w]:
		return 1, p.dayOfMonth
	case termSilent[w]:
		return 1, true
	case termReceipt[w]:
		p.receipt = true
		return 1, true
	case w == "le" || w == "the":
		if day, ok := termNumber(next); ok && p.setDay(day) {
			return 2, true
		}
		return 1, true
	case termEnd[w] != 0:
		p.english = p.english || termEnd[w] == 2
		return 1, p.end()
	case w == "fin" || w == "end":
		// fin de mois, fin du mois, end of month, end of the month
		for i := 1; i < len(words) && i <= 4; i++ {
			switch words[i] {
			case "de", "du", "of", "the", "d":
				continue
			case "mois", "month":
				p.english = p.english || words[i] == "month"
				return i + 1, p.end()
			}
			if termFollowing[words[i]] {
				p.t.Months++
				continue
			}
			return 0, false
		}
		return 0, false
	case termFollowing[w]:
		// du mois suivant, of the following month
		switch {
		case p.dayOfMonth && p.t.Day > 0 && !p.ended:
			p.ended, p.t.End = true, EndBefore
		case p.ended && !p.counted:
			p.t.Months++
		default:
			return 0, false
		}
		return 1, true
	case w == "mois" || w == "month":
		return 1, termFollowing[next] || p.ended || p.dayOfMonth
	}
	return 0, false
}

// takeNumber understands a number by what follows it.
func (p *termsParser) takeNumber(n int, words []string) (int, bool) {
	at := func(i int) string {
		if i < len(words) {
			return words[i]
		}
		return ""
	}
	// 2/10 net 30, 2% 10 net 30, 1,5/8 n 30: taken whole in front.
	if !p.counted && !p.ended && (at(1) == "/" || at(1) == "%") {
		i := 2
		if at(1) == "%" && (at(2) == "/" || at(2) == "a" || at(2) == "within") {
			i = 3
		}
		days, ok := termNumber(at(i))
		if ok && n > 0 && n < 100 && days > 0 && days <= maxTermDays && p.t.EarlyDays == 0 && termNet(words[i+1:]) {
			p.t.EarlyPercent, p.t.EarlyDays = n, days
			return i + 1, true
		}
		return 0, false
	}
	switch {
	case termDays[at(1)]:
		return 2, p.days(n)
	case at(1) == "mois" || at(1) == "month" || at(1) == "months":
		if termFollowing[at(2)] {
			break
		}
		if p.counted || n > maxTermDays/30 {
			return 0, false
		}
		p.counted, p.t.Months, p.afterEnd = true, n, p.ended
		return 2, true
	case termOrdinal[at(1)]:
		return 2, p.setDay(n)
	}
	if (p.counted && p.ended || termFollowing[at(1)] || isFollowingMonth(words[1:])) && p.setDay(n) {
		return 1, true // 30 FDM 10, 10 du mois suivant
	}
	return 1, p.days(n) // net 30, FDM 45, or a bare 30
}

// termNet tells that what follows a discount is the net term.
func termNet(words []string) bool {
	for _, w := range words {
		switch {
		case w == "net" || w == "nets" || w == "n":
			return true
		case !termDays[w]:
			return false
		}
	}
	return false
}

func isFollowingMonth(words []string) bool {
	for _, w := range words {
		switch {
		case termFollowing[w]:
			return true
		case w != "du" && w != "of" && w != "the" && w != "mois" && w != "month":
			return false
		}
	}
	return false
}

func (p *termsParser) days(n int) bool {
	if p.counted || n > maxTermDays {
		return false
	}
	p.counted, p.t.Days, p.afterEnd = true, n, p.ended
	return true
}

func (p *termsParser) end() bool {
	if p.ended {
		return false
	}
	p.ended = true
	return true
}

func (p *termsParser) setDay(n int) bool {
	if p.dayOfMonth || n < 1 || n > 31 {
		return false
	}
	p.dayOfMonth, p.t.Day = true, n
	return true
}

func (p *termsParser) terms() (Terms, bool) {
	t := p.t
	switch {
	case p.receipt && (p.counted && t.Days+t.Months > 0 || p.ended || p.dayOfMonth):
		return Terms{}, false // on receipt and in thirty days
	case p.receipt:
		return t, true
	case !p.counted && !p.ended && !p.dayOfMonth:
		return Terms{}, false // silent words only
	}
	if p.ended && t.End == EndNone {
		t.End = EndAfter
		if p.afterEnd || p.english || !p.counted {
			t.End = EndBefore
		}
	}
	return t, true
}

// Words of terms, folded by termWords.
var (
	termDays      = wordSet("j jr jrs jour jours d day days jn")
	termOrdinal   = wordSet("th st nd rd er")
	termFollowing = wordSet("suivant suivante following next")
	termReceipt   = wordSet("reception receipt comptant cash immediat immediate immediately immediatement livraison delivery cod presentation")
	termEnd       = map[string]int{"fdm": 1, "jfm": 1, "jfdm": 1, "eom": 2}
	// termSilent change nothing about the day: how it is paid, from when the
	// days count where that is the date of the invoice, and small words.
	termSilent = wordSet(`net nets nette nettes n a au aux de du des d l la par of on upon from after apres date ddf facture facturation emission
		invoice invoicing issue due payable payment paiement reglement within terms sous compter partir ce
		virement vir vrt cheque chq lcr traite effet prelevement prlv cb carte bancaire especes wire transfer bank check ach card dd bacs sepa`)
)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

func termNumber(w string) (int, bool) {
	if w == "" || len(w) > 4 || strings.IndexFunc(w, func(r rune) bool { return r < '0' || r > '9' }) >= 0 {
		return 0, false
	}
	n, err := strconv.Atoi(w)
	return n, err == nil
}

// termWords folds a text to lower-case words without accents, numbers and
// letters apart, and the signs %, / and + by themselves.
func termWords(text string) []string {
	if len(text) > maxTermText {
		return nil
	}
	var words []string
	var word strings.Builder
	kind := 0 // of the word under way: 1 letters, 2 digits
	flush := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
		kind = 0
	}
	for _, r := range norm.NFKD.String(strings.TrimRight(text, " .")) {
		is := 0
		switch {
		case unicode.Is(unicode.Mn, r) || r == '.' && kind != 2:
			continue
		case unicode.IsLetter(r):
			is = 1
		case unicode.IsDigit(r):
			is = 2
		}
		if is != kind {
			flush()
		}
		switch {
		case is != 0:
			kind = is
			word.WriteRune(unicode.ToLower(r))
		case r == '%' || r == '/' || r == '+':
			words = append(words, string(r))
		case unicode.IsSpace(r) || strings.ContainsRune(",;:-–—'’()", r):
		default:
			words = append(words, string(r)) // not understood
		}
	}
	flush()
	return words
}

// maxTermText bounds a cell of terms, in bytes.
const maxTermText = 200
