package setup

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// NewAsk is a spreadsheet to be made.
type NewAsk struct {
	Title    string
	Zone     string
	Currency ledger.Currency
	Share    []string // addresses to share it with
	Config   string   // a configuration to begin, if there is none
}

// Layout is the spreadsheet that New makes, without rows.
func (a NewAsk) Layout(language string) *sheets.Workbook {
	w := sheets.Layout(language)
	if a.Currency != "" {
		w.Currency = a.Currency
	}
	title, zone := w.Title, w.TimeZone
	if a.Title != "" {
		title = a.Title
	}
	if a.Zone != "" {
		zone = a.Zone
	}
	w.SetTitle(title, w.Locale, zone)
	w.AddLadders(reminders.Default().LadderRows(language))
	return w
}

// New makes a spreadsheet from nothing, or lays out the empty one that the
// desk's options name.
func (d Desk) New(ctx context.Context, ask NewAsk) error {
	s, err := d.open(ctx)
	if err != nil {
		return err
	}
	w := ask.Layout(d.Language)
	id := d.Google.SpreadsheetID
	if id == "" {
		id, err = google.Create(ctx, d.Google, w)
	} else {
		err = google.LayOut(ctx, d.Google, w)
	}
	if err != nil {
		if id != "" && d.Google.SpreadsheetID == "" {
			d.say("%s was made, but not finished.", "%s a été créée, mais pas terminée.", google.Address(id))
		}
		return d.explain(s, err)
	}
	d.say("Made: %s", "Créée : %s", w.Title)
	d.say("  %s", "  %s", google.Address(id))
	d.say("  tabs: %s", "  onglets : %s", strings.Join(visibleTabs(w), ", "))
	d.Google.SpreadsheetID = id
	var failed error
	if len(ask.Share) > 0 {
		if s, err = d.open(ctx); err != nil {
			return err
		}
	}
	for _, address := range ask.Share {
		if err := s.Share(ctx, address); err != nil {
			failed = errors.Join(failed, d.fault(err, "It could not be shared with %s: %v", "Le partage avec %s a échoué : %v", address, err))
			continue
		}
		d.say("  shared with %s", "  partagée avec %s", address)
	}
	return errors.Join(failed, d.next(ask.Config, starter{Language: d.Language, Spreadsheet: id, Zone: w.TimeZone, Currency: w.Currency, Google: d.Google}))
}

func visibleTabs(w *sheets.Workbook) []string {
	var titles []string
	for _, t := range w.Tabs {
		if !t.Hidden {
			titles = append(titles, t.Title)
		}
	}
	return titles
}

// next begins a configuration, if there is none, and says what to do.
func (d Desk) next(path string, s starter) error {
	text := s.text()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator's own file
	switch {
	case errors.Is(err, os.ErrExist):
		d.say("\n%s is there already and stays as it is. This goes under books:\n\n%s", "\n%s existe déjà et reste en l'état. Ceci va sous books :\n\n%s", path, s.book())
	case err != nil:
		return d.fault(err, "%s can't be written: %v", "%s ne peut pas être écrit : %v", path, err)
	default:
		_, err := f.WriteString(text)
		if err = errors.Join(err, f.Close()); err != nil {
			return d.fault(err, "%s can't be written: %v", "%s ne peut pas être écrit : %v", path, err)
		}
		d.say("\nWrote %s: put in your channels and who does what.", "\n%s a été écrit : complétez vos canaux et qui fait quoi.", path)
	}
	d.say(`
Next:
  1. Make the Slack app and put its tokens into SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README, "Connect your Slack and your sheet").
  2. relance sync --once --dry-run --config %[1]s   what a first sync would take and write
  3. relance serve --config %[1]s
  4. /relance status in Slack: the book is at level observe and sends nothing until you say so.`, `
Ensuite :
  1. Créez l'application Slack et mettez ses jetons dans SLACK_BOT_TOKEN et SLACK_APP_TOKEN (README, « Connect your Slack and your sheet »).
  2. relance sync --once --dry-run --config %[1]s   ce qu'une première synchro prendrait et écrirait
  3. relance serve --config %[1]s
  4. /relance état dans Slack : le registre est au niveau observe et n'envoie rien tant que vous ne le dites pas.`, path)
	return nil
}
