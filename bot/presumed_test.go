package bot_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

func TestFinanceSaysWhetherWhatLeftTheListIsSettled(t *testing.T) {
	batch := bot.Presumed{ID: "b1", At: start, Invoices: []ledger.Key{"inv-1", "inv-2", "inv-9"}}
	for _, tt := range []struct {
		action  string
		settled bool
		says    string
	}{
		{"settled", true, "3 invoices as settled"},
		{"not_settled", false, "3 invoices are open still"},
	} {
		t.Run(tt.action, func(t *testing.T) {
			r := newRig(t)
			r.sync.presumed = []bot.Presumed{batch}
			before := r.slack.count()
			r.AskPresumed("main", r.sync.presumed)
			r.Wait()
			asked := r.slack.since(before)
			if text := shown(t, asked); !strings.Contains(text, "3 invoices") || !strings.Contains(text, "INV-2") {
				t.Errorf("finance reads %s", text)
			}
			if inStatus := shown(t, r.command(sophie, "/relance status")); !strings.Contains(inStatus, "INV-2") {
				t.Error("the status does not list them")
			}
			r.click(camille, asked, tt.action)
			if len(r.sync.settled) > 0 {
				t.Fatal("a salesperson decided for finance")
			}
			if got := r.click(sophie, asked, tt.action).Text; !strings.Contains(got, tt.says) {
				t.Errorf("answered by %q", got)
			}
			if want := (bot.PresumedAnswer{ID: "b1", Settled: tt.settled, Actor: sophie}); len(r.sync.settled) != 1 || r.sync.settled[0] != want {
				t.Errorf("said %+v", r.sync.settled)
			}
			if got := r.click(sophie, asked, tt.action).Text; !strings.Contains(got, "so already") {
				t.Errorf("the second click is answered by %q", got)
			}
			r.sound()
		})
	}
}
