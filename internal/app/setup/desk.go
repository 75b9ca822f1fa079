package setup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// Desk is where the work is done: which spreadsheet, how to reach it, and whom
// to tell.
type Desk struct {
	Google   google.Options
	Language string // "fr"; anything else is English
	Out      io.Writer
	Now      func() time.Time
}

// say prints a line in the desk's language.
func (d Desk) say(en, fr string, args ...any) {
	_, _ = fmt.Fprintln(d.Out, d.text(en, fr, args...)) // who closes our output wants no more of it
}

func (d Desk) text(en, fr string, args ...any) string {
	if d.Language == "fr" {
		return fmt.Sprintf(fr, args...)
	}
	return fmt.Sprintf(en, args...)
}

// Fault is what went wrong, for a person, in their language.
type Fault struct {
	Text string
	Err  error
}

func (f *Fault) Error() string { return f.Text }
func (f *Fault) Unwrap() error { return f.Err }

func (d Desk) fault(err error, en, fr string, args ...any) error {
	return &Fault{Text: d.text(en, fr, args...), Err: err}
}

// explain says what a failed call means for a person.
func (d Desk) explain(s *google.Spreadsheet, err error) error {
	call, ok := errors.AsType[*sheets.CallError](err)
	if !ok {
		if errors.Is(err, google.ErrNotEmpty) {
			return d.fault(err, "%s: leave out --new to adopt it", "%s : retirez --new pour l'adopter", d.notEmpty(err))
		}
		return err
	}
	account := s.Account()
	if account == "" {
		account = d.text("the bot's service account", "le compte de service du robot")
	}
	switch {
	case call.Op == "create" && call.Code == sheets.CallNotShared:
		return d.fault(err,
			"Google doesn't let %s make a spreadsheet (a service account may own no files). Make an empty one yourself, share it with that address as an editor, and run: relance init --new --spreadsheet ID",
			"Google ne laisse pas %s créer de feuille (un compte de service peut ne posséder aucun fichier). Créez-en une vide vous-même, partagez-la avec cette adresse en tant qu'éditeur, puis lancez : relance init --new --spreadsheet ID", account)
	case call.Code == sheets.CallNotShared:
		return d.fault(err, "The spreadsheet is not shared with %s: open it, press Share, and let that address edit.",
			"La feuille n'est pas partagée avec %s : ouvrez-la, cliquez sur Partager, et donnez à cette adresse le droit de modifier.", account)
	case call.Code == sheets.CallNotFound:
		return d.fault(err, "There is no spreadsheet of the id %q: it is the long part of its address, between /d/ and /edit.",
			"Il n'y a pas de feuille d'identifiant « %s » : c'est la longue partie de son adresse, entre /d/ et /edit.", s.ID())
	case call.Code == sheets.CallQuota:
		return d.fault(err, "Google asks us to wait: try again in a minute. Nothing was changed.", "Google demande d'attendre : réessayez dans une minute. Rien n'a été modifié.")
	case call.Certain:
		return d.fault(err, "Google refused: %s. Nothing was changed by that step.", "Google a refusé : %s. Cette étape n'a rien modifié.", call.Message)
	}
	return d.fault(err, "No answer came from Google (%s): look at the spreadsheet before you try again.", "Google n'a pas répondu (%s) : regardez la feuille avant de réessayer.", call.Message)
}

func (d Desk) notEmpty(err error) string {
	_, where, _ := strings.Cut(err.Error(), ": ")
	return d.text("The spreadsheet is not empty (%s)", "La feuille n'est pas vide (%s)", where)
}

func (d Desk) open(ctx context.Context) (*google.Spreadsheet, error) {
	return google.Open(ctx, d.Google)
}
