package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// Forms are the modals about one invoice, named by their callback ids.
type form string

const (
	formPay     form = "form_pay"
	formPromise form = "form_promise"
	formDispute form = "form_dispute"
	formSettle  form = "form_settle"
	formSnooze  form = "form_snooze"
	formPause   form = "form_pause"
	formLetter  form = "form_letter"
)

var formOf = map[string]form{
	actionPay: formPay, actionPromise: formPromise, actionDispute: formDispute, actionSettle: formSettle, actionSnooze: formSnooze, actionEdit: formEdit,
	actionCalled: formCalled, actionPlan: formPlan, actionStanding: formStanding,
	actionWaive: formWaive, actionTracking: formTracking,
}

// deed is what filling the form does, for who may.
func (f form) deed() deed {
	switch f {
	case formPay, formWaive:
		return pay
	case formPause:
		return govern
	}
	return follow
}

// Block ids of the fields; errors are shown under them.
const (
	fieldAmount = "amount"
	fieldDay    = "day"
	fieldText   = "text"
	fieldChoice = "choice"
	fieldSure   = "sure"
)

// formSoFar is what a command said already.
type formSoFar struct {
	Day    ledger.Date
	Amount ledger.Money
	Text   string
	Odd    string // words that say neither a day nor an amount
}

// origin is where a modal was opened from, to be redrawn once it is filled.
// It travels in the modal's private metadata (3,000 characters).
type origin struct {
	Token    token  `json:"t"`
	URL      string `json:"u,omitempty"`
	Channel  string `json:"ch,omitempty"`
	TS       string `json:"ts,omitempty"`
	Thread   string `json:"th,omitempty"`
	Replace  bool   `json:"r,omitempty"`
	Currency string `json:"cur,omitempty"`
}

func (o origin) String() string {
	b, err := json.Marshal(o)
	if err != nil || len(b) > 3000 {
		return "{}"
	}
	return string(b)
}

// clickForm opens the modal of a button.
func (b *Bot) clickForm(ctx context.Context, a *answer, ac Action, t token) error {
	f := formOf[baseAction(ac.ActionID)]
	if f == formPromise && len(t.Invoices) > 0 {
		return b.openPromises(ctx, a, ac, t)
	}
	inv, err := b.theInvoice(a, t, f.deed())
	if err != nil {
		return err
	}
	screen := t.Screen
	if screen == "" {
		screen = screenReminder // a choice of several: keep it, answer below
	}
	o := origin{Token: t, URL: ac.ResponseURL, Channel: ac.ChannelID, TS: ac.MessageTS, Thread: ac.ThreadTS, Replace: a.replace}
	o.Token.Screen = screen
	return b.openFormAt(ctx, a, f, inv, formSoFar{}, o)
}

// openForm opens the modal of a command.
func (b *Bot) openForm(ctx context.Context, a *answer, f form, inv *ledger.Invoice, soFar formSoFar, screen string) error {
	t := token{Book: a.viewer.book.Name, Invoice: refOf(inv.Key), Screen: screen}
	if a.trigger == "" {
		// A mention has no trigger: the card's button has.
		return b.showInvoice(ctx, a, inv, a.viewer.mark("go_on_by_button"))
	}
	return b.openFormAt(ctx, a, f, inv, soFar, origin{Token: t, URL: a.url, Channel: a.channel, Thread: a.thread})
}

func (b *Bot) openFormAt(ctx context.Context, a *answer, f form, inv *ledger.Invoice, soFar formSoFar, o origin) error {
	today := b.today(a.viewer.book)
	q := formView{Form: f, Today: today, Invoice: inv, Customer: customerNameOf(a.viewer.book.Desk.Book(), inv), SoFar: soFar, Origin: o}
	switch f {
	case formEdit:
		q.MayEdit, q.Listed = a.viewer.may(edit, inv), a.viewer.book.Listed
		q.People, q.Owner = peopleOf(a.viewer.book.Desk.Book()), ownerOption(a.viewer.book.Desk.Book(), inv)
	case formPay:
		q.Day = today
	case formDispute:
		q.Day = today.AddDays(reviewDays)
		q.People, q.Owner = peopleOf(a.viewer.book.Desk.Book()), inv.DisputeOwner
	case formPlan:
		q.Day = a.viewer.book.Calendar.AddBusinessDays(today, saysPaidDays)
	case formStanding:
		q.Others = len(b.othersToMark(a.viewer, inv))
	case formCalled:
		q.Day = a.viewer.book.Calendar.AddBusinessDays(today, 1)
	case formPromise, formSnooze:
		q.Day = a.viewer.book.Calendar.AddBusinessDays(today, saysPaidDays)
	}
	err := b.opt.Slack.OpenView(ctx, a.trigger, a.viewer.form(q))
	if errors.Is(err, ErrTriggerExpired) {
		return b.showInvoice(ctx, a, inv, a.viewer.mark("go_on_by_button"))
	}
	return err
}

// formView is a modal to be filled.
type formView struct {
	Form     form
	Today    ledger.Date
	Day      ledger.Date // proposed
	Invoice  *ledger.Invoice
	Customer string
	SoFar    formSoFar
	Origin   origin
	Over     ledger.Money // asks to confirm that more than is open came
	MayEdit  bool         // of formEdit: more than the notes
	Listed   bool         // and not the due date
	People   []string
	Owner    string
	Others   int // of formStanding: other invoices that may be marked along
}

// maxTyped bounds what a person types into a field, as the ledger does.
const maxTyped = 500

func (v voice) form(q formView) slack.ModalViewRequest {
	inv := q.Invoice
	blocks := []slack.Block{section(v.mark("form_about", with{"Invoice": inv.Number, "Customer": q.Customer, "Open": inv.OpenAt(q.Today)}))}
	if q.SoFar.Odd != "" {
		blocks = append(blocks, section(v.mark("form_odd", with{"Text": q.SoFar.Odd})))
	}
	day := q.Day
	if !q.SoFar.Day.IsZero() {
		day = q.SoFar.Day
	}
	switch q.Form {
	case formPay:
		amount := inv.OpenAt(q.Today)
		if q.SoFar.Amount.IsPositive() {
			amount = q.SoFar.Amount
		}
		blocks = append(blocks, v.amountField("form_amount", amount, false), v.dayField("form_paid_on", day), v.textField("form_note", "", true),
			v.sureField())
	case formPromise:
		blocks = append(blocks, v.dayField("form_promise_day", day), v.amountField("form_promise_amount", q.SoFar.Amount, true))
	case formDispute:
		blocks = append(blocks, v.disputeFields(q)...)
	case formCalled:
		blocks = append(blocks, v.calledFields(q)...)
	case formPlan:
		blocks = append(blocks, v.planFields(q)...)
	case formStanding:
		blocks = append(blocks, v.standingFields(q)...)
	case formSettle:
		blocks = append(blocks, section(v.mark("state_dispute", with{"Text": inv.Dispute})), v.outcomeField())
	case formSnooze:
		blocks = append(blocks, v.dayField("form_snooze_until", day))
	case formTracking:
		blocks = append(blocks, v.textField("form_tracking_number", cmp.Or(q.SoFar.Text, q.Invoice.Tracking), true))
	case formWaive:
		blocks = append(blocks, v.textField("form_waive_reason", "", false))
	case formEdit:
		blocks = append(blocks, v.editFields(q)...)
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: string(q.Form), PrivateMetadata: q.Origin.String(),
		Title: plainText(v.say("title_"+string(q.Form)), maxModalTitle), Submit: plainText(v.say(submitOf(q.Form)), maxModalTitle), Close: plainText(v.say("form_close"), maxModalTitle),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// submitOf is the word on a form's button.
func submitOf(f form) string {
	if f == formPlan {
		return "form_preview"
	}
	return "form_submit"
}

func (v voice) amountField(label string, amount ledger.Money, optional bool) slack.Block {
	input := slack.NewPlainTextInputBlockElement(plainText(v.say("form_amount_hint"), 150), "value")
	if amount.IsPositive() {
		input.InitialValue = v.Decimal(amount.String())
	}
	input.MaxLength = 40
	block := slack.NewInputBlock(fieldAmount, plainText(v.say(label), 2000), nil, input)
	block.Optional = optional
	return block
}

func (v voice) dayField(label string, day ledger.Date) slack.Block {
	picker := slack.NewDatePickerBlockElement("value")
	picker.InitialDate = day.String()
	return slack.NewInputBlock(fieldDay, plainText(v.say(label), 2000), nil, picker)
}

func (v voice) textField(label, value string, optional bool) slack.Block {
	input := slack.NewPlainTextInputBlockElement(nil, "value")
	input.InitialValue = cut(value, maxTyped)
	input.Multiline = true
	input.MaxLength = maxTyped
	block := slack.NewInputBlock(fieldText, plainText(v.say(label), 2000), nil, input)
	block.Optional = optional
	return block
}

// sureField confirms that what is in doubt about a payment is meant.
func (v voice) sureField() slack.Block { return v.tickField("form_unusual", "form_sure") }

// tickField is one box to tick.
func (v voice) tickField(label, choice string) slack.Block {
	option := slack.NewOptionBlockObject("sure", plainText(v.say(choice), 75), nil)
	block := slack.NewInputBlock(fieldSure, plainText(v.say(label), 2000), nil, slack.NewCheckboxGroupsBlockElement("value", option))
	block.Optional = true
	return block
}

func (v voice) outcomeField() slack.Block {
	var options []*slack.OptionBlockObject
	for _, o := range []string{ledger.OutcomeCredited, ledger.OutcomeUpheld, ledger.OutcomeConceded} {
		options = append(options, slack.NewOptionBlockObject(o, plainText(v.say("outcome_"+o), 75), nil))
	}
	return slack.NewInputBlock(fieldChoice, plainText(v.say("form_outcome"), 2000), nil, slack.NewRadioButtonsBlockElement("value", options...))
}
