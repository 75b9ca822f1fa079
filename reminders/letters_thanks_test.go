package reminders_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// paid is a payment that settles an invoice of 100.00, put down at 10:00.
func paid(invoice ledger.Key, on string, change ...func(*ledger.Payment)) ledger.Change {
	p := ledger.Payment{ID: "P-" + string(invoice), Date: day(on), Invoice: invoice, Customer: "acme", Amount: ledger.Money{Minor: 100_00, Currency: "EUR"}, Source: ledger.PaymentFromBank}
	for _, c := range change {
		c(&p)
	}
	return ledger.Change{Invoice: invoice, Field: ledger.FieldPayment, New: ledger.Record(p), At: day(on).At(10, 0, time.UTC)}
}

// wroteSince is the day on which the book began to write to customers.
func wroteSince(on string) ledger.Change {
	return ledger.Change{Field: ledger.FieldLetter, At: day(on).At(9, 0, time.UTC), New: ledger.Record(ledger.LetterWord{Word: ledger.WordLive})}
}

// Acme's INV-1 was due on 2 March 2026, a letter asked for it on the 5th, and
// it was paid on Tuesday the 10th.
func TestWhoIsThanked(t *testing.T) {
	asked := lettered("1", "2026-03-05")
	first := row{number: "INV-1", due: "2026-03-02", sales: "ann", more: asked}
	also := func(due string, more ledger.Fields) row {
		return row{number: "INV-2", due: due, sales: "ann", more: more}
	}
	const dispute = "wrong price"
	auto := func(p *reminders.Policy) { p.Letters.ThankYou = reminders.MailAuto }
	everybody := func(p *reminders.Policy) { p.Letters.ThankYouFor = reminders.ThanksAll }
	thanks := letterDelivery("inv-1", "0", "2026-03-10", store.Sent)
	thanks.Reminders[0].Cycle = "thanks/2026-03-02"
	for _, c := range []struct {
		name    string
		rows    []row
		changes []ledger.Change
		policy  func(*reminders.Policy)
		said    []store.Delivery
		today   string // 2026-03-10 unless said
		want    string
	}{
		{name: "by default nobody", policy: func(p *reminders.Policy) { p.Letters.ThankYou = reminders.MailOff }},
		{name: "who paid what a letter asked for", want: "thank you INV-1@0 skip_to_approve"},
		{name: "as a draft", policy: func(p *reminders.Policy) { p.Letters.ThankYou = reminders.MailDraft }, want: "thank you INV-1@0 skip_draft"},
		{name: "by itself, the day after", policy: auto, want: "thank you INV-1@0 skip_too_soon 2026-03-11"},
		{name: "the day after it leaves", policy: auto, today: "2026-03-11", want: "thank you INV-1@0 send"},
		{name: "nobody whom no letter asked", rows: []row{{number: "INV-1", due: "2026-03-02", sales: "ann"}}},
		{name: "unless the policy thanks everybody", rows: []row{{number: "INV-1", due: "2026-03-02", sales: "ann"}}, policy: everybody, want: "thank you INV-1@0 skip_to_approve"},
		{name: "nobody for a courtesy, which asks for nothing late", rows: []row{{number: "INV-1", due: "2026-03-12", sales: "ann", more: lettered("0", "2026-03-08")}}},
		{name: "nobody twice", said: []store.Delivery{thanks}},
		{name: "nobody again within the contact gap", rows: []row{first, also("2026-03-02", asked)}, changes: []ledger.Change{paid("inv-2", "2026-03-12")}, said: []store.Delivery{thanks}, today: "2026-03-12", want: "thank you INV-2@0 skip_too_soon 2026-03-17"},
		{name: "one note for two", rows: []row{first, also("2026-03-02", asked)}, changes: []ledger.Change{paid("inv-2", "2026-03-10")}, want: "thank you INV-1@0 INV-2@0 skip_to_approve"},
		{name: "nobody while something of theirs is late", rows: []row{first, also("2026-03-09", nil)}, want: "skip_no_letter; thank you INV-1@0 skip_still_owes"},
		{name: "what isn't due yet is no matter", rows: []row{first, also("2026-04-02", nil)}, want: "skip_no_letter; thank you INV-1@0 skip_to_approve"},
		{name: "nobody in a dispute", rows: []row{{number: "INV-1", due: "2026-03-02", sales: "ann", more: fields(ledger.FieldLetterStage, ledger.Text("1"), ledger.FieldLastLetter, on("2026-03-05"), ledger.FieldDispute, ledger.Text(dispute))}}, want: "thank you INV-1@0 skip_disputed"},
		{name: "nobody with another invoice in dispute", rows: []row{first, also("2026-04-02", fields(ledger.FieldDispute, ledger.Text(dispute)))}, want: "skip_disputed; thank you INV-1@0 skip_disputed"},
		{name: "nobody who is internal only", changes: []ledger.Change{customer(func(a *ledger.Account) { a.Mode = ledger.ModeInternalOnly })}, want: "thank you INV-1@0 skip_mode"},
		{name: "nobody who is never written to", changes: []ledger.Change{customer(func(a *ledger.Account) { a.Mode = ledger.ModeNever })}, want: "thank you INV-1@0 skip_mode"},
		{name: "to approve, whatever the policy sends", changes: []ledger.Change{customer(func(a *ledger.Account) { a.Mode = ledger.ModeToApprove })}, policy: auto, today: "2026-03-11", want: "thank you INV-1@0 skip_to_approve"},
		{name: "nobody without an address", changes: []ledger.Change{customer(func(a *ledger.Account) { a.Email = "" })}, want: "thank you INV-1@0 skip_no_address"},
		{name: "nobody while the customer is paused", changes: []ledger.Change{{Customer: "acme", Field: ledger.FieldPause, New: on("2026-03-31")}}, want: "thank you INV-1@0 skip_paused 2026-03-31"},
		{name: "nobody while they wait for an answer", rows: []row{{number: "INV-1", due: "2026-03-02", sales: "ann", more: fields(ledger.FieldLetterStage, ledger.Text("1"), ledger.FieldLastLetter, on("2026-03-05"), ledger.FieldRepliedUntil, on("2026-03-12"))}}, want: "thank you INV-1@0 skip_replied 2026-03-12"},
		{name: "an old bank import is no matter: this payment did come in", changes: []ledger.Change{{Source: ledger.SourceImport, At: day("2026-02-02").At(9, 0, time.UTC), Field: ledger.FieldNote, Invoice: "inv-1", New: ledger.Text("import")}}, want: "thank you INV-1@0 skip_to_approve"},
		{name: "an overpayment is no matter", changes: []ledger.Change{paid("inv-1", "2026-03-10", func(p *ledger.Payment) { p.ID, p.Amount.Minor = "P-2", 500_00 })}, want: "thank you INV-1@0 skip_to_approve"},
		{name: "nobody ten days later", today: "2026-03-21"},
		{name: "nobody for what was settled before the book wrote to customers", changes: []ledger.Change{wroteSince("2026-03-11")}, today: "2026-03-12"},
		{name: "nobody whose payment was taken back", changes: []ledger.Change{paid("inv-1", "2026-03-10", func(p *ledger.Payment) { p.ID, p.Amount.Minor, p.Source = "P-2", -100_00, ledger.PaymentReversal })}, want: "skip_no_letter"},
		{name: "nobody for what left the list of open items", changes: []ledger.Change{paid("inv-1", "2026-03-10", func(p *ledger.Payment) { p.Source = ledger.PaymentPresumed })}},
		{name: "nobody whom somebody thanked by hand", changes: []ledger.Change{word("U-ANN", "2026-03-10", ledger.LetterWord{Word: ledger.WordDone, Letter: "thanks/2026-03-02/inv-1"})}},
		{name: "approved, it leaves", changes: []ledger.Change{word("U-ANN", "2026-03-10", ledger.LetterWord{Word: ledger.WordApprove, Letter: thanksID(t)})}, want: "thank you INV-1@0 send"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.rows == nil {
				c.rows = []row{first}
			}
			policy := reminders.Default()
			policy.Letters.ThankYou = reminders.MailApprove
			if c.policy != nil {
				c.policy(&policy)
			}
			if c.today == "" {
				c.today = "2026-03-10"
			}
			b := bookOf(t, c.rows, append([]ledger.Change{atLetters(), customer(), wroteSince("2026-03-01"), paid("inv-1", "2026-03-10")}, c.changes...)...)
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

// thanksID is the note for INV-1 alone.
func thanksID(t *testing.T) string {
	t.Helper()
	policy := reminders.Default()
	policy.Letters.ThankYou = reminders.MailApprove
	b := bookOf(t, []row{{number: "INV-1", due: "2026-03-02", sales: "ann", more: lettered("1", "2026-03-05")}}, atLetters(), customer(), wroteSince("2026-03-01"), paid("inv-1", "2026-03-10"))
	return reminders.PlanLetters(b, policy, nil, day("2026-03-10"))[0].ID
}

// newThanksRig is a book that thanks, with INV-1 chased by a letter on the morning
// of Monday 2 March.
func newThanksRig(t *testing.T, mode reminders.MailMode) (*rig, *postOffice) {
	t.Helper()
	r, office := newLetterRig(t, func(o *reminders.Options) { o.Policy.Letters.ThankYou = mode })
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
	r.tick()
	r.approve("U-ANN", "Acme")
	r.tick()
	if len(office.mails) != 1 {
		t.Fatalf("before anything was paid there left: %s", office.sent())
	}
	office.mails = nil
	return r, office
}

func TestThanksLeaveOnceApproved(t *testing.T) {
	r, office := newThanksRig(t, reminders.MailApprove)
	r.account("Acme", "claire@acme.example", func(a *ledger.Account) { a.Language = "fr" })
	r.clock.set(day("2026-03-04"), 10, 0)
	r.pay("INV-1", 0)
	r.tick()
	if len(office.mails) != 0 {
		t.Fatalf("unapproved there left: %s", office.sent())
	}
	r.approve("U-ANN", "Acme")
	r.tick()
	if len(office.mails) != 1 {
		t.Fatalf("approved there left: %s", office.sent())
	}
	m := office.mails[0]
	if !strings.Contains(m.Subject, "merci") || !strings.Contains(m.Text, "INV-1") || !strings.Contains(m.Text, "soldée") || m.ReplyTo != "ann@example.com" || strings.Contains(m.Text, "IBAN") {
		t.Errorf("to %s, replies to %s:\n%s\n%s", m.To, m.ReplyTo, m.Subject, m.Text)
	}
	inv := r.invoice("INV-1")
	if inv.LetterStage != ledger.StageAt(1) || inv.LastLetter != day("2026-03-02") {
		t.Errorf("the row says letter %s of %s: thanks are none", inv.LetterStage, inv.LastLetter)
	}
	if got := strings.Join(r.notes("INV-1"), "\n"); !strings.Contains(got, "thanks sent to claire@acme.example") {
		t.Errorf("the timeline says %q", got)
	}
	for range 20 {
		r.clock.advance(24 * time.Hour)
		r.tick()
	}
	if len(office.mails) != 1 {
		t.Errorf("in the weeks after there left: %s", office.sent())
	}
}

// A payment that is taken back before the thanks leave takes them back: between
// days by the plan, at the last moment by the gate.
func TestAReversedPaymentTakesTheThanksBack(t *testing.T) {
	for _, c := range []struct {
		name string
		at   string // failpoint at which it is taken back; empty: the evening before
	}{
		{"the evening before", ""},
		{"between claim and sending", reminders.FailAfterClaim},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, office := newThanksRig(t, reminders.MailAuto)
			r.clock.set(day("2026-03-04"), 10, 0)
			r.pay("INV-1", 0)
			p := r.invoice("INV-1").Payments[0]
			back := func() {
				r.record(ledger.Change{Invoice: "inv-1", Field: ledger.FieldPayment, New: ledger.Record(p.Reversal("P-back")), Source: ledger.SourceSlack})
			}
			if r.tick(); c.at == "" {
				back()
			}
			r.options.Failpoint = func(name string) {
				if name == c.at && len(r.letterDeliveries(store.Claimed)) > 0 && !r.invoice("INV-1").Open().IsPositive() {
					back()
				}
			}
			r.restart("two")
			r.clock.set(day("2026-03-05"), 9, 0)
			r.tick()
			r.tick()
			if len(office.mails) != 0 {
				t.Errorf("there left: %s", office.sent())
			}
		})
	}
}

// By themselves thanks leave on the next business day, in one note, at the
// customer's hours.
func TestThanksLeaveByThemselvesTheNextMorning(t *testing.T) {
	r, office := newThanksRig(t, reminders.MailAuto)
	r.add(row{number: "INV-2", due: "2026-04-30", sales: "ann"})
	r.clock.set(day("2026-03-06"), 10, 0) // a Friday
	r.pay("INV-1", 0)
	for _, at := range []struct {
		on     string
		hour   int
		leaves bool
	}{{"2026-03-06", 18, false}, {"2026-03-07", 10, false}, {"2026-03-09", 7, false}, {"2026-03-09", 9, true}} {
		r.clock.set(day(at.on), at.hour, 0)
		r.tick()
		if left := len(office.mails) == 1; left != at.leaves {
			t.Fatalf("on %s at %d there left %q", at.on, at.hour, office.sent())
		}
	}
	if m := office.mails[0]; !m.Automatic || strings.Contains(m.Text, "INV-2") {
		t.Errorf("it says:\n%s", m.Text)
	}
}
