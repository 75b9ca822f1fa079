package bot

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// formWaive asks why interest and fee are given up.
const formWaive form = "form_waive"

// Action ids of the card's buttons about penalties.
const (
	actionWaive      = "waive"
	actionClaimAgain = "claim_again"
)

type (
	waived       struct{ reason string }
	claimedAgain struct{}
)

func (d waived) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, _ ledger.Date) ([]ledger.Change, error) {
	return act.WaivePenalties(b, inv.Key, d.reason)
}

func (d waived) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_waive", with{"Who": actor, "Text": d.reason})
}

func (claimedAgain) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, _ ledger.Date) ([]ledger.Change, error) {
	return act.ClaimPenalties(b, inv.Key)
}

func (claimedAgain) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_claim_again", with{"Who": actor})
}

// clickClaimAgain takes a waiver back.
func (b *Bot) clickClaimAgain(ctx context.Context, a *answer, _ Action, t token) error {
	inv, err := b.theInvoice(a, t, pay)
	if err != nil {
		return err
	}
	return b.act(ctx, a, inv, claimedAgain{})
}

// penalties says what can be claimed on the card's invoice besides what is
// owed, or nothing.
func (v voice) penalties(q invoiceView) string {
	switch {
	case q.Unclaimed != nil:
		if e, ok := errors.AsType[*ledger.Error](q.Unclaimed); ok {
			return v.mark("penalties_unknown", with{"Why": v.because(e)})
		}
		return ""
	case q.Penalty.Waived != "":
		return v.mark("penalties_waived", with{"Text": q.Penalty.Waived})
	case q.Penalty.IsZero():
		return ""
	case q.Penalty.Fee.IsZero():
		return v.mark("penalties_interest", with{"Interest": q.Penalty.Interest})
	}
	return v.mark("penalties_claimable", with{"Interest": q.Penalty.Interest, "Fee": q.Penalty.Fee})
}

// penaltyButtons are finance's: to waive, or to claim again.
func (v voice) penaltyButtons(q invoiceView, t token) []*slack.ButtonBlockElement {
	switch {
	case !q.Pay:
		return nil
	case q.Penalty.Waived != "":
		return []*slack.ButtonBlockElement{button(actionClaimAgain, v.say("button_claim_again"), t)}
	case q.Penalty.IsZero():
		return nil
	}
	return []*slack.ButtonBlockElement{button(actionWaive, v.say("button_waive"), t)}
}
