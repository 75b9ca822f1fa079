package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

const paul = "UPAUL" // finance, too

// fakeLetters are letters whose approvals stand in the book.
type fakeLetters struct {
	book func() *ledger.Book
	list []bot.Letter
	text string
}

func (f *fakeLetters) Letters(context.Context) ([]bot.Letter, error) {
	list := slices.Clone(f.list)
	for i := range list {
		l := &list[i]
		for _, a := range f.book().LetterSaid(l.Customer, l.ID).Approved {
			l.Approved = append(l.Approved, a.By)
		}
		if l.Reason != bot.LetterToApprove {
			continue
		}
		switch n := len(l.Approved); {
		case n >= l.Needs:
			l.Reason = bot.LetterGoes
		case n > 0:
			l.Reason = bot.LetterToSecond
		}
	}
	return list, nil
}

func (f *fakeLetters) LetterText(ctx context.Context, id string) (bot.LetterText, bool, error) {
	list, err := f.Letters(ctx)
	for _, l := range list {
		if l.ID == id {
			return bot.LetterText{Letter: l, ReplyTo: "camille@example.com", Subject: "Reminder: INV-1", Text: f.text, Note: f.book().LetterSaid(l.Customer, id).Note}, true, err
		}
	}
	return bot.LetterText{}, false, err
}

func (f *fakeLetters) Paper(_ context.Context, id string) ([]byte, bool, error) {
	return []byte("%PDF " + id), true, nil
}

func (f *fakeLetters) SentPaper(_ context.Context, invoice ledger.Key) ([]byte, bool, error) {
	return []byte("%PDF sent " + string(invoice)), invoice == "inv-1", nil
}

func (f *fakeLetters) Dossier(_ context.Context, customer ledger.Key, kind, language string) ([]byte, error) {
	return []byte("PK " + string(customer) + " " + kind + " " + language), nil
}

func (f *fakeLetters) HandOvers(context.Context) ([]bot.HandOver, error) {
	inv, ok := f.book().Invoice("inv-5")
	if !ok || inv.Standing != "" {
		return nil, nil
	}
	return []bot.HandOver{{Customer: "initech", Name: "Initech", Invoices: []ledger.Key{"inv-5"}, Amounts: []ledger.Money{inv.Open()}}}, nil
}

// Who stands in for the owner decides on the letter, and on no other.
func TestAStandInApprovesTheAbsentOwnersLetters(t *testing.T) {
	r, f := newTrayRig(t)
	f.list[0].Approver = marcus
	tray := r.command(marcus, "/relance tray")
	_, all := ticks(tray)
	if len(all) != 1 || !strings.HasPrefix(all[0], "l-acme") {
		t.Fatalf("the stand-in may tick %v", all)
	}
	r.send(marcus, tray, all)
	if said := r.keeper.Book().LetterSaid("acme", "l-acme"); len(said.Approved) != 1 || said.Approved[0].By != marcus {
		t.Errorf("approved: %+v", said.Approved)
	}
}

// Why a letter can't be written is said in the reader's language.
func TestALetterThatCantBeWrittenSaysWhy(t *testing.T) {
	r, f := newTrayRig(t)
	f.list[0].Reason, f.list[0].Trouble = "skip_unwritable", unwritable{}
	if tray := shown(t, r.command(sophie, "/relance tray")); !strings.Contains(tray, "It has no date") {
		t.Errorf("the tray says %q", tray)
	}
}

type unwritable struct{}

func (unwritable) Error() string { return "no date" }

func (unwritable) Explain(language string) string {
	return map[string]string{"en": "It has no date", "fr": "Il manque une date"}[language]
}

// Finance says to whom, the dossier comes to their direct messages, and what
// comes of it is followed up in the tray until the file comes back.
func TestFinanceHandsACustomerOver(t *testing.T) {
	r, _ := newTrayRig(t)
	tray := r.command(sophie, "/relance tray")
	for _, b := range buttons(tray) {
		if strings.HasPrefix(b.ActionID, "hand_over") {
			r.press(camille, b)
		}
	}
	if len(r.slack.views) > 0 {
		t.Fatal("a salesperson is asked to whom")
	}
	r.click(sophie, tray, "hand_over")
	if reply := r.fill(camille, "V-0", map[string]bot.Input{"choice": {Option: "court"}}); len(reply.Errors) == 0 || r.invoice("INV-5").Standing != "" {
		t.Fatal("a salesperson handed a customer over")
	}
	if reply := r.fill(sophie, "V-1", map[string]bot.Input{"choice": {Option: "friends"}}); len(reply.Errors) == 0 {
		t.Fatal("it went to nobody knows whom")
	}
	if reply := r.fill(sophie, "V-2", map[string]bot.Input{"choice": {Option: "court"}}); len(reply.Errors) > 0 {
		t.Fatal(reply.Errors)
	}
	r.Close() // what goes on after the answer has ended
	inv := r.invoice("INV-5")
	if inv.Standing != ledger.StandingHandedOver || inv.HandedTo != "court" {
		t.Errorf("the row says %q to %q", inv.Standing, inv.HandedTo)
	}
	if len(r.slack.files) != 1 || !strings.HasSuffix(r.slack.files[0].Name, ".zip") || string(r.slack.files[0].Content) != "PK initech court en" {
		t.Fatalf("files: %+v", r.slack.files)
	}
	if text := r.slack.last().m.Text; !strings.Contains(text, "Initech") || !strings.Contains(text, "the court") || !strings.Contains(text, "direct messages") {
		t.Errorf("answered %q", text)
	}
	r.sound()
}

func TestAHandoverIsFollowedUp(t *testing.T) {
	r, _ := newTrayRig(t)
	if _, err := r.keeper.Record(t.Context(),
		ledger.Change{ID: "h", At: start, Source: ledger.SourceSlack, Actor: sophie, Invoice: "inv-5", Field: ledger.FieldStanding, New: ledger.Text("handed over")},
		ledger.Change{ID: "n", At: start, Source: ledger.SourceSlack, Actor: sophie, Invoice: "inv-5", Field: ledger.FieldNote, New: ledger.Note{What: ledger.NoteHandover, Outcome: "mediation"}.Value()},
		ledger.Change{ID: "p", At: start, Source: ledger.SourceSlack, Actor: sophie, Invoice: "inv-5", Field: ledger.FieldPayment, New: ledger.Record(ledger.Payment{ID: "P", Date: ledger.DateOf(start), Invoice: "inv-5", Amount: ledger.Money{Minor: 1000, Currency: "EUR"}})},
	); err != nil {
		t.Fatal(err)
	}
	tray := r.command(sophie, "/relance tray")
	if text := shown(t, tray); !strings.Contains(text, "came in €10.00") || !strings.Contains(text, "1 customer is with somebody else") {
		t.Errorf("the tray says %s", text)
	}
	for range 2 { // a doubled click brings one file
		r.click(sophie, tray, "hand_over_dossier")
	}
	if len(r.slack.files) != 1 || string(r.slack.files[0].Content) != "PK initech mediation en" {
		t.Fatalf("files: %+v", r.slack.files)
	}
	for _, b := range buttons(tray) {
		if strings.HasPrefix(b.ActionID, "hand_over") {
			r.press(camille, b)
		}
	}
	if r.invoice("INV-5").Standing == "" || len(r.slack.files) != 1 {
		t.Error("a salesperson took the file back, or got it")
	}
	answer := r.click(sophie, tray, "hand_over_back")
	if inv := r.invoice("INV-5"); inv.Standing != "" || inv.HandedTo != "" || !strings.Contains(answer.Text, "on the ladder again") {
		t.Errorf("the row says %q, the answer %q", inv.Standing, answer.Text)
	}
	r.sound()
}

// A formal notice comes on paper: from the tray as it would leave, from the
// card as it left. Where the app may not post files, its reader is told why.
func TestALetterComesOnPaper(t *testing.T) {
	r, _ := newTrayRig(t)
	tray := r.command(sophie, "/relance tray")
	if answer := r.click(sophie, tray, "letter_paper"); !strings.Contains(answer.Text, "direct messages") {
		t.Errorf("answered %q", answer.Text)
	}
	if answer := r.click(sophie, tray, "letter_paper"); !strings.Contains(answer.Text, "already") {
		t.Errorf("a second click: %q", answer.Text)
	}
	if len(r.slack.files) != 1 || string(r.slack.files[0].Content) != "%PDF l-init" || r.slack.files[0].Name != "letter-initech-2026-11-23.pdf" {
		t.Fatalf("files: %+v", r.slack.files)
	}
	for _, b := range buttons(tray) {
		if strings.HasPrefix(b.ActionID, "letter_paper") {
			r.press(camille, b)
			r.press(nobody, b)
		}
	}
	if len(r.slack.files) != 1 {
		t.Error("who may not approve it got it")
	}
	r.now = r.now.Add(3 * time.Minute)
	r.slack.noFiles = fmt.Errorf("files.getUploadURLExternal: %w", bot.ErrNoFileScope)
	if answer := r.click(sophie, tray, "letter_paper"); !strings.Contains(answer.Text, "files:write") {
		t.Errorf("answered %q", answer.Text)
	}
	r.slack.noFiles = nil
	if answer := r.click(sophie, tray, "letter_paper"); !strings.Contains(answer.Text, "✓") {
		t.Errorf("what failed can't be tried again: %q", answer.Text)
	}
	r.sound()
}

func someLetters() []bot.Letter {
	line := func(number, due string, minor int64, stage int) bot.LetterLine {
		return bot.LetterLine{Invoice: ledger.KeyOf(number), Number: number, Due: day(due), Amount: ledger.Money{Minor: minor, Currency: "EUR"}, Stage: ledger.StageAt(stage)}
	}
	eur := func(minor int64) ledger.Money { return ledger.Money{Minor: minor, Currency: "EUR"} }
	return []bot.Letter{
		{ID: "l-acme", Customer: "acme", Name: "Acme", Kind: "firm", Reason: bot.LetterToApprove, Needs: 1, Owner: "Camille Laurent", To: "claire@acme.example", Amount: eur(170000), Lines: []bot.LetterLine{line("INV-1", "2026-10-14", 120000, 2), line("INV-2", "2026-11-20", 50000, 1)}},
		{ID: "l-init", Customer: "initech", Name: "Initech", Kind: "formal", Reason: bot.LetterToApprove, Needs: 2, ByFinance: true, To: "bill@initech.example", Amount: eur(90000), Lines: []bot.LetterLine{line("INV-5", "2026-10-31", 90000, 5)}},
		{ID: "l-draft", Customer: "globex & sons", Name: "Globex & Sons", Kind: "friendly", Reason: bot.LetterDraft, Needs: 1, ByFinance: true, Amount: ledger.Money{Minor: 250050, Currency: "USD"}, Lines: []bot.LetterLine{line("INV-3", "2026-08-31", 250050, 1)}},
	}
}

func newTrayRig(t *testing.T) (*rig, *fakeLetters) {
	t.Helper()
	f := &fakeLetters{list: someLetters(), text: "Hello,\n\nINV-1 is late.\n"}
	r := newRigWith(t, func(o *bot.BookOptions) {
		o.Letters = f
		o.Roles.Finance = append(o.Roles.Finance, paul)
	}, append(smallBook(), ledger.Change{ID: "level", At: start, Source: ledger.SourceSlack, Field: ledger.FieldLevel, New: ledger.Text("letters")})...)
	f.book = r.keeper.Book
	return r, f
}

// ticks are the options of the boxes of m that start ticked, and all of them.
func ticks(m bot.Message) (on, all []string) {
	for _, b := range m.Blocks {
		if a, ok := b.(*slack.ActionBlock); ok {
			for _, e := range a.Elements.ElementSet {
				if box, ok := e.(*slack.CheckboxGroupsBlockElement); ok {
					for _, o := range box.Options {
						all = append(all, o.Value)
					}
					for _, o := range box.InitialOptions {
						on = append(on, o.Value)
					}
				}
			}
		}
	}
	return on, all
}

// send presses Send with these boxes ticked.
func (r *rig) send(user string, m bot.Message, ticked []string) bot.Message {
	r.t.Helper()
	for _, b := range buttons(m) {
		if b.ActionID != "tray_send" {
			continue
		}
		r.clicks++
		before := r.slack.count()
		r.Action(r.t.Context(), bot.Action{
			TeamID: team, UserID: user, ChannelID: channel, MessageTS: "100.1", ActionID: b.ActionID, Value: b.Value, Ticked: ticked,
			ActionTS: fmt.Sprint(r.clicks), TriggerID: fmt.Sprintf("trigger-%d", r.clicks), ResponseURL: "https://hooks.slack.com/actions/1",
		})
		r.Wait()
		return r.slack.since(before)
	}
	r.t.Fatalf("no button to send in %s", m.Text)
	return bot.Message{}
}

func TestTheTrayInBothLanguages(t *testing.T) {
	for _, who := range []string{sophie, camille} {
		r, _ := newTrayRig(t)
		golden(t, "answer_tray_"+suffix(who), r.command(who, "/relance tray"))
		r.sound()
	}
}

func TestATickedLetterIsApproved(t *testing.T) {
	r, _ := newTrayRig(t)
	tray := r.command(camille, "/relance courrier")
	on, all := ticks(tray)
	if !slices.Equal(on, []string{"l-acme:acme"}) || !slices.Equal(all, on) {
		t.Fatalf("Camille's boxes are %v, of them ticked %v", all, on)
	}
	answer := r.send(camille, tray, on)
	if said := r.keeper.Book().LetterSaid("acme", "l-acme"); len(said.Approved) != 1 || said.Approved[0].By != camille {
		t.Errorf("the book says %+v", said)
	}
	if _, left := ticks(answer); len(left) != 0 || !strings.Contains(answer.Text, "1 lettre approuvée") {
		t.Errorf("answered %q with the boxes %v", answer.Text, left)
	}
	again := r.send(camille, tray, on)
	if n := len(r.keeper.Book().LetterSaid("acme", "l-acme").Approved); n != 1 {
		t.Errorf("a second click made %d approvals: %q", n, again.Text)
	}
	r.click(camille, answer, "letter_back")
	if n := len(r.keeper.Book().LetterSaid("acme", "l-acme").Approved); n != 0 {
		t.Errorf("taken back, it has %d approvals", n)
	}
	r.sound()
}

func TestAFormalNoticeNeedsASecondPersonOfFinance(t *testing.T) {
	r, _ := newTrayRig(t)
	tray := r.command(sophie, "/relance tray")
	on, all := ticks(tray)
	if slices.Contains(on, "l-init:initech") || !slices.Contains(all, "l-init:initech") {
		t.Fatalf("boxes %v, ticked %v: a formal notice is ticked by hand", all, on)
	}
	formal := []string{"l-init:initech"}
	first := r.send(sophie, tray, formal)
	if !strings.Contains(first.Text, "second person of finance") {
		t.Errorf("answered %q", first.Text)
	}
	if _, left := ticks(first); slices.Contains(left, formal[0]) {
		t.Error("who said yes may tick it again")
	}
	if r.send(sophie, tray, formal); len(r.keeper.Book().LetterSaid("initech", "l-init").Approved) != 1 {
		t.Error("one person was taken for two")
	}
	r.send(paul, r.command(paul, "/relance tray"), formal)
	if said := r.keeper.Book().LetterSaid("initech", "l-init"); len(said.Approved) != 2 || said.Approved[1].By != paul {
		t.Errorf("the book says %+v", said)
	}
}

func TestALetterThatChangedIsLeftOut(t *testing.T) {
	r, f := newTrayRig(t)
	tray := r.command(sophie, "/relance tray")
	f.list = f.list[1:] // INV-1 was paid
	answer := r.send(sophie, tray, []string{"l-acme:acme"})
	if !strings.Contains(answer.Text, "Left out") || !strings.Contains(answer.Text, "Acme") || len(r.keeper.Book().LetterSaid("acme", "l-acme").Approved) != 0 {
		t.Errorf("answered %q", answer.Text)
	}
	if answer := r.send(sophie, tray, nil); !strings.Contains(answer.Text, "Nothing was ticked") {
		t.Errorf("answered %q", answer.Text)
	}
}

// What was stopped since it was shown is not approved, and the answer says so.
func TestALetterThatWasStoppedIsNotApproved(t *testing.T) {
	r, f := newTrayRig(t)
	tray := r.command(sophie, "/relance tray")
	f.list[0].Reason = "skip_replied"
	r.send(sophie, tray, []string{"l-acme:acme"})
	if said := r.keeper.Book().LetterSaid("acme", "l-acme"); len(said.Approved) != 0 {
		t.Errorf("a letter to who replied is approved: %+v", said)
	}
}

// Deny by default: each way to say something of a letter is closed to who may
// not, whatever they press or forge.
func TestOnlyWhoMaySaysYes(t *testing.T) {
	r, _ := newTrayRig(t)
	tray := r.command(sophie, "/relance tray")
	for _, c := range []struct {
		who    string
		ticked string
	}{
		{camille, "l-init:initech"},        // hers to read, not to approve
		{camille, "l-draft:globex & sons"}, //
		{marcus, "l-acme:acme"},            // another salesperson's
		{helene, "l-acme:acme"},            // a manager
		{guest, "l-acme:acme"},             //
		{nobody, "l-acme:acme"},            //
	} {
		r.send(c.who, tray, []string{c.ticked})
		id, customer, _ := strings.Cut(c.ticked, ":")
		if said := r.keeper.Book().LetterSaid(ledger.KeyOf(customer), id); len(said.Approved) != 0 {
			t.Errorf("%s approved %s", c.who, c.ticked)
		}
	}
	for _, b := range buttons(tray) {
		if base, _, _ := strings.Cut(b.ActionID, ":"); base == "letter_by_hand" || base == "letter_back" || base == "letter" {
			r.press(marcus, b)
			r.press(nobody, b)
		}
	}
	if r.invoice("INV-3").LetterStage.Reached {
		t.Error("who may not noted a letter as sent")
	}
}

func TestALetterIsReadAndEdited(t *testing.T) {
	r, f := newTrayRig(t)
	f.text = strings.Repeat("A line of the letter with <!channel> in it.\n", 200)
	r.click(camille, r.command(camille, "/relance tray"), "letter")
	view := r.slack.view(t)
	if len(view.Blocks.BlockSet) < 5 {
		t.Errorf("the letter is shown in %d blocks", len(view.Blocks.BlockSet))
	}
	if reply := r.fill(camille, "V-letter", map[string]bot.Input{"text": {Text: "Thank you for your call.\n\nCamille"}}); len(reply.Errors) > 0 {
		t.Fatal(reply.Errors)
	}
	if said := r.keeper.Book().LetterSaid("acme", "l-acme"); said.Note != "Thank you for your call.\n\nCamille" || said.NoteBy != camille {
		t.Errorf("the book says %+v", said)
	}
	if reply := r.fill(marcus, "V-letter-2", map[string]bot.Input{"text": {Text: "mine"}}); len(reply.Errors) == 0 {
		t.Error("somebody else wrote into it")
	}
	r.sound()
}

func TestADraftSentByHandIsNoted(t *testing.T) {
	r, _ := newTrayRig(t)
	r.click(sophie, r.command(sophie, "/relance tray"), "letter_by_hand")
	if inv := r.invoice("INV-3"); inv.LetterStage != ledger.StageAt(1) || inv.LastLetter != day("2026-11-23") {
		t.Errorf("the row says %s on %s", inv.LetterStage, inv.LastLetter)
	}
}

// A note of thanks is approved like a letter, or decided against; what doesn't
// leave stands in nobody's way.
func TestThanksAreApprovedOrDecidedAgainst(t *testing.T) {
	r, f := newTrayRig(t)
	thanks := f.list[0]
	thanks.ID, thanks.Kind = "l-thanks", bot.LetterThanks
	f.list = append(f.list, thanks)
	tray := r.command(camille, "/relance tray")
	if on, _ := ticks(tray); !slices.Contains(on, "l-thanks:acme") || !strings.Contains(shown(t, tray), "mot de remerciement") {
		t.Fatalf("ticked: %v\n%s", on, shown(t, tray))
	}
	r.click(camille, tray, "letter_no_thanks")
	for _, line := range thanks.Lines {
		inv := r.invoice(line.Number)
		if !r.keeper.Book().LetterSaid(inv.CustomerKey, ledger.ThanksName(inv)).Done {
			t.Errorf("%s is to be thanked for still", line.Number)
		}
	}
	f.list[len(f.list)-1].Reason = bot.LetterDraft
	r.click(camille, r.command(camille, "/relance tray"), "letter_by_hand")
	if r.invoice("INV-1").LetterStage.Reached {
		t.Error("thanks sent by hand were noted as a letter")
	}
	f.list[len(f.list)-1].Reason = "skip_still_owes"
	if tray := shown(t, r.command(camille, "/relance tray")); strings.Contains(tray, "mot de remerciement") {
		t.Errorf("the tray shows what doesn't leave:\n%s", tray)
	}
	r.sound()
}
