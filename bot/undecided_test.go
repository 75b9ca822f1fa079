package bot_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// hold holds or releases the book, as the sync would.
func (r *rig) hold(reason string) {
	r.t.Helper()
	r.clicks++
	_, err := r.keeper.Record(r.t.Context(), ledger.Change{
		ID: "hold/" + time.Duration(r.clicks).String(), At: start, Source: ledger.SourceBot, Field: ledger.FieldHold,
		Old: ledger.Text(r.keeper.Book().Hold()), New: ledger.Text(reason),
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

func TestAHeldBookIsResumedFromTheStatus(t *testing.T) {
	r := newRig(t)
	r.hold("12 of 40 known invoices have vanished")
	r.sync.would = bot.Resumption{Changed: 14, Gone: 12, Writes: 3}
	by := ""
	r.sync.resumed = func(how bot.Resume) { by = how.Actor; r.hold("") }
	status := r.command(sophie, "/relance status")
	shown := r.click(sophie, status, "held")
	for _, part := range []string{"12 of 40", "14 changes", "12 invoices", "3 cells"} {
		if !strings.Contains(shown.Text, part) {
			t.Errorf("the preview lacks %q: %s", part, shown.Text)
		}
	}
	if by != "" {
		t.Fatal("looking resumed the book")
	}
	if got := r.click(sophie, shown, "unhold").Text; !strings.Contains(got, "Sophie Marchand resumed the book") || by != sophie {
		t.Errorf("answered by %q; resumed by %q", got, by)
	}
	by = ""
	if got := r.click(sophie, shown, "unhold").Text; !strings.Contains(got, "so already") || by != "" {
		t.Errorf("the second click is answered by %q; resumed by %q", got, by)
	}
	r.sound()
}

func TestAnotherHoldThanTheOneShownIsNotResumed(t *testing.T) {
	r := newRig(t)
	r.hold("the sheet is empty")
	r.sync.resumed = func(bot.Resume) { t.Error("resumed") }
	shown := r.click(sophie, r.command(sophie, "/relance status"), "held")
	r.hold("two columns stand for Number")
	r.click(sophie, shown, "unhold")
	r.sound()
}

func TestWhatTheSheetItselfMustPutRightCantBeResumed(t *testing.T) {
	r := newRig(t)
	r.hold("no column for Number was found")
	r.sync.would = bot.Resumption{Blocked: []string{"no column for Number was found"}}
	shown := r.click(sophie, r.command(sophie, "/relance status"), "held")
	for _, b := range buttons(shown) {
		if b.ActionID != "status" {
			t.Errorf("there is a button %s", b.ActionID)
		}
	}
}

func TestAColumnIsRestoredByAButtonThatShowsWhatItDoes(t *testing.T) {
	r := newRig(t)
	r.hold("the column Notes has vanished")
	r.sync.would = bot.Resumption{
		Writes: 41, Lines: []string{"INV-1 notes: (blank) -> <!channel> called"}, Blocked: []string{"the column Notes has vanished"}, Offers: []bot.Remedy{bot.RemedyRestore, bot.RemedyPutBack},
	}
	var did []bot.Resume
	r.sync.resumed = func(how bot.Resume) { did = append(did, how); r.hold("") }
	looked := r.click(sophie, r.command(sophie, "/relance status"), "held")
	r.sync.would.Blocked = nil
	preview := r.press(sophie, buttonTo(t, looked, "held:restore"))
	for _, part := range []string{"41 cells", "INV-1 notes", "&lt;!channel&gt;", "36 more"} {
		if !strings.Contains(preview.Text, part) {
			t.Errorf("the preview lacks %q: %s", part, preview.Text)
		}
	}
	if len(did) > 0 {
		t.Fatal("looking did it")
	}
	for _, action := range []string{"held:resume", "held:put_back"} {
		buttonTo(t, preview, action)
	}
	r.click(sophie, preview, "unhold")
	if want := (bot.Resume{Remedy: bot.RemedyRestore, Actor: sophie}); len(did) != 1 || did[0] != want {
		t.Errorf("done: %+v, want %+v", did, want)
	}
	if got := fmt.Sprint(r.sync.looked); got != "[resume restore]" {
		t.Errorf("looked at %s", got)
	}
	r.sound()
}

func TestFinanceIsToldOfAHold(t *testing.T) {
	r := newRig(t)
	r.hold("12 of 40 known invoices have vanished")
	before := r.slack.count()
	r.TellHeld("main", r.keeper.Book().Hold())
	r.Wait()
	said := r.slack.since(before)
	if !strings.Contains(said.Text, "on hold") || !strings.Contains(said.Text, "12 of 40") {
		t.Errorf("finance reads %q", said.Text)
	}
	if shown := r.click(sophie, said, "held"); !strings.Contains(shown.Text, "Resuming takes") {
		t.Errorf("the button answers %q", shown.Text)
	}
	r.sound()
}

func TestAnAuthorDecidesWhatTheSheetOverruled(t *testing.T) {
	conflict := bot.Conflict{
		ID: "c1", Invoice: "inv-1", Field: ledger.FieldNotes, Column: "Notes", Sheet: ledger.Text("called"), Bot: ledger.Text("wrote"), Author: camille,
	}
	for _, tt := range []struct {
		name, action, notes string
	}{
		{"keep what the sheet says", "conflict_sheet", "called"},
		{"apply what was said", "conflict_mine", "wrote"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			if _, err := r.keeper.Record(t.Context(), ledger.Change{ID: "n", At: start, Source: ledger.SourceSheet, Invoice: "inv-1", Field: ledger.FieldNotes, New: ledger.Text("called")}); err != nil {
				t.Fatal(err)
			}
			r.sync.conflicts = []bot.Conflict{conflict}
			before := r.slack.count()
			r.AskConflicts("main", r.sync.conflicts)
			r.Wait()
			asked := r.slack.since(before)
			if !strings.Contains(asked.Text, "La feuille a été modifiée en même temps que vous") {
				t.Errorf("Camille reads %q", asked.Text)
			}
			for range 2 {
				r.click(camille, asked, tt.action)
			}
			if got := r.invoice("INV-1").Notes; got != tt.notes {
				t.Errorf("the notes are %q", got)
			}
			if len(r.sync.conflicts) != 0 {
				t.Error("the conflict is open still")
			}
			r.sound()
		})
	}
}

// Who has had their three messages of the day is asked the next day, unless
// somebody decided meanwhile.
func TestAConflictWaitsForRoomInTheDay(t *testing.T) {
	r := newRig(t)
	conflict := func(id string) bot.Conflict {
		return bot.Conflict{ID: id, Invoice: "inv-1", Field: ledger.FieldNotes, Column: "Notes", Sheet: ledger.Text("called"), Bot: ledger.Text("wrote"), Author: camille}
	}
	r.reminders.directs = 3
	r.sync.conflicts = []bot.Conflict{conflict("c1"), conflict("c2")}
	before := r.slack.count()
	r.AskConflicts("main", r.sync.conflicts)
	r.Wait()
	if r.slack.count() != before {
		t.Fatal("a fourth message went out")
	}
	r.sync.conflicts = []bot.Conflict{conflict("c2")} // somebody decided the first
	r.reminders.directs = 0
	for range 2 {
		r.AskConflicts("main", nil)
		r.Wait()
	}
	if n := r.slack.count() - before; n != 1 || r.reminders.directs != 1 {
		t.Errorf("%d messages the next day, %d spent", n, r.reminders.directs)
	}
	r.sound()
}

func TestAConflictOfSomebodyElseIsTheirs(t *testing.T) {
	r := newRig(t)
	r.sync.conflicts = []bot.Conflict{{ID: "c1", Invoice: "inv-1", Field: ledger.FieldNotes, Column: "Notes", Bot: ledger.Text("wrote"), Author: camille}}
	status := r.command(sophie, "/relance status")
	r.click(marcus, status, "conflict_mine") // Acme is Camille's
	if r.invoice("INV-1").Notes != "" || len(r.sync.conflicts) != 1 {
		t.Error("Marcus decided it")
	}
	r.click(sophie, status, "conflict_mine")
	if r.invoice("INV-1").Notes != "wrote" {
		t.Error("finance may")
	}
}

func TestWhatCouldNotBePutBackIsTriedAgain(t *testing.T) {
	r := newRig(t)
	r.sync.conflicts = []bot.Conflict{{ID: "c1", Invoice: "inv-1", Field: ledger.FieldNotes, Column: "Notes", Sheet: ledger.Text("wrote"), Bot: ledger.Text("call Ann"), Raw: true, Fixed: true, Again: true}}
	status := r.command(sophie, "/relance conflicts")
	for range 2 {
		r.click(sophie, status, "conflict_again")
	}
	if len(r.sync.putBack) != 1 || len(r.sync.conflicts) != 0 {
		t.Errorf("put back %v, still open %v", r.sync.putBack, r.sync.conflicts)
	}
	r.sound()
}

// What stood in a row that nothing tells any more is kept, and can be read.
func TestAConflictOfARowThatNobodyKnows(t *testing.T) {
	r := newRig(t)
	r.sync.conflicts = []bot.Conflict{{ID: "c1", Sheet: ledger.Text("3011.11"), Bot: ledger.Text("400"), Raw: true, Fixed: true, Again: true}}
	m := r.command(sophie, "/relance conflicts")
	if text := shown(t, m); !strings.Contains(text, "*a row without a number* · a cell") || !strings.Contains(text, "400") {
		t.Errorf("it says %s", text)
	}
	r.sound()
}

func TestWhatCantBeAppliedHasNoButtonForIt(t *testing.T) {
	r := newRig(t)
	r.sync.conflicts = []bot.Conflict{{ID: "c1", Invoice: "inv-1", Field: ledger.FieldPaid, Column: "Paid", Bot: ledger.Text("12"), Author: camille, Fixed: true}}
	status := r.command(sophie, "/relance status")
	for _, b := range buttons(status) {
		if strings.HasPrefix(b.ActionID, "conflict_mine") {
			t.Error("it can be applied")
		}
	}
	before := r.slack.count()
	r.AskConflicts("main", r.sync.conflicts)
	r.Wait()
	if r.slack.count() != before {
		t.Error("the author is asked what nobody can do")
	}
	r.click(sophie, status, "conflict_sheet")
	if len(r.sync.conflicts) != 0 {
		t.Error("it can't be closed")
	}
}

var samePayment = bot.Question{
	Invoice: "inv-1", Answers: []string{bot.AnswerSame, bot.AnswerTwo},
	Text: func(language string) string {
		if language == "fr" {
			return "150,00 € ont été saisis deux fois : le même paiement, ou deux ?"
		}
		return "€150.00 was entered twice, here and by slack: the same payment, or two?"
	},
}

func TestFinanceSaysWhetherTwoPaymentsAreOne(t *testing.T) {
	r := newRig(t)
	r.sync.questions = []bot.Question{samePayment}
	status := r.command(sophie, "/relance status")
	if !strings.Contains(shown(t, status), "the same payment, or two?") {
		t.Error("the status doesn't ask")
	}
	same := buttonTo(t, status, "answer:0same")
	r.press(camille, same)
	if len(r.sync.questions) != 1 {
		t.Error("a salesperson answered for finance")
	}
	if got := r.press(sophie, same).Text; !strings.Contains(got, "INV-1") || !strings.Contains(got, "One payment") || len(r.sync.questions) != 0 {
		t.Errorf("answered by %q", got)
	}
	if want := (bot.QuestionAnswer{Invoice: "inv-1", Answer: bot.AnswerSame, Actor: sophie}); len(r.sync.answered) != 1 || r.sync.answered[0] != want {
		t.Errorf("answered %+v", r.sync.answered)
	}
	if got := r.press(sophie, same).Text; !strings.Contains(got, "so already") {
		t.Errorf("the second click is answered by %q", got)
	}
	r.sound()
}

// shown is a message as Slack gets it.
func shown(t *testing.T, m bot.Message) string {
	t.Helper()
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestConflictsAreListedForWhomTheyConcern(t *testing.T) {
	open := []bot.Conflict{
		{ID: "c1", At: start, Invoice: "inv-1", Field: ledger.FieldPromisedOn, Column: "Promised on", Sheet: ledger.Day(day("2026-11-27")), Bot: ledger.Day(day("2026-12-04")), Author: camille},
		{ID: "c2", At: start, Invoice: "inv-3", Field: ledger.FieldNotes, Column: "Notes", Bot: ledger.Text("<!channel>"), Author: sophie},
		{ID: "c3", At: start, Invoice: "inv-9", Field: ledger.FieldNotes, Column: "Notes", Sheet: ledger.Text("a"), Bot: ledger.Text("b"), Raw: true, Fixed: true},
	}
	for _, tt := range []struct {
		who     string
		buttons int
		says    []string
	}{
		{sophie, 5, []string{"3 conflicts", "The sheet says 27 November 2026; Camille Laurent said 4 December 2026 in Slack (Mon 23 Nov 09:00)", "The sheet says (empty); Sophie Marchand said", "“&lt;!channel&gt;”", "inv-9"}},
		{camille, 2, []string{"1 conflit", "La feuille dit 27 novembre 2026 ; Camille Laurent a dit 4 décembre 2026 dans Slack"}},
	} {
		r := newRig(t)
		r.sync.conflicts = open
		m := r.command(tt.who, "/relance conflits")
		var all strings.Builder
		raw, err := m.JSON()
		if err != nil {
			t.Fatal(err)
		}
		var shown struct {
			Blocks []struct {
				Text struct {
					Text string `json:"text"`
				} `json:"text"`
			} `json:"blocks"`
		}
		if err := json.Unmarshal(raw, &shown); err != nil {
			t.Fatal(err)
		}
		for _, b := range shown.Blocks {
			all.WriteString(b.Text.Text + "\n")
		}
		for _, part := range tt.says {
			if !strings.Contains(all.String(), part) {
				t.Errorf("%s does not read %q in:\n%s", tt.who, part, all.String())
			}
		}
		if n := len(buttons(m)); n != tt.buttons {
			t.Errorf("%s has %d buttons, want %d", tt.who, n, tt.buttons)
		}
		r.sound()
	}
	r := newRig(t)
	if m := r.command(marcus, "/relance conflicts"); !strings.Contains(m.Text, "No conflicts") {
		t.Errorf("without any: %q", m.Text)
	}
}

func buttonTo(t *testing.T, m bot.Message, action string) *slack.ButtonBlockElement {
	t.Helper()
	for _, b := range buttons(m) {
		if b.ActionID == action {
			return b
		}
	}
	t.Fatalf("no button %s", action)
	return nil
}

func TestFinanceIsAskedInItsChannelAboutPayments(t *testing.T) {
	r := newRig(t)
	r.sync.questions = []bot.Question{samePayment}
	before := r.slack.count()
	r.AskQuestions("main", r.sync.questions)
	r.Wait()
	asked := r.slack.since(before)
	if !strings.Contains(shown(t, asked), "the same payment, or two?") {
		t.Errorf("finance reads %q", asked.Text)
	}
	two := buttonTo(t, asked, "answer:0two")
	// Meanwhile something else is asked about the same invoice.
	r.sync.questions[0].Text = func(string) string { return "the row of payment P-1 was removed" }
	if got := r.press(sophie, two).Text; !strings.Contains(got, "so already") || len(r.sync.answered) != 0 {
		t.Errorf("an old button answers another question: %q, %v", got, r.sync.answered)
	}
	r.sound()
}

// Every answer has its words, in both languages.
func TestEveryAnswerHasItsButton(t *testing.T) {
	answers := []string{bot.AnswerCounted, bot.AnswerSame, bot.AnswerTwo, bot.AnswerTakeBack, bot.AnswerAgain, bot.AnswerSwapped}
	for _, who := range []string{sophie, camille} {
		r := newRig(t)
		r.sync.questions = []bot.Question{{Invoice: "inv-1", Text: func(string) string { return "which?" }, Answers: answers}}
		found := 0
		for _, b := range buttons(r.command(who, "/relance status")) {
			if strings.HasPrefix(b.ActionID, "answer:") {
				if found++; strings.Contains(b.Text.Text, "answer_") {
					t.Errorf("the button %s reads %q", b.ActionID, b.Text.Text)
				}
			}
		}
		if who == sophie && found != len(answers) {
			t.Errorf("%d buttons", found)
		}
	}
}

// What was never read isn't paid: the card says that nothing is known.
func TestTheCardOfAnAmountThatCantBeRead(t *testing.T) {
	r := newRig(t)
	unread := ledger.Change{ID: "unread", At: start, Source: ledger.SourceSheet, Invoice: "inv-9", Field: ledger.FieldInvoice, New: ledger.Record(ledger.Fields{
		ledger.FieldNumber: ledger.Text("INV-9"), ledger.FieldCustomer: ledger.Text("Acme"), ledger.FieldProblem: ledger.Text("Amount: “12O” is no amount"),
	})}
	if _, err := r.keeper.Record(t.Context(), unread); err != nil {
		t.Fatal(err)
	}
	m := r.command(sophie, "/relance INV-9")
	if !strings.Contains(m.Text, "can’t be read") || strings.Contains(m.Text, "paid in full") {
		t.Errorf("the card says %q", m.Text)
	}
	r.sound()
}
