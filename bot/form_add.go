package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// formAdd is the modal of a new invoice.
const formAdd form = "form_add"

// Block ids of its fields; the amount, the day of issue and the notes stand in
// the fields that other forms have, too.
const (
	fieldNumber   = "number"
	fieldCustomer = "customer"
	fieldDue      = "due"
	fieldSales    = "salesperson"
)

// usualTermDays is the due date proposed: 30 days, what French law sets where
// nothing was agreed (Code de commerce, L441-10).
const usualTermDays = 30

// replyAdd opens the modal of a new invoice. What was typed is its number,
// then its customer.
func (b *Bot) replyAdd(ctx context.Context, a *answer, ask Ask) error {
	if err := a.viewer.refuse(edit, nil); err != nil {
		return err
	}
	if a.viewer.book.Listed {
		return errListed()
	}
	if a.trigger == "" { // a mention has none
		a.say(ctx, a.viewer.howTo(VerbAdd))
		return nil
	}
	today := b.today(a.viewer.book)
	q := addView{Origin: origin{Token: token{Book: a.viewer.book.Name}, URL: a.url, Channel: a.channel, Thread: a.thread}, Today: today, Due: today.AddDays(usualTermDays), People: peopleOf(a.viewer.book.Desk.Book())}
	if len(ask.Args) > 0 {
		q.Number, q.Customer = ask.Args[0], strings.Join(ask.Args[1:], " ")
	}
	err := b.opt.Slack.OpenView(ctx, a.trigger, a.viewer.addForm(q))
	if errors.Is(err, ErrTriggerExpired) {
		a.say(ctx, a.viewer.howTo(VerbAdd))
		return nil
	}
	return err
}

// errListed refuses to change what only the accounting's export says.
func errListed() error {
	return &ledger.Error{
		Code: ledger.CodeInvalid, Reason: "listed",
		Message: "This list comes from your accounting: add or change the invoice there.",
	}
}

// addView is the modal to be filled.
type addView struct {
	Origin   origin
	Number   string
	Customer string
	Today    ledger.Date
	Due      ledger.Date
	People   []string
}

func (v voice) addForm(q addView) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: string(formAdd), PrivateMetadata: q.Origin.String(),
		Title: plainText(v.say("title_form_add"), maxModalTitle), Submit: plainText(v.say("form_submit"), maxModalTitle), Close: plainText(v.say("form_close"), maxModalTitle),
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			v.lineField(fieldNumber, "form_number", q.Number),
			v.lineField(fieldCustomer, "form_customer", q.Customer),
			v.tickField("form_customer_is", "form_customer_new"),
			v.amountField("form_total", ledger.Money{}, false),
			v.dayField("form_issued", q.Today),
			v.dateField(fieldDue, "form_due", q.Due),
			v.personField(q.People, ""),
			v.textField("form_notes", "", true),
		}},
	}
}

func (v voice) lineField(id, label, value string) slack.Block {
	input := slack.NewPlainTextInputBlockElement(nil, "value")
	input.InitialValue = cut(value, maxLine)
	input.MaxLength = maxLine
	return slack.NewInputBlock(id, plainText(v.say(label), 2000), nil, input)
}

// maxLine bounds a number or a name, far above any.
const maxLine = 150

func (v voice) dateField(id, label string, day ledger.Date) slack.Block {
	picker := slack.NewDatePickerBlockElement("value")
	if !day.IsZero() {
		picker.InitialDate = day.String()
	}
	block := slack.NewInputBlock(id, plainText(v.say(label), 2000), nil, picker)
	block.Optional = true
	return block
}

// nobodyOption stands for no salesperson in a list, which Slack can't unset.
const nobodyOption = "-"

// maxOptions is Slack's limit of a static list.
const maxOptions = 100

// personField is a list of the People tab, or a line to type where there is
// none, or more than a list takes.
func (v voice) personField(people []string, is string) slack.Block {
	return v.personFieldAs("form_salesperson", people, is)
}

func (v voice) personFieldAs(label string, people []string, is string) slack.Block {
	return personFieldOf(plainText(v.say(label), 2000), v.say("form_nobody"), people, is)
}

func personFieldOf(label *slack.TextBlockObject, nobody string, people []string, is string) slack.Block {
	if len(people) == 0 || len(people) >= maxOptions {
		input := slack.NewPlainTextInputBlockElement(nil, "value")
		input.InitialValue = cut(is, maxLine)
		input.MaxLength = maxLine
		block := slack.NewInputBlock(fieldSales, label, nil, input)
		block.Optional = true
		return block
	}
	options := []*slack.OptionBlockObject{slack.NewOptionBlockObject(nobodyOption, plainText(nobody, 75), nil)}
	for _, name := range people {
		options = append(options, slack.NewOptionBlockObject(name, plainText(name, 75), nil))
	}
	list := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "value", options...)
	if i := slices.Index(people, is); i >= 0 {
		list.InitialOption = options[i+1]
	}
	block := slack.NewInputBlock(fieldSales, label, nil, list)
	block.Optional = true
	return block
}

// peopleOf are the names that a salesperson's cell may hold, in order.
func peopleOf(b *ledger.Book) []string {
	var names []string
	for p := range b.People() {
		if name := strings.TrimSpace(p.Name); name != "" && len(name) <= maxLine && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// typedPerson is what a salesperson's field holds; known is false where it was
// left as it was.
func typedPerson(in Input) (name string, known bool) {
	switch {
	case in.Option == nobodyOption:
		return "", true
	case in.Option != "":
		return in.Option, true
	}
	return strings.TrimSpace(in.Text), in.Text != ""
}

// submitAdd records a new invoice; its row follows with the next sync.
func (b *Bot) submitAdd(ctx context.Context, v viewer, s Submission, o origin) error {
	if err := v.refuse(edit, nil); err != nil {
		return err
	}
	if v.book.Listed {
		return errListed()
	}
	in, err := b.readNew(v, s)
	if err != nil {
		return err
	}
	v.book.acting.Lock()
	defer v.book.acting.Unlock()
	snapshot := v.book.Desk.Book()
	act := ledger.Act{ID: formID(s), At: b.opt.Now(), Actor: v.ID, Source: ledger.SourceSlack}
	changes, err := act.AddInvoice(snapshot, in, b.today(v.book))
	if err != nil {
		return underItsField(err, in)
	}
	if len(s.Values[fieldSure].Ticked) == 0 {
		if near := nearCustomer(snapshot, changes); near != "" {
			return fieldError{fieldCustomer, &ledger.Error{
				Code: ledger.CodeInvalid, Reason: "near_customer", Args: ledger.Args{"text": in.Customer, "near": near},
				Message: "There is a customer " + near + " already. Type that name, or tick that it is a new one.",
			}}
		}
	}
	done := v.mark("already")
	if len(changes) > 0 {
		if _, err := v.book.Desk.Record(ctx, changes...); err != nil {
			return err
		}
		done = v.mark("done_add", with{"Who": v.Name}) + " · " + v.Clock(b.opt.Now().In(v.zone()))
	}
	b.later(func(ctx context.Context) {
		inv, ok := v.book.Desk.Book().Invoice(ledger.KeyOf(in.Number))
		if !ok {
			return
		}
		a := &answer{bot: b, viewer: v, url: o.URL, channel: o.Channel, thread: o.Thread}
		b.told(ctx, a, outcome{invoice: inv, line: done, fresh: len(changes) > 0})
	})
	return nil
}

func (b *Bot) readNew(v viewer, s Submission) (ledger.NewInvoice, error) {
	in := ledger.NewInvoice{Number: s.Values[fieldNumber].Text, Customer: s.Values[fieldCustomer].Text, Notes: s.Values[fieldText].Text}
	in.Salesperson, _ = typedPerson(s.Values[fieldSales])
	amount, err := parseAmount(s.Values[fieldAmount].Text, v.book.Currency)
	if err != nil {
		return in, fieldError{fieldAmount, err}
	}
	in.Amount = amount
	for id, day := range map[string]*ledger.Date{fieldDay: &in.Issued, fieldDue: &in.Due} {
		if *day, err = readDay(s, id); err != nil {
			return in, err
		}
	}
	return in, nil
}

// readDay reads a date field; nothing picked is no date.
func readDay(s Submission, id string) (ledger.Date, error) {
	text := s.Values[id].Date
	if text == "" {
		return 0, nil
	}
	d, err := ledger.ParseDate(text)
	if err != nil {
		return 0, fieldError{id, err}
	}
	return d, nil
}

// underItsField puts what is wrong with the due date under it: the ledger's
// reasons don't tell one day from another.
func underItsField(err error, in ledger.NewInvoice) error {
	if e, ok := errors.AsType[*ledger.Error](err); ok && e.Args["date"] == in.Due && in.Due != in.Issued {
		return fieldError{fieldDue, err}
	}
	return err
}

// nearCustomer is the customer that a new one was perhaps meant to be.
func nearCustomer(b *ledger.Book, changes []ledger.Change) string {
	next, err := b.Apply(changes...)
	if err != nil || len(changes) == 0 {
		return ""
	}
	inv, ok := next.Invoice(changes[0].Invoice)
	if !ok || len(b.CustomerInvoices(inv.CustomerKey)) > 0 {
		return ""
	}
	for _, pair := range next.NearDuplicates() {
		switch inv.CustomerKey {
		case pair.A:
			return pair.Names[1]
		case pair.B:
			return pair.Names[0]
		}
	}
	return ""
}
