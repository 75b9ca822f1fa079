package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/store"
)

// Look is a book as it would be after a sync now, with what was said of it and
// the policy that holds. Nothing was changed anywhere.
type Look struct {
	Book       string
	Ledger     *ledger.Book
	Policy     reminders.Policy
	Said       *reminders.Said
	Today      ledger.Date
	Deliveries []store.Delivery
	Letterhead reminders.Letterhead
	Held       string // why the sheet can't be taken as it is; the book is as it was then
	Err        error
}

// LookAt reads the sheets of the books, or of the one named, and changes
// nothing: it needs neither Slack nor the lease.
func LookAt(ctx context.Context, o Options, name string) (_ []Look, err error) {
	a, err := openOnce(ctx, o, name)
	if a != nil {
		defer func() { err = errors.Join(err, a.close()) }()
	}
	if err != nil {
		return nil, err
	}
	var list []Look
	for _, b := range a.books {
		look := Look{Book: b.config.Name}
		look.Err = b.look(ctx, &look)
		list = append(list, look)
	}
	return list, nil
}

func (b *book) look(ctx context.Context, look *Look) error {
	location, err := time.LoadLocation(b.config.TimeZone)
	if err != nil {
		return fmt.Errorf("book %s: time zone: %w", b.config.Name, err)
	}
	look.Today = ledger.DateOf(b.now().In(location))
	report, err := b.lookOnly(ctx)
	if err != nil {
		return err
	}
	look.Ledger = report.Book
	if look.Ledger == nil {
		look.Ledger = b.keeper.Book()
	}
	look.Held = heldWords(look.Ledger, report)
	file, err := readPolicy(b.config.Policy)
	if err != nil {
		return err
	}
	if look.Policy, err = file.InForce(look.Ledger); err != nil {
		return err
	}
	deliveries, err := b.store.List(ctx, b.config.Name)
	if err != nil {
		return fmt.Errorf("list deliveries: %w", err)
	}
	look.Said, look.Deliveries, look.Letterhead = reminders.NewSaid(deliveries), deliveries, letterhead(b.config.Sender, b.penalties)
	return nil
}

// heldWords is what holds the book, or would after a sync.
func heldWords(b *ledger.Book, report sheets.Report) string {
	if hold := b.Hold(); hold != "" {
		return hold
	}
	if len(report.HeldBy) > 0 {
		return report.HeldBy[0].Text("en")
	}
	return ""
}

// ReasonText is a planner's reason in words.
func ReasonText(r reminders.Reason, language string) string {
	return bot.ReasonText(string(r), language)
}

// ErrorText is an error that a person can do something about in a language
// ("fr", else English); false for any other.
func ErrorText(err error, language string) (string, bool) { return bot.ErrorText(err, language) }

// LetterReasonText is why no letter is due, in a language.
func LetterReasonText(r reminders.Reason, until ledger.Date, language string) string {
	return bot.LetterReasonText(string(r), until, language)
}

// ReadPolicy reads the policy file at a path; none gives the default policy.
func ReadPolicy(path string) (reminders.Policy, error) { return readPolicy(path) }

// journalPage entries are read at once.
const journalPage = 5000

// History is all that happened to a customer's invoices and to the customer, in
// order.
func History(ctx context.Context, o Options, name string, of map[ledger.Subject]bool) (_ []ledger.Change, err error) {
	a, err := openOnce(ctx, o, name)
	if a != nil {
		defer func() { err = errors.Join(err, a.close()) }()
	}
	if err != nil {
		return nil, err
	}
	var list []ledger.Change
	for _, b := range a.books {
		page, err := b.history(ctx, of)
		if err != nil {
			return nil, err
		}
		list = append(list, page...)
	}
	return list, nil
}
