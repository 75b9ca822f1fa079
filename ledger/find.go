package ledger

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxSearchRunes bounds what is looked for: longer than any name or number
// that a person types into a command.
const maxSearchRunes = 200

// maxNamed is how many candidates an error names: what fits a line on a phone.
const maxNamed = 3

// FindInvoice finds the invoice that a person means: by its number or a
// former one; else by a short form of it, without case, prefix, signs and
// leading zeros, or by its last group of digits, if exactly one fits.
func (b *Book) FindInvoice(text string) (*Invoice, error) {
	if utf8.RuneCountInString(text) > maxSearchRunes {
		return nil, notFound(string([]rune(text)[:maxSearchRunes]) + "…")
	}
	k := KeyOf(strings.TrimLeft(strings.TrimSpace(text), "#"))
	if inv, ok := b.Follow(k); ok {
		return inv, nil
	}
	fits := b.shortForm(k)
	switch len(fits) {
	case 0:
		return nil, notFound(text)
	case 1:
		return fits[0], nil
	}
	names := make([]string, 0, maxNamed)
	for _, inv := range fits[:min(len(fits), maxNamed)] {
		names = append(names, inv.Number)
	}
	return nil, &Error{
		Code: CodeAmbiguous, Reason: ReasonAmbiguous, Args: Args{"text": text, "count": len(fits), "names": strings.Join(names, ", ")},
		Message: fmt.Sprintf("%d invoices fit %q, such as %s. Give the whole number.", len(fits), text, strings.Join(names, ", ")),
	}
}

func notFound(text string) *Error {
	return &Error{
		Code: CodeNotFound, Reason: ReasonNotFound, Args: Args{"text": text},
		Message: fmt.Sprintf("Nothing in the sheet fits %q.", text),
	}
}

// shortForm lists the invoices that k is short for. The whole number without
// its decoration is a better fit than its last digits; letters that a person
// took the trouble to type must agree.
func (b *Book) shortForm(k Key) []*Invoice {
	bare, _ := numberForms(k)
	if bare == "" {
		return nil
	}
	prefix := numberPrefix(k)
	var whole, tails []*Invoice
	for _, inv := range within(&b.byNumber, bare) {
		if of := numberPrefix(inv.Key); prefix != "" && of != "" && prefix != of {
			continue
		}
		if form, _ := numberForms(inv.Key); form == bare {
			whole = append(whole, inv)
		} else {
			tails = append(tails, inv)
		}
	}
	if len(whole) > 0 {
		return whole
	}
	return tails
}
