package bot_test

import (
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

func TestAPaymentIsRecordedFromTheCard(t *testing.T) {
	r := newRig(t)
	list := r.command(sophie, "/overdue")
	if !strings.Contains(list.Text, "4 late invoices") {
		t.Errorf("the sentence is %q", list.Text)
	}
	card := r.command(sophie, "/relance INV-1")
	r.click(sophie, card, "pay")
	if reply := r.fill(sophie, "V1", map[string]bot.Input{"amount": {Text: "1 200,50"}, "day": {Date: "2026-11-20"}, "sure": {}}); reply.Errors["sure"] == "" {
		t.Errorf("an overpayment passed unasked: %v", reply.Errors)
	}
	values := map[string]bot.Input{"amount": {Text: "500"}, "day": {Date: "2026-11-20"}, "sure": {}}
	for range 2 { // the second submission of one view is harmless
		if reply := r.fill(sophie, "V1", values); reply.Errors != nil {
			t.Fatalf("errors: %v", reply.Errors)
		}
	}
	inv := r.invoice("INV-1")
	if got := inv.Open().String(); got != "700.00" || len(inv.Payments) != 1 {
		t.Errorf("%s is left on %d payments, want 700.00 on one", got, len(inv.Payments))
	}
	if !strings.Contains(r.slack.last().m.Text, "it is so already") {
		t.Errorf("the second answer is %q", r.slack.last().m.Text)
	}
	if len(r.reminders.refreshed) != 1 {
		t.Errorf("reminders were refreshed for %v, want INV-1 once", r.reminders.refreshed)
	}
	r.sound()
}

func TestModalsSayWhatIsWrongUnderTheField(t *testing.T) {
	for _, row := range []struct {
		story, action, field, want string
		values                     map[string]bot.Input
	}{
		{"no amount", "pay", "amount", "not an amount", map[string]bot.Input{"amount": {}, "day": {Date: "2026-11-20"}, "sure": {}}},
		{"half an amount", "pay", "amount", "not an amount", map[string]bot.Input{"amount": {Text: "1,2,3"}, "day": {Date: "2026-11-20"}, "sure": {}}},
		{"a negative amount", "pay", "amount", "more than zero", map[string]bot.Input{"amount": {Text: "-5"}, "day": {Date: "2026-11-20"}, "sure": {}}},
		{"another currency", "pay", "amount", "INV-1 is in EUR", map[string]bot.Input{"amount": {Text: "5 USD"}, "day": {Date: "2026-11-20"}, "sure": {"", "", "", []string{"sure"}}}},
		{"a payment in a year", "pay", "day", "too far away", map[string]bot.Input{"amount": {Text: "5"}, "day": {Date: "2027-11-20"}, "sure": {}}},
		{"a promise in the past", "promise", "day", "too early", map[string]bot.Input{"amount": {}, "day": {Date: "2026-11-20"}}},
		{"a promise of more than is open", "promise", "amount", "Only €1,200.00", map[string]bot.Input{"amount": {Text: "1300"}, "day": {Date: "2026-11-27"}}},
		{"a dispute without a reason", "dispute", "text", "Say why", map[string]bot.Input{"amount": {}, "text": {Text: " \u200e "}}},
		{"a snooze of ten years", "snooze", "day", "too far away", map[string]bot.Input{"day": {Date: "2036-11-27"}}},
	} {
		t.Run(row.story, func(t *testing.T) {
			r := newRig(t)
			r.click(sophie, r.command(sophie, "/relance INV-1"), row.action)
			if reply := r.fill(sophie, "V1", row.values); !strings.Contains(reply.Errors[row.field], row.want) {
				t.Errorf("answered by %v", reply.Errors)
			}
			r.sound()
		})
	}
}

func TestACommandThatSaysAllIsDoneAtOnce(t *testing.T) {
	for _, row := range []struct {
		story, line, answer string
		check               func(*ledger.Invoice) bool
	}{
		{"a payment, as in the guide", "/paid INV-1 500 2026-11-20", "recorded €500.00", func(i *ledger.Invoice) bool { return i.Paid().Minor == 50000 && i.PaidOn == day("2026-11-20") }},
		{"without a day it came today", "/paid INV-1 500", "recorded €500.00", func(i *ledger.Invoice) bool { return i.PaidOn == day("2026-11-23") }},
		{"a promise by weekday", "/relance promise INV-1 friday", "by 27 November 2026", func(i *ledger.Invoice) bool { return i.PromisedOn == day("2026-11-27") }},
		{"a part of it", "/relance promise INV-1 2026-12-01 300", "€300.00 by", func(i *ledger.Invoice) bool { return i.PromisedAmount.Minor == 30000 }},
		{"a dispute with its amount", "/relance dispute INV-1 wrong price 200 EUR", "wrong price", func(i *ledger.Invoice) bool { return i.Dispute == "wrong price" && i.DisputedAmount.Minor == 20000 }},
		{"a snooze", "/relance snooze INV-1 until 30/11", "until 30 November", func(i *ledger.Invoice) bool { return i.SnoozedUntil == day("2026-11-30") }},
		{"a short number", "/paid 1 500", "recorded €500.00", func(i *ledger.Invoice) bool { return i.Paid().Minor == 50000 }},
	} {
		t.Run(row.story, func(t *testing.T) {
			r := newRig(t)
			if got := r.command(sophie, row.line).Text; !strings.Contains(got, row.answer) {
				t.Errorf("answered by %q", got)
			}
			if !row.check(r.invoice("INV-1")) {
				t.Errorf("the invoice is %+v", r.invoice("INV-1"))
			}
			r.sound()
		})
	}
}

func TestAnOverpaymentByCommandIsAsked(t *testing.T) {
	r := newRig(t)
	asked := r.command(sophie, "/paid INV-1 1500")
	if !strings.Contains(asked.Text, "€300.00 would become") || !r.invoice("INV-1").Paid().IsZero() {
		t.Fatalf("answered by %q", asked.Text)
	}
	r.click(sophie, asked, "pay_sure")
	r.click(sophie, asked, "pay_sure")
	if inv := r.invoice("INV-1"); inv.Paid().Minor != 150000 || len(inv.Payments) != 1 {
		t.Errorf("%s paid in %d payments", inv.Paid(), len(inv.Payments))
	}
	r.sound()
}

func TestTheSameCommandDeliveredTwiceIsOnePayment(t *testing.T) {
	r := newRig(t)
	c := bot.Command{TeamID: team, UserID: sophie, ChannelID: channel, Name: "/paid", Text: "INV-1 500", TriggerID: "same", ResponseURL: "u"}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { r.Command(t.Context(), c) })
	}
	wg.Wait()
	if inv := r.invoice("INV-1"); len(inv.Payments) != 1 {
		t.Errorf("%d payments", len(inv.Payments))
	}
	c.TriggerID = "another"
	r.Command(t.Context(), c)
	if inv := r.invoice("INV-1"); len(inv.Payments) != 1 {
		t.Errorf("the same typed again, unasked: %d payments", len(inv.Payments))
	}
	r.click(sophie, r.slack.last().m, "pay_sure")
	if inv := r.invoice("INV-1"); len(inv.Payments) != 2 {
		t.Errorf("the same again on purpose: %d payments", len(inv.Payments))
	}
}

func TestASecondClickSaysWhoWasFirst(t *testing.T) {
	r := newRig(t)
	card := r.command(sophie, "/relance INV-1")
	if got := r.click(sophie, card, "take").Text; !strings.Contains(got, "Sophie Marchand is on it until 26 November 2026") {
		t.Errorf("the first reads %q", got)
	}
	if got := r.click(camille, card, "take").Text; !strings.Contains(got, "Déjà fait par Sophie Marchand") {
		t.Errorf("the second reads %q", got)
	}
	if got := r.invoice("INV-1").TakenBy; got != "Sophie Marchand" {
		t.Errorf("taken by %q", got)
	}
	// A week later it is free again, and the old button still works.
	r.now = r.now.Add(7 * 24 * time.Hour)
	r.click(camille, card, "take")
	if got := r.invoice("INV-1").TakenBy; got != "Camille Laurent" {
		t.Errorf("a week later taken by %q", got)
	}
	r.sound()
}

func TestTheCustomerSaysItsPaid(t *testing.T) {
	r := newRig(t)
	card := r.command(camille, "/relance INV-1")
	r.click(camille, card, "says_paid")
	if got := r.invoice("INV-1").SaysPaidUntil; got != day("2026-11-30") {
		t.Errorf("reminders wait until %s, want five business days", got)
	}
	r.click(camille, card, "says_paid")
	var asked []said
	for _, s := range r.slack.said {
		if s.to == "CFIN" {
			asked = append(asked, s)
		}
	}
	if len(asked) != 1 || !strings.Contains(asked[0].m.Text, "Camille Laurent: Acme says INV-1 (€1,200.00) is paid") {
		t.Fatalf("finance reads %+v", asked)
	}
	t.Run("nothing came in", func(t *testing.T) {
		r.click(sophie, asked[0].m, "not_paid")
		if got := r.invoice("INV-1").SaysPaidUntil; !got.IsZero() {
			t.Errorf("reminders still wait until %s", got)
		}
		last := r.slack.updates[len(r.slack.updates)-1]
		if !strings.Contains(last.m.Text, "Sophie Marchand: nothing was received") || len(buttons(last.m)) != 0 {
			t.Errorf("the question became %+v", last.m)
		}
	})
	t.Run("it came", func(t *testing.T) {
		r.click(camille, r.command(camille, "/relance INV-1"), "says_paid")
		r.click(sophie, asked[0].m, "pay")
		if reply := r.fill(sophie, "V7", map[string]bot.Input{"amount": {Text: "1200"}, "day": {Date: "2026-11-23"}, "sure": {}}); reply.Errors != nil {
			t.Fatal(reply.Errors)
		}
		inv := r.invoice("INV-1")
		if inv.Open().IsPositive() || !inv.SaysPaidUntil.IsZero() {
			t.Errorf("left %s, waits until %s", inv.Open(), inv.SaysPaidUntil)
		}
		last := r.slack.updates[len(r.slack.updates)-1]
		if !strings.Contains(last.m.Text, "Sophie Marchand recorded €1,200.00") {
			t.Errorf("the question became %q", last.m.Text)
		}
	})
	r.sound()
}

func TestStartChasingAndLevels(t *testing.T) {
	r := newRig(t)
	for _, n := range []ledger.Key{"inv-1", "inv-3"} {
		if _, err := r.keeper.Record(t.Context(), ledger.Change{ID: "w/" + string(n), At: start, Source: ledger.SourceBot, Invoice: n, Field: ledger.FieldWaiting, New: ledger.Bool(true)}); err != nil {
			t.Fatal(err)
		}
		r.reminders.waiting = append(r.reminders.waiting, bot.Waiting{Invoice: n, Stage: ledger.StageAt(2)})
	}
	r.reminders.previews = []bot.Preview{{To: "Camille", Kind: "digest", Invoices: 2, Stage: ledger.StageAt(2)}}
	status := r.command(sophie, "/relance status")
	if !strings.Contains(status.Text, "observe") {
		t.Errorf("the status is %q", status.Text)
	}
	if got := r.click(sophie, status, "start_chasing").Text; !strings.Contains(got, "started chasing 2 invoices") {
		t.Errorf("answered by %q", got)
	}
	if got := r.click(sophie, status, "start_chasing").Text; !strings.Contains(got, "so already") {
		t.Errorf("the second click is answered by %q", got)
	}
	if r.invoice("INV-1").Waiting || r.invoice("INV-3").Waiting {
		t.Error("they still wait")
	}
	preview := r.click(sophie, status, "preview")
	if !strings.Contains(preview.Text, "1 message") || r.keeper.Book().Level() != ledger.LevelObserve {
		t.Errorf("the preview is %q", preview.Text)
	}
	r.click(sophie, preview, "level")
	if got := r.keeper.Book().Level(); got != ledger.LevelInternal {
		t.Errorf("the level is %s", got)
	}
	r.sound()
}

func TestParkedDeliveriesAreSettledOnce(t *testing.T) {
	r := newRig(t)
	r.reminders.parked = []bot.Parked{{ID: "d1", Kind: "digest", To: "Camille", Invoices: []ledger.Key{"inv-1"}, Reason: "http_503"}}
	status := r.command(sophie, "/relance status")
	if got := r.click(sophie, status, "parked_again").Text; !strings.Contains(got, "sent again") {
		t.Errorf("answered by %q", got)
	}
	if got := r.click(sophie, status, "parked_done").Text; !strings.Contains(got, "so already") {
		t.Errorf("the second is answered by %q", got)
	}
	if d := r.reminders.resolved["d1"]; !d.SendAgain || d.Actor != sophie {
		t.Errorf("resolved as %+v", d)
	}
	r.sound()
}

func TestASyncThatFailsLosesNothing(t *testing.T) {
	r := newRig(t)
	r.sync.err = errors.New("googleapi: 503")
	if got := r.command(sophie, "/relance sync").Text; !strings.Contains(got, "Nothing was lost") || !strings.Contains(got, "ref-1") {
		t.Errorf("answered by %q", got)
	}
	if !strings.Contains(r.log.String(), "googleapi: 503") {
		t.Error("the log doesn't say why")
	}
	r.sync.err, r.sync.report = nil, bot.SyncReport{Changed: 3, Written: 2}
	if got := r.command(sophie, "/relance sync").Text; !strings.Contains(got, "3 changes read, 2 cells written") {
		t.Errorf("answered by %q", got)
	}
}

func TestATableFallsBackToSections(t *testing.T) {
	r := newRig(t)
	list := r.command(sophie, "/overdue")
	r.slack.refuse = bot.ErrBlocksRefused
	r.click(sophie, list, "overdue_table")
	if got := r.slack.last(); strings.Contains(kinds(got.m), "data_table") || !strings.Contains(kinds(got.m), "section section") {
		t.Errorf("the fallback is made of %s", kinds(got.m))
	}
	r.click(sophie, list, "overdue_table")
	if got := r.slack.last(); !strings.Contains(kinds(got.m), "data_table") {
		t.Errorf("the table is made of %s", kinds(got.m))
	}
	r.sound()
}

func kinds(m bot.Message) string {
	var list []string
	for _, b := range m.Blocks {
		list = append(list, string(b.BlockType()))
	}
	return strings.Join(list, " ")
}

func TestTheFirstAnswerGreets(t *testing.T) {
	r := newRig(t)
	if got := r.command(marcus, "/relance").Text; !strings.Contains(got, "Hello Marcus Reed") {
		t.Errorf("the first answer is %q", got)
	}
	if got := r.command(marcus, "/relance").Text; strings.Contains(got, "Hello") {
		t.Errorf("the second answer is %q", got)
	}
}

func TestAShortcutFindsTheInvoice(t *testing.T) {
	r := newRig(t)
	r.Shortcut(t.Context(), bot.Shortcut{TeamID: team, UserID: sophie, ChannelID: channel, Text: "did Globex pay (INV-3)?", ResponseURL: "u"})
	if got := r.slack.last().m.Text; !strings.Contains(got, "INV-3") {
		t.Errorf("answered by %q", got)
	}
	r.Shortcut(t.Context(), bot.Shortcut{TeamID: team, UserID: sophie, ChannelID: channel, Text: "nothing", ResponseURL: "u"})
	if got := r.slack.last().m.Text; !strings.Contains(got, "No invoice number") {
		t.Errorf("answered by %q", got)
	}
}

func TestTheFirstQuestionComesWithAHint(t *testing.T) {
	r := newRig(t)
	r.command(marcus, "/overdue")
	if got := kinds(r.slack.last().m); !strings.HasSuffix(got, "context") {
		t.Errorf("the first answer is made of %s", got)
	}
	r.command(marcus, "/overdue")
	if got := kinds(r.slack.last().m); strings.HasSuffix(got, "context") {
		t.Errorf("the second answer is made of %s", got)
	}
}

// Two books: the channel says which is meant, and a button keeps to its own.
func TestTheChannelChoosesTheBook(t *testing.T) {
	second := newRig(t, person("Marcus Reed", "marcus@example.com"), invoice("X-1", "Umbrella", "marcus@example.com", 100, "GBP", "2026-09-01", "2026-10-01"))
	r := newRigWith(t, func(*bot.BookOptions) {}, smallBook()...)
	both := bot.New(bot.Options{
		TeamID: team, Slack: r.slack, Directory: fakeDirectory{}, Now: func() time.Time { return start }, Language: "en",
		Log: slog.New(slog.DiscardHandler), NewReference: func() string { return "ref" },
		Books: []bot.BookOptions{
			{Name: "main", Desk: r.keeper, Syncer: r.sync, Reminders: r.reminders, Calendar: weekdays{}, Roles: bot.Roles{Finance: []string{"sophie@example.com"}}},
			{Name: "uk", Desk: second.keeper, Syncer: r.sync, Reminders: r.reminders, Calendar: weekdays{}, Channels: []string{"CUK"}},
		},
	})
	defer both.Close()
	ask := func(user, channel string) bot.Message {
		before := r.slack.count()
		both.Command(t.Context(), bot.Command{TeamID: team, UserID: user, ChannelID: channel, Name: "/overdue", ResponseURL: "u"})
		return r.slack.since(before)
	}
	if got := ask(marcus, "CUK"); !strings.Contains(got.Text, "£1.00") {
		t.Errorf("in the channel of the second book: %q", got.Text)
	}
	if got := ask(marcus, channel); !strings.Contains(got.Text, "4 late invoices") {
		t.Errorf("elsewhere: %q", got.Text)
	}
	// A role in one book is none in the other.
	if got := ask(sophie, "CUK"); !strings.Contains(got.Text, "Ask finance to add you") {
		t.Errorf("finance of the first book reads of the second: %q", got.Text)
	}
	button := buttons(ask(marcus, "CUK"))[0]
	before := r.slack.count()
	both.Action(t.Context(), bot.Action{TeamID: team, UserID: marcus, ChannelID: channel, ActionID: button.ActionID, Value: button.Value, ResponseURL: "u"})
	if got := r.slack.since(before).Text; !strings.Contains(got, "Umbrella") {
		t.Errorf("the button in another channel opens %q", got)
	}
}

func TestTheLevelOfLettersWarnsOfCurrenciesThatNobodyCouldPayIn(t *testing.T) {
	for _, row := range []struct {
		story   string
		payable func(ledger.Currency) bool
		level   string
		want    bool
	}{
		{"an account for each", func(ledger.Currency) bool { return true }, "letters", false},
		{"none", func(ledger.Currency) bool { return false }, "letters", true},
		{"none, where nothing is written to customers", func(ledger.Currency) bool { return false }, "internal", false},
		{"none is known of", nil, "letters", false},
	} {
		r := newRigWith(t, func(o *bot.BookOptions) { o.Payable = row.payable })
		text := wholeText(t, r.click(sophie, r.command(sophie, "/relance status"), "preview:"+row.level))
		if got := strings.Contains(text, "Letters on invoices in EUR, USD would say no account"); got != row.want {
			t.Errorf("%s: warned %t in %s", row.story, got, text)
		}
	}
}
