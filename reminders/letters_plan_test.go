package reminders_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// customer is Acme's row of the Customers tab.
func customer(change ...func(*ledger.Account)) ledger.Change {
	a := ledger.Account{Name: "Acme", Email: "Claire Martin <claire@acme.example>", Mode: ledger.ModeAutomatic}
	for _, c := range change {
		c(&a)
	}
	return ledger.Change{Customer: a.Key(), Field: ledger.FieldAccount, New: ledger.Record(a)}
}

func word(who string, on string, w ledger.LetterWord) ledger.Change {
	return ledger.Change{Customer: "acme", Actor: who, At: day(on).At(10, 0, time.UTC), Source: ledger.SourceSlack, Field: ledger.FieldLetter, New: ledger.Record(w)}
}

func atLetters() ledger.Change {
	return ledger.Change{Field: ledger.FieldLevel, New: ledger.Text(string(ledger.LevelLetters))}
}

func lettered(stage, date string) ledger.Fields {
	return fields(ledger.FieldLetterStage, ledger.Text(stage), ledger.FieldLastLetter, on(date))
}

// toldLetter is a decision in a line: kind, invoices and stages, reason, until.
func toldLetter(d reminders.LetterDecision) string {
	var parts []string
	for _, l := range d.Lines {
		parts = append(parts, l.Number+"@"+l.Stage.String())
	}
	text := string(d.Kind) + " " + strings.Join(parts, " ") + " " + string(d.Reason)
	if !d.Until.IsZero() {
		text += " " + d.Until.String()
	}
	return strings.TrimSpace(strings.Join(strings.Fields(text), " "))
}

// Acme owes INV-1, due on Monday 2 March 2026, and has an address.
func TestPlanLetters(t *testing.T) {
	auto := func(p *reminders.Policy) {
		l := p.Ladders[reminders.DefaultLadder]
		l.Stages = append([]reminders.Step(nil), l.Stages...)
		for i := range l.Stages {
			if l.Stages[i].Letter != "" && l.Stages[i].Letter != reminders.LetterFormal {
				l.Stages[i].Mail = reminders.MailAuto
			}
		}
		p.Ladders[reminders.DefaultLadder] = l
	}
	inv2 := func(due string, more ledger.Fields) row { return row{number: "INV-2", due: due, more: more} }
	for _, c := range []struct {
		name    string
		row     row
		others  []row
		changes []ledger.Change
		said    []store.Delivery
		policy  func(*reminders.Policy)
		account func(*ledger.Account)
		today   string
		want    string
	}{
		{name: "before the first stage with a letter there is none", today: "2026-03-04", want: "skip_no_letter"},
		{name: "three days late a friendly letter waits for a click", today: "2026-03-05", want: "friendly INV-1@1 skip_to_approve"},
		{name: "with mail: auto it leaves by itself", policy: auto, today: "2026-03-05", want: "friendly INV-1@1 send"},
		{
			name: "a customer to approve waits all the same", policy: auto, account: func(a *ledger.Account) { a.Mode = ledger.ModeToApprove }, today: "2026-03-05",
			want: "friendly INV-1@1 skip_to_approve",
		},
		{name: "an internal-only customer gets none", account: func(a *ledger.Account) { a.Mode = ledger.ModeInternalOnly }, today: "2026-03-05", want: "friendly INV-1@1 skip_mode"},
		{name: "a mode that nobody knows is a no", account: func(a *ledger.Account) { a.Mode = "perhaps" }, today: "2026-03-05", want: "friendly INV-1@1 skip_mode"},
		{name: "among the largest at go-live the mode must be typed", account: func(a *ledger.Account) { a.Mode = "" }, today: "2026-03-05", want: "friendly INV-1@1 skip_mode"},
		{
			name: "a book that went live when Acme was small writes to it", account: func(a *ledger.Account) { a.Mode = "" }, today: "2026-03-05",
			changes: []ledger.Change{{Field: ledger.FieldLetter, Source: ledger.SourceBot, New: ledger.Record(ledger.LetterWord{Word: ledger.WordLive, Internal: []ledger.Key{"globex"}})}},
			want:    "friendly INV-1@1 skip_to_approve",
		},
		{
			name: "finance's word releases one of the largest", account: func(a *ledger.Account) { a.Mode = "" }, today: "2026-03-05",
			changes: []ledger.Change{
				{Field: ledger.FieldLetter, Source: ledger.SourceBot, New: ledger.Record(ledger.LetterWord{Word: ledger.WordLive, Internal: []ledger.Key{"acme"}})},
				word("U-FIN", "2026-03-05", ledger.LetterWord{Word: ledger.WordRelease}),
			},
			want: "friendly INV-1@1 skip_to_approve",
		},
		{name: "without an address it can't leave", account: func(a *ledger.Account) { a.Email = "n/a" }, today: "2026-03-05", want: "friendly INV-1@1 skip_no_address"},
		{name: "weeks late, the first letter is still the friendly one", today: "2026-04-20", want: "friendly INV-1@1 skip_to_approve"},
		{name: "letters go up by one stage at a time", row: row{more: lettered("1", "2026-04-01")}, today: "2026-04-20", want: "firm INV-1@2 skip_to_approve"},
		{name: "the same letter doesn't leave twice", row: row{more: lettered("1", "2026-03-05")}, today: "2026-03-06", want: "skip_no_letter"},
		{name: "two letters keep the contact gap", row: row{more: lettered("1", "2026-03-09")}, today: "2026-03-12", want: "firm INV-1@2 skip_too_soon 2026-03-16"},
		{
			name: "the gap is the customer's, not the invoice's", others: []row{inv2("2026-02-20", lettered("1", "2026-03-04"))}, today: "2026-03-05",
			want: "firm INV-2@2 INV-1@1 skip_too_soon 2026-03-11",
		},
		{
			name: "a letter speaks in the tone of the highest next stage", others: []row{inv2("2026-02-01", lettered("2", "2026-02-20"))}, today: "2026-03-05",
			want: "penalties INV-2@3 INV-1@1 skip_to_approve",
		},
		{
			name: "a formal notice stands alone", others: []row{inv2("2026-01-10", lettered("4", "2026-02-20"))}, today: "2026-03-05",
			want: "formal INV-2@5 skip_to_approve",
		},
		{
			name: "a formal notice needs a firm letter eight days before", row: row{more: lettered("4", "2026-04-13")}, today: "2026-04-20",
			want: "skip_no_firm_letter 2026-04-21",
		},
		{
			name: "after the eight days it waits for two people", row: row{more: lettered("4", "2026-04-12")}, today: "2026-04-20",
			want: "formal INV-1@5 skip_to_approve",
		},
		{
			name: "without any firm letter there is none", row: row{more: lettered("1", "2026-03-05")}, today: "2026-04-20",
			policy: func(p *reminders.Policy) {
				l := p.Ladders[reminders.DefaultLadder]
				l.Stages = append([]reminders.Step(nil), l.Stages...)
				l.Stages[2].Mail, l.Stages[3].Mail, l.Stages[4].Mail = reminders.MailOff, reminders.MailOff, reminders.MailOff
				p.Ladders[reminders.DefaultLadder] = l
			},
			want: "skip_no_firm_letter",
		},
		{
			name: "what can't have its formal notice yet lets the milder one of another go", row: row{more: lettered("4", "2026-04-10")},
			others: []row{inv2("2026-04-10", nil)}, today: "2026-04-17", want: "friendly INV-2@1 skip_to_approve",
		},
		{name: "a stage without a letter is passed over", policy: func(p *reminders.Policy) {
			l := p.Ladders[reminders.DefaultLadder]
			l.Stages = append([]reminders.Step(nil), l.Stages...)
			l.Stages[1].Letter = ""
			p.Ladders[reminders.DefaultLadder] = l
		}, today: "2026-03-12", want: "firm INV-1@2 skip_to_approve"},
		{name: "a ladder that nobody defined writes to no customer", row: row{more: fields(ledger.FieldLadder, ledger.Text("platinum"))}, today: "2026-03-05", want: "skip_no_ladder"},
		{name: "a draft is for a person to send", policy: func(p *reminders.Policy) {
			l := p.Ladders[reminders.DefaultLadder]
			l.Stages = append([]reminders.Step(nil), l.Stages...)
			l.Stages[1].Mail = reminders.MailDraft
			p.Ladders[reminders.DefaultLadder] = l
		}, today: "2026-03-05", want: "friendly INV-1@1 skip_draft"},
		{name: "what is paid is asked for by nobody", changes: []ledger.Change{payment("P1", "inv-1", 100_00, "EUR", "2026-03-04")}, today: "2026-03-05", want: ""},
		{
			name: "after a broken promise the next letter doesn't wait until the team has heard of each stage", today: "2026-04-20",
			row:  row{more: fields(ledger.FieldStage, ledger.Text("2"), ledger.FieldLastReminder, on("2026-03-12"), ledger.FieldLetterStage, ledger.Text("4"), ledger.FieldLastLetter, on("2026-04-09"), ledger.FieldPromisedOn, on("2026-04-13"))},
			want: "formal INV-1@5 skip_to_approve",
		},
		{
			name: "but is the one after the last", today: "2026-04-20",
			row:  row{more: fields(ledger.FieldStage, ledger.Text("2"), ledger.FieldLastReminder, on("2026-03-12"), ledger.FieldLetterStage, ledger.Text("2"), ledger.FieldLastLetter, on("2026-04-09"), ledger.FieldPromisedOn, on("2026-04-13"))},
			want: "penalties INV-1@3 skip_to_approve",
		},
		{name: "a promise is believed", row: row{more: fields(ledger.FieldPromisedOn, on("2026-03-10"))}, today: "2026-03-05", want: "skip_promised 2026-03-12"},
		{name: "a dispute over everything stops it", row: row{more: fields(ledger.FieldDispute, ledger.Text("broken"))}, today: "2026-03-05", want: "skip_disputed"},
		{
			name: "one that is disputed doesn't silence the other", row: row{more: fields(ledger.FieldDispute, ledger.Text("broken"))}, others: []row{inv2("2026-03-02", nil)},
			today: "2026-03-05", want: "friendly INV-2@1 skip_to_approve",
		},
		{name: "a snooze is kept", row: row{more: fields(ledger.FieldSnoozedUntil, on("2026-03-10"))}, today: "2026-03-05", want: "skip_snoozed 2026-03-10"},
		{
			name: "another invoice was handed over: who has it speaks for the account", others: []row{inv2("2026-01-02", fields(ledger.FieldStanding, ledger.Text("handed over")))},
			today: "2026-03-05", want: "friendly INV-1@1 skip_handed_over",
		},
		{
			name: "it came in: letters go on", others: []row{inv2("2026-01-02", fields(ledger.FieldStanding, ledger.Text("handed over")))},
			changes: []ledger.Change{payment("P1", "inv-2", 100_00, "EUR", "2026-03-04")}, today: "2026-03-05", want: "friendly INV-1@1 skip_to_approve",
		},
		{
			name: "they replied about one invoice: none is written about", others: []row{inv2("2026-03-02", fields(ledger.FieldRepliedUntil, on("2026-03-09")))}, today: "2026-03-09",
			want: "friendly INV-1@1 INV-2@1 skip_replied 2026-03-09",
		},
		{
			name: "the day after, letters go on", row: row{more: fields(ledger.FieldRepliedUntil, on("2026-03-09"))}, today: "2026-03-10",
			want: "friendly INV-1@1 skip_to_approve",
		},
		{
			name: "credits that come to what it would ask for stop it", changes: []ledger.Change{payment("P1", "", 100_00, "EUR", "2026-03-04")},
			others: []row{inv2("2026-03-01", lettered("1", "2026-03-04"))}, today: "2026-03-05", want: "friendly INV-1@1 skip_credit_covers",
		},
		{
			name: "with a bank import of last week nobody is written to", changes: []ledger.Change{{
				Invoice: "inv-1", Field: ledger.FieldNote, Source: ledger.SourceImport, At: day("2026-02-27").At(10, 0, time.UTC), New: ledger.Text("statement"),
			}}, today: "2026-03-05", want: "friendly INV-1@1 skip_stale_import",
		},
		{
			name: "three business days old is fresh enough", changes: []ledger.Change{{
				Invoice: "inv-1", Field: ledger.FieldNote, Source: ledger.SourceImport, At: day("2026-03-02").At(10, 0, time.UTC), New: ledger.Text("statement"),
			}}, today: "2026-03-05", want: "friendly INV-1@1 skip_to_approve",
		},
		{
			name: "after a long silence finance says go on first", today: "2026-03-05",
			changes: []ledger.Change{{Field: ledger.FieldLetter, Source: ledger.SourceBot, New: ledger.Record(ledger.LetterWord{Word: ledger.WordSilence, Since: day("2026-03-02").At(10, 0, time.UTC)})}},
			want:    "friendly INV-1@1 skip_downtime",
		},
		{
			name: "and then they go on", today: "2026-03-05",
			changes: []ledger.Change{
				{Field: ledger.FieldLetter, Source: ledger.SourceBot, New: ledger.Record(ledger.LetterWord{Word: ledger.WordSilence, Since: day("2026-03-02").At(10, 0, time.UTC)})},
				{Field: ledger.FieldLetter, Source: ledger.SourceSlack, New: ledger.Record(ledger.LetterWord{Word: ledger.WordGoOn})},
			},
			want: "friendly INV-1@1 skip_to_approve",
		},
		{
			name: "below the level of letters nothing leaves", changes: []ledger.Change{{Field: ledger.FieldLevel, New: ledger.Text(string(ledger.LevelInternal))}}, today: "2026-03-05",
			want: "friendly INV-1@1 skip_level",
		},
		{
			name: "while one is on its way nothing else goes to the customer", today: "2026-03-12", others: []row{inv2("2026-03-05", nil)},
			said: []store.Delivery{letterDelivery("inv-1", "1", "2026-03-05", store.Uncertain)}, want: "firm INV-1@2 INV-2@1 skip_under_way",
		},
		{
			name: "nor while nobody knows whether one arrived", today: "2026-03-12", others: []row{inv2("2026-03-05", nil)},
			said: []store.Delivery{letterDelivery("inv-1", "1", "2026-03-05", store.Parked)}, want: "firm INV-1@2 INV-2@1 skip_parked",
		},
		{
			name: "one that the gate dropped said nothing", today: "2026-03-12",
			said: []store.Delivery{letterDelivery("inv-1", "1", "2026-03-12", store.Dropped)}, want: "friendly INV-1@1 skip_to_approve",
		},
		{
			name: "one that went a moment ago counts before its row knows", today: "2026-03-12",
			said: []store.Delivery{letterDelivery("inv-1", "1", "2026-03-11", store.Sent)}, want: "firm INV-1@2 skip_too_soon 2026-03-18",
		},
		{
			name: "a due date that moved starts the letters again", row: row{due: "2026-05-04", more: lettered("3", "2026-03-23")}, today: "2026-05-07",
			want: "friendly INV-1@1 skip_to_approve",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := c.row
			w.number, w.sales = "INV-1", "ann"
			if w.due == "" {
				w.due = "2026-03-02"
			}
			account := customer()
			if c.account != nil {
				account = customer(c.account)
			}
			policy := reminders.Default()
			if c.policy != nil {
				c.policy(&policy)
			}
			b := bookOf(t, append([]row{w}, c.others...), append([]ledger.Change{atLetters(), account}, c.changes...)...)
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

func letterDelivery(invoice ledger.Key, stage, on string, state store.State) store.Delivery {
	s, err := ledger.ParseStage(stage)
	if err != nil {
		panic(err)
	}
	return store.Delivery{
		ID: "d" + stage, Kind: store.KindLetter, Destination: "claire@acme.example", Person: "acme", Day: day(on), State: state,
		Reminders: []store.Reminder{{ID: fmt.Sprintf("%s|letter|%s", invoice, stage), Invoice: invoice, Cycle: "letter/2026-03-02", Stage: s}},
	}
}

// The same letter, asked for again, has the same name; another invoice or
// stage makes it another letter, which nobody has approved.
func TestAnApprovalIsOfOneLetter(t *testing.T) {
	policy := reminders.Default()
	w := row{number: "INV-1", due: "2026-03-02", sales: "ann"}
	plan := func(today string, rows []row, changes ...ledger.Change) reminders.LetterDecision {
		t.Helper()
		b := bookOf(t, rows, append([]ledger.Change{atLetters(), customer()}, changes...)...)
		return reminders.PlanLetters(b, policy, nil, day(today))[0]
	}
	letter := plan("2026-03-05", []row{w})
	yes := word("U-ANN", "2026-03-05", ledger.LetterWord{Word: ledger.WordApprove, Letter: letter.ID})
	for _, c := range []struct {
		name string
		got  reminders.LetterDecision
		want string
	}{
		{"an approved letter may leave", plan("2026-03-05", []row{w}, yes), "friendly INV-1@1 send"},
		{"also two days later", plan("2026-03-07", []row{w}, yes), "friendly INV-1@1 send"},
		{"a partial payment changes its figures, not the letter", plan("2026-03-05", []row{w}, yes, payment("P1", "inv-1", 40_00, "EUR", "2026-03-05")), "friendly INV-1@1 send"},
		{"an approval doesn't hold for ever", plan("2026-03-13", []row{w}, yes), "friendly INV-1@1 skip_to_approve"},
		{"another invoice makes it another letter", plan("2026-03-05", []row{w, {number: "INV-2", due: "2026-03-01"}}, yes), "friendly INV-2@1 INV-1@1 skip_to_approve"},
		{"other words were not approved", plan("2026-03-05", []row{w}, yes, word("U-ANN", "2026-03-05", ledger.LetterWord{Word: ledger.WordNote, Letter: letter.ID, Note: "Bonjour Claire"})), "friendly INV-1@1 skip_to_approve"},
		{"an approval can be taken back", plan("2026-03-05", []row{w}, yes, word("U-ANN", "2026-03-05", ledger.LetterWord{Word: ledger.WordWithdraw, Letter: letter.ID})), "friendly INV-1@1 skip_to_approve"},
	} {
		if got := toldLetter(c.got); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	w.more = lettered("4", "2026-04-01")
	formal := plan("2026-04-20", []row{w})
	first := word("U-FIN", "2026-04-20", ledger.LetterWord{Word: ledger.WordApprove, Letter: formal.ID})
	second := word("U-FIN2", "2026-04-20", ledger.LetterWord{Word: ledger.WordApprove, Letter: formal.ID})
	for _, c := range []struct {
		name    string
		changes []ledger.Change
		want    string
	}{
		{"one person isn't enough for a formal notice", []ledger.Change{first}, "formal INV-1@5 skip_to_second"},
		{"nor the same person twice", []ledger.Change{first, first}, "formal INV-1@5 skip_to_second"},
		{"two people are", []ledger.Change{first, second}, "formal INV-1@5 send"},
	} {
		if got := toldLetter(plan("2026-04-20", []row{w}, c.changes...)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
