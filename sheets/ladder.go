package sheets

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// tabLadder is where finance edits the ladders. It is read only: what it says
// is a proposal that a person applies in Slack.
const tabLadder tabRole = "ladder"

// maxLadderRows is far more than anybody reads: a tab beyond it isn't one of
// ladders.
const maxLadderRows = 500

const (
	colLadderName     ledger.Field = "ladder.name"
	colLadderStage    ledger.Field = "ladder.stage"
	colLadderDay      ledger.Field = "ladder.day"
	colLadderTone     ledger.Field = "ladder.tone"
	colLadderTell     ledger.Field = "ladder.tell"
	colLadderLetter   ledger.Field = "ladder.letter"
	colLadderMail     ledger.Field = "ladder.mail"
	colLadderApproval ledger.Field = "ladder.approval"
	colLadderRepeat   ledger.Field = "ladder.repeat"
)

var ladderColumns = []column{
	{colLadderName, "Ladder", "Scénario", []string{"Ladder name", "Nom du scénario"}},
	{colLadderStage, "Stage", "Étape", []string{"Stage number", "Numéro d'étape", "Niveau"}},
	{colLadderDay, "Day", "Jour", []string{"Days", "Days after due", "Offset", "Jours", "Jours après l'échéance", "Jours après échéance"}},
	{colLadderTone, "Tone", "Ton", nil},
	{colLadderTell, "Who is told", "Qui est prévenu", []string{"Tell", "Told", "Prévenir", "Prévenus", "Destinataires"}},
	{colLadderLetter, "Letter", "Lettre", []string{"Courrier"}},
	{colLadderMail, "Sending", "Envoi", []string{"Mail", "Mail mode", "Mode d'envoi"}},
	{colLadderApproval, "Approval", "Approbation", []string{"Approve", "Approuver", "Validation"}},
	{colLadderRepeat, "Repeat every", "Répéter tous les", []string{"Repeat", "Repeat every (days)", "Répéter", "Répéter tous les (jours)"}},
}

// seekLadder is how often a spreadsheet without a Ladder tab is asked for one:
// people add it while the service runs, and tabs are not looked for otherwise.
const seekLadder = 15 * time.Minute

func (c *cycle) seeksLadder() bool {
	_, there := c.tabs()[tabLadder]
	return !there && c.now.Sub(c.outlined) >= seekLadder
}

// readLadder takes down what the Ladder tab says now. That is the bot's own
// bookkeeping: it changes nothing that anybody is told.
func (c *cycle) readLadder(s *sheetRead, note func(ledger.Change)) error {
	was, now := c.Desk.Book().LadderTab(), ""
	if s.Ladder.Tab.Title != "" {
		rows, err := ladderRows(s.Ladder, c.options())
		if err != nil {
			return err
		}
		now = ledger.Record(rows).Text()
	}
	if now == was {
		return nil
	}
	c.report.Ladder = true
	note(ledger.Change{Source: ledger.SourceBot, Field: ledger.FieldLadders, Old: ledger.Text(was), New: ledger.Text(now)})
	return nil
}

// ladderRows are the rows that say anything; none where the header can't be
// used.
func ladderRows(t tabRead, opt ParseOptions) ([]ledger.LadderRow, error) {
	rows := []ledger.LadderRow{}
	if !t.OK {
		return rows, nil
	}
	texts, err := tabTexts(t, opt)
	for i, r := range texts {
		if len(r) == 0 || len(rows) == maxLadderRows {
			continue
		}
		rows = append(rows, ledger.LadderRow{
			Row: t.HeaderRow + i + 2, Ladder: r[colLadderName], Stage: r[colLadderStage], Day: r[colLadderDay], Tone: r[colLadderTone],
			Tell: r[colLadderTell], Letter: r[colLadderLetter], Mail: r[colLadderMail], Approval: r[colLadderApproval], Repeat: r[colLadderRepeat],
		})
	}
	return rows, err
}

// AddLadders lays out the Ladder tab with the ladders to begin with.
func (w *Workbook) AddLadders(rows []ledger.LadderRow) {
	t := ladderLayout(rows, w.Language)
	for _, other := range w.Tabs {
		t.ID = max(t.ID, other.ID+1)
	}
	w.Tabs = append(w.Tabs, t)
}

// AddLadders lays out the Ladder tab in a spreadsheet that lacks one; false
// where it has one, which stays as it is. Where nothing else is added, no tab of
// people's is touched, and none is copied.
func (a *Adoption) AddLadders(outline Outline, rows []ledger.LadderRow, language string) bool {
	t := ladderLayout(rows, language)
	for _, other := range outline.Tabs {
		if slices.Contains(tabTitles[tabLadder], squeeze(other.Title)) {
			return false
		}
	}
	if len(a.Columns)+len(a.Tabs) == 0 {
		a.Copies = nil
	}
	t.ID = hiddenID + 1 + int64(len(a.Tabs)) // or the next one free
	a.Tabs = append(a.Tabs, t)
	return true
}

func ladderLayout(rows []ledger.LadderRow, language string) TabLayout {
	t := listTab(tabLadder, language)
	t.Filter = false
	for _, r := range rows {
		t.Rows = append(t.Rows, append(append(texts(r.Ladder), numeric(r.Stage), numeric(r.Day)), append(texts(r.Tone, r.Tell, r.Letter, r.Mail, r.Approval), numeric(r.Repeat))...))
	}
	return t
}

// numeric is a cell of digits as the spreadsheet has numbers; none for none.
func numeric(digits string) any {
	if digits == "" {
		return nil
	}
	return json.Number(digits)
}
