package bot_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

func TestInvoicesAreHandedOver(t *testing.T) {
	for _, tt := range []struct {
		story, line string
		shows       string   // what is asked before anything is done
		moved       []string // invoices that are Camille's, or Marcus's, afterwards
		owner       string
	}{
		{"all of somebody's", "/relance reassign <@UMARCUS|marcus> <@UCAMILLE|camille>", "Marcus Reed’s 2 open invoices", []string{"INV-3", "INV-4"}, "Camille Laurent"},
		{"by their names", `/relance reassign "Marcus Reed" "Camille Laurent"`, "2 open invoices", []string{"INV-3", "INV-4"}, "Camille Laurent"},
		{"by an address, in French", "/relance réaffecter marcus@example.com camille@example.com", "2 open invoices", []string{"INV-3", "INV-4"}, "Camille Laurent"},
		{"those of one customer", "/relance reassign <@UMARCUS> <@UCAMILLE> initech", "one open invoice of Initech", []string{"INV-4"}, "Camille Laurent"},
		{"to somebody without an account", "/relance reassign <@UMARCUS> somebody", "no Slack account", []string{"INV-3", "INV-4"}, "somebody"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := newRig(t)
			asked := r.command(sophie, tt.line)
			if text := shown(t, asked); !strings.Contains(text, tt.shows) {
				t.Errorf("asked: %s", text)
			}
			if r.invoice("INV-4").Salesperson != "marcus@example.com" {
				t.Fatal("done before anybody confirmed it")
			}
			r.click(camille, asked, "reassign")
			if r.invoice("INV-4").Salesperson != "marcus@example.com" {
				t.Fatal("a salesperson gave away another's customers")
			}
			done := r.click(sophie, asked, "reassign")
			for _, number := range tt.moved {
				if got := r.invoice(number).Salesperson; got != tt.owner {
					t.Errorf("%s is %q's after %q", number, got, done.Text)
				}
			}
			if len(tt.moved) == 1 && r.invoice("INV-3").Salesperson != "marcus@example.com" {
				t.Error("another customer's went along")
			}
			if again := r.click(sophie, asked, "reassign"); !strings.Contains(again.Text, "already") {
				t.Errorf("a second click says %q", again.Text)
			}
			r.sound()
		})
	}
	r := newRig(t)
	if text := r.command(camille, "/relance reassign <@UMARCUS> <@UCAMILLE>").Text; !strings.Contains(text, "finance") {
		t.Errorf("a salesperson is answered %q", text)
	}
	if text := r.command(sophie, "/relance reassign <@UMARCUS>").Text; !strings.Contains(text, "reassign @ana @bob") {
		t.Errorf("half a command is answered %q", text)
	}
	if text := r.command(sophie, "/relance reassign nobody <@UCAMILLE>").Text; !strings.Contains(text, "no open invoice") {
		t.Errorf("nobody's invoices: %q", text)
	}
}

func TestSomebodyStandsIn(t *testing.T) {
	today := day("2026-11-23")
	for _, tt := range []struct {
		story, who, line, says string
		of                     string // whose absence
		want                   ledger.Away
	}{
		{"for two days and all between", camille, "/relance away 2026-12-21 2027-01-02 <@UMARCUS>", "Marcus Reed", camille, ledger.Away{From: day("2026-12-21"), Until: day("2027-01-02"), StandIn: marcus}},
		{"in French, with little words", camille, "/relance absence du 21/12/2026 au 02/01/2027 → <@UMARCUS|marcus>", "absence retour", camille, ledger.Away{From: day("2026-12-21"), Until: day("2027-01-02"), StandIn: marcus}},
		{"from today on", marcus, "/relance away until 2026-11-27 by <@UCAMILLE>", "Camille Laurent", marcus, ledger.Away{From: today, Until: day("2026-11-27"), StandIn: camille}},
		{"finance says so of another", sophie, "/relance away <@UMARCUS> 2026-12-21 2027-01-02 <@UCAMILLE>", "Marcus Reed’s reminders", marcus, ledger.Away{From: day("2026-12-21"), Until: day("2027-01-02"), StandIn: camille}},
		{"a salesperson can't say so of another", camille, "/relance away <@UMARCUS> 2026-12-21 <@UCAMILLE>", "finance", marcus, ledger.Away{}},
		{"they can't stand in for themselves", camille, "/relance away 2026-12-21 <@UCAMILLE>", "", camille, ledger.Away{}},
		{"who stands in must have an account", camille, "/relance away 2026-12-21 somebody", "somebody", camille, ledger.Away{}},
		{"a day is needed", marcus, "/relance away <@UCAMILLE>", "/relance away 2026-12-21", marcus, ledger.Away{}},
		{"the days must come in order", marcus, "/relance away 2027-01-02 2026-12-21 <@UCAMILLE>", "2026", marcus, ledger.Away{}},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := newRig(t)
			if got := r.command(tt.who, tt.line); !strings.Contains(got.Text, tt.says) {
				t.Errorf("answered %q", got.Text)
			}
			got, _ := r.keeper.Book().AwaySaid(tt.of, today)
			if got != tt.want {
				t.Errorf("the absence is %+v, want %+v", got, tt.want)
			}
			r.command(tt.who, "/relance away back")
			if left, still := r.keeper.Book().AwaySaid(tt.who, today); still {
				t.Errorf("back, and still away: %+v", left)
			}
			r.sound()
		})
	}
}

func TestWhoLeftIsReplacedFromTheMessageToFinance(t *testing.T) {
	r := newRig(t)
	line := func(number string, amount int64, currency ledger.Currency) bot.Line {
		return bot.Line{Invoice: ledger.KeyOf(number), Number: number, Customer: "Initech", Owner: "marcus@example.com", Due: day("2026-08-31"), DaysLate: 84, Amount: ledger.Money{Minor: amount, Currency: currency}, Stage: 3}
	}
	content := bot.Content{Kind: "direct", Book: "main", Day: day("2026-11-23"), Language: "en", Direct: &bot.Direct{
		About: "gone", Owner: "marcus@example.com", Lines: []bot.Line{line("INV-3", 250050, "USD"), line("INV-4", 70000, "EUR")},
	}}
	for _, language := range []string{"en", "fr"} {
		content.Language = language
		m, err := bot.Compose(content)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "reminder_gone_"+language, m)
		if language == "fr" {
			continue
		}
		r.click(sophie, m, "reassign_to")
		golden(t, "form_reassign", r.slack.view(t))
		if reply := r.fill(camille, "V1", map[string]bot.Input{"salesperson": {Option: "Camille Laurent"}}); len(reply.Errors) == 0 {
			t.Error("a salesperson took over what finance was asked about")
		}
		if reply := r.fill(sophie, "V1", map[string]bot.Input{"salesperson": {}}); len(reply.Errors) == 0 {
			t.Error("nobody was chosen, and that was taken")
		}
		if reply := r.fill(sophie, "V1", map[string]bot.Input{"salesperson": {Option: "Camille Laurent"}}); len(reply.Errors) > 0 {
			t.Errorf("refused: %v", reply.Errors)
		}
		if got := r.invoice("INV-4").Salesperson; got != "Camille Laurent" {
			t.Errorf("INV-4 is %q's", got)
		}
	}
	r.sound()
}

func TestDigestsOfFinanceAndManagers(t *testing.T) {
	eur := func(minor int64) ledger.Money { return ledger.Money{Minor: minor, Currency: "EUR"} }
	line := bot.Line{Invoice: "inv-1", Number: "INV-1", Customer: "Acme", CustomerKey: "acme", Due: day("2026-10-14"), DaysLate: 40, Amount: eur(120000), Stage: 2, Status: bot.Status{Kind: "promise_broken", Until: day("2026-11-12"), Open: eur(120000)}}
	for _, language := range []string{"en", "fr"} {
		m, err := bot.Compose(bot.Content{Kind: "digest", Book: "main", Day: day("2026-11-23"), Name: "Hélène", Language: language, Digest: &bot.Digest{
			Customers: []bot.Customer{{Key: "acme", Name: "Acme", Lines: []bot.Line{line}, MaxStage: 2, Do: "broken", For: &bot.Absence{Name: "Camille Laurent", Until: day("2026-12-04")}}},
			Broken:    []bot.Line{line}, Disputes: []bot.Line{line},
			Import:  day("2026-11-12"),
			Reviews: []bot.Review{{Customer: "globex", Name: "Globex & Sons", Mode: "internal only", Reason: "a lawsuit", On: day("2026-11-20")}},
			Weekly: &bot.Weekly{
				Since:   day("2026-11-16"),
				Figures: []bot.WeekFigure{{Outstanding: eur(117000), WasOpen: eur(147000), Overdue: eur(110000), WasOverdue: eur(100000), Paid: eur(30000), DSO: "41", WasDSO: "44", BrokenPromise: 1}},
				Largest: []bot.Debtor{{Customer: "acme", Name: "Acme", Overdue: eur(70000), Was: eur(100000)}, {Customer: "beta", Name: "Béta", Overdue: eur(40000), Was: eur(40000)}},
			},
		}})
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "reminder_digest_weekly_"+language, m)
	}
}
