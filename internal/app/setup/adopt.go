package setup

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
)

// AdoptAsk is a spreadsheet of people's own to be adopted.
type AdoptAsk struct {
	Tabs     []string           // of invoices; none: found by title and header
	Columns  map[string]string  // headers that we would not know; see sheets.MatchColumns
	Currency ledger.Currency    // of rows that name none
	Ladders  []ledger.LadderRow // to lay out in a Ladder tab; none: no such tab
	DryRun   bool
	Confirm  func(question string) (bool, error)
	Config   string
}

// Adopt shows what it found and what it would write, and only then, if told to,
// copies the tabs of invoices and adds columns and tabs.
func (d Desk) Adopt(ctx context.Context, ask AdoptAsk) error {
	s, err := d.open(ctx)
	if err != nil {
		return err
	}
	outline, cells, err := sheets.ReadForSurvey(ctx, s)
	if err != nil {
		return d.explain(s, err)
	}
	survey, err := sheets.TakeSurvey(d.surveyInput(ask, outline, cells))
	if err != nil {
		return err
	}
	_, _ = fmt.Fprint(d.Out, survey.Text(d.Language))
	if unread := slices.ContainsFunc(survey.Sheets, func(t sheets.SurveyedTab) bool { return slices.Contains(t.Missing, ledger.FieldNumber) }); unread || len(survey.Sheets) == 0 {
		d.firstRows(outline, cells)
		return d.fault(nil,
			"No header row with a column for invoice numbers was found in %s. Name the tab with --tab, or the header with --column \"Our ref=number\". Nothing was written.",
			"Aucune ligne d'en-tête avec une colonne de numéros de facture n'a été trouvée dans %s. Indiquez l'onglet avec --tab, ou l'en-tête avec --column \"Notre réf=number\". Rien n'a été écrit.", outline.Title)
	}
	if len(survey.Holds) > 0 {
		return d.fault(nil, "The sheet can't be adopted as it is: put the above right first. Nothing was written.", "La feuille ne peut pas être adoptée en l'état : corrigez d'abord ce qui précède. Rien n'a été écrit.")
	}
	adoption := sheets.Adopt(survey, outline, d.Language, ask.Currency, d.today(outline))
	bare := len(adoption.Columns)+len(adoption.Tabs) == 0
	if len(ask.Ladders) > 0 {
		if adoption.AddLadders(outline, ask.Ladders, d.Language) {
			bare = false
			d.say("\nA tab with the ladders that hold would be added, for finance to edit: nothing changes before somebody applies an edit in Slack.",
				"\nUn onglet avec les scénarios en vigueur serait ajouté, que la finance modifie : rien ne change avant que quelqu'un n'applique une modification dans Slack.")
		} else {
			d.say("\nThere is a tab of ladders already: it stays as it is.", "\nIl y a déjà un onglet des scénarios : il reste tel quel.")
		}
	}
	if bare {
		d.say("\nThere is nothing to add: the sheet has every column and tab already.", "\nIl n'y a rien à ajouter : la feuille a déjà toutes les colonnes et tous les onglets.")
		return nil
	}
	d.plan(adoption)
	if ask.DryRun {
		d.say("\nA dry run: nothing was written.", "\nSimulation : rien n'a été écrit.")
		return nil
	}
	yes, err := ask.Confirm(d.text("\nWrite this? [y/N] ", "\nÉcrire cela ? [o/N] "))
	if err != nil {
		return err
	}
	if !yes {
		d.say("Nothing was written.", "Rien n'a été écrit.")
		return nil
	}
	if err := s.Adopt(ctx, adoption); err != nil {
		return d.explain(s, err)
	}
	if len(adoption.Copies) == 0 { // the book was adopted before: it has a configuration
		d.say("\nAdded to %s. A running service notices it within some twenty minutes, or at its next start.",
			"\nAjouté à %s. Un service en marche le remarque dans une vingtaine de minutes, ou quand il redémarre.", google.Address(s.ID()))
		return nil
	}
	d.say("\nAdopted: %s", "\nAdoptée : %s", google.Address(s.ID()))
	d.say("To take all of it away again: relance eject --spreadsheet %s", "Pour tout retirer : relance eject --spreadsheet %s", s.ID())
	return d.next(ask.Config, starter{Language: d.Language, Spreadsheet: s.ID(), Zone: outline.TimeZone, Currency: ask.Currency, Tabs: survey.Tabs, Google: d.Google})
}

func (d Desk) surveyInput(ask AdoptAsk, outline sheets.Outline, cells map[int64]sheets.TabCells) sheets.SurveyInput {
	in := sheets.SurveyInput{
		Outline: outline, Cells: cells, Tabs: sheets.Tabs{Invoices: ask.Tabs}, Columns: ask.Columns, Currency: ask.Currency,
		Language: d.Language, Now: d.Now(), Today: d.today(outline),
	}
	for _, stage := range reminders.Default().Ladders[reminders.DefaultLadder].Stages {
		in.Ladder = append(in.Ladder, stage.Day)
	}
	return in
}

func (d Desk) today(outline sheets.Outline) ledger.Date {
	zone, err := time.LoadLocation(outline.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	return ledger.DateOf(d.Now().In(zone))
}

// plan says what the survey's own text does not: copies, the dashboard, and
// what comes with a column.
func (d Desk) plan(a sheets.Adoption) {
	d.say("In particular, it would, in one step:", "Plus précisément, en une seule étape, elle :")
	for _, c := range a.Copies {
		d.say("  copy %q to %q, first of all", "  copierait d'abord « %s » dans « %s »", c.Tab.Title, c.Title)
	}
	var tabs []string
	for _, t := range a.Tabs {
		if !t.Hidden {
			tabs = append(tabs, t.Title)
		}
	}
	if len(tabs) > 0 {
		d.say("  make the tabs %s", "  créerait les onglets %s", strings.Join(tabs, ", "))
	}
	guarded := 0
	for _, c := range a.Columns {
		for _, col := range c.Columns {
			if col.Guarded {
				guarded++
			}
		}
	}
	if guarded > 0 {
		d.say("  warn whoever edits one of the %d columns that the bot keeps; explain each new header in a note; colour stages and days late",
			"  avertirait qui modifie l'une des %d colonnes tenues par le robot ; expliquerait chaque nouvel en-tête dans une note ; colorerait étapes et retards", guarded)
	}
}

// rowsShown is how many rows tell a person which tab was looked at.
const rowsShown = 5

func (d Desk) firstRows(outline sheets.Outline, cells map[int64]sheets.TabCells) {
	for _, t := range outline.Tabs {
		of, ok := cells[t.ID]
		if !ok {
			continue
		}
		d.say("\nThe first rows of %q:", "\nLes premières lignes de « %s » :", t.Title)
		for i, raw := range of.Values.Rows[:min(rowsShown, len(of.Values.Rows))] {
			_, _ = fmt.Fprintf(d.Out, "  %d  %s\n", i+1, raw)
		}
	}
}
