package letter

import (
	"fmt"

	"github.com/relance-bot/relance/internal/locale"
)

// document is a letter in words, before it is text, HTML or paper. Every text
// in it is clean.
type document struct {
	Language  string
	Subject   string
	Title     string
	Company   string   // the sender
	Sender    []string // address and what the law wants on a letter
	Recipient []string
	Dated     string
	Marks     []pair // reference, account, registered post
	Greeting  string
	Before    []string
	Note      string
	Tables    []table
	After     []string
	Pay       []pair
	PayTitle  string
	Links     []link
	Closing   string
	Signature []string
	label     labels
}

type pair struct{ Name, Value string }

type link struct{ Name, URL string }

// table is a table of a letter. In text each row reads as a sentence.
type table struct {
	Title   string
	Columns []column
	Rows    []row
	Totals  []pair
}

type column struct {
	Head  string
	Right bool // amounts
}

type row struct {
	Cells []string
	Under string // a remark below the first cell
	Text  string // the row as a sentence
}

// Render writes the letter as an e-mail. The error is an *Error.
func Render(l Letter) (Rendered, error) {
	doc, err := l.document()
	if err != nil {
		return Rendered{}, err
	}
	html, err := doc.html()
	if err != nil {
		return Rendered{}, err
	}
	return Rendered{Subject: doc.Subject, Text: doc.text(), HTML: html}, nil
}

func (l Letter) document() (document, error) {
	if err := l.check(); err != nil {
		return document{}, err
	}
	t, err := l.totals()
	if err != nil {
		return document{}, err
	}
	say := locale.For(l.Language)
	lang := languages[say.Language()]
	f, err := l.facts(say, lang, t)
	if err != nil {
		return document{}, err
	}
	words := lang.kinds[l.Kind]
	doc := document{
		Language: say.Language(), Company: f.Sender, Note: note(l.Note), label: lang.label,
		Sender: l.senderLines(lang.label), Recipient: l.recipientLines(), Marks: l.marks(lang.label),
		Dated: l.dated(say, lang.label),
	}
	if doc.Subject, err = fill(words.subject, f); err != nil {
		return document{}, err
	}
	doc.Title = words.title
	if doc.Before, err = fillAll(words.before, f); err != nil {
		return document{}, err
	}
	if doc.After, err = fillAll(words.after, f); err != nil {
		return document{}, err
	}
	doc.salute(l, lang.label)
	if doc.Tables, err = l.tables(say, lang.label, t); err != nil {
		return document{}, err
	}
	if l.Kind != ThankYou {
		doc.payment(l, lang.label)
	}
	return doc, nil
}

func fillAll(texts []string, f facts) ([]string, error) {
	var out []string
	for _, text := range texts {
		paragraph, err := fill(text, f)
		if err != nil {
			return nil, err
		}
		if paragraph != "" {
			out = append(out, paragraph)
		}
	}
	return out, nil
}

// salute opens and closes the letter: as one writes to people one works with at
// first, formally from the firm letter on.
func (d *document) salute(l Letter, words labels) {
	contact := visible(l.Recipient.Contact, maxName)
	formal := l.Kind.Firmness() >= Firm.Firmness()
	switch {
	case formal && contact != "":
		d.Greeting, d.Closing = named(words.politeGreetingTo, contact), words.politeClosingTo
	case formal:
		d.Greeting, d.Closing = words.politeGreeting, words.politeClosing
	case contact != "":
		d.Greeting, d.Closing = named(words.greetingTo, contact), words.closing
	default:
		d.Greeting, d.Closing = words.greeting, words.closing
	}
	for _, line := range []string{l.Signatory.Name, l.Signatory.Role} {
		if line = visible(line, maxName); line != "" {
			d.Signature = append(d.Signature, line)
		}
	}
	d.Signature = append(d.Signature, d.Company)
	if phone := visible(l.Signatory.Phone, maxName); phone != "" {
		d.Signature = append(d.Signature, words.tel+" "+phone)
	}
	if email := visible(l.Signatory.Email, maxName); email != "" {
		d.Signature = append(d.Signature, email)
	}
}

// named puts a name where the form has a place for one: French has none when
// the person's title isn't known.
func named(form, name string) string {
	if before, after, found := cutVerb(form); found {
		return before + name + after
	}
	return form
}

func (l Letter) senderLines(words labels) []string {
	lines := visibleLines(l.Sender.Address, maxAddress)
	if phone := visible(l.Sender.Phone, maxName); phone != "" {
		lines = append(lines, words.tel+" "+phone)
	}
	if email := visible(l.Sender.Email, maxName); email != "" {
		lines = append(lines, email)
	}
	return append(lines, visibleLines(l.Sender.LegalIDs, maxAddress)...)
}

func (l Letter) recipientLines() []string {
	lines := []string{visible(l.Recipient.Company, maxName)}
	if contact := visible(l.Recipient.Contact, maxName); contact != "" {
		lines = append(lines, contact)
	}
	return append(lines, visibleLines(l.Recipient.Address, maxAddress-len(lines))...)
}

func (l Letter) marks(words labels) []pair {
	var marks []pair
	add := func(name, value string) {
		if value != "" {
			marks = append(marks, pair{name, value})
		}
	}
	add(words.reference, visible(l.Reference, maxName))
	add(words.customerCode, visible(l.Recipient.Code, maxName))
	switch tracking := visible(l.Tracking, maxName); {
	case tracking != "":
		marks = append(marks, pair{Value: fmt.Sprintf(words.tracking, tracking)})
	case l.Registered:
		marks = append(marks, pair{Value: words.registered})
	}
	return marks
}

func (l Letter) dated(say locale.Locale, words labels) string {
	day := say.Date(l.Date)
	if city := visible(l.Sender.City, maxName); city != "" && say.Language() == "fr" {
		return city + ", le " + day
	}
	return fmt.Sprintf(words.dated, day)
}

// payment says how to pay: the account, what to quote, the links.
func (d *document) payment(l Letter, words labels) {
	account := l.Sender.Account
	add := func(name, value string) {
		if value != "" {
			d.Pay = append(d.Pay, pair{name, value})
		}
	}
	if account.IBAN != "" {
		d.PayTitle = words.payBy
		holder := visible(account.Holder, maxName)
		if holder == "" {
			holder = d.Company
		}
		add(words.holder, holder)
		add(words.iban, groupIBAN(visible(account.IBAN, maxName)))
		add(words.bic, visible(account.BIC, maxName))
		add(words.bank, visible(account.Bank, maxName))
		add(words.quote, quoted(l.Chased))
	}
	if l.PayLink != "" {
		d.Links = append(d.Links, link{words.payAll, l.PayLink})
		return
	}
	for _, line := range l.Chased {
		if line.PayLink != "" {
			d.Links = append(d.Links, link{fmt.Sprintf(words.payLink, visible(line.Number, maxName)), line.PayLink})
		}
	}
}

// quoted are the invoices' numbers, as many as a transfer has room for (140
// characters in SEPA).
func quoted(lines []Line) string {
	const room = 140
	text := ""
	for _, line := range lines {
		number := visible(line.Number, maxName)
		if text != "" {
			number = ", " + number
		}
		if len(text)+len(number) > room {
			break
		}
		text += number
	}
	return text
}

// groupIBAN writes an IBAN in groups of four, as the standard prints it.
func groupIBAN(iban string) string {
	var out []byte
	n := 0
	for i := range len(iban) {
		if iban[i] == ' ' {
			continue
		}
		if n > 0 && n%4 == 0 {
			out = append(out, ' ')
		}
		out = append(out, iban[i])
		n++
	}
	return string(out)
}
