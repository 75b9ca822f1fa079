package bot

import "github.com/relance-bot/relance/ledger"

// formTracking takes the number that the post gave a registered letter.
const formTracking form = "form_tracking"

// actionTracking opens it.
const actionTracking = "tracking"

// VerbTracking is it as a command.
const VerbTracking Verb = "tracking"

type tracked struct{ number string }

func (d tracked) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, _ ledger.Date) ([]ledger.Change, error) {
	return act.Track(b, inv.Key, d.number)
}

func (d tracked) done(v voice, actor string, _ *ledger.Invoice) string {
	if d.number == "" {
		return v.mark("done_tracking_gone", with{"Who": actor})
	}
	return v.mark("done_tracking", with{"Who": actor, "Number": d.number})
}
