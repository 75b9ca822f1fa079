package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// trayView is the letters that a person decides on.
type trayView struct {
	Book    string
	Viewer  string
	Level   ledger.Level
	Page    int
	Govern  bool
	Waiting []Letter
	Going   []Letter // approved, and leaving at the next sending hours
	Stopped []Letter // due, and not to be sent now
	Silent  bool     // finance has to say go on

	HandOvers  []HandOver
	Collecting []ledger.Collection
	NameOf     func(ledger.Key) string
	Today      ledger.Date
	Done       string // what was just done, ready for mrkdwn
}

// trayLines is how many letters of a kind are listed that nobody decides on.
const trayLines = 8

// trayLineNumbers is how many invoice numbers a letter's line names.
const trayLineNumbers = 5

func (v voice) tray(q trayView) Message {
	var total []ledger.Money
	for _, l := range q.Waiting {
		total = addTo(total, l.Amount)
	}
	text := v.mark("tray", with{"Count": len(q.Waiting), "Total": ready(v.sums(total))})
	if len(q.Waiting) == 0 {
		text = v.mark("tray_empty")
	}
	var blocks []slack.Block
	if q.Done != "" {
		blocks = append(blocks, section(q.Done))
		text = q.Done + "\n" + text
	}
	blocks = append(blocks, section(v.trayHead(q)))
	if q.Silent {
		blocks = append(blocks, section(v.mark("tray_silent")))
		if q.Govern {
			blocks = append(blocks, row(v.confirmed(primary(button(actionGoOn, v.say("button_go_on"), token{Book: q.Book})), v.say("confirm_go_on")))...)
		}
	}
	page := q.Waiting[min(q.Page*trayPage, len(q.Waiting)):min((q.Page+1)*trayPage, len(q.Waiting))]
	ticks := 0
	for i, l := range page {
		blocks = append(blocks, section(v.trayLetter(l)))
		more, ticked := v.trayButtons(q, l, i)
		blocks = append(blocks, more...)
		if ticked {
			ticks++
		}
	}
	blocks = append(blocks, v.trayFoot(q, ticks)...)
	return message(text, blocks...)
}

func (v voice) trayHead(q trayView) string {
	var total []ledger.Money
	for _, l := range q.Waiting {
		total = addTo(total, l.Amount)
	}
	switch {
	case q.Level != ledger.LevelLetters:
		return v.mark("tray_level", with{"Level": ready(v.say("level_" + string(q.Level)))})
	case len(q.Waiting) == 0:
		return v.mark("tray_empty")
	}
	return v.mark("tray", with{"Count": len(q.Waiting), "Total": ready(v.sums(total))})
}

// trayLetter is a letter in three lines: to whom and how firm, about what, and
// what it waits for.
func (v voice) trayLetter(l Letter) string {
	var numbers []string
	for _, line := range l.Lines[:min(len(l.Lines), trayLineNumbers)] {
		numbers = append(numbers, escape(line.Number)+" ("+v.Date(line.Due)+")")
	}
	if n := len(l.Lines) - trayLineNumbers; n > 0 {
		numbers = append(numbers, v.mark("and_more", with{"Count": n}))
	}
	text := "*" + escape(orDash(l.Name)) + "* · " + v.say("letter_"+l.Kind) + " · " + v.Money(l.Amount)
	text += "\n" + strings.Join(numbers, ", ")
	to := l.To
	if to == "" {
		to = v.say("tray_no_address")
	}
	return text + "\n" + v.mark("tray_to", with{"To": to}) + " · " + v.letterReason(l)
}

// letterReason is what a letter waits for, or what stops it.
func (v voice) letterReason(l Letter) string {
	if e, ok := errors.AsType[explained](l.Trouble); ok {
		return escape(visible(e.Explain(v.Language())))
	}
	if e, ok := errors.AsType[*ledger.Error](l.Trouble); ok {
		return escape(v.because(e))
	}
	return v.mark("letter_reason_"+l.Reason, with{"Day": l.Until, "Needs": l.Needs})
}

// trayButtons are a letter's tick box, unless it is only drafted, and what else
// can be done about it. Boxes start ticked, but for formal notices. The block is
// named after the letter, so that no tick outlives it.
func (v voice) trayButtons(q trayView, l Letter, i int) (blocks []slack.Block, ticked bool) {
	t := token{Book: q.Book, ID: l.ID, Customer: refOf(l.Customer), Page: q.Page, Screen: screenTray}
	tail := ":" + strconv.Itoa(i)
	var elements []slack.BlockElement
	if l.Reason != LetterDraft && !l.approvedBy(q.Viewer) {
		option := slack.NewOptionBlockObject(trayChoice(l), plainText(v.say("tray_tick"), maxButtonText), nil)
		box := slack.NewCheckboxGroupsBlockElement(actionTick+tail, option)
		if l.Needs < 2 {
			box.InitialOptions = []*slack.OptionBlockObject{option}
		}
		elements, ticked = append(elements, box), true
	}
	elements = append(elements, button(actionLetter+tail, v.say("button_letter"), t))
	if l.Reason == LetterDraft {
		byHand := "confirm_by_hand"
		if l.Kind == LetterThanks {
			byHand = "confirm_thanks_by_hand"
		}
		elements = append(elements, v.confirmed(button(actionByHand+tail, v.say("button_by_hand"), t), v.say(byHand)))
	}
	if l.Needs > 1 {
		elements = append(elements, button(actionPaper+tail, v.say("button_paper"), t))
	}
	if l.Kind == LetterThanks {
		elements = append(elements, button(actionNoThanks+tail, v.say("button_no_thanks"), t))
	}
	if len(l.Approved) > 0 {
		elements = append(elements, button(actionLetterBack+tail, v.say("button_letter_back"), t))
	}
	return []slack.Block{slack.NewActionBlock("tray:"+l.ID, elements...)}, ticked
}

func (l Letter) approvedBy(who string) bool {
	return slices.Contains(l.Approved, who)
}

// maxOptionValue is Slack's, for an option of a group.
const maxOptionValue = 150

// trayChoice is a letter as its tick box carries it: its name, and whose it is
// should it be gone by then.
func trayChoice(l Letter) string {
	value := l.ID + ":" + refOf(l.Customer)
	if len(value) > maxOptionValue {
		value = l.ID
	}
	return value
}

// trayFoot sends what is ticked, turns pages, and lists what isn't decided here.
//
// The button doesn't count the ticks: drawing the message again at each would
// put back the tick that a quick hand took away a moment before.
func (v voice) trayFoot(q trayView, ticks int) []slack.Block {
	t := token{Book: q.Book, Page: q.Page}
	var buttons []*slack.ButtonBlockElement
	if ticks > 0 {
		buttons = append(buttons, v.confirmed(primary(button(actionTraySend, v.say("button_tray_send", with{"Count": ticks}), t)), v.say("confirm_tray_send")))
	}
	pages := (len(q.Waiting) + trayPage - 1) / trayPage
	for _, to := range []struct {
		page int
		id   string
	}{{q.Page - 1, "button_previous"}, {q.Page + 1, "button_next"}} {
		if to.page >= 0 && to.page < pages {
			t := token{Book: q.Book, Page: to.page}
			buttons = append(buttons, button(actionTray+":"+strconv.Itoa(to.page), v.say(to.id), t))
		}
	}
	blocks := row(buttons...)
	if pages > 1 {
		blocks = append(blocks, aside(v.mark("tray_page", with{"Page": q.Page + 1, "Pages": pages})))
	}
	for i, l := range q.Going[:min(len(q.Going), trayLines)] {
		t := token{Book: q.Book, ID: l.ID, Customer: refOf(l.Customer), Page: q.Page}
		back := button(actionLetterBack+":g"+strconv.Itoa(i), v.say("button_letter_back"), t)
		if l.Needs < 2 || len(l.Lines) == 0 {
			blocks = append(blocks, sectionWith(v.trayLetter(l), back))
			continue
		}
		post := button(actionTracking+":g"+strconv.Itoa(i), v.say("button_tracking"), token{Book: q.Book, Invoice: refOf(l.Lines[0].Invoice), Page: q.Page})
		blocks = append(blocks, section(v.trayLetter(l)))
		blocks = append(blocks, row(back, button(actionPaper+":g"+strconv.Itoa(i), v.say("button_paper"), t), post)...)
	}
	if n := len(q.Going) - trayLines; n > 0 {
		blocks = append(blocks, aside(v.mark("and_more", with{"Count": n})))
	}
	blocks = append(blocks, v.trayHandOvers(q)...)
	return append(blocks, v.trayStopped(q)...)
}

// trayStopped lists letters that are due and don't leave, with the way to let
// go those that are held back because the customer is large.
func (v voice) trayStopped(q trayView) []slack.Block {
	if len(q.Stopped) == 0 || q.Level != ledger.LevelLetters {
		return nil
	}
	blocks := []slack.Block{section(v.mark("tray_stopped_head", with{"Count": len(q.Stopped)}))}
	for i, l := range q.Stopped[:min(len(q.Stopped), trayLines)] {
		text := "*" + escape(orDash(l.Name)) + "* · " + v.say("letter_"+l.Kind) + " · " + v.Money(l.Amount) + "\n" + v.letterReason(l)
		if q.Govern && l.Spared {
			t := token{Book: q.Book, Customer: refOf(l.Customer), Page: q.Page}
			release := v.confirmed(button(actionRelease+":"+strconv.Itoa(i), v.say("button_release"), t), v.say("confirm_release", with{"Customer": l.Name}))
			blocks = append(blocks, sectionWith(text, release))
			continue
		}
		blocks = append(blocks, section(text))
	}
	if n := len(q.Stopped) - trayLines; n > 0 {
		blocks = append(blocks, aside(v.mark("and_more", with{"Count": n})))
	}
	return blocks
}

// trayDone says what came of pressing Send.
func (v voice) trayDone(yes, second int, left []string) string {
	var parts []string
	if yes > 0 {
		parts = append(parts, v.mark("tray_done", with{"Count": yes}))
	}
	if second > 0 {
		parts = append(parts, v.mark("tray_done_second", with{"Count": second}))
	}
	parts = append(parts, left...)
	if len(parts) == 0 {
		return v.mark("already")
	}
	return strings.Join(parts, "\n")
}

// letterFormView is a letter as it would leave now.
type letterFormView struct {
	Text   LetterText
	Origin origin
}

// maxNote is the ledger's bound of the paragraph.
const maxNote = 1500

// letterForm shows a letter word for word, and takes a paragraph to add. Data
// stays data: the text is plain.
func (v voice) letterForm(q letterFormView) slack.ModalViewRequest {
	l := q.Text
	head := v.mark("letter_head", with{"To": orDash(l.To), "Reply": orDash(l.ReplyTo), "Subject": l.Subject})
	blocks := []slack.Block{section(head), slack.NewDividerBlock()}
	for _, part := range pieces(l.Text, maxSectionText) {
		blocks = append(blocks, slack.NewSectionBlock(slack.NewTextBlockObject(slack.PlainTextType, part, false, false), nil, nil))
	}
	input := slack.NewPlainTextInputBlockElement(nil, "value")
	input.Multiline, input.MaxLength, input.InitialValue = true, maxNote, cut(l.Note, maxNote)
	note := slack.NewInputBlock(fieldText, plainText(v.say("letter_note"), 2000), plainText(v.say("letter_note_hint"), 2000), input)
	note.Optional = true
	blocks = append(blocks[:min(len(blocks), maxHomeBlocks-1)], note)
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: string(formLetter), PrivateMetadata: q.Origin.String(),
		Title: plainText(v.say("title_form_letter"), maxModalTitle), Submit: plainText(v.say("form_submit"), maxModalTitle), Close: plainText(v.say("form_close"), maxModalTitle),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// pieces cuts text at line ends into parts of at most limit characters.
func pieces(text string, limit int) []string {
	var list []string
	part := ""
	for line := range strings.SplitAfterSeq(text, "\n") {
		if part != "" && utf8.RuneCountInString(part)+utf8.RuneCountInString(line) > limit {
			list = append(list, orDash(part))
			part = ""
		}
		part += cut(line, limit)
	}
	return append(list, orDash(part))
}
