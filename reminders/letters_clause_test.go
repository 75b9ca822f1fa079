package reminders_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/shopspring/decimal"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/reminders/letter"
	"github.com/relance-bot/relance/store"
)

// ladderOf changes a copy of the default ladder's stages.
func ladderOf(change func([]reminders.Step) []reminders.Step) reminders.Policy {
	p := reminders.Default()
	l := p.Ladders[reminders.DefaultLadder]
	l.Stages = change(append([]reminders.Step(nil), l.Stages...))
	p.Ladders = map[string]reminders.Ladder{reminders.DefaultLadder: l}
	return p
}

// Acme owes INV-1, due on Monday 2 March 2026.
func TestWhichLetterComesNext(t *testing.T) {
	courtesy := ladderOf(func(s []reminders.Step) []reminders.Step {
		s[0].Letter, s[0].Mail = reminders.LetterCourtesy, reminders.MailApprove
		return s
	})
	short := ladderOf(func(s []reminders.Step) []reminders.Step { return s[:3] }) // its last stage, the tenth day's, comes again each month
	byItself := ladderOf(func(s []reminders.Step) []reminders.Step {
		for i := range s {
			s[i].Mail = reminders.MailAuto
		}
		return s
	})
	thanks := letterDelivery("inv-0", "1", "2026-03-04", store.Sent)
	thanks.Reminders[0].Cycle = "thanks/2026-03-02"
	inv2 := func(more ledger.Fields) row { return row{number: "INV-2", due: "2026-03-02", sales: "ann", more: more} }
	replied := fields(ledger.FieldRepliedUntil, on("2026-03-09"))
	for _, c := range []struct {
		name    string
		policy  reminders.Policy
		rows    []row
		changes []ledger.Change
		said    []store.Delivery
		today   string
		want    string
	}{
		{name: "a courtesy goes before the due date", policy: courtesy, rows: []row{{}}, today: "2026-02-25", want: "courtesy INV-1@0 skip_to_approve"},
		{name: "once late, the courtesy that never went is passed over", policy: courtesy, rows: []row{{}}, today: "2026-03-05", want: "friendly INV-1@1 skip_to_approve"},
		{name: "the last letter doesn't come again before its month is over", policy: short, rows: []row{{more: lettered("2", "2026-03-12")}}, today: "2026-04-10", want: "skip_no_letter"},
		{name: "then it does", policy: short, rows: []row{{more: lettered("2", "2026-03-12")}}, today: "2026-04-13", want: "firm INV-1@2 ×1 skip_to_approve"},
		{name: "a formal notice never leaves by itself", policy: byItself, rows: []row{{more: lettered("4", "2026-04-01")}}, today: "2026-04-20", want: "formal INV-1@5 skip_to_approve"},
		{name: "they replied about the first of two", rows: []row{{more: replied}, inv2(nil)}, today: "2026-03-05", want: "friendly INV-1@1 INV-2@1 skip_replied 2026-03-09"},
		{name: "they replied about the second of two", rows: []row{{}, inv2(replied)}, today: "2026-03-05", want: "friendly INV-1@1 INV-2@1 skip_replied 2026-03-09"},
		{name: "thanks are no reminder, which the next would keep away from", rows: []row{{}}, said: []store.Delivery{thanks}, today: "2026-03-05", want: "friendly INV-1@1 skip_to_approve"},
		{
			name: "of two currencies one is written about at a time", rows: []row{{}, {number: "INV-2", due: "2026-03-02", sales: "ann", currency: "USD"}}, today: "2026-03-05",
			want: "friendly INV-1@1 skip_to_approve; friendly INV-2@1 skip_too_soon 2026-03-12",
		},
		{
			name: "while the book is paused nothing leaves", rows: []row{{}}, changes: []ledger.Change{{Field: ledger.FieldPause, New: on("2026-03-06")}}, today: "2026-03-05",
			want: "friendly INV-1@1 skip_paused 2026-03-06",
		},
		{
			name: "what is off the ladder is written about no more", rows: []row{{more: fields(ledger.FieldStanding, ledger.Text("insolvent"))}}, today: "2026-03-05",
			want: "skip_insolvent",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			policy := c.policy
			if policy.Ladders == nil {
				policy = reminders.Default()
			}
			first := &c.rows[0]
			first.number, first.due, first.sales = "INV-1", "2026-03-02", "ann"
			b := bookOf(t, c.rows, append([]ledger.Change{atLetters(), customer()}, c.changes...)...)
			var got []string
			for _, d := range reminders.PlanLetters(b, policy, reminders.NewSaid(c.said), day(c.today)) {
				got = append(got, toldLetter(d))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A yes is to these invoices at these stages, whatever else looks the same.
func TestAYesIsToTheseInvoicesAtTheseStages(t *testing.T) {
	id := func(rows ...row) string {
		t.Helper()
		d := reminders.PlanLetters(bookOf(t, rows, atLetters(), customer()), reminders.Default(), nil, day("2026-04-20"))[0]
		if d.ID == "" {
			t.Fatalf("no letter: %s", toldLetter(d))
		}
		return d.ID
	}
	of := func(number, due, stage string) row {
		return row{number: number, due: due, sales: "ann", more: lettered(stage, "2026-04-10")}
	}
	names := map[string]string{}
	for _, c := range []struct {
		what string
		id   string
	}{
		{"INV-1", id(of("INV-1", "2026-03-02", "1"))},
		{"INV-2 in its place", id(of("INV-2", "2026-03-02", "1"))},
		{"INV-1 of another due date", id(of("INV-1", "2026-03-03", "1"))},
		{"INV-1 at the second letter, beside INV-2 at the third", id(of("INV-1", "2026-03-02", "1"), of("INV-2", "2026-03-02", "2"))},
		{"INV-1 at the first letter, beside INV-2 at the third", id(row{number: "INV-1", due: "2026-03-02", sales: "ann"}, of("INV-2", "2026-03-02", "2"))},
	} {
		if was := names[c.id]; was != "" {
			t.Errorf("%s and %s are one letter", was, c.what)
		}
		names[c.id] = c.what
	}
}

func TestWhoDecidesOnALetter(t *testing.T) {
	for _, c := range []struct {
		name    string
		rows    []row
		finance bool
		owner   string
		needs   int
	}{
		{"the second is the owner's", []row{{number: "INV-1", sales: "ann", more: lettered("1", "2026-04-01")}}, false, "ann", 1},
		{"the third is finance's", []row{{number: "INV-1", sales: "ann", more: lettered("2", "2026-04-01")}}, true, "ann", 1},
		{"a formal notice takes two of finance", []row{{number: "INV-1", sales: "ann", more: lettered("4", "2026-04-01")}}, true, "ann", 2},
		{"two owners can't both decide", []row{{number: "INV-1", sales: "ann"}, {number: "INV-2", sales: "bob"}}, true, "", 1},
		{"nobody's is finance's", []row{{number: "INV-1"}}, true, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i := range c.rows {
				c.rows[i].due = "2026-03-02"
			}
			d := reminders.PlanLetters(bookOf(t, c.rows, atLetters(), customer()), reminders.Default(), nil, day("2026-04-20"))[0]
			if d.ByFinance != c.finance || d.Owner != c.owner || d.Needs != c.needs {
				t.Errorf("finance %v, owner %q, %d people; want %v, %q, %d", d.ByFinance, d.Owner, d.Needs, c.finance, c.owner, c.needs)
			}
		})
	}
}

// What a letter says of a customer's invoices: asked for, disputed, other, not
// due, credits, claims; in one currency, in their language.
func TestWhatALetterSays(t *testing.T) {
	r, _ := newLetterRig(t, func(o *reminders.Options) {
		o.Letterhead.Penalties = ledger.PenaltyPolicy{Regime: ledger.RegimeContract, Rate: decimal.NewNullDecimal(decimal.NewFromInt(10))}
	})
	r.account("Acme", "claire@acme.example", func(a *ledger.Account) { a.Language = "fr" })
	partly := fields(ledger.FieldDispute, ledger.Text("price: too high"), ledger.FieldDisputedAmount, ledger.Amount(ledger.Money{Minor: 30_00, Currency: "EUR"}))
	r.add(
		row{number: "INV-1", due: "2026-02-20", sales: "ann", more: partly},
		row{number: "INV-2", due: "2026-02-27", sales: "ann", more: fields(ledger.FieldPromisedOn, on("2026-03-20"))},
		row{number: "INV-3", due: "2026-04-20", sales: "ann"},
		row{number: "INV-4", due: "2026-02-20", sales: "ann", currency: "USD", more: fields(ledger.FieldPromisedOn, on("2026-03-10"))},
		row{number: "AV-5", due: "2026-02-20", amount: -5_00, sales: "ann"},
	)
	said := func() letter.Letter {
		t.Helper()
		d := r.letterTo("Acme")
		if d.Currency != "EUR" || d.Amount.Minor != 70_00 {
			t.Fatalf("it asks for %s %s, want 70.00 EUR", d.Amount, d.Currency)
		}
		text, ok, err := r.service.LetterText(t.Context(), d.ID)
		if err != nil || !ok {
			t.Fatalf("no text: %v", err)
		}
		if text.Mailing.ReplyTo != "ann@example.com" {
			t.Errorf("replies go to %q", text.Mailing.ReplyTo)
		}
		return text.Mailing.Body
	}
	numbers := func(list []letter.Line) string {
		var all []string
		for _, l := range list {
			all = append(all, l.Number)
		}
		return strings.Join(all, " ")
	}
	body := said()
	if got := numbers(body.Chased) + "; " + numbers(body.OtherOverdue) + "; " + numbers(body.NotDue); got != "INV-1; INV-2; INV-3" {
		t.Errorf("asked for; other; not due: %s", got)
	}
	if l := body.Chased[0]; l.Open.Minor != 100_00 || l.Disputed.Minor != 30_00 || !l.Interest.IsZero() || !l.Fee.IsZero() {
		t.Errorf("INV-1: %+v", l)
	}
	if body.Language != "fr" || len(body.Credits) != 1 || body.Credits[0].Amount.Minor != 5_00 || body.Kind != letter.Friendly || !body.Deadline.IsZero() {
		t.Errorf("in %s, credits %+v, deadline %s", body.Language, body.Credits, body.Deadline)
	}

	r.rigNote("U-ANN", "Acme", "Bonjour Claire")
	r.set("INV-1", ledger.FieldLetterStage, ledger.Text("2"))
	r.set("INV-1", ledger.FieldLastLetter, on("2026-03-02"))
	r.clock.set(day("2026-03-13"), 9, 0) // the third letter's
	r.rigNote("U-FIN", "Acme", "Bonjour Claire")
	body = said()
	if l := body.Chased[0]; body.Kind != letter.Penalties || l.Interest.Minor != 40 || l.Fee.Minor != 40_00 {
		t.Errorf("%s letter: %+v", body.Kind, l)
	}
	if body.Note != "Bonjour Claire" || body.Deadline != day("2026-03-21") || body.Previous != day("2026-03-02") {
		t.Errorf("it carries %q, gives until %s, and refers to the letter of %s", body.Note, body.Deadline, body.Previous)
	}
	r.set("INV-1", ledger.FieldWaived, ledger.Text("a good customer"))
	if l := said().Chased[0]; !l.Interest.IsZero() || !l.Fee.IsZero() {
		t.Errorf("what was waived is claimed: %+v", l)
	}
}

// rigNote gives the customer's letter a paragraph.
func (r *rig) rigNote(who, name, text string) {
	r.t.Helper()
	d := r.letterTo(name)
	r.act(who, func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		return a.NoteLetter(b, d.Customer, d.ID, text)
	})
}

// A formal notice takes two people, leaves with itself on paper, and gives
// eight days.
func TestAFormalNoticeLeavesWithItsPaper(t *testing.T) {
	r, office := newLetterRig(t, func(o *reminders.Options) {
		o.Letterhead.Sender = letter.Sender{Company: "Atelier Dubreuil SARL", Email: "compta@dubreuil.example", Address: []string{"4 quai de la Loire", "44000 Nantes"}, City: "Nantes"}
	})
	r.account("Acme", "claire@acme.example", func(a *ledger.Account) { a.Address = "1 rue du Port\n33000 Bordeaux" })
	r.add(row{number: "INV-1", due: "2026-01-05", sales: "ann", more: lettered("4", "2026-02-16")})
	r.approve("U-FIN", "Acme")
	r.tick()
	if len(office.mails) != 0 {
		t.Fatalf("one yes, and %s left", office.sent())
	}
	r.approve("U-FAY", "Acme")
	r.tick()
	if len(office.mails) != 1 || len(office.mails[0].Files) != 1 || office.mails[0].Files[0].ContentType != "application/pdf" {
		t.Fatalf("left: %s, with %d files", office.sent(), len(office.mails[0].Files))
	}
	if !strings.Contains(office.mails[0].Text, "10 March 2026") {
		t.Errorf("it gives no eight days: %s", office.mails[0].Text)
	}
}

// The gate looks at all that a letter speaks of, not only at what it asks for.
func TestTheGateLooksAtTheWholeStatement(t *testing.T) {
	r, office := newLetterRig(t)
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"}, row{number: "INV-2", due: "2026-04-27", sales: "ann"})
	r.tick()
	r.approve("U-ANN", "Acme")
	r.options.Failpoint = func(name string) {
		if name == reminders.FailAfterClaim && len(r.letterDeliveries(store.Claimed)) > 0 && r.invoice("INV-2").Open().IsPositive() {
			r.pay("INV-2", 0)
		}
	}
	r.restart("two")
	r.tick()
	if dropped := r.letterDeliveries(store.Dropped); len(dropped) != 1 {
		t.Fatalf("deliveries: %+v", r.letterDeliveries())
	}
	r.tick()
	if len(office.mails) != 1 || strings.Contains(office.mails[0].Text, "INV-2") {
		t.Errorf("left: %s", office.sent())
	}
}

// Who types an invoice should not see it written about before they have left
// its row alone for a while.
func TestARowThatIsBeingTypedIsWrittenAboutLater(t *testing.T) {
	r, _ := newLetterRig(t, func(o *reminders.Options) { o.Quiet = 10 * time.Minute })
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
	if got := r.letterTo("Acme"); len(got.Lines) != 0 || got.Left[0].Reason != reminders.SkipSettling {
		t.Errorf("a moment after it was typed: %s, %+v", got.Reason, got.Left)
	}
	r.clock.advance(11 * time.Minute)
	if got := r.letterTo("Acme"); got.Reason != reminders.SkipToApprove {
		t.Errorf("once left alone: %s", got.Reason)
	}
}

// What can't be put into words stays, and says why.
func TestALetterThatCanNotBeWrittenStays(t *testing.T) {
	r, office := newLetterRig(t, func(o *reminders.Options) { o.Letterhead.Sender = letter.Sender{} })
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
	r.approve("U-ANN", "Acme")
	r.tick()
	if d := r.letterTo("Acme"); d.Reason != reminders.SkipUnwritable || d.Trouble == nil || len(office.mails) != 0 {
		t.Errorf("%s, %v, left: %s", d.Reason, d.Trouble, office.sent())
	}
}

// A mail server that can't be reached is tried once a tick, for as long as the
// day is long.
func TestAMailServerThatIsDownForHours(t *testing.T) {
	r, office := newLetterRig(t)
	r.account("Globex", "g@globex.example")
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"}, row{number: "INV-2", customer: "Globex", due: "2026-02-27", sales: "ann"})
	r.tick()
	r.approve("U-ANN", "Acme")
	r.approve("U-ANN", "Globex")
	tried := 0
	office.fault = func(reminders.Mail) mailFault {
		tried++
		return mailFault{lost: true, err: &reminders.SendError{Certain: true, Code: reminders.CodeNotConnected}}
	}
	const ticks = 65 // more than a refusal is tried again
	for range ticks {
		r.tick()
		r.clock.advance(time.Minute)
	}
	if tried > ticks || len(r.letterDeliveries(store.Parked)) > 0 {
		t.Errorf("%d tries in %d ticks; parked: %+v", tried, ticks, r.letterDeliveries(store.Parked))
	}
	office.fault = nil
	r.clock.advance(5 * time.Minute)
	r.tick()
	r.clock.advance(5 * time.Minute)
	r.tick()
	if len(office.mails) != 2 {
		t.Errorf("left: %s", office.sent())
	}
}

// A letter that turns out to have arrived lowers nothing that its row says by
// then, and says nothing of a cycle that is over.
func TestALetterFoundLateLowersNothing(t *testing.T) {
	for _, c := range []struct {
		name      string
		meanwhile func(r *rig)
		want      string
	}{
		{"nothing happened since", func(*rig) {}, "1 2026-03-02"},
		{"the next was sent by hand", func(r *rig) {
			r.set("INV-1", ledger.FieldLetterStage, ledger.Text("2"))
			r.set("INV-1", ledger.FieldLastLetter, on("2026-03-04"))
		}, "2 2026-03-04"},
		{"the due date moved", func(r *rig) { r.set("INV-1", ledger.FieldDue, on("2026-04-27")) }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, office := newLetterRig(t)
			r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
			r.approve("U-ANN", "Acme")
			office.fault = func(reminders.Mail) mailFault { return mailFault{err: context.DeadlineExceeded} }
			r.tick()
			for range 12 {
				r.clock.advance(2 * time.Minute)
				r.tick()
			}
			parked := r.letterDeliveries(store.Parked)
			if len(parked) != 1 {
				t.Fatalf("deliveries: %+v", r.letterDeliveries())
			}
			r.clock.set(day("2026-03-05"), 11, 0)
			c.meanwhile(r)
			if err := r.service.ResolveParked(t.Context(), parked[0].ID, false, "U-FIN"); err != nil {
				t.Fatal(err)
			}
			r.tick()
			inv := r.invoice("INV-1")
			if got := strings.TrimSpace(inv.LetterStage.String() + " " + inv.LastLetter.String()); got != c.want {
				t.Errorf("the row says %q, want %q", got, c.want)
			}
		})
	}
}
