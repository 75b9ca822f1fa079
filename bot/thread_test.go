package bot_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/internal/blockkit"
	"github.com/relance-bot/relance/ledger"
)

func TestLinesInAThread(t *testing.T) {
	at := time.Date(2026, 3, 2, 10, 3, 0, 0, time.UTC)
	eur := func(minor int64) ledger.Money { return ledger.Money{Minor: minor, Currency: "EUR"} }
	for _, tt := range []struct {
		story, language string
		line            bot.ThreadLine
		want            string
	}{
		{"a payment in part", "en", bot.ThreadLine{What: "payment", Amount: eur(5000), Left: eur(7000), Actor: "Sophie"}, "Mon 2 Mar 10:03 · *INV-1* · payment of €50.00 · €70.00 left · Sophie"},
		{"the last payment", "fr", bot.ThreadLine{What: "payment", Amount: eur(5000), Left: eur(0), Actor: "Sophie"}, "lun. 2 mars 10 h 03 · *INV-1* · paiement de 50,00 € · soldée · Sophie"},
		{"a payment taken back", "en", bot.ThreadLine{What: "payment_gone", Amount: eur(5000), Left: eur(5000), Actor: "sheet"}, "Mon 2 Mar 10:03 · *INV-1* · payment of €50.00 taken back · €50.00 left · in the sheet"},
		{"a promise of two invoices", "en", bot.ThreadLine{What: "promised_on", Numbers: []string{"INV-1", "INV-2"}, Day: ledger.NewDate(2026, 3, 20), Actor: "Ann"}, "Mon 2 Mar 10:03 · *INV-1*, *INV-2* · promised for 20 March 2026 · Ann"},
		{"a promise of part", "fr", bot.ThreadLine{What: "promised_on", Amount: eur(100), Day: ledger.NewDate(2026, 3, 20), Actor: "Ann"}, "lun. 2 mars 10 h 03 · *INV-1* · 1,00 € promis pour le 20 mars 2026 · Ann"},
		{"a dispute whose reason would mention everybody", "en", bot.ThreadLine{What: "dispute", Text: "price <!channel>", Actor: "Ann"}, "Mon 2 Mar 10:03 · *INV-1* · disputed: price &lt;!channel&gt; · Ann"},
		{"a stage, which nobody did", "en", bot.ThreadLine{What: "stage", Text: "4"}, "Mon 2 Mar 10:03 · *INV-1* · reached stage 4"},
		{"a standing", "en", bot.ThreadLine{What: "standing", Text: "handed over", Actor: "Sophie"}, "Mon 2 Mar 10:03 · *INV-1* · Handed over: no reminders · Sophie"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			if tt.line.Numbers == nil {
				tt.line.Numbers = []string{"INV-1"}
			}
			tt.line.At = at
			m, err := bot.Compose(bot.Content{Kind: "thread", Language: tt.language, Thread: &bot.Thread{Lines: []bot.ThreadLine{tt.line}}})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(m.Text); got != tt.want {
				t.Errorf("it says\n%s\nnot\n%s", got, tt.want)
			}
		})
	}
	for what, t2 := range map[string]bot.Thread{"closed": {Closed: true}, "open again": {Reopened: true}} {
		for range 30 {
			t2.Lines = append(t2.Lines, bot.ThreadLine{What: "dispute", Text: strings.Repeat("x", 300), Numbers: []string{strings.Repeat("N", 80)}, At: at})
		}
		m, err := bot.Compose(bot.Content{Kind: "thread", Language: "en", Thread: &t2})
		if err != nil || !strings.Contains(m.Text, what) && len(m.Text) < 2900 {
			t.Errorf("%v: %s", err, m.Text)
		}
		blocks, err := json.Marshal(m.Blocks)
		if err != nil {
			t.Fatal(err)
		}
		if problems := blockkit.Validate(blockkit.Message, blocks); len(problems) > 0 {
			t.Errorf("Slack would refuse it: %v", problems)
		}
	}
}
