package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders/handover"
)

// handoverCmd writes the dossier of a customer who doesn't pay.
type handoverCmd struct {
	Config   string `default:"relance.yaml" help:"Configuration file." type:"path"`
	Customer string `required:"" help:"The customer: name, alias or code." placeholder:"NAME"`
	Kind     string `enum:"agency,mediation,court" default:"agency" help:"Who it is for: agency, mediation or court."`
	Output   string `short:"o" required:"" help:"The ZIP to write." placeholder:"dossier.zip" type:"path"`
	AsOf     string `help:"The day that interest runs to; today by default." placeholder:"2026-11-23"`
	Book     string `help:"The book, where the configuration has several." placeholder:"NAME"`
	Language string `enum:"en,fr," default:"" help:"Language of the dossier: en or fr; by default the configuration's."`
	Log      string `enum:"text,json" default:"text" help:"Format of the log on standard error: text or json."`
}

func (handoverCmd) Help() string {
	return `Examples:
  relance handover --customer "Acme" --kind agency -o acme.zip --config relance.yaml
  relance handover --customer C-118 --kind court --language fr -o dossier.zip --config relance.yaml

Gathers the customer's late invoices with interest and fees as of the day, what
happened to them, and the letters that were sent, as a page to read and tables
to import. Nothing is written to the sheet and nothing is sent: that the account
leaves the ladder is finance's word in Slack.

Exit codes: 0 written; 1 there is nothing to hand over, or it could not be
gathered; 80 the command line makes no sense.`
}

func (h handoverCmd) Run(c *console) error {
	cfg, err := config.Load(h.Config)
	if err != nil {
		return err
	}
	if err := h.write(c, cfg); err != nil {
		return saidIn(err, cmp.Or(h.Language, cfg.Language))
	}
	return nil
}

func (h handoverCmd) write(c *console, cfg *config.Config) error {
	o := app.Options{Config: cfg, Log: newLog(c, h.Log), Now: c.now}
	look, err := lookAtOne(c, o, h.Book)
	if err != nil {
		return err
	}
	asOf := look.Today
	if h.AsOf != "" {
		if asOf, err = ledger.ParseDate(h.AsOf); err != nil {
			return refusal("day_expected", ledger.Args{"text": h.AsOf}, "--as-of %q: expected a day such as 2026-11-23.", h.AsOf)
		}
	}
	customer, err := oneCustomer(look.Ledger, h.Customer)
	if err != nil {
		return err
	}
	history, err := app.History(c.ctx, o, look.Book, handover.Subjects(look.Ledger, customer, asOf))
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(cfg.Books[slices.IndexFunc(cfg.Books, func(b config.Book) bool { return b.Name == look.Book })].TimeZone)
	if err != nil {
		return fmt.Errorf("time zone: %w", err)
	}
	source := handover.Source{Book: look.Ledger, Journal: history, Deliveries: look.Deliveries, Head: look.Letterhead, Location: zone}
	dossier, err := handover.Gather(source, customer, handover.Kind(h.Kind), asOf, cmp.Or(h.Language, cfg.Language))
	if err != nil {
		return err
	}
	content, err := dossier.ZIP()
	if err != nil {
		return err
	}
	if err := os.WriteFile(h.Output, content, 0o600); err != nil {
		return fmt.Errorf("write the dossier: %w", err)
	}
	line := "%s: %d invoices, %d letters, %d entries of the timeline\n"
	if cmp.Or(h.Language, cfg.Language) == "fr" {
		line = "%s\u00a0: %d factures, %d lettres, %d lignes d'historique\n"
	}
	_, err = fmt.Fprintf(c.stdout, line, h.Output, len(dossier.Invoices), len(dossier.Letters), len(dossier.Timeline))
	return err
}

// lookAtOne looks at the book that is named, or at the only one.
func lookAtOne(c *console, o app.Options, name string) (app.Look, error) {
	if len(o.Config.Books) > 1 && name == "" {
		return app.Look{}, refusal("several_books", nil, "The configuration has several books; name one with --book.")
	}
	looks, err := app.LookAt(c.ctx, o, name)
	if err != nil {
		return app.Look{}, err
	}
	if err := looks[0].Err; err != nil {
		return app.Look{}, fmt.Errorf("book %s: %w", looks[0].Book, err)
	}
	return looks[0], nil
}

// oneCustomer finds whom a name means, and nobody else.
func oneCustomer(book *ledger.Book, name string) (ledger.Key, error) {
	fits := book.FindCustomers(name)
	switch {
	case len(fits) == 0:
		return "", refusal("nobody_called", ledger.Args{"customer": name}, "No customer is called %q.", name)
	case len(fits) > 1 && fits[1].Fit == fits[0].Fit:
		var names []string
		for _, f := range fits[:min(len(fits), 5)] {
			names = append(names, book.CustomerName(f.Key))
		}
		list := strings.Join(names, ", ")
		return "", refusal("customers_fit", ledger.Args{"customer": name, "names": list}, "%q may be %s; give the code or the whole name.", name, list)
	}
	return fits[0].Key, nil
}
