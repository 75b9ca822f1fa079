package bot

import (
	"strconv"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// filter narrows a list of invoices: "acme", "me", "@camille >30".
type filter struct {
	me      bool
	user    string // Slack id of the salesperson asked about
	owner   string // the salesperson's name as typed after @
	minDays int    // later than this many days
	name    string // a customer, as typed
}

// maxDays bounds typed numbers of days: ten years.
const maxDays = 3660

// parseFilter reads the arguments of overdue and aging.
func parseFilter(args []string) filter {
	var f filter
	var name []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		lower := fold(arg)
		if id, ok := mentioned(arg); ok {
			f.user = id
			continue
		}
		if rest, ok := strings.CutPrefix(lower, ">"); ok {
			if rest == "" && i+1 < len(args) {
				i++
				rest = args[i]
			}
			if n, ok := days(strings.TrimPrefix(rest, "=")); ok {
				f.minDays = n
				continue
			}
		}
		switch {
		case lower == "me" || lower == "moi" || lower == "mine":
			f.me = true
		case len(arg) > 1 && arg[0] == '@':
			f.owner = arg[1:]
		default:
			name = append(name, arg)
		}
	}
	f.name = strings.Join(name, " ")
	return f
}

// days reads "30", "30d", "30j".
func days(text string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimRight(text, "dj"))
	return n, err == nil && n >= 0 && n <= maxDays
}

// String is the filter as arguments again, for the next page's button.
func (f filter) String() string {
	var words []string
	if f.me {
		words = append(words, "me")
	}
	if f.user != "" {
		words = append(words, "<@"+f.user+">")
	}
	if f.owner != "" {
		words = append(words, `@`+f.owner)
	}
	if f.minDays > 0 {
		words = append(words, ">"+strconv.Itoa(f.minDays))
	}
	if f.name != "" {
		words = append(words, f.name)
	}
	return strings.Join(words, " ")
}

// money and day of a command's arguments, in any order: "500 2026-11-20",
// "vendredi 1 500,50". What is neither is left over.
type particulars struct {
	amount ledger.Money // zero: not said
	day    ledger.Date  // zero: not said
	rest   []string
}

// parseParticulars reads them; currency is that of the invoice.
func parseParticulars(words []string, days dayReader, currency ledger.Currency) (particulars, error) {
	var p particulars
	var amount []string
	for i := 0; i < len(words); {
		if p.day.IsZero() {
			d, n, err := days.read(words[i:])
			if err != nil {
				return p, err
			}
			if n > 0 {
				p.day = d
				i += n
				continue
			}
		}
		if isAmountWord(words[i]) {
			amount = append(amount, words[i])
		} else {
			p.rest = append(p.rest, words[i])
		}
		i++
	}
	if len(amount) == 0 {
		return p, nil
	}
	m, err := parseAmount(strings.Join(amount, " "), currency)
	p.amount = m
	return p, err
}

// parseReason reads the arguments of a dispute: all of it is the reason, which
// may hold numbers and names of days, but for an amount with its currency at
// the end: "wrong price 200 EUR".
func parseReason(words []string) particulars {
	for n := min(2, len(words)-1); n > 0; n-- {
		tail := strings.Join(words[len(words)-n:], " ")
		if !strings.ContainsAny(tail, "0123456789") {
			continue
		}
		if m, err := parseAmount(tail, ""); err == nil && m.Currency != "" {
			return particulars{amount: m, rest: words[:len(words)-n]}
		}
	}
	return particulars{rest: words}
}

// isAmountWord tells whether a word is a part of an amount: digits with
// their signs, or a currency.
func isAmountWord(word string) bool {
	upper := strings.ToUpper(word)
	if _, ok := typedSymbols[upper]; ok {
		return true
	}
	if strings.ContainsAny(word, "0123456789") {
		return strings.Trim(upper, "0123456789.,-'’€$£ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00a0\u202f") == "" && !hasLongWord(upper)
	}
	_, err := ledger.ParseCurrency(upper)
	return err == nil && len(word) == 3 && upper == word
}

// hasLongWord tells "INV12" from "12EUR".
func hasLongWord(upper string) bool {
	letters := strings.Trim(upper, "0123456789.,-'’€$£\u00a0\u202f")
	if letters == "" {
		return false
	}
	if _, ok := typedSymbols[letters]; ok {
		return false
	}
	_, err := ledger.ParseCurrency(letters)
	return err != nil
}
