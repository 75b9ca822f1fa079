package bot_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// TestScreens keeps what people see as it is: each answer in both languages.
func TestScreens(t *testing.T) {
	for _, row := range []struct{ name, line string }{
		{"overdue", "/overdue"},
		{"overdue_me", "/overdue me"},
		{"overdue_customer", "/overdue acme"},
		{"overdue_none", "/overdue >3000"},
		{"dso", "/dso"},
		{"dso_countback", "/dso countback"},
		{"aging", "/aging"},
		{"customer", "/relance acme"},
		{"invoice", "/relance INV-1"},
		{"invoice_credit", "/relance AV-1"},
		{"invoice_no_due", "/relance INV-6"},
		{"choose", "/relance promise acme"},
		{"unknown", "/relance ovredue"},
		{"help", "/relance help"},
		{"why", "/relance why INV-1"},
		{"status", "/relance status"},
		{"overpaid", "/paid INV-1 1500"},
		{"how_to", "/relance why"},
	} {
		for _, who := range []string{sophie, camille} {
			r := newRig(t, append(smallBook(),
				invoice("AV-1", "Acme", "Camille Laurent", -5000, "EUR", "2026-11-01", "2026-11-01"),
				invoice("INV-6", "Acme", "Camille Laurent", 1000, "EUR", "2026-11-01", ""),
			)...)
			r.reminders.decisions = []bot.Decision{{Reason: "skip_promised", Stage: ledger.StageAt(2), To: "Camille Laurent", Next: day("2026-12-01")}}
			r.reminders.waiting = []bot.Waiting{{Invoice: "inv-3", Stage: ledger.StageAt(4)}}
			r.reminders.parked = []bot.Parked{{ID: "d1", Kind: "digest", To: "Camille", Invoices: []ledger.Key{"inv-1"}, Reason: "http_503"}}
			r.sync.report = bot.SyncReport{
				At: start, Read: 412, ReadAt: start.Add(-3 * time.Minute), Changed: 3, Written: 2, MovedAt: start.AddDate(0, 0, -1), Quarantined: 1,
				Calls: bot.Calls{Reads: 4, Writes: 1, Drive: 4, Refused: 1, Limit: 60}, Problems: []bot.Problem{{Invoice: "inv-9", Where: "Invoices 12", Text: "1 O00 is not an amount"}},
			}
			golden(t, "answer_"+row.name+"_"+suffix(who), r.command(who, row.line))
			r.sound()
		}
	}
}

// history are fourteen months of sales, so that there is a DSO at each month's
// end.
func history() []ledger.Change {
	var list []ledger.Change
	for i := range 14 {
		issued := day("2025-10-05").AddDays(30 * i)
		list = append(list, invoice(fmt.Sprintf("H-%02d", i), "Hooli", "marcus@example.com", int64(100000+1000*i), "EUR", issued.String(), issued.AddDays(60).String()))
	}
	return list
}

func suffix(who string) string {
	if who == camille {
		return "salesperson_fr"
	}
	return "finance_en"
}

func TestScreensBehindButtons(t *testing.T) {
	for _, who := range []string{sophie, camille} {
		r := newRig(t, append(smallBook(), history()...)...)
		overdue := r.command(who, "/overdue")
		golden(t, "table_overdue_"+suffix(who), r.click(who, overdue, "overdue_table"))
		golden(t, "table_aging_"+suffix(who), r.click(who, r.command(who, "/aging"), "aging_table"))
		golden(t, "chart_dso_"+suffix(who), r.click(who, r.command(who, "/dso"), "dso_chart"))
		card := r.command(who, "/relance INV-1")
		forms := []string{"promise", "dispute", "snooze", "edit", "called", "plan", "standing"}
		if who == sophie {
			forms = append(forms, "pay")
		}
		for _, action := range forms {
			r.click(who, card, action)
			golden(t, "form_"+action+"_"+suffix(who), r.slack.view(t))
		}
		if who == sophie {
			r.command(who, "/relance add INV-9 Acme")
			golden(t, "form_add_"+suffix(who), r.slack.view(t))
		}
		r.Event(t.Context(), bot.Event{Kind: bot.EventHomeOpened, TeamID: team, UserID: who})
		golden(t, "home_"+suffix(who), r.slack.homes[who])
		r.sound()
	}
}
