package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/app/setup"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/sheets/google"
)

// sheetFlags say which spreadsheet and how to reach it.
type sheetFlags struct {
	Spreadsheet string `help:"The spreadsheet's id or address." placeholder:"ID"`
	Credentials string `help:"The JSON key of the service account." default:"service-account.json" placeholder:"FILE" env:"GOOGLE_APPLICATION_CREDENTIALS"`
	Impersonate string `help:"Act as this service account, with the environment's own credentials." placeholder:"ADDRESS"`
	Adc         bool   `help:"Use the environment's own credentials."`
	Endpoint    string `help:"Root of another server that speaks Google's APIs, such as a simulator's; no credentials are sent to it." placeholder:"URL"`
	Language    string `enum:"en,fr," default:"" help:"Language of the sheet and of what is printed: en or fr; by default the environment's (LANG)."`
	DryRun      bool   `help:"Say what would be done, and do nothing."`
	Yes         bool   `short:"y" help:"Don't ask before writing."`
}

// desk is where setup works. now is the clock.
func (f sheetFlags) desk(c *console) setup.Desk {
	o := google.Options{SpreadsheetID: idIn(f.Spreadsheet), Auth: google.AuthKey, CredentialsFile: f.Credentials, Account: f.Impersonate, Endpoint: f.Endpoint}
	switch {
	case f.Impersonate != "":
		o.Auth = google.AuthImpersonate
	case f.Adc:
		o.Auth = google.AuthADC
	}
	return setup.Desk{Google: o, Language: languageOr(f.Language), Out: c.stdout, Now: c.now}
}

// languageOr is the language asked for, or the environment's.
func languageOr(asked string) string {
	if asked != "" {
		return asked
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if tag := os.Getenv(name); tag != "" {
			if strings.HasPrefix(tag, "fr") {
				return "fr"
			}
			break
		}
	}
	return "en"
}

// idIn takes the id out of a spreadsheet's address.
func idIn(text string) string {
	if _, rest, ok := strings.Cut(text, "/d/"); ok {
		id, _, _ := strings.Cut(rest, "/")
		return id
	}
	return text
}

// confirm asks a person at a terminal. Where nobody can answer, --yes says it.
func (f sheetFlags) confirm(c *console) func(string) (bool, error) {
	return func(question string) (bool, error) {
		if f.Yes {
			return true, nil
		}
		nobody := errors.New("nobody is there to be asked: say --yes to write, or --dry-run to look")
		if !isTerminal(os.Stdin) {
			return false, nobody
		}
		_, _ = fmt.Fprint(c.stdout, question)
		answer, err := bufio.NewReader(os.Stdin).ReadString('\n')
		switch {
		case errors.Is(err, io.EOF) && answer == "": // /dev/null looks like a terminal
			return false, nobody
		case err != nil && !errors.Is(err, io.EOF):
			return false, fmt.Errorf("read the answer: %w", err)
		}
		switch strings.ToLower(strings.TrimSpace(answer)) {
		case "y", "yes", "o", "oui":
			return true, nil
		}
		return false, nil
	}
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// initCmd starts Relance on a spreadsheet: a new one, or one that people keep.
type initCmd struct {
	sheetFlags `embed:""`

	New      bool              `help:"Make a spreadsheet from nothing, or lay out the empty one that --spreadsheet names."`
	Title    string            `help:"Title of a new spreadsheet." placeholder:"TEXT"`
	TimeZone string            `help:"Time zone of a new spreadsheet, such as Europe/Paris." placeholder:"ZONE"`
	Currency string            `help:"Currency of invoices that name none." default:"EUR" placeholder:"CODE"`
	Share    []string          `help:"Let these addresses edit the new spreadsheet." placeholder:"ADDRESS"`
	Tab      []string          `help:"Tabs of invoices of a sheet to adopt; by default they are found by title and header." placeholder:"TITLE"`
	Column   map[string]string `help:"Headers that Relance would not know, such as --column \"Our ref=number\"." placeholder:"HEADER=FIELD"`
	Ladder   bool              `help:"Add a tab with the ladders to a sheet to adopt, or to one that was adopted before: those of the configuration's policy, if there is one. A new spreadsheet has it."`
	Config   string            `help:"Configuration to begin, if there is none." default:"relance.yaml" placeholder:"FILE" type:"path"`
}

func (initCmd) Help() string {
	return `Examples:
  relance init --new --title "Créances clients" --language fr --share finance@example.com
  relance init --spreadsheet 1AbC… --dry-run
  relance init --spreadsheet 1AbC… --tab "Factures 2026" --yes
  relance init --spreadsheet 1AbC… --ladder        also in a book that runs

Adopting shows the mapping it found, each problem row with its reason, what is
late already and everything it would write before it writes anything; it copies
the tabs of invoices first. relance eject takes all of it away again.`
}

// Validate wants to know which of the two is meant.
func (i initCmd) Validate() error {
	if !i.New && i.Spreadsheet == "" {
		return errors.New("say --new to make a spreadsheet, or --spreadsheet ID to adopt one")
	}
	if _, err := ledger.ParseCurrency(i.Currency); err != nil {
		return fmt.Errorf("--currency %q: expected an ISO 4217 code such as EUR", i.Currency)
	}
	if i.TimeZone != "" {
		if _, err := time.LoadLocation(i.TimeZone); err != nil {
			return fmt.Errorf("--time-zone %q: expected a name such as Europe/Paris", i.TimeZone)
		}
	}
	if i.New && i.DryRun {
		return errors.New("--dry-run is for a sheet to adopt: --new touches nothing that is there")
	}
	return nil
}

func (i initCmd) Run(c *console) error {
	d := i.desk(c)
	if i.New {
		d.Google.Sharing = true
		return d.New(c.ctx, setup.NewAsk{Title: i.Title, Zone: i.TimeZone, Currency: ledger.Currency(strings.ToUpper(i.Currency)), Share: i.Share, Config: i.Config})
	}
	ladders, err := i.ladders(d)
	if err != nil {
		return err
	}
	return d.Adopt(c.ctx, setup.AdoptAsk{
		Ladders: ladders,
		Tabs:    i.Tab, Columns: i.Column, Currency: ledger.Currency(strings.ToUpper(i.Currency)), DryRun: i.DryRun, Confirm: i.confirm(c), Config: i.Config,
	})
}

// ladders are those to lay out: what holds, so that the tab proposes nothing
// before somebody edits it.
func (i initCmd) ladders(d setup.Desk) ([]ledger.LadderRow, error) {
	if !i.Ladder {
		return nil, nil
	}
	policy := reminders.Default()
	cfg, err := config.Load(i.Config)
	switch {
	case errors.Is(err, os.ErrNotExist): // none yet: the default's
		return policy.LadderRows(d.Language), nil
	case err != nil:
		return nil, err
	}
	for _, b := range cfg.Books {
		if b.Spreadsheet != idIn(i.Spreadsheet) || b.Policy == "" {
			continue
		}
		if policy, err = app.ReadPolicy(b.Policy); err != nil {
			return nil, err
		}
	}
	return policy.LadderRows(d.Language), nil
}

// ejectCmd ends Relance on a spreadsheet.
type ejectCmd struct {
	sheetFlags `embed:""`

	WithCopy bool   `help:"Remove the copies made before adopting, too."`
	Export   string `help:"Folder for what people may have written into what goes, as CSV." default:"." placeholder:"DIR" type:"path"`
}

func (ejectCmd) Help() string {
	return `Examples:
  relance eject --spreadsheet 1AbC… --dry-run
  relance eject --spreadsheet 1AbC… --yes --export ./kept

Removes what Relance added, wherever people moved it, and nothing else: columns,
tabs, warnings, notes, colours, named ranges and marks. Stop the service first.`
}

// Validate wants a spreadsheet.
func (e ejectCmd) Validate() error {
	if e.Spreadsheet == "" {
		return errors.New("say --spreadsheet ID")
	}
	return nil
}

func (e ejectCmd) Run(c *console) error {
	return e.desk(c).Eject(c.ctx, setup.EjectAsk{DryRun: e.DryRun, WithCopy: e.WithCopy, Export: e.Export, Confirm: e.confirm(c)})
}
