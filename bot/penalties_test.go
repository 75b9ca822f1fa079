package bot_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/internal/rates"
	"github.com/relance-bot/relance/ledger"
)

// withPenalties is a rig whose book claims penalties by French law. INV-1 over
// 1,200 euros is 40 days late, at 12.40 %.
func withPenalties(t *testing.T, policy ledger.PenaltyPolicy) *rig {
	t.Helper()
	return newRigWith(t, func(o *bot.BookOptions) { o.Penalties = policy })
}

func french() ledger.PenaltyPolicy {
	return ledger.PenaltyPolicy{Regime: ledger.RegimeFR, Rates: rates.BuiltIn()}
}

// says tells whether a text stands in a message, blanks of all kinds alike.
func says(t *testing.T, m bot.Message, text string) bool {
	t.Helper()
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(string(raw))
	return strings.Contains(plain, text)
}

func has(m bot.Message, action string) bool {
	return slices.ContainsFunc(buttons(m), func(b *slack.ButtonBlockElement) bool { return b.ActionID == action })
}

func TestFinanceWaivesPenaltiesAndClaimsThemAgain(t *testing.T) {
	r := withPenalties(t, french())
	card := r.command(sophie, "/relance INV-1")
	if !says(t, card, "Penalties claimable: €16.31 interest + €40.00 recovery fee") {
		t.Fatalf("the card says %+v", card)
	}
	r.click(sophie, card, "waive")
	if reply := r.fill(sophie, "V1", map[string]bot.Input{"text": {Text: "  "}}); !strings.Contains(reply.Errors["text"], "Say why") {
		t.Errorf("without a reason: %v", reply.Errors)
	}
	before := r.slack.count()
	if reply := r.fill(sophie, "V1", map[string]bot.Input{"text": {Text: "a *good* customer"}}); reply.Errors != nil {
		t.Fatalf("refused: %v", reply.Errors)
	}
	if got := r.invoice("INV-1").Waived; got != "a *good* customer" {
		t.Errorf("the cell holds %q", got)
	}
	card = r.slack.since(before)
	if !says(t, card, "Penalties waived: a") || !says(t, card, "Sophie Marchand waived interest and fee") || has(card, "waive") {
		t.Errorf("the card says %+v", card)
	}

	card = r.click(sophie, card, "claim_again")
	if got := r.invoice("INV-1").Waived; got != "" {
		t.Errorf("the cell holds %q", got)
	}
	if !says(t, card, "Penalties claimable") || !has(card, "waive") {
		t.Errorf("the card says %+v", card)
	}
	r.sound()
}

func TestPenaltiesOnTheCard(t *testing.T) {
	for _, tt := range []struct {
		story, who, invoice string
		policy              ledger.PenaltyPolicy
		want                string // a part of the card; "": nothing about penalties
		waives              bool
	}{
		{"a salesperson reads it in French and decides nothing", camille, "INV-1", french(), "Pénalités exigibles : 16,31 € d’intérêts + 40,00 € d’indemnité", false},
		{"a manager neither", helene, "INV-1", french(), "€16.31 interest + €40.00 recovery fee", false},
		{"in dollars there is no fee", sophie, "INV-3", french(), "Penalties claimable: $71.36 interest\"", true},
		{"what is not late costs nothing", sophie, "INV-4", french(), "", false},
		{"no country, no regime", sophie, "INV-1", ledger.PenaltyPolicy{Rates: rates.BuiltIn()}, "", false},
		{"a rate that isn't known is said, not guessed", sophie, "INV-1", ledger.PenaltyPolicy{Regime: ledger.RegimeFR}, "can’t be computed. The table of rates lacks 2026-H2", false},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := withPenalties(t, tt.policy)
			card := r.command(tt.who, "/relance "+tt.invoice)
			if tt.want != "" && !says(t, card, tt.want) || tt.want == "" && (says(t, card, "enalt") || says(t, card, "énalit")) {
				t.Errorf("the card says %+v", card)
			}
			if has(card, "waive") != tt.waives {
				t.Errorf("waives: %v", has(card, "waive"))
			}
			r.sound()
		})
	}
}

// Who isn't finance can't waive, whatever button they found.
func TestOnlyFinanceWaivesPenalties(t *testing.T) {
	r := withPenalties(t, french())
	card := r.command(sophie, "/relance INV-1")
	for _, who := range []string{camille, helene} {
		r.click(who, card, "waive")
	}
	if len(r.slack.views) > 0 {
		t.Error("the form opened")
	}
	r.click(sophie, card, "waive")
	if reply := r.fill(camille, "V1", map[string]bot.Input{"text": {Text: "why not"}}); reply.Errors == nil {
		t.Error("Camille waived")
	}
	if r.invoice("INV-1").Waived != "" {
		t.Error("penalties are waived")
	}
}
