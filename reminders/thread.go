package reminders

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// Limits of what is said in threads.
const (
	// threadFresh is how old news may be: after a long weekend's downtime a
	// thread still tells what happened, later its message alone does.
	threadFresh = 3 * 24 * time.Hour
	// threadsPerTick bounds how many cases get lines in a tick: at Slack's one
	// message per second and channel, the rest waits for the next.
	threadsPerTick = 20
	// threadLines is how many lines one reply has; the rest is counted.
	threadLines = 10
)

// Thread is what happened to a late customer since, as a reply under their
// message in the channel. The message itself shows how things stand: what a
// thread leaves out is nowhere wrong.
type Thread struct {
	Case     string        `json:"case"` // the delivery of the customer's message
	Parent   store.Message `json:"parent"`
	Customer ledger.Key    `json:"customer"`
	Lines    []ThreadLine  `json:"lines"`
	More     int           `json:"more,omitempty"`     // left out
	Closed   bool          `json:"closed,omitempty"`   // nothing of it is open any more
	Reopened bool          `json:"reopened,omitempty"` // it was closed, and something is open again
}

// ThreadLine is one thing that somebody did.
type ThreadLine struct {
	What    string       `json:"what"` // the field that moved; with "_gone" what was taken back
	Numbers []string     `json:"numbers"`
	Actor   string       `json:"actor,omitempty"` // a Slack user id, "sheet", or nobody
	At      time.Time    `json:"at"`
	Day     ledger.Date  `json:"day,omitzero"`
	Amount  ledger.Money `json:"amount,omitzero"`
	Left    ledger.Money `json:"left,omitzero"` // of a payment: what is open
	Text    string       `json:"text,omitempty"`
}

// threadFields are what is told. Stages and letters are the bot's own doing.
var threadFields = map[ledger.Field]bool{
	ledger.FieldPayment: true, ledger.FieldPromisedOn: true, ledger.FieldDispute: true, ledger.FieldSnoozedUntil: true, ledger.FieldTakenUntil: true,
	ledger.FieldSaysPaidUntil: true, ledger.FieldCallAgain: true, ledger.FieldRepliedUntil: true, ledger.FieldPlan: true, ledger.FieldStanding: true,
	ledger.FieldOptOut: true, ledger.FieldStage: true, ledger.FieldLetterStage: true, ledger.FieldAmount: true,
}

// isTold tells whether threads tell of an entry: what a person did, and of the
// bot's bookkeeping the stages that were said.
func isTold(c ledger.Change) bool {
	if c.Invoice == "" || !threadFields[c.Field] {
		return false
	}
	if c.Field == ledger.FieldStage || c.Field == ledger.FieldLetterStage {
		return c.IsBookkeeping() && !c.New.IsEmpty()
	}
	return c.Field == ledger.FieldPayment || !c.IsBookkeeping()
}

// threads are the replies to be posted: for each case in the channel, what
// happened on its invoices since it was planned and no reply told of. Each
// entry of the journal is a reminder of the delivery, so that the store refuses
// to freeze it twice, whichever replica follows the journal; and a reply in
// doubt is never posted again (see letGo). So every line is told at most once.
func (g *drafter) threads() []draft {
	w := g.windowAt(g.now, g.location, g.policy.Hours.From)
	if !w.open || g.anyTime || len(g.happened) == 0 {
		return nil
	}
	news := map[ledger.Key][]ledger.Change{}
	for _, c := range g.happened {
		if inv, ok := g.planner.book.Invoice(c.Invoice); ok {
			news[inv.CustomerKey] = append(news[inv.CustomerKey], c)
		}
	}
	var list []draft
	for _, customer := range slices.Sorted(maps.Keys(news)) {
		told := map[string]bool{}
		for _, of := range g.casesOf(customer) {
			d, ok := g.thread(of, customer, news[customer], told)
			if ok && len(list) < threadsPerTick {
				d.day, d.ends = w.day, w.ends
				list = append(list, d)
			}
		}
	}
	return list
}

// casesOf are a customer's messages that stand in a channel, the latest first:
// what two speak of is told under the latest.
func (g *drafter) casesOf(customer ledger.Key) []store.Delivery {
	list := slices.DeleteFunc(slices.Clone(g.said.casesOf(customer)), func(d store.Delivery) bool {
		return d.State != store.Sent || d.Message.TS == "" || g.today.DaysSince(d.Day) > caseDays
	})
	slices.SortFunc(list, func(a, b store.Delivery) int {
		return slices.Compare([]string{b.Day.String(), b.ID}, []string{a.Day.String(), a.ID})
	})
	return list
}

func (g *drafter) thread(of store.Delivery, customer ledger.Key, news []ledger.Change, told map[string]bool) (draft, bool) {
	to := channelRecipient(of.Destination, g.location)
	out := draft{kind: store.KindThread, to: to, content: g.content(store.KindThread, to, g.today)}
	t := &Thread{Case: of.ID, Parent: of.Message, Customer: customer}
	var invoices map[ledger.Key]bool
	for _, c := range news {
		if c.Seq <= of.PlannedSeq || told[c.ID] {
			continue
		}
		cycle := cycleOf(c)
		if g.said.Told(of.Destination, "", cycle).Reached {
			continue
		}
		if invoices == nil {
			invoices = g.caseInvoices(of, customer)
		}
		if !invoices[c.Invoice] {
			continue
		}
		told[c.ID] = true
		inv, _ := g.planner.book.Invoice(c.Invoice)
		l, ok := g.threadLine(c, inv)
		if !ok || c.Field == ledger.FieldStage && ledger.DateOf(c.At.In(g.location)) == of.Day { // the message says it
			continue
		}
		out.remind("", cycle, ledger.StageAt(0))
		t.Lines = append(t.Lines, l)
	}
	if len(t.Lines) == 0 {
		return draft{}, false
	}
	t.Lines = merged(t.Lines)
	if n := len(t.Lines) - threadLines; n > 0 {
		t.Lines, t.More = t.Lines[:threadLines], n
	}
	wasClosed := g.said.wasClosed(of.ID)
	t.Closed = g.caseContent(customer, invoices).Closed
	t.Reopened = wasClosed && !t.Closed
	out.content.Thread = t
	return out, true
}

// cycleOf names a change among what was told.
func cycleOf(c ledger.Change) string {
	sum := sha256.Sum256([]byte(c.ID))
	return cycleThread + hex.EncodeToString(sum[:12])
}

// threadLine is a change in plain figures; false if nothing is to be said.
func (g *drafter) threadLine(c ledger.Change, inv *ledger.Invoice) (ThreadLine, bool) {
	l := ThreadLine{What: string(c.Field), Numbers: []string{inv.Number}, At: c.At}
	if !c.IsBookkeeping() {
		l.Actor = c.Actor
	}
	if c.Field == ledger.FieldPayment {
		return paymentLine(l, c, inv)
	}
	if c.New.IsEmpty() || c.Field == ledger.FieldOptOut && !c.New.Bool() {
		l.What += goneSuffix
		return l, true
	}
	switch c.Field {
	case ledger.FieldPromisedOn:
		l.Day = c.New.Date()
		if inv.PromisedOn == l.Day {
			l.Amount = inv.PromisedAmount
		}
	case ledger.FieldDispute:
		l.Text = c.New.Text()
		if inv.Dispute == l.Text {
			l.Amount = inv.DisputedAmount
		}
	case ledger.FieldSnoozedUntil, ledger.FieldTakenUntil, ledger.FieldSaysPaidUntil, ledger.FieldCallAgain, ledger.FieldRepliedUntil:
		l.Day = c.New.Date()
	case ledger.FieldAmount:
		l.Amount = c.New.Money()
	case ledger.FieldOptOut, ledger.FieldPlan:
	default: // stages and standing
		l.Text = c.New.Text()
	}
	return l, true
}

// goneSuffix marks what was taken back or is over.
const goneSuffix = "_gone"

// paymentLine tells of money that came in, or was taken back.
func paymentLine(l ThreadLine, c ledger.Change, inv *ledger.Invoice) (ThreadLine, bool) {
	var was, p ledger.Payment
	if !c.Old.IsEmpty() && ledger.ReadRecord(c.Old, &was) != nil || !c.New.IsEmpty() && ledger.ReadRecord(c.New, &p) != nil {
		return l, false
	}
	if p.Source == ledger.PaymentFromOpening || was.Amount == p.Amount {
		return l, false // confirmed, or given a note
	}
	l.Left = inv.Open()
	switch {
	case c.New.IsEmpty():
		l.What, l.Amount = l.What+goneSuffix, was.Amount
	case p.Amount.IsNegative():
		l.What, l.Amount = l.What+goneSuffix, p.Amount.Neg()
	default:
		l.Amount = p.Amount
	}
	return l, true
}

// merged puts what one person did to several invoices at once into one line,
// and leaves out what merely went along with it: who notes a plan ends the
// promise, and nobody need be told twice.
func merged(lines []ThreadLine) []ThreadLine {
	type deed struct {
		actor string
		at    time.Time
	}
	did := map[deed]bool{}
	// Money that was taken back goes along with nothing.
	isGone := func(l ThreadLine) bool {
		return strings.HasSuffix(l.What, goneSuffix) && l.What != string(ledger.FieldPayment)+goneSuffix
	}
	for _, l := range lines {
		if !isGone(l) {
			did[deed{l.Actor, l.At}] = true
		}
	}
	var list []ThreadLine
	for _, l := range lines {
		if isGone(l) && did[deed{l.Actor, l.At}] {
			continue
		}
		same := func(o ThreadLine) bool {
			return o.What == l.What && o.Actor == l.Actor && o.Day == l.Day && o.Text == l.Text && o.Amount == l.Amount &&
				o.At.Truncate(time.Minute).Equal(l.At.Truncate(time.Minute)) && l.What != string(ledger.FieldPayment)
		}
		if i := slices.IndexFunc(list, same); i >= 0 {
			if !slices.Contains(list[i].Numbers, l.Numbers[0]) {
				list[i].Numbers = append(list[i].Numbers, l.Numbers[0])
			}
			continue
		}
		list = append(list, l)
	}
	return list
}

// letGo ends a reply of which nobody knows whether it was posted, or that can't
// be: nobody can look for one, and a line less is better than one twice. It
// counts as said.
func (s *Service) letGo(ctx context.Context, d store.Delivery) error {
	if d.State == store.Uncertain {
		verdict, err := s.o.Store.Park(ctx, s.o.Book, d.ID, "a reply can't be looked for")
		if err != nil {
			return fmt.Errorf("park %s: %w", d.ID, err)
		}
		if !verdict.Accepted() {
			return nil
		}
		d.State = store.Parked
	}
	if d.State != store.Parked {
		return nil
	}
	if _, err := s.o.Store.Resolve(ctx, s.o.Book, d.ID, store.Decision{By: actorBot}); err != nil {
		return fmt.Errorf("let go of %s: %w", d.ID, err)
	}
	s.o.Log.WarnContext(ctx, "thread_line_let_go", "delivery", d.ID, "reason", d.Reason)
	s.moved()
	return nil
}
