package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// letterCmd writes a customer's letter without sending it.
type letterCmd struct {
	Customer string `arg:"" help:"The customer: name, alias or code."`
	Config   string `default:"relance.yaml" help:"Configuration file." type:"path"`
	Stage    string `enum:"courtesy,friendly,firm,penalties,last,formal,thanks," default:"" help:"Which letter: courtesy, friendly, firm, penalties, last, formal, or thanks for what was paid lately; by default the one that is due."`
	Currency string `help:"Of what is owed, where it is in several." placeholder:"EUR"`
	Lang     string `enum:"en,fr," default:"" help:"Language of the letter: en or fr; by default the customer's."`
	Text     bool   `xor:"form" help:"Print it as text; the default."`
	HTML     bool   `name:"html" xor:"form" help:"Print it as HTML."`
	PDF      string `name:"pdf" xor:"form" help:"Write it as a PDF for a window envelope." placeholder:"FILE" type:"path"`
	Book     string `help:"The book, where the configuration has several." placeholder:"NAME"`
	Log      string `enum:"text,json" default:"text" help:"Format of the log on standard error: text or json."`
}

func (letterCmd) Help() string {
	return `Examples:
  relance letter "Acme" --config relance.yaml
  relance letter C-118 --stage formal --lang fr --pdf notice.pdf --config relance.yaml

Writes the letter as it would go today, with the figures of now. Nothing is
sent and nothing is recorded: letters leave through the tray in Slack.

Exit codes: 0 written; 1 there is nothing to write, or it can't be written (the
reason says what to do); 80 the command line makes no sense.`
}

func (l letterCmd) Run(c *console) error {
	cfg, err := config.Load(l.Config)
	if err != nil {
		return err
	}
	if err := l.write(c, cfg); err != nil {
		return saidIn(err, cmp.Or(l.Lang, cfg.Language))
	}
	return nil
}

func (l letterCmd) write(c *console, cfg *config.Config) error {
	look, err := lookAtOne(c, app.Options{Config: cfg, Log: newLog(c, l.Log), Now: c.now}, l.Book)
	if err != nil {
		return err
	}
	customer, err := oneCustomer(look.Ledger, l.Customer)
	if err != nil {
		return err
	}
	if l.Currency != "" && !slices.Contains(currencies(look.Ledger, customer), ledger.Currency(l.Currency)) {
		return refusal("owes_nothing_in", ledger.Args{"customer": look.Ledger.CustomerName(customer), "currency": l.Currency}, "%s owes nothing in %s.", look.Ledger.CustomerName(customer), l.Currency)
	}
	desk := reminders.LetterDesk{Book: look.Ledger, Policy: look.Policy, Said: look.Said, Head: look.Letterhead, Language: cfg.Language, Today: look.Today}
	if desk.Head.Sender.Company == "" {
		return refusal("no_sender", nil, "Nobody is named to write letters: fill in books[].sender in the configuration.")
	}
	kind := reminders.LetterKind(l.Stage)
	if l.Stage == "thanks" {
		kind = reminders.LetterThanks
	}
	m, err := desk.Write(reminders.LetterAsk{Customer: customer, Kind: kind, Currency: ledger.Currency(l.Currency), Language: l.Lang})
	if err != nil {
		return err
	}
	return l.print(c, m, cmp.Or(l.Lang, cfg.Language))
}

func (l letterCmd) print(c *console, m reminders.Mailing, language string) error {
	if l.PDF != "" {
		content, err := m.Paper()
		if err != nil {
			return err
		}
		if err := os.WriteFile(l.PDF, content, 0o600); err != nil {
			return fmt.Errorf("write the letter: %w", err)
		}
		line := "%s: %s, %d invoices\n"
		if language == "fr" {
			line = "%s\u00a0: %s, %d factures\n"
		}
		_, err = fmt.Fprintf(c.stdout, line, l.PDF, reminders.LetterName(m.Kind, language), len(m.Body.Chased))
		return err
	}
	words, err := m.Worded()
	if err != nil {
		return err
	}
	if l.HTML {
		_, err = fmt.Fprintln(c.stdout, words.HTML)
		return err
	}
	var head strings.Builder
	for _, line := range [][2]string{{"To", m.To}, {"Reply-To", m.ReplyTo}, {"Subject", words.Subject}} { // as a mail's headers are called in any language
		if line[1] != "" {
			head.WriteString(line[0] + ": " + line[1] + "\n")
		}
	}
	_, err = fmt.Fprintf(c.stdout, "%s\n%s", head.String(), words.Text)
	return err
}

// currencies are those that a customer owes in.
func currencies(book *ledger.Book, customer ledger.Key) []ledger.Currency {
	var list []ledger.Currency
	for _, inv := range book.CustomerInvoices(customer) {
		if inv.Open().IsPositive() && !slices.Contains(list, inv.Amount.Currency) {
			list = append(list, inv.Amount.Currency)
		}
	}
	return list
}
