package bot_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// hostileBook holds what sheets really hold: injections, names without end,
// right-to-left overrides, and far more than fits a message.
func hostileBook() []ledger.Change {
	changes := []ledger.Change{
		person("Camille Laurent", "camille@example.com"), person("Marcus Reed", "marcus@example.com"),
		invoice("INV-<!channel>", "<!channel> & <@UCAMILLE> <https://evil.example|click>", "Camille Laurent", 120000, "EUR", "2026-09-14", "2026-10-14"),
		invoice(strings.Repeat("N", 5000), strings.Repeat("very long name ", 3000), "marcus@example.com", 9223372036854775, "USD", "2026-08-01", "2026-08-31"),
		invoice("INV-\u202eRTL\u202c", "شركة \u202egnp.exe\u202c", "\u200bnobody\u200b", 70000, "JPY", "2026-09-10", "2026-09-20"),
		invoice("INV *bold* `code`", "_it_ ~st~ *b*\n\n> quote", "*x*", 90000, "KWD", "2026-10-01", "2026-10-31"),
		invoice("NODUE", "Acme", "Camille Laurent", 1000, "EUR", "2026-10-01", ""),
		invoice("CREDIT", "Acme", "Camille Laurent", -1000, "EUR", "2026-10-01", "2026-10-02"),
	}
	for i := range 500 {
		customer := fmt.Sprintf("Customer %03d & Sons", i%120)
		changes = append(changes, invoice(fmt.Sprintf("F-%04d", i), customer, "marcus@example.com", int64(10000+i), "EUR", "2026-08-01", fmt.Sprintf("2026-%02d-%02d", 9+i%2, 1+i%28)))
	}
	return changes
}

// TestEveryScreenIsSound asks everything there is to ask and presses every
// button of every answer, as finance and as a salesperson: Slack would take
// each of them, and no name reaches a message as markup.
func TestEveryScreenIsSound(t *testing.T) {
	for _, who := range []string{sophie, camille} {
		r := newRig(t, hostileBook()...)
		r.reminders.waiting = []bot.Waiting{{Invoice: "f-0001", Stage: ledger.StageAt(3)}, {Invoice: "inv-<!channel>", Stage: ledger.StageAt(2)}}
		r.reminders.parked = []bot.Parked{{ID: "d1", Kind: "digest", To: "<!here>", Invoices: []ledger.Key{"f-0001"}, Reason: "connection"}}
		r.reminders.reconcile = bot.Reconciliation{Open: true, Epoch: 3, Cause: bot.ReconcileBehind, Since: start, Searched: []bot.Parked{{ID: "d2", Kind: "case", To: "<!channel>"}}}
		r.reminders.decisions = []bot.Decision{{Reason: "send", Stage: ledger.StageAt(2), To: "<!channel>", Next: day("2026-12-01")}, {Reason: "brand_new", Detail: strings.Repeat("<x>", 900)}}
		for i := range 40 {
			r.reminders.previews = append(r.reminders.previews, bot.Preview{To: fmt.Sprintf("<!channel> %d", i), Kind: "digest", Invoices: i})
			r.sync.report.Problems = append(r.sync.report.Problems, bot.Problem{Where: "row <!channel>", Text: strings.Repeat("x", 4000)})
			r.sync.report.Conflicts = append(r.sync.report.Conflicts, bot.Conflict{Invoice: "inv-<!channel>", Field: ledger.FieldPromisedOn, Bot: ledger.Text(strings.Repeat("<b>", 999))})
		}
		r.sync.report.At = start
		queue := []bot.Message{}
		for _, line := range []string{
			"/relance", "/relance help", "/overdue", "/overdue me", "/overdue @marcus >30", "/overdue <@" + camille + ">", "/overdue customer", "/overdue >3660",
			"/overdue acme", "/dso", "/dso countback 30", "/dso best", "/dso true 365", "/dso customer 001", "/dso 0", "/aging", "/aging me", "/aging @nobody",
			"/relance nonsense", "/relance ovredue", "/relance INV-<!channel>", "/relance " + strings.Repeat("N", 999), "/relance very", "/relance F-0001", "/relance F-00", "/relance 0042",
			"/relance nodue", "/relance credit", "/relance invoice", "/relance invoice acme", "/relance why F-0001", "/relance why", "/relance why zzz", "/relance status", "/relance sync",
			"/relance promise F-0002 friday", "/relance promise F-0002", "/relance promise customer 003", "/relance dispute F-0003 wrong <!channel> price", "/relance dispute F-0003", "/relance settle F-0003", "/relance called F-0006", "/relance replied F-0006", "/relance plan F-0006", "/relance insolvent F-0006", "/relance insolvent customer 009",
			"/relance snooze F-0004 +10", "/relance snooze F-0004 1999-01-01", "/relance paid F-0005 10", "/relance paid F-0005 999999", "/relance paid F-0005", "/relance paid F-0005 -3", "/relance paid F-0005 1,2,3",
			"/relance paid F-0005 5 30/02/2026", "/relance paid INV *bold* `code` 1.5 USD", "/relance pause", "/relance pause customer 007 friday", "/relance pause nowhere", "/relance resume", "/relance resume acme", "/relance add", "/relance add INV-77 Acme", "/relance ajouter <!channel> <@UCAMILLE>", "/relance conflicts",
		} {
			views := len(r.slack.views)
			m := r.command(who, line)
			if m.Text == "" && len(r.slack.views) == views {
				t.Errorf("%s: neither an answer nor a modal", line)
			}
			queue = append(queue, m)
		}
		pressed, opened := map[string]bool{}, 0
		for len(queue) > 0 && len(pressed) < 1500 {
			m := queue[0]
			queue = queue[1:]
			for _, b := range buttons(m) {
				var value map[string]any
				_ = json.Unmarshal([]byte(b.Value), &value)
				action, _, _ := strings.Cut(b.ActionID, ":")
				if action == "open_customer" || action == "open_invoice" {
					if opened++; opened > 40 { // of a list's many, some will do
						continue
					}
				} else {
					kind := b.ActionID + fmt.Sprint(value["o"], value["p"], value["s"], value["i"] != nil)
					if pressed[kind] {
						continue
					}
					pressed[kind] = true
				}
				before := r.slack.count()
				r.press(who, b)
				for _, s := range r.slack.said[before:] {
					queue = append(queue, s.m)
				}
			}
		}
		if len(pressed) < 40 {
			t.Errorf("%s: only %d buttons were found", who, len(pressed))
		}
		r.Event(t.Context(), bot.Event{Kind: bot.EventHomeOpened, TeamID: team, UserID: who})
		for _, p := range r.slack.problems {
			t.Errorf("%s: %s", who, p)
		}
		keys := words(t, "en")
		for _, s := range r.slack.said {
			raw, _ := json.Marshal(s.m)
			for _, m := range quoted.FindAllSubmatch(raw, -1) {
				if _, isKey := keys[string(m[1])]; isKey && strings.Contains(string(m[1]), "_") {
					t.Errorf("%s: a sentence was not found: %s", who, m[1])
				}
			}
			for _, markup := range []string{`\u003c!`, `\u003c@U`, `\u003chttps`, "\u202e", "\u200b"} {
				if i := strings.Index(withoutPlain(raw), markup); i >= 0 {
					t.Errorf("%s: %q reached a message as markup: %.200s", who, markup, raw)
					break
				}
			}
		}
	}
}

var quoted = regexp.MustCompile(`"text":"([a-z_]+)"`)

// withoutPlain leaves out what Slack shows as it is: plain_text, table cells
// and buttons' values.
func withoutPlain(raw []byte) string {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return ""
	}
	var b strings.Builder
	var walk func(v any)
	walk = func(v any) {
		switch x := v.(type) {
		case []any:
			for _, it := range x {
				walk(it)
			}
		case map[string]any:
			if x["type"] == "plain_text" || x["type"] == "raw_text" {
				return
			}
			for k, it := range x {
				if text, ok := it.(string); ok && k == "text" {
					q, _ := json.Marshal(text)
					b.Write(q)
				}
				walk(it)
			}
		}
	}
	walk(v)
	return b.String()
}
