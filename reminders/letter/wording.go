package letter

import (
	"fmt"
	"strings"
	"text/template"

	"github.com/relance-bot/relance/internal/locale"
	"github.com/relance-bot/relance/ledger"
)

// wording is one kind of letter in one language: templates over facts. A
// paragraph that comes out empty is left out.
type wording struct {
	subject string
	title   string   // above the greeting; formal notices have one
	before  []string // the tables follow
	after   []string
}

// language is everything that a letter says in one language.
type language struct {
	kinds map[Kind]wording
	law   map[Regime]string
	label labels
}

// labels are the words of tables and lines.
type labels struct {
	greeting, greetingTo, politeGreeting, politeGreetingTo string
	closing, politeClosing, politeClosingTo                string
	invoice, issued, due, late, amount, partPaid, left     string
	instalment, disputed, day, days                        string
	chased                                                 map[Kind]string // the first table's title
	otherOverdue, notDue, claims                           string
	total, creditNote, unapplied, asked, principal         string
	interest, interestTo, fee, feeHead, claimsTotal        string
	grandTotal                                             string
	payBy, holder, iban, bic, bank, quote, payLink, payAll string
	reference, customerCode, registered, tracking          string
	dated, subject, page, tel, and, statementOf, overdueOn string
}

var languages = map[string]language{"fr": french, "en": english}

// facts is what the templates may say. Every text is clean, every amount and
// day is written in the letter's language.
type facts struct {
	One      bool // one invoice
	Count    string
	Number   string // of the first
	Due      string // the oldest due date
	Late     string // days since, in words
	Total    string // the principal asked for
	Deadline string
	Days     string // from the letter's date to the deadline
	Previous string
	Date     string
	Law      string // the regime's clause
	Rate     string // the contract's rate
	Fee40    string // the fixed fee of France and the EU
	Claimed  string // interest and fees to date, in words
	Regime   Regime
	Company  string // the customer
	Sender   string
}

func (l Letter) facts(say locale.Locale, lang language, t totals) (facts, error) {
	oldest := l.Chased[0]
	for _, line := range l.Chased {
		if !line.Due.IsZero() && (oldest.Due.IsZero() || line.Due.Before(oldest.Due)) {
			oldest = line
		}
	}
	f := facts{
		One: len(l.Chased) == 1, Count: say.Int(len(l.Chased)), Number: l.Chased[0].name(lang.label),
		Due: say.Date(oldest.Due), Total: say.Money(t.asked), Date: say.Date(l.Date), Previous: say.Date(l.Previous),
		Regime: l.Regime, Fee40: say.Money(ledger.Money{Minor: 4000, Currency: "EUR"}),
		Company: visible(l.Recipient.Company, maxName), Sender: visible(l.Sender.Company, maxName),
	}
	f.Fee40 = strings.NewReplacer(",00", "", ".00", "").Replace(f.Fee40)
	if !oldest.Due.IsZero() {
		f.Late = inDays(lang.label, say, l.Date.DaysSince(oldest.Due))
	}
	if !l.Deadline.IsZero() {
		f.Deadline = say.Date(l.Deadline)
		f.Days = inDays(lang.label, say, l.Deadline.DaysSince(l.Date))
	}
	if l.Rate != "" {
		f.Rate = say.Decimal(visible(l.Rate, 20))
	}
	f.Claimed = claimed(say, lang.label, t)
	var err error
	f.Law, err = fill(lang.law[l.Regime], f)
	return f, err
}

func inDays(words labels, say locale.Locale, n int) string {
	if n == 1 || n == -1 {
		return say.Int(n) + "\u00a0" + words.day
	}
	return say.Int(n) + "\u00a0" + words.days
}

// claimed is "12.30 of interest and 40.00 of recovery fee", or nothing.
func claimed(say locale.Locale, words labels, t totals) string {
	var parts []string
	if t.interest.IsPositive() {
		parts = append(parts, fmt.Sprintf(words.interestTo, say.Money(t.interest)))
	}
	for _, fee := range t.fees {
		parts = append(parts, fmt.Sprintf(words.fee, say.Money(fee)))
	}
	switch len(parts) {
	case 0:
		return ""
	case 1:
		return parts[0]
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " " + words.and + " " + parts[len(parts)-1]
}

// name is the invoice's number, with the instalment's place where it is one.
func (l Line) name(words labels) string {
	name := visible(l.Number, maxName)
	if l.Part > 0 {
		name += fmt.Sprintf(words.instalment, l.Part, l.Parts)
	}
	return name
}

// fill runs a template of ours. French wants a no-break space before its
// double signs; the templates are written with plain ones.
func fill(text string, f facts) (string, error) {
	if text == "" {
		return "", nil
	}
	parsed, err := template.New("").Option("missingkey=error").Parse(text)
	if err != nil {
		return "", fmt.Errorf("letter's wording: %w", err)
	}
	var b strings.Builder
	if err := parsed.Execute(&b, f); err != nil {
		return "", fmt.Errorf("letter's wording: %w", err)
	}
	return strings.TrimSpace(b.String()), nil
}

// hardSpaces gives French wording its no-break spaces.
func hardSpaces(w wording) wording {
	w.subject, w.title = frenchSpaces.Replace(w.subject), frenchSpaces.Replace(w.title)
	for _, paragraphs := range [][]string{w.before, w.after} {
		for i := range paragraphs {
			paragraphs[i] = frenchSpaces.Replace(paragraphs[i])
		}
	}
	return w
}

var frenchSpaces = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", " %", "\u00a0%", "« ", "«\u00a0", " »", "\u00a0»")
